"""Files from outside into a company's inbox, in batches: each batch is one transaction, kept whole or not at all."""

from __future__ import annotations

import logging
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

from django.db import InterfaceError, OperationalError, connections

from zaplecze.documents.api import (
    OTHER_KIND,
    Channel,
    NewPaper,
    Outcome,
    Received,
    log_failure,
    read_ahead,
    receive_papers,
)
from zaplecze.platform.bulk import rare_collection
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope

log = logging.getLogger(__name__)

BATCH_FILES = 500
BATCH_BYTES = 50_000_000
READ_AHEAD = 2  # batches in memory besides the one being kept


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a path."""

    path: str
    outcome: Outcome
    document_id: int | None
    code: str
    message: str
    parts: tuple[Received, ...] = ()


def import_files(
    company_id: int,
    paths: Sequence[Path],
    *,
    channel: Channel,
    by: int | None,
    clock: Callable[[], datetime],
    kind: str = OTHER_KIND,
) -> list[Imported]:
    """Take files, and all files in folders, into a company's inbox; one result a path, in order.

    ``kind`` is what papers that can't be read are said to be.

    Asked again after an interruption, what was kept before is a twin of itself: nothing is doubled.
    """
    with company_scope(company_id):
        nip = Company.objects.values_list("nip", flat=True).get(id=company_id)
    results: list[Imported] = []
    with rare_collection():
        for paths_, papers in _read_batches(list(_expand(paths)), nip, kind):
            received = receive(company_id, papers, channel=channel, stamp=Stamp(by, clock()))
            results += [
                Imported(str(path), r.outcome, r.document_id, r.code, r.message, r.parts)
                for path, r in zip(paths_, received, strict=True)
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
            paper = papers[0]
            log.exception("paper %s could not be received", paper.name)
            with company_scope(company_id, user_id=stamp.by):
                return [log_failure(name=paper.name, data=paper.data, channel=channel, stamp=stamp)]
    return [r for p in papers for r in receive(company_id, [p], channel=channel, stamp=stamp)]


def _expand(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _files_under(path)
        elif path.is_file():
            yield path
        else:
            raise Refusal(f"Nie ma pliku ani folderu {path}.", code="cli.file")


def _files_under(folder: Path) -> Iterator[Path]:
    """All files, in the order of their paths; plain strings till the end, for there may be a hundred thousand."""
    found = [f"{where}{os.sep}{name}" for where, _, names in os.walk(folder) for name in names]
    for path in sorted(found, key=lambda p: p.split(os.sep)):  # noqa: PTH206
        if os.path.isfile(path):  # noqa: PTH113
            yield Path(path)


def _read_batches(
    paths: Sequence[Path], nip: str, kind: str
) -> Iterator[tuple[Sequence[Path], list[NewPaper]]]:
    """Batches of papers; where there are several, a second process reads the next while one is kept."""
    batches = list(_batches(paths))
    if len(batches) < 2:
        for batch in batches:
            yield batch, _load(batch, nip, kind)
        return
    # The child must not inherit an open connection to the database.
    connections.close_all()
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as pool:
        ahead = deque(pool.submit(_load_packed, b, nip, kind) for b in batches[:READ_AHEAD])
        for number, batch in enumerate(batches):
            papers: list[NewPaper] = pickle.loads(ahead.popleft().result())  # noqa: S301 - our own child's
            if number + READ_AHEAD < len(batches):
                ahead.append(pool.submit(_load_packed, batches[number + READ_AHEAD], nip, kind))
            yield batch, papers


def _load_packed(paths: Sequence[Path], nip: str, kind: str) -> bytes:
    """Pickled here: the pool would look up each of ten thousand values in Python."""
    return pickle.dumps(_load(paths, nip, kind), pickle.HIGHEST_PROTOCOL)


def _load(paths: Sequence[Path], nip: str, kind: str) -> list[NewPaper]:
    return read_ahead(
        [NewPaper(path.name, path.read_bytes(), kind=kind) for path in paths], company_nip=nip
    )


def _batches(paths: Sequence[Path]) -> Iterator[list[Path]]:
    batch: list[Path] = []
    size = 0
    for path in paths:
        batch.append(path)
        size += path.stat().st_size
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
