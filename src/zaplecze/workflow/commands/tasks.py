"""Writes of tasks: take a step, finish those whose thing was done elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zaplecze.platform.events import Event, Stamp, lock_company, record_events
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.booked import booked_ids
from zaplecze.workflow.commands.centers import ask_managers
from zaplecze.workflow.commands.opening import NewTask, open_tasks, try_actions
from zaplecze.workflow.commands.questions import close_questions, require_answers
from zaplecze.workflow.commands.refusals import (
    Booked,
    FourEyes,
    NotWaiting,
    ReasonMissing,
)
from zaplecze.workflow.commands.rights import allowed, cannot, voices_in
from zaplecze.workflow.events import CaseClosed, StepTaken
from zaplecze.workflow.models import (
    Case,
    CaseState,
    Decision,
    Procedure,
    Task,
)
from zaplecze.workflow.org import Desks, day_of, org_on
from zaplecze.workflow.rules import (
    Move,
    State,
    Step,
    StepError,
    Verdict,
    advance,
    leads_through,
    return_step,
    steps_from,
)
from zaplecze.workflow.rules.people import note_of

ACT_AT_ONCE = 200
POSTING = frozenset({"code", "match"})


def take_step(
    *,
    task_id: int,
    verdict: str,
    by: int,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    back_to: str = "",
    via: str = "",
) -> None:
    """Take the step that a task waits for: ``accepted``, ``rejected`` or ``returned`` (with a reason).

    ``facts`` are added to the case's before the next step is chosen. ``back_to`` names an earlier step that
    the paper is returned to; empty: the last description. Raises `NotAllowed`, `OverLimit`, `NotWaiting`,
    `ReasonMissing`, `ConsultationOpen`, `Booked`, `CannotGoOn` or `FourEyes`.
    """
    if verdict not in ("accepted", "rejected", "returned"):
        raise ValueError(f"unknown verdict {verdict!r}")
    lock_company()
    company_id = current_company_id()
    task = waiting_task(task_id=task_id)
    reason = reason.strip()
    if verdict != "accepted" and not reason:
        raise ReasonMissing(
            _("Podaj powód: osoba, do której wraca dokument, musi wiedzieć, co zrobić.")
        )
    case = task.case
    steps = steps_from(Procedure.objects.get(company_id=company_id, id=case.procedure_id).steps)
    before, case.facts = case.facts, {**case.facts, **(facts or {})}
    org = org_on(day_of(at))
    voices = voices_in(task=task)
    instead_of = allowed(task=task, steps=steps, facts=case.facts, org=org, person=by)
    if verdict == "accepted":
        require_answers(task)
    else:
        _not_booked(task, steps, verdict, back_to)
    state = State(_waiting(case, steps), {task.step: voices} if voices else {})
    decision = Verdict(task.step, verdict, instead_of or by, back_to)
    try:
        move = advance(steps, state, decision, case.facts)
        desks = Desks(org)
        opened = [
            NewTask(
                case.id,
                case.document_id,
                s,
                desks.of(s, case.facts),
                verdict == "returned",
                note_of(s, case.facts, reason),
            )
            for s in move.opened
        ]
    except StepError as error:
        raise cannot(error) from error
    decide(task, verdict=verdict, reason=reason, by=by, instead_of=instead_of, at=at, via=via)
    _close(case, move, at)
    named = ask_managers(case=case, steps=steps, before=before, org=org, at=at)
    open_tasks(opened, at=at)
    events: list[Event] = [
        *named,
        step_taken(
            task=task,
            verdict=verdict,
            reason=reason,
            on_behalf_of=instead_of,
            next_step=keys(move.opened),
            via=via,
            missing=move.missing,
            desks=tuple(t.desk for t in opened),
            closed=tuple(k for k in move.closed if k != task.step),
        ),
    ]
    if move.end:
        events += close_questions(case=case, at=at)
        events.append(CaseClosed(document_id=case.document_id, state=case.state))
    stamp = Stamp(by, at)
    record_events(events, stamp)
    try_actions(opened, finish=finish_steps, stamp=stamp)


def finish_steps(*, kind: str, document_ids: Sequence[int], stamp: Stamp) -> None:
    """Close waiting tasks of one kind because the thing itself was done (posted, paid) elsewhere."""
    company_id = current_company_id()
    tasks = list(
        Task.objects.filter(
            company_id=company_id,
            document_id__in=list(document_ids),
            kind=kind,
            closed_at__isnull=True,
        ).select_related("case")
    )
    if not tasks:
        return
    lock_company()
    versions: dict[int, tuple[Step, ...]] = {}
    beside: dict[int, list[str]] = {}
    rows = Task.objects.filter(
        company_id=company_id, case_id__in=[t.case_id for t in tasks], closed_at__isnull=True
    )
    for case_id, key in rows.values_list("case_id", "step"):
        beside.setdefault(case_id, []).append(key)
    desks = Desks(org_on(day_of(stamp.at)))
    opened: list[NewTask] = []
    ended: list[int] = []
    events: list[Event] = []
    for task in tasks:
        case = task.case
        if case.procedure_id not in versions:
            procedure = Procedure.objects.get(company_id=company_id, id=case.procedure_id)
            versions[case.procedure_id] = steps_from(procedure.steps)
        steps = versions[case.procedure_id]
        try:
            move = advance(
                steps,
                State(tuple(beside[case.id])),
                Verdict(task.step, "accepted"),
                case.facts,
            )
            new = [
                NewTask(
                    case.id,
                    case.document_id,
                    s,
                    desks.of(s, case.facts),
                    note=note_of(s, case.facts),
                )
                for s in move.opened
            ]
        except StepError as error:
            raise cannot(error) from error
        beside[case.id] = list(move.state.waiting)
        opened += new
        events.append(
            step_taken(
                task=task,
                verdict="accepted",
                next_step=keys(move.opened),
                desks=tuple(t.desk for t in new),
            )
        )
        if move.end:
            ended.append(case.id)
            events += close_questions(case=case, at=stamp.at)
            events.append(CaseClosed(document_id=case.document_id, state=CaseState.DONE))
    Case.objects.filter(company_id=company_id, id__in=ended).update(
        state=CaseState.DONE, closed_at=stamp.at
    )
    Task.objects.filter(company_id=company_id, id__in=[t.id for t in tasks]).update(
        closed_at=stamp.at
    )
    open_tasks(opened, at=stamp.at)
    record_events(events, stamp)
    try_actions(opened, finish=finish_steps, stamp=stamp)


def act_by_itself(*, at: datetime) -> int:
    """Try what the program can do of steps that opened with a paper's intake; returns how many were tried."""
    due = Task.objects.filter(
        company_id=current_company_id(), act_at__lte=at, closed_at__isnull=True
    ).order_by("id")
    if not due.exists():
        return 0
    lock_company()
    tasks = list(due.select_related("case")[:ACT_AT_ONCE])
    due.filter(id__in=[t.id for t in tasks]).update(act_at=None)
    known: dict[int, dict[str, Step]] = {}
    for task in tasks:
        key = task.case.procedure_id
        if key not in known:
            procedure = Procedure.objects.get(company_id=task.company_id, id=key)
            known[key] = {s.key: s for s in steps_from(procedure.steps)}
        new = NewTask(task.case_id, task.document_id, known[key][task.step], {})
        try_actions([new], finish=finish_steps, stamp=Stamp(None, at))
    return len(tasks)


