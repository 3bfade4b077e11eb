"""What waits, on whose desk, for how long, and who may take it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zaplecze.platform.models import Membership
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.commands.cases import allowed
from zaplecze.workflow.models import Delegation, Procedure, Task
from zaplecze.workflow.org import NOBODY, day_of, names_of, org_on
from zaplecze.workflow.rules import LANES, Org, Step, StepError, candidates, steps_from
from zaplecze.workflow.rules.people import desk_people


@dataclass(frozen=True, slots=True)
class LaneCounts:
    """How many tasks wait under each heading; ``returned`` and ``overdue`` cut across the others."""

    waiting: Mapping[str, int]
    returned: int
    overdue: int
    oldest: datetime | None

    @property
    def total(self) -> int:
        """All tasks that wait."""
        return sum(self.waiting.values())


def lane_counts(*, as_of: datetime) -> LaneCounts:
    """Counts of the open company's waiting tasks."""
    tasks = Task.objects.filter(company_id=current_company_id(), closed_at__isnull=True)
    waiting = dict.fromkeys(LANES, 0)
    returned = overdue = 0
    oldest: datetime | None = None
    for kind, back, due, opened in tasks.values_list(
        "kind", "returned", "due_at", "opened_at"
    ).iterator():
        waiting[kind] += 1
        returned += back
        overdue += due is not None and due < as_of
        oldest = opened if oldest is None or opened < oldest else oldest
    return LaneCounts(waiting, returned, overdue, oldest)


def waiting_tasks(*, lane: str, as_of: datetime, limit: int = 200, offset: int = 0) -> list[Task]:
    """Tasks under a heading (a kind of step, ``returned`` or ``overdue``), longest waiting first."""
    tasks = Task.objects.filter(company_id=current_company_id(), closed_at__isnull=True)
    if lane == "returned":
        tasks = tasks.filter(returned=True)
    elif lane == "overdue":
        tasks = tasks.filter(due_at__lt=as_of)
    elif lane in LANES:
        tasks = tasks.filter(kind=lane)
    else:
        raise ValueError(f"unknown lane {lane!r}")
    return list(tasks.select_related("case").order_by("opened_at", "id")[offset : offset + limit])


def papers_waiting(*, kinds: Iterable[str]) -> list[int]:
    """Ids of the papers that wait in a task of one of these kinds."""
    tasks = Task.objects.filter(
        company_id=current_company_id(), closed_at__isnull=True, kind__in=list(kinds)
    )
    return list(tasks.values_list("document_id", flat=True).distinct())


def open_task(*, document_id: int) -> Task | None:
    """The task that a paper waits in now."""
    return (
        Task.objects.filter(
            company_id=current_company_id(), document_id=document_id, closed_at__isnull=True
        )
        .order_by("id")
        .first()
    )


def open_tasks_of(*, document_id: int) -> list[Task]:
    """Every task that a paper waits in: several where steps lie side by side."""
    rows = Task.objects.filter(
        company_id=current_company_id(), document_id=document_id, closed_at__isnull=True
    )
    return list(rows.select_related("case").order_by("id"))


def task_for(*, document_id: int, person: int, at: datetime) -> tuple[Task | None, bool]:
    """The task of a paper that a person sees, and whether she may take it: hers before others'."""
    tasks = open_tasks_of(document_id=document_id)
    mine = takeable(tasks, person=person, at=at)
    hers = next((t for t in tasks if t.id in mine), None)
    return (hers or (tasks[0] if tasks else None)), hers is not None


def takeable(tasks: Sequence[Task], *, person: int, at: datetime) -> set[int]:
    """Ids of those tasks (loaded with their cases) that a person may take, by any right."""
    if not tasks:
        return set()
    org = org_on(day_of(at))
    steps = _steps_of(tasks)
    found = set()
    for task in tasks:
        try:
            allowed(
                task=task,
                steps=steps[task.case.procedure_id],
                facts=task.case.facts,
                org=org,
                person=person,
            )
        except Refusal:
            continue
        found.add(task.id)
    return found


def approvals_for(*, person: int, at: datetime, limit: int = 200) -> list[Task]:
    """What waits for this person's approval, longest waiting first."""
    tasks = list(
        Task.objects.filter(company_id=current_company_id(), kind="approve", closed_at__isnull=True)
        .select_related("case")
        .order_by("opened_at", "id")[:limit]
    )
    mine = takeable(tasks, person=person, at=at)
    return [t for t in tasks if t.id in mine]


def desks_of(tasks: Sequence[Task], *, on: datetime) -> dict[int, str]:
    """On whose desk each task (loaded with its case) lies, in words: names, substitutes in brackets."""
    if not tasks:
        return {}
    org = org_on(day_of(on))
    steps = _steps_of(tasks)
    handed: dict[int, list[tuple[int, int]]] = {}
    for task_id, giver, receiver in Delegation.objects.filter(
        company_id=current_company_id(), task_id__in=[t.id for t in tasks]
    ).values_list("task_id", "giver_id", "receiver_id"):
        handed.setdefault(task_id, []).append((giver, receiver))
    asked = {t.id: _asked(t, steps[t.case.procedure_id], org, handed.get(t.id, ())) for t in tasks}
    names = names_of({p for people in asked.values() for p in people})
    return {
        task_id: ", ".join(sorted(names[p] for p in people if p in names)) or NOBODY
        for task_id, people in asked.items()
    }


def _asked(
    task: Task, steps: Sequence[Step], org: Org, handed: Sequence[tuple[int, int]]
) -> frozenset[int]:
    step = next(s for s in steps if s.key == task.step)
    try:
        able = candidates(step, task.case.facts, org, escalated=task.escalated_at is not None)
    except StepError:
        return frozenset()
    people = desk_people(step, able, org)
    for giver, receiver in (*handed, *org.stand_ins):
        if giver in people:
            people = people - {giver} | {receiver}
    return people


def _steps_of(tasks: Sequence[Task]) -> dict[int, tuple[Step, ...]]:
    rows = Procedure.objects.filter(
        company_id=current_company_id(), id__in={t.case.procedure_id for t in tasks}
    )
    return {p.id: steps_from(p.steps) for p in rows}


def people_by_role() -> dict[str, list[str]]:
    """Names of the company's people for each role, for "whose desk it lies on"."""
    found: dict[str, list[str]] = {}
    rows = Membership.objects.filter(company_id=current_company_id()).select_related("user")
    for row in rows.order_by("user__full_name"):
        found.setdefault(row.role, []).append(row.user.full_name)
    return found
