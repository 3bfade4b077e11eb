"""A procedure as data: steps in a row, some side by side in lanes, each with its people and its hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zaplecze.workflow.rules.conditions import AnyCondition, condition_from, condition_to

# Which roles may take a step of a kind; the auditor only reads.
MAY = {
    "describe": frozenset({"owner", "approver", "accountant", "manager"}),
    "approve": frozenset({"owner", "approver"}),
    "code": frozenset({"accountant", "manager"}),
    "match": frozenset({"accountant", "manager"}),
    "pay": frozenset({"owner", "accountant", "manager"}),
    "file": frozenset({"owner", "accountant", "manager"}),
}

# The role that is asked first where several may.
FIRST = {
    "describe": "accountant",
    "approve": "approver",
    "code": "accountant",
    "match": "accountant",
    "pay": "accountant",
    "file": "accountant",
}

# Who gets a step that is late: who may then take it too.
SUPERIOR = {
    "describe": "owner",
    "approve": "owner",
    "code": "manager",
    "match": "manager",
    "pay": "owner",
    "file": "manager",
}

LANES = ("describe", "approve", "code", "match", "pay", "file")
CLIENT_ROLES = frozenset({"owner", "approver"})
WORKING_ROLES = frozenset({"owner", "approver", "accountant", "manager"})


@dataclass(frozen=True, slots=True)
class Who:
    """Who is asked in a step.

    ``by`` says how: ``kind`` (roles of `MAY`), ``role`` (``roles``), ``people`` (ids of users) or ``center``
    (managers of the case's cost center; owners where it has none). ``need``: how many different people have to
    accept. ``deputy``: the role that is asked by ``center`` while nobody knows the cost center; without one the step
    waits until somebody names it.
    """

    by: str = "kind"
    roles: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    need: int = 1
    deputy: str = ""

    def __post_init__(self) -> None:
        if self.deputy and (self.by != "center" or self.deputy not in WORKING_ROLES):
            raise ValueError(f"„{self.deputy}” nie zastąpi kierownika MPK")
        if self.by not in ("kind", "role", "people", "center"):
            raise ValueError(f"nieznany sposób wyboru osób „{self.by}”")
        if self.need < 1:
            raise ValueError("potrzebna jest co najmniej jedna osoba")


ANYBODY = Who()


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its kind is its heading on the desk, ``hours`` are working hours to its deadline.

    Neighbors with a ``lane`` lie side by side: lanes run at once, and the paper goes on when all are through.
    ``remind`` working hours before the deadline people are reminded; ``escalate`` after it the `SUPERIOR` is
    asked too.
    ``action``: what the program tries first by itself. ``mail``: people are asked by e-mail with a one-time link.
    """

    key: str
    kind: str
    hours: int
    when: AnyCondition | None = None
    who: Who = ANYBODY
    lane: str = ""
    remind: int | None = None
    escalate: int | None = None
    action: str = ""
    mail: bool = False

    def __post_init__(self) -> None:
        if self.kind not in MAY:
            raise ValueError(f"nieznany rodzaj kroku „{self.kind}”")

    def asked(self, facts: Mapping[str, Any]) -> bool:
        """Whether a paper of these facts goes through this step."""
        return self.when is None or self.when.holds(facts)


@dataclass(frozen=True, slots=True)
class Block:
    """Lanes that run at once and join; a step in a row is a block of one lane."""

    lanes: tuple[tuple[Step, ...], ...]


def blocks(steps: Sequence[Step]) -> tuple[Block, ...]:
    """The procedure as a row of blocks."""
    found: list[Block] = []
    open_lanes: dict[str, list[Step]] = {}
    for step in steps:
        if step.lane:
            open_lanes.setdefault(step.lane, []).append(step)
            continue
        if open_lanes:
            found.append(Block(tuple(tuple(lane) for lane in open_lanes.values())))
            open_lanes = {}
        found.append(Block(((step,),)))
    if open_lanes:
        found.append(Block(tuple(tuple(lane) for lane in open_lanes.values())))
    return tuple(found)


def place_of(found: Sequence[Block], key: str) -> tuple[int, int, int]:
    """(block, lane, step) of a key; raises KeyError."""
    for b, block in enumerate(found):
        for la, lane in enumerate(block.lanes):
            for s, step in enumerate(lane):
                if step.key == key:
                    return b, la, s
    raise KeyError(f"procedura nie ma kroku „{key}”")


def steps_from(data: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Read a procedure's steps from its stored form; refuses doubled keys."""
    steps = tuple(_step_from(s) for s in data)
    if len({s.key for s in steps}) != len(steps):
        raise ValueError("kroki procedury mają powtórzone klucze")
    return steps


def _step_from(data: Mapping[str, Any]) -> Step:
    who = data.get("who")
    return Step(
        data["key"],
        data["kind"],
        data["hours"],
        condition_from(data["when"]) if data.get("when") else None,
        Who(
            who["by"], tuple(who["roles"]), tuple(who["people"]), who["need"], who.get("deputy", "")
        )
        if who
        else ANYBODY,
        data.get("lane", ""),
        data.get("remind"),
        data.get("escalate"),
        data.get("action", ""),
        data.get("mail", False),
    )


def steps_to(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The stored form of a procedure's steps."""
    return [_step_to(s) for s in steps]


def _step_to(step: Step) -> dict[str, Any]:
    found: dict[str, Any] = {"key": step.key, "kind": step.kind, "hours": step.hours}
    found["when"] = condition_to(step.when) if step.when else None
    if step.who != ANYBODY:
        who = step.who
        found["who"] = {
            "by": who.by,
            "roles": list(who.roles),
            "people": list(who.people),
            "need": who.need,
        }
        if who.deputy:
            found["who"]["deputy"] = who.deputy
    for name in ("lane", "remind", "escalate", "action", "mail"):
        value = getattr(step, name)
        if value or (value == 0 and value is not False):
            found[name] = value
    return found
