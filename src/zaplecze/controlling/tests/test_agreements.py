"""Service agreements and the barometer: pure rules on hand-written ways of papers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.controlling.rules.agreements import (
    FEWEST_FINISHED,
    WHOLE,
    Paper,
    State,
    Terms,
    card,
    clocks_of,
    clocks_seen,
    forecast,
    papers_under,
)
from zaplecze.controlling.rules.barometer import STATEMENTS, VARIABLES, readings
from zaplecze.controlling.rules.history import Clock, History, Span
from zaplecze.controlling.service.cards import state_words
from zaplecze.platform.days import WARSAW, add_working_hours

MONDAY = datetime(2026, 9, 14, 8, tzinfo=WARSAW)
OURS = Terms("cost_invoice", WHOLE, Clock.OURS, 8.0, 0.9)


def way(*parts: tuple[str, Clock, float | None], document_id: int = 1) -> History:
    """A paper of Monday at eight; each part is a kind of step, a clock, working hours (None: still there)."""
    at, spans, seq = MONDAY, [], 1
    for kind, clock, hours in parts:
        end = None if hours is None else add_working_hours(at, hours)
        spans.append(Span(kind, kind, clock, at, end, seq, None if end is None else seq + 1))
        at, seq = end or at, seq + 1
    done = bool(parts) and parts[-1][2] is not None
    return History(1, document_id, "cost_invoice", MONDAY, at if done else None, tuple(spans), ())


def under(history: History, *, hours_later: float, terms: Terms = OURS) -> Paper:
    (paper,) = papers_under(terms, [history], as_of=add_working_hours(MONDAY, hours_later))
    return paper


def test_what_waits_for_the_client_stops_our_clock() -> None:
    lying = way(("describe", Clock.OURS, 3), ("approve", Clock.CLIENT, None))
    paper = under(lying, hours_later=60)
    assert (paper.counted, paper.waited_elsewhere) == (3, 57)
    assert paper.state is State.STOPPED
    back = way(("describe", Clock.OURS, 3), ("approve", Clock.CLIENT, 57), ("code", Clock.OURS, 4))
    paper = under(back, hours_later=90)
    assert (paper.counted, paper.waited_elsewhere, paper.state) == (7, 57, State.KEPT)


def test_our_own_hours_are_late_while_open_and_missed_when_done() -> None:
    assert under(way(("code", Clock.OURS, None)), hours_later=8).state is State.RUNNING
    assert under(way(("code", Clock.OURS, None)), hours_later=8.5).state is State.LATE
    assert under(way(("code", Clock.OURS, 9)), hours_later=20).state is State.MISSED


def test_paying_is_the_clients_affair_and_straight_papers_took_no_time() -> None:
    booked = way(("code", Clock.OURS, 5), ("pay", Clock.CLIENT, None))
    assert under(booked, hours_later=200).state is State.KEPT
    assert under(way(("pay", Clock.CLIENT, None)), hours_later=200).state is State.KEPT
    step = Terms("cost_invoice", "code", Clock.OURS, 8.0, 0.9)
    assert papers_under(step, [way(("pay", Clock.CLIENT, None))], as_of=MONDAY) == []
    other = Terms("sales_invoice", WHOLE, Clock.OURS, 8.0, 0.9)
    assert papers_under(other, [booked], as_of=MONDAY) == []


KINDS = st.sampled_from(["describe", "approve", "code"])
PARTS = st.lists(
    st.tuples(KINDS, st.sampled_from(Clock), st.integers(0, 30)), min_size=1, max_size=8
)


@given(PARTS)
def test_the_clocks_of_a_paper_add_up_to_its_time(parts: list[tuple[str, Clock, int]]) -> None:
    for clock in Clock:
        terms = Terms("cost_invoice", WHOLE, clock, 8.0, 0.9)
        paper = under(way(*parts), hours_later=1_000, terms=terms)
        assert paper.counted + paper.waited_elsewhere == pytest.approx(sum(h for *_, h in parts))


def paper(counted: float, state: State, number: int = 0) -> Paper:
    return Paper(number, counted, 0.0, state, None)


def test_a_card_counts_late_papers_as_missed_before_they_are_done() -> None:
    told = card(
        [paper(2, State.KEPT)] * 8
        + [paper(9, State.MISSED), paper(9, State.LATE), paper(1, State.RUNNING)]
    )
    assert (told.done, told.on_time, told.open, told.late) == (9, 8, 2, 1)
    assert told.share == 0.8
    assert told.kept(OURS) is False
    assert card([paper(1, State.RUNNING)]).kept(OURS) is None


def test_a_step_that_never_ran_on_the_agreements_clock_is_not_judged() -> None:
    paid = way(("code", Clock.OURS, 5), ("pay", Clock.OUTSIDE, 60))
    waits = way(("code", Clock.OURS, 5), ("pay", Clock.OUTSIDE, None))
    by_the_office = Terms("cost_invoice", "pay", Clock.OURS, 8.0, 0.9)
    assert papers_under(by_the_office, [paid, waits], as_of=add_working_hours(MONDAY, 200)) == []
    assert clocks_of("pay") == {Clock.OUTSIDE}
    assert clocks_seen("pay", [paid, waits]) == {Clock.OUTSIDE}
    assert clocks_seen("code", [paid, waits]) == {Clock.OURS}
    assert clocks_of("approve") == clocks_of(WHOLE) == {Clock.OURS, Clock.CLIENT}
    by_the_bank = Terms("cost_invoice", "pay", Clock.OUTSIDE, 40.0, 0.9)
    late, lying = papers_under(by_the_bank, [paid, waits], as_of=add_working_hours(MONDAY, 30))
    assert (late.state, lying.state) == (State.MISSED, State.RUNNING)


def test_where_the_clock_stands_still_the_words_name_who_is_awaited() -> None:
    at_the_client = way(("describe", Clock.OURS, 3), ("approve", Clock.CLIENT, None))
    at_the_office = way(("approve", Clock.CLIENT, 2), ("code", Clock.OURS, None), document_id=2)
    found = under(at_the_client, hours_later=9)
    assert (found.state, found.waits_on) == (State.STOPPED, Clock.CLIENT)
    theirs = Terms("cost_invoice", WHOLE, Clock.CLIENT, 8.0, 0.9)
    told = under(at_the_office, hours_later=9, terms=theirs)
    assert (told.state, told.waits_on) == (State.STOPPED, Clock.OURS)
    assert card([told, told]).stopped_on == ((Clock.OURS, 2),)
    assert state_words(found) == "czeka na klienta: zegar stoi"
    assert state_words(told) == "czeka na biuro: zegar stoi"
    assert under(way(("code", Clock.OURS, 3)), hours_later=9).waits_on is None


def test_from_a_handful_of_finished_papers_nothing_is_foretold() -> None:
    done = [paper(float(h), State.KEPT) for h in range(FEWEST_FINISHED)]
    lying = paper(5.0, State.RUNNING, 1)
    few = forecast(OURS, [*done[1:], lying])
    assert (few.share, few.chances, few.learned_from) == (None, {}, FEWEST_FINISHED - 1)
    assert forecast(OURS, [*done, lying]).chances.keys() == {1}


def test_the_forecast_learns_from_papers_that_lay_as_long() -> None:
    done = [paper(float(h), State.KEPT if h <= 8 else State.MISSED) for h in range(1, 17)]
    fresh, old, late = (
        paper(0.0, State.RUNNING, 1),
        paper(7.0, State.RUNNING, 2),
        paper(10.0, State.LATE, 3),
    )
    told = forecast(OURS, [*done, fresh, old, late])
    assert told.chances[3] == 1.0
    assert told.chances[1] < told.chances[2] < 1.0
    assert told.expected_missed == pytest.approx(sum(told.chances.values()))
    assert told.low is not None
    assert told.share is not None
    assert told.high is not None
    assert told.low <= told.share <= told.high
    assert forecast(OURS, []).share is None


def test_forecasts_beat_the_average_on_a_made_office() -> None:
    """Brier's score of each paper's own chance against giving every paper the office's average."""
    import random

    draw = random.Random(5)
    whole = [draw.lognormvariate(1.6, 0.8) for _ in range(600)]
    past = [paper(h, State.KEPT if h <= 8 else State.MISSED) for h in whole[:300]]
    seen = [(h, draw.uniform(0, 12)) for h in whole[300:]]
    still = [(n, h, age) for n, (h, age) in enumerate(seen) if age < min(h, 8.0)]
    told = forecast(OURS, [*past, *(paper(age, State.RUNNING, n) for n, _, age in still)])
    average = sum(h > 8 for h in whole[:300]) / 300
    own = sum((told.chances[n] - (h > 8)) ** 2 for n, h, _ in still) / len(still)
    naive = sum((average - (h > 8)) ** 2 for _, h, _ in still) / len(still)
    assert own < naive * 0.98


