"""Months of the books, written ``(year, month)``; month 0 is a year's opening, month 13 its closing.

>>> parse_month("2026-09")
(2026, 9)
>>> period_label((2026, 1), (2026, 9))
'01.2026 – 09.2026'
>>> period_label((2026, 0), (2026, 13))
'01.2026 – 12.2026 z otwarciem i zamknięciem roku'
>>> last_day((2026, 13))
datetime.date(2026, 12, 31)
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from zaplecze.platform.refusal import Refusal

Month = tuple[int, int]
OPENING_MONTH, CLOSING_MONTH = 0, 13


def parse_month(text: str) -> Month:
    """Read ``YYYY-MM``; refuses anything else."""
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text.strip())
    if found is None:
        raise Refusal(f"„{text}” nie jest miesiącem: wpisz np. 2026-09.", code="platform.month")
    return int(found[1]), int(found[2])


def month_code(month: Month) -> str:
    """As it stands in an address, the opening (00) and the closing (13) of a year too: ``2026-09``."""
    return f"{month[0]}-{month[1]:02}"


def month_of(day: date) -> Month:
    """The month of a day."""
    return day.year, day.month


def month_after(month: Month) -> Month:
    """The next month."""
    year, number = month
    return (year + 1, 1) if number == 12 else (year, number + 1)


def month_before(month: Month) -> Month:
    """The month of the books before one; before a year's opening stands the closing of the year before."""
    year, number = month
    return (year, number - 1) if number > OPENING_MONTH else (year - 1, CLOSING_MONTH)


def last_twelve(day: date) -> tuple[Month, Month]:
    """The twelve months up to that of a day.

    >>> last_twelve(date(2027, 1, 4))
    ((2026, 2), (2027, 1))
    """
    first = (day.year, 1) if day.month == 12 else (day.year - 1, day.month + 1)
    return first, month_of(day)


def whole_year(first: Month, last: Month) -> tuple[Month, Month]:
    """A period that begins or ends with a year, with that year's opening and closing."""
    return (
        (first[0], OPENING_MONTH) if first[1] == 1 else first,
        (last[0], CLOSING_MONTH) if last[1] == 12 else last,
    )


def first_day(month: Month) -> date:
    """The first day of a month; a year's closing lies on its last day."""
    return last_day(month) if month[1] == CLOSING_MONTH else date(month[0], max(month[1], 1), 1)


def last_day(month: Month) -> date:
    """The last day of a month; a year's opening lies on its first day."""
    if month[1] == OPENING_MONTH:
        return date(month[0], 1, 1)
    month = min(month, (month[0], 12))
    return date(*month_after(month), 1) - timedelta(days=1)


def period_label(first: Month, last: Month) -> str:
    """``09.2026`` or ``01.2026 – 09.2026``."""
    ends = [f"{min(max(m, 1), 12):02}.{y}" for y, m in (first, last)]
    label = ends[0] if ends[0] == ends[1] else " – ".join(ends)
    more = [
        word
        for there, word in (
            (first[1] == OPENING_MONTH, "otwarciem"),
            (last[1] == CLOSING_MONTH, "zamknięciem"),
        )
        if there
    ]
    return f"{label} z {' i '.join(more)} roku" if more else label
