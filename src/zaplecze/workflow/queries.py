"""Reads of circulation: what waits, on whose desk, for how long; a paper's whole way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.days import working_hours
from zaplecze.platform.models import Event, Membership, User
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.models import Case, CaseState, Decision, Task
from zaplecze.workflow.rules import LANES, MAY, steps_from

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
    return list(tasks.order_by("opened_at", "id")[:limit])


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


def case_of(*, document_id: int) -> Case | None:
    """A paper's case."""
    return Case.objects.filter(company_id=current_company_id(), document_id=document_id).first()


def people_by_role() -> dict[str, list[str]]:
    """Names of the company's people for each role, for "whose desk it lies on"."""
    found: dict[str, list[str]] = {}
    rows = Membership.objects.filter(company_id=current_company_id()).order_by("user__full_name")
    for role, name in rows.values_list("role", "user__full_name"):
        found.setdefault(role, []).append(name)
    return found


def desk_of(kind: str, people: Mapping[str, list[str]]) -> str:
    """Whose desk a step of this kind lies on, in words."""
    first = {"describe": "accountant", "approve": "approver", "pay": "accountant"}.get(
        kind, "accountant"
    )
    names = people.get(first) or [n for role in sorted(MAY[kind]) for n in people.get(role, [])]
    return ", ".join(dict.fromkeys(names)) or "nikt: nadaj komuś rolę"


@dataclass(frozen=True, slots=True)
class WayStep:
    """A step of a paper's way: ``state`` is ``done``, ``now`` or ``ahead``; ``by`` took it, or may take it."""

    key: str
    kind: str
    state: str
    by: str = ""
    hours: float | None = None


def tasks_of(document_id: int) -> list[Task]:
    """Every task of a paper, oldest first; at most one of them is open."""
    rows = Task.objects.filter(company_id=current_company_id(), document_id=document_id)
    return list(rows.order_by("id"))


def way_of(
    *, document_id: int, as_of: datetime, tasks: Sequence[Task] | None = None
) -> list[WayStep]:
    """Every step that this paper's procedure asks for, by the facts known now; ``tasks`` where they are at hand."""
    cases = Case.objects.select_related("procedure").filter(company_id=current_company_id())
    case = cases.filter(document_id=document_id).first()
    if case is None:
        return []
    steps = [
        s for s in steps_from(case.procedure.steps) if s.when is None or s.when.holds(case.facts)
    ]
    if tasks is None:
        tasks = tasks_of(document_id)
    now = next((t for t in tasks if t.closed_at is None), None)
    decisions = Decision.objects.filter(
        company_id=case.company_id, case_id=case.id, verdict="accepted"
    )
    takers = dict(decisions.order_by("id").values_list("step", "by__full_name"))
    spans = {t.step: working_hours(t.opened_at, t.closed_at or as_of) for t in tasks}
    people = people_by_role() if now else {}
    found: list[WayStep] = []
    passed = now is not None or case.state == CaseState.DONE
    for step in steps:
        if now is not None and step.key == now.step:
            by = desk_of(step.kind, people)
            found.append(WayStep(step.key, step.kind, "now", by, spans[step.key]))
            passed = False
        elif passed:
            found.append(
                WayStep(
                    step.key,
                    step.kind,
                    "done",
                    takers.get(step.key, "program"),
                    spans.get(step.key),
                )
            )
        else:
            found.append(WayStep(step.key, step.kind, "ahead"))
    return found


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
