"""Writes of circulation: open cases, take steps, return with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zaplecze.platform.bulk import insert_rows, take_ids
from zaplecze.platform.days import WARSAW, add_working_hours
from zaplecze.platform.events import Event, Stamp, canonical, lock_company, record_events
from zaplecze.platform.models import Membership, Substitution
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.events import CaseClosed, CaseOpened, StepTaken
from zaplecze.workflow.models import Case, CaseState, Decision, Procedure, Task
from zaplecze.workflow.rules import MAY, Step, next_step, return_step, steps_from, steps_to


class FourEyes(Refusal):
    """The author of a description can't approve it; two approvals need two people."""

    code = "workflow.four-eyes"


class NotWaiting(Refusal):
    """The task was taken by somebody else meanwhile."""

    code = "workflow.not-waiting"


class ReasonMissing(Refusal):
    """A rejection or a return needs a reason."""

    code = "workflow.reason"


@dataclass(frozen=True, slots=True)
class NewCase:
    """A paper to set on its way. ``skip`` steps of these kinds were done by the program itself."""

    document_id: int
    facts: Mapping[str, Any]
    skip: frozenset[str] = frozenset()
    note: str = ""


def save_procedure(*, kind: str, steps: Sequence[Step], at: datetime) -> Procedure:
    """Save the next version of a company's procedure; running cases keep theirs."""
    lock_company()
    company_id = current_company_id()
    newest = Procedure.objects.filter(company_id=company_id, kind=kind).order_by("-version").first()
    return Procedure.objects.create(
        company_id=company_id,
        kind=kind,
        version=newest.version + 1 if newest else 1,
        steps=steps_to(steps),
        created_at=at,
    )


def open_cases(*, kind: str, cases: Sequence[NewCase], stamp: Stamp) -> None:
    """Open a case for each paper by the newest version of the company's procedure for its kind.

    A paper that left another procedure (`leave_procedure`) goes on in its own case.
    """
    if not cases:
        return
    lock_company()
    company_id = current_company_id()
    procedure = (
        Procedure.objects.filter(company_id=company_id, kind=kind).order_by("-version").first()
    )
    if procedure is None:
        raise Refusal(
            f"Firma nie ma procedury dla: {kind}. Dodaj ją.", code="workflow.no-procedure"
        )
    steps = steps_from(procedure.steps)
    begun = _begun_before([c.document_id for c in cases])
    ids = take_ids("workflow_case", len(cases) - len(begun))
    first: list[Step | None] = []
    for case in cases:
        wanted = tuple(s for s in steps if s.kind not in case.skip)
        first.append(next_step(wanted, None, case.facts))
    fresh = [(c, s) for c, s in zip(cases, first, strict=True) if c.document_id not in begun]
    count = len(fresh)
    insert_rows(
        "workflow_case",
        {
            "id": ("bigint", ids),
            "company_id": ("bigint", [company_id] * count),
            "procedure_id": ("bigint", [procedure.id] * count),
            "document_id": ("bigint", [c.document_id for c, _ in fresh]),
            "state": ("text", [CaseState.OPEN if s else CaseState.DONE for _, s in fresh]),
            "facts": ("jsonb", [canonical(c.facts) for c, _ in fresh]),
            "opened_at": ("timestamptz", [stamp.at] * count),
            "closed_at": ("timestamptz", [None if s else stamp.at for _, s in fresh]),
        },
    )
    if begun:
        ids = _go_on(begun, cases, first, fresh_ids=list(ids), procedure=procedure, at=stamp.at)
    _open_tasks(
        [
            (i, c.document_id, s, False, c.note)
            for i, c, s in zip(ids, cases, first, strict=True)
            if s
        ],
        stamp.at,
    )
    record_events(
        [
            CaseOpened(
                document_id=c.document_id,
                procedure=kind,
                version=procedure.version,
                step=s.key if s else "",
            )
            for c, s in zip(cases, first, strict=True)
        ],
        stamp,
    )


def _begun_before(document_ids: Sequence[int]) -> dict[int, Case]:
    """Cases of papers that circulate already and wait in no step, by document."""
    found = Case.objects.filter(company_id=current_company_id(), document_id__in=document_ids)
    return {case.document_id: case for case in found}


def _go_on(
    begun: Mapping[int, Case],
    cases: Sequence[NewCase],
    first: Sequence[Step | None],
    *,
    fresh_ids: list[int],
    procedure: Procedure,
    at: datetime,
) -> list[int]:
    """Put cases onto another procedure; returns the ids of all cases in the order of ``cases``."""
    ids = []
    for case, step in zip(cases, first, strict=True):
        old = begun.get(case.document_id)
        if old is None:
            ids.append(fresh_ids.pop(0))
            continue
        if Task.objects.filter(
            company_id=old.company_id, case_id=old.pk, closed_at__isnull=True
        ).exists():
            raise ValueError(f"document {case.document_id} is on its way already")
        old.procedure = procedure
        old.facts = {**old.facts, **case.facts}
        old.state = CaseState.OPEN if step else CaseState.DONE
        old.closed_at = None if step else at
        old.save(update_fields=["procedure", "facts", "state", "closed_at"])
        ids.append(old.pk)
    return ids


