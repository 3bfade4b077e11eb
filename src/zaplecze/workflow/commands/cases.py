"""Writes of circulation: open cases, take steps, return with a reason, withdraw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zaplecze.platform.bulk import insert_rows, take_ids
from zaplecze.platform.events import Event, Stamp, canonical, lock_company, record_events
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.commands.moving import begun_before, go_on
from zaplecze.workflow.commands.opening import NewTask, open_tasks, try_actions
from zaplecze.workflow.commands.refusals import (
    CannotGoOn,
    ConsultationOpen,
    FourEyes,
    NotWaiting,
    OverLimit,
    ReasonMissing,
)
from zaplecze.workflow.events import CaseClosed, CaseOpened, StepTaken
from zaplecze.workflow.models import (
    Case,
    CaseState,
    Consultation,
    Decision,
    Delegation,
    Procedure,
    Task,
)
from zaplecze.workflow.org import Desks, day_of, org_on
from zaplecze.workflow.rules import (
    Move,
    Org,
    State,
    Step,
    StepError,
    Verdict,
    advance,
    candidates,
    right_to,
    steps_from,
)
from zaplecze.workflow.rules.engine import enter
from zaplecze.workflow.rules.people import AMOUNT, UNKNOWN_AMOUNT
from zaplecze.workflow.rules.steps import blocks

ACT_AT_ONCE = 200


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
        raise _cannot(error) from error
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
        NewTask(i, c.document_id, step, desk, note=c.note)
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
                step=_keys(m.opened),
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
    _decide(task, verdict="accepted", reason="", by=by, instead_of=instead_of, at=at, via="")
    Task.objects.filter(company_id=case.company_id, case_id=case.id, closed_at__isnull=True).update(
        closed_at=at
    )
    taken = StepTaken(
        document_id=case.document_id,
        step=task.step,
        kind=task.kind,
        verdict="accepted",
        reason="",
        on_behalf_of=instead_of,
        next_step="",
        opened_at=task.opened_at.isoformat(),
        side=task.side,
    )
    record_events([taken], Stamp(by, at))


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
    back_to: str = "",
    via: str = "",
) -> None:
    """Take the step that a task waits for: ``accepted``, ``rejected`` or ``returned`` (with a reason).

    ``facts`` are added to the case's before the next step is chosen. ``back_to`` names an earlier step that
    the paper is returned to; empty: the last description. Raises `NotAllowed`, `OverLimit`, `NotWaiting`,
    `ReasonMissing`, `ConsultationOpen`, `CannotGoOn` or `FourEyes`.
    """
    if verdict not in ("accepted", "rejected", "returned"):
        raise ValueError(f"unknown verdict {verdict!r}")
    lock_company()
    company_id = current_company_id()
    task = waiting_task(task_id=task_id)
    reason = reason.strip()
    if verdict != "accepted" and not reason:
        raise ReasonMissing(
            "Podaj powód: osoba, do której wraca dokument, musi wiedzieć, co zrobić."
        )
    case = task.case
    steps = steps_from(Procedure.objects.get(company_id=company_id, id=case.procedure_id).steps)
    case.facts = {**case.facts, **(facts or {})}
    org = org_on(day_of(at))
    voices = voices_in(task=task)
    instead_of = allowed(task=task, steps=steps, facts=case.facts, org=org, person=by)
    if verdict == "accepted":
        _answered(task)
    state = State(_waiting(case, steps), {task.step: voices} if voices else {})
    decision = Verdict(task.step, verdict, instead_of or by, back_to)
    try:
        move = advance(steps, state, decision, case.facts)
        desks = Desks(org)
        opened = [
            NewTask(
                case.id, case.document_id, s, desks.of(s, case.facts), verdict == "returned", reason
            )
            for s in move.opened
        ]
    except StepError as error:
        raise _cannot(error) from error
    _decide(task, verdict=verdict, reason=reason, by=by, instead_of=instead_of, at=at, via=via)
    _close(case, move, at)
    open_tasks(opened, at=at)
    events: list[Event] = [
        StepTaken(
            document_id=case.document_id,
            step=task.step,
            kind=task.kind,
            verdict=verdict,
            reason=reason,
            on_behalf_of=instead_of,
            next_step=_keys(move.opened),
            opened_at=task.opened_at.isoformat(),
            side=task.side,
            via=via,
            missing=move.missing,
            desks=tuple(t.desk for t in opened),
            closed=tuple(k for k in move.closed if k != task.step),
        )
    ]
    if move.end:
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
                NewTask(case.id, case.document_id, s, desks.of(s, case.facts)) for s in move.opened
            ]
        except StepError as error:
            raise _cannot(error) from error
        beside[case.id] = list(move.state.waiting)
        opened += new
        events.append(
            StepTaken(
                document_id=case.document_id,
                step=task.step,
                kind=task.kind,
                verdict="accepted",
                reason="",
                on_behalf_of=None,
                next_step=_keys(move.opened),
                opened_at=task.opened_at.isoformat(),
                side=task.side,
                desks=tuple(t.desk for t in new),
            )
        )
        if move.end:
            ended.append(case.id)
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


def reopen_case(*, document_id: int, kind: str, reason: str, stamp: Stamp) -> None:
    """Put a paper back on the desk of a kind of step (after a storno), whatever its case's state."""
    lock_company()
    case = Case.objects.get(company_id=current_company_id(), document_id=document_id)
    procedure = Procedure.objects.get(company_id=current_company_id(), id=case.procedure_id)
    step = next((s for s in steps_from(procedure.steps) if s.kind == kind), None)
    if step is None:
        raise Refusal(
            f"Procedura tego dokumentu nie ma kroku rodzaju {kind}: nie ma dokąd wrócić.",
            code="workflow.no-step",
        )
    Task.objects.filter(company_id=case.company_id, case_id=case.id, closed_at__isnull=True).update(
        closed_at=stamp.at
    )
    case.state, case.closed_at = CaseState.OPEN, None
    case.save(update_fields=["state", "closed_at"])
    desk = Desks(org_on(day_of(stamp.at))).of(step, case.facts)
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
                next_step=step.key,
                opened_at=stamp.at.isoformat(),
                side=str(desk["side"]),
                desks=(desk,),
            )
        ],
        stamp,
    )


