"""Writes of a paper's whole way: open cases, leave a procedure, reopen, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zaplecze.platform.bulk import insert_rows, take_ids
from zaplecze.platform.events import Event, Stamp, canonical, lock_company, record_events
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.booked import booked_ids
from zaplecze.workflow.commands.centers import ask_managers
from zaplecze.workflow.commands.moving import begun_before, go_on
from zaplecze.workflow.commands.opening import NewTask, open_tasks
from zaplecze.workflow.commands.questions import close_questions, require_answers
from zaplecze.workflow.commands.refusals import (
    Booked,
    NotWaiting,
    ReasonMissing,
)
from zaplecze.workflow.commands.rights import allowed, cannot
from zaplecze.workflow.commands.tasks import (
    decide,
    keys,
    step_taken,
    waiting_task,
)
from zaplecze.workflow.events import CaseClosed, CaseOpened, StepTaken
from zaplecze.workflow.models import (
    Case,
    CaseState,
    Decision,
    Procedure,
    Task,
)
from zaplecze.workflow.org import Desks, day_of, org_on
from zaplecze.workflow.rules import (
    Step,
    StepError,
    steps_from,
)
from zaplecze.workflow.rules.engine import enter
from zaplecze.workflow.rules.people import CENTER, may_name_center, note_of
from zaplecze.workflow.rules.steps import blocks, place_of


@dataclass(frozen=True, slots=True)
class NewCase:
    """A paper to set on its way. ``skip`` steps of these kinds were done by the program itself."""

    document_id: int
    facts: Mapping[str, Any]
    skip: frozenset[str] = frozenset()
    note: str = ""


def newest_procedure(*, kind: str) -> Procedure:
    """The version in force for papers of a kind; refuses where the company has none."""
    procedure = (
        Procedure.objects.filter(company_id=current_company_id(), kind=kind)
        .order_by("-version")
        .first()
    )
    if procedure is None:
        raise Refusal(
            f"Firma nie ma procedury dla: {kind}. Dodaj ją.", code="workflow.no-procedure"
        )
    return procedure


def open_cases(*, kind: str, cases: Sequence[NewCase], stamp: Stamp) -> None:
    """Open a case for each paper by the newest version of the company's procedure for its kind.

    A paper that left another procedure (`leave_procedure`) goes on in its own case. Raises `CannotGoOn` where the
    procedure asks for a fact that a paper does not have.
    """
    if not cases:
        return
    lock_company()
    company_id = current_company_id()
    procedure = newest_procedure(kind=kind)
    steps = steps_from(procedure.steps)
    laid_out = {
        skip: blocks(tuple(s for s in steps if s.kind not in skip))
        for skip in {c.skip for c in cases}
    }
    desks = Desks(org_on(day_of(stamp.at)))
    try:
        moves = [enter(laid_out[c.skip], c.facts) for c in cases]
        found = [
            tuple(desks.of(s, c.facts) for s in m.opened) for c, m in zip(cases, moves, strict=True)
        ]
    except StepError as error:
        raise cannot(error) from error
    begun = begun_before([c.document_id for c in cases])
    fresh = [(c, m) for c, m in zip(cases, moves, strict=True) if c.document_id not in begun]
    count = len(fresh)
    new_ids = take_ids("workflow_case", count)
    insert_rows(
        "workflow_case",
        {
            "id": ("bigint", new_ids),
            "company_id": ("bigint", [company_id] * count),
            "procedure_id": ("bigint", [procedure.id] * count),
            "document_id": ("bigint", [c.document_id for c, _ in fresh]),
            "author_id": ("bigint", [stamp.by] * count),
            "state": ("text", [CaseState.OPEN if m.opened else CaseState.DONE for _, m in fresh]),
            "facts": ("jsonb", [canonical(c.facts) for c, _ in fresh]),
            "opened_at": ("timestamptz", [stamp.at] * count),
            "closed_at": ("timestamptz", [None if m.opened else stamp.at for _, m in fresh]),
        },
    )
    unused = iter(new_ids)
    ids = [
        go_on(old, procedure=procedure, facts=c.facts, waits=bool(m.opened), at=stamp.at)
        if (old := begun.get(c.document_id))
        else next(unused)
        for c, m in zip(cases, moves, strict=True)
    ]
    tasks = [
        NewTask(i, c.document_id, step, desk, note=note_of(step, c.facts, c.note))
        for i, c, m, found_desks in zip(ids, cases, moves, found, strict=True)
        for step, desk in zip(m.opened, found_desks, strict=True)
    ]
    # Thousands come in at once, and their files may not be in place yet: the clock starts what the program does.
    open_tasks(tasks, at=stamp.at, act_later=True)
    record_events(
        [
            CaseOpened(
                document_id=c.document_id,
                procedure=kind,
                version=procedure.version,
                step=keys(m.opened),
                desks=found_desks,
            )
            for c, m, found_desks in zip(cases, moves, found, strict=True)
        ],
        stamp,
    )


def leave_procedure(*, task_id: int, by: int, at: datetime) -> None:
    """Take the step that a task waits for and leave the case's procedure; `open_cases` puts the paper on another.

    Raises `NotAllowed`, `OverLimit`, `NotWaiting` or `FourEyes`.
    """
    lock_company()
    task = waiting_task(task_id=task_id)
    case = task.case
    steps = steps_from(
        Procedure.objects.get(company_id=case.company_id, id=case.procedure_id).steps
    )
    instead_of = allowed(
        task=task, steps=steps, facts=case.facts, org=org_on(day_of(at)), person=by
    )
    require_answers(task)
    decide(task, verdict="accepted", reason="", by=by, instead_of=instead_of, at=at, via="")
    Task.objects.filter(company_id=case.company_id, case_id=case.id, closed_at__isnull=True).update(
        closed_at=at
    )
    record_events(
        [step_taken(task=task, verdict="accepted", on_behalf_of=instead_of)], Stamp(by, at)
    )


def reopen_case(*, document_id: int, kind: str, reason: str, stamp: Stamp) -> None:
    """Put a paper back on the desk of a kind of step (after a storno), whatever its case's state.

    What waits in the lanes beside that step goes on waiting: a storno decides nothing for others.
    """
    lock_company()
    case = Case.objects.get(company_id=current_company_id(), document_id=document_id)
    procedure = Procedure.objects.get(company_id=current_company_id(), id=case.procedure_id)
    steps = steps_from(procedure.steps)
    step = next((s for s in steps if s.kind == kind), None)
    if step is None:
        raise Refusal(
            f"Procedura tego dokumentu nie ma kroku rodzaju {kind}: nie ma dokąd wrócić.",
            code="workflow.no-step",
        )
    beside = _beside(steps, step)
    waiting = Task.objects.filter(
        company_id=case.company_id, case_id=case.id, closed_at__isnull=True
    )
    waiting.exclude(step__in=[s.key for s in beside]).update(closed_at=stamp.at)
    still = set(waiting.values_list("step", flat=True))
    stays = [s for s in beside if s.key in still]
    case.state, case.closed_at = CaseState.OPEN, None
    case.save(update_fields=["state", "closed_at"])
    desks = Desks(org_on(day_of(stamp.at)))
    desk = desks.of(step, case.facts)
    open_tasks([NewTask(case.id, document_id, step, desk, True, reason)], at=stamp.at)
    record_events(
        [
            StepTaken(
                document_id=document_id,
                step=step.key,
                kind=kind,
                verdict="returned",
                reason=reason,
                on_behalf_of=None,
                next_step=keys([step, *stays]),
                opened_at=stamp.at.isoformat(),
                side=str(desk["side"]),
                desks=(desk, *(desks.of(s, case.facts) for s in stays)),
            )
        ],
        stamp,
    )


def _beside(steps: Sequence[Step], step: Step) -> list[Step]:
    """The steps of the lanes beside a step."""
    found = blocks(steps)
    b, la, _ = place_of(found, step.key)
    return [s for n, lane in enumerate(found[b].lanes) if n != la for s in lane]


def learn_facts(*, document_id: int, facts: Mapping[str, Any]) -> None:
    """Add to what a case knows: what the program found out by a rule of the company."""
    lock_company()
    case = Case.objects.get(company_id=current_company_id(), document_id=document_id)
    case.facts = {**case.facts, **facts}
    case.save(update_fields=["facts"])


def name_center(*, document_id: int, center: str, by: int, at: datetime) -> None:
    """Say which cost center a paper is of, where a step waits for it; its manager is asked then.

    Whoever may describe may say so; it is no decision and no voice. Whether there is such a center is the caller's to
    know. Raises `NotWaiting` where no step waits for it, `NotAllowed`.
    """
    lock_company()
    company_id = current_company_id()
    case = Case.objects.filter(company_id=company_id, document_id=document_id).first()
    if case is None or not center.strip():
        raise Refusal("Wybierz MPK z listy.", code="workflow.center")
    steps = steps_from(Procedure.objects.get(company_id=company_id, id=case.procedure_id).steps)
    org = org_on(day_of(at))
    if by not in may_name_center(org):
        raise NotAllowed("MPK podaje ten, kto opisuje dokumenty. Poproś księgowego.")
    before, case.facts = case.facts, {**case.facts, CENTER: center.strip()}
    events = ask_managers(case=case, steps=steps, before=before, org=org, at=at)
    if not events:
        raise NotWaiting("Żaden krok nie czeka na MPK tego dokumentu. Odśwież stronę.")
    case.save(update_fields=["facts"])
    record_events(events, Stamp(by, at))


def withdraw_case(*, document_id: int, reason: str, by: int, at: datetime) -> None:
    """Take a paper back that one brought in or described, before it stands in the books; its way ends.

    Raises `NotAllowed` for somebody else's paper, `NotWaiting` once it was posted or has ended, `ReasonMissing`.
    """
    lock_company()
    company_id = current_company_id()
    case = Case.objects.filter(company_id=company_id, document_id=document_id).first()
    if case is None or case.state != CaseState.OPEN:
        raise NotWaiting("Obieg tego dokumentu już się zakończył.")
    if not reason.strip():
        raise ReasonMissing("Podaj powód wycofania: zostanie na karcie obiegu.")
    if not is_author(case=case, person=by):
        raise NotAllowed("Wycofać może tylko ten, kto dokument wniósł albo opisał.")
    tasks = list(
        Task.objects.filter(company_id=company_id, case_id=case.id, closed_at__isnull=True)
    )
    if booked_ids([document_id]):
        raise Booked("Dokument jest już zaksięgowany: poproś księgowego o storno.")
    Task.objects.filter(company_id=company_id, id__in=[t.id for t in tasks]).update(closed_at=at)
    case.state, case.closed_at = CaseState.WITHDRAWN, at
    case.save(update_fields=["state", "closed_at"])
    events: list[Event] = [
        step_taken(task=t, verdict="withdrawn", reason=reason.strip()) for t in tasks
    ]
    events += close_questions(case=case, at=at)
    record_events([*events, CaseClosed(document_id=document_id, state=case.state)], Stamp(by, at))


def is_author(*, case: Case, person: int) -> bool:
    """Whether a person brought the paper in, or described it."""
    return (
        case.author_id == person
        or Decision.objects.filter(
            company_id=case.company_id,
            case_id=case.id,
            kind="describe",
            verdict="accepted",
            by_id=person,
        ).exists()
    )
