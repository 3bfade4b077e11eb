"""Procedures as data, pure: which step comes next, who may take it, by when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

# Which roles may take a step of a kind; the auditor only reads.
MAY = {
    "describe": frozenset({"owner", "approver", "accountant", "manager"}),
    "approve": frozenset({"owner", "approver"}),
    "code": frozenset({"accountant", "manager"}),
    "match": frozenset({"accountant", "manager"}),
    "pay": frozenset({"owner", "accountant", "manager"}),
    "file": frozenset({"owner", "accountant", "manager"}),
}

LANES = ("describe", "approve", "code", "match", "pay", "file")


@dataclass(frozen=True, slots=True)
class Condition:
    """``fact operator value``; a fact the case does not know is an error, never a silent no."""

    fact: str
    operator: str
    value: str

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Decide by the case's facts; amounts compare as Decimal, the rest as text."""
        if self.fact not in facts:
            raise KeyError(f"warunek pyta o nieznany fakt „{self.fact}”")
        fact = facts[self.fact]
        match self.operator:
            case "over":
                return abs(Decimal(str(fact))) > Decimal(self.value)
            case "is":
                return str(fact) == self.value
            case "is_not":
                return str(fact) != self.value
        raise ValueError(f"nieznany operator warunku „{self.operator}”")


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its kind says who may take it (`MAY`), ``hours`` are working hours to its deadline."""

    key: str
    kind: str
    hours: int
    when: Condition | None = None

    def __post_init__(self) -> None:
        if self.kind not in MAY:
            raise ValueError(f"nieznany rodzaj kroku „{self.kind}”")


def steps_from(data: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Read a procedure's steps from its stored form; refuses doubled keys."""
    steps = tuple(
        Step(s["key"], s["kind"], s["hours"], Condition(**s["when"]) if s.get("when") else None)
        for s in data
    )
    if len({s.key for s in steps}) != len(steps):
        raise ValueError("kroki procedury mają powtórzone klucze")
    return steps


def steps_to(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The stored form of a procedure's steps."""
    return [asdict(s) for s in steps]


def next_step(steps: Sequence[Step], after: str | None, facts: Mapping[str, Any]) -> Step | None:
    """The first step behind ``after`` (None: from the start) whose condition holds; None at the end."""
    keys = [s.key for s in steps]
    start = 0 if after is None else keys.index(after) + 1
    return next((s for s in steps[start:] if s.when is None or s.when.holds(facts)), None)


def return_step(steps: Sequence[Step], current: str) -> Step:
    """Where a returned paper goes: the nearest step before ``current`` that describes, else the first."""
    keys = [s.key for s in steps]
    before = steps[: keys.index(current)]
    describing = [s for s in before if s.kind == "describe"]
    return describing[-1] if describing else steps[0]
