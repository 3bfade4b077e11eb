"""The engine by itself: what always holds, for any procedure that passes its checks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zaplecze.workflow.rules import (
    AllOf,
    AnyOf,
    BadCondition,
    Condition,
    Fact,
    Limit,
    Move,
    Not,
    Org,
    State,
    Step,
    StepError,
    UnknownFact,
    Verdict,
    Who,
    advance,
    begin,
    candidates,
    check,
    errors,
    path,
    read_condition,
    return_step,
    returnable,
    right_to,
    side_of,
    steps_from,
    steps_to,
    write_condition,
)
from zaplecze.workflow.rules.people import Voice, breaks_four_eyes
from zaplecze.workflow.rules.picture import draw
from zaplecze.workflow.rules.trial import PastCase, differences, try_steps

FACTS = {
    f.name: f
    for f in (
        Fact("gross_pln", "kwota", amount=True),
        Fact("supplier", "dostawca"),
        Fact("cost_center", "mpk", from_kind="describe"),
    )
}
ANYBODY = Who()
KINDS = ("describe", "approve", "code", "pay")
OWNER, BOARD, APPROVER, CLERK, CHIEF = 1, 2, 3, 4, 5
ORG = Org(
    {
        OWNER: frozenset({"owner"}),
        BOARD: frozenset({"owner"}),
        APPROVER: frozenset({"approver"}),
        CLERK: frozenset({"accountant"}),
        CHIEF: frozenset({"manager"}),
        9: frozenset({"auditor"}),
    },
    {"PROD": frozenset({APPROVER})},
)
PAPER = {"gross_pln": "12300.00", "supplier": "9990012052"}
OVER = Condition("gross_pln", "over", "10000")

# ---- Strategies

comparisons = st.one_of(
    st.builds(
        Condition,
        st.just("gross_pln"),
        st.sampled_from(("over", "at_least", "under", "at_most", "is", "is_not")),
        st.decimals(0, 10**9, places=2).map(lambda d: f"{d:f}"),
    ),
    st.builds(
        Condition,
        st.just("supplier"),
        st.sampled_from(("is", "is_not")),
        st.text("abcABC019 ()<>=-", min_size=1, max_size=12).filter(lambda t: '"' not in t),
    ),
)
conditions = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda p: AllOf(tuple(p))),
        st.lists(inner, min_size=2, max_size=3).map(lambda p: AnyOf(tuple(p))),
    ),
    max_leaves=5,
)
people = st.sampled_from(
    (
        Who(),
        Who("role", ("owner",)),
        Who("role", ("owner", "approver"), need=2),
        Who("people", people=(OWNER, APPROVER), need=2),
        Who("people", people=(BOARD,)),
        Who("center"),
    )
)


@st.composite
def procedures(draw_: Any) -> tuple[Step, ...]:
    """Any row of steps with lanes; most are right, and those that are not fall out by their check."""
    steps: list[Step] = []
    for n in range(draw_(st.integers(1, 6))):
        kind = draw_(st.sampled_from(KINDS if n else ("describe", "approve")))
        who = draw_(people) if kind == "approve" else Who()
        when = draw_(st.none() | comparisons)
        lane = draw_(st.sampled_from(("", "", "A", "B", "C")))
        steps.append(Step(f"k{n}", kind, 8, when, who, lane))
    return tuple(steps)


def right(steps: Sequence[Step]) -> bool:
    return not errors(check(steps, facts=FACTS, org=ORG, kinds=KINDS))


# ---- Conditions


@given(conditions)
@settings(max_examples=60)
def test_a_condition_reads_back_as_it_was_written(condition: Any) -> None:
    text = write_condition(condition, FACTS)
    if len(text) <= 500:
        again = read_condition(text, FACTS)
        assert again is not None
        for amount in ("0", "9999.99", "123456.78"):
            facts = {"gross_pln": amount, "supplier": "abc"}
            assert again.holds(facts) == condition.holds(facts)
        assert write_condition(again, FACTS) == text


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("kwota >", "brakuje wartości"),
        ("kwota 10", "brakuje znaku"),
        ("kwotka > 10", "nieznany fakt"),
        ("kwota > dużo", "nie jest kwotą"),
        ("dostawca > 10", "nie jest kwotą"),
        ("(kwota > 10", "nawiasu"),
        ("kwota > 10 kwota < 5", "połącz"),
        ("kwota > -5", "nie jest kwotą"),
        ('dostawca = "abc', "nie rozumiem"),
        ("nie", "urywa się"),
        ("(" * 30, "zagnieżdżony"),
        ("kwota > NaN", "nie jest kwotą"),
    ],
)
def test_a_condition_that_can_not_be_read_says_where(text: str, fault: str) -> None:
    with pytest.raises(BadCondition, match=fault):
        read_condition(text, FACTS)


def test_and_binds_before_or() -> None:
    found = read_condition("kwota > 10 i dostawca = A lub nie mpk = PROD", FACTS)
    assert found == AnyOf(
        (
            AllOf((Condition("gross_pln", "over", "10"), Condition("supplier", "is", "A"))),
            Not(Condition("cost_center", "is", "PROD")),
        )
    )


def test_an_unknown_fact_is_never_a_silent_no() -> None:
    one = AnyOf((Condition("gross_pln", "over", "1"), Condition("cost_center", "is", "X")))
    with pytest.raises(UnknownFact, match="cost_center"):
        one.holds(PAPER)
    with pytest.raises(StepError, match=r"krok „zarząd”.*cost_center"):
        begin((Step("zarząd", "approve", 8, Condition("cost_center", "is", "X")),), PAPER)


def test_a_correction_below_zero_counts_by_its_size() -> None:
    assert OVER.holds({"gross_pln": "-12300.00"})


# ---- The engine


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


# ---- People


def test_limits_say_who_may_and_a_persons_own_comes_first() -> None:
    org = Org(
        ORG.roles, limits=(Limit(Decimal(5000), role="approver"), Limit(Decimal(20000), APPROVER))
    )
    step = Step("a", "approve", 8, who=Who("role", ("approver",)))
    assert candidates(step, PAPER, org) == {APPROVER}
    only_role = Org(ORG.roles, limits=(Limit(Decimal(5000), role="approver"),))
    assert candidates(step, PAPER, only_role) == frozenset()
    assert candidates(Step("a", "approve", 8), PAPER, only_role) == {OWNER, BOARD}
    assert candidates(step, {"gross_pln": "5000.00"}, only_role) == {APPROVER}, "inclusive"
    with pytest.raises(StepError, match="krok „a”: limit kwoty"):
        candidates(step, {}, only_role)


def test_a_role_without_a_limit_has_none_even_beside_one_that_has() -> None:
    both = Org({1: frozenset({"owner", "approver"})}, limits=(Limit(Decimal(1), role="approver"),))
    assert candidates(Step("a", "approve", 8), PAPER, both) == {1}
    clerk = Org(
        {1: frozenset({"accountant", "approver"})}, limits=(Limit(Decimal(1), role="approver"),)
    )
    assert candidates(Step("a", "approve", 8), PAPER, clerk) == frozenset()


def test_the_manager_of_the_cost_center_is_asked_and_owners_where_it_has_none() -> None:
    step = Step("a", "approve", 8, who=Who("center"))
    assert candidates(step, {**PAPER, "cost_center": "PROD"}, ORG) == {APPROVER}
    assert candidates(step, {**PAPER, "cost_center": "INNE"}, ORG) == {OWNER, BOARD}
    with pytest.raises(StepError, match="cost_center"):
        candidates(step, PAPER, ORG)


def test_rights_of_substitutes_and_of_those_a_task_was_handed_to() -> None:
    org = Org(ORG.roles, stand_ins=((APPROVER, CLERK),))
    able = frozenset({APPROVER})
    assert right_to(APPROVER, able, org) is not None
    substitute = right_to(CLERK, able, org)
    assert substitute is not None
    assert substitute.instead_of == APPROVER
    assert right_to(CHIEF, able, org) is None
    handed = ((APPROVER, CHIEF),)
    receiver = right_to(CHIEF, able, org, delegations=handed)
    assert receiver is not None
    assert receiver.instead_of == APPROVER
    assert right_to(APPROVER, able, org, delegations=handed) is None, "given away"
    assert right_to(CLERK, able, org, delegations=handed) is None
    assert right_to(CLERK, able, org, spoken=able) is None, "her voice is there already"


def test_an_auditor_asked_by_name_still_only_reads() -> None:
    assert (
        candidates(Step("a", "approve", 8, who=Who("people", people=(9,))), PAPER, ORG)
        == frozenset()
    )


def test_whose_clock_runs() -> None:
    def side(kind: str, who: Who = ANYBODY) -> str:
        step = Step("a", kind, 8, who=who)
        return side_of(step, candidates(step, {**PAPER, "cost_center": "PROD"}, ORG), ORG)

    assert (side("describe"), side("approve"), side("code"), side("pay")) == (
        "office", "client", "office", "office",
    )  # fmt: skip
    assert side("approve", Who("people", people=(OWNER, APPROVER))) == "client"
    assert side("describe", Who("people", people=(OWNER, CLERK))) == "office"
    assert side("describe", Who("role", ("owner",))) == "client"
    assert side("approve", Who("center")) == "client"


# ---- Checks


CODE = Step("c", "code", 8)
OF_CENTER = Condition("cost_center", "is", "X")
CENTER = Who("center")


@pytest.mark.parametrize(
    ("steps", "step", "fault"),
    [
        ((), "", "nie ma kroków"),
        ((CODE, Step("c", "pay", 8)), "c", "już jest"),
        ((Step("a", "approve", 8, OF_CENTER), CODE), "a", "nie jest jeszcze znane"),
        ((Step("a", "approve", 8, who=CENTER), CODE), "a", "nie jest jeszcze znane"),
        (
            (
                Step("o", "describe", 8, lane="A"),
                Step("a", "approve", 8, OF_CENTER, lane="B"),
                CODE,
            ),
            "a",
            "sąsiednim torze",
        ),
        (
            (Step("o", "describe", 8, OVER), Step("a", "approve", 8, who=CENTER), CODE),
            "a",
            "bez warunku",
        ),
        ((Step("c", "code", 8, OVER),), "", "brakuje kroku"),
        ((Step("c", "code", 0),), "c", "termin"),
        (
            (Step("a", "approve", 8, who=Who("people", people=(1,), need=2)), CODE),
            "a",
            "potrzeba 2",
        ),
        ((Step("a", "approve", 8, who=Who("people", people=(77,))), CODE), "a", "nie pracuje"),
        ((Step("m", "match", 8), CODE), "m", "nie pasuje"),
        ((Step("c", "code", 8, action="magia"),), "c", "nie ma czynności"),
        ((Step("c", "code", 8, remind=8),), "c", "przypomnienie"),
        ((Step("c", "code", 8, lane="A"), Step("d", "code", 8, lane="B")), "", "kilka kroków"),
        ((Step("a", "approve", 8, Condition("kolor", "is", "X")), CODE), "a", "nie mają faktu"),
    ],
)
def test_what_is_wrong_names_its_step(steps: tuple[Step, ...], step: str, fault: str) -> None:
    found = errors(check(steps, facts=FACTS, org=ORG, kinds=KINDS, must=("code",)))
    assert any(p.step == step and fault in p.message for p in found), found


def test_a_check_warns_where_people_may_run_out() -> None:
    small = Org({1: frozenset({"owner"}), 2: frozenset({"approver"})})
    steps = (
        Step("opis", "describe", 8),
        Step("a", "approve", 8),
        Step("b", "approve", 8),
        Step("c", "code", 8),
    )
    found = check(steps, facts=FACTS, org=small, kinds=KINDS)
    assert errors(found) == []
    assert not any(
        p.step == "a" and "dwie pary" in p.message
        for p in check((steps[1],), facts=FACTS, org=small, kinds=KINDS)
    )
    beside = (
        Step("a", "approve", 8, lane="A"),
        Step("b", "approve", 8, lane="B"),
        Step("d", "approve", 8, lane="B"),
    )
    warned = {p.step for p in check(beside, facts=FACTS, org=small, kinds=KINDS)}
    assert warned == {"a", "d"}, "the other lane may come first"
    assert any(p.step == "b" and "dwie pary oczu" in p.message for p in found)
    limited = Org(
        small.roles, limits=(Limit(Decimal(1), role="owner"), Limit(Decimal(1), role="approver"))
    )
    assert any(
        "najwyższego" in p.message for p in check(steps, facts=FACTS, org=limited, kinds=KINDS)
    )


# ---- Tried on past papers, compared, drawn


def test_a_procedure_is_tried_on_past_papers() -> None:
    old = (
        Step("opis", "describe", 8),
        Step("akceptacja", "approve", 8),
        Step("dekretacja", "code", 8),
    )
    new = (*old[:2], Step("zarząd", "approve", 8, OVER, Who("people", people=(BOARD,))), old[2])
    cases = [PastCase(n, {"gross_pln": str(n * 1000)}, old) for n in range(1, 21)]
    cases.append(PastCase(99, {}, old))
    trial = try_steps(new, cases, lambda s, f: "zarząd" if s.key == "zarząd" else "ktoś")
    assert (trial.changed, trial.unknown, len(trial.cases)) == (10, 1, 21)
    assert next((c.before, c.after) for c in trial.desks if c.name == "zarząd") == (0, 10)
    assert [c.document_id for c in trial.cases if c.changed] == list(range(11, 21))
    assert trial.cases[10].desks == ("zarząd",)
    assert "krok „zarząd”" in trial.cases[-1].unknown


def test_versions_are_compared_step_by_step() -> None:
    a, b, c = Step("a", "describe", 8), Step("b", "approve", 8), Step("c", "code", 8)
    found = differences((a, b, c), (a, Step("c", "code", 16), b, Step("d", "pay", 8)))
    assert {(d.step, d.how) for d in found} == {("c", "changed"), ("d", "added"), ("b", "moved")}
    assert [(d.step, d.how) for d in differences((a, b), (a,))] == [("b", "gone")]


@given(procedures())
@settings(max_examples=40)
def test_a_picture_shows_every_step_once_and_nothing_overlaps(steps: tuple[Step, ...]) -> None:
    picture = draw(steps, lambda s: ("ktoś", "kwota > 1"))
    assert sorted(b.number for b in picture.boxes) == list(range(1, len(steps) + 1))
    assert len(picture.diamonds) == sum(s.when is not None for s in steps)
    for i, one in enumerate(picture.boxes):
        assert 0 <= one.x <= picture.width - 216
        assert one.y + 50 <= picture.height
        for other in picture.boxes[i + 1 :]:
            assert abs(one.x - other.x) >= 216 or abs(one.y - other.y) >= 50
