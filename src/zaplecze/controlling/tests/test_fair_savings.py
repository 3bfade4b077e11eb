"""Before beside now without flattery: what nobody saw, months of both sides, minutes that would tell one person's."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.controlling.rules.intervals import Estimate, mean, ratio
from zaplecze.controlling.rules.minutes import LEAST_SHARE, MOST_SHARE, Minutes, minutes_of
from zaplecze.controlling.rules.savings import (
    OPEN,
    Cohort,
    CostMonth,
    Verdict,
    cost_a_paper,
    cycle,
    month_mean,
    saved,
    touch,
    unit_cost_before,
)

DAY = 86_400
MONDAY = 20_696 * DAY + 8 * 3600  # 31 August 2026, 8:00


def nobodys(papers: int) -> Minutes:
    """No minutes at all, in one month."""
    none = np.zeros(1, dtype=np.int64)
    return Minutes(np.zeros(papers, dtype=np.int64), none, none, np.zeros(1, dtype=bool))


def papers(*ways: tuple[int, float | None], as_of_day: int = 60, **more: Any) -> Cohort:
    """Papers of working days: (day of intake counted from a Monday at eight, hours on that day until its end)."""
    received = np.array([MONDAY + day * DAY for day, _ in ways], dtype=np.int64)
    ended = np.array(
        [
            OPEN if h is None else at + round(h * 3600)
            for at, (_, h) in zip(received, ways, strict=True)
        ]
    )
    none = np.zeros(len(ways), dtype=bool)
    values: dict[str, Any] = {
        "document_ids": np.arange(len(ways)),
        "month": np.zeros(len(ways), dtype=np.int64),
        "received": received,
        "ended": ended.astype(np.int64),
        "posted": ended != OPEN,
        "straight": none,
        "returned": none,
        "reversed": none,
        "minutes": nobodys(len(ways)),
        "as_of": MONDAY + as_of_day * DAY,
        "effort_since": None,
        "fields_read": np.zeros(len(ways), dtype=np.int64),
        "fields_corrected": np.zeros(len(ways), dtype=np.int64),
    }
    return Cohort(**{**values, **more})


TYPED = Estimate(46.0, 0.0, 0)


def test_a_company_of_four_days_has_no_mean_beyond_them() -> None:
    # Half of the papers of each day were done in two hours; the oldest that lies is not 32 hours old.
    young = papers(*((day, hours) for day in range(4) for hours in (2.0, 2.0, None)), as_of_day=4)
    told, curve = cycle(young, TYPED)
    assert curve is not None
    assert curve.horizon == told.horizon == 32.0
    assert told.now is not None
    assert told.now.value < 32.0
    assert (told.change, told.missing) == (None, "too-early-to-compare")
    alone, _ = cycle(young, None)
    assert alone.missing == "no-baseline"


def test_before_half_is_finished_it_is_too_early_for_a_mean() -> None:
    told, curve = cycle(papers((0, 2.0), (0, None), (1, None), as_of_day=3), TYPED)
    assert curve is not None
    assert (told.now, told.change, told.missing) == (None, None, "too-early")


def test_what_nobody_watched_for_an_hour_has_no_time() -> None:
    told, _ = cycle(papers((0, 0.0), (0, 0.0), (0, None), as_of_day=0), TYPED)
    assert (told.now, told.missing, told.horizon) == (None, "nothing-seen", None)
    at_once, _ = cycle(papers((0, 0.0), (0, 0.0), as_of_day=0), None)
    assert at_once.now is not None, "all of them ended at once: that is known to the end"


def test_a_paper_forgotten_lately_widens_the_interval_to_the_worst() -> None:
    done = [(day, 4.0 + day % 3) for day in range(60) if day % 7 < 5 for _ in range(6)]
    told, _ = cycle(papers(*done, as_of_day=60), TYPED)
    lying, curve = cycle(papers(*done, (42, None), as_of_day=60), TYPED)
    assert curve is not None
    assert told.horizon == 240
    assert lying.horizon is not None
    assert lying.horizon < 240
    assert told.change is not None
    assert lying.change is not None
    assert None not in (told.change.high, lying.change.high, lying.change.low)
    unseen = curve.unseen(lying.horizon)
    assert 0 < unseen < 0.1 * 5
    assert lying.change.high > told.change.high + unseen / 46  # type: ignore[operator]
    assert lying.verdict is Verdict.KEPT


def test_a_measured_baseline_is_counted_to_what_both_sides_saw() -> None:
    past = papers(*((day, h) for day in range(5) for h in (1.0, 3.0, 7.5)), as_of_day=200)
    now = papers(*((day, h) for day in range(5) for h in (1.0, 3.0, None)), as_of_day=5)
    kept = Estimate(float(past.hours().mean()), 0.5, 15)
    blind, _ = cycle(now, kept)
    assert blind.missing == "too-early-to-compare"
    told, _ = cycle(now, kept, past=past)
    assert told.horizon == 40.0
    assert told.before is not None
    assert told.before.value == pytest.approx(kept.value), "its papers ended long before 40 hours"
    assert told.missing == ""
    assert told.change is not None
    assert told.change.value > 0, "a third of the papers lie: now is slower"
    reversed_roles, _ = cycle(past, Estimate(10.0, 1.0, 15), until=40.0)
    assert reversed_roles.horizon == 40.0, "now is counted to where the baseline ended"


def test_a_month_stands_in_the_picture_when_it_was_seen() -> None:
    seen = papers(*((day, 4.0) for day in range(5)))
    mean_of = month_mean(seen.hours(), seen.done, seen.day)
    assert mean_of is not None
    assert mean_of.value == 4.0
    fresh = papers(*((day, h) for day in range(4) for h in (2.0, 2.0, None)), as_of_day=4)
    assert month_mean(fresh.hours(), fresh.done, fresh.day) is None


# ---- Minutes

LATER = 9
"""Months until the page is looked at: every month's next one is over by then."""
Effort = tuple[int, int, int, int]
"""A paper, a person, the month, seconds."""


