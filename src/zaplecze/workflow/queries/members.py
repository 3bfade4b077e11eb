"""People of a company with their roles, and what asks one of them by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from zaplecze.platform.models import Membership, User
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.models import (
    CenterManager,
    Consultation,
    Delegation,
    Procedure,
    Succession,
    Task,
)
from zaplecze.workflow.queries.desk import steps_by_id
from zaplecze.workflow.rules import steps_from


def roles_of(*, person: int) -> frozenset[str]:
    """Roles of a person in the open company."""
    rows = Membership.objects.filter(company_id=current_company_id(), user_id=person)
    return frozenset(rows.values_list("role", flat=True))


def members() -> list[tuple[User, frozenset[str]]]:
    """Everyone who has a role in the open company, with the roles, by name."""
    roles: dict[int, set[str]] = {}
    rows = Membership.objects.filter(company_id=current_company_id())
    for user_id, role in rows.values_list("user_id", "role"):
        roles.setdefault(user_id, set()).add(role)
    people = User.objects.filter(id__in=roles).order_by("full_name", "id")
    return [(user, frozenset(roles[user.pk])) for user in people]


@dataclass(frozen=True, slots=True)
class Hanging:
    """What asks a person by name.

    ``steps`` of procedures in force (kind of paper, step); ``tasks`` that wait (document, step); ``centers`` that she
    manages; ``handed`` on to her and ``questions`` open (documents).
    """

    steps: tuple[tuple[str, str], ...] = ()
    tasks: tuple[tuple[int, str], ...] = ()
    centers: tuple[str, ...] = ()
    handed: tuple[int, ...] = ()
    questions: tuple[int, ...] = ()

    @property
    def by_name(self) -> bool:
        """Whether somebody has to be named in her place."""
        return bool(self.steps or self.tasks)

    def in_words(self) -> list[str]:
        """Steps and tasks that ask her by name."""
        return [
            *(f"krok {step} (dokument nr {document})" for document, step in self.tasks),
            *(f"krok {step} procedury {kind}" for kind, step in self.steps),
        ]


def _names_asked(person: int) -> set[int]:
    """She, and everyone whose place she took, through others too."""
    rows = Succession.objects.filter(company_id=current_company_id(), heir__isnull=False)
    left = list(rows.values_list("gone_id", "heir_id"))
    found = {person}
    while more := {gone for gone, heir in left if heir in found} - found:
        found |= more
    return found


def hanging_on(*, person: int) -> Hanging:
    """What asks a person by name now, in her own place or in that of somebody who left."""
    company_id = current_company_id()
    names = _names_asked(person)
    newest: Mapping[str, Procedure] = {
        p.kind: p for p in Procedure.objects.filter(company_id=company_id).order_by("version")
    }
    waiting = list(
        Task.objects.filter(company_id=company_id, closed_at__isnull=True)
        .order_by("id")
        .values_list("document_id", "step", "case__procedure_id")
    )
    known = steps_by_id({procedure_id for _, _, procedure_id in waiting})
    named = {
        (procedure_id, s.key)
        for procedure_id, steps in known.items()
        for s in steps
        if s.who.by == "people" and names & set(s.who.people)
    }
    centers = CenterManager.objects.filter(company_id=company_id, user_id=person)
    handed = Delegation.objects.filter(
        company_id=company_id,
        receiver_id=person,
        taken_back_at__isnull=True,
        task__closed_at__isnull=True,
    )
    asked = Consultation.objects.filter(
        company_id=company_id, asked_id=person, answered_at__isnull=True
    )
    return Hanging(
        steps=tuple(
            (kind, s.key)
            for kind, procedure in newest.items()
            for s in steps_from(procedure.steps)
            if s.who.by == "people" and names & set(s.who.people)
        ),
        tasks=tuple((doc, step) for doc, step, procedure in waiting if (procedure, step) in named),
        centers=tuple(centers.order_by("center").values_list("center", flat=True)),
        handed=tuple(handed.order_by("id").values_list("task__document_id", flat=True)),
        questions=tuple(asked.order_by("id").values_list("document_id", flat=True)),
    )
