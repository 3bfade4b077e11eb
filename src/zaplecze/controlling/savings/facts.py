"""Papers of a period, counted from the event log in one statement: what everything on the savings page rests on.

The statement reads the company's events once, through the index of its wall, and groups them by paper. Nothing is
kept ready beside the log, so nothing can differ from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np

from zaplecze.controlling.rules.savings import OPEN, Cohort
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.days import WARSAW
from zaplecze.platform.periods import Month, first_day, last_day
from zaplecze.platform.scope import current_company_id

# A paper has ended when it was posted first, or when its case closed (rejected, or without amounts). It went straight
# through when no entry of it was posted by a person. Bank statements are measured by their lines, not here.
COUNTED = """
WITH paper AS MATERIALIZED (
    SELECT document_id,
        min(at) FILTER (WHERE code = 'documents.document.received') AS received_at,
        max(data->>'kind') FILTER (WHERE code = 'documents.document.received') AS kind,
        min(at) FILTER (WHERE code IN ('ledger.entry.posted', 'workflow.case.closed')
            OR code = 'workflow.case.opened' AND data->>'step' = '') AS ended_at,
        bool_or(code = 'ledger.entry.posted') AS posted,
        bool_or(code = 'ledger.entry.posted' AND by_id IS NOT NULL) AS by_hand,
        bool_or(code = 'workflow.step.taken' AND data->>'verdict' = 'returned') AS returned,
        bool_or(code = 'ledger.entry.reversed') AS reversed,
        sum(jsonb_array_length(data->'read'))
            FILTER (WHERE code = 'documents.reading-confirmed') AS fields_read,
        sum(jsonb_array_length(data->'corrected'))
            FILTER (WHERE code = 'documents.reading-confirmed') AS fields_corrected
    FROM platform_event
    WHERE company_id = %s AND document_id IS NOT NULL AND at <= %s
    GROUP BY document_id
)
SELECT document_id,
    extract(epoch FROM received_at AT TIME ZONE 'Europe/Warsaw')::bigint,
    coalesce(extract(epoch FROM ended_at AT TIME ZONE 'Europe/Warsaw')::bigint, -1),
    posted::int, (posted AND NOT by_hand)::int, returned::int, reversed::int,
    coalesce(fields_read, 0), coalesce(fields_corrected, 0)
FROM paper
WHERE received_at >= %s AND received_at < %s AND kind <> 'bank_statement'
ORDER BY received_at, document_id
"""
# What people confirmed of what the program had read, field by field.
FIELDS = """
SELECT f.name, count(*), count(*) FILTER (WHERE data->'corrected' ? f.name)
FROM platform_event, jsonb_array_elements_text(data->'read') f(name)
WHERE company_id = %s AND code = 'documents.reading-confirmed' AND at <= %s AND document_id = ANY(%s::bigint[])
GROUP BY f.name ORDER BY 3 DESC, 2 DESC, 1
"""
EFFORT = """
SELECT document_id, sum(seconds)::bigint, array_agg(DISTINCT user_id), min(day)
FROM controlling_effort WHERE company_id = %s AND last_at <= %s GROUP BY document_id
"""
PRINTS = """
SELECT extract(year FROM at AT TIME ZONE 'Europe/Warsaw')::int,
    extract(month FROM at AT TIME ZONE 'Europe/Warsaw')::int,
    count(*) FILTER (WHERE form = ANY(%s)), count(*) FILTER (WHERE form <> ALL(%s))
