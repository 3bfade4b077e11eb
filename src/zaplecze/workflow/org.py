"""A company's people on a day, read for the rules; and on whose desk its tasks lie, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Membership, Role, User
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.rules import Limit, Org, Step, candidates, side_of
from zaplecze.workflow.rules.people import AMOUNT, CENTER, asked_roles, desk_people, heirs_of


def day_of(at: datetime) -> date:
    """The day of a moment in Poland."""
    return at.astimezone(WARSAW).date()


def works_here(user: User) -> bool:
    """Whether a person has an account that is open and a role in the open company that takes steps."""
    held = Membership.objects.filter(company_id=current_company_id(), user_id=user.pk)
    return user.is_active and held.exclude(role=Role.AUDITOR).exists()


NOBODY = "nikt: nadaj komuś rolę"


_ORG = b"""
SELECT 'role', user_id, role, NULL::bigint, NULL::numeric, 0 AS no
FROM platform_membership WHERE company_id = %(company)s
UNION ALL
SELECT 'center', user_id, center, NULL, NULL, 0
FROM workflow_centermanager WHERE company_id = %(company)s
UNION ALL
SELECT 'limit', user_id, role, NULL, up_to, 0
FROM workflow_authoritylimit
WHERE company_id = %(company)s AND first_day <= %(day)s AND coalesce(last_day, 'infinity') >= %(day)s
UNION ALL
SELECT 'substitution', absent_id, '', substitute_id, NULL, id
FROM platform_substitution WHERE company_id = %(company)s AND first_day <= %(day)s AND last_day >= %(day)s
UNION ALL
SELECT 'heir', gone_id, role, heir_id, NULL, id FROM workflow_succession WHERE company_id = %(company)s
ORDER BY no
"""


def org_on(on: date) -> Org:
    """The open company's people, limits and substitutions on a day, in one question: every desk asks it."""
    with server_cursor() as cursor:
        cursor.execute(_ORG, {"company": current_company_id(), "day": on})
        rows = cursor.fetchall()
    roles: dict[int, set[str]] = {}
    managers: dict[str, set[int]] = {}
    limits: list[Limit] = []
    stand_ins: list[tuple[int, int]] = []
    left: dict[int, tuple[int | None, str]] = {}
    for what, person, word, other, up_to, _ in rows:
        if what == "role":
            roles.setdefault(person, set()).add(word)
        elif what == "center":
            managers.setdefault(word, set()).add(person)
        elif what == "limit":
            limits.append(Limit(up_to, person, word))
        elif what == "heir":
            left[person] = other, word
        else:
            stand_ins.append((person, other))
    held = {p: frozenset(r) for p, r in roles.items()}
    return Org(
        held,
        {c: frozenset(p) for c, p in managers.items()},
        tuple(limits),
        tuple(stand_ins),
        heirs_of(left, held),
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
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT id, coalesce(nullif(full_name, ''), email) FROM platform_user "
            b"WHERE id = ANY(%s::bigint[])",
            (sorted(set(ids)),),
        )
        return dict(cursor.fetchall())


def step_in_words(step: Step, names: Mapping[int, str]) -> str:
    """Whom a step asks, as the picture of a procedure says it: roles, names, how many voices."""
    who = step.who
    if who.by == "center":
        text = "kierownik MPK"
        if who.deputy:
            text += f" (bez MPK: {Role(who.deputy).label})"
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
