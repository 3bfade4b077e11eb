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
MICRO = 1_000_000
_OPENS = OPENS.hour * 3_600 * MICRO
_DAY = (CLOSES.hour - OPENS.hour) * 3_600 * MICRO


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


@lru_cache(maxsize=128)
def _year(year: int) -> tuple[int, ...]:
    """Working days from the year's first day to each of its days, the day itself left out."""
    first = date(year, 1, 1)
    sums = [0]
    for n in range((date(year + 1, 1, 1) - first).days):
        sums.append(sums[-1] + is_working_day(first + timedelta(days=n)))
    return tuple(sums)


@lru_cache(maxsize=128)
def _before_year(year: int) -> int:
    if year == 2000:
        return 0
    if year > 2000:
        return _before_year(year - 1) + _year(year - 1)[-1]
    return _before_year(year + 1) - _year(year)[-1]


@lru_cache(maxsize=16_384)
def _day(ordinal: int) -> tuple[int, bool]:
    day = date.fromordinal(ordinal)
    sums = _year(day.year)
    n = ordinal - date(day.year, 1, 1).toordinal()
    return (_before_year(day.year) + sums[n]) * _DAY, sums[n + 1] > sums[n]


def worked(moment: datetime) -> int:
    """Microseconds of working time from 1 January 2000 to an aware moment.

    So the working time of a stretch is a difference of two numbers, however long it is, and stretches that follow
    each other add up exactly.
    """
    local = moment.astimezone(WARSAW)
    before, working = _day(local.toordinal())
    if not working:
        return before
    past = (local.hour * 3_600 + local.minute * 60 + local.second) * MICRO + local.microsecond
    return before + min(max(past - _OPENS, 0), _DAY)


def working_seconds(start: datetime, end: datetime) -> float:
    """Seconds of working time between two moments (aware datetimes); 0 where the end is not later."""
    return max(worked(end) - worked(start), 0) / MICRO


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
