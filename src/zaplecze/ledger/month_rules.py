"""Which months take entries, pure: what is closed stays closed up to its end, and books never begin twice.

Sources: Accounting Act art. 12 (opening and closing of the books), art. 20 ust. 1 (each event in the period that
it concerns), art. 25 ust. 2 (what is closed may not change).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zaplecze.platform.business_years import CALENDAR_YEARS, BusinessYears, NoYear
from zaplecze.platform.periods import (
    CLOSING_MONTH,
    OPENING_MONTH,
    Month,
    calendar_month,
    coded,
    first_day,
    is_closing,
    is_opening,
    is_ordinary,
    last_day,
    month_of,
)

CLOSED, SOFT, OPEN = "closed", "soft", "open"


def month_name(month: Month) -> str:
    """As people say it: ``09.2026``, ``bilans otwarcia 2026``, ``zamknięcie roku 2026``.

    >>> month_name((2026, -106)), month_name((2026, 106)), month_name((2026, -6))
    ('bilans otwarcia na 01.07.2025', 'zamknięcie roku na 30.06.2026', '07.2025')
    """
    if is_opening(month):
        named = month[1] == OPENING_MONTH
        return (
            f"bilans otwarcia {month[0]}"
            if named
            else f"bilans otwarcia na {first_day(month):%d.%m.%Y}"
        )
    if is_closing(month):
        named = month[1] == CLOSING_MONTH
        return (
            f"zamknięcie roku {month[0]}"
            if named
            else f"zamknięcie roku na {last_day(month):%d.%m.%Y}"
        )
    year, number = calendar_month(month)
    return f"{number:02}.{year}"


def shuts(closed: Month, month: Month) -> bool:
    """Whether a month is closed by the closing of another: by its own, and by that of any later one.

    The closing of a year (month 13) waits for the year's last entries while the next year's months are closed
    already (art. 12 ust. 2 and 4), so only its own closing, or that of a later year's end, shuts it.

    >>> shuts((2026, 3), (2026, 2)), shuts((2026, 3), (2026, 4)), shuts((2027, 1), (2026, 13))
    (True, False, False)
    >>> shuts((2026, 13), (2026, 0)), shuts((2027, 1), (2027, 0)), shuts((2027, 13), (2026, 13))
    (True, True, True)
    """
    return closed >= month and (not is_closing(month) or is_closing(closed))


@dataclass(frozen=True, slots=True)
class BookMonths:
    """The months of a company's books: ``states`` of those that have a row, by month; a missing one holds nothing.

    Months are those of the books; ``years`` tell which of the calendar they are.

    >>> books = BookMonths({(2026, 9): CLOSED, (2026, 11): OPEN})
    >>> books.state((2026, 8)), books.state((2026, 10))
    ('closed', 'open')
    >>> books.open_before((2026, 12))
    [(2026, 10), (2026, 11)]
    """

    states: Mapping[Month, str]
    years: BusinessYears = CALENDAR_YEARS

    @property
    def first(self) -> Month | None:
        """Where the books begin: the opening or the first month with an entry; None where they hold nothing."""
        return min(self.states, default=None)

    @property
    def closed(self) -> list[Month]:
        """Months with a closing of their own, in order."""
        return sorted(m for m, state in self.states.items() if state == CLOSED)

    def state(self, month: Month) -> str:
        """How far a month is closed; one without a row is as open as the latest closing leaves it."""
        if any(shuts(closed, month) for closed in self.closed):
            return CLOSED
        return self.states.get(month, OPEN)

    def holds(self, month: Month) -> bool:
        """Whether a month is of the books: it has a row, or is a calendar month from their beginning on."""
        if month in self.states:
            return True
        return is_ordinary(month) and self.first is not None and month >= self.first

    def of_year(self, year: int) -> list[Month]:
        """A year's months in order: every calendar month from the beginning of the books, its ends where used."""
        told = self.years.of_label(year)
        return [m for m in (told.opening, *told.months, told.closing) if self.holds(m)]

    def open_before(self, month: Month) -> list[Month]:
        """Months to close before this one, in order.

        The end of an earlier year holds up only what ends a later one: its last month and its own closing.
        """
        return [m for m in self._before(month) if self.state(m) != CLOSED]

    def _before(self, month: Month) -> Iterator[Month]:
        if self.first is None:
            return
        last = self.years.of_label(month[0])
        ends = month in {last.last, last.closing}
        year = self.years.of_label(self.first[0])
        while year.label <= last.label:
            for one in self.of_year(year.label):
                if one < month and (not is_closing(one) or ends):
                    yield one
            year = self.years.after(year)

    def closed_after(self, month: Month) -> list[Month]:
        """Closed months that have to be opened again before this one, in order."""
        return [m for m in self.closed if m != month and shuts(m, month)]

    def first_open(self, label: int) -> Month:
        """The opening of a year, or where it is closed the first month after it that is open."""
        year = self.years.of_label(label)
        months = [year.opening, *year.months]
        while all(self.state(month) == CLOSED for month in months):
            year = self.years.after(year)
            months = year.months
        return next(month for month in months if self.state(month) != CLOSED)