FROM platform_printout WHERE company_id = %s AND at >= %s AND at < %s AND at <= %s
GROUP BY 1, 2
"""
PAPER_FORMS = ["pdf", "druk", "zip"]
"""Forms that people take to put on paper; the others (Excel, CSV) are data."""


def months_between(first: Month, last: Month) -> list[Month]:
    """Every month of a period; months 0 and 13 of the books count as January and December."""
    ends = [min(max(m[1], 1), 12) + 12 * m[0] - 1 for m in (first, last)]
    return [(n // 12, n % 12 + 1) for n in range(ends[0], ends[1] + 1)]


def bounds(first: Month, last: Month) -> tuple[datetime, datetime]:
    """The first moment of a period and the first one after it."""
    begins = datetime.combine(first_day(first), datetime.min.time(), WARSAW)
    ends = datetime.combine(last_day(last) + timedelta(days=1), datetime.min.time(), WARSAW)
    return begins, ends


def wall_clock(moment: datetime) -> int:
    """Seconds of the Polish wall clock, as the statement counts them."""
    local = moment.astimezone(WARSAW).replace(tzinfo=None)
    return int((local - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 - wall clock


def cohort(*, first: Month, last: Month, as_of: datetime) -> Cohort:
    """The open company's papers that came in from ``first`` to ``last``, as known at ``as_of``."""
    company_id = current_company_id()
    begins, ends = bounds(first, last)
    with server_cursor() as cursor:
        cursor.execute(COUNTED.encode(), (company_id, as_of, begins, ends))
        rows = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 9)
        cursor.execute(EFFORT.encode(), (company_id, as_of))
        effort = cursor.fetchall()
    ids, received, ended, posted, straight, returned, taken_back, read, corrected = rows.T
    seconds = {d: s for d, s, _, _ in effort}
    first_day_of_effort = min((day for _, _, _, day in effort), default=None)
    since = None
    if first_day_of_effort is not None:
        since = wall_clock(datetime.combine(first_day_of_effort, datetime.min.time(), WARSAW))
    found = Cohort(
        document_ids=ids,
        month=_months(received, first),
        received=received,
        ended=np.where(ended < 0, OPEN, np.maximum(ended, received)),
        posted=posted.astype(bool),
        straight=straight.astype(bool),
        returned=returned.astype(bool),
        reversed=taken_back.astype(bool),
        touched=np.array([seconds.get(int(i), 0) for i in ids], dtype=np.int64),
        as_of=wall_clock(as_of),
        people=np.zeros(len(months_between(first, last)), dtype=np.int64),
        effort_since=since,
        fields_read=read,
        fields_corrected=corrected,
    )
    return replace(found, people=_people(found, {d: who for d, _, who, _ in effort}))


def _people(papers: Cohort, who: Mapping[int, Sequence[int]]) -> np.ndarray:
    """How many people's minutes are at the timed papers of each month."""
    by_month: list[set[int]] = [set() for _ in papers.people]
    timed = papers.timed
    pairs = zip(papers.document_ids[timed].tolist(), papers.month[timed].tolist(), strict=True)
    for document_id, month in pairs:
        by_month[month].update(who.get(document_id, ()))
    return np.array([len(people) for people in by_month], dtype=np.int64)


def _months(received: np.ndarray, first: Month) -> np.ndarray:
    month = received.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
    return month - ((first[0] - 1970) * 12 + max(first[1], 1) - 1)


def fields_read(papers: Cohort, *, as_of: datetime) -> list[tuple[str, int, int]]:
    """Of these papers, for each field how often it was read and confirmed, and how often corrected."""
    ids = papers.document_ids[papers.fields_read > 0].tolist()
    with server_cursor() as cursor:
        cursor.execute(FIELDS.encode(), (current_company_id(), as_of, ids))
        return cursor.fetchall()


def prints_by_month(*, first: Month, last: Month, as_of: datetime) -> dict[Month, tuple[int, int]]:
    """Prints on paper and downloads of data, by month."""
    begins, ends = bounds(first, last)
    with server_cursor() as cursor:
        cursor.execute(
            PRINTS.encode(),
            (PAPER_FORMS, PAPER_FORMS, current_company_id(), begins, ends, as_of),
        )
        return {(year, month): (paper, data) for year, month, paper, data in cursor.fetchall()}


def chosen(papers: Cohort, what: str, *, hours: float = 0.0) -> Sequence[int] | None:
    """Ids of the papers behind a figure; None for a name that isn't one of `WHAT`.

    ``hours`` is where on the curve: `at_risk` are the papers that were seen at least so long.
    """
    masks = {
        "posted": papers.posted,
        "read": papers.fields_read > 0,
        "corrected": papers.fields_corrected > 0,
        "at_risk": papers.hours() >= hours,
        "all": np.ones(len(papers), dtype=bool),
        "open": ~papers.done,
        "done": papers.done,
        "straight": papers.straight,
        "errors": papers.wrong,
        "returned": papers.returned,
        "reversed": papers.reversed,
        "timed": papers.minuted,
    }
    mask = masks.get(what)
    return None if mask is None else papers.document_ids[mask].tolist()


WHAT = (
    "all", "open", "done", "posted", "straight", "errors", "returned", "reversed", "timed", "at_risk",
    "read", "corrected",
)  # fmt: skip