def with_minutes(papers_of: list[int], efforts: list[Effort], *, now: int = LATER) -> Cohort:
    """Months of so many papers, numbered from 0, and who was at them for how long."""
    month = np.repeat(np.arange(len(papers_of)), papers_of)
    found = minutes_of(
        np.array(efforts, dtype=np.int64).reshape(-1, 4),
        document_ids=np.arange(month.size), month=month, months=len(papers_of), first=0, now=now,
    )  # fmt: skip
    ways = ((0, 1.0) for _ in month)
    return papers(*ways, month=month, minutes=found, effort_since=0)


def everybody(
    first: int, papers: int, month: int, seconds: tuple[int, ...] = (60, 50, 40)
) -> list[Effort]:
    """People 1, 2, 3 were at papers from number ``first`` on, each so long at each."""
    return [(first + n, who, month, s) for n in range(papers) for who, s in enumerate(seconds, 1)]


def test_june_does_not_come_out_of_june_and_july_less_july() -> None:
    june = [(n, 1, 0, 60) for n in range(12)]
    alone = touch(with_minutes([12], june), None)
    assert (alone.now, alone.missing, alone.n) == (None, "too-few-people", 0)
    both = touch(with_minutes([12, 40], [*june, *everybody(12, 40, 1)]), None)
    second = touch(with_minutes([0, 40], everybody(0, 40, 1)), None)
    assert both.now == second.now
    assert both.now is not None
    assert both.n == second.n == 40


