"""Reads of the circle: the company's setting, and what a month's entries lack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet, Sum

from zaplecze.ledger.checklist import Blocker
from zaplecze.ledger.circle.models import CircleRoute, CostCircle
from zaplecze.ledger.circle.rules import SETTLED, Circle
from zaplecze.ledger.models import Line
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id, in_books

ZERO = Decimal(0)
KIND = "KRĄG"


def setting() -> CostCircle | None:
    """The row of the setting, where the company ever had one."""
    return CostCircle.objects.filter(company_id=current_company_id()).first()


def routes() -> dict[str, str]:
    """Accounts of group 5 by cost center."""
    rows = CircleRoute.objects.filter(company_id=current_company_id())
    return dict(rows.values_list("cost_center__code", "account").order_by("cost_center__code"))


def circle() -> Circle | None:
    """The circle as rules want it; None where it is off."""
    found = setting()
    if found is None or not found.on:
        return None
    return Circle((found.year, found.month), found.account, routes())


def circle_is_on() -> bool:
    """Whether costs stand in group 5 too, by the circle of 490."""
    return circle() is not None


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a month's group 4 lacks on 490, by cost center and project (PLN)."""

    amounts: dict[tuple[str, str], Decimal]

    @property
    def total(self) -> Decimal:
        """All of it."""
        return sum(self.amounts.values(), ZERO)


def lacking(month: Month) -> Lacking:
    """Group 4 of the month that entries left without a counterpart: wages, depreciation, bank fees.

    By place it is Wn of group 4 less Wn of group 5 in entries that went through 490; what went from 490 past group 5,
    into stock, is taken off the costs without a place.
    """
    year, number = in_books(month)
    lines = Line.objects.filter(
        company_id=current_company_id(), entry__year=year, entry__month=number
    )
    through = lines.filter(account__number__startswith=SETTLED)
    costs = Q(account__number__startswith="4") & ~Q(account__number__startswith=SETTLED)
    found = _by_place(lines.filter(costs))
    # Ids, not a subquery: planners that don't know the tables yet join them row by row.
    entries = set(through.values_list("entry_id", flat=True))
    done = lines.filter(account__number__startswith="5", entry_id__in=entries)
    for place, amount in _by_place(done).items():
        found[place] = found.get(place, ZERO) - amount
    settled = sum(_by_place(through).values(), ZERO)
    everything = sum(_by_place(lines.filter(costs)).values(), ZERO) + settled
    odd = everything - sum(found.values(), ZERO)
    found["", ""] = found.get(("", ""), ZERO) + odd
    return Lacking({place: amount for place, amount in found.items() if amount})


def _by_place(lines: QuerySet[Line]) -> dict[tuple[str, str], Decimal]:
    rows = (
        lines.values_list("cost_center__code", "project__code")
        .annotate(amount=Sum(F("debit") - F("credit")))
        .order_by("cost_center__code", "project__code")
    )
    return {(center or "", project or ""): amount for center, project, amount in rows}


def circle_of_the_month(month: Month, at: datetime) -> Iterator[Blocker]:
    """Costs by nature that are not settled to group 5 yet."""
    kept = circle()
    if kept is None or not kept.covers(month):
        return
    left = lacking(month)
    if left.amounts:
        yield Blocker(
            f"przenieś na zespół 5 koszty miesiąca: {format_pln(left.total)} zł",
            "circle",
            query=f"?miesiac={month[0]}-{month[1]:02}",
        )
