"""Business years of a company, pure: which year a month of the calendar lies in, and which years the law allows.

Sources: Accounting Act art. 3 ust. 1 pkt 9 (a business year is the calendar year or any 12 full months in a row; a
first one may be shorter, or joined with the next where the company began in the second half of a year; the first
after a change is longer than 12 months), CIT Act art. 8 (the same of the tax year, at most 23 months after a
change).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache

from zaplecze.platform.periods import (
    APART,
    CLOSING_MONTH,
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    OPENING_MONTH,
    Month,
    calendar_month,
    first_day,
    is_closing,
    is_opening,
    is_ordinary,
    last_day,
    month_of,
    numbered,
)
from zaplecze.platform.refusal import Refusal

LONGEST_FIRST, LONGEST_CHANGED = 18, 23
SECOND_HALF = 7
ANY_JANUARY = 2000 * MONTHS  # where nothing is told


class NoYear(Refusal):
    """A company has no such business year; the message tells the nearest."""

    code = "platform.no-business-year"


@dataclass(frozen=True)
class BusinessYear:
    """A year with its first and last month of the calendar; ``label`` is the calendar year it is named after."""

    label: int
    begins: Month
    ends: Month
    founded: date | None = None

    @property
    def first_day(self) -> date:
        """Its first day: of its first month, or that on which the company began."""
        return self.founded or first_day(self.begins)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return last_day(self.ends)

    @property
    def length(self) -> int:
        """How many months it has."""
        return _ordinal(self.ends) - _ordinal(self.begins) + 1

    @property
    def is_calendar(self) -> bool:
        """Whether it is a calendar year."""
        return self.begins == (self.label, 1) and self.ends == (self.label, MONTHS)

    @property
    def name(self) -> str:
        """As people say it: ``2026``, ``2025/2026`` of one that lies in two calendar years."""
        return "/".join(str(y) for y in sorted({self.begins[0], self.ends[0]}))

    @property
    def days(self) -> str:
        """Its days: ``01.07.2025 – 30.06.2026``."""
        return f"{self.first_day:%d.%m.%Y} – {self.last_day:%d.%m.%Y}"

    @property
    def first(self) -> Month:
        """Its first month, as a month of the books."""
        return numbered(self.begins, self.label)

    @property
    def last(self) -> Month:
        """Its last month, as a month of the books."""
        return numbered(self.ends, self.label)

    @property
    def opening(self) -> Month:
        """What opens it."""
        number = self.first[1]
        return self.label, OPENING_MONTH if number == 1 else number - APART

    @property
    def closing(self) -> Month:
        """What closes it."""
        number = self.last[1]
        return self.label, CLOSING_MONTH if number == MONTHS else number + APART

    @property
    def months(self) -> list[Month]:
        """Its months as months of the books, in order."""
        span = range(_ordinal(self.begins), _ordinal(self.ends) + 1)
        return [numbered(_month(n), self.label) for n in span]


@dataclass(frozen=True)
class BusinessYears:
    """All business years of a company: ``starts`` are first days, in order, of those it told of and of the one after.

    Years have twelve months after the last of these days and before the first; with ``founded`` there are none before
    it, and an earlier month counts as what opens the first. Nothing told is the calendar year. A year is named after
    the calendar year that it begins in where it begins on 1 January, and else after the one it ends in: so no two
    years have one name.

    >>> july = BusinessYears((date(2025, 7, 1),))
    >>> july.in_books((2025, 8)), july.in_books((2026, 6)), july.in_books((2026, 7))
    ((2026, -5), (2026, 6), (2027, -6))
    >>> july.in_books((2026, 0)), july.in_books((2026, 13)), july.in_books((2026, -5))
    ((2026, -106), (2026, 106), (2026, -5))
    >>> BusinessYears().in_books((2026, 9))
    (2026, 9)
    """

    starts: tuple[date, ...] = ()
    founded: bool = False

    @cached_property
    def is_calendar(self) -> bool:
        """Whether each year is a calendar year, and a month of the calendar one of the books as it stands."""
        return not self.founded and all(
            o % MONTHS == 0 and (not n or o - self._ordinals[n - 1] == MONTHS)
            for n, o in enumerate(self._ordinals)
        )

    @cached_property
    def _ordinals(self) -> tuple[int, ...]:
        return tuple(_ordinal(month_of(d)) for d in self.starts) or (ANY_JANUARY,)

    def of_month(self, month: Month) -> BusinessYear:
        """The year that a month of the calendar lies in."""
        return self._of(_ordinal(calendar_month(month)))

    def of_day(self, day: date) -> BusinessYear:
        """The year that a day lies in."""
        return self.of_month(month_of(day))

    def begin_with(self, month: Month) -> bool:
        """Whether a year begins with a month of the calendar."""
        return month[1] == 1 if self.is_calendar else self.of_month(month).begins == month

    def of_label(self, label: int) -> BusinessYear:
        """The year of a name; raises `NoYear` where there is none, as after a year that was made longer."""
        year = self._named(label)
        if year is None:
            raise NoYear(f"Firma nie ma roku obrotowego {label}. Wybierz rok z listy.")
        return year

    def _named(self, label: int) -> BusinessYear | None:
        year = self._of(label * MONTHS)
        while year.label < label:
            year = self.after(year)
        return year if year.label == label else None

    def after(self, year: BusinessYear) -> BusinessYear:
        """The next year."""
        return self._of(_ordinal(year.ends) + 1)

    def before(self, year: BusinessYear) -> BusinessYear | None:
        """The year before; none before the first one of a company."""
        ordinal = _ordinal(year.begins) - 1
        return None if self._before_all(ordinal) else self._of(ordinal)

    def label_before(self, label: int) -> int:
        """The name of the year before; before the first one of a company, the calendar year before its name."""
        year = self.before(self.of_label(label))
        return label - 1 if year is None else year.label

    def in_books(self, month: Month) -> Month:
        """A month of the calendar, or a year with 0 or 13, as a month of the books; one of these is itself.

        The ends of a year that there isn't stay as they are, between those before and after them.
        """
        if self.is_calendar and OPENING_MONTH <= month[1] <= CLOSING_MONTH:
            return month
        if not is_ordinary(month):
            named = self._named(month[0])
            if named is None:
                return month
            return named.opening if is_opening(month) else named.closing
        asked = calendar_month(month)
        year = self.of_month(asked)
        return year.opening if self._before_all(_ordinal(asked)) else numbered(asked, year.label)

    def placed(self, month: Month) -> Month:
        """`in_books` of what is to be written there; raises `NoYear` where none of the company's years has it."""
        if not is_ordinary(month):
            self.of_label(month[0])
        elif self._before_all(_ordinal(calendar_month(month))):
            raise NoYear(
                f"Pierwszy rok obrotowy firmy zaczyna się {self.starts[0]:%d.%m.%Y}. Popraw datę albo lata obrotowe "
                "(Dane firmy → Lata obrotowe)."
            )
        return self.in_books(month)

    def whole(self, first: Month, last: Month) -> tuple[Month, Month]:
        """A period of the books; where it begins or ends with a year, with that year's opening or closing."""
        first, last = self.in_books(first), self.in_books(last)
        begins, ends = self.of_label(first[0]), self.of_label(last[0])
        return (
            begins.opening if first == begins.first else first,
            ends.closing if last == ends.last else last,
        )

    def month_before(self, month: Month) -> Month:
        """What comes before in the books: before a year's opening, the closing of the year before."""
        month = self.in_books(month)
        year = self.of_label(month[0])
        if is_opening(month):
            before = self.before(year)
            return (year.label - 1, CLOSING_MONTH) if before is None else before.closing
        if is_closing(month):
            return year.last
        if month == year.first:
            return year.opening
        return numbered(_month(_ordinal(calendar_month(month)) - 1), year.label)

    def _before_all(self, ordinal: int) -> bool:
        return self.founded and ordinal < self._ordinals[0]

    def _of(self, ordinal: int) -> BusinessYear:
        if self._before_all(ordinal):
            ordinal = self._ordinals[0]
        return _year_at(self, ordinal)


