"""Random procedures and conditions, and the people of a made-up company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from zaplecze.workflow.rules import (
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Not,
    Org,
    Step,
    Who,
    check,
    errors,
)

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


@dataclass(frozen=True, slots=True)
class Voice:
    """An accepted decision in a case: by whom, for whom, in which step of which kind."""

    step: str
    kind: str
    by: int
    instead_of: int | None = None

    @property
    def people(self) -> frozenset[int]:
        """The person who decided and the one she stood in for."""
        return frozenset({self.by} | ({self.instead_of} if self.instead_of else set()))


def breaks_four_eyes(
    history: Sequence[Voice],
    new: Voice,
    *,
    same_task: Sequence[Voice] = (),
    author: int | None = None,
) -> bool:
    """Whether accepting would let one person answer twice: the mirror of ``sql/four_eyes.sql``.

    Nobody approves what she brought in, described or approved in another step; nobody describes what she
    approved; a voice counts once in a task.
    """
    if any(v.people & new.people for v in same_task):
        return True
    if new.kind == "approve":
        return author in new.people or any(
            (v.kind == "describe" or (v.kind == "approve" and v.step != new.step))
            and v.people & new.people
            for v in history
        )
    if new.kind == "describe":
        return any(v.kind == "approve" and v.people & new.people for v in history)
    return False
