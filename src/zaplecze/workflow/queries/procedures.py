"""Procedures in force, in draft, and tried on past papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count

from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Role, User
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.models import Case, Procedure, ProcedureDraft
from zaplecze.workflow.org import NOBODY, names_of, org_on, step_in_words
from zaplecze.workflow.rules import Step, StepError, candidates, steps_from
from zaplecze.workflow.rules.people import awaits_center, desk_people
from zaplecze.workflow.rules.trial import PastCase, Trial, try_steps

MOST_CASES = 20_000


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a procedure and how many papers still go by it."""

    procedure: Procedure
    steps: tuple[Step, ...]
    running: int
    by: str


def versions_of(*, kind: str) -> list[Version]:
    """All versions of a company's procedure, newest first."""
    rows = list(
        Procedure.objects.filter(company_id=current_company_id(), kind=kind)
        .select_related("published_by")
        .order_by("-version")
    )
    open_cases = Case.objects.filter(
        company_id=current_company_id(), procedure_id__in=[p.id for p in rows], state="open"
    )
    running = dict(open_cases.order_by().values_list("procedure_id").annotate(running=Count("id")))
    return [
        Version(
            p,
            steps_from(p.steps),
            running.get(p.id, 0),
            str(p.published_by) if p.published_by else "program",
        )
        for p in rows
    ]


def draft_of_procedure(*, kind: str) -> tuple[Step, ...] | None:
    """The steps of the draft; None without one."""
    draft = ProcedureDraft.objects.filter(company_id=current_company_id(), kind=kind).first()
    return steps_from(draft.steps) if draft else None


def drafted_kinds() -> set[str]:
    """Kinds of papers whose procedure has a draft."""
    rows = ProcedureDraft.objects.filter(company_id=current_company_id())
    return set(rows.values_list("kind", flat=True))


def working_people() -> list[User]:
    """People of the company who take steps, by name."""
    return ready_rows(
        User,
        "WHERE is_active AND id IN (SELECT user_id FROM platform_membership "
        "WHERE company_id = %s AND role <> %s) ORDER BY full_name",
        (current_company_id(), str(Role.AUDITOR)),
    )


NO_CENTER = "kierownik MPK, gdy ktoś poda MPK"


def tried_procedure(*, kind: str, steps: Sequence[Step], first: date, last: date) -> Trial:
    """What ``steps`` would have done with the papers that came in between two days, both included."""
    start = datetime.combine(first, time(), WARSAW)
    end = datetime.combine(last + timedelta(days=1), time(), WARSAW)
    cases = Case.objects.filter(
        company_id=current_company_id(),
        procedure__kind=kind,
        opened_at__gte=start,
        opened_at__lt=end,
    ).order_by("opened_at", "id")
    known = {
        p.id: steps_from(p.steps)
        for p in Procedure.objects.filter(company_id=current_company_id(), kind=kind)
    }
    past = [
        PastCase(document_id, facts, known[procedure_id])
        for document_id, facts, procedure_id in cases.values_list(
            "document_id", "facts", "procedure_id"
        )[:MOST_CASES]
    ]
    org = org_on(last)
    people = {p for s in (*steps, *(s for k in known.values() for s in k)) for p in s.who.people}
    names = names_of({*people, *org.roles})

    def desk(step: Step, facts: Mapping[str, Any]) -> str:
        if awaits_center(step, facts):
            return NO_CENTER
        if step.kind != "approve" or not (org.limits or step.who.by == "center"):
            return step_in_words(step, names)
        try:
            able = desk_people(step, candidates(step, facts, org), org)
        except StepError:
            return step_in_words(step, names)
        return ", ".join(sorted(names[p] for p in able if p in names)) or NOBODY

    return try_steps(steps, past, desk)
