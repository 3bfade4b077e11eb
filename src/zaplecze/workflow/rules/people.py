"""Who may take a step: by role, by name, by cost center, within limits of authority, for somebody else.

Pure: the company's people on a day come in as `Org`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from zaplecze.workflow.rules.engine import StepError
from zaplecze.workflow.rules.steps import (
    CLIENT_ROLES,
    FIRST,
    MAY,
    SUPERIOR,
    WORKING_ROLES,
    Step,
)

AMOUNT = "gross_pln"
CENTER = "cost_center"
#: An amount that nobody knows is above every limit, and every "more than" of a condition holds.
UNKNOWN_AMOUNT = "Infinity"
NOBODY: frozenset[int] = frozenset()
NOBODY_ROLE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Limit:
    """Up to how much (PLN gross, inclusive) a person, or everyone of a role, may approve."""

    up_to: Decimal
    person: int | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Org:
    """A company's people on one day.

    ``roles`` of each person; ``managers`` of cost centers by code; ``limits`` in force; ``stand_ins``: who
    stands in for whom, as (absent, substitute); ``heirs``: who is asked by name instead of somebody who left.
    """

    roles: Mapping[int, frozenset[str]]
    managers: Mapping[str, frozenset[int]] = field(default_factory=dict)
    limits: Sequence[Limit] = ()
    stand_ins: Sequence[tuple[int, int]] = ()
    heirs: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def with_roles(self, roles: frozenset[str]) -> frozenset[int]:
        """People who hold one of these roles."""
        return frozenset(p for p, held in self.roles.items() if held & roles)

    def limit_of(self, person: int) -> Decimal | None:
        """Her own limit; else the highest of her roles', where each role has one; else none."""
        own = [x.up_to for x in self.limits if x.person == person]
        if own:
            return max(own)
        by_role = {x.role: x.up_to for x in self.limits if x.person is None}
        held = self.roles.get(person, frozenset())
        telling = held & CLIENT_ROLES or held
        if not telling or any(role not in by_role for role in telling):
            return None
        return max(by_role[role] for role in telling)


def asked_roles(step: Step) -> frozenset[str]:
    """The roles that a step asks by; empty where it asks people or managers by name."""
    if step.who.by == "kind":
        return MAY[step.kind]
    return frozenset(step.who.roles) if step.who.by == "role" else frozenset()


def awaits_center(step: Step, facts: Mapping[str, Any]) -> bool:
    """Whether a step asks the manager of a cost center that nobody has named yet, and no deputy."""
    return step.who.by == "center" and not step.who.deputy and not facts.get(CENTER)


ASK_CENTER = "Podaj MPK: bez niego nie wiadomo, kto jest jego kierownikiem."


def note_of(step: Step, facts: Mapping[str, Any], note: str = "") -> str:
    """What a fresh task says: why it came back, and what has to be said before it can be taken."""
    return f"{note} {ASK_CENTER}".strip() if awaits_center(step, facts) else note


def may_name_center(org: Org) -> frozenset[int]:
    """Who may say which cost center a paper is of: whoever may describe it."""
    return org.with_roles(MAY["describe"])


def candidates(
    step: Step, facts: Mapping[str, Any], org: Org, *, escalated: bool = False
) -> frozenset[int]:
    """Everyone who may take the step in her own name; raises `StepError` for a fact that is missing.

    Of a step that `awaits_center` those who are asked for it: nobody may take the step itself.
    """
    if awaits_center(step, facts):
        asked = may_name_center(org)
        first = asked & org.with_roles(frozenset({FIRST["describe"]})) or asked
        superior = frozenset({SUPERIOR["describe"]}) if escalated else NOBODY_ROLE
        return first | org.with_roles(superior)
    found = _asked_people(step, facts, org)
    if escalated:
        found |= org.with_roles(frozenset({SUPERIOR[step.kind]}))
    workers = org.with_roles(WORKING_ROLES)
    found &= workers
    if step.kind == "approve" and org.limits:
        amount = _amount(step, facts)
        found = frozenset(p for p in found if _within(org.limit_of(p), amount))
    return found


