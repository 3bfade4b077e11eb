"""What is wrong with a procedure, tried on past papers, compared with the last, drawn."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings

from zaplecze.workflow.rules import (
    Condition,
    Limit,
    Org,
    Step,
    Who,
    check,
    errors,
)
from zaplecze.workflow.rules.picture import draw
from zaplecze.workflow.rules.trial import PastCase, differences, try_steps
from zaplecze.workflow.tests.procedures import (
    BOARD,
    FACTS,
    KINDS,
    ORG,
    OVER,
    procedures,
)

CODE = Step("c", "code", 8)
OF_CENTER = Condition("cost_center", "is", "X")
CENTER = Who("center")


@pytest.mark.parametrize(
    ("steps", "step", "fault"),
    [
        ((), "", "nie ma kroków"),
        ((CODE, Step("c", "pay", 8)), "c", "już jest"),
        ((Step("a", "approve", 8, OF_CENTER), CODE), "a", "nie jest jeszcze znane"),
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
            (Step("o", "describe", 8, OVER), Step("a", "approve", 8, OF_CENTER), CODE),
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


def test_a_manager_may_be_asked_before_the_center_is_known_and_the_check_says_what_happens() -> (
    None
):
    deputized = Step("b", "approve", 8, who=Who("center", deputy="manager"))
    steps = (Step("a", "approve", 8, who=CENTER), deputized, Step("o", "describe", 8), CODE)
    found = check(steps, facts=FACTS, org=ORG, kinds=KINDS)
    assert errors(found) == []
    told = {p.step: p.message for p in found if "MPK może nie być" in p.message}
    assert "poczeka, aż opisujący je poda" in told["a"]
    assert "zastępczą rolę" in told["b"] and "poczeka" not in told["b"]
    later = (Step("o", "describe", 8), Step("a", "approve", 8, who=CENTER), CODE)
    assert not any(
        "MPK może nie być" in p.message for p in check(later, facts=FACTS, org=ORG, kinds=KINDS)
    )
    nobody = Step("b", "approve", 8, who=Who("center", deputy="accountant"))
    lonely = Org({1: frozenset({"owner"})}, {})
    assert any(
        "(bez MPK)" in p.message
        for p in check((nobody, CODE), facts=FACTS, org=lonely, kinds=KINDS)
    )


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


def test_a_new_name_of_a_step_is_no_other_way() -> None:
    old = (Step("opis", "describe", 8), Step("akceptacja", "approve", 8), CODE)
    named = (old[0], Step("zgoda szefa", "approve", 4), CODE)
    cases = [PastCase(n, {"gross_pln": "1"}, old) for n in range(6)]
    trial = try_steps(named, cases, lambda s, f: s.kind)
    assert (trial.changed, trial.cases[0].before[1]) == (0, "akceptacja")
    counts = [(c.name, c.before, c.after) for c in trial.steps]
    assert counts == [("opis", 6, 6), ("zgoda szefa", 6, 6), ("c", 6, 6)]
    by_others = (old[0], Step("zgoda", "approve", 8, who=Who("people", people=(BOARD,))), CODE)
    assert try_steps(by_others, cases, lambda s, f: s.kind).changed == 6


def test_coding_beside_a_decision_is_warned_of() -> None:
    steps = (
        Step("opis", "describe", 8),
        Step("zgoda", "approve", 8, lane="A"),
        Step("c", "code", 8, lane="B"),
    )
    found = check(steps, facts=FACTS, org=ORG, kinds=KINDS)
    (told,) = [p for p in found if "dopiero po stornie" in p.message]
    assert (told.step, told.error) == ("c", False)
    after = (steps[0], Step("zgoda", "approve", 8), CODE)
    assert not any("storn" in p.message for p in check(after, facts=FACTS, org=ORG, kinds=KINDS))


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
