"""What waits, on whose desk, for how long, and who may take it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.commands.tasks import allowed
from zaplecze.workflow.models import Case, CaseState, Delegation, Procedure, Task
from zaplecze.workflow.org import NOBODY, day_of, names_of, org_on
from zaplecze.workflow.rules import LANES, Org, Step, StepError, candidates, steps_from
from zaplecze.workflow.rules.people import desk_people

COUNTED = 1_000
"""A lane is counted so far; what lies beyond is "more"."""


@dataclass(frozen=True, slots=True)
class LaneCounts:
    """How many tasks wait under each heading; ``returned`` and ``overdue`` cut across the others.

    A count of `COUNTED` stands for that many or more: a desk is not counted to its end on every page.
    """

    waiting: Mapping[str, int]
    returned: int
    overdue: int
    oldest: datetime | None

    @property
    def total(self) -> int:
        """All tasks that wait, as far as they were counted."""
        return sum(self.waiting.values())

    @property
    def whole(self) -> bool:
        """True where every count was counted to its end."""
        return all(n < COUNTED for n in (*self.waiting.values(), self.returned, self.overdue))


_LANES = (
    "(SELECT count(*) FROM (SELECT 1 FROM workflow_task WHERE company_id = %(company)s "
    "AND closed_at IS NULL AND {} LIMIT %(most)s) t)"
)
_COUNTS = (
    "SELECT "
    + ", ".join(
        _LANES.format(test)
        for test in (*(f"kind = '{lane}'" for lane in LANES), "returned", "due_at < %(now)s")
    )
    + ", (SELECT min(opened_at) FROM workflow_task WHERE company_id = %(company)s AND closed_at IS NULL)"
).encode()


def lane_counts(*, as_of: datetime) -> LaneCounts:
    """Counts of the open company's waiting tasks: one question, read from indexes of open tasks only."""
    with server_cursor() as cursor:
        cursor.execute(_COUNTS, {"company": current_company_id(), "most": COUNTED, "now": as_of})
        row = cursor.fetchone()
    assert row is not None
    *waiting, returned, overdue, oldest = row
    return LaneCounts(dict(zip(LANES, waiting, strict=True)), returned, overdue, oldest)


def papers_by_state(state: str) -> Q:
    """Test of a paper (a row with ``company_id`` and ``id``): its case is ``open``, ``done`` or ``rejected``, its
    task waits in a lane, or it has no case (``none``). Refuses another word.
    """
    beside = {"company_id": OuterRef("company_id"), "document_id": OuterRef("id")}
    if state in LANES:
        return Q(Exists(Task.objects.filter(**beside, closed_at__isnull=True, kind=state)))
    if state == "none":
        return ~Q(Exists(Case.objects.filter(**beside)))
    if state in CaseState.values:
        return Q(Exists(Case.objects.filter(**beside, state=state)))
    raise ValueError(f"unknown state {state!r}")


def waiting_tasks(
    *, lane: str, as_of: datetime, limit: int = 200, after: tuple[datetime, int] | None = None
) -> list[Task]:
    """Tasks under a heading (a kind of step, ``returned`` or ``overdue``), longest waiting first.

    ``after`` is (opened_at, id) of the last task of the page before.
    """
    tasks = Task.objects.filter(company_id=current_company_id(), closed_at__isnull=True)
    if lane == "returned":
        tasks = tasks.filter(returned=True)
    elif lane == "overdue":
        tasks = tasks.filter(due_at__lt=as_of)
    elif lane in LANES:
        tasks = tasks.filter(kind=lane)
    else:
        raise ValueError(f"unknown lane {lane!r}")
    if after is not None:
        opened, last = after
        tasks = tasks.filter(opened_at__gte=opened).exclude(opened_at=opened, id__lte=last)
    return list(tasks.select_related("case").order_by("opened_at", "id")[:limit])


def papers_waiting(*, kinds: Iterable[str]) -> list[int]:
    """Ids of the papers that wait in a task of one of these kinds."""
    tasks = Task.objects.filter(
        company_id=current_company_id(), closed_at__isnull=True, kind__in=list(kinds)
    )
    return list(tasks.values_list("document_id", flat=True).distinct())


def open_documents(ids: Iterable[int]) -> set[int]:
    """Which of these papers still circulate."""
    rows = Case.objects.filter(
        company_id=current_company_id(), document_id__in=list(ids), state=CaseState.OPEN
    )
    return set(rows.values_list("document_id", flat=True))


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


def tasks_of(document_id: int) -> list[Task]:
    """Every task of a paper (loaded with its case), oldest first; several are open where steps lie side by side."""
    rows = Task.objects.filter(company_id=current_company_id(), document_id=document_id)
    return list(rows.select_related("case").order_by("id"))


def task_for(tasks: Sequence[Task], *, person: int, at: datetime) -> tuple[Task | None, bool]:
    """Of a paper's tasks (`tasks_of`) the open one that a person sees, and whether she may take it: hers before
    others'.
    """
    tasks = [t for t in tasks if t.closed_at is None]
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