def _asked_people(step: Step, facts: Mapping[str, Any], org: Org) -> frozenset[int]:
    if step.who.by == "people":
        return NOBODY.union(*(org.heirs.get(p, frozenset({p})) for p in step.who.people))
    if step.who.by == "center":
        center = str(facts.get(CENTER) or "")
        if not center and step.who.deputy:
            return org.with_roles(frozenset({step.who.deputy}))
        managers = org.managers.get(center, NOBODY)
        return managers or org.with_roles(frozenset({"owner"}))
    return org.with_roles(asked_roles(step))


def heirs_of(
    left: Mapping[int, tuple[int | None, str]], roles: Mapping[int, frozenset[str]]
) -> dict[int, frozenset[int]]:
    """Who is asked instead of each person who left (``left``: her heir, or the role that inherits).

    An heir who left too hands on to her own; whoever works here again inherits from nobody and is asked herself.

    >>> heirs_of({1: (2, ""), 2: (None, "owner")}, {3: frozenset({"owner"})})
    {1: frozenset({3}), 2: frozenset({3})}
    """

    def found(person: int, seen: frozenset[int]) -> frozenset[int]:
        if roles.get(person, frozenset()) & WORKING_ROLES or person not in left or person in seen:
            return frozenset({person})
        heir, role = left[person]
        if heir is not None:
            return found(heir, seen | {person})
        return frozenset(p for p, held in roles.items() if role in held)

    return {person: found(person, NOBODY) for person in left}


def with_voice(
    able: frozenset[int], step: Step, org: Org, spoken: frozenset[int]
) -> frozenset[int]:
    """Of those who may take a step the ones whose voice isn't given: who inherited only from somebody who spoke
    before she left has none.
    """
    inherited = NOBODY.union(*(org.heirs.get(p, NOBODY) for p in spoken))
    own = NOBODY.union(
        *(org.heirs.get(p, frozenset({p})) for p in step.who.people if p not in spoken)
    )
    return able - spoken - (inherited - own if step.who.by == "people" else NOBODY)


def _amount(step: Step, facts: Mapping[str, Any]) -> Decimal:
    if AMOUNT not in facts:
        raise StepError(step.key, "limit kwoty pyta o nieznany fakt „gross_pln”")
    return abs(Decimal(str(facts[AMOUNT])))


def _within(limit: Decimal | None, amount: Decimal) -> bool:
    return limit is None or amount <= limit


@dataclass(frozen=True, slots=True)
class Right:
    """A person's right to a step: her own (``instead_of`` None), or that of somebody she stands in for."""

    instead_of: int | None = None


def right_to(
    person: int,
    able: frozenset[int],
    org: Org,
    *,
    delegations: Sequence[tuple[int, int]] = (),
    spoken: frozenset[int] = NOBODY,
) -> Right | None:
    """The right by which ``person`` may take a step that ``able`` may take; None without one.

    ``delegations`` of the task as (from, to). Whoever gave a task away has no voice of her own in it any more;
    a voice in ``spoken`` was given already.
    """
    given_away = {giver for giver, _ in delegations}
    if person in able and person not in spoken and person not in given_away:
        return Right()
    for giver, receiver in delegations:
        if receiver == person and giver in able and giver not in spoken:
            return Right(giver)
    for absent, substitute in org.stand_ins:
        if (
            substitute == person
            and absent in able
            and absent not in spoken
            and absent not in given_away
        ):
            return Right(absent)
    return None


def side_of(step: Step, able: frozenset[int], org: Org) -> str:
    """Whose desk a step lies on: ``client`` (owner, approver) or ``office`` (accountant, manager).

    By the role that is asked first; people asked by name are the client's where all of them are.
    """
    roles = asked_roles(step)
    if roles:
        first = FIRST[step.kind]
        asked = frozenset({first}) if first in roles else roles
        return "client" if asked <= CLIENT_ROLES else "office"
    return "client" if all(side_of_person(p, org) == "client" for p in able) else "office"


def side_of_person(person: int, org: Org) -> str:
    """Whose person it is: the ``client``'s (owner, approver and nothing else) or the ``office``'s."""
    held = org.roles.get(person, frozenset()) & WORKING_ROLES
    return "client" if held <= CLIENT_ROLES else "office"


def desk_people(step: Step, able: frozenset[int], org: Org) -> frozenset[int]:
    """Whom to name: of those who may, the people of the role that is asked first, else all."""
    if step.who.by != "kind":
        return able
    first = able & org.with_roles(frozenset({FIRST[step.kind]}))
    return first or able
