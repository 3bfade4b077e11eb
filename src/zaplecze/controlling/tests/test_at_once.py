"""Folded papers give what the rules give paper by paper."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import numpy as np
import pytest

from zaplecze.controlling.rules import at_once
from zaplecze.controlling.rules.bottlenecks import bottlenecks, rank_sum
from zaplecze.controlling.rules.clocks import BrokenHistory
from zaplecze.controlling.rules.flow_map import flow_map
from zaplecze.controlling.rules.folds import (
    Folded,
    alike,
    ended_at,
    fold_of,
    micros,
    unfold,
    worked_at,
)
from zaplecze.controlling.rules.history import History
from zaplecze.controlling.rules.loads import load_figures, rank_sum_of
from zaplecze.controlling.rules.rework import Loop, rework
from zaplecze.controlling.rules.summary import summary
from zaplecze.controlling.rules.variants import variants
from zaplecze.controlling.rules.way import Read, history_of
from zaplecze.controlling.tests.logs import KINDS, Writer, office
from zaplecze.controlling.tests.test_clocks import random_events
from zaplecze.platform.days import WARSAW

AS_OF = datetime(2026, 8, 3, 12, tzinfo=WARSAW)
LATE = datetime(2060, 1, 1, 12, tzinfo=WARSAW)
UNTOLD = {"reason", "on_behalf_of", "opened_at"}


def folded(papers: Sequence[Sequence[Read]], amounts: Sequence[float]) -> Folded:
    """Papers folded as the statement of `grouped` groups them."""
    folds = []
    for ids, at in alike(rows_of(papers)):
        events = [replace(e, seq=place) for place, e in enumerate(papers[ids[0]])]
        way = history_of(company_id=1, document_id=ids[0], events=events, kinds=KINDS)
        assert way is not None
        folds.append(fold_of(way, at, [amounts[i] for i in ids]))
    return Folded(tuple(folds))


def rows_of(papers: Sequence[Sequence[Read]]) -> list[tuple[int, str, str]]:
    """Each paper's number, what its events say, their moments."""
    rows = []
    for number, events in enumerate(papers):
        says = [
            (e.code, {k: v for k, v in e.data.items() if k not in UNTOLD | {"number"}})
            for e in events
        ]
        rows.append(
            (number, json.dumps(says, sort_keys=True), ",".join(str(micros(e.at)) for e in events))
        )
    return rows


def assert_same(found: Folded, histories: list[History], as_of: datetime) -> None:
    now = micros(as_of)
    theirs, ours = flow_map(histories), at_once.map_figures(found)
    assert (ours.activities, ours.waiting, ours.papers) == (
        theirs.activities,
        theirs.waiting,
        theirs.papers,
    )
    assert list(ours.arrows) == list(theirs.arrows)
    names = ("source", "target", "count", "papers", "mean_hours", "median_hours", "mean_elapsed")
    assert_close(names, ours.arrows.values(), theirs.arrows.values())
    names = ("number", "way", "count", "share", "running_share", "median_hours")
    assert_close(names, at_once.variant_figures(found), variants(histories))
    whole, told = summary(histories, as_of), at_once.totals(found, now)
    assert_close(("papers", "open", "median_hours", "median_desks"), [told], [whole])
    assert told.by_clock == pytest.approx(whole.by_clock)
    office = at_once.summary_figures(found, now)
    assert office.right_first == pytest.approx(whole.right_first)
    assert office.bottleneck_share == pytest.approx(whole.bottleneck_share)
    same = ("events", "open_by_clock", "bottleneck", "bottleneck_clock")
    assert [getattr(office, name) for name in same] == [getattr(whole, name) for name in same]
    plain = rework(histories, as_of)
    loops = at_once.rework_figures(found, now)
    assert (loops.papers, loops.right_first) == (plain.papers, plain.right_first)
    assert_close(("source", "back_to", "count", "papers", "hours"), loops.loops, plain.loops)
    names = (
        "step",
        "kind",
        "clock",
        "count",
        "open",
        "hours",
        "share",
        "median_hours",
        "p90_hours",
    )
    key = lambda load: (load.step, load.kind, load.clock)  # noqa: E731
    mine = sorted(load_figures(found, now), key=key)
    loads = sorted(bottlenecks(histories, as_of), key=key)
    assert_close(names, mine, loads)
    names = ("code", "count", "others", "median_with", "median_without", "hours", "sure")
    for load, plain_load in zip(mine, loads, strict=True):
        assert_close(names, load.causes, plain_load.causes)


def assert_close(names: Sequence[str], ours: object, theirs: object) -> None:
    def told(rows: object) -> list[list[object]]:
        return [[value_of(row, name) for name in names] for row in rows]  # type: ignore[attr-defined]

    for mine, other in zip(told(ours), told(theirs), strict=True):
        for name, a, b in zip(names, mine, other, strict=True):
            same = a == pytest.approx(b, rel=1e-9, abs=1e-6) if isinstance(b, float) else a == b
            assert same, (name, mine, other)


