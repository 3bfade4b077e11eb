"""Before and now, measure by measure: the arithmetic behind the savings page and its statement.

A cohort is every paper that came in during a period, as known at one moment. Papers still on their way stay in it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from zaplecze.controlling.rules.intervals import (
    Estimate,
    Interval,
    change,
    count_interval,
    mean,
    ratio,
    share_change,
    wilson,
)
from zaplecze.controlling.rules.survival import (
    Curve,
    restricted_mean_by_group,
    survival_curve,
)
from zaplecze.controlling.rules.worktime import working_hours_between

PROMISE = {"cycle": -0.40, "cost": -0.20}
"""What was promised: circulation 40 % faster, the back office 20 % cheaper."""
FEWEST_PEOPLE = 3
FEWEST_PAPERS = 10
"""Minutes show only as a sum over at least so many people and papers: never what one person did."""
OPEN = -1

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Papers of a period, one element a paper in each array.

    ``received`` and ``ended`` are seconds of the Polish wall clock (`worktime`), ``ended`` is `OPEN` for a paper
    on its way; ``month`` counts from the period's first month; ``touched`` are seconds of active time. Of
    ``fields_read`` by the program and confirmed by a person she changed ``fields_corrected``.
    """

    document_ids: Ints
    month: Ints
    received: Ints
    ended: Ints
    posted: Bools
    straight: Bools
    returned: Bools
    reversed: Bools
    touched: Ints
    as_of: int
    people: int
    effort_since: int | None
    fields_read: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    fields_corrected: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return int(self.document_ids.size)

    @property
    def done(self) -> Bools:
        """Which papers have ended."""
        done: Bools = self.ended != OPEN
        return done

    @property
    def day(self) -> Ints:
        """The day that each paper came in on: papers of one day's post may be alike."""
        return self.received // 86_400

    @property
    def wrong(self) -> Bools:
        """Which papers were returned to somebody, or whose entry was taken back by storno."""
        return self.returned | self.reversed

    @property
    def timed(self) -> Bools:
        """Which papers count for minutes: ended ones that came in since minutes have been counted."""
        if self.effort_since is None:
            return np.zeros(len(self), dtype=bool)
        return self.done & (self.received >= self.effort_since)

    def hours(self) -> NDArray[np.float64]:
        """Working hours from intake to the end, or to now."""
        return working_hours_between(self.received, np.where(self.done, self.ended, self.as_of))


class Verdict(StrEnum):
    """The promise beside what was measured."""

    KEPT = "kept"
    OPEN = "open"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure before and now.

    ``unit`` is what the figures are in: hours, minutes, prints, share, pln. ``change`` is relative (-0.4: 40 % less),
    for shares in points; None, with ``missing`` as the code of the reason, where it can't be told.
    """

    measure: str
    unit: str
    before: Estimate | None
    now: Interval | None
    change: Interval | None
    n: int
    censored: int = 0
    promise: float | None = None
    missing: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """Kept where even the interval's worse end keeps the promise, missed where not even its better end does."""
        if self.promise is None or self.change is None or self.change.high is None:
            return None
        assert self.change.low is not None
        if self.change.high <= self.promise:
            return Verdict.KEPT
        return Verdict.MISSED if self.change.low > self.promise else Verdict.OPEN


@dataclass(frozen=True, slots=True)
class CostMonth:
    """What a month cost, PLN, and how many papers came in."""

    cost: float
    papers: int


def cycle(cohort: Cohort, before: Estimate | None) -> tuple[Comparison, Curve | None]:
    """Time of circulation: the restricted mean of Kaplan and Meier's curve, and the curve."""
    if len(cohort) == 0:
        return Comparison("cycle", "hours", before, None, None, 0, missing="no-papers"), None
    hours = cohort.hours()
    curve = survival_curve(hours, cohort.done)
    now = restricted_mean_by_group(hours, cohort.done, cohort.day)
    shown = told(now)
    return _compared(
        "cycle", "hours", before, now, shown, n=curve.n, censored=curve.censored
    ), curve


def touch(cohort: Cohort, before: Estimate | None) -> Comparison:
    """Minutes of active time a paper, over enough people and papers."""
    timed = cohort.timed
    n = int(timed.sum())
    if n < FEWEST_PAPERS or cohort.people < FEWEST_PEOPLE:
        return Comparison("touch", "minutes", before, None, None, n, missing="too-few-people")
    now = mean((cohort.touched[timed] / 60.0).tolist())
    return _compared("touch", "minutes", before, now, told(now), n=n)


