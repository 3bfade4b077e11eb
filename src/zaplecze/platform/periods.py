"""Months of the books, written ``(year, number)``: the business year they lie in, and their place in it.

Numbers 1 to 12 are the months of the calendar year that a business year is named after: where both years are the
same, a month of the calendar is a month of the books as it stands. Each calendar year takes thirteen numbers: -12
to -1 are the months of the calendar year before, 14 to 25 those of the one after. 0 opens a year that begins in
January, 13 closes one that ends in December; another one is opened by its first month's number less 100, and closed
by its last month's and 100. So a year's numbers are in order, and each tells its days by itself; in which business
year a month of the calendar lies is told by `business_years.BusinessYears`.

>>> parse_month("2026-09")
(2026, 9)
>>> period_label((2026, 1), (2026, 9))
'01.2026 – 09.2026'
>>> period_label((2026, 0), (2026, 13))
'01.2026 – 12.2026 z otwarciem i zamknięciem roku'
>>> last_day((2026, 13))
datetime.date(2026, 12, 31)

July 2025 opens the business year that ends in June 2026:

>>> calendar_month((2026, -6)), first_day((2026, -106)), last_day((2026, 106))
((2025, 7), datetime.date(2025, 7, 1), datetime.date(2026, 6, 30))
>>> period_label((2026, -106), (2026, 6))
'07.2025 – 06.2026 z otwarciem roku'
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from zaplecze.platform.refusal import Refusal

Month = tuple[int, int]
OPENING_MONTH, CLOSING_MONTH = 0, 13
FIRST_YEAR, LAST_YEAR = 2000, 2100
MONTHS, SLOTS = 12, 13
APART = 100  # between a first or last month and what opens before it or closes after it
_ORDINARY = range(-APART // 2, APART // 2 + 1)
FIRST_NUMBER, LAST_NUMBER = -APART - 2 * SLOTS, APART + 2 * SLOTS  # of a year of the books


def parse_month(text: str) -> Month:
    """Read ``YYYY-MM``; refuses anything else."""
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text.strip())
    if found is None:
        raise Refusal(f"„{text}” nie jest miesiącem: wpisz np. 2026-09.", code="platform.month")
    return int(found[1]), int(found[2])


def is_opening(month: Month) -> bool:
    """Whether it is what opens a business year."""
    return month[1] == OPENING_MONTH or month[1] < _ORDINARY[0]


def is_closing(month: Month) -> bool:
    """Whether it is what closes a business year."""
    return month[1] == CLOSING_MONTH or month[1] > _ORDINARY[-1]


def is_ordinary(month: Month) -> bool:
    """Whether it is a month of the calendar, and no end of a year."""
    return not is_opening(month) and not is_closing(month)


def calendar_month(month: Month) -> Month:
    """The month of the calendar that it is; of what opens or closes a year, the year's first or last one."""
    year, number = month
    if number in {OPENING_MONTH, CLOSING_MONTH}:
        return year, 1 if number == OPENING_MONTH else MONTHS
    if number not in _ORDINARY:
        number += APART if number < 0 else -APART
    years, place = divmod(number - 1, SLOTS)
    return year + years, place + 1


def numbered(month: Month, year: int) -> Month:
    """A month of the calendar as a month of the business year that is named after ``year``.

    >>> numbered((2025, 7), 2026), numbered((2026, 6), 2026), numbered((2027, 1), 2026)
    ((2026, -6), (2026, 6), (2026, 14))
    """
    return year, month[1] + SLOTS * (month[0] - year)


def check_month(month: Month) -> None:
    """Raise a `Refusal` for two numbers that are no month of any books."""
    year, number = month
    known = number in {OPENING_MONTH, CLOSING_MONTH} or (
        FIRST_NUMBER <= number <= LAST_NUMBER and 1 <= calendar_month(month)[1] <= MONTHS
    )
    if not known or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(f"nie ma miesiąca {number}.{year}.", code="ledger.period")


def month_code(month: Month) -> str:
    """As it stands in an address, the opening (00) and the closing (13) of a year too: ``2026-09``.

    >>> month_code((2026, -6)), month_code((2026, -106)), month_code((2026, 106))
    ('2025-07', '2026-00', '2026-13')
    """
    year, number = coded(month)
    return f"{year}-{number:02}"


def coded(month: Month) -> Month:
    """The two numbers by which an address names a month: of the calendar, or the year with 0 or 13."""
    if is_opening(month):
        return month[0], OPENING_MONTH
    return (month[0], CLOSING_MONTH) if is_closing(month) else calendar_month(month)


def month_of(day: date) -> Month:
    """The month of a day."""
    return day.year, day.month


def month_after(month: Month) -> Month:
    """The next month of the calendar."""
    year, number = calendar_month(month)
    return (year + 1, 1) if number == MONTHS else (year, number + 1)


def last_twelve(day: date) -> tuple[Month, Month]:
    """The twelve months of the calendar up to that of a day.

    >>> last_twelve(date(2027, 1, 4))
    ((2026, 2), (2027, 1))
    """
    first = (day.year, 1) if day.month == MONTHS else (day.year - 1, day.month + 1)
    return first, month_of(day)


def first_day(month: Month) -> date:
    """The first day of a month; a year's closing lies on its last day."""
    return last_day(month) if is_closing(month) else date(*calendar_month(month), 1)


def last_day(month: Month) -> date:
    """The last day of a month; a year's opening lies on its first day."""
    if is_opening(month):
        return first_day(month)
    return date(*month_after(month), 1) - timedelta(days=1)


def period_label(first: Month, last: Month) -> str:
    """``09.2026`` or ``01.2026 – 09.2026``."""
    ends = [f"{m:02}.{y}" for y, m in map(calendar_month, (first, last))]
    label = ends[0] if ends[0] == ends[1] else " – ".join(ends)
    more = [
        word
        for there, word in ((is_opening(first), "otwarciem"), (is_closing(last), "zamknięciem"))
        if there
    ]
    return f"{label} z {' i '.join(more)} roku" if more else label
