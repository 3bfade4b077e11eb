"""The event log read as folded papers: one statement groups events by paper, one more reads a paper of each way.

`log.read_log` reads the same papers one by one, for what opens a figure down to them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby

from zaplecze.controlling.log import papers_of
from zaplecze.controlling.rules.folds import Folded, alike, fold_of
from zaplecze.controlling.rules.history import History
from zaplecze.controlling.rules.way import (
    ANSWER,
    CLOSED,
    DELEGATED,
    DESCRIBED,
    DESCRIPTION_ASKED,
    DESCRIPTION_GIVEN,
    POSTED,
    QUESTION,
    READ,
    RECEIVED,
    REVERSED,
    Read,
    history_of,
)
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.models import Event
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import Written, followed, written_procedures

AMOUNT = "gross_pln"
# What an event says but for what no way depends on: who, why, since when. A paper with a storno, whose entries tell
# which events it made, is a way of its own.
_GROUPED = f"""
SELECT document_id, md5(string_agg(code || CASE
        WHEN code IN ('{POSTED}', '{CLOSED}', '{DESCRIPTION_ASKED}', '{DESCRIPTION_GIVEN}') THEN ''
        WHEN code IN ('{QUESTION}', '{ANSWER}') THEN (data - '{{asked,question,answer}}'::text[])::text
        WHEN code IN ('{RECEIVED}', '{DESCRIBED}') THEN data->>'kind'
        WHEN code = '{REVERSED}' THEN document_id::text
        WHEN code = '{DELEGATED}' THEN (data - '{{giver,receiver,reason}}'::text[])::text
        ELSE (data - '{{reason,on_behalf_of,opened_at,via}}'::text[])::text END, '|' ORDER BY seq)),
    string_agg(round(date_part('epoch', at) * 1000000)::bigint::text, ',' ORDER BY seq)
FROM platform_event
WHERE company_id = %s AND document_id = ANY(%s::bigint[]) AND code = ANY(%s::text[]) AND at <= %s
GROUP BY document_id ORDER BY document_id
"""


def read_folded(
    *,
    kinds: Collection[str] = (),
    months: tuple[Month, Month] | None = None,
    as_of: datetime,
) -> Folded:
    """The papers of `log.read_log`, folded by the ways that they took."""
    company_id = current_company_id()
    papers = list(papers_of(kinds, months, as_of).values_list("id", flat=True))
    cases = followed(papers=papers, fact=AMOUNT)
    with server_cursor() as cursor:
        cursor.execute(_GROUPED.encode(), (company_id, papers, list(READ), as_of), prepare=False)
        rows = cursor.fetchall()
    nothing: tuple[int, str | None] = (0, None)
    parts = alike(
        (paper, (says, cases.get(paper, nothing)[0]), moments) for paper, says, moments in rows
    )
    ways = _ways(company_id, [ids[0] for ids, _ in parts], as_of)
    written = written_procedures()
    folds = []
    for ids, at in parts:
        procedure, _ = cases.get(ids[0], nothing)
        way = _way(company_id, ids[0], ways[ids[0]], written.get(procedure))
        if way is not None:
            folds.append(fold_of(way, at, [_amount(cases.get(paper)) for paper in ids]))
    return Folded(tuple(folds))


def _ways(company_id: int, papers: Sequence[int], as_of: datetime) -> dict[int, list[Read]]:
    """The events of these papers; their numbers are their places."""
    rows = (
        Event.objects.filter(
            company_id=company_id, document_id__in=papers, code__in=READ, at__lte=as_of
        )
        .order_by("document_id", "seq")
        .values_list("document_id", "at", "by_id", "code", "data")
    )
    return {
        paper: [Read(place, *row[1:]) for place, row in enumerate(events)]
        for paper, events in groupby(rows, key=lambda row: row[0])
    }


def _way(
    company_id: int, paper: int, events: Sequence[Read], written: Written | None
) -> History | None:
    return history_of(
        company_id=company_id,
        document_id=paper,
        events=events,
        kinds={s.key: s.kind for s in written.steps} if written else {},
        version=written.version if written else 0,
    )


def _amount(case: tuple[int, str | None] | None) -> float:
    return abs(float(case[1])) if case and case[1] else float("nan")