def test_two_papers_of_ten_with_minutes_tell_what_two_others_did() -> None:
    """Ten papers, two of which anybody was at: a colleague who knows her own minutes knows the others'."""
    few = everybody(0, 2, 0)
    assert touch(with_minutes([10], few), None).missing == "too-few-people"
    assert touch(with_minutes([10], everybody(0, 9, 0)), None).now is None
    told = touch(with_minutes([20], everybody(0, 10, 0)), None)
    assert told.now is not None
    assert (told.n, told.now.value) == (20, 10 * 150 / 60 / 20), "papers without minutes took none"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [((60, 50, 40), True), ((60, 50, 2), False), ((90, 7, 7), False), ((75, 15, 10), True)],
)
def test_a_glance_makes_no_third_person_and_nobody_has_most_of_a_sum(
    seconds: tuple[int, ...], told: bool
) -> None:
    found = touch(with_minutes([12], everybody(0, 12, 0, seconds)), None)
    assert (found.now is not None) is told


def test_a_month_is_told_when_the_next_one_is_over_and_never_changes() -> None:
    efforts = everybody(0, 12, 0)
    assert touch(with_minutes([12], efforts, now=0), None).now is None
    assert touch(with_minutes([12], efforts, now=1), None).now is None
    first = touch(with_minutes([12], efforts, now=2), None).now
    assert first is not None
    in_july = touch(with_minutes([12], [*efforts, (3, 1, 1, 600)]), None).now
    assert in_july is not None
    assert in_july.value > first.value, "what was done in the next month belongs to it"
    afterwards = touch(with_minutes([12], [*efforts, (3, 1, 2, 600)]), None).now
    assert afterwards == first, "a day's work of one person can't come out of two days' figures"


EFFORTS = st.lists(
    st.tuples(st.integers(0, 44), st.integers(1, 4), st.integers(0, 3), st.integers(0, 300)), max_size=90
)  # fmt: skip


@given(EFFORTS)
def test_no_sum_of_minutes_holds_a_month_that_is_not_shown_alone(efforts: list[Effort]) -> None:
    told = with_minutes([15, 15, 15], efforts)
    whole = 0
    for month in range(3):
        alone = with_minutes([15 if m == month else 0 for m in range(3)], [
            (p - 15 * month, who, when, s) for p, who, when, s in efforts if p // 15 == month
        ])  # fmt: skip
        if touch(alone, None).now is None:
            continue
        whole += int(alone.touched.sum())
        people: dict[int, int] = {}
        for p, who, when, s in efforts:
            if p // 15 == month and when <= month + 1:
                people[who] = people.get(who, 0) + s
        shares = sorted(people.values())
        assert alone.touched.sum() == sum(shares)
        assert shares[-1] <= MOST_SHARE * sum(shares)
        assert shares[-3] >= LEAST_SHARE * sum(shares)
    assert told.touched[told.minuted].sum() == whole


# ---- Cost of a document


def test_a_baselines_cost_a_paper_has_the_spread_of_its_months() -> None:
    costs, counts = [3_000.0, 6_100.0, 4_400.0], [30.0, 60.0, 45.0]
    by_month = ratio(costs, counts)
    told = unit_cost_before({"cost": mean(costs), "volume": mean(counts), "unit_cost": by_month})
    assert told == by_month
    apart = unit_cost_before({"cost": mean(costs), "volume": mean(counts)})
    assert apart is not None
    assert apart.value == pytest.approx(by_month.value)
    assert apart.error > 3 * by_month.error, "months of many papers cost more: that is no doubt"
    assert apart.freedom == 2
    exact = unit_cost_before({"cost": mean(costs), "volume": Estimate(45.0, 0.0, 0)})
    assert exact is not None
    assert exact.error < apart.error, "a volume that was counted has an error of its own"


def test_one_month_of_a_baseline_gives_no_interval() -> None:
    one = {"cost": Estimate(4_000.0, math.inf, 1, 0), "volume": Estimate(40.0, math.inf, 1, 0)}
    now = [CostMonth(3_000.0, 40), CostMonth(3_300.0, 41)]
    told = cost_a_paper(now, unit_cost_before(one))
    assert told.change is not None
    assert (told.change.low, told.change.high, told.missing) == (None, None, "one-observation")
    gained = saved(now, unit_cost_before(one))
    assert gained is not None
    assert (gained.low, gained.high) == (None, None)