@lru_cache(maxsize=4_096)
def _year_at(years: BusinessYears, ordinal: int) -> BusinessYear:
    """The year that a month lies in; months are counted from the year 0."""
    told = years._ordinals
    n = bisect_right(told, ordinal)
    if 0 < n < len(told):
        start, end = told[n - 1], told[n] - 1
    else:
        edge = told[0] if n == 0 else told[-1]
        start = edge + (ordinal - edge) // MONTHS * MONTHS
        end = start + MONTHS - 1
    label = start // MONTHS if start % MONTHS == 0 else end // MONTHS
    began = years.starts[0] if years.founded and start == told[0] else None
    return BusinessYear(label, _month(start), _month(end), began)


CALENDAR_YEARS = BusinessYears()


def _ordinal(month: Month) -> int:
    return month[0] * MONTHS + month[1] - 1


def _month(ordinal: int) -> Month:
    return ordinal // MONTHS, ordinal % MONTHS + 1


class YearKind(StrEnum):
    """What a year that is told of is to its company."""

    STANDING = "standing"  # one of its years of twelve months, with which its books begin here
    FIRST = "first"  # its first one
    CHANGED = "changed"  # the first one after it changed its years


# Fewest and most months of a year, and what the law says of them.
LENGTHS = {
    YearKind.STANDING: (MONTHS, MONTHS, "Rok obrotowy ma 12 miesięcy"),
    YearKind.FIRST: (1, LONGEST_FIRST, "Pierwszy rok obrotowy ma najwyżej 12 miesięcy"),
    YearKind.CHANGED: (
        MONTHS + 1,
        LONGEST_CHANGED,
        f"Pierwszy rok po zmianie ma od 13 do {LONGEST_CHANGED} miesięcy",
    ),
}


