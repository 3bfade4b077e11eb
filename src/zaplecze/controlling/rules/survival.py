"""How long papers are on their way, with those still on it counted as what they are: censored.

A paper that isn't finished has taken at least its age. Leaving it out makes the office look faster than it is,
because the slow papers are the ones that are missing. Kaplan and Meier (1958) use each paper for as long as it was
watched.

>>> curve = survival_curve([2.0, 3.0, 3.0, 5.0, 8.0], [True, True, False, True, False])
>>> curve.times.tolist(), [round(s, 3) for s in curve.survival.tolist()]
([2.0, 3.0, 5.0], [0.8, 0.6, 0.3])
>>> curve.median()
5.0
>>> round(restricted_mean(curve, 8.0).value, 3)
4.9
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zaplecze.controlling.rules.intervals import Z95, Estimate

HORIZON_HOURS = 240.0
"""A paper counts for at most 30 working days of 8 hours: one forgotten paper can't make or break the mean."""

MOST_UNSEEN = 0.10
"""By how much of a mean the time beyond the horizon may lengthen it before a comparison comes too early."""

FEWEST_GROUPS = 5
"""Fewer days than these can't tell how much days differ."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Curve:
    """The share of papers still on their way after each time at which one was finished.

    ``variance`` is Greenwood's sum, so that the variance of ``survival`` is survival squared times it. ``watched`` is
    the longest time that any paper was watched, in hours.
    """

    times: Floats
    survival: Floats
    variance: Floats
    at_risk: Floats
    ended_at: Floats
    n: int
    censored: int
    watched: float = math.inf

    @property
    def horizon(self) -> float:
        """How far the curve tells anything, at most `HORIZON_HOURS`.

        Where every paper was seen to its end, or the longest one was, nothing is left to happen beyond; else the
        curve ends at the longest time that a paper was watched, and what came after nobody has seen.
        """
        if self.survival.size and self.survival[-1] <= 0:
            return HORIZON_HOURS
        return min(HORIZON_HOURS, self.watched)

    @property
    def told(self) -> bool:
        """Whether a mean can be told: half of the papers are finished, or they were watched for `HORIZON_HOURS`."""
        return self.horizon > 0 and (self.horizon >= HORIZON_HOURS or self.median() is not None)

    def unseen(self, horizon: float, beyond: float = HORIZON_HOURS) -> float:
        """The most hours that the time from ``horizon`` to ``beyond`` can add to the mean."""
        return max(0.0, beyond - horizon) * self.at(horizon)

    def at(self, hours: float) -> float:
        """The share still on its way after ``hours``."""
        place = int(np.searchsorted(self.times, hours, side="right"))
        return 1.0 if place == 0 else float(self.survival[place - 1])

    def median(self) -> float | None:
        """The time after which half of the papers are finished; None where fewer were."""
        return self._first_at_most(self.survival)

    def median_interval(self) -> tuple[float | None, float | None]:
        """The 95 % interval of the median by the log-log bounds (Brookmeyer and Crowley 1982)."""
        low, high = self.bounds()
        return self._first_at_most(low), self._first_at_most(high)

    def bounds(self) -> tuple[Floats, Floats]:
        """The 95 % limits of ``survival`` at each time, on the log(-log) scale, within 0..1."""
        inside = (self.survival > 0) & (self.survival < 1)
        safe = np.where(inside, self.survival, 0.5)
        reach = Z95 * np.sqrt(np.where(inside, self.variance, 0.0)) / np.abs(np.log(safe))
        low = np.where(inside, safe ** np.exp(reach), self.survival)
        high = np.where(inside, safe ** np.exp(-reach), self.survival)
        return low, high

    def _first_at_most(self, shares: Floats) -> float | None:
        # A hair of rounding must not move the median: 0.5 written as a product of fractions is 0.5.
        reached = np.nonzero(shares <= 0.5 + 1e-12)[0]
        return float(self.times[reached[0]]) if reached.size else None


def survival_curve(hours: Sequence[float] | Floats, ended: Sequence[bool] | Bools) -> Curve:
    """Kaplan and Meier's curve; ``hours`` of a paper that has not ended are its age so far."""
    lasted = np.asarray(hours, dtype=np.float64)
    done = np.asarray(ended, dtype=bool)
    if lasted.size == 0 or lasted.shape != done.shape:
        raise ValueError("krzywa potrzebuje co najmniej jednego papieru, każdy z czasem i stanem")
    if lasted.min() < 0:
        raise ValueError("czas obiegu nie może być ujemny")
    times, counts = np.unique(lasted[done], return_counts=True)
    ordered = np.sort(lasted)
    at_risk = (lasted.size - np.searchsorted(ordered, times, side="left")).astype(np.float64)
    ends = counts.astype(np.float64)
    survival = np.cumprod(1 - ends / at_risk).astype(np.float64)
    left = at_risk - ends
    terms = np.divide(ends, at_risk * left, out=np.zeros_like(ends), where=left > 0)
    variance: Floats = np.cumsum(terms)
    return Curve(
        times,
        survival,
        variance,
        at_risk,
        ends,
        lasted.size,
        int((~done).sum()),
        float(lasted.max()),
    )