def require_step(*, document_id: int, kind: str, to_take: bool = False) -> Task:
    """The task of this kind that the paper waits in now; refuses (`NotWaiting`) where it waits for another.

    ``to_take``: its thing is done now, which the answers hold that it waits for (`ConsultationOpen`).
    """
    task = Task.objects.filter(
        company_id=current_company_id(), document_id=document_id, kind=kind, closed_at__isnull=True
    ).first()
    if task is None:
        raise NotWaiting(_("Ten dokument nie czeka teraz na ten krok. Odśwież stronę."))
    if to_take:
        require_answers(task)
    return task


def waiting_task(*, task_id: int) -> Task:
    """An open task with its case, locked; refuses (`NotWaiting`) one that was taken meanwhile."""
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(company_id=current_company_id(), id=task_id)
        .first()
    )
    if task is None or task.closed_at is not None:
        raise NotWaiting(_("Ktoś już załatwił tę sprawę. Odśwież biurko."))
    return task


def decide(
    task: Task,
    *,
    verdict: str,
    reason: str,
    by: int,
    instead_of: int | None,
    at: datetime,
    via: str,
) -> None:
    """Write the decision down; refuses (`FourEyes`) a second one of the same person for one paper."""
    try:
        with transaction.atomic():
            Decision.objects.create(
                company_id=task.company_id,
                case_id=task.case_id,
                task_id=task.id,
                step=task.step,
                kind=task.kind,
                verdict=verdict,
                reason=reason[:500],
                by_id=by,
                on_behalf_of_id=instead_of,
                at=at,
                via=via,
            )
    except IntegrityError as error:
        if "four eyes" not in str(error):
            raise
        raise FourEyes(
            _(
                "Ten dokument opisała albo akceptowała już ta sama osoba. "
                "Poproś o akceptację kogoś innego (zasada dwóch par oczu)."
            )
        ) from error


def step_taken(
    *,
    task: Task,
    verdict: str,
    reason: str = "",
    on_behalf_of: int | None = None,
    next_step: str = "",
    **more: Any,
) -> StepTaken:
    """The event of a task's end; ``more`` are the other fields of `StepTaken`."""
    return StepTaken(
        document_id=task.document_id,
        step=task.step,
        kind=task.kind,
        verdict=verdict,
        reason=reason,
        on_behalf_of=on_behalf_of,
        next_step=next_step,
        opened_at=task.opened_at.isoformat(),
        side=task.side,
        **more,
    )


def keys(steps: Sequence[Step]) -> str:
    """Keys of steps as events keep them."""
    return ", ".join(s.key for s in steps)


def _waiting(case: Case, steps: Sequence[Step]) -> tuple[str, ...]:
    keys = set(
        Task.objects.filter(
            company_id=case.company_id, case_id=case.id, closed_at__isnull=True
        ).values_list("step", flat=True)
    )
    return tuple(s.key for s in steps if s.key in keys)


def _not_booked(task: Task, steps: Sequence[Step], verdict: str, back_to: str) -> None:
    """Refuse (`Booked`) to end, or to lead to the books again, a paper that stands in them."""
    again = back_to or return_step(steps, task.step).key
    if verdict == "returned" and not leads_through(steps, again, POSTING):
        return
    if booked_ids([task.document_id]):
        raise Booked(
            _("Dokument jest już zaksięgowany. Poproś księgowego o storno, potem go odrzuć.")
            if verdict == "rejected"
            else _("Dokument jest już zaksięgowany. Poproś księgowego o storno, potem go zwróć.")
        )


def _close(case: Case, move: Move, at: datetime) -> None:
    Task.objects.filter(
        company_id=case.company_id, case_id=case.id, step__in=move.closed, closed_at__isnull=True
    ).update(closed_at=at)
    if move.end:
        case.state = CaseState.REJECTED if move.end == "rejected" else CaseState.DONE
        case.closed_at = at
    case.save(update_fields=["facts", "state", "closed_at"])
