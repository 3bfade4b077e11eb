"""Which months take entries, pure: what is closed stays closed up to its end, and books never begin twice.

Sources: Accounting Act art. 12 (opening and closing of the books), art. 20 ust. 1 (each event in the period that
it concerns), art. 25 ust. 2 (what is closed may not change).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zaplecze.platform.periods import (
    CLOSING_MONTH,
    OPENING_MONTH,
    Month,
    first_day,
    last_day,
    month_after,
    month_of,
)

CLOSED, SOFT, OPEN = "closed", "soft", "open"


def month_name(month: Month) -> str:
    """As people say it: ``09.2026``, ``bilans otwarcia 2026``, ``zamknięcie roku 2026``."""
    year, number = month
    if number == OPENING_MONTH:
        return f"bilans otwarcia {year}"
    return f"zamknięcie roku {year}" if number == CLOSING_MONTH else f"{number:02}.{year}"


def shuts(closed: Month, month: Month) -> bool:
    """Whether a month is closed by the closing of another: by its own, and by that of any later one.

    The closing of a year (month 13) waits for the year's last entries while the next year's months are closed
    already (art. 12 ust. 2 and 4), so only its own closing, or that of a later year's end, shuts it.

    >>> shuts((2026, 3), (2026, 2)), shuts((2026, 3), (2026, 4)), shuts((2027, 1), (2026, 13))
    (True, False, False)
    >>> shuts((2026, 13), (2026, 0)), shuts((2027, 1), (2027, 0)), shuts((2027, 13), (2026, 13))
    (True, True, True)
    """
    return closed >= month and (month[1] != CLOSING_MONTH or closed[1] == CLOSING_MONTH)


@dataclass(frozen=True, slots=True)
class BookMonths:
    """The months of a company's books: ``states`` of those that have a row, by month; a missing one holds nothing.

    >>> books = BookMonths({(2026, 9): CLOSED, (2026, 11): OPEN})
    >>> books.state((2026, 8)), books.state((2026, 10))
    ('closed', 'open')
    >>> books.open_before((2026, 12))
    [(2026, 10), (2026, 11)]
    """

    states: Mapping[Month, str]

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
        ordinary = OPENING_MONTH < month[1] < CLOSING_MONTH
        return ordinary and self.first is not None and month >= self.first

    def of_year(self, year: int) -> list[Month]:
        """A year's months in order: every calendar month from the beginning of the books, 0 and 13 where used."""
        return [(year, n) for n in range(OPENING_MONTH, CLOSING_MONTH + 1) if self.holds((year, n))]

    def open_before(self, month: Month) -> list[Month]:
        """Months to close before this one, in order.

        The end of an earlier year holds up only what ends a later one: its December and its own closing.
        """
        return [m for m in self._before(month) if self.state(m) != CLOSED]

    def _before(self, month: Month) -> Iterator[Month]:
        if self.first is None:
            return
        ends = month[1] in {12, CLOSING_MONTH}
        for year in range(self.first[0], month[0] + 1):
            for one in self.of_year(year):
                if one < month and (one[1] != CLOSING_MONTH or ends):
                    yield one

    def closed_after(self, month: Month) -> list[Month]:
        """Closed months that have to be opened again before this one, in order."""
        return [m for m in self.closed if m != month and shuts(m, month)]

    def first_open(self, year: int) -> Month:
        """The opening of a year, or where it is closed the first month after it that is open."""
        month = (year, OPENING_MONTH)
        if self.state(month) != CLOSED:
            return month
        month = (year, 1)
        while self.state(month) == CLOSED:
            month = month_after(month)
        return month


def days_fault(
    month: Month, operation: date, document: date, *, posted_on: date, closed: Collection[Month]
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
    first, last = first_day(month), last_day(month)
    if operation > last:
        return (
            f"data operacji {operation:%d.%m.%Y} leży po miesiącu {month_name(month)}. "
            "Popraw datę albo wybierz jej miesiąc."
        )
    if operation < first and operation.year != month[0]:
        return (
            f"data operacji {operation:%d.%m.%Y} leży poza rokiem {month[0]}. Wpisz dzień ujęcia w księgach; "
            "dzień dokumentu może zostać wcześniejszy."
        )
    if operation < first and not any(shuts(c, month_of(operation)) for c in closed):
        return (
            f"data operacji {operation:%d.%m.%Y} leży przed miesiącem {month_name(month)}, a jej miesiąc jest "
            f"otwarty. Zaksięguj w {month_name(month_of(operation))} albo popraw datę."
        )
    month_end = document == operation == last and month_of(posted_on) == month
    if document > posted_on and not month_end:
        return (
            f"data dowodu {document:%d.%m.%Y} jest późniejsza niż dzień księgowania {posted_on:%d.%m.%Y}. "
            "Popraw datę dowodu."
        )
    return ""
