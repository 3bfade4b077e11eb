"""The statistics of savings: against offices of known truth, against definitions, against other people's program."""

from __future__ import annotations

import doctest
import math
from datetime import datetime, timedelta
from functools import cache

import numpy as np
import pytest
from bench.savings import DOCUMENT, page
from bench.simulation import (
    PLACEBO,
    PROMISED,
    TRUTHS,
    Outcome,
    Truth,
    Young,
    outcomes,
    true_change,
    young_offices,
)
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.controlling.rules import calculator, intervals, minutes, survival
from zaplecze.controlling.rules.intervals import (
    Estimate,
    change,
    count_interval,
    mean,
    quantile95,
    ratio,
    share_change,
    wilson,
)
from zaplecze.controlling.rules.survival import (
    finished_only_mean,
    restricted_mean,
    restricted_mean_by_group,
    survival_curve,
)
from zaplecze.controlling.rules.worktime import working_hours_between
from zaplecze.platform.days import WARSAW, working_hours


def test_the_examples_in_the_rules_hold() -> None:
    for module in (calculator, intervals, minutes, survival):
        assert doctest.testmod(module).failed == 0


@cache
def measured(truth: Truth) -> list[Outcome]:
    """A thousand offices of one truth, the same as in docs/measuring.md."""
    return outcomes(truth, runs=1_000)


@cache
def young(truth: Truth) -> Young:
    """A thousand young offices of one truth."""
    return young_offices(truth, runs=1_000)


def time_of(truth: Truth) -> Outcome:
    (time,) = (o for o in measured(truth) if o.measure == "time")
    return time


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda t: t.name.partition(":")[0])
def test_intervals_hold_the_truth_of_simulated_offices(truth: Truth) -> None:
    for told in measured(truth):
        assert 0.92 <= told.covered <= 0.98, told
        assert abs(told.average - true_change(truth, told.measure)) < 0.01, told


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda t: t.name.partition(":")[0])
def test_young_offices_are_compared_over_what_was_seen(truth: Truth) -> None:
    told = young(truth)
    assert 0.92 <= told.covered <= 0.98, told
    assert abs(told.average - told.real) < 0.01, told
    assert told.horizon < 161, "nobody saw a paper for longer"
    assert told.held > 0.02, "holding the curve's last height makes them slower than they are"


def test_a_placebo_saves_nothing() -> None:
    for told in measured(PLACEBO):
        assert abs(told.average) < 0.005, told


def test_days_that_are_alike_need_wider_intervals_than_greenwoods() -> None:
    for truth in TRUTHS:
        alone = time_of(truth).greenwood
        assert alone is not None
        assert alone < 0.90


def test_leaving_open_papers_out_overstates() -> None:
    for truth in (PLACEBO, PROMISED):
        time = time_of(truth)
        assert time.naive is not None
        assert time.naive < truth.time - 0.04 < time.average


def test_the_document_tells_of_these_offices() -> None:
    told = [o for truth in TRUTHS for o in measured(truth)]
    told_young = [young(truth) for truth in TRUTHS]
    assert DOCUMENT.read_text() == page(told, told_young, 1_000), "run python -m bench.savings"


PAPERS = st.lists(st.tuples(st.integers(0, 400), st.booleans()), min_size=1, max_size=60)


@given(PAPERS)
def test_the_curve_is_the_product_over_days(papers: list[tuple[int, bool]]) -> None:
    curve = survival_curve([float(h) for h, _ in papers], [e for _, e in papers])
    product = 1.0
    for hours in sorted({h for h, ended in papers if ended}):
        at_risk = sum(h >= hours for h, _ in papers)
        product *= 1 - sum(h == hours and e for h, e in papers) / at_risk
        assert curve.at(hours) == pytest.approx(product, abs=1e-12)
    assert curve.at(-1) == 1.0
    low, high = curve.bounds()
    assert np.all(low <= curve.survival + 1e-12)
    assert np.all(curve.survival <= high + 1e-12)


@given(st.lists(st.integers(0, 400), min_size=2, max_size=60))
def test_with_all_papers_finished_the_restricted_mean_is_the_mean(hours: list[int]) -> None:
    curve = survival_curve([float(h) for h in hours], [True] * len(hours))
    cut = [min(h, 240) for h in hours]
    assert curve.horizon == 240
    assert restricted_mean(curve).value == pytest.approx(sum(cut) / len(cut))


@given(st.lists(st.integers(0, 200), min_size=5, max_size=40))
def test_papers_alone_in_their_group_have_the_usual_error(hours: list[int]) -> None:
    n = len(hours)
    told = restricted_mean_by_group([float(h) for h in hours], [True] * n, range(n))
    usual = mean([float(h) for h in hours])
    assert told.value == pytest.approx(usual.value)
    assert told.error == pytest.approx(usual.error, abs=1e-9)
    assert told.freedom == n - 1


@given(PAPERS.filter(lambda p: len(p) >= 5))
def test_saying_a_paper_twice_makes_nothing_surer(papers: list[tuple[int, bool]]) -> None:
    hours, ended = [float(h) for h, _ in papers], [e for _, e in papers]
    once = restricted_mean_by_group(hours, ended, range(len(papers)))
    twice = restricted_mean_by_group(
        hours * 2, ended * 2, [*range(len(papers)), *range(len(papers))]
    )
    assert twice.value == pytest.approx(once.value)
    assert twice.error == pytest.approx(once.error)


