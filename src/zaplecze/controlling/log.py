"""Histories of papers, read from the event log."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby

from zaplecze.controlling.rules.history import Clock, Happening, History, Span
from zaplecze.controlling.savings.facts import bounds
from zaplecze.platform.models import Event
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import Task

RECEIVED = "documents.document.received"
OPENED, TAKEN, CLOSED = "workflow.case.opened", "workflow.step.taken", "workflow.case.closed"
# Owners and approvers are the client's people: while they decide or pay, the office waits.
CLIENTS_STEPS = frozenset({"approve", "pay"})


def histories(
    *, kinds: Collection[str], months: tuple[Month, Month], as_of: datetime
) -> list[History]:
    """Papers of these kinds that came in during ``months`` (first and last), as known at ``as_of``."""
    company_id = current_company_id()
    begins, ends = bounds(*months)
    mine = Event.objects.filter(company_id=company_id, document_id__isnull=False, at__lte=as_of)
    received = mine.filter(code=RECEIVED, at__gte=begins, at__lt=ends, data__kind__in=list(kinds))
    ids = [i for i in received.values_list("document_id", flat=True) if i is not None]
    events = mine.filter(document_id__in=ids).order_by("document_id", "seq").iterator()
    kind_of = dict(
        Task.objects.filter(company_id=company_id, document_id__in=ids)
        .values_list("step", "kind")
        .distinct()
    )
    found = (_history(list(group), kind_of) for _, group in groupby(events, _document))
    return sorted((h for h in found if h), key=lambda h: (h.received_at, h.document_id))


def _document(event: Event) -> int:
    return event.document_id or 0


def _history(events: Sequence[Event], kind_of: dict[str, str]) -> History | None:
    first = events[0]
    if first.code != RECEIVED:
        return None
    return History(
        company_id=first.company_id,
        document_id=_document(first),
        kind=str(first.data["kind"]),
        received_at=first.at,
        ended_at=next((e.at for e in reversed(events) if e.code == CLOSED), None)
        if not _waits(events)
        else None,
        spans=tuple(_spans(events, kind_of)),
        happenings=tuple(
            Happening(e.seq, e.at, _activity(e), str(e.data.get("verdict", "")), e.by_id)
            for e in events
        ),
    )


def _activity(event: Event) -> str:
    return f"{event.code}:{event.data['step']}" if event.code == TAKEN else event.code


def _waits(events: Sequence[Event]) -> bool:
    for event in reversed(events):
        if event.code == CLOSED:
            return False
        if event.code in (OPENED, TAKEN):
            return bool(event.data.get("next_step") or event.data.get("step"))
    return True


def _spans(events: Iterable[Event], kind_of: dict[str, str]) -> Iterable[Span]:
    step, since = "", None
    for event in events:
        if event.code not in (OPENED, TAKEN, CLOSED):
            continue
        if step and since is not None:
            yield _span(step, kind_of, since, event)
        following = event.data.get("step" if event.code == OPENED else "next_step", "")
        step, since = ("", None) if event.code == CLOSED else (str(following), event)
    if step and since is not None:
        yield _span(step, kind_of, since, None)


def _span(step: str, kind_of: dict[str, str], since: Event, until: Event | None) -> Span:
    kind = kind_of.get(step, "")
    clock = Clock.CLIENT if kind in CLIENTS_STEPS else Clock.OURS
    return Span(
        step, kind, clock, since.at, until.at if until else None, since.seq, until.seq if until else None
    )  # fmt: skip
