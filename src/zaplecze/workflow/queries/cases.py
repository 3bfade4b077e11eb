"""A paper's whole way: what is done, what waits, what lies ahead; every event of it on one card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zaplecze.platform.days import working_hours
from zaplecze.platform.models import Event, User
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.models import (
    Case,
    CaseState,
    Consultation,
    Decision,
    Link,
    LinkPurpose,
    Procedure,
    Task,
)
from zaplecze.workflow.queries.desk import desks_of, tasks_of
from zaplecze.workflow.rules import Step, UnknownFact, returnable, steps_from


def case_of(*, document_id: int) -> Case | None:
    """A paper's case."""
    return Case.objects.filter(company_id=current_company_id(), document_id=document_id).first()


@dataclass(frozen=True, slots=True)
class WayStep:
    """A step of a paper's way: ``state`` is ``done``, ``now`` or ``ahead``; ``by`` took it, or may take it."""

    key: str
    kind: str
    state: str
    by: str = ""
    hours: float | None = None


def way_of(
    *, document_id: int, as_of: datetime, tasks: Sequence[Task] | None = None
) -> list[WayStep]:
    """Every step that this paper's procedure asks for, by the facts known now; ``tasks`` (`tasks_of`) where they are
    at hand.
    """
    case = case_of(document_id=document_id)
    if case is None:
        return []
    steps = [s for s in _steps_of(case) if _asked(s, case)]
    decisions = Decision.objects.filter(
        company_id=case.company_id, case_id=case.id, verdict="accepted"
    )
    takers: dict[str, list[str]] = {}
    for key, name in decisions.order_by("id").values_list("step", "by__full_name"):
        takers.setdefault(key, []).append(name)
    if tasks is None:
        tasks = tasks_of(document_id)
    spans = {t.step: working_hours(t.opened_at, t.closed_at or as_of) for t in tasks}
    waiting = {t.step: t for t in tasks if t.closed_at is None}
    desks = desks_of(list(waiting.values()), on=as_of)
    last = max((i for i, s in enumerate(steps) if s.key in waiting), default=-1)
    found: list[WayStep] = []
    for i, step in enumerate(steps):
        hours = spans.get(step.key)
        if step.key in waiting:
            by = desks[waiting[step.key].id]
            found.append(WayStep(step.key, step.kind, "now", by, hours))
        elif (step.key in spans and i < last) or case.state == CaseState.DONE or i < last:
            by = ", ".join(dict.fromkeys(takers.get(step.key, ["program"])))
            found.append(WayStep(step.key, step.kind, "done", by, hours))
        else:
            found.append(WayStep(step.key, step.kind, "ahead"))
    return found


def _steps_of(case: Case) -> tuple[Step, ...]:
    procedure = Procedure.objects.get(company_id=case.company_id, id=case.procedure_id)
    return steps_from(procedure.steps)


def _asked(step: Step, case: Case) -> bool:
    """What is not known yet may still be asked: the step is shown as lying ahead."""
    try:
        return step.asked(case.facts)
    except UnknownFact:
        return True


def steps_back(*, task: Task) -> list[str]:
    """Steps that a paper may be returned to from a task, nearest first."""
    steps = _steps_of(task.case)
    return [s.key for s in reversed(returnable(steps, task.step)) if _asked(s, task.case)]


def talks_of(*, document_id: int) -> list[Consultation]:
    """Questions asked beside a paper's steps, oldest first."""
    rows = Consultation.objects.filter(company_id=current_company_id(), document_id=document_id)
    return list(rows.select_related("asked_by", "asked").order_by("id"))


def questions_for(*, person: int) -> list[Consultation]:
    """What a person was asked and has not answered, longest waiting first."""
    rows = Consultation.objects.filter(
        company_id=current_company_id(), asked_id=person, answered_at__isnull=True
    )
    return list(rows.select_related("asked_by").order_by("id"))


def descriptions_of(*, document_id: int) -> list[Link]:
    """What people without an account were asked for by a link, and what they wrote, newest first."""
    rows = Link.objects.filter(
        company_id=current_company_id(), document_id=document_id, purpose=LinkPurpose.DESCRIBE
    )
    return list(rows.order_by("-id"))


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of the circulation card: ``hours`` are working hours since the line before, ``link`` the event's
    hash in hex.
    """

    seq: int
    at: datetime
    by: str
    code: str
    data: Mapping[str, object]
    hours: float
    link: str


def circulation_card(*, document_id: int) -> list[CardLine]:
    """Every event of a paper, in order, with the working time between."""
    events = list(
        Event.objects.filter(company_id=current_company_id(), document_id=document_id).order_by(
            "seq"
        )
    )
    names = dict(
        User.objects.filter(id__in={e.by_id for e in events if e.by_id}).values_list(
            "id", "full_name"
        )
    )
    card: list[CardLine] = []
    before: datetime | None = None
    for event in events:
        hours = 0.0 if before is None else working_hours(before, event.at)
        card.append(
            CardLine(
                event.seq,
                event.at,
                names.get(event.by_id or 0, "program"),
                event.code,
                event.data,
                hours,
                bytes(event.hash).hex(),
            )
        )
        before = event.at
    return card
