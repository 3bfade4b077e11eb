"""Offices whose truth is known: papers are drawn from laws that are written down here, and then measured as in life.

A true change of nothing (the placebo) has to be measured as nothing, a true change of -40 % as -40 %, and the 95 %
interval has to hold the truth in 95 of 100 offices, open papers and all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from zaplecze.controlling.rules.intervals import (
    Interval,
    change,
    mean,
    ratio,
    share_change,
)
from zaplecze.controlling.rules.survival import (
    HORIZON_HOURS,
    finished_only_mean,
    restricted_mean,
    restricted_mean_by_group,
    survival_curve,
)

BEFORE_PAPERS, NOW_PAPERS, MONTHS = 360, 480, 11
YOUNG_DAYS = 20
"""A young office: papers came in over so many working days, and nobody has seen any for longer."""
WINDOW_HOURS = 480.0
"""How long papers came in before the measuring: 60 working days, so the youngest have hardly begun."""
LOG_MEAN, LOG_SPREAD = math.log(40.0), 0.9
DAY_SPREAD = 0.45
"""The part of the spread that all papers of one day's post share: a bad day is bad for all of them."""
DAYS_BEFORE, DAYS_NOW = 60, 60
STRAIGHT = 0.35
"""Papers that wait for nobody: they end at once, before as now."""
MINUTES, ERRORS, COST = 14.0, 0.09, 70_000.0
VOLUME = 300.0


@dataclass(frozen=True)
class Truth:
    """What really changed: relative for time, minutes and cost, in points for errors."""

    name: str
    time: float
    minutes: float
    cost: float
    errors: float


PLACEBO = Truth("placebo: nothing changed", 0.0, 0.0, 0.0, 0.0)
PROMISED = Truth("as promised: -40 % time, -20 % cost", -0.40, -0.25, -0.20, -0.05)
WORSE = Truth("worse: +25 % time, +10 % cost", 0.25, 0.15, 0.10, 0.03)
TRUTHS = (PLACEBO, PROMISED, WORSE)


def mean_time(log_mean: float, tau: float = HORIZON_HOURS) -> float:
    """The true mean, to ``tau`` hours, of the law of times (a log-normal, and papers that take no time)."""
    s = LOG_SPREAD
    inside = math.exp(log_mean + s * s / 2) * _normal((math.log(tau) - log_mean - s * s) / s)
    return (1 - STRAIGHT) * (inside + tau * (1 - _normal((math.log(tau) - log_mean) / s)))


def _normal(x: float) -> float:
    return (1 + math.erf(x / math.sqrt(2))) / 2


def log_mean_for(relative: float) -> float:
    """The log-normal whose restricted mean is ``relative`` more than before (by bisection)."""
    wanted, low, high = mean_time(LOG_MEAN) * (1 + relative), -3.0, 9.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if mean_time(middle) < wanted else (low, middle)
    return (low + high) / 2


@dataclass(frozen=True)
class Run:
    """One office measured: the change of each measure, and what leaving open papers out would have said."""

    changes: dict[str, Interval]
    greenwood_time: Interval
    naive_time: float
    open_share: float


def true_change(truth: Truth, measure: str) -> float:
    """What the measure's change really is."""
    return {
        "time": truth.time,
        "minutes": truth.minutes,
        "cost": truth.cost,
        "errors": truth.errors,
    }[measure]


MEASURES = ("time", "minutes", "cost", "errors")


def _times(draw: np.random.Generator, days: np.ndarray, log_mean: float) -> np.ndarray:
    """Times of papers by the day that each came in on; their law is the log-normal of `LOG_SPREAD`."""
    alone = math.sqrt(LOG_SPREAD**2 - DAY_SPREAD**2)
    shared = draw.normal(0.0, DAY_SPREAD, int(days.max()) + 1)[days]
    taken = np.exp(log_mean + shared + draw.normal(0.0, alone, days.size))
    return np.where(draw.random(days.size) < STRAIGHT, 0.0, taken)


def _minutes(draw: np.random.Generator, count: int, average: float) -> list[float]:
    return (draw.gamma(1.5, average / 1.5, count)).tolist()


