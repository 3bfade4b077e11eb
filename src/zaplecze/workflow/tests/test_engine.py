"""The engine: every procedure ends, in any order; joins, voices, returns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.workflow.rules import (
    Move,
    State,
    Step,
    StepError,
    Verdict,
    Who,
    advance,
    begin,
    candidates,
    check,
    leads_through,
    path,
    return_step,
    returnable,
    steps_from,
    steps_to,
)
from zaplecze.workflow.tests.procedures import (
    FACTS,
    KINDS,
    ORG,
    OVER,
    PAPER,
    Voice,
    breaks_four_eyes,
    procedures,
    right,
)


def run(steps: Sequence[Step], facts: dict[str, Any], picks: Any) -> list[Move]:
    """Accept, in whatever order is drawn, until the end; each voice another person's."""
    move = begin(steps, facts)
    moves = [move]
    voice = 100
    while move.state.waiting:
        assert not move.end
        key = picks(move.state.waiting)
        voice += 1
        move = advance(steps, move.state, Verdict(key, "accepted", voice), facts)
        moves.append(move)
        assert len(moves) < 200, "a procedure ends"
    return moves


@given(procedures().filter(right), st.data())
@settings(max_examples=60)
def test_every_procedure_ends_whatever_the_order(steps: tuple[Step, ...], data: Any) -> None:
    facts = {**PAPER, "cost_center": "PROD"}
    moves = run(steps, facts, lambda waiting: data.draw(st.sampled_from(waiting)))
    assert moves[-1].end == "done"
    opened = [s.key for m in moves for s in m.opened]
    assert sorted(opened) == sorted(s.key for s in path(steps, facts)), "each step once, none else"


@given(procedures().filter(right), st.data())
@settings(max_examples=60)
def test_a_paper_that_waits_waits_for_somebody_who_may(steps: tuple[Step, ...], data: Any) -> None:
    problems = check(steps, facts=FACTS, org=ORG, kinds=KINDS)
    facts = {**PAPER, "cost_center": "PROD"}
    state, history = begin(steps, facts).state, list[Voice]()
    tasks: dict[str, list[Voice]] = {}
    while state.waiting:
        key = data.draw(st.sampled_from(state.waiting))
        step = next(s for s in steps if s.key == key)
        able = candidates(step, facts, ORG)
        free = [
            p
            for p in sorted(able)
            if not breaks_four_eyes(history, Voice(key, step.kind, p), same_task=tasks.get(key, []))
        ]
        if not free:
            # The check had warned that people may run out in this very step.
            assert any(p.step == key for p in problems), (key, steps)
            return
        voice = Voice(key, step.kind, data.draw(st.sampled_from(free)))
        state = advance(steps, state, Verdict(key, "accepted", voice.by), facts).state
        history.append(voice)
        tasks.setdefault(key, []).append(voice)
    approvals: dict[int, set[str]] = {}
    for v in history:
        if v.kind == "approve":
            approvals.setdefault(v.by, set()).add(v.step)
            assert not any(d.kind == "describe" and d.by == v.by for d in history)
    assert all(len(found) == 1 for found in approvals.values())


def test_no_order_of_decisions_changes_what_a_join_leads_to() -> None:
    steps = (
        Step("opis", "describe", 8),
        Step("prawnik", "approve", 8, lane="A"),
        Step("szef", "approve", 8, OVER, lane="B"),
        Step("kontroler", "approve", 8, lane="B"),
        Step("zarząd", "approve", 8, lane="C"),
        Step("dekretacja", "code", 8),
    )
    facts = {**PAPER, "cost_center": "PROD"}
    ends = set()
    for order in permutations(("prawnik", "szef", "kontroler", "zarząd")):
        if order.index("szef") > order.index("kontroler"):
            continue
        state = advance(
            steps, begin(steps, facts).state, Verdict("opis", "accepted", 1), facts
        ).state
        for key in order:
            assert "dekretacja" not in state.waiting
            state = advance(steps, state, Verdict(key, "accepted", 1), facts).state
        ends.add(state.waiting)
    assert ends == {("dekretacja",)}


def test_a_group_waits_for_all_its_voices_and_one_no_is_enough() -> None:
    steps = (Step("zarząd", "approve", 8, who=Who("people", people=(1, 2, 3), need=2)),)
    first = advance(steps, begin(steps, {}).state, Verdict("zarząd", "accepted", 1), {})
    assert (first.missing, first.state.waiting, first.end) == (1, ("zarząd",), "")
    with pytest.raises(StepError, match="już się wypowiedziała"):
        advance(steps, first.state, Verdict("zarząd", "accepted", 1), {})
    assert advance(steps, first.state, Verdict("zarząd", "accepted", 2), {}).end == "done"
    assert advance(steps, first.state, Verdict("zarząd", "rejected", 2), {}).end == "rejected"


WAY = (
    Step("opis", "describe", 8),
    Step("a1", "approve", 8, lane="A"),
    Step("a2", "approve", 8, lane="A"),
    Step("b1", "approve", 8, lane="B"),
    Step("dekretacja", "code", 8),
)


def test_a_paper_returns_to_any_earlier_step_and_to_no_other() -> None:
    assert [s.key for s in returnable(WAY, "dekretacja")] == ["opis", "a1", "a2", "b1"]
    assert [s.key for s in returnable(WAY, "a2")] == ["opis", "a1"]
    both = State(("a2", "b1"))
    inside = advance(WAY, both, Verdict("a2", "returned", 1, back_to="a1"), {})
    assert inside.state.waiting == ("a1", "b1"), "the other lane goes on"
    before = advance(WAY, both, Verdict("a2", "returned", 1, back_to="opis"), {})
    assert (before.state.waiting, before.closed) == (("opis",), ("a2", "b1"))
    with pytest.raises(StepError, match="nie jest wcześniejszy"):
        advance(WAY, both, Verdict("a2", "returned", 1, back_to="b1"), {})
    assert return_step(WAY, "dekretacja").key == "opis"


def test_a_decision_in_a_step_that_does_not_wait_is_refused() -> None:
    with pytest.raises(StepError, match="krok „dekretacja”: nie czeka"):
        advance(WAY, State(("a1", "b1")), Verdict("dekretacja", "accepted", 1), {})


@given(procedures())
@settings(max_examples=40)
def test_a_procedure_is_stored_and_read_back_whole(steps: tuple[Step, ...]) -> None:
    assert steps_from(steps_to(steps)) == steps


def test_steps_stored_before_lanes_and_people_read_as_they_were() -> None:
    (step,) = steps_from([{"key": "a", "kind": "approve", "hours": 8, "when": None}])
    assert step == Step("a", "approve", 8)


def test_a_return_leads_to_the_books_again_only_where_posting_lies_ahead() -> None:
    way = (
        Step("opis", "describe", 8),
        Step("uwagi", "describe", 8, lane="A"),
        Step("zgoda", "approve", 8, lane="A"),
        Step("dekretacja", "code", 8, lane="B"),
        Step("zapłata", "pay", 8),
    )
    posting = frozenset({"code", "match"})
    found = [s.key for s in way if leads_through(way, s.key, posting)]
    assert found == ["opis", "dekretacja"]