def learn_facts(*, document_id: int, facts: Mapping[str, Any]) -> None:
    """Add to what a case knows: what the program found out by a rule of the company."""
    lock_company()
    case = Case.objects.get(company_id=current_company_id(), document_id=document_id)
    case.facts = {**case.facts, **facts}
    case.save(update_fields=["facts"])


def withdraw_case(*, document_id: int, reason: str, by: int, at: datetime) -> None:
    """Take a paper back that one brought in or described, before it is coded; its way ends.

    Raises `NotAllowed` for somebody else's paper, `NotWaiting` once it was coded or has ended, `ReasonMissing`.
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
    steps = steps_from(Procedure.objects.get(company_id=company_id, id=case.procedure_id).steps)
    places = {s.key: n for n, s in enumerate(steps)}
    # A way without posting ends with its last step: until then nothing of it stands in the books.
    posting = min((places[s.key] for s in steps if s.kind in ("code", "match")), default=len(steps))
    if any(places[t.step] > posting for t in tasks):
        raise NotWaiting("Dokument jest już zaksięgowany: poproś księgowego o storno.")
    Task.objects.filter(company_id=company_id, id__in=[t.id for t in tasks]).update(closed_at=at)
    case.state, case.closed_at = CaseState.WITHDRAWN, at
    case.save(update_fields=["state", "closed_at"])
    events: list[Event] = [
        StepTaken(
            document_id=document_id,
            step=t.step,
            kind=t.kind,
            verdict="withdrawn",
            reason=reason.strip(),
            on_behalf_of=None,
            next_step="",
            opened_at=t.opened_at.isoformat(),
            side=t.side,
        )
        for t in tasks
    ]
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


def waiting_task(*, task_id: int) -> Task:
    """An open task with its case, locked; refuses (`NotWaiting`) one that was taken meanwhile."""
    task = (
        Task.objects.select_for_update(of=("self",))
        .select_related("case")
        .filter(company_id=current_company_id(), id=task_id)
        .first()
    )
    if task is None or task.closed_at is not None:
        raise NotWaiting("Ktoś już załatwił tę sprawę. Odśwież biurko.")
    return task


def voices_in(*, task: Task) -> frozenset[int]:
    """Whose voices a task has: the people who accepted, or those for whom somebody did."""
    rows = Decision.objects.filter(
        company_id=task.company_id, task_id=task.id, verdict="accepted"
    ).values_list("by_id", "on_behalf_of_id")
    return frozenset(instead or by for by, instead in rows)


def allowed(
    *,
    task: Task,
    steps: Sequence[Step],
    facts: Mapping[str, Any],
    org: Org,
    person: int,
    delegations: Sequence[tuple[int, int]] | None = None,
    spoken: frozenset[int] | None = None,
) -> int | None:
    """None where the person may take the task in her own name; else for whom; refuses otherwise.

    ``delegations`` (from, to) and the voices that were ``spoken`` are read where they are not at hand.
    """
    step = next(s for s in steps if s.key == task.step)
    try:
        able = candidates(step, facts, org, escalated=task.escalated_at is not None)
    except StepError as error:
        raise _cannot(error) from error
    if delegations is None:
        rows = Delegation.objects.filter(company_id=task.company_id, task_id=task.id)
        delegations = tuple(rows.values_list("giver_id", "receiver_id"))
    if spoken is None:
        spoken = voices_in(task=task)
    right = right_to(person, able, org, delegations=delegations, spoken=spoken)
    if right is not None:
        return right.instead_of
    if person in spoken:
        raise NotWaiting("Twój głos już jest. Krok czeka jeszcze na głosy innych osób.")
    unlimited = Org(org.roles, org.managers, (), org.stand_ins)
    if right_to(person, candidates(step, facts, unlimited), unlimited, delegations=delegations):
        raise OverLimit(
            "Kwoty w złotych nie wpisano albo nie ma kursu: przekaż sprawę osobie bez limitu."
            if facts.get(AMOUNT) == UNKNOWN_AMOUNT
            else "Kwota przekracza Twój limit akceptacji. Przekaż sprawę osobie z wyższym limitem."
        )
    raise NotAllowed(
        "Twoja rola w tej firmie nie obejmuje tego kroku. "
        "Poproś uprawnioną osobę albo właściciela o zastępstwo."
    )


def _waiting(case: Case, steps: Sequence[Step]) -> tuple[str, ...]:
    keys = set(
        Task.objects.filter(
            company_id=case.company_id, case_id=case.id, closed_at__isnull=True
        ).values_list("step", flat=True)
    )
    return tuple(s.key for s in steps if s.key in keys)


def _answered(task: Task) -> None:
    asked = (
        Consultation.objects.filter(
            company_id=task.company_id, task_id=task.id, blocks=True, answered_at__isnull=True
        )
        .select_related("asked")
        .first()
    )
    if asked is not None:
        raise ConsultationOpen(
            f"Krok czeka na odpowiedź: {asked.asked}. Poczekaj na nią albo cofnij pytanie."
        )


def _close(case: Case, move: Move, at: datetime) -> None:
    Task.objects.filter(
        company_id=case.company_id, case_id=case.id, step__in=move.closed, closed_at__isnull=True
    ).update(closed_at=at)
    if move.end:
        case.state = CaseState.REJECTED if move.end == "rejected" else CaseState.DONE
        case.closed_at = at
    case.save(update_fields=["facts", "state", "closed_at"])


def _decide(
    task: Task,
    *,
    verdict: str,
    reason: str,
    by: int,
    instead_of: int | None,
    at: datetime,
    via: str,
) -> None:
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
            "Ten dokument opisała albo akceptowała już ta sama osoba. "
            "Poproś o akceptację kogoś innego (zasada dwóch par oczu)."
        ) from error


def _cannot(error: StepError) -> CannotGoOn:
    return CannotGoOn(
        f"Procedura nie może iść dalej: {error}. Popraw procedurę albo dane dokumentu."
    )


def _keys(steps: Sequence[Step]) -> str:
    return ", ".join(s.key for s in steps)
