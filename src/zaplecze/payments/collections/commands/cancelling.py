"""What is posted is cancelled by taking its entry back, whoever does it."""

from __future__ import annotations

from collections.abc import Sequence

from zaplecze.ledger.api import EntryReversed
from zaplecze.payments.collections.models import (
    CollectionLetter,
    LetterOutcome,
    NoteReceipt,
    Outcome,
)
from zaplecze.payments.events import LetterAnswered
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, record_events
from zaplecze.platform.scope import current_company_id


def on_entry_reversed(events: Sequence[EntryReversed], stamp: Stamp) -> None:
    """Route of `EntryReversed`: a note or a set-off whose entry was taken back is cancelled, whoever took it back.

    A receipt of interest whose entry was taken back is taken back too, and waits to be posted again.
    """
    letters = CollectionLetter.objects.filter(
        company_id=current_company_id(), entry_id__in=[e.entry_id for e in events]
    ).in_bulk(field_name="id")
    reasons = {e.entry_id: e.reason for e in events}
    for letter in letters.values():
        reason = reasons[letter.entry_id or 0]
        LetterOutcome.objects.create(
            company_id=letter.company_id,
            letter=letter,
            outcome=Outcome.CANCELLED,
            day=max(letter.day, stamp.at.astimezone(WARSAW).date()),
            note=reason[:500],
            at=stamp.at,
            by_id=stamp.by,
        )
        told = LetterAnswered(
            letter_id=letter.id,
            number=letter.number,
            outcome=Outcome.CANCELLED,
            amount=None,
            note=reason,
        )
        record_events([told], stamp)
    for row in NoteReceipt.objects.filter(
        company_id=current_company_id(), entry_id__in=[e.entry_id for e in events]
    ):
        NoteReceipt.objects.create(
            company_id=row.company_id,
            letter_id=row.letter_id,
            amount=-row.amount,
            day=row.day,
            entry_id=row.entry_id,
        )
