"""Reads of relief for bad debts: what a period has to move, what it has moved, what was refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from zaplecze.ledger.api import DueItem, items_due, unmatched_by_partner
from zaplecze.platform.business_years import BusinessYears
from zaplecze.platform.days import WARSAW
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import business_years, current_company_id
from zaplecze.tax.cit import ReliefSums
from zaplecze.tax.models import Filing
from zaplecze.tax.relief.models import ReliefMove, ReliefRefusal
from zaplecze.tax.relief.papers import Invoice, doubt, hindrance, invoices
from zaplecze.tax.relief.rules import (
    Claim,
    Debt,
    Move,
    Proposed,
    Side,
    Step,
    Tax,
    bad_on,
    base_of,
    counted_day,
    due_between,
    first_of,
    is_duty,
    last_of,
    period_of,
    proposed,
    tax_of,
    whole_gross,
)

FILES, PLN = 1, "PLN"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A movement of relief that a period lacks, with the item and the invoice that it is of.

    ``hindrance`` keeps it out of relief; ``early`` tells that the debtor may still pay until the month's end;
    ``doubtful`` asks for a ground; ``stray`` is what lies unmatched on the other side of the partner (PLN).
    """

    tax: Tax
    side: Side
    item: DueItem
    invoice: Invoice
    debt: Debt
    bad: date
    unpaid: Decimal
    proposal: Proposed
    hindrance: str = ""
    early: bool = False
    doubtful: bool = False
    stray: Decimal = ZERO

    @property
    def key(self) -> str:
        """How a form names it: side, item, step, day."""
        move = self.proposal.move
        return f"{self.side}:{self.item.id}:{move.step}:{move.day.isoformat()}"

    @property
    def duty(self) -> bool:
        """True for what the law demands, where a grosz moves."""
        return bool(self.amount) and is_duty(self.side, self.proposal)

    @property
    def open(self) -> bool:
        """True for what a person may confirm or refuse now."""
        return not self.hindrance and not self.early

    @property
    def base(self) -> Decimal:
        """The base that it takes out of the tax, PLN."""
        return base_of(self.side, self.proposal.amounts) if self.tax is Tax.VAT else ZERO

    @property
    def amount(self) -> Decimal:
        """The tax, or the value of an income tax, that it takes out, PLN."""
        amounts = self.proposal.amounts
        return tax_of(self.side, amounts) if self.tax is Tax.VAT else sum(amounts.values(), ZERO)


@dataclass(frozen=True, slots=True)
class _Asked:
    tax: Tax
    side: Side
    period: Month
    today: date
    years: BusinessYears
    filed: dict[Month, date | None] = field(default_factory=dict)


def today_of(at: datetime) -> date:
    """The day in Poland of a moment."""
    return at.astimezone(WARSAW).date()


def waiting(*, tax: Tax, period: Month, today: date) -> list[Waiting]:
    """What a period lacks on both sides, creditor's first, oldest due first; hindered ones too."""
    return [w for side in Side for w in waiting_of(tax=tax, side=side, period=period, today=today)]


def waiting_of(
    *, tax: Tax, side: Side, period: Month, today: date, item_ids: Sequence[int] | None = None
) -> list[Waiting]:
    """What a period lacks on one side; ``item_ids`` asks for those items alone."""
    company_id = current_company_id()
    moves: dict[int, list[Move]] = {}
    kept = ReliefMove.objects.filter(company_id=company_id, tax=tax, side=side)
    for m in kept if item_ids is None else kept.filter(item_id__in=item_ids):
        moves.setdefault(m.item_id, []).append(Move(Step(m.step), m.day, m.change))
    refused = {
        r.item_id: r
        for r in ReliefRefusal.objects.filter(
            company_id=company_id, tax=tax, side=side, lifted_at=None
        )
    }
    years = business_years()
    first, last = due_between(tax, first_of(tax, period, years), last_of(tax, period, years))
    found = items_due(
        first=first,
        last=last,
        ids={*moves, *(i for i, r in refused.items() if r.due is not None), *(item_ids or ())},
    )
    items = [
        i
        for i in found
        if i.is_debit == (side is Side.CREDITOR)
        and i.due_date is not None
        and not (i.id in refused and refused[i.id].due is None)
        and (item_ids is None or i.id in item_ids)
        and (i.id in moves or i.unpaid(today) or i.parts)
    ]
    papers = invoices(tax=tax, side=side, entry_ids={i.entry_id for i in items})
    asked = _Asked(tax, side, period, today, years)
    made: list[Waiting] = []
    for item in items:
        paper = papers.get(item.entry_id)
        if paper is None or not paper.amounts or (paper.self_charged and tax is Tax.VAT):
            continue
        refusal = refused.get(item.id)
        due = refusal.due if refusal is not None else item.due_date
        assert due is not None
        made += _of_item(item, paper, due, moves.get(item.id, []), asked)
    return _with_stray(made, side)