def run_office(truth: Truth, *, seed: int, log_mean: float | None = None) -> Run:
    """Draw an office before and now and measure it with the program's own rules."""
    draw = np.random.default_rng(seed)
    past_days = draw.integers(0, DAYS_BEFORE, BEFORE_PAPERS)
    past = _times(draw, past_days, LOG_MEAN)
    all_ended = np.ones(past.size, dtype=bool)
    before = restricted_mean_by_group(past, all_ended, past_days)
    days = draw.integers(0, DAYS_NOW, NOW_PAPERS)
    whole = _times(draw, days, log_mean_for(truth.time) if log_mean is None else log_mean)
    watched = (DAYS_NOW - days - draw.random(NOW_PAPERS)) * (WINDOW_HOURS / DAYS_NOW)
    ended = whole <= watched
    seen = np.minimum(whole, watched)
    now = restricted_mean_by_group(seen, ended, days)
    alone = change(
        restricted_mean(survival_curve(past, all_ended)),
        restricted_mean(survival_curve(seen, ended)),
    )
    touch = change(
        mean(_minutes(draw, BEFORE_PAPERS, MINUTES)),
        mean(_minutes(draw, NOW_PAPERS, MINUTES * (1 + truth.minutes))),
    )
    months = draw.poisson(VOLUME, (2, MONTHS)).astype(float)
    rates = COST / VOLUME * np.array([[1.0], [1 + truth.cost]]) * draw.normal(1, 0.06, (2, MONTHS))
    costs = months * rates
    unit = [ratio(c.tolist(), m.tolist()) for c, m in zip(costs, months, strict=True)]
    past_errors = int(draw.binomial(BEFORE_PAPERS, ERRORS))
    errors = int(draw.binomial(NOW_PAPERS, ERRORS + truth.errors))
    return Run(
        {
            "time": change(before, now),
            "minutes": touch,
            "cost": change(*unit),
            "errors": share_change(past_errors / BEFORE_PAPERS, BEFORE_PAPERS, errors, NOW_PAPERS),
        },
        alone,
        finished_only_mean(seen, ended) / before.value - 1,
        1 - float(ended.mean()),
    )


@dataclass(frozen=True)
class Outcome:
    """Many offices of one truth: the mean change measured, how often the interval held the truth."""

    truth: Truth
    measure: str
    runs: int
    average: float
    covered: float
    naive: float | None = None
    greenwood: float | None = None


@dataclass(frozen=True)
class Young:
    """Young offices of one truth: the true and the measured change to the hours both sides saw, on average.

    ``held`` is what holding the curve's last height up to `HORIZON_HOURS` would have said of the papers of now, by
    their true mean (0.2: a fifth too long).
    """

    truth: Truth
    runs: int
    real: float
    average: float
    covered: float
    horizon: float
    held: float


def young_offices(truth: Truth, *, runs: int, seed: int = 1) -> Young:
    """Offices that were watched for `YOUNG_DAYS` before and now: both sides are counted to what both have seen."""
    log_mean = log_mean_for(truth.time)
    real, told, horizons, helds = [], [], [], []
    covered = 0
    for n in range(runs):
        draw = np.random.default_rng(seed * 2_000_003 + n)
        past, now = (
            _watched(draw, papers, log)
            for papers, log in ((BEFORE_PAPERS, LOG_MEAN), (NOW_PAPERS, log_mean))
        )
        curves = [survival_curve(hours, ended) for hours, ended, _ in (past, now)]
        common = min(curve.horizon for curve in curves)
        moved = change(*(restricted_mean_by_group(*side, common) for side in (past, now)))
        true = mean_time(log_mean, common) / mean_time(LOG_MEAN, common) - 1
        covered += _holds(moved, true)
        real.append(math.log1p(true))
        told.append(math.log1p(moved.value))
        horizons.append(common)
        seen = restricted_mean(curves[1]).value + curves[1].unseen(curves[1].horizon)
        helds.append(seen / mean_time(log_mean) - 1)
    averages = [math.exp(float(np.mean(x))) - 1 for x in (real, told)]
    return Young(
        truth, runs, *averages, covered / runs, float(np.mean(horizons)), float(np.mean(helds))
    )


def _watched(
    draw: np.random.Generator, papers: int, log_mean: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Papers of a young office: hours, whether they ended, the day that each came in on."""
    days = draw.integers(0, YOUNG_DAYS, papers)
    whole = _times(draw, days, log_mean)
    watched = (YOUNG_DAYS - days - draw.random(papers)) * 8.0
    return np.minimum(whole, watched), whole <= watched, days


def _average(told: list[Interval], measure: str) -> float:
    """The mean change: of points as they are, of ratios on their logarithm, where half and double weigh the same."""
    if measure == "errors":
        return sum(c.value for c in told) / len(told)
    return math.exp(sum(math.log1p(c.value) for c in told) / len(told)) - 1


def _holds(interval: Interval, real: float) -> bool:
    low, high = interval.low, interval.high
    return low is not None and high is not None and low <= real <= high


def outcomes(truth: Truth, *, runs: int, seed: int = 1) -> list[Outcome]:
    """Measure ``runs`` offices of one truth."""
    log_mean = log_mean_for(truth.time)
    found = [run_office(truth, seed=seed * 1_000_003 + n, log_mean=log_mean) for n in range(runs)]
    result = []
    for measure in MEASURES:
        told = [run.changes[measure] for run in found]
        real = true_change(truth, measure)
        held = sum(_holds(c, real) for c in told)
        naive = alone = None
        if measure == "time":
            naive = sum(r.naive_time for r in found) / runs
            alone = sum(_holds(r.greenwood_time, real) for r in found) / runs
        result.append(
            Outcome(truth, measure, runs, _average(told, measure), held / runs, naive, alone)
        )
    return result
