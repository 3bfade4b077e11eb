"""What people confirm of readings, what their corrections teach, and how it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zaplecze.documents.kinds.rules import Kind
from zaplecze.documents.models import Document, Source
from zaplecze.documents.readings.events import PatternForgotten, PatternLearned, ReadingConfirmed
from zaplecze.documents.readings.guess import guess_kind
from zaplecze.documents.readings.models import (
    Confirmation,
    ConfirmedField,
    Lesson,
    Reading,
    ReadingState,
)
from zaplecze.documents.readings.queries import names_for, own_nip, reading_of
from zaplecze.documents.readings.rules import (
    Outcome,
    compare,
    corrections,
    fields_from,
    fill_in,
    pages_from,
)
from zaplecze.formats.pages import learn_pattern
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

_LONGEST = 512


def confirm_reading(
    *,
    paper: Document,
    kind: Kind,
    facts: Mapping[str, str],
    reading_id: int | None,
    stamp: Stamp,
) -> None:
    """Note what of a reading stayed and what a person changed, and learn of what she changed.

    Nothing is noted where she saw none, or another one than what stands now.
    """
    row = reading_of(paper) if reading_id is not None else None
    if row is None or row.pk != reading_id or row.state != ReadingState.READ:
        return
    if paper.source != Source.NONE or (row.source == "office" and not row.fields):
        return
    assert stamp.by is not None
    nip = own_nip()
    fields = fields_from(row.fields)
    filled = fill_in(kind, fields, own_nip=nip, names=names_for(fields))
    compared = compare(kind, guess=guess_kind(fields, nip), filled=filled, facts=facts)
    kept = Confirmation.objects.create(
        company_id=paper.company_id,
        document_id=paper.pk,
        kind=kind.code,
        source=row.source,
        untouched=all(c.outcome is Outcome.RIGHT for c in compared),
        at=stamp.at,
        by_id=stamp.by,
    )
    ConfirmedField.objects.bulk_create(
        ConfirmedField(
            company_id=paper.company_id,
            confirmation=kept,
            field=c.field,
            read=c.read[:_LONGEST],
            confirmed=c.confirmed[:_LONGEST],
            certain=c.certain,
            outcome=c.outcome,
        )
        for c in compared
    )
    confirmed = ReadingConfirmed(
        document_id=paper.pk,
        read=tuple(c.field for c in compared if c.read),
        confirmed=tuple(c.field for c in compared if c.outcome is Outcome.RIGHT),
        corrected=tuple(
            c.field for c in compared if c.outcome in (Outcome.CORRECTED, Outcome.REMOVED)
        ),
    )
    record_events([confirmed], stamp)
    _learn(paper, row, corrections(kind, compared, facts=facts, own_nip=nip), stamp)


def _learn(paper: Document, row: Reading, right: Mapping[str, str], stamp: Stamp) -> None:
    if not right:
        return
    read = pages_from(row.fields, row.words, kind=row.kind, source=row.source)
    pattern = learn_pattern(read, right)
    if pattern is None:
        return
    assert stamp.by is not None
    Lesson.objects.create(
        company_id=paper.company_id,
        seller_nip=pattern.seller_nip[:50],
        document_id=paper.pk,
        taught=pattern.to_json(),
        at=stamp.at,
        by_id=stamp.by,
    )
    fields = (*(s.field for s in pattern.spots), *(name for name, _ in pattern.constants))
    learned = PatternLearned(document_id=paper.pk, seller_nip=pattern.seller_nip, fields=fields)
    record_events([learned], stamp)


def forget_lessons(*, seller_nip: str, by: int, at: datetime, lesson_id: int | None = None) -> int:
    """Take back one lesson of a supplier's papers, or all of them; returns how many."""
    lock_company()
    rows = Lesson.objects.filter(
        company_id=current_company_id(), seller_nip=seller_nip, forgotten_at__isnull=True
    )
    if lesson_id is not None:
        rows = rows.filter(id=lesson_id)
    count = rows.update(forgotten_at=at, forgotten_by=by)
    if not count:
        raise Refusal("Nie ma czego zapominać: odśwież stronę.", code="documents.no-lesson")
    record_events([PatternForgotten(seller_nip=seller_nip, lessons=count)], Stamp(by, at))
    return count
