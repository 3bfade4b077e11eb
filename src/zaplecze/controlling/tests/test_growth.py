"""Work grows no faster than the events: counted in calls, not timed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from zaplecze.controlling.exports import as_xes
from zaplecze.controlling.rules.bottlenecks import bottlenecks
from zaplecze.controlling.rules.flow_map import flow_map
from zaplecze.controlling.rules.history import History
from zaplecze.controlling.rules.replay import replay
from zaplecze.controlling.rules.summary import summary
from zaplecze.controlling.rules.variants import variants
from zaplecze.controlling.rules.way import CLOSED, OPENED, RECEIVED, history_of
from zaplecze.controlling.tests.logs import KINDS, Writer, office
from zaplecze.platform.days import WARSAW

AS_OF = datetime(2027, 6, 1, 12, tzinfo=WARSAW)


def calls(work: Callable[[], Any]) -> int:
    """How many calls of functions, Python's and built-in, a piece of work makes."""
    count = 0

    def tick(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.fixture(scope="module")
def papers() -> list[History]:
    return office(400, seed=9)


@pytest.mark.parametrize(
    "compute",
    [
        lambda found: summary(found, AS_OF),
        flow_map,
        variants,
        lambda found: bottlenecks(found, AS_OF),
        replay,
        lambda found: as_xes(found, name="x"),
    ],
    ids=["summary", "flow map", "variants", "bottlenecks", "replay", "xes"],
)
def test_twice_the_papers_take_at_most_about_twice_the_work(
    papers: list[History], compute: Callable[[list[History]], Any]
) -> None:
    half = papers[:200]
    compute(half)  # calendars and the like are made once
    growth = calls(lambda: compute(papers)) / calls(lambda: compute(half))
    events = sum(len(h.happenings) for h in papers) / sum(len(h.happenings) for h in half)
    assert growth <= 1.2 * events


def test_reading_a_paper_is_linear_in_its_events() -> None:
    def read(returns: int) -> Callable[[], Any]:
        writer = Writer()
        writer.put(AS_OF, RECEIVED, kind="cost_invoice")
        writer.put(AS_OF, OPENED, step="opis")
        for _ in range(returns):
            writer.take(AS_OF, 1, "opis", "akceptacja")
            writer.take(AS_OF, 3, "akceptacja", "opis", "returned")
        writer.put(AS_OF, CLOSED, state="done")
        events = writer.events
        return lambda: history_of(company_id=1, document_id=1, events=events, kinds=KINDS)

    assert calls(read(400)) <= 2.2 * calls(read(200))
