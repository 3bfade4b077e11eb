"""One desk over the departments: what waits, and everything known of one paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zaplecze.documents.api import Document, Source, documents_by_id
from zaplecze.ledger.api import DraftState, draft_of, entries_of
from zaplecze.platform.days import working_hours
from zaplecze.workflow.api import Task, desks_of, takeable, waiting_tasks


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A task with its paper, on whose desk and for how many working hours."""

    task: Task
    document: Document
    desk: str
    hours: float
    overdue: bool

    @property
    def amount(self) -> Decimal | None:
        """Gross in the document's currency; None where it is not known."""
        return self.document.known_gross


def desk_rows(
    *, lane: str, as_of: datetime, limit: int = 100, after: tuple[datetime, int] | None = None
) -> list[DeskRow]:
    """Rows under one heading of the desk; a handful of queries however many rows. ``after``: see `waiting_tasks`."""
    tasks = waiting_tasks(lane=lane, as_of=as_of, limit=limit, after=after)
    papers = documents_by_id(t.document_id for t in tasks)
    desks = desks_of(tasks, on=as_of)
    return [
        DeskRow(
            task=t,
            document=papers[t.document_id],
            desk=desks[t.id],
            hours=working_hours(t.opened_at, as_of),
            overdue=t.due_at is not None and t.due_at < as_of,
        )
        for t in tasks
    ]


def next_unread(*, person: int, at: datetime, after: int) -> int | None:
    """The next paper that nobody has described and this person may, behind ``after`` or else from the beginning."""
    tasks = waiting_tasks(lane="describe", as_of=at)
    papers = documents_by_id(t.document_id for t in tasks)
    waiting = [t for t in tasks if papers[t.document_id].source == Source.NONE]
    place = next((n for n, t in enumerate(waiting) if t.document_id == after), -1)
    behind = [*waiting[place + 1 :], *waiting[: max(place, 0)]]
    mine = takeable(behind, person=person, at=at)
    return next((t.document_id for t in behind if t.id in mine), None)


def posting_state(document_id: int) -> str:
    """``bufor``, ``zadekretowany``, ``zaksięgowany`` or nothing yet."""
    draft = draft_of(document_id=document_id)
    if draft is not None:
        return DraftState(draft.state).label
    entries = entries_of(document_id=document_id)
    standing = [e for e in entries if e.reverses_id is None]
    reversed_ids = {e.reverses_id for e in entries if e.reverses_id is not None}
    return "zaksięgowany" if any(e.id not in reversed_ids for e in standing) else ""