def value_of(row: object, name: str) -> object:
    if name == "count" and not hasattr(row, "count"):
        return len(row.returns if isinstance(row, Loop) else row.visits)  # type: ignore[attr-defined]
    return getattr(row, name)


@pytest.mark.parametrize("seed", [7, 8])
def test_of_an_office(seed: int) -> None:
    writer = Writer()
    histories = office(300, seed=seed, writer=writer)
    amounts = [float(dict(h.facts)["gross_pln"]) for h in histories]
    found = folded(writer.papers, amounts)
    assert len(found.folds) < len(histories) / 3  # most papers go one of few ways
    assert found.events == sum(len(h.happenings) for h in histories)
    bare = [replace(h, version=0) for h in histories]
    assert_same(found, bare, AS_OF)
    assert any(load.causes for load in load_figures(found, micros(AS_OF)))


def test_of_any_logs() -> None:
    """Any order of events, each as several papers whose gaps differ, but where there was none."""
    random = Random(11)
    papers = []
    for _ in range(120):
        events = random_events(random)
        for _ in range(3):
            papers.append(stretched(events, random))
    histories = [
        history_of(company_id=1, document_id=n, events=e, kinds=KINDS) for n, e in enumerate(papers)
    ]
    plain = [h for h in histories if h is not None]
    found = folded(papers, [float("nan")] * len(papers))
    assert found.papers == len(plain)
    assert_same(found, plain, LATE)


def test_a_paper_of_a_fold_is_told_as_if_it_was_walked_along() -> None:
    random = Random(13)
    papers, seq = [], 0
    for _ in range(150):
        events = random_events(random)
        for _ in range(3):
            told = []
            for event in stretched(events, random):
                seq += random.randrange(1, 4)
                told.append(replace(event, seq=seq, by=random.choice((None, 1, 2, 3))))
            papers.append(told)
    facts = (("gross_pln", "123.00"),)
    seen = 0
    for ids, at in alike(rows_of(papers)):
        first = [replace(e, seq=place) for place, e in enumerate(papers[ids[0]])]
        way = history_of(company_id=1, document_id=ids[0], events=first, kinds=KINDS, version=3)
        assert way is not None
        for number, moments in zip(ids, at.tolist(), strict=True):
            events = papers[number]
            found = unfold(
                way, moments, [e.seq for e in events], [e.by for e in events],
                ended=ended_at(way, at), document_id=number, facts=facts,
            )  # fmt: skip
            assert found == history_of(
                company_id=1, document_id=number, events=events, kinds=KINDS, version=3, facts=facts
            )
            seen += 1
    assert seen == len(papers)


def stretched(events: list[Read], random: Random) -> list[Read]:
    at = events[0].at + timedelta(microseconds=random.randrange(10**12))
    told = []
    for before, event in zip([events[0], *events], events, strict=False):
        at += (event.at - before.at) * random.randrange(1, 4)
        told.append(replace(event, at=at))
    return told


def test_time_that_goes_back_is_refused_as_paper_by_paper() -> None:
    writer = Writer()
    office(5, writer=writer)
    events = max(writer.papers, key=len)
    third = replace(events[2], at=events[0].at - timedelta(days=9))
    back = [*events[:2], third, *events[3:]]
    wrong = history_of(company_id=1, document_id=1, events=back, kinds=KINDS)
    assert wrong is not None
    with pytest.raises(BrokenHistory):
        bottlenecks([wrong], AS_OF)
    with pytest.raises(BrokenHistory):
        folded([back], [1.0])


def test_the_clocks_add_up_in_a_hundred_thousand_random_logs() -> None:
    """Two thousand orders of events, fifty papers of each: what passed is what the three clocks say."""
    random = Random(20260602)
    numbers = np.random.default_rng(20260602)
    papers, now = 0, micros(LATE)
    for number in range(2_000):
        events = [replace(e, seq=place) for place, e in enumerate(random_events(random))]
        way = history_of(company_id=1, document_id=number, events=events, kinds=KINDS)
        assert way is not None
        moments = np.array([micros(e.at) for e in events])
        gaps = np.diff(moments) * numbers.integers(1, 4, (50, len(events) - 1))
        first = moments[0] + numbers.integers(0, 10**13, (50, 1))
        at = np.hstack([first, first + np.cumsum(gaps, axis=1)])
        at[0] = moments
        fold = fold_of(way, at, [1.0] * 50)
        papers += fold.count
        until = np.full(50, now) if fold.ended is None else fold.at[:, fold.ended]
        none = np.zeros(50, dtype=np.int64)
        elapsed = sum((fold.end(span, now) - fold.start(span) for span in way.spans), none)
        assert np.array_equal(elapsed, until - fold.at[:, 0])
        working = sum((fold.span_worked(span, now) for span in way.spans), none)
        assert np.array_equal(working, worked_at(until) - worked_at(fold.at[:, 0]))
    assert papers == 100_000


def test_ranks() -> None:
    random = Random(5)
    for _ in range(20):
        a, b = (
            [float(random.randrange(9)) for _ in range(random.randrange(5, 30))] for _ in range(2)
        )
        assert rank_sum_of(np.array(a), np.array(b)) == pytest.approx(rank_sum(a, b))
