"""A paper's whole way: what is done, what waits, what lies ahead; every event of it on one card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.days import working_hours
from zaplecze.platform.models import Event, User
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.models import (
    Case,
    CaseState,
    Consultation,
    Link,
    LinkPurpose,
    Task,
)
from zaplecze.workflow.org import day_of, names_of
from zaplecze.workflow.queries.desk import Rights, rights_on, steps_by_id
from zaplecze.workflow.rules import Step, UnknownFact, returnable
from zaplecze.workflow.rules.people import awaits_center


def case_of(*, document_id: int) -> Case | None:
    """A paper's case."""
    found = ready_rows(
        Case, "WHERE company_id = %s AND document_id = %s", (current_company_id(), document_id)
    )
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class WayStep:
    """A step of a paper's way: ``state`` is ``done``, ``now`` or ``ahead``; ``by`` took it, or may take it."""

    key: str
    kind: str
    state: str
    by: str = ""
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    """A waiting task that a person handed on; ``receiver`` is whom to, by name."""

    task_id: int
    step: str
    receiver: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a paper stands, and what one person may do with it.

    ``task`` is the open one that she sees, hers before others'; ``may``: she may take it; ``author``: she brought the
    paper in or described it, and it is still on its way. ``handed``: what she handed on and may take back.
    ``awaits_center``: a step waits for its cost center.
    """

    case: Case | None
    task: Task | None
    may: bool
    way: list[WayStep]
    author: bool
    steps: tuple[Step, ...]
    handed: Handed | None = None
    awaits_center: bool = False

    @property
    def steps_back(self) -> list[str]:
        """Steps that the paper may be returned to from its task, nearest first."""
        if self.task is None or self.case is None:
            return []
        before = returnable(self.steps, self.task.step)
        return [s.key for s in reversed(before) if _asked(s, self.case)]


_ACCEPTED = b"""
SELECT d.step, d.kind, d.by_id, coalesce(nullif(u.full_name, ''), u.email)
FROM workflow_decision d JOIN platform_user u ON u.id = d.by_id
WHERE d.company_id = %s AND d.case_id = %s AND d.verdict = 'accepted' ORDER BY d.id
"""


def standing_of(*, document_id: int, person: int, at: datetime) -> Standing:
    """Where a paper stands, by the facts known now; a handful of questions that stay ready in the server."""
    case = case_of(document_id=document_id)
    if case is None:
        return Standing(None, None, False, [], False, ())
    tasks = ready_rows(
        Task,
        "WHERE company_id = %s AND document_id = %s ORDER BY id",
        (case.company_id, document_id),
    )
    for task in tasks:
        task.case = case
    waiting = [t for t in tasks if t.closed_at is None]
    rights = rights_on(waiting, day_of(at)) if waiting else None
    mine = rights.takeable(waiting, person) if rights else set()
    hers = next((t for t in waiting if t.id in mine), None)
    known = rights.steps if rights else steps_by_id([case.procedure_id])
    with server_cursor() as cursor:
        cursor.execute(_ACCEPTED, (case.company_id, case.id))
        accepted = cursor.fetchall()
    described = any(kind == "describe" and by == person for _, kind, by, _ in accepted)
    steps = known[case.procedure_id]
    takers: dict[str, list[str]] = {}
    for key, _, _, name in accepted:
        takers.setdefault(key, []).append(name)
    desks = rights.desks(waiting) if rights else {}
    return Standing(
        case=case,
        task=hers or (waiting[0] if waiting else None),
        may=hers is not None,
        way=_way(
            case, [s for s in steps if _asked(s, case)], tasks, takers=takers, desks=desks, as_of=at
        ),
        author=case.state == CaseState.OPEN and (case.author_id == person or described),
        steps=steps,
        handed=_handed(waiting, rights, person) if rights else None,
        awaits_center=any(
            awaits_center(s, case.facts) for s in steps if any(t.step == s.key for t in waiting)
        ),
    )


def _handed(waiting: Sequence[Task], rights: Rights, person: int) -> Handed | None:
    for task in waiting:
        receiver = dict(rights.handed.get(task.id, ())).get(person)
        if receiver is not None and person not in rights.spoken.get(task.id, ()):
            return Handed(task.id, task.step, names_of([receiver])[receiver])
    return None


def _way(
    case: Case,
    steps: Sequence[Step],
    tasks: Sequence[Task],
    *,
    takers: Mapping[str, Sequence[str]],
    desks: Mapping[int, str],
    as_of: datetime,
) -> list[WayStep]:
    """Every step that the paper's procedure asks for: done by ``takers``, waiting on ``desks``, or ahead."""
    spans = {t.step: working_hours(t.opened_at, t.closed_at or as_of) for t in tasks}
    waiting = {t.step: t for t in tasks if t.closed_at is None}
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


def way_of(*, document_id: int, as_of: datetime) -> list[WayStep]:
    """Every step that a paper's procedure asks for, by the facts known now."""
    return standing_of(document_id=document_id, person=0, at=as_of).way


def _asked(step: Step, case: Case) -> bool:
    """What is not known yet may still be asked: the step is shown as lying ahead."""
    try:
        return step.asked(case.facts)
    except UnknownFact:
        return True


def talks_of(*, document_id: int) -> list[Consultation]:
    """Questions asked beside a paper's steps, oldest first."""
    rows = ready_rows(
        Consultation,
        "WHERE company_id = %s AND document_id = %s ORDER BY id",
        (current_company_id(), document_id),
    )
    prefetch_related_objects(rows, "asked_by", "asked")
    return rows


def questions_for(*, person: int) -> list[Consultation]:
    """What a person was asked and has not answered, longest waiting first."""
    rows = ready_rows(
        Consultation,
        "WHERE company_id = %s AND asked_id = %s AND answered_at IS NULL ORDER BY id",
        (current_company_id(), person),
    )
    prefetch_related_objects(rows, "asked_by")
    return rows


def descriptions_of(*, document_id: int) -> list[Link]:
    """What people without an account were asked for by a link, and what they wrote, newest first."""
    return ready_rows(
        Link,
        "WHERE company_id = %s AND document_id = %s AND purpose = %s ORDER BY id DESC",
        (current_company_id(), document_id, str(LinkPurpose.DESCRIBE)),
    )


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
