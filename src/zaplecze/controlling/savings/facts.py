"""Papers of a period, counted from the event log in one statement: what everything on the savings page rests on.

The statement reads the company's events once, through the index of its wall, and groups them by paper. Nothing is
kept ready beside the log, so nothing can differ from it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import numpy as np

from zaplecze.controlling.rules.minutes import minutes_of
from zaplecze.controlling.rules.savings import OPEN, Cohort
from zaplecze.documents.api import papers_beside
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.days import WARSAW
from zaplecze.platform.periods import Month, first_day, last_day, month_of
from zaplecze.platform.scope import current_company_id

# A paper has ended when it was posted, or when its case closed (rejected, or without amounts); of one that was put
# back on a desk after that (a storno, or a way taken up again) only what came after counts, and what lies between
# is time like any other. It went straight through when no entry of it was posted by a person, and nobody took a
# step of it before. A return counts as an error where it is one: a paper put back on the very step is a storno,
# told by itself, or a way taken up again. Bank statements are measured by their lines, not here.
ENDS = """(code IN ('ledger.entry.posted', 'workflow.case.closed')
            OR code = 'workflow.case.opened' AND data->>'step' = '')"""
COUNTED = f"""
WITH paper AS MATERIALIZED (
    SELECT document_id,
        min(at) FILTER (WHERE code = 'documents.document.received') AS received_at,
        max(data->>'kind') FILTER (WHERE code = 'documents.document.received') AS kind,
        min(at) FILTER (WHERE {ENDS}) AS ended_at,
        min(seq) FILTER (WHERE code = 'workflow.case.closed'
            OR code = 'workflow.case.opened' AND data->>'step' = '') AS closed,
        max(seq) FILTER (WHERE code = 'workflow.case.opened' AND data->>'step' <> '') AS opened,
        max(seq) FILTER (WHERE code = 'workflow.step.taken' AND data->>'verdict' = 'returned'
            AND data->>'step' = data->>'next_step') AS put_back,
        min(seq) FILTER (WHERE code = 'workflow.step.taken' AND by_id IS NOT NULL) AS stepped,
        min(seq) FILTER (WHERE code = 'ledger.entry.posted') AS posted,
        bool_or(code = 'ledger.entry.posted' AND by_id IS NOT NULL) AS by_hand,
        bool_or(code = 'workflow.step.taken' AND data->>'verdict' = 'returned'
            AND data->>'step' <> data->>'next_step') AS returned,
        bool_or(code = 'ledger.entry.reversed') AS reversed,
        sum(jsonb_array_length(data->'read'))
            FILTER (WHERE code = 'documents.reading-confirmed') AS fields_read,
        sum(jsonb_array_length(data->'corrected'))
            FILTER (WHERE code = 'documents.reading-confirmed') AS fields_corrected
    FROM platform_event
    WHERE company_id = %(company)s AND document_id IS NOT NULL AND at <= %(as_of)s
    GROUP BY document_id
), way AS (
    SELECT *, CASE WHEN put_back IS NULL AND NOT coalesce(opened > closed, false) THEN ended_at
        ELSE (SELECT min(later.at) FROM platform_event later
            WHERE company_id = %(company)s AND later.document_id = paper.document_id AND at <= %(as_of)s
                AND seq > greatest(put_back, CASE WHEN opened > closed THEN opened END) AND {ENDS})
        END AS last_ended_at
    FROM paper
    WHERE received_at >= %(begins)s AND received_at < %(ends)s AND kind <> 'bank_statement'
)
SELECT document_id,
    extract(epoch FROM received_at AT TIME ZONE 'Europe/Warsaw')::bigint,
    coalesce(extract(epoch FROM last_ended_at AT TIME ZONE 'Europe/Warsaw')::bigint, -1),
    (posted IS NOT NULL AND last_ended_at IS NOT NULL)::int,
    (posted IS NOT NULL AND last_ended_at IS NOT NULL AND NOT by_hand
        AND NOT coalesce(stepped < posted, false))::int,
    returned::int, reversed::int, coalesce(fields_read, 0), coalesce(fields_corrected, 0)
FROM way
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
SELECT document_id, user_id, extract(year FROM day)::int * 12 + extract(month FROM day)::int - 1,
    sum(seconds)::bigint, min(day) - DATE '1970-01-01'
FROM controlling_effort WHERE company_id = %s AND last_at <= %s GROUP BY 1, 2, 3
"""
DAY_SECONDS = 86_400
IMAGE_OF_STATEMENT = "paper_statement"
STATEMENTS = ("bank_statement", IMAGE_OF_STATEMENT)
"""Kinds that are counted by their lines and not as papers; the process knows the first, whose lines people match."""
PRINTS = """
SELECT extract(year FROM at AT TIME ZONE 'Europe/Warsaw')::int,
    extract(month FROM at AT TIME ZONE 'Europe/Warsaw')::int,
    count(*) FILTER (WHERE form = ANY(%s)), count(*) FILTER (WHERE form <> ALL(%s))
FROM platform_printout WHERE company_id = %s AND at >= %s AND at < %s AND at <= %s AND department <> %s
GROUP BY 1, 2
"""
PAPER_FORMS = ["pdf", "druk", "zip"]
"""Forms that people take to put on paper; the others (Excel, CSV) are data."""
MEASURING = "controlling"
"""The department whose own prints aren't counted: measuring must not change what is measured."""


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
    """The open company's papers that came in from ``first`` to ``last``, as known at ``as_of``.

    Left out are statements, and papers that stand beside others (`papers_beside`).
    """
    company_id = current_company_id()
    begins, ends = bounds(first, last)
    asked = {"company": company_id, "as_of": as_of, "begins": begins, "ends": ends}
    with server_cursor() as cursor:
        cursor.execute(COUNTED.encode(), asked)
        rows = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 9)
        cursor.execute(EFFORT.encode(), (company_id, as_of))
        efforts = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 5)
    rows = rows[~np.isin(rows[:, 0], papers_beside(kinds=STATEMENTS))]
    ids, received, ended, posted, straight, returned, taken_back, read, corrected = rows.T
    month = _months(received, first)
    since = int(efforts[:, 4].min()) * DAY_SECONDS if efforts.size else None
    timed = received >= since if since is not None else np.zeros(ids.size, dtype=bool)
    return Cohort(
        document_ids=ids,
        month=month,
        received=received,
        ended=np.where(ended < 0, OPEN, np.maximum(ended, received)),
        posted=posted.astype(bool),
        straight=straight.astype(bool),
        returned=returned.astype(bool),
        reversed=taken_back.astype(bool),
        minutes=minutes_of(
            efforts[np.isin(efforts[:, 0], ids[timed]), :4],
            document_ids=ids,
            month=month,
            months=len(months_between(first, last)),
            first=month_number(months_between(first, last)[0]),
            now=month_number(month_of(as_of.astimezone(WARSAW).date())),
        ),
        as_of=wall_clock(as_of),
        effort_since=since,
        fields_read=read,
        fields_corrected=corrected,
    )


def left_out(kinds: Collection[str]) -> list[int]:
    """Papers that the process leaves out, asked for ``kinds`` (none: all): those beside others, images of statements.

    What is asked for by its kind is shown.
    """
    return papers_beside(kinds=() if kinds else [IMAGE_OF_STATEMENT])


def month_number(month: Month) -> int:
    """Months one after another."""
    return month[0] * 12 + month[1] - 1


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
            (PAPER_FORMS, PAPER_FORMS, current_company_id(), begins, ends, as_of, MEASURING),
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
