"""When an entry may be posted: its month, its days, and who may still post into a month that is being closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from zaplecze.ledger.month_rules import (
    CLOSED,
    SOFT,
    BookMonths,
    days_fault,
    days_of,
    month_name,
)
from zaplecze.ledger.rules import NewEntry
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Membership, Role
from zaplecze.platform.periods import Month, is_opening
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_years, current_company_id

# Who posts into a softly closed month, and takes the soft closing back.
SOFT_ROLE = Role.MANAGER


class CannotPost(Refusal):
    """An entry breaks a rule of the books; the message names the entry and the next step."""

    code = "ledger.cannot-post"


def where(entry: NewEntry) -> str:
    """How a refusal names the entry."""
    return f"Dokument {entry.voucher_number}: "


def may_post_softly(by: int | None) -> bool:
    """True for a person who may post into the open company's softly closed months."""
    if by is None:
        return False
    mine = Membership.objects.filter(company_id=current_company_id(), user_id=by)
    return mine.filter(role=SOFT_ROLE).exists()


class Calendar:
    """The months of one call of posting; each is judged once, however many entries go into it."""

    def __init__(self, states: Mapping[Month, str], *, by: int | None, at: datetime):
        self.books = BookMonths(states, business_years())
        self.by = by
        self.today = at.astimezone(WARSAW).date()
        self._days: dict[Month, tuple[date, date]] = {}
        self._soft: set[Month] = set()

    def is_soft(self, month: Month) -> bool:
        """True for a checked month that is softly closed."""
        return month in self._soft

    def check(self, entry: NewEntry) -> None:
        """Raise `CannotPost` where the entry's month doesn't take it, or its days lie elsewhere."""
        month = entry.year, entry.month
        days = self._days.get(month)
        if days is None:
            self._check_month(entry)
            days = self._days[month] = days_of(month, self.books.years)
        # A storno has the document of what it takes back, whose day was judged with that.
        document = entry.document_date if entry.reverses_id is None else date.min
        # Nearly all entries pass here; the rule tells what is wrong with the others.
        if days[0] <= entry.operation_date <= days[1] and document <= self.today:
            return
        fault = days_fault(
            month,
            entry.operation_date,
            document,
            posted_on=self.today,
            closed=self.books.closed,
            years=self.books.years,
        )
        if fault:
            raise CannotPost(where(entry) + fault, code="ledger.days")

    def _check_month(self, entry: NewEntry) -> None:
        month = entry.year, entry.month
        years = self.books.years
        furthest = years.after(years.of_day(self.today))
        if entry.year > furthest.label:
            raise CannotPost(
                f"{where(entry)}rok {entry.year} jest za daleko: księguje się najdalej w {furthest.name}. "
                "Popraw rok.",
                code="ledger.period-far",
            )
        state = self.books.state(month)
        if state == CLOSED:
            raise CannotPost(
                f"{where(entry)}{month_name(month)} jest zamknięty. "
                "Zaksięguj w otwartym miesiącu albo otwórz ten z podaniem powodu.",
                code="ledger.period-closed",
            )
        first = self.books.first
        if first is not None and entry.year < first[0] and not is_opening(month):
            begun, asked = years.of_label(first[0]).name, years.of_label(entry.year).name
            raise CannotPost(
                f"{where(entry)}księgi zaczynają się w {begun}, a nie w {asked}. Popraw rok; jeżeli mają się "
                f"zaczynać wcześniej, wprowadź najpierw bilans otwarcia {asked} (Okresy → Bilans otwarcia).",
                code="ledger.before-books",
            )
        if state == SOFT:
            if not may_post_softly(self.by):
                raise CannotPost(
                    f"{where(entry)}{month_name(month)} jest wstępnie zamknięty: księguje w nim tylko "
                    "kierownik biura. Poproś go o ten zapis albo zaksięguj w otwartym miesiącu.",
                    code="ledger.period-soft",
                )
            self._soft.add(month)
