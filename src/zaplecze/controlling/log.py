"""Histories of papers read from the event log, in three queries however many papers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from zaplecze.controlling.rules.conformance import Expected
from zaplecze.controlling.rules.history import History
from zaplecze.controlling.rules.way import READ, Read, history_of
from zaplecze.controlling.savings.facts import left_out
from zaplecze.documents.api import Document
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Event
from zaplecze.platform.periods import Month, first_day, last_day
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import Circulating, Step, circulating


@dataclass(frozen=True, slots=True)
class Log:
    """Histories, and the written steps of each paper's own version of its procedure."""

    histories: list[History]
    written: dict[int, tuple[Step, ...]]

    def expected(self, history: History) -> list[Expected]:
        """What the procedure asks of this paper; a condition on a fact that isn't known yet asks nothing."""
        facts = dict(history.facts)
        found = []
        for step in self.written.get(history.document_id, ()):
            try:
                asked: bool | None = step.when is None or step.when.holds(facts)
            except (LookupError, ValueError):
                asked = None
            lane = step.lane
            found.append(Expected(step.key, step.kind, step.hours, asked, lane))
        return found


def read_log(
    *,
    kinds: Collection[str] = (),
    months: tuple[Month, Month] | None = None,
    as_of: datetime,
) -> Log:
    """The open company's papers received in ``months`` (first, last; None: ever), of ``kinds`` (none: all).

    Events after ``as_of`` are left out, so a log of a past day can be read again.
    """
    company_id = current_company_id()
    ids = papers_of(kinds, months, as_of).values("id")
    cases = circulating(papers=ids)
    events = (
        Event.objects.filter(
            company_id=company_id, document_id__in=ids, code__in=READ, at__lte=as_of
        )
        .order_by("document_id", "seq")
        .values_list("document_id", "seq", "at", "by_id", "code", "data")
    )
    found = list(_histories(company_id, events.iterator(chunk_size=5_000), cases))
    found.sort(key=lambda h: (h.received_at, h.document_id))
    return Log(found, {document_id: case.steps for document_id, case in cases.items()})


def papers_of(
    kinds: Collection[str], months: tuple[Month, Month] | None, as_of: datetime
) -> QuerySet[Document]:
    """The open company's papers received in ``months`` (None: ever), of ``kinds``.

    Where none are asked for, those are all but images of statements.

    Papers that stand beside others are left out, as everywhere (`left_out`).
    """
    papers = Document.objects.filter(company_id=current_company_id(), received_at__lte=as_of)
    if months is not None:
        papers = papers.filter(
            received_at__gte=datetime.combine(first_day(months[0]), time(), WARSAW),
            received_at__lt=datetime.combine(
                last_day(months[1]) + timedelta(days=1), time(), WARSAW
            ),
        )
    papers = papers.exclude(id__in=left_out(kinds))
    return papers.filter(kind__in=list(kinds)) if kinds else papers


def histories(
    *,
    kinds: Collection[str] = (),
    months: tuple[Month, Month] | None = None,
    as_of: datetime,
) -> list[History]:
    """The histories of `read_log`, by the moment of intake."""
    return read_log(kinds=kinds, months=months, as_of=as_of).histories


def _histories(
    company_id: int, events: Iterator[Any], cases: dict[int, Circulating]
) -> Iterator[History]:
    for document_id, rows in groupby(events, key=lambda row: row[0]):
        case = cases.get(document_id)
        history = history_of(
            company_id=company_id,
            document_id=document_id,
            events=[Read(*row[1:]) for row in rows],
            kinds={s.key: s.kind for s in case.steps} if case else {},
            version=case.version if case else 0,
            facts=[(k, str(v)) for k, v in case.facts.items()] if case else (),
        )
        if history is not None:
            yield history
