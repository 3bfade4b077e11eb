"""Reads of what letters could be written: reminders, interest notes, confirmations. Nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaplecze.ledger.api import ItemOn, items_on
from zaplecze.payments.collections.models import LetterItem, LetterKind, Outcome
from zaplecze.payments.collections.queries import (
    LetterView,
    holds,
    letters,
    note_items,
    reminder_levels,
    side_items,
)
from zaplecze.payments.collections.rates import InterestKind, NoInterestRate
from zaplecze.payments.collections.rules import (
    Claim,
    InterestLine,
    Overdue,
    Proposal,
    Sums,
    interest_lines,
    propose_reminders,
    sums_by_currency,
)
from zaplecze.platform.money import ZERO
from zaplecze.platform.scope import current_company_id

# A part settled by a paper of this journal is a correction of the sale, not a payment.
SALES_JOURNAL = "SP"


def proposed_reminders(*, day: date) -> list[Proposal]:
    """Reminders that the company's policy asks for on ``day``, each currency summed by itself; writes nothing.

    What is due from us, credit notes and payments of nothing among it, lowers what a letter asks for.
    """
    items = [i for i in side_items(day=day) if i.due_date and i.due_date < day and i.partner_id]
    sent: dict[int, list[tuple[int, date]]] = {}
    rows = LetterItem.objects.select_related("letter").filter(
        company_id=current_company_id(), level__isnull=False, item_id__in=[i.id for i in items]
    )
    for row in rows:
        assert row.level is not None
        sent.setdefault(row.item_id, []).append((row.level, row.letter.as_of))
    held = holds()
    due_from_us = [
        i
        for i in side_items(day=day, receivables=False)
        if i.partner_id is not None and (i.due_date is None or i.due_date <= day)
    ]
    owed_back = {
        partner_id: sums_by_currency(
            (i.unit, i.owed) for i in due_from_us if i.partner_id == partner_id
        )
        for partner_id in {i.partner_id for i in due_from_us if i.partner_id is not None}
    }
    return propose_reminders(
        [
            Overdue(
                i.id, i.partner_id, i.due_date, i.owed, tuple(sent.get(i.id, ())), i.unit, i.left
            )
            for i in items
            if i.partner_id is not None and i.due_date is not None
        ],
        day=day,
        levels=reminder_levels(),
        held_items={h.item_id: h.reason for h in held if h.item_id is not None},
        held_partners={h.partner_id: h.reason for h in held if h.partner_id is not None},
        owed_back=owed_back,
    )


def open_notes() -> list[LetterView]:
    """Interest notes neither paid nor cancelled."""
    closed = (Outcome.PAID, Outcome.CANCELLED)
    return [v for v in letters(kind=LetterKind.INTEREST) if v.state not in closed]


def interest_claims(*, upto: date, partner_id: int | None = None) -> list[tuple[ItemOn, Claim]]:
    """Receivables that were late by ``upto``, with payments and what earlier notes have charged.

    Items of interest notes bear none: interest on interest is due from the day of a suit only (art. 482 § 1 of the
    Civil Code).
    """
    notes = letters(kind=LetterKind.INTEREST)
    own = {i.pk for items in note_items(v.letter for v in notes).values() for i in items}
    items = [
        i
        for i in items_on(day=upto, partner_id=partner_id, settled=True)
        if i.is_debit and i.partner_id and i.due_date and i.due_date < upto and i.id not in own
    ]
    charged: dict[int, date] = {}
    compensated: set[int] = set()
    by_id = {v.letter.id: v.letter for v in notes if v.state != Outcome.CANCELLED}
    for row in LetterItem.objects.filter(company_id=current_company_id(), letter_id__in=by_id):
        last = by_id[row.letter_id].as_of
        charged[row.item_id] = max(charged.get(row.item_id, last), last)
        if row.compensation:
            compensated.add(row.item_id)
    return [
        (
            i,
            Claim(
                item_id=i.id,
                number=i.number,
                due=i.due_date,
                amount=i.whole,
                # A realised exchange difference settles zlotys alone: it pays nothing.
                payments=tuple(
                    (p.day, p.own) for p in i.parts if p.journal != SALES_JOURNAL and p.own
                ),
                lowered=sum((p.own for p in i.parts if p.journal == SALES_JOURNAL), ZERO),
                charged_to=charged.get(i.id),
                compensated=i.id in compensated,
                currency=i.unit,
            ),
        )
        for i in items
        if i.due_date is not None
    ]


@dataclass(frozen=True, slots=True)
class InterestDue:
    """Interest that a note for one partner in one currency would charge now."""

    partner_id: int
    currency: str
    lines: tuple[InterestLine, ...]
    refusal: str = ""

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), ZERO)


def interest_due(
    *, kind: InterestKind, upto: date, partner_id: int | None = None
) -> list[InterestDue]:
    """What interest notes could charge, by currency (zlotys first), the largest first; writes nothing.

    A partner with a claim older than the tables comes with the ``refusal`` that a note would give.
    """
    found: dict[tuple[int, str], list[InterestLine]] = {}
    refused: dict[tuple[int, str], str] = {}
    for item, claim in interest_claims(upto=upto, partner_id=partner_id):
        assert item.partner_id is not None
        key = (item.partner_id, claim.currency)
        try:
            lines = interest_lines(claim, kind=kind, upto=upto)
        except NoInterestRate as refusal:
            refused[key] = refusal.message
            continue
        found.setdefault(key, []).extend(lines)
    made = [
        InterestDue(*key, tuple(found.get(key, ())), refused.get(key, ""))
        for key in found | refused
    ]
    return sorted(
        (d for d in made if d.total or d.refusal),
        key=lambda d: (d.currency != "PLN", d.currency, -d.total, d.partner_id),
    )


@dataclass(frozen=True, slots=True)
class Balance:
    """What stands open with a partner as of a day, Wn positive: by currency, and in the books (PLN)."""

    partner_id: int
    items: tuple[ItemOn, ...]

    @property
    def sums(self) -> Sums:
        """The balance in each currency; a currency whose items cancel out is left out."""
        return sums_by_currency((i.unit, i.owed if i.is_debit else -i.owed) for i in self.items)

    @property
    def total(self) -> Decimal:
        """The balance in the books, PLN."""
        return sum((i.left if i.is_debit else -i.left for i in self.items), ZERO)


def balances(*, day: date) -> list[Balance]:
    """Partners with anything open at the end of ``day``, by id."""
    found: dict[int, list[ItemOn]] = {}
    for item in items_on(day=day):
        if item.partner_id is not None:
            found.setdefault(item.partner_id, []).append(item)
    return [Balance(partner_id, tuple(items)) for partner_id, items in sorted(found.items())]


def asked_for(*, day: date) -> set[int]:
    """Partners whose balance of ``day`` a letter that stands asks to confirm."""
    return {
        v.letter.partner_id
        for v in letters(kind=LetterKind.CONFIRMATION)
        if v.letter.as_of == day and v.state != Outcome.CANCELLED
    }
