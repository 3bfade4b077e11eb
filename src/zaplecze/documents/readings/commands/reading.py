"""The reader's queue, what it read, and where that goes: the paper's row, the index, an event."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from zaplecze.documents.appearances.commands import match_twins
from zaplecze.documents.kinds.queries import kind_of
from zaplecze.documents.kinds.rules import BUILT_IN, day_of
from zaplecze.documents.models import INVOICES, Document, Source
from zaplecze.documents.queries import file_of
from zaplecze.documents.reading import OTHER
from zaplecze.documents.readings.events import (
    PaperRead,
)
from zaplecze.documents.readings.guess import guess_kind
from zaplecze.documents.readings.models import (
    Reading,
    ReadingState,
)
from zaplecze.documents.readings.queries import names_for, own_nip, patterns_of, reading_of
from zaplecze.documents.readings.reader import READABLE, Reader, Result, Unread
from zaplecze.documents.readings.rules import (
    appearance_in,
    fields_from,
    fields_to,
    fill_in,
    words_to,
)
from zaplecze.documents.search.commands import index_facts, index_text
from zaplecze.formats.pages import CERTAIN, Pattern
from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.files import read_file
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope, current_company_id

log = logging.getLogger(__name__)

# The worker's task by its name: it stands above this room and calls `read_waiting_papers`.
READ_PAPERS, QUEUE, QUEUEING_LOCK = "zaplecze.documents.jobs.read_papers", "reading", "read-papers"
MOST_TRIES = 3
LEASE = timedelta(minutes=25)
"""Longer than any file is read: whoever began it then is gone."""


def queue_readings(papers: Sequence[tuple[int, str, str]]) -> None:
    """Let the reader read these papers (id, hash and media type of their pages as they stand now), once each.

    Runs in the writer's transaction; the worker is told when it is kept.
    """
    rows = [(id_, sha) for id_, sha, media_type in papers if media_type in READABLE]
    if not rows:
        return
    insert_rows(
        "documents_reading",
        {
            "company_id": ("bigint", [current_company_id()] * len(rows)),
            "document_id": ("bigint", [r[0] for r in rows]),
            "file_sha256": ("text", [r[1] for r in rows]),
            "state": ("text", [ReadingState.WAITING] * len(rows)),
            "tries": ("smallint", [0] * len(rows)),
            "kind": ("text", [""] * len(rows)),
            "source": ("text", [""] * len(rows)),
            "pages": ("integer", [0] * len(rows)),
            "fields": ("jsonb", ["[]"] * len(rows)),
            "words": ("jsonb", ["[]"] * len(rows)),
            "text": ("text", [""] * len(rows)),
            "notes": ("jsonb", ["[]"] * len(rows)),
        },
        tail="ON CONFLICT (company_id, document_id, file_sha256) DO NOTHING",
    )
    transaction.on_commit(_wake_reader, robust=True)


def _wake_reader() -> None:
    """Begin to read now rather than at the next minute; one call waits at most."""
    task = app.configure_task(READ_PAPERS, queue=QUEUE, queueing_lock=QUEUEING_LOCK)
    try:
        task.defer()
    except AlreadyEnqueued:
        return


def read_again(*, document_id: int, by: int, at: datetime) -> None:
    """Put a paper back in the reader's queue: Tesseract was installed, a pattern was taken back."""
    lock_company()
    paper = Document.objects.filter(company_id=current_company_id(), id=document_id).first()
    if paper is None:
        raise Refusal("Nie ma takiego dokumentu w tej firmie.", code="documents.none")
    if paper.source != Source.NONE:
        raise Refusal(
            "Ten dokument jest już opisany: odczyt niczego by nie zmienił.",
            code="documents.described",
        )
    row = reading_of(paper)
    if row is None or row.state == ReadingState.WAITING:
        raise Refusal("Ten dokument nie czeka na ponowny odczyt.", code="documents.not-read")
    row.state, row.tries, row.begun_at = ReadingState.WAITING, 0, None
    row.save(update_fields=["state", "tries", "begun_at"])
    transaction.on_commit(_wake_reader, robust=True)


def read_waiting_papers(
    company_ids: Sequence[int],
    *,
    reader: Reader,
    clock: Callable[[], datetime],
    until: Callable[[], bool] = lambda: False,
) -> int:
    """Read what waits in these companies, one paper of each in turn, until nothing does or ``until`` says so."""
    done, waiting = 0, list(company_ids)
    while waiting:
        for company_id in list(waiting):
            if until():
                return done
            if read_next(company_id, reader=reader, clock=clock):
                done += 1
            else:
                waiting.remove(company_id)
    return done


@dataclass(frozen=True, slots=True)
class Work:
    """A file to be read: bytes, and what the reader has to know."""

    reading_id: int
    document_id: int
    data: bytes
    media_type: str
    own_nip: str
    patterns: Sequence[Pattern]