def restricted_mean(curve: Curve, horizon: float | None = None) -> Estimate:
    """The mean time, papers that lie longer counted as ``horizon``: the area under the curve up to it.

    Without a ``horizon`` it is the curve's own. One beyond that is refused: nobody has seen what happens there. The
    standard error is Greenwood's, with the factor m / (m - 1) for m finished papers.
    """
    horizon = _within(curve, horizon)
    within = curve.times <= horizon
    times, survival = curve.times[within], curve.survival[within]
    edges = np.concatenate(([0.0], times, [horizon]))
    heights = np.concatenate(([1.0], survival))
    areas = heights * np.diff(edges)
    value = float(areas.sum())
    behind = areas[::-1].cumsum()[::-1][1:]
    ends, at_risk = curve.ended_at[within], curve.at_risk[within]
    left = at_risk - ends
    terms = np.divide(ends, at_risk * left, out=np.zeros_like(ends), where=left > 0)
    finished = float(ends.sum())
    if finished < 2:
        return Estimate(value, math.inf, curve.n)
    variance = float((behind**2 * terms).sum()) * finished / (finished - 1)
    return Estimate(value, math.sqrt(variance), curve.n)


def _within(curve: Curve, horizon: float | None) -> float:
    if horizon is None:
        return curve.horizon
    if horizon > curve.horizon:
        raise ValueError(
            f"najdłużej widziano dokument przez {curve.horizon:g} h, nie przez {horizon:g} h"
        )
    return horizon


def restricted_mean_by_group(
    hours: Sequence[float] | Floats,
    ended: Sequence[bool] | Bools,
    groups: Sequence[int] | NDArray[np.int64],
    horizon: float | None = None,
) -> Estimate:
    """The restricted mean with an error that papers of one group (a day's post) may be alike in.

    Each paper's influence on the mean is summed by group, and the groups are what is independent: the variance
    of a jackknife that leaves out one group at a time, to first order, with Student's C - 1 degrees of freedom for C
    groups. Under `FEWEST_GROUPS` groups there is no interval (an infinite error).
    """
    curve = survival_curve(hours, ended)
    horizon = _within(curve, horizon)
    value = restricted_mean(curve, horizon).value
    _, codes = np.unique(np.asarray(groups), return_inverse=True)
    count = int(codes.max()) + 1
    if count < FEWEST_GROUPS:
        return Estimate(value, math.inf, curve.n, 0)
    within = curve.times <= horizon
    times, at_risk, ends = curve.times[within], curve.at_risk[within], curve.ended_at[within]
    edges = np.concatenate((times, [horizon]))
    behind = (curve.survival[within] * np.diff(edges))[::-1].cumsum()[::-1]
    # How far one more end at each time would pull the mean down, as a derivative of the product.
    left = at_risk - ends
    pull = np.divide(behind * curve.n, left, out=np.zeros_like(behind), where=left > 0)
    lasted = np.minimum(np.asarray(hours, dtype=np.float64), horizon)
    gone = np.concatenate(([0.0], np.cumsum(pull * ends / at_risk)))
    influence = gone[np.searchsorted(times, lasted, side="right")]
    ended_within = np.asarray(ended, dtype=bool) & (np.asarray(hours) <= horizon)
    influence[ended_within] -= pull[np.searchsorted(times, lasted[ended_within])]
    sizes = np.bincount(codes)
    sums = np.bincount(codes, weights=influence) * curve.n / (curve.n - sizes)
    variance = (count - 1) / count * float((sums**2).sum()) / curve.n**2
    return Estimate(value, math.sqrt(variance), curve.n, count - 1)


def finished_only_mean(hours: Sequence[float] | Floats, ended: Sequence[bool] | Bools) -> float:
    """The mean of finished papers alone: what a naive report says, shown only to warn of it."""
    lasted, done = np.asarray(hours, dtype=np.float64), np.asarray(ended, dtype=bool)
    return float(np.minimum(lasted[done], HORIZON_HOURS).mean())
