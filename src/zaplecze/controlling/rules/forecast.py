"""Forecast of workload: how many papers will reach a step in the next weeks, with an interval.

Method: the mean of each day of the week over the last `WEEKS` whole weeks, on working days alone (what arrives on
a free day counts on the next working one). Of the running week, what came is known and its days to come are expected
as of any week; of today what it lacks to a usual day. The spread is that of counts, widened by how much more the past
days varied than chance would (quasi-Poisson, Pearson's dispersion, at least 1); the interval covers the spread of the
days and the doubt about their means, as a normal one, never below what is known. Holidays count as free.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zaplecze.platform.days import WARSAW, is_working_day, next_working_day

WEEKS = 12
LEAST_WEEKS = 4
Z = 1.6449  # two-sided 90 %


@dataclass(frozen=True, slots=True)
class Week:
    """A week to come: expected arrivals and the 90 % interval; ``days`` gives the mean of each working day to come.

    ``known`` came already (in the running week) and is part of the others.
    """

    monday: date
    expected: float
    low: float
    high: float
    days: tuple[tuple[date, float], ...]
    known: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Past whole weeks (monday, arrivals), the one that runs, and coming ones.

    ``dispersion`` is 1 where chance explains all.
    """

    past: tuple[tuple[date, int], ...]
    running: Week
    coming: tuple[Week, ...]
    dispersion: float


def count_by_day(moments: Iterable[datetime]) -> dict[date, int]:
    """Arrivals by working day; those of a free day count on the next working one."""
    counts: dict[date, int] = {}
    for moment in moments:
        day = next_working_day(moment.astimezone(WARSAW).date())
        counts[day] = counts.get(day, 0) + 1
    return counts


def forecast(counts: Mapping[date, int], *, today: date, weeks: int = 4) -> Forecast | None:
    """Forecast ``today``'s week and those after it; None with fewer than `LEAST_WEEKS` whole weeks behind."""
    this_monday = today - timedelta(days=today.weekday())
    first = min(counts, default=this_monday)
    first_monday = first + timedelta(days=-first.weekday() % 7)  # the first whole week
    number = min((this_monday - first_monday).days // 7, WEEKS)
    if number < LEAST_WEEKS:
        return None
    start = this_monday - timedelta(weeks=number)
    by_weekday: dict[int, list[int]] = {n: [] for n in range(5)}
    for n in range(number * 7):
        day = start + timedelta(days=n)
        if is_working_day(day):
            by_weekday[day.weekday()].append(counts.get(day, 0))
    usual = {n: sum(v) / len(v) if v else 0.0 for n, v in by_weekday.items()}
    dispersion = _dispersion(by_weekday, usual)
    past = tuple(
        (monday, sum(counts.get(monday + timedelta(days=d), 0) for d in range(7)))
        for monday in (start + timedelta(weeks=k) for k in range(number))
    )
    coming = tuple(
        _week(this_monday + timedelta(weeks=k + 1), usual, by_weekday, dispersion)
        for k in range(weeks)
    )
    came = {this_monday + timedelta(days=d): 0 for d in range(7)}
    came |= {day: count for day, count in counts.items() if day in came and day <= today}
    running = _week(this_monday, usual, by_weekday, dispersion, came=came, today=today)
    return Forecast(past, running, coming, dispersion)


def _dispersion(by_weekday: Mapping[int, list[int]], usual: Mapping[int, float]) -> float:
    free = sum(max(len(v) - 1, 0) for n, v in by_weekday.items() if usual[n])
    pearson = sum(
        (x - usual[n]) ** 2 / usual[n] for n, v in by_weekday.items() if usual[n] for x in v
    )
    return max(1.0, pearson / free) if free else 1.0


def _week(
    monday: date,
    usual: Mapping[int, float],
    by_weekday: Mapping[int, list[int]],
    dispersion: float,
    *,
    came: Mapping[date, int] | None = None,
    today: date = date.min,
) -> Week:
    """A week: ``came`` by day until ``today`` is known, the rest is to come."""
    came = came or {}
    known = sum(came.values())
    days = []
    variance = 0.0
    for n in range(5):
        day = monday + timedelta(days=n)
        missing = usual[n] - came.get(day, 0) if day == today else usual[n]
        if day >= today and is_working_day(day) and missing > 0:
            days.append((day, missing))
            seen = max(len(by_weekday[n]), 1)
            variance += dispersion * missing * (1 + 1 / seen)
    expected = known + sum(m for _, m in days)
    reach = Z * math.sqrt(variance)
    low = max(float(known), expected - reach)
    return Week(monday, expected, low, expected + reach, tuple(days), known)
