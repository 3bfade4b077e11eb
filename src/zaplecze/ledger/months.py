"""Reads of the months of the books: how far each is closed, under which seal, who asks to open it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from zaplecze.ledger.models import Entry, Period, PeriodReopening, PeriodSeal, PeriodState
from zaplecze.ledger.month_rules import BookMonths, month_name
from zaplecze.platform.periods import Month, coded
from zaplecze.platform.scope import business_years, current_company_id, in_books

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month of the books; ``seal`` is its newest one, ``reopening`` waits for a second person."""

    month: Month
    name: str
    state: PeriodState
    entries: int
    amount: Decimal
    seal: PeriodSeal | None
    reopening: PeriodReopening | None

    @property
    def address(self) -> Month:
        """The two numbers by which its page is addressed."""
        return coded(self.month)


def book_months() -> BookMonths:
    """The months of the open company's books with their states."""
    rows = Period.objects.filter(company_id=current_company_id())
    states = {(y, m): state for y, m, state in rows.values_list("year", "month", "state")}
    return BookMonths(states, business_years())


def years_of_books() -> list[int]:
    """Years that have a month in the books, the newest first."""
    years = Period.objects.filter(company_id=current_company_id()).values_list("year", flat=True)
    return sorted(set(years), reverse=True)


def months_of_year(year: int) -> list[MonthState]:
    """A year's months from the beginning of the books, in order, with what each holds (PLN): empty ones too.

    A year in which the books have nothing has no months.
    """
    company_id = current_company_id()
    books = book_months()
    if all(held[0] != year for held in books.states):
        return []
    sums: dict[int, tuple[int, Decimal]] = {
        month: (entries, total)
        for month, entries, total in Entry.objects.filter(company_id=company_id, year=year)
        .values_list("month")
        .annotate(entries=Count("id"), total=Sum("amount"))
        .order_by()
    }
    seals = {
        s.month: s
        for s in PeriodSeal.objects.filter(company_id=company_id, year=year).order_by("no")
    }
    asked = PeriodReopening.objects.select_related("asked_by").filter(
        company_id=company_id, year=year, agreed_by=None
    )
    waiting = {r.month: r for r in asked}
    return [
        MonthState(
            month,
            month_name(month),
            PeriodState(books.state(month)),
            *sums.get(month[1], (0, ZERO)),
            seals.get(month[1]),
            waiting.get(month[1]),
        )
        for month in books.of_year(year)
    ]


def month_state(month: Month) -> MonthState | None:
    """One month, where the books have it."""
    month = in_books(month)
    return next((m for m in months_of_year(month[0]) if m.month == month), None)


def seals() -> list[PeriodSeal]:
    """Every seal of the open company, the first first."""
    return list(PeriodSeal.objects.filter(company_id=current_company_id()).order_by("no"))


def closing_history(month: Month) -> list[PeriodSeal | PeriodReopening]:
    """Seals and reopenings of a month in the order of time."""
    year, number = in_books(month)
    mine = {"company_id": current_company_id(), "year": year, "month": number}
    sealed = list(PeriodSeal.objects.select_related("by").filter(**mine))
    opened = list(PeriodReopening.objects.select_related("asked_by", "agreed_by").filter(**mine))
    return sorted(
        [*sealed, *opened], key=lambda x: x.at if isinstance(x, PeriodSeal) else x.asked_at
    )
