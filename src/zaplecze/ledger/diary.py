"""Numbers of the day book (dziennik): which of a year's stand outside of some months."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import business_year, current_company_id, in_books


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers of the day book without a gap, of a year's months (1) or of what opens (0) or closes (13) it."""

    first: int
    last: int
    kind: int


# One walk in the order of the numbers, which their index has already.
_NUMBERS_APART = b"""
SELECT min(n), max(n), kind
FROM (SELECT n, kind, sum(fresh) OVER (ORDER BY n) AS island
      FROM (SELECT n, kind,
                   CASE WHEN n = lag(n) OVER w + 1 AND kind = lag(kind) OVER w THEN 0 ELSE 1 END AS fresh
            FROM (SELECT diary_number AS n, CASE WHEN ledger_opens_year(month) THEN 0
                                                WHEN ledger_closes_year(month) THEN 13 ELSE 1 END AS kind
                  FROM ledger_entry
                  WHERE company_id = %(company)s AND year = %(year)s
                    AND NOT ((year, month) >= (%(y1)s, %(m1)s) AND (year, month) <= (%(y2)s, %(m2)s))) e
            WINDOW w AS (ORDER BY n)) f) i
GROUP BY island, kind
ORDER BY 1
"""


def numbers_apart(*, year: int, first: Month, last: Month) -> list[NumberRange]:
    """Numbers of a year's entries that the journal of these months does not show, as ranges."""
    first, last = in_books(first), in_books(last)
    with server_cursor() as cursor:
        cursor.execute(
            _NUMBERS_APART,
            {
                "company": current_company_id(),
                "year": year,
                "y1": first[0],
                "m1": first[1],
                "y2": last[0],
                "m2": last[1],
            },
        )
        return [NumberRange(*row) for row in cursor.fetchall()]


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """Entries of the day book from ``start`` to ``end`` (year and number), and where the pages beside it begin."""

    start: Place
    end: Place
    before: Place | None
    after: Place | None


_PAGE = b"""
WITH mine AS (SELECT year, diary_number FROM ledger_entry
              WHERE company_id = %(company)s
                AND (year, month) >= (%(y1)s, %(m1)s) AND (year, month) <= (%(y2)s, %(m2)s))
(SELECT 1, year, diary_number FROM mine WHERE (year, diary_number) >= (%(year)s, %(number)s)
 ORDER BY year, diary_number LIMIT %(size)s + 1)
UNION ALL
(SELECT 0, year, diary_number FROM mine WHERE (year, diary_number) < (%(year)s, %(number)s)
 ORDER BY year DESC, diary_number DESC LIMIT %(size)s)
ORDER BY 2, 3
"""


def diary_page(*, first: Month, last: Month, start: Place, size: int) -> DiaryPage | None:
    """The page of the journal of these months that begins with the first number from ``start`` on.

    Past the last number it is the last page; None where the months have no entries.
    """
    with server_cursor() as cursor:
        cursor.execute(
            _PAGE,
            {**_months(first, last), "year": start[0], "number": start[1], "size": size},
        )
        rows = cursor.fetchall()
    here = [(year, number) for side, year, number in rows if side]
    earlier = [(year, number) for side, year, number in rows if not side]
    if not here:
        if not earlier:
            return None
        return diary_page(first=first, last=last, start=earlier[0], size=size)
    shown = here[:size]
    return DiaryPage(
        shown[0],
        shown[-1],
        earlier[0] if earlier else None,
        here[size] if len(here) > size else None,
    )


def turnover_before(first: Month) -> tuple[Decimal, Decimal]:
    """Wn and Ma (PLN) of the months of a year before one, without its opening (art. 14 ust. 2)."""
    first = in_books(first)
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT coalesce(sum(debit), 0.00), coalesce(sum(credit), 0.00) FROM ledger_balance "
            b"WHERE company_id = %s AND year = %s AND month >= %s AND month < %s",
            (current_company_id(), first[0], business_year(first[0]).first[1], first[1]),
        )
        row = cursor.fetchone()
    assert row is not None
    return row[0], row[1]


def shown_before(*, first: Month, last: Month, start: Place) -> tuple[Decimal, Decimal]:
    """Wn and Ma (PLN) of the entries of these months that stand before ``start``."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT coalesce(sum(l.debit), 0.00), coalesce(sum(l.credit), 0.00) FROM ledger_entry e "
            b"JOIN ledger_line l ON l.company_id = e.company_id AND l.entry_id = e.id "
            b"WHERE e.company_id = %(company)s AND (e.year, e.month) >= (%(y1)s, %(m1)s) "
            b"AND (e.year, e.month) <= (%(y2)s, %(m2)s) AND (e.year, e.diary_number) < (%(year)s, %(number)s)",
            {**_months(first, last), "year": start[0], "number": start[1]},
        )
        row = cursor.fetchone()
    assert row is not None
    return row[0], row[1]


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """The last number of a month in the day book, with the turnovers of the month and of the year up to it, PLN."""

    place: Place
    month: Month
    debit: Decimal
    credit: Decimal
    year_debit: Decimal
    year_credit: Decimal


# The opening counts in the year only where it is shown, as in the trial balance.
_MONTH_ENDS = b"""
WITH months AS (
    SELECT year, month, sum(debit) AS debit, sum(credit) AS credit FROM ledger_balance
    WHERE company_id = %(company)s AND year BETWEEN %(y1)s AND %(y2)s
      AND (NOT ledger_opens_year(month) OR (year, month) >= (%(y1)s, %(m1)s))
    GROUP BY year, month
), running AS (
    SELECT *, sum(debit) OVER w AS year_debit, sum(credit) OVER w AS year_credit FROM months
    WINDOW w AS (PARTITION BY year ORDER BY month)
)
SELECT e.number, r.year, r.month, r.debit, r.credit, r.year_debit, r.year_credit
FROM running r
JOIN (SELECT year, month, max(diary_number) AS number FROM ledger_entry
      WHERE company_id = %(company)s AND (year, month) >= (%(y1)s, %(m1)s) AND (year, month) <= (%(y2)s, %(m2)s)
      GROUP BY year, month) e USING (year, month)
ORDER BY r.year, r.month
"""


def month_ends(*, first: Month, last: Month) -> list[MonthEnd]:
    """Where in the day book each month of a period ends; months without entries left out."""
    with server_cursor() as cursor:
        cursor.execute(_MONTH_ENDS, _months(first, last))
        return [
            MonthEnd((year, number), (year, month), *sums)
            for number, year, month, *sums in cursor.fetchall()
        ]


def _months(first: Month, last: Month) -> dict[str, int]:
    y1, m1 = in_books(first)
    y2, m2 = in_books(last)
    return {"company": current_company_id(), "y1": y1, "m1": m1, "y2": y2, "m2": m2}
