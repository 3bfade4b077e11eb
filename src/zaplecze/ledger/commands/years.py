"""A company's business years: told of where nothing of the books would have to move (art. 3 ust. 1 pkt 9)."""

from __future__ import annotations

from datetime import date, datetime

from zaplecze.ledger.events import BusinessYearSet
from zaplecze.ledger.models import Draft
from zaplecze.ledger.month_rules import moved_by
from zaplecze.ledger.months import book_months
from zaplecze.platform.business_years import BusinessYears, NoYear, YearKind, with_year
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.models import Company
from zaplecze.platform.periods import calendar_month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_years, current_company_id, forget_business_years


class CannotSetYear(Refusal):
    """A business year can't be set so; the message names the month of the books that stands in the way."""

    code = "ledger.business-year"


def set_business_year(
    *, first: date, last: date, kind: YearKind, by: int | None, at: datetime
) -> BusinessYears:
    """Tell of a year of the company; all after it have twelve months. What lies in the buffer follows it.

    Raises `Refusal` for days that the law doesn't allow or that overlap the year before, `CannotSetYear` where
    entries would come to stand in another year, or a year with closed months would get other days.
    """
    lock_company()
    books = book_months()
    years = with_year(business_years(), first=first, last=last, kind=kind)
    if fault := moved_by(books, years):
        raise CannotSetYear(fault)
    moved = _moved_drafts(years)
    Draft.objects.bulk_update(moved, ["year", "month"])
    Company.objects.filter(id=current_company_id()).update(
        year_starts=list(years.starts), founded=years.founded
    )
    forget_business_years()
    told = BusinessYearSet(first=first.isoformat(), last=last.isoformat(), kind=kind.value)
    record_events([told], Stamp(by, at))
    return years


def _moved_drafts(years: BusinessYears) -> list[Draft]:
    """Drafts in the same month of the calendar; `CannotSetYear` for one before a company's first year."""
    moved = []
    for draft in Draft.objects.filter(company_id=current_company_id()):
        try:
            placed = years.placed(calendar_month((draft.year, draft.month)))
        except NoYear as refusal:
            raise CannotSetYear(
                f"W buforze jest {draft.voucher_number}. {refusal.message}"
            ) from refusal
        if placed != (draft.year, draft.month):
            draft.year, draft.month = placed
            moved.append(draft)
    return moved