def share(
    measure: str, hits: Bools, n: int, before: Estimate | None, *, censored: int = 0
) -> Comparison:
    """A share of papers (errors, straight through) with Wilson's interval; its change is in points."""
    if n == 0:
        return Comparison(measure, "share", before, None, None, 0, missing="no-papers")
    count = int(hits.sum())
    now = Interval(count / n, *wilson(count, n))
    if before is None:
        return Comparison(measure, "share", None, now, None, n, censored, missing="no-baseline")
    moved = share_change(before.value, before.n, count, n)
    return Comparison(measure, "share", before, now, moved, n, censored)


def corrected(cohort: Cohort) -> Comparison | None:
    """The share of fields read by the program that people corrected; None where nobody confirmed a reading.

    Nothing was read before, so there is nothing to compare it with.
    """
    n, count = int(cohort.fields_read.sum()), int(cohort.fields_corrected.sum())
    if n == 0:
        return None
    now = Interval(count / n, *wilson(count, n))
    return Comparison("corrected", "share", None, now, None, n, missing="no-reading-before")


def prints(count: int, papers: int, before: Estimate | None) -> Comparison:
    """Prints a paper: a count with its Poisson interval by the papers of the same months."""
    if papers == 0:
        return Comparison("prints", "prints", before, None, None, 0, missing="no-papers")
    low, high = (limit / papers for limit in count_interval(count))
    now = Interval(count / papers, low, high)
    if before is None or before.value == 0:
        return Comparison("prints", "prints", before, now, None, papers, missing="no-baseline")
    if before.error == 0:
        moved = Interval(*(f / before.value - 1 for f in (now.value, low, high)))
    else:
        error = math.sqrt(max(count, 1)) / papers
        moved = change(before, Estimate(now.value, error, papers))
    return Comparison("prints", "prints", before, now, moved, papers)


def monthly_cost(months: Sequence[CostMonth], before: Estimate | None) -> Comparison:
    """The mean cost of a month."""
    if not months:
        return Comparison("cost", "pln", before, None, None, 0, missing="no-cost")
    now = mean([m.cost for m in months])
    return _compared("cost", "pln", before, now, told(now), n=len(months))


def cost_a_paper(months: Sequence[CostMonth], before: Estimate | None) -> Comparison:
    """Cost by papers over the months whose cost is known."""
    if not months or not sum(m.papers for m in months):
        return Comparison("unit_cost", "pln", before, None, None, 0, missing="no-cost")
    now = ratio([m.cost for m in months], [float(m.papers) for m in months])
    return _compared("unit_cost", "pln", before, now, told(now), n=len(months))


def unit_cost_before(before: Mapping[str, Estimate]) -> Estimate | None:
    """The baseline's cost a paper: its monthly cost by its monthly papers; relative errors add in squares."""
    cost, volume = before.get("cost"), before.get("volume")
    if cost is None or volume is None or volume.value <= 0 or cost.value <= 0:
        return None
    value = cost.value / volume.value
    spread = math.hypot(cost.error / cost.value, volume.error / volume.value)
    return Estimate(value, value * spread, min(cost.n, volume.n))


def saved(months: Sequence[CostMonth], before: Estimate | None) -> Interval | None:
    """PLN saved in these months: their papers at the baseline's cost a paper, less what they cost."""
    papers = sum(m.papers for m in months)
    if before is None or not papers:
        return None
    now = ratio([m.cost for m in months], [float(m.papers) for m in months])
    value = papers * (before.value - now.value)
    gap = Estimate(value, papers * math.hypot(before.error, now.error), now.n, now.freedom)
    if not math.isfinite(gap.error) or now.freedom == 0:
        return Interval(value, None, None)
    return Interval(value, gap.low, gap.high)


def prints_avoided(count: int, papers: int, before: Estimate | None) -> Interval | None:
    """Prints that these papers would have taken before, less those that were made."""
    if before is None:
        return None
    low, high = count_interval(count)
    expected = before.value * papers
    return Interval(expected - count, expected - high, expected - low)


def told(now: Estimate) -> Interval:
    """An estimate between its limits; nothing that is measured here falls below 0."""
    if not math.isfinite(now.error) or now.freedom == 0:
        return Interval(now.value, None, None)
    return Interval(now.value, max(0.0, now.low), now.high)


def _compared(
    measure: str,
    unit: str,
    before: Estimate | None,
    now: Estimate,
    shown: Interval,
    *,
    n: int,
    censored: int = 0,
) -> Comparison:
    promise = PROMISE.get(measure)
    if before is None or before.value <= 0:
        return Comparison(
            measure, unit, before, shown, None, n, censored, promise, missing="no-baseline"
        )
    moved = change(before, now)
    missing = "one-observation" if moved.high is None else ""
    return Comparison(measure, unit, before, shown, moved, n, censored, promise, missing)
