"""Reads of collections: ageing, proposals, the register of letters. Money is PLN."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from zaplecze.ledger.api import ItemOn, items_on
from zaplecze.payments.collections.models import (
    CollectionHold,
    CollectionLetter,
    CollectionPolicy,
    LetterItem,
    LetterKind,
    LetterOutcome,
    Outcome,
)
from zaplecze.payments.collections.rates import InterestKind, NoInterestRate
from zaplecze.payments.collections.rules import (
    DEFAULT_EDGES,
    DEFAULT_LEVELS,
    Aged,
    Claim,
    InterestLine,
    Level,
    Overdue,
    PartnerAge,
    Proposal,
    age_items,
    interest_lines,
    propose_reminders,
)
from zaplecze.platform.money import ZERO
from zaplecze.platform.scope import current_company_id

# A part settled by a paper of this journal is a correction of the sale, not a payment.
SALES_JOURNAL = "SP"
SILENT_AFTER = timedelta(days=14)
SILENT = "silent"


def bucket_edges() -> tuple[int, ...]:
    """The company's bucket edges in days."""
    row = CollectionPolicy.objects.filter(company_id=current_company_id()).first()
    return tuple(row.edges) if row is not None else DEFAULT_EDGES


def reminder_levels() -> tuple[Level, ...]:
    """The company's reminder levels, the mildest first."""
    row = CollectionPolicy.objects.filter(company_id=current_company_id()).first()
    return tuple(Level(**level) for level in row.levels) if row is not None else DEFAULT_LEVELS


def side_items(
    *, day: date, receivables: bool = True, partner_id: int | None = None
) -> list[ItemOn]:
    """Items of one side that were open at the end of ``day``."""
    rows = items_on(day=day, partner_id=partner_id)
    return [i for i in rows if i.is_debit == receivables]


def unmatched_credits(*, day: date) -> dict[int, Decimal]:
    """Payments and credit notes by partner (PLN) that stand open beside what the partner owes on the same account."""
    items = items_on(day=day)
    owed = {(i.account, i.partner_id) for i in items if i.is_debit}
    sums: dict[int, Decimal] = {}
    for item in items:
        if not item.is_debit and item.partner_id and (item.account, item.partner_id) in owed:
            sums[item.partner_id] = sums.get(item.partner_id, ZERO) + item.left
    return sums


def ageing(*, day: date, receivables: bool = True, edges: Sequence[int]) -> list[PartnerAge]:
    """Wiekowanie as of a day, the largest partner first."""
    items = side_items(day=day, receivables=receivables)
    return age_items(
        [Aged(i.id, i.partner_id, i.due_date, i.left) for i in items], day=day, edges=edges
    )


def holds() -> list[CollectionHold]:
    """Holds in force, the newest first."""
    rows = CollectionHold.objects.filter(company_id=current_company_id(), lifted_at=None)
    return list(rows.order_by("-placed_at", "-id"))


def left_out(*, day: date) -> list[ItemOn]:
    """Overdue receivables in currencies, which no reminder and no interest note takes in yet, oldest due first.

    Their debt and its interest are owed in their currency, and Polish statutory rates apply to it only where Polish
    law governs the claim: pages name them, so that nobody takes them for paid.
    """
    return [
        i
        for i in side_items(day=day)
        if i.due_date and i.due_date < day and i.partner_id and i.currency != "PLN"
    ]


def proposed_reminders(*, day: date) -> list[Proposal]:
    """Reminders that the company's policy asks for on ``day``; writes nothing.

    Items in foreign currencies are left out (see `left_out`): a letter would have to ask for that currency.
    """
    items = [
        i
        for i in side_items(day=day)
        if i.due_date and i.due_date < day and i.partner_id and i.currency == "PLN"
    ]
    sent: dict[int, list[tuple[int, date]]] = {}
    rows = LetterItem.objects.select_related("letter").filter(
        company_id=current_company_id(), level__isnull=False, item_id__in=[i.id for i in items]
    )
    for row in rows:
        assert row.level is not None
        sent.setdefault(row.item_id, []).append((row.level, row.letter.as_of))
    held = holds()
    return propose_reminders(
        [
            Overdue(i.id, i.partner_id, i.due_date, i.left, tuple(sent.get(i.id, ())))
            for i in items
            if i.partner_id is not None and i.due_date is not None
        ],
        day=day,
        levels=reminder_levels(),
        held_items={h.item_id: h.reason for h in held if h.item_id is not None},
        held_partners={h.partner_id: h.reason for h in held if h.partner_id is not None},
    )


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter and what became of it, the oldest first."""

    letter: CollectionLetter
    outcomes: tuple[LetterOutcome, ...]

    @property
    def state(self) -> str:
        """The newest outcome, empty where nothing became of it yet."""
        return self.outcomes[-1].outcome if self.outcomes else ""

    @property
    def state_name(self) -> str:
        """The state in Polish."""
        return self.outcomes[-1].get_outcome_display() if self.outcomes else "przygotowane"

    @property
    def sent_on(self) -> date | None:
        """The day it was sent, where that was noted."""
        return next((o.day for o in self.outcomes if o.outcome == Outcome.SENT), None)

    @property
    def difference(self) -> Decimal | None:
        """What the partner's balance differs by from ours, where it was told."""
        last = self.outcomes[-1] if self.outcomes else None
        if last is None or last.outcome != Outcome.DISAGREED or last.amount is None:
            return None
        return last.amount - self.letter.total

    def silent(self, day: date) -> bool:
        """Sent, not answered, and two weeks have passed."""
        sent = self.sent_on
        return self.state == Outcome.SENT and sent is not None and day > sent + SILENT_AFTER


