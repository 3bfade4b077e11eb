"""What waits, on whose desk, for how long, and who may take it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.commands.rights import allowed
from zaplecze.workflow.models import Case, CaseState, Task
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
    test: tuple[str, tuple[object, ...]]
    if lane == "returned":
        test = "returned", ()
    elif lane == "overdue":
        test = "due_at < %s", (as_of,)
    elif lane in LANES:
        test = "kind = %s", (lane,)
    else:
        raise ValueError(f"unknown lane {lane!r}")
    following = "AND (opened_at, id) > (%s, %s)" if after else ""
    return _with_cases(
        ready_rows(
            Task,
            f"WHERE company_id = %s AND closed_at IS NULL AND {test[0]} {following} "
            "ORDER BY opened_at, id LIMIT %s",
            (current_company_id(), *test[1], *(after or ()), limit),
        )
    )


def _with_cases(tasks: list[Task]) -> list[Task]:
    """The same tasks with their cases loaded."""
    if tasks:
        rows = ready_rows(
            Case,
            "WHERE company_id = %s AND id = ANY(%s::bigint[])",
            (current_company_id(), [t.case_id for t in tasks]),
        )
        cases = {c.pk: c for c in rows}
        for task in tasks:
            task.case = cases[task.case_id]
    return tasks


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


@dataclass(frozen=True, slots=True)
class Rights:
    """What tells who may take some tasks, read at once for all of them: see `rights_on`."""

    org: Org
    steps: Mapping[int, tuple[Step, ...]]
    handed: Mapping[int, Sequence[tuple[int, int]]]
    spoken: Mapping[int, frozenset[int]]

    def takeable(self, tasks: Sequence[Task], person: int) -> set[int]:
        """Ids of those tasks (loaded with their cases) that a person may take, by any right."""
        found = set()
        for task in tasks:
            try:
                allowed(
                    task=task,
                    steps=self.steps[task.case.procedure_id],
                    facts=task.case.facts,
                    org=self.org,
                    person=person,
                    delegations=self.handed.get(task.id, ()),
                    spoken=self.spoken.get(task.id, frozenset()),
                )
            except Refusal:
                continue
            found.add(task.id)
        return found

    def desks(self, tasks: Sequence[Task]) -> dict[int, str]:
        """On whose desk each task (loaded with its case) lies, in words: names, substitutes in brackets."""
        asked = {t.id: self._asked(t) for t in tasks}
        people = {p for asked_people in asked.values() for p in asked_people}
        names = names_of(people) if people else {}
        return {
            task_id: ", ".join(sorted(names[p] for p in people if p in names)) or NOBODY
            for task_id, people in asked.items()
        }

    def _asked(self, task: Task) -> frozenset[int]:
        step = next(s for s in self.steps[task.case.procedure_id] if s.key == task.step)
        facts, late = task.case.facts, task.escalated_at is not None
        try:
            able = candidates(step, facts, self.org, escalated=late)
        except StepError:
            return frozenset()
        people = desk_people(step, able, self.org)
        for giver, receiver in (*self.handed.get(task.id, ()), *self.org.stand_ins):
            if giver in people:
                people = people - {giver} | {receiver}
        return people


_BESIDE = b"""
SELECT task_id, giver_id, receiver_id, true FROM workflow_delegation
WHERE company_id = %(company)s AND task_id = ANY(%(tasks)s::bigint[]) AND taken_back_at IS NULL
UNION ALL
SELECT task_id, by_id, coalesce(on_behalf_of_id, by_id), false FROM workflow_decision
WHERE company_id = %(company)s AND task_id = ANY(%(tasks)s::bigint[]) AND verdict = 'accepted'
"""


def rights_on(tasks: Sequence[Task], on: date) -> Rights:
    """The rights to tasks (loaded with their cases) on a day: three questions however many they are."""
    with server_cursor() as cursor:
        cursor.execute(_BESIDE, {"company": current_company_id(), "tasks": [t.id for t in tasks]})
        rows = cursor.fetchall()
    handed: dict[int, list[tuple[int, int]]] = {}
    spoken: dict[int, frozenset[int]] = {}
    for task_id, first, second, delegation in rows:
        if delegation:
            handed.setdefault(task_id, []).append((first, second))
        else:
            spoken[task_id] = spoken.get(task_id, frozenset()) | {second}
    return Rights(org_on(on), steps_by_id({t.case.procedure_id for t in tasks}), handed, spoken)


def steps_by_id(procedure_ids: Iterable[int]) -> dict[int, tuple[Step, ...]]:
    """Steps of versions of procedures."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT id, steps::text FROM workflow_procedure "
            b"WHERE company_id = %s AND id = ANY(%s::bigint[])",
            (current_company_id(), sorted(procedure_ids)),
        )
        return {id_: _steps_in(text) for id_, text in cursor.fetchall()}


@lru_cache(maxsize=1_000)
def _steps_in(text: str) -> tuple[Step, ...]:
    return steps_from(json.loads(text))


def takeable(tasks: Sequence[Task], *, person: int, at: datetime) -> set[int]:
    """Ids of those tasks (loaded with their cases) that a person may take, by any right."""
    return rights_on(tasks, day_of(at)).takeable(tasks, person) if tasks else set()


def approvals_for(
    *, person: int, at: datetime, limit: int, after: tuple[datetime, int] | None = None
) -> tuple[list[Task], Task | None]:
    """Of ``limit`` approvals that wait longest those for this person; and the last of all where there are more.

    ``after``: see `waiting_tasks`.
    """
    tasks = waiting_tasks(lane="approve", as_of=at, limit=limit + 1, after=after)
    last = tasks[limit - 1] if len(tasks) > limit else None
    mine = takeable(tasks[:limit], person=person, at=at)
    return [t for t in tasks if t.id in mine], last


def desks_of(tasks: Sequence[Task], *, on: datetime) -> dict[int, str]:
    """On whose desk each task (loaded with its case) lies, in words: names, substitutes in brackets."""
    return rights_on(tasks, day_of(on)).desks(tasks) if tasks else {}
