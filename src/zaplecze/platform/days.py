"""Polish working days and working hours: the clock of tasks and deadlines.

Public holidays are dated data of the `holidays` library (Act of 18 January 1951 with changes; Christmas Eve
since 2025). The office works Monday to Friday, 8:00-16:00, Europe/Warsaw.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

WARSAW = ZoneInfo("Europe/Warsaw")
OPENS = time(8)
CLOSES = time(16)
HOURS_PER_DAY = 8


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("PL", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday and no public holiday."""
    return day.weekday() < 5 and day not in _holidays(day.year)


def next_working_day(day: date) -> date:
    """The day itself where it is a working day, else the first one after (art. 12 § 5 Tax Ordinance)."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_day_before(day: date) -> date:
    """The last working day strictly before ``day`` (exchange rates: art. 31a of the VAT Act)."""
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_seconds(start: datetime, end: datetime) -> float:
    """Seconds of working time between two moments (aware datetimes); 0 where the end is not later."""
    start, end = start.astimezone(WARSAW), end.astimezone(WARSAW)
    total = 0.0
    day = start.date()
    while day <= end.date():
        if is_working_day(day):
            opens = max(start, datetime.combine(day, OPENS, WARSAW))
            closes = min(end, datetime.combine(day, CLOSES, WARSAW))
            if closes > opens:
                total += (closes - opens).total_seconds()
        day += timedelta(days=1)
    return total


def working_hours(start: datetime, end: datetime) -> float:
    """Working hours between two moments."""
    return working_seconds(start, end) / 3600


def add_working_hours(start: datetime, hours: float) -> datetime:
    """The moment when ``hours`` of working time have passed since ``start``."""
    left = timedelta(hours=hours)
    moment = start.astimezone(WARSAW)
    while True:
        if is_working_day(moment.date()):
            opens = datetime.combine(moment.date(), OPENS, WARSAW)
            closes = datetime.combine(moment.date(), CLOSES, WARSAW)
            moment = max(moment, opens)
            if moment < closes:
                if left <= closes - moment:
                    return moment + left
                left -= closes - moment
        moment = datetime.combine(moment.date() + timedelta(days=1), OPENS, WARSAW)