def letters(
    *,
    kind: str = "",
    partner_id: int | None = None,
    state: str = "",
    ids: Iterable[int] | None = None,
) -> list[LetterView]:
    """The register of letters, the newest first; ``state`` is an `Outcome` or ``new``."""
    company_id = current_company_id()
    rows = CollectionLetter.objects.filter(company_id=company_id)
    if kind:
        rows = rows.filter(kind=kind)
    if partner_id is not None:
        rows = rows.filter(partner_id=partner_id)
    if ids is not None:
        rows = rows.filter(id__in=list(ids))
    found = list(rows.order_by("-day", "-id"))
    outcomes: dict[int, list[LetterOutcome]] = {}
    for row in LetterOutcome.objects.filter(
        company_id=company_id, letter_id__in=[x.id for x in found]
    ).order_by("id"):
        outcomes.setdefault(row.letter_id, []).append(row)
    views = [LetterView(x, tuple(outcomes.get(x.id, ()))) for x in found]
    return [v for v in views if not state or v.state == ("" if state == "new" else state)]


def register_of_letters(*, kind: str, state: str, text: str, on: date) -> list[LetterView]:
    """Letters of one kind, chosen by state (``silent`` too) and by a part of their partner's name or number."""
    views = letters(kind=kind, state=Outcome.SENT if state == SILENT else state)
    return [
        v
        for v in views
        if (state != SILENT or v.silent(on))
        and text.casefold() in f"{v.letter.partner_name} {v.letter.number}".casefold()
    ]


def letter(letter_id: int) -> LetterView | None:
    """One letter of the open company."""
    return next(iter(letters(ids=[letter_id])), None)


def letter_items(letter_id: int) -> list[LetterItem]:
    """The items that a letter names."""
    rows = LetterItem.objects.filter(company_id=current_company_id(), letter_id=letter_id)
    return list(rows.order_by("id"))


def open_notes() -> list[LetterView]:
    """Interest notes neither paid nor cancelled."""
    closed = (Outcome.PAID, Outcome.CANCELLED)
    return [v for v in letters(kind=LetterKind.INTEREST) if v.state not in closed]


def interest_claims(*, upto: date, partner_id: int | None = None) -> list[tuple[ItemOn, Claim]]:
    """Receivables in PLN that were late by ``upto``, with payments and what earlier notes have charged."""
    items = [
        i
        for i in items_on(day=upto, partner_id=partner_id, settled=True)
        if i.is_debit and i.partner_id and i.due_date and i.due_date < upto and i.currency == "PLN"
    ]
    charged: dict[int, date] = {}
    compensated: set[int] = set()
    live = [v.letter for v in letters(kind=LetterKind.INTEREST) if v.state != Outcome.CANCELLED]
    by_id = {x.id: x for x in live}
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
                amount=i.amount,
                payments=tuple((p.day, p.amount) for p in i.parts if p.journal != SALES_JOURNAL),
                lowered=sum((p.amount for p in i.parts if p.journal == SALES_JOURNAL), ZERO),
                charged_to=charged.get(i.id),
                compensated=i.id in compensated,
            ),
        )
        for i in items
        if i.due_date is not None
    ]


@dataclass(frozen=True, slots=True)
class InterestDue:
    """Interest that a note for one partner would charge now."""

    partner_id: int
    lines: tuple[InterestLine, ...]
    refusal: str = ""

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), ZERO)


def interest_due(*, kind: InterestKind, upto: date) -> list[InterestDue]:
    """What interest notes could charge, the largest partner first; writes nothing.

    A partner with a claim older than the tables comes with the ``refusal`` that a note would give.
    """
    found: dict[int, list[InterestLine]] = {}
    refused: dict[int, str] = {}
    for item, claim in interest_claims(upto=upto):
        assert item.partner_id is not None
        try:
            lines = interest_lines(claim, kind=kind, upto=upto)
        except NoInterestRate as refusal:
            refused[item.partner_id] = refusal.message
            continue
        found.setdefault(item.partner_id, []).extend(lines)
    made = [InterestDue(p, tuple(found.get(p, ())), refused.get(p, "")) for p in found | refused]
    return sorted((d for d in made if d.total or d.refusal), key=lambda d: (-d.total, d.partner_id))