def leave_procedure(*, task_id: int, by: int, at: datetime) -> None:
    """Take the step that a task waits for and leave the case's procedure; `open_cases` puts the paper on another.

    Raises `NotAllowed` or `NotWaiting`.
    """
    lock_company()
    task = (
        Task.objects.select_related("case")
        .filter(company_id=current_company_id(), id=task_id, closed_at__isnull=True)
        .first()
    )
    if task is None:
        raise NotWaiting("Ktoś już załatwił tę sprawę. Odśwież biurko.")
    on_behalf_of = _allowed(task, by, at)
    _decide(task, verdict="accepted", reason="", by=by, on_behalf_of=on_behalf_of, at=at)
    task.closed_at = at
    task.save(update_fields=["closed_at"])
    taken = StepTaken(
        document_id=task.document_id,
        step=task.step,
        kind=task.kind,
        verdict="accepted",
        reason="",
        on_behalf_of=on_behalf_of,
        next_step="",
        opened_at=task.opened_at.isoformat(),
    )
    record_events([taken], Stamp(by, at))


def require_step(*, document_id: int, kind: str) -> Task:
    """The task of this kind that the paper waits in now; refuses (`NotWaiting`) where it waits for another."""
    task = Task.objects.filter(
        company_id=current_company_id(), document_id=document_id, kind=kind, closed_at__isnull=True
    ).first()
    if task is None:
        raise NotWaiting("Ten dokument nie czeka teraz na ten krok. Odśwież stronę.")
    return task