def read_next(company_id: int, *, reader: Reader, clock: Callable[[], datetime]) -> bool:
    """Read the paper of a company that waits longest; False where none waits.

    The company is not locked while pages are read. What fails is tried three times, then given up with a word.
    """
    with company_scope(company_id):
        work = _begin(clock())
    if work is None:
        return False
    try:
        result = reader(work.data, work.media_type, work.own_nip, work.patterns)
        with company_scope(company_id):
            _keep(work, result, clock())
    except Exception:
        log.exception("document %s of company %s could not be read", work.document_id, company_id)
        with company_scope(company_id):
            lock_company()
            Reading.objects.filter(company_id=company_id, id=work.reading_id).update(begun_at=None)
    return True


def _begin(at: datetime) -> Work | None:
    """Take the paper that waits longest; only its pages as they stand now are worth reading."""
    lock_company()
    company_id = current_company_id()
    free = Q(begun_at__isnull=True) | Q(begun_at__lt=at - LEASE)
    rows = Reading.objects.filter(free, company_id=company_id, state=ReadingState.WAITING)
    for row in rows.select_related("document").order_by("id")[:50]:
        kept = file_of(row.document)
        if kept.sha256 != row.file_sha256:
            row.delete()  # its pages were arranged since; the new version has its own line
            continue
        if row.tries >= MOST_TRIES:
            _give_up(
                row, "Program trzy razy nie poradził sobie z tym plikiem; wpisz dane z papieru."
            )
            continue
        try:
            data = read_file(kept.sha256)
        except OSError:
            _give_up(row, "Nie ma pliku tego dokumentu w archiwum. Zgłoś to administratorowi.")
            continue
        row.tries, row.begun_at = row.tries + 1, at
        row.save(update_fields=["tries", "begun_at"])
        return Work(
            row.pk, row.document_id, data, kept.media_type, own_nip(), list(patterns_of().values())
        )
    return None


def _give_up(row: Reading, note: str) -> None:
    row.state, row.notes = ReadingState.FAILED, [note]
    row.save(update_fields=["state", "notes"])


def _keep(work: Work, result: Result, at: datetime) -> None:
    """Keep what was read, make the paper found by its text, and fill in the facts of one that nobody described."""
    lock_company()
    row = Reading.objects.select_related("document").filter(
        company_id=current_company_id(), id=work.reading_id
    ).first()  # fmt: skip
    if row is None:
        return  # destroyed, or its pages arranged, while it was read
    paper = row.document
    row.read_at = at
    if isinstance(result, Unread):
        row.state, row.notes = ReadingState.FAILED, [result.message]
        row.save()
        return
    read, text = result
    guess = guess_kind(read.fields, work.own_nip)
    row.state, row.source, row.pages = ReadingState.READ, read.source, read.pages
    row.kind, row.text = guess.kind, text
    row.fields, row.words = fields_to(read.fields), words_to(read.words)
    row.notes = list(read.notes)
    row.save()
    if paper.source == Source.NONE and file_of(paper).sha256 == row.file_sha256:
        put_facts(paper=paper, reading=row)
        if guess.kind in INVOICES:
            # Found by what it shows: a copy of an invoice that is here joins it, a likeness waits for a person.
            seen = appearance_in(read.fields, read.source)
            match_twins(document_id=paper.pk, seen=seen, by=None, at=at)
    if text:
        index_text(document_id=paper.pk, text=text)
    found = PaperRead(
        document_id=paper.pk,
        kind=guess.kind,
        source=read.source,
        fields=tuple(f.name for f in read.fields),
        certain=tuple(f.name for f in read.fields if f.confidence >= CERTAIN),
    )
    record_events([found], Stamp(None, at))


def put_facts(*, paper: Document, reading: Reading) -> None:
    """Put what was surely read into the row of a paper that nobody has described: lists show it, twins are seen.

    This is the one place where reading sets facts. A kind that the sender chose stays; no partner is learnt and no
    business key set before a person has confirmed them.
    """
    fields = fields_from(reading.fields)
    guess = guess_kind(fields, own_nip())
    if paper.kind == OTHER and guess.kind and guess.certain:
        paper.kind = guess.kind
    kind = kind_of(paper.kind) or BUILT_IN[OTHER]
    filled = fill_in(kind, fields, own_nip=own_nip(), names=names_for(fields))
    sure = {key: one.value for key, one in filled.items() if one.certain}
    paper.number = sure.get("number", "")[:256] or paper.number
    for key in ("issue_date", "sale_date", "due_date"):
        setattr(paper, key, day_of(sure, key) or getattr(paper, key))
    paper.partner_name = sure.get("partner_name") or paper.partner_name
    paper.currency = sure.get("currency") or paper.currency
    if "gross" in sure:
        nets = [Decimal(v) for k, v in sure.items() if k.startswith("net_")]
        vats = [Decimal(v) for k, v in sure.items() if k.startswith("vat_")]
        paper.gross = Decimal(sure["gross"])
        if sum(nets) + sum(vats) == paper.gross:
            paper.net, paper.vat = sum(nets, Decimal(0)), sum(vats, Decimal(0))
    paper.save()
    index_facts([paper.pk])


def forget_readings(document_ids: Collection[int]) -> None:
    """Erase what was read of papers whose bytes are destroyed; what people confirmed of it stays."""
    Reading.objects.filter(
        company_id=current_company_id(), document_id__in=list(document_ids)
    ).delete()
