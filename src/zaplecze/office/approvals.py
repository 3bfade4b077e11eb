"""Many approvals at once: each goes or is refused by itself; a trial run shows the effect first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zaplecze.documents.api import (
    Document,
    Kind,
    all_kinds,
    documents_by_id,
    kind_of,
    summary_of,
    told_fields,
)
from zaplecze.platform.days import working_hours
from zaplecze.platform.events import lock_company
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.api import CostInvoice
from zaplecze.workflow.api import VERSION, Task, approvals_for, open_tasks_of, take_step

MOST = 200
PAGE = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper that waits for this person's approval, with what she needs to decide.

    ``gross`` is None where the paper has no amount or nobody knows it; ``version`` is its newest one's number, 0 for
    the first.
    """

    task: Task
    document_id: int
    number: str
    kind: str
    partner: str
    gross: Decimal | None
    currency: str
    center: str
    purpose: str
    fields: Sequence[tuple[str, str]]
    version: int
    hours: float
    overdue: bool


@dataclass(frozen=True, slots=True)
class Approved:
    """What became, or would become, of one: where the paper goes next, or why it stays."""

    task_id: int
    document_id: int
    number: str
    kind: str
    partner: str
    gross: Decimal | None
    currency: str
    about: str = ""
    result: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalsPage:
    """A page of approvals; ``last`` is the task after which the next page begins, None at the end."""

    rows: list[Waiting]
    last: Task | None


def waiting_approvals(
    *, person: int, at: datetime, after: tuple[datetime, int] | None = None
) -> ApprovalsPage:
    """Papers that this person may approve now, longest waiting first; `PAGE` of all approvals are looked at."""
    tasks, last = approvals_for(person=person, at=at, limit=PAGE, after=after)
    papers = documents_by_id(t.document_id for t in tasks)
    records = {
        r.document_id: r
        for r in ready_rows(
            CostInvoice,
            "WHERE company_id = %s AND document_id = ANY(%s::bigint[])",
            (current_company_id(), list(papers)),
        )
    }
    kinds = {k.code: k for k in all_kinds()} if papers else {}
    found = []
    for task in tasks:
        paper, record = papers[task.document_id], records.get(task.document_id)
        found.append(
            Waiting(
                task=task,
                document_id=paper.id,
                number=paper.number,
                kind=paper.get_kind_display(),
                partner=paper.partner_name,
                gross=paper.known_gross,
                currency=paper.currency,
                center=record.cost_center if record else "",
                purpose=(record.purpose if record else "") or paper.fields.get("subject", ""),
                fields=_own_fields(paper, kinds),
                version=int(task.case.facts.get(VERSION, 0)),
                hours=working_hours(task.opened_at, at),
                overdue=task.due_at is not None and task.due_at < at,
            )
        )
    return ApprovalsPage(found, last)


def _own_fields(paper: Document, kinds: Mapping[str, Kind]) -> list[tuple[str, str]]:
    """What the kind's own fields tell; an invoice's amounts by rate are told by its gross."""
    kind = kinds.get(paper.kind)
    return [] if kind is None or paper.is_invoice else told_fields(kind, paper.fields)


def approve_many(
    *, task_ids: Sequence[int], by: int, at: datetime, trial: bool = False
) -> list[Approved]:
    """Approve tasks in the order given, refused ones last; ``trial`` changes nothing."""
    if not task_ids or len(task_ids) > MOST:
        raise Refusal(f"Zaznacz od 1 do {MOST} dokumentów.", code="office.approvals")
    with transaction.atomic():
        lock_company()
        outcomes = [_one(i, by, at) for i in dict.fromkeys(task_ids)]
        if trial:
            transaction.set_rollback(True)
    return sorted(outcomes, key=lambda o: bool(o.refused))


def _one(task_id: int, by: int, at: datetime) -> Approved:
    task = Task.objects.filter(company_id=current_company_id(), id=task_id).first()
    if task is None or task.kind != "approve":
        return Approved(
            task_id, 0, f"nr {task_id}", "", "", None, "", refused="Nie ma takiej sprawy."
        )
    paper = documents_by_id([task.document_id])[task.document_id]
    kind = kind_of(paper.kind)
    said = (
        paper.id,
        paper.number,
        paper.get_kind_display(),
        paper.partner_name,
        paper.known_gross,
        paper.currency,
        "" if kind is None or paper.is_invoice else summary_of(kind, paper.fields),
    )
    try:
        with transaction.atomic():
            take_step(task_id=task_id, verdict="accepted", by=by, at=at, via="bulk")
            following = open_tasks_of(document_id=paper.id)
    except Refusal as refusal:
        return Approved(task_id, *said, refused=refusal.message)
    if any(t.id == task_id for t in following):
        return Approved(task_id, *said, result="głos policzony, krok czeka na kolejne")
    steps = ", ".join(t.step for t in following)
    return Approved(task_id, *said, result=f"dalej: {steps}" if steps else "obieg zakończony")
