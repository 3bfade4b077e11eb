"""Files from outside into a company's inbox, in batches: each batch is one transaction, kept whole or not at all."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import InterfaceError, OperationalError

from zaplecze.documents.api import Channel, NewPaper, Outcome, Received, receive_papers
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope

log = logging.getLogger(__name__)

BATCH_FILES = 500
BATCH_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a path."""

    path: str
    outcome: Outcome
    document_id: int | None
    code: str
    message: str


def import_files(
    company_id: int,
    paths: Sequence[Path],
    *,
    channel: Channel,
    by: int | None,
    clock: Callable[[], datetime],
) -> list[Imported]:
    """Take files, and all files in folders, into a company's inbox; one result a path, in order.

    Asked again after an interruption, what was kept before is a twin of itself: nothing is doubled.
    """
    results: list[Imported] = []
    for batch in _batches(_expand(paths)):
        papers = [NewPaper(path.name, data) for path, data in batch]
        received = receive(company_id, papers, channel=channel, stamp=Stamp(by, clock()))
        results += [
            Imported(str(path), r.outcome, r.document_id, r.code, r.message)
            for (path, _), r in zip(batch, received, strict=True)
        ]
    return results


def receive(
    company_id: int, papers: Sequence[NewPaper], *, channel: Channel, stamp: Stamp
) -> list[Received]:
    """Receive papers in one transaction; where the program itself fails, one by one: one can't block the rest."""
    try:
        with company_scope(company_id, user_id=stamp.by):
            nip = Company.objects.values_list("nip", flat=True).get(id=company_id)
            return receive_papers(papers, channel=channel, company_nip=nip, stamp=stamp)
    except (OperationalError, InterfaceError):
        raise  # the database is gone: one by one would fare no better
    except Exception:
        if len(papers) == 1:
            log.exception("paper %s could not be received", papers[0].name)
            return [
                Received(
                    papers[0].name,
                    Outcome.REFUSED,
                    None,
                    "documents.failed",
                    "Program nie poradził sobie z tym plikiem; nic nie zapisano. Zgłoś go administratorowi.",
                    "",
                )
            ]
    return [r for p in papers for r in receive(company_id, [p], channel=channel, stamp=stamp)]


def _expand(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file())
        elif path.is_file():
            yield path
        else:
            raise Refusal(f"Nie ma pliku ani folderu {path}.", code="cli.file")


def _batches(paths: Iterator[Path]) -> Iterator[list[tuple[Path, bytes]]]:
    batch: list[tuple[Path, bytes]] = []
    size = 0
    for path in paths:
        data = path.read_bytes()
        batch.append((path, data))
        size += len(data)
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
