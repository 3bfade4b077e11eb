"""The event log grouped by paper in one statement, and the events of one paper of each way.

Papers whose events say the same in the same order go one way: it is walked along once (`rules.way`), of the others
only the moments are read, and for who opens a figure down to them who did it and the numbers of the events.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from zaplecze.controlling.rules.history import History
from zaplecze.controlling.rules.way import (
    ANSWER,
    CLOSED,
    DELEGATED,
    DESCRIBED,
    DESCRIPTION_ASKED,
    DESCRIPTION_GIVEN,
    NAMED,
    POSTED,
    QUESTION,
    READ,
    RECEIVED,
    REVERSED,
    TAKEN_BACK,
    Read,
    history_of,
)
from zaplecze.controlling.savings.facts import left_out
from zaplecze.documents.api import Document
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Event
from zaplecze.platform.periods import Month, first_day, last_day
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import Written, ended_by, written_procedures

# What an event says but for what no way depends on: who, why, since when. A paper with a storno, whose entries tell
# which events it made, is a way of its own. Beside it the moments in microseconds since 1970.
_WAY = f"""
md5(string_agg(code || CASE
    WHEN code IN ('{POSTED}', '{CLOSED}', '{DESCRIPTION_ASKED}', '{DESCRIPTION_GIVEN}') THEN ''
    WHEN code IN ('{QUESTION}', '{ANSWER}') THEN (data - '{{asked,question,answer}}'::text[])::text
    WHEN code IN ('{RECEIVED}', '{DESCRIBED}') THEN data->>'kind'
    WHEN code = '{REVERSED}' THEN document_id::text
    WHEN code IN ('{DELEGATED}', '{TAKEN_BACK}', '{NAMED}')
    THEN (data - '{{giver,receiver,reason,center,people}}'::text[])::text
    ELSE (data - '{{reason,on_behalf_of,opened_at,via}}'::text[])::text END, '|' ORDER BY seq)),
string_agg(round(date_part('epoch', at) * 1000000)::bigint::text, ',' ORDER BY seq)
"""
_WHO = """,
string_agg(seq::text, ',' ORDER BY seq), string_agg(coalesce(by_id, 0)::text, ',' ORDER BY seq)
"""
_OF = """
FROM platform_event
WHERE company_id = %s AND document_id = ANY(%s::bigint[]) AND code = ANY(%s::text[]) AND at <= %s
GROUP BY document_id ORDER BY document_id
"""


def papers_of(
    kinds: Collection[str],
    months: tuple[Month, Month] | None,
    as_of: datetime,
    *,
    on_way: bool = False,
) -> QuerySet[Document]:
    """The open company's papers received in ``months`` (None: ever), of ``kinds``.

    Where none are asked for, those are all but images of statements; papers that stand beside others are left out,
    as everywhere (`left_out`). ``on_way``: without those whose circulation had ended.
    """
    papers = Document.objects.filter(company_id=current_company_id(), received_at__lte=as_of)
    if months is not None:
        papers = papers.filter(
            received_at__gte=datetime.combine(first_day(months[0]), time(), WARSAW),
            received_at__lt=datetime.combine(
                last_day(months[1]) + timedelta(days=1), time(), WARSAW
            ),
        )
    if on_way:
        papers = papers.exclude(id__in=ended_by(as_of))
    papers = papers.exclude(id__in=left_out(kinds))
    return papers.filter(kind__in=list(kinds)) if kinds else papers


def ways_and_moments(papers: Sequence[int], as_of: datetime) -> list[tuple[int, str, str]]:
    """Each paper with what its events say (as a hash) and their `micros` with commas."""
    return _rows(f"SELECT document_id, {_WAY}{_OF}", papers, as_of)


def ways_and_people(papers: Sequence[int], as_of: datetime) -> list[tuple[int, str, str, str, str]]:
    """As `ways_and_moments`, with the events' numbers, and whose they are (0: the program's)."""
    return _rows(f"SELECT document_id, {_WAY}{_WHO}{_OF}", papers, as_of)


def _rows(statement: str, papers: Sequence[int], as_of: datetime) -> list[Any]:
    values = (current_company_id(), list(papers), list(READ), as_of)
    with server_cursor() as cursor:
        cursor.execute(statement.encode(), values, prepare=False)
        return cursor.fetchall()


def walked(
    firsts: Sequence[int], procedures: Mapping[int, int], as_of: datetime
) -> dict[int, History]:
    """The ways of these papers (the first of each way), numbers of events being their places among the paper's own.

    ``procedures`` are the versions that papers go by, by paper. A paper without an intake has no way.
    """
    company_id = current_company_id()
    written = written_procedures()
    rows = (
        Event.objects.filter(
            company_id=company_id, document_id__in=firsts, code__in=READ, at__lte=as_of
        )
        .order_by("document_id", "seq")
        .values_list("document_id", "at", "by_id", "code", "data")
    )
    found = {}
    for paper, events in groupby(rows, key=lambda row: row[0]):
        steps: Written | None = written.get(procedures.get(paper, 0))
        way = history_of(
            company_id=company_id,
            document_id=paper,
            events=[Read(place, *row[1:]) for place, row in enumerate(events)],
            kinds={s.key: s.kind for s in steps.steps} if steps else {},
            version=steps.version if steps else 0,
        )
        if way is not None:
            found[paper] = way
    return found
