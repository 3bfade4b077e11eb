"""Before and now, measure by measure: the arithmetic behind the savings page and its statement.

A cohort is every paper that came in during a period, as known at one moment. Papers still on their way stay in it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
from zaplecze.controlling.rules.minutes import Minutes
from zaplecze.controlling.rules.survival import (
    HORIZON_HOURS,
    MOST_UNSEEN,
    Curve,
    restricted_mean_by_group,
    survival_curve,
)
from zaplecze.controlling.rules.worktime import working_hours_between

PROMISE = {"cycle": -0.40, "cost": -0.20}
"""What was promised: circulation 40 % faster, the back office 20 % cheaper."""
SHORTEST_HORIZON = 1.0
"""Working hours for which somebody has to have watched a paper: before, there is no time to tell."""
OPEN = -1

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Papers of a period, one element a paper in each array.

    ``received`` and ``ended`` are seconds of the Polish wall clock (`worktime`), ``ended`` is `OPEN` for a paper
    on its way; ``month`` counts from the period's first month. ``minutes`` is the active time, counted since
    ``effort_since``. Of ``fields_read`` by the program and confirmed by a person she changed ``fields_corrected``.
    """

    document_ids: Ints
    month: Ints
    received: Ints
    ended: Ints
    posted: Bools
    straight: Bools
    returned: Bools
    reversed: Bools
    minutes: Minutes
    as_of: int
    effort_since: int | None
    fields_read: Ints
    fields_corrected: Ints

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
        """Which papers minutes were counted at, where anybody had any: those that came in since they are counted."""
        if self.effort_since is None:
            return np.zeros(len(self), dtype=bool)
        timed: Bools = self.received >= self.effort_since
        return timed

    @property
    def minuted(self) -> Bools:
        """Which papers the minutes are told of: the `timed` ones of the months whose sum tells nobody's."""
        return self.timed & self.minutes.told[self.month]

    @property
    def touched(self) -> Ints:
        """Seconds of active time at each paper."""
        return self.minutes.touched

    def only(self, mask: Bools) -> Cohort:
        """The papers of a mask."""
        return replace(
            self,
            document_ids=self.document_ids[mask],
            month=self.month[mask],
            received=self.received[mask],
            ended=self.ended[mask],
            posted=self.posted[mask],
            straight=self.straight[mask],
            returned=self.returned[mask],
            reversed=self.reversed[mask],
            minutes=replace(self.minutes, touched=self.touched[mask]),
            fields_read=self.fields_read[mask],
            fields_corrected=self.fields_corrected[mask],
        )

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
    for shares in points; None, with ``missing`` as the code of the reason, where it can't be told. ``horizon`` are
    the hours to which times were counted, on both sides.
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
    horizon: float | None = None

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


def cycle(
    cohort: Cohort,
    before: Estimate | None,
    *,
    until: float = HORIZON_HOURS,
    past: Cohort | None = None,
) -> tuple[Comparison, Curve | None]:
    """Time of circulation: the restricted mean of Kaplan and Meier's curve, and the curve.

    The baseline counts to ``until`` hours. Where the papers of now were watched for less, both sides are counted
    to what both have seen, if the papers of the baseline are known (``past``). If not, the interval reaches to the
    worst that the unseen hours could bring, and beyond `MOST_UNSEEN` there is no comparison (``too-early``).
    """
    if len(cohort) == 0:
        return Comparison("cycle", "hours", before, None, None, 0, missing="no-papers"), None
    hours = cohort.hours()
    curve = survival_curve(hours, cohort.done)
    if curve.horizon < SHORTEST_HORIZON:
        missing = "nothing-seen"
        return Comparison(
            "cycle", "hours", before, None, None, curve.n, curve.censored, PROMISE["cycle"], missing
        ), curve
    common = min(curve.horizon, until if before is not None else HORIZON_HOURS)
    if past is not None and before is not None and common < until:
        past_hours = past.hours()
        common = min(common, survival_curve(past_hours, past.done).horizon)
        before = restricted_mean_by_group(past_hours, past.done, past.day, common)
        until = common
    empty = Comparison(
        "cycle", "hours", before, None, None, curve.n, curve.censored, PROMISE["cycle"], horizon=common
    )  # fmt: skip
    if not curve.told:
        return replace(empty, missing="too-early"), curve
    now = restricted_mean_by_group(hours, cohort.done, cohort.day, common)
    shown = told(now)
    unseen = curve.unseen(common, until)
    if before is not None and unseen > MOST_UNSEEN * now.value:
        return replace(empty, now=shown, missing="too-early-to-compare"), curve
    compared = _compared("cycle", "hours", before, now, shown, n=curve.n, censored=curve.censored)
    if compared.change is not None and unseen and before is not None:
        worst = change(before, replace(now, value=now.value + unseen))
        compared = replace(compared, change=replace(compared.change, high=worst.high))
    return replace(compared, horizon=common), curve