def _of_item(
    item: DueItem, paper: Invoice, due: date, moves: list[Move], asked: _Asked
) -> list[Waiting]:
    tax, side, today, years = asked.tax, asked.side, asked.today, asked.years
    bad = bad_on(tax, due)
    if bad > today:
        return []
    taken_in = period_of(tax, bad, years)
    whole = whole_gross(item.total, paper.gross, in_pln=item.currency == PLN)
    claim = Claim(item.amount, item.before, whole, paper.amounts)
    debt = Debt(claim, due, [(p.day, p.amount) for p in item.parts], moves)
    filed = None
    if tax is Tax.VAT and side is Side.CREDITOR:
        if taken_in not in asked.filed:
            asked.filed[taken_in] = filed_on(taken_in)
        filed = asked.filed[taken_in]
    counted = counted_day(tax, side, taken_in, today=today, filed=filed, years=years)
    stops = "" if moves else hindrance(tax, side, paper, bad)
    early = tax is Tax.VAT and side is Side.DEBTOR and today < last_of(tax, taken_in) and not moves
    return [
        Waiting(
            tax=tax,
            side=side,
            item=item,
            invoice=paper,
            debt=debt,
            bad=bad,
            unpaid=debt.unpaid(today),
            proposal=p,
            hindrance=stops,
            early=early and p.move.step is Step.TAKEN,
            doubtful=p.move.change > 0 and doubt(tax, side, paper),
        )
        for p in proposed(debt, counted=counted, until=today)
        if (taken_in if p.move.step is Step.TAKEN else period_of(tax, p.move.day, years))
        == asked.period
    ]


def _with_stray(made: list[Waiting], side: Side) -> list[Waiting]:
    partners = {w.item.partner_id for w in made if w.item.partner_id is not None}
    stray = unmatched_by_partner(partner_ids=partners, debit=side is Side.DEBTOR) if made else {}
    return [replace(w, stray=stray.get(w.item.partner_id or 0, ZERO)) for w in made]


def filed_on(month: Month) -> date | None:
    """The day on which the month's return was built for filing the first way (not as a correction)."""
    filing = (
        Filing.objects.filter(
            company_id=current_company_id(), year=month[0], month=month[1], purpose=FILES
        )
        .order_by("-id")
        .first()
    )
    return today_of(filing.built_at) if filing is not None else None


def moves_of(*, tax: Tax, period: Month) -> list[ReliefMove]:
    """Movements of a period in the order of recording, those undone among them."""
    rows = ReliefMove.objects.filter(
        company_id=current_company_id(), tax=tax, year=period[0], month=period[1]
    )
    return list(rows.order_by("id"))


def standing_moves(moves: Iterable[ReliefMove]) -> list[ReliefMove]:
    """Movements without those that were undone, and without what undid them."""
    rows = list(moves)
    undone = {m.undoes for m in rows if m.undoes is not None}
    return [m for m in rows if m.undoes is None and m.pk not in undone]


def move_by_id(move_id: int) -> ReliefMove | None:
    """A movement of the open company."""
    return ReliefMove.objects.filter(company_id=current_company_id(), pk=move_id).first()


def refusals(*, tax: Tax) -> list[ReliefRefusal]:
    """What people refused and nobody lifted, the newest first."""
    rows = ReliefRefusal.objects.filter(company_id=current_company_id(), tax=tax, lifted_at=None)
    return list(rows.order_by("-placed_at", "-id"))


CIT_ROWS: dict[str, tuple[Side, Step]] = {
    "claims": (Side.CREDITOR, Step.TAKEN),
    "claims_back": (Side.CREDITOR, Step.RETURNED),
    "debts": (Side.DEBTOR, Step.TAKEN),
    "debts_back": (Side.DEBTOR, Step.RETURNED),
}


def cit_moves(year: int, row: str) -> list[tuple[ReliefMove, Decimal]]:
    """Movements behind a row of the worksheet, with what each adds to it; `KeyError` for another row."""
    side, step = CIT_ROWS[row]
    sign = 1 if step is Step.TAKEN else -1
    return [
        (m, sign * sum((Decimal(a) for a in m.amounts.values()), ZERO))
        for m in standing_moves(moves_of(tax=Tax.CIT, period=(year, 0)))
        if (m.side, m.step) == (side, step)
    ]


def cit_relief(year: int) -> ReliefSums:
    """The confirmed relief of a year."""
    return ReliefSums(**{row: sum((a for _, a in cit_moves(year, row)), ZERO) for row in CIT_ROWS})