def test_four_days_cannot_tell_how_much_days_differ() -> None:
    told = restricted_mean_by_group([1.0, 2.0, 3.0, 4.0, 5.0], [True] * 5, [1, 2, 3, 4, 4])
    assert math.isinf(told.error)
    assert told.value == pytest.approx(3.0)


@given(PAPERS, st.integers(0, 300))
def test_an_open_paper_never_makes_the_office_faster(
    papers: list[tuple[int, bool]], age: int
) -> None:
    hours, ended = [float(h) for h, _ in papers], [e for _, e in papers]
    with_open = survival_curve([*hours, float(age)], [*ended, False])
    alone = survival_curve(hours, ended)
    both = min(with_open.horizon, alone.horizon)
    assert restricted_mean(with_open, both).value >= restricted_mean(alone, both).value - 1e-9


def test_papers_on_their_way_count_as_slow_not_as_missing() -> None:
    hours, ended = [8.0] * 10 + [100.0] * 10, [True] * 10 + [False] * 10
    curve = survival_curve(hours, ended)
    assert finished_only_mean(hours, ended) == 8.0
    assert curve.horizon == 100.0
    assert restricted_mean(curve).value == pytest.approx(8 + 92 / 2)
    assert curve.unseen(100.0) == pytest.approx(140 / 2)


@given(PAPERS)
def test_no_mean_is_longer_than_anybody_saw_a_paper(papers: list[tuple[int, bool]]) -> None:
    hours, ended = [float(h) for h, _ in papers], [e for _, e in papers]
    told = restricted_mean(survival_curve(hours, ended))
    assert told.value <= max(hours) + 1e-9


def test_a_horizon_beyond_what_was_seen_is_refused() -> None:
    with pytest.raises(ValueError, match=r"31\.5 h"):
        restricted_mean(survival_curve([4.0, 31.5], [True, False]), 240.0)
    assert restricted_mean(survival_curve([4.0, 31.5], [True, True]), 240.0).value == 17.75


def test_bad_papers_are_refused() -> None:
    for hours, ended in (([], []), ([1.0], []), ([-1.0], [True])):
        with pytest.raises(ValueError, match=r"papier|ujemny"):
            survival_curve(hours, ended)


@given(st.lists(st.tuples(st.integers(0, 3_000_000), st.integers(0, 3_000_000)), max_size=12))
def test_working_hours_of_many_are_those_of_each(pairs: list[tuple[int, int]]) -> None:
    began = datetime(2026, 3, 20)  # noqa: DTZ001 - over the change of clocks and Easter
    origin = int((began - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001
    starts = np.array([origin + a for a, _ in pairs], dtype=np.int64)
    ends = np.array([origin + b for _, b in pairs], dtype=np.int64)
    told = working_hours_between(starts, ends)
    for (a, b), hours in zip(pairs, told, strict=True):
        start, end = ((began + timedelta(seconds=s)).replace(tzinfo=WARSAW) for s in (a, b))
        assert hours == pytest.approx(working_hours(start, end), abs=1e-6)


def test_a_told_baseline_is_exact_and_a_counted_one_widens_the_interval() -> None:
    now = Estimate(24.0, 1.5, 300)
    told = change(Estimate(40.0, 0.0, 0), now)
    counted = change(Estimate(40.0, 3.0, 80), now)
    assert told.value == counted.value == -0.4
    assert None not in (told.low, told.high, counted.low, counted.high)
    assert counted.low < told.low < -0.4 < told.high < counted.high  # type: ignore[operator]


def test_one_month_of_cost_gives_no_interval() -> None:
    one = ratio([70_000.0], [300.0])
    assert change(Estimate(250.0, 0.0, 0), one).high is None
    assert quantile95(0) == math.inf
    assert quantile95(10) == 2.228
    assert mean([3.0, 5.0]).error == pytest.approx(1.0)


@given(st.integers(0, 300), st.integers(1, 300))
def test_intervals_of_shares_and_counts_hold_their_value(hits: int, n: int) -> None:
    hits = min(hits, n)
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    moved = share_change(hits / n, n, hits, n)
    assert moved.value == 0
    assert moved.low <= 0 <= moved.high  # type: ignore[operator]
    under, over = count_interval(hits)
    assert under <= hits <= over


def test_lifelines_draws_the_same_curve() -> None:
    lifelines = pytest.importorskip("lifelines", reason="lifelines judges; make judges installs it")
    draw = np.random.default_rng(7)
    for size in (3, 40, 500):
        whole = np.round(draw.lognormal(3, 1, size), 1)
        watched = np.round(draw.uniform(0, 90, size), 1)
        hours, ended = np.minimum(whole, watched), whole <= watched
        ours = survival_curve(hours, ended)
        judge = lifelines.KaplanMeierFitter().fit(hours, ended)
        theirs = judge.survival_function_at_times(ours.times).to_numpy()
        assert ours.survival == pytest.approx(theirs, abs=1e-10)
        low, high = ours.bounds()
        limits = judge.confidence_interval_.loc[ours.times].to_numpy()
        inside = (ours.survival > 0) & (ours.survival < 1)
        assert low[inside] == pytest.approx(limits[inside, 0], abs=1e-8)
        assert high[inside] == pytest.approx(limits[inside, 1], abs=1e-8)
        area = lifelines.utils.restricted_mean_survival_time(judge, t=60.0)
        last = hours.max()
        if last >= 60 or ours.at(last) == 0:
            assert restricted_mean(ours, min(60.0, ours.horizon)).value == pytest.approx(
                area, abs=1e-6
            )
        half = judge.median_survival_time_
        assert ours.median() == (None if math.isinf(half) else pytest.approx(half))