def moved_by(books: BookMonths, years: BusinessYears) -> str:
    """What of the books other business years would move, in Polish; empty where they would move nothing.

    What was posted stays in the year and under the numbers that it has (art. 14), and a year of which a month is
    closed keeps its days.
    """
    for month in sorted(books.states):
        asked = calendar_month(month) if is_ordinary(month) else coded(month)
        try:
            held = years.placed(asked)
        except NoYear:
            held = None
        before = books.years.of_label(month[0])
        if held != month:
            return (
                f"W księgach jest już {month_name(month)}, który leżałby wtedy w innym roku obrotowym, a jego zapisy "
                f"mają numery roku {before.name}. Zmień lata, zanim coś zaksięgujesz, albo zacznij od "
                "następnego roku."
            )
        now = years.of_label(month[0])
        if books.states[month] == CLOSED and (now.begins, now.ends) != (before.begins, before.ends):
            return (
                f"{month_name(month)} jest zamknięty, więc rok {before.days} zostaje, jaki jest. Zacznij od "
                "następnego roku albo otwórz zamknięte miesiące."
            )
    return ""


def days_of(month: Month, years: BusinessYears) -> tuple[date, date]:
    """The first and the last day of a month; a company's first month begins with its first day."""
    first, last = first_day(month), last_day(month)
    return max(first, years.of_label(month[0]).first_day) if is_ordinary(month) else first, last


def days_fault(
    month: Month,
    operation: date,
    document: date,
    *,
    posted_on: date,
    closed: Collection[Month],
    years: BusinessYears = CALENDAR_YEARS,
) -> str:
    """What is wrong with an entry's days, in Polish; empty where nothing is.

    The operation lies in the month of the entry (art. 20 ust. 1). A paper that came after its own month was closed
    goes into a later one of the same year and keeps its day. Nobody holds a document of a later day than that of
    posting, save what the running month's last day itself makes: a valuation, a depreciation, an instalment.

    >>> days_fault((2026, 9), date(2026, 9, 3), date(2026, 8, 31), posted_on=date(2026, 9, 9), closed=())
    ''
    >>> days_fault((2026, 9), date(2026, 8, 3), date(2026, 8, 3), posted_on=date(2026, 9, 9), closed=[(2026, 8)])
    ''
    """
    first, last = days_of(month, years)
    if operation > last:
        return (
            f"data operacji {operation:%d.%m.%Y} leży po miesiącu {month_name(month)}. "
            "Popraw datę albo wybierz jej miesiąc."
        )
    year = years.of_label(month[0])
    if operation < (year.first_day if is_ordinary(month) else first_day(year.begins)):
        return (
            f"data operacji {operation:%d.%m.%Y} leży poza rokiem {year.name}. Wpisz dzień ujęcia w księgach; "
            "dzień dokumentu może zostać wcześniejszy."
        )
    held = years.in_books(month_of(operation))
    if operation < first and not any(shuts(c, held) for c in closed):
        return (
            f"data operacji {operation:%d.%m.%Y} leży przed miesiącem {month_name(month)}, a jej miesiąc jest "
            f"otwarty. Zaksięguj w {month_name(month_of(operation))} albo popraw datę."
        )
    month_end = document == operation == last and month_of(posted_on) == calendar_month(month)
    if document > posted_on and not month_end:
        return (
            f"data dowodu {document:%d.%m.%Y} jest późniejsza niż dzień księgowania {posted_on:%d.%m.%Y}. "
            "Popraw datę dowodu."
        )
    return ""
