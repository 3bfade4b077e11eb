"""Interest that was received moves from accrued to received: taxed when the money came, not when the note went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zaplecze.ledger.api import NewEntry, NewLine, post_entries, settlements_of
from zaplecze.payments.collections.commands.noting import ACCRUED, JOURNAL, require_account
from zaplecze.payments.collections.models import (
    CollectionLetter,
    LetterKind,
    NoteReceipt,
    Outcome,
)
from zaplecze.payments.collections.queries import letters, note_items
from zaplecze.platform.events import lock_company
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import Month, last_day
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

RECEIVED = "750-01"
VOUCHER = "NOZ"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A note and what of it (PLN) was received by a day, or given back (negative), and isn't moved yet."""

    note: CollectionLetter
    amount: Decimal


def receipts_to_book(*, day: date) -> list[Receipt]:
    """Notes whose settlements by the end of ``day`` differ from what was moved by then, the oldest first.

    What settled a note counts as received: a payment, and a set-off too (art. 12 ust. 3 of the CIT Act speaks of
    revenue received, which a set-off is). Zlotys are those at which the note stands in the books: what the rate made
    of them since is an exchange difference already. A cancelled note has received nothing.
    """
    views = [v for v in letters(kind=LetterKind.INTEREST) if v.letter.day <= day]
    notes = [v.letter for v in views]
    items = note_items(v.letter for v in views if v.state != Outcome.CANCELLED)
    moved: dict[int, Decimal] = {}
    for row in NoteReceipt.objects.filter(
        company_id=current_company_id(), letter_id__in=[n.id for n in notes], day__lte=day
    ):
        moved[row.letter_id] = moved.get(row.letter_id, ZERO) + row.amount
    found = []
    for note in reversed(notes):
        own, done = items.get(note.id, []), moved.get(note.id, ZERO)
        if done == sum((item.settled for item in own), ZERO) and done in (ZERO, note.total):
            continue  # nothing received yet, or all of it moved: most notes are one or the other
        settled = sum(
            (s.amount for item in own for s in settlements_of(item.pk) if s.day <= day), ZERO
        )
        if change := settled - done:
            found.append(Receipt(note, change))
    return found


def book_received_interest(*, month: Month, by: int | None, at: datetime) -> list[NoteReceipt]:
    """Move interest received by the end of ``month`` from 750-04 to 750-01, an entry a note; once each.

    Money given back (a settlement undone) moves back. Interest is revenue of the tax year in which it was received
    (art. 12 ust. 4 pkt 2 of the CIT Act): 750-04 is tagged PD2, so what leaves it joins the year's tax.
    """
    lock_company()
    day = last_day(month)
    found = receipts_to_book(day=day)
    if not found:
        raise Refusal(
            f"Do {day:%d.%m.%Y} nie ma otrzymanych odsetek do przeniesienia.",
            code="payments.nothing-received",
        )
    require_account(number=RECEIVED, name="odsetki otrzymane")
    posted = post_entries([_entry(r, day) for r in found], by=by, at=at)
    return [
        NoteReceipt.objects.create(
            company_id=current_company_id(), letter=r.note, amount=r.amount, day=day, entry_id=p.id
        )
        for r, p in zip(found, posted, strict=True)
    ]


def _entry(receipt: Receipt, day: date) -> NewEntry:
    """Wn accrued, Ma received; negative where it goes back."""
    number, text = receipt.note.number, f"Odsetki otrzymane: {receipt.note.number}"
    return NewEntry(
        journal=JOURNAL,
        year=day.year,
        month=day.month,
        voucher_kind=VOUCHER,
        voucher_number=number,
        operation_date=day,
        document_date=day,
        text=text,
        lines=(
            NewLine(ACCRUED, debit=receipt.amount, text=text, why="nota rozliczona"),
            NewLine(RECEIVED, credit=receipt.amount, text=text, why="odsetki otrzymane"),
        ),
        partner_id=receipt.note.partner_id,
    )
