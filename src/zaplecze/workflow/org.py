"""A company's people on a day, read for the rules; and on whose desk its tasks lie, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Membership, Role, Substitution, User
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.models import AuthorityLimit, CenterManager
from zaplecze.workflow.rules import Limit, Org, Step, candidates, side_of
from zaplecze.workflow.rules.people import AMOUNT, CENTER, asked_roles, desk_people


def day_of(at: datetime) -> date:
    """The day of a moment in Poland."""
    return at.astimezone(WARSAW).date()


NOBODY = "nikt: nadaj komuś rolę"


def org_on(on: date) -> Org:
    """The open company's people, limits and substitutions on a day; four small queries."""
    company_id = current_company_id()
    roles: dict[int, set[str]] = {}
    members = Membership.objects.filter(company_id=company_id)
    for user_id, role in members.values_list("user_id", "role"):
        roles.setdefault(user_id, set()).add(role)
    managers: dict[str, set[int]] = {}
    rows = CenterManager.objects.filter(company_id=company_id).values_list("center", "user_id")
    for center, user_id in rows:
        managers.setdefault(center, set()).add(user_id)
    limits = AuthorityLimit.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=on), company_id=company_id, first_day__lte=on
    ).values_list("up_to", "user_id", "role")
    stand_ins = Substitution.objects.filter(
        company_id=company_id, first_day__lte=on, last_day__gte=on
    ).values_list("absent_id", "substitute_id")
    return Org(
        {p: frozenset(r) for p, r in roles.items()},
        {c: frozenset(p) for c, p in managers.items()},
        tuple(Limit(up_to, person, role) for up_to, person, role in limits),
        tuple(stand_ins.order_by("id")),
    )


@dataclass
class Desks:
    """On whose desk steps lie, worked out once for each step and the facts that it depends on."""

    org: Org
    _known: dict[tuple[Any, ...], Mapping[str, Any]] = field(default_factory=dict)

    def of(self, step: Step, facts: Mapping[str, Any]) -> Mapping[str, Any]:
        """What events say of an opened step: ``step``, ``kind``, ``side`` and the ``people`` who are asked."""
        key = (
            step.key,
            facts.get(CENTER) if step.who.by == "center" else None,
            facts.get(AMOUNT) if self.org.limits and step.kind == "approve" else None,
        )
        found = self._known.get(key)
        if found is None:
            able = candidates(step, facts, self.org)
            found = {
                "step": step.key,
                "kind": step.kind,
                "side": side_of(step, able, self.org),
                "people": sorted(desk_people(step, able, self.org)),
            }
            self._known[key] = found
        return found


def names_of(ids: Iterable[int]) -> dict[int, str]:
    """Full names of people."""
    found = User.objects.filter(id__in=set(ids))
    return {user.pk: str(user) for user in found}


def step_in_words(step: Step, names: Mapping[int, str]) -> str:
    """Whom a step asks, as the picture of a procedure says it: roles, names, how many voices."""
    who = step.who
    if who.by == "center":
        text = "kierownik MPK"
    elif who.by == "people":
        text = ", ".join(names.get(p, "?") for p in who.people)
    else:
        roles = asked_roles(step)
        text = ", ".join(str(Role(r).label) for r in Role.values if r in roles)
    several = who.by == "people" and len(who.people) > 1
    if who.need > 1 and several and who.need == len(who.people):
        return f"wszyscy: {text}"
    if who.need > 1:
        return f"{who.need} z: {text}"
    return f"jedno z: {text}" if several else text
