"""Business years of whatever shape the law allows part the calendar without gaps, and number its months in order."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.platform.business_years import (
    CALENDAR_YEARS,
    BusinessYear,
    BusinessYears,
    NoYear,
    YearKind,
    days_fault,
    with_year,
)
from zaplecze.platform.periods import (
    CLOSING_MONTH,
    FIRST_NUMBER,
    LAST_NUMBER,
    OPENING_MONTH,
    Month,
    calendar_month,
    check_month,
    coded,
    first_day,
    is_closing,
    is_opening,
    is_ordinary,
    last_day,
    month_after,
    month_of,
    numbered,
)
from zaplecze.platform.refusal import Refusal


def ends_after(first: date, months: int) -> date:
    month = month_of(first)
    for _ in range(months - 1):
        month = month_after(month)
    return last_day(month)


@st.composite
def some_years(draw: st.DrawFn) -> BusinessYears:
    """Years as a company may tell of them: its first, or one it stands in; then up to three changes."""
    begin = date(draw(st.integers(2015, 2022)), draw(st.integers(1, 12)), 1)
    kind = draw(st.sampled_from([YearKind.FIRST, YearKind.STANDING]))
    length = 12 if kind is YearKind.STANDING else draw(st.integers(1, 12))
    if kind is YearKind.FIRST and begin.month >= 7 and draw(st.booleans()):
        length = 25 - begin.month  # to December of the next year
    years = with_year(CALENDAR_YEARS, first=begin, last=ends_after(begin, length), kind=kind)
    for _ in range(draw(st.integers(0, 3))):
        year = years.of_day(years.starts[-1])
        for _ in range(draw(st.integers(0, 2))):
            year = years.after(year)
        last = ends_after(year.first_day, draw(st.integers(13, 23)))
        years = with_year(years, first=year.first_day, last=last, kind=YearKind.CHANGED)
    return years


def all_years(years: BusinessYears) -> list[BusinessYear]:
    found = [years.of_month((2012, 1))]
    while found[-1].label < 2035:
        found.append(years.after(found[-1]))
    return found


@settings(max_examples=50)
@given(some_years())
def test_years_part_the_calendar_and_each_has_a_name_of_its_own(years: BusinessYears) -> None:
    found = all_years(years)
    for one, other in pairwise(found):
        assert other.first_day == one.last_day + timedelta(days=1)
        assert one.label < other.label
        assert years.before(other) == one
        assert years.of_label(one.label) == one
    starts = {y.first_day for y in found}
    assert starts >= set(years.starts)
    # A name that no year has is refused, whichever it is.
    for label in set(range(2014, 2034)) - {y.label for y in found}:
        with pytest.raises(NoYear):
            years.of_label(label)


@settings(max_examples=25)  # each example walks twenty years month by month
@given(some_years())
def test_months_of_the_books_are_those_of_the_calendar_in_order(years: BusinessYears) -> None:
    walked: list[Month] = []
    for year in all_years(years):
        months = year.months
        walked += [year.opening, *months, year.closing]
        assert [calendar_month(m) for m in months] == [
            calendar_month(m) for m in (year.first, *(month_after(m) for m in months[:-1]))
        ]
        assert all(map(is_ordinary, months))
        assert is_opening(year.opening)
        assert is_closing(year.closing)
        assert first_day(year.opening) == last_day(year.opening) == first_day(year.begins)
        assert first_day(year.closing) == last_day(year.closing) == year.last_day
    assert walked == sorted(walked)
    assert len(walked) == len(set(walked))
    for month in walked:
        check_month(month)
        assert FIRST_NUMBER <= month[1] <= LAST_NUMBER
        # However a month is named, it is the same one of the books.
        assert years.in_books(month) == years.in_books(coded(month)) == month
        assert years.placed(month) == month
    assert [years.month_before(m) for m in walked[1:]] == walked[:-1]


@given(some_years(), st.dates(date(2010, 1, 1), date(2035, 12, 31)))
def test_a_day_lies_in_the_month_where_its_entry_is_posted(years: BusinessYears, day: date) -> None:
    if years.founded and month_of(day) < month_of(years.starts[0]):
        assert years.in_books(month_of(day)) == years.of_day(years.starts[0]).opening
        with pytest.raises(NoYear):
            years.placed(month_of(day))
        return
    month = years.placed(month_of(day))
    assert first_day(month) <= day <= last_day(month)
    year = years.of_label(month[0])
    assert month in year.months
    assert years.begin_with(month_of(day)) == (month == year.first)
    whole = years.whole(month_of(year.first_day), month_of(year.last_day))
    assert whole == (year.opening, year.closing)
    if year.length > 2:
        assert years.whole(year.months[1], year.months[-2]) == (year.months[1], year.months[-2])


@given(st.integers(2000, 2090), st.integers(OPENING_MONTH, CLOSING_MONTH))
def test_where_all_years_are_the_calendars_nothing_is_renamed(year: int, number: int) -> None:
    for years in (CALENDAR_YEARS, BusinessYears((date(2026, 1, 1),))):
        assert years.is_calendar
        assert years.in_books((year, number)) == (year, number)
        if 0 < number < CLOSING_MONTH:  # a month that another business year numbered
            assert years.in_books(numbered((year, number), year + 1)) == (year, number)
        told = years.of_label(year)
        assert (told.opening, told.closing) == ((year, OPENING_MONTH), (year, CLOSING_MONTH))
        assert told.months == [(year, n) for n in range(1, 13)]
        assert (told.name, told.is_calendar, told.length) == (str(year), True, 12)


def test_a_company_of_sixteen_months_and_one_that_changes() -> None:
    begun = with_year(
        CALENDAR_YEARS, first=date(2025, 9, 15), last=date(2026, 12, 31), kind=YearKind.FIRST
    )
    first = begun.of_label(2026)
    assert (first.days, first.length, first.name) == ("15.09.2025 – 31.12.2026", 16, "2025/2026")
    assert (first.first, first.last, first.opening, first.closing) == (
        (2026, -4), (2026, 12), (2026, -104), (2026, 13),
    )  # fmt: skip
    assert begun.before(first) is None
    assert begun.label_before(2026) == 2025
    assert begun.month_before(first.opening) < first.opening
    assert begun.of_label(2027).is_calendar
    # A calendar year that runs keeps its name when it is made longer: what was posted in it stays.
    changed = with_year(
        CALENDAR_YEARS, first=date(2026, 1, 1), last=date(2027, 6, 30), kind=YearKind.CHANGED
    )
    long = changed.of_label(2026)
    assert (long.length, long.last, long.closing) == (18, (2026, 19), (2026, 119))
    assert changed.in_books((2026, 3)) == (2026, 3)
    assert changed.in_books((2027, 3)) == (2026, 16)
    assert changed.after(long).label == 2028
    with pytest.raises(NoYear, match="2027"):
        changed.of_label(2027)


@pytest.mark.parametrize(
    ("first", "last", "kind", "told"),
    [
        (date(2026, 7, 1), date(2026, 6, 30), YearKind.STANDING, "przed początkiem"),
        (date(2025, 7, 2), date(2026, 6, 30), YearKind.STANDING, "pierwszego dnia miesiąca"),
        (date(2025, 7, 1), date(2026, 6, 29), YearKind.STANDING, "30.06.2026, a nie 29.06.2026"),
        (date(2025, 7, 1), date(2026, 7, 31), YearKind.STANDING, "ma 12 miesięcy; ten ma 13"),
        (date(2025, 7, 1), date(2026, 5, 31), YearKind.STANDING, "ma 12 miesięcy; ten ma 11"),
        (date(2025, 6, 1), date(2026, 6, 30), YearKind.FIRST, "najwyżej 12 miesięcy.* ten ma 13"),
        (date(2025, 7, 1), date(2027, 1, 31), YearKind.FIRST, "najwyżej 12 miesięcy.* ten ma 19"),
        (date(2025, 9, 1), date(2026, 11, 30), YearKind.FIRST, "do 31 grudnia następnego; ten ma 15"),
        (date(2025, 6, 1), date(2026, 12, 31), YearKind.FIRST, "w drugiej połowie roku.* ten ma 19"),
        (date(2026, 1, 1), date(2026, 12, 31), YearKind.CHANGED, "od 13 do 23.* ten ma 12"),
        (date(2026, 1, 1), date(2027, 12, 31), YearKind.CHANGED, "od 13 do 23.* ten ma 24"),
        (date(2026, 4, 1), date(2027, 6, 30), YearKind.CHANGED, "nachodzi na rok 01.01.2026.*01.01.2027"),
        (date(1900, 1, 1), date(1900, 12, 31), YearKind.STANDING, "między 2000 a 2100"),
    ],
)  # fmt: skip
def test_a_year_that_the_law_does_not_know_is_refused(
    first: date, last: date, kind: YearKind, told: str
) -> None:
    with pytest.raises(Refusal, match=told):
        with_year(CALENDAR_YEARS, first=first, last=last, kind=kind)


@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(0, 30))
def test_no_more_months_than_the_law_allows(first: date, months: int) -> None:
    last = ends_after(first.replace(day=1), months + 1)
    allowed = {k for k in YearKind if not days_fault(first, last, k)}
    length = months + 1
    assert (YearKind.STANDING in allowed) == (length == 12 and first.day == 1)
    assert (YearKind.CHANGED in allowed) == (13 <= length <= 23 and first.day == 1)
    to_december = first.month >= 7 and last == date(first.year + 1, 12, 31)
    assert (YearKind.FIRST in allowed) == (length <= 12 or to_december)


def test_two_numbers_that_are_no_month() -> None:
    for month in (
        (2026, 39),
        (2026, 200),
        (2026, -200),
        (1999, 5),
        (2026, 26),
        (2026, -13),
    ):
        with pytest.raises(Refusal, match="nie ma miesiąca"):
            check_month(month)
    assert numbered((2024, 12), 2026) == (2026, -14)
