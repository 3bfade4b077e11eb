"""Months of the books, written ``(year, month)``.

>>> parse_month("2026-09")
(2026, 9)
>>> period_label((2026, 1), (2026, 9))
'01.2026 – 09.2026'
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from zaplecze.platform.refusal import Refusal

Month = tuple[int, int]


def parse_month(text: str) -> Month:
    """Read ``YYYY-MM``; refuses anything else."""
    found = re.fullmatch(r"(20[0-9]{2})-(0[1-9]|1[0-2])", text.strip())
    if found is None:
        raise Refusal(f"„{text}” nie jest miesiącem: wpisz np. 2026-09.", code="platform.month")
    return int(found[1]), int(found[2])


def month_of(day: date) -> Month:
    """The month of a day."""
    return day.year, day.month


def month_after(month: Month) -> Month:
    """The next month."""
    year, number = month
    return (year + 1, 1) if number == 12 else (year, number + 1)


def last_day(month: Month) -> date:
    """The last day of a month."""
    return date(*month_after(month), 1) - timedelta(days=1)


def period_label(first: Month, last: Month) -> str:
    """``09.2026`` or ``01.2026 – 09.2026``."""
    ends = [f"{m:02}.{y}" for y, m in (first, last)]
    return ends[0] if first == last else " – ".join(ends)