def with_year(years: BusinessYears, *, first: date, last: date, kind: YearKind) -> BusinessYears:
    """The years with one more told of; all after it have twelve months.

    Years can't have a gap: between those told of there are years of twelve months. Raises `Refusal` for days that
    art. 3 ust. 1 pkt 9 doesn't allow, and for a year after a change that overlaps the year before it.
    """
    if fault := days_fault(first, last, kind):
        raise Refusal(fault, code="platform.business-year")
    ends = last + timedelta(days=1)
    if kind is YearKind.STANDING:
        return BusinessYears((first,))
    if kind is YearKind.FIRST:
        return BusinessYears((first, ends), founded=True)
    held = years.of_day(first)
    if held.first_day != first:
        raise Refusal(
            f"Rok od {first:%d.%m.%Y} nachodzi na rok {held.days}. Zacznij go po nim, "
            f"{years.after(held).first_day:%d.%m.%Y}.",
            code="platform.business-year-overlap",
        )
    told = [d for d in years.starts if d < first]
    year = years.of_day(told[0]) if told else held
    while year.first_day < first:
        year = years.after(year)
        told.append(year.first_day)
    return BusinessYears((*sorted({*told, first}), ends), years.founded)


def days_fault(first: date, last: date, kind: YearKind) -> str:
    """Why the law allows no year of these days, in Polish; empty where it does.

    The tax year is the business year here, so a first one of more than twelve months is what both acts allow: begun
    in the second half of a calendar year, to the end of the next (art. 8 ust. 2a of the CIT Act).

    >>> days_fault(date(2025, 9, 1), date(2026, 12, 31), YearKind.FIRST)
    ''
    >>> days_fault(date(2025, 5, 1), date(2026, 12, 31), YearKind.FIRST)[:45]
    'Pierwszy rok obrotowy ma najwyżej 12 miesięcy'
    """
    if last < first:
        return "Rok obrotowy kończy się przed początkiem: zamień daty."
    if not date(FIRST_YEAR, 1, 1) <= first <= last <= date(LAST_YEAR, 12, 31):
        return f"Rok obrotowy leży między {FIRST_YEAR} a {LAST_YEAR}: popraw daty."
    # A company's first year begins on the day it does, whatever that is.
    if first.day != 1 and kind is not YearKind.FIRST:
        return f"Rok obrotowy zaczyna się pierwszego dnia miesiąca, a nie {first:%d.%m.%Y}."
    if last != last_day(month_of(last)):
        return (
            f"Rok obrotowy kończy się ostatniego dnia miesiąca, {last_day(month_of(last)):%d.%m.%Y}, "
            f"a nie {last:%d.%m.%Y}."
        )
    months = _ordinal(month_of(last)) - _ordinal(month_of(first)) + 1
    least, most, law = LENGTHS[kind]
    if kind is YearKind.FIRST and (first.month < SECOND_HALF or last.month != MONTHS):
        most, law = (
            MONTHS,
            f"{law}: dłuższy jest tylko zaczęty w drugiej połowie roku, do 31 grudnia następnego",
        )
    if least <= months <= most:
        return ""
    return (
        f"{law}; ten ma {months} (art. 3 ust. 1 pkt 9 ustawy o rachunkowości, art. 8 ustawy o CIT)."
    )