def test_four_people_are_no_group() -> None:
    tally = {(n, 4): 4 for n in range(STATEMENTS)}
    assert readings(tally, 4) is None
    told = readings({(n, 4): 5 for n in range(STATEMENTS)}, 5)
    assert told is not None
    assert [r.key for r in told] == list(VARIABLES)
    assert len(VARIABLES) == 6
    assert all((r.mean, r.low, r.high, r.n) == (4, 4, 4, 10) for r in told)


@given(st.lists(st.lists(st.integers(1, 5), min_size=12, max_size=12), min_size=5, max_size=20))
def test_a_mean_lies_within_its_interval_and_the_scale(answers: list[list[int]]) -> None:
    tally: dict[tuple[int, int], int] = {}
    for marks in answers:
        for n, mark in enumerate(marks):
            tally[n, mark] = tally.get((n, mark), 0) + 1
    told = readings(tally, len(answers))
    assert told is not None
    for number, r in enumerate(told):
        marks = [m[i] for m in answers for i in (2 * number, 2 * number + 1)]
        assert r.mean == pytest.approx(sum(marks) / len(marks))
        assert 1 <= r.low <= r.mean <= r.high <= 5


def test_hours_of_a_weekend_do_not_count() -> None:
    friday = datetime(2026, 9, 18, 15, tzinfo=WARSAW)
    lying = History(
        1, 1, "cost_invoice", friday, None,
        (Span("code", "code", Clock.OURS, friday, None, 1, None),), (),
    )  # fmt: skip
    (found,) = papers_under(OURS, [lying], as_of=friday + timedelta(days=3))
    assert found.counted == 8.0