def take_step(
    *,
    task_id: int,
    verdict: str,
    by: int,
    at: datetime,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Take the step that a task waits for: ``accepted``, ``rejected`` or ``returned`` (with a reason).

    ``facts`` are added to the case's before the next step is chosen. Raises `NotAllowed`, `NotWaiting`,
    `ReasonMissing` or `FourEyes`.
    """
    lock_company()
    company_id = current_company_id()
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(company_id=company_id, id=task_id)
        .first()
    )
    if task is None or task.closed_at is not None:
        raise NotWaiting("Ktoś już załatwił tę sprawę. Odśwież biurko.")
    if verdict not in ("accepted", "rejected", "returned"):
        raise ValueError(f"unknown verdict {verdict!r}")
    if verdict != "accepted" and not reason.strip():
        raise ReasonMissing(
            "Podaj powód: osoba, do której wraca dokument, musi wiedzieć, co zrobić."
        )
    on_behalf_of = _allowed(task, by, at)
    case = task.case
    steps = steps_from(Procedure.objects.get(company_id=company_id, id=case.procedure_id).steps)
    case.facts = {**case.facts, **(facts or {})}
    following: Step | None = None
    if verdict == "accepted":
        following = next_step(steps, task.step, case.facts)
    elif verdict == "returned":
        following = return_step(steps, task.step)
    _decide(task, verdict=verdict, reason=reason.strip(), by=by, on_behalf_of=on_behalf_of, at=at)
    task.closed_at = at
    task.save(update_fields=["closed_at"])
    stamp = Stamp(by, at)
    events: list[Event] = [
        StepTaken(
            document_id=case.document_id,
            step=task.step,
            kind=task.kind,
            verdict=verdict,
            reason=reason.strip(),
            on_behalf_of=on_behalf_of,
            next_step=following.key if following else "",
            opened_at=task.opened_at.isoformat(),
        )
    ]
    if following is None:
        case.state = CaseState.REJECTED if verdict == "rejected" else CaseState.DONE
        case.closed_at = at
        events.append(CaseClosed(document_id=case.document_id, state=case.state))
    else:
        _open_tasks(
            [(case.id, case.document_id, following, verdict == "returned", reason.strip())], at
        )
    case.save(update_fields=["facts", "state", "closed_at"])
    record_events(events, stamp)


def finish_steps(*, kind: str, document_ids: Sequence[int], stamp: Stamp) -> None:
    """Close waiting tasks of one kind because the thing itself was done (posted, paid) elsewhere."""
    tasks = list(
        Task.objects.filter(
            company_id=current_company_id(),
            document_id__in=list(document_ids),
            kind=kind,
            closed_at__isnull=True,
        ).select_related("case")
    )
    if not tasks:
        return
    lock_company()
    versions: dict[int, tuple[Step, ...]] = {}
    opened: list[tuple[int, int, Step, bool, str]] = []
    events: list[Event] = []
    for task in tasks:
        case = task.case
        if case.procedure_id not in versions:
            procedure = Procedure.objects.get(company_id=current_company_id(), id=case.procedure_id)
            versions[case.procedure_id] = steps_from(procedure.steps)
        following = next_step(versions[case.procedure_id], task.step, case.facts)
        events.append(
            StepTaken(
                document_id=case.document_id,
                step=task.step,
                kind=task.kind,
                verdict="accepted",
                reason="",
                on_behalf_of=None,
                next_step=following.key if following else "",
                opened_at=task.opened_at.isoformat(),
            )
        )
        if following is None:
            events.append(CaseClosed(document_id=case.document_id, state=CaseState.DONE))
            Case.objects.filter(company_id=case.company_id, id=case.id).update(
                state=CaseState.DONE, closed_at=stamp.at
            )
        else:
            opened.append((case.id, case.document_id, following, False, ""))
    Task.objects.filter(company_id=current_company_id(), id__in=[t.id for t in tasks]).update(
        closed_at=stamp.at
    )
    _open_tasks(opened, stamp.at)
    record_events(events, stamp)


def reopen_case(*, document_id: int, kind: str, reason: str, stamp: Stamp) -> None:
    """Put a paper back on the desk of a kind of step (after a storno), whatever its case's state."""
    lock_company()
    case = Case.objects.get(company_id=current_company_id(), document_id=document_id)
    procedure = Procedure.objects.get(company_id=current_company_id(), id=case.procedure_id)
    step = next(s for s in steps_from(procedure.steps) if s.kind == kind)
    Task.objects.filter(company_id=case.company_id, case_id=case.id, closed_at__isnull=True).update(
        closed_at=stamp.at
    )
    case.state, case.closed_at = CaseState.OPEN, None
    case.save(update_fields=["state", "closed_at"])
    _open_tasks([(case.id, document_id, step, True, reason)], stamp.at)
    record_events(
        [
            StepTaken(
                document_id=document_id,
                step=step.key,
                kind=kind,
                verdict="returned",
                reason=reason,
                on_behalf_of=None,
                next_step=step.key,
                opened_at=stamp.at.isoformat(),
            )
        ],
        stamp,
    )


def _decide(
    task: Task, *, verdict: str, reason: str, by: int, on_behalf_of: int | None, at: datetime
) -> None:
    try:
        with transaction.atomic():
            Decision.objects.create(
                company_id=task.company_id,
                case_id=task.case_id,
                step=task.step,
                kind=task.kind,
                verdict=verdict,
                reason=reason,
                by_id=by,
                on_behalf_of_id=on_behalf_of,
                at=at,
            )
    except IntegrityError as error:
        if "four eyes" not in str(error):
            raise
        raise FourEyes(
            "Ten dokument opisała albo akceptowała już ta sama osoba. "
            "Poproś o akceptację kogoś innego (zasada dwóch par oczu)."
        ) from error


def _allowed(task: Task, by: int, at: datetime) -> int | None:
    """None where the person's own role reaches; else whom she substitutes; refuses otherwise."""
    company_id = task.company_id
    roles = MAY[task.kind]
    members = Membership.objects.filter(company_id=company_id, role__in=roles)
    if members.filter(user_id=by).exists():
        return None
    today = at.astimezone(WARSAW).date()
    absent = (
        Substitution.objects.filter(
            company_id=company_id,
            substitute_id=by,
            first_day__lte=today,
            last_day__gte=today,
            absent_id__in=members.values("user_id"),
        )
        .values_list("absent_id", flat=True)
        .first()
    )
    if absent is None:
        raise NotAllowed(
            "Twoja rola w tej firmie nie obejmuje tego kroku. "
            "Poproś uprawnioną osobę albo właściciela o zastępstwo."
        )
    return absent


def _open_tasks(tasks: Sequence[tuple[int, int, Step, bool, str]], at: datetime) -> None:
    """(case id, document id, step, returned, note) each."""
    due = {hours: add_working_hours(at, hours) for hours in {t[2].hours for t in tasks}}
    count = len(tasks)
    insert_rows(
        "workflow_task",
        {
            "company_id": ("bigint", [current_company_id()] * count),
            "case_id": ("bigint", [t[0] for t in tasks]),
            "document_id": ("bigint", [t[1] for t in tasks]),
            "step": ("text", [t[2].key for t in tasks]),
            "kind": ("text", [t[2].kind for t in tasks]),
            "returned": ("boolean", [t[3] for t in tasks]),
            "note": ("text", [t[4][:500] for t in tasks]),
            "opened_at": ("timestamptz", [at] * count),
            "due_at": ("timestamptz", [due[t[2].hours] for t in tasks]),
        },
    )
