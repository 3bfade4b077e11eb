"""Who may, and in whose name: limits, managers, substitutes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from zaplecze.workflow.rules import (
    Limit,
    Org,
    Step,
    StepError,
    Who,
    candidates,
    right_to,
    side_of,
    steps_from,
    steps_to,
)
from zaplecze.workflow.rules.people import awaits_center, heirs_of, with_voice
from zaplecze.workflow.tests.procedures import (
    ANYBODY,
    APPROVER,
    BOARD,
    CHIEF,
    CLERK,
    ORG,
    OWNER,
    PAPER,
)


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


def test_without_a_cost_center_describers_are_asked_for_it_or_the_deputy_decides() -> None:
    step = Step("a", "approve", 8, who=Who("center"))
    assert awaits_center(step, PAPER) and not awaits_center(step, {**PAPER, "cost_center": "PROD"})
    assert candidates(step, PAPER, ORG) == {CLERK}, "whoever describes says whose it is"
    assert candidates(step, PAPER, ORG, escalated=True) == {CLERK, OWNER, BOARD}
    small = Org(ORG.roles, ORG.managers, (Limit(Decimal(1), role="accountant"),))
    assert candidates(step, {}, small) == {CLERK}, "it is no approval: no limit is asked"
    assert side_of(step, candidates(step, PAPER, ORG), ORG) == "office"
    deputized = Step("a", "approve", 8, who=Who("center", deputy="manager"))
    assert not awaits_center(deputized, PAPER)
    assert candidates(deputized, PAPER, ORG) == {CHIEF}
    assert candidates(deputized, {**PAPER, "cost_center": "PROD"}, ORG) == {APPROVER}
    assert steps_from(steps_to([deputized])) == (deputized,)
    for by, deputy in (("kind", "manager"), ("center", "auditor")):
        with pytest.raises(ValueError, match="nie zastąpi kierownika"):
            Who(by, deputy=deputy)


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


def test_an_heir_takes_the_seat_of_whoever_left_and_gives_no_second_voice_for_it() -> None:
    step = Step("zarząd", "approve", 8, who=Who("people", people=(1, 2), need=2))
    owners = {2: frozenset({"owner"}), 3: frozenset({"owner"})}
    org = Org(owners, heirs=heirs_of({1: (3, "")}, owners))
    able = candidates(step, {}, org)
    assert able == {2, 3}
    assert with_voice(able, step, org, frozenset()) == {2, 3}
    assert with_voice(able, step, org, frozenset({1})) == {2}, "1 spoke before she left"
    assert with_voice(able, step, org, frozenset({2})) == {3}
    back = {**owners, 1: frozenset({"owner"})}
    assert heirs_of({1: (3, "")}, back) == {1: frozenset({1})}, "she works here again"
    assert heirs_of({1: (2, ""), 2: (1, "")}, {}) == {1: frozenset({1}), 2: frozenset({2})}
