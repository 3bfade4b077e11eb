"""Numbers of the day book (dziennik): which of a year's stand outside of some months."""

from __future__ import annotations

from dataclasses import dataclass

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Numbers of the day book without a gap, of a year's months or of its opening (0) or closing (13)."""

    first: int
    last: int
    kind: int


# One walk in the order of the numbers, which their index has already.
_NUMBERS_APART = b"""
SELECT min(n), max(n), kind
FROM (SELECT n, kind, sum(fresh) OVER (ORDER BY n) AS island
      FROM (SELECT n, kind,
                   CASE WHEN n = lag(n) OVER w + 1 AND kind = lag(kind) OVER w THEN 0 ELSE 1 END AS fresh
            FROM (SELECT diary_number AS n, CASE WHEN month IN (0, 13) THEN month ELSE 1 END AS kind
                  FROM ledger_entry
                  WHERE company_id = %(company)s AND year = %(year)s
                    AND NOT ((year, month) >= (%(y1)s, %(m1)s) AND (year, month) <= (%(y2)s, %(m2)s))) e
            WINDOW w AS (ORDER BY n)) f) i
GROUP BY island, kind
ORDER BY 1
"""


def numbers_apart(*, year: int, first: Month, last: Month) -> list[NumberRange]:
    """Numbers of a year's entries that the journal of these months does not show, as ranges."""
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