def month_mean(hours: NDArray[np.float64], done: Bools, day: Ints) -> Interval | None:
    """The mean time of one month's papers; None while too little of it was seen to stand beside other months."""
    curve = survival_curve(hours, done)
    if not curve.told:
        return None
    now = restricted_mean_by_group(hours, done, day)
    return told(now) if curve.unseen(curve.horizon) <= MOST_UNSEEN * now.value else None


def touch(cohort: Cohort, before: Estimate | None) -> Comparison:
    """Minutes of active time a paper, of the months with enough people and papers."""
    minuted = cohort.minuted
    n = int(minuted.sum())
    if n == 0:
        return Comparison("touch", "minutes", before, None, None, 0, missing="too-few-people")
    now = mean((cohort.touched[minuted] / 60.0).tolist())
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


def cost_difference(costs: Sequence[float], before: Estimate | None) -> float | None:
    """PLN that these months cost more than as many months before; plain arithmetic, no judgment."""
    if not costs or before is None:
        return None
    return math.fsum(costs) - len(costs) * before.value


def cost_a_paper(months: Sequence[CostMonth], before: Estimate | None) -> Comparison:
    """Cost by papers over the months whose cost is known."""
    if not months or not sum(m.papers for m in months):
        return Comparison("unit_cost", "pln", before, None, None, 0, missing="no-cost")
    now = ratio([m.cost for m in months], [float(m.papers) for m in months])
    return _compared("unit_cost", "pln", before, now, told(now), n=len(months))


def unit_cost_before(before: Mapping[str, Estimate]) -> Estimate | None:
    """The baseline's cost a paper: as it was counted by month, else its monthly cost by its monthly papers.

    Of the two apart, relative errors add in squares.
    """
    if "unit_cost" in before:
        return before["unit_cost"]
    cost, volume = before.get("cost"), before.get("volume")
    if cost is None or volume is None or volume.value <= 0 or cost.value <= 0:
        return None
    value = cost.value / volume.value
    spread = math.hypot(cost.error / cost.value, volume.error / volume.value)
    known = [e.freedom for e in (cost, volume) if e.freedom is not None]
    return Estimate(value, value * spread, min(cost.n, volume.n), min(known) if known else None)


def saved(months: Sequence[CostMonth], before: Estimate | None) -> Interval | None:
    """PLN saved in these months: their papers at the baseline's cost a paper, less what they cost."""
    papers = sum(m.papers for m in months)
    if before is None or not papers:
        return None
    now = ratio([m.cost for m in months], [float(m.papers) for m in months])
    value = papers * (before.value - now.value)
    known = [e.freedom for e in (before, now) if e.freedom is not None]
    gap = Estimate(value, papers * math.hypot(before.error, now.error), now.n, min(known))
    if not math.isfinite(gap.error) or gap.freedom == 0:
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
