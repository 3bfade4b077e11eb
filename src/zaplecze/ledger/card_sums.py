"""What stands on an account before a line of its card: in PLN, and in each currency of its lines."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zaplecze.ledger.queries import CARD_ORDER
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id, in_books

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class CardSums:
    """Wn and Ma in PLN of some lines, and Wn less Ma by currency (PLN left out)."""

    debit: Decimal
    credit: Decimal
    own: dict[str, Decimal]


_LINES = """
SELECT l.currency, l.debit, l.credit,
       CASE WHEN l.currency = 'PLN' THEN 0.00 WHEN l.debit <> 0 THEN coalesce(l.currency_amount, 0.00)
            ELSE -coalesce(l.currency_amount, 0.00) END AS own
FROM ledger_line l
JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
WHERE l.company_id = %(company)s AND a.number = %(account)s
"""
_SUMS = "SELECT currency, sum(debit), sum(credit), sum(own) FROM ({lines}) s GROUP BY currency ORDER BY currency"


def sums_before_month(*, account: str, month: Month) -> CardSums:
    """All lines of the months before one."""
    lines = f"{_LINES} AND (e.year, e.month) < (%(y1)s, %(m1)s)"
    year, number = in_books(month)
    return _read(lines, {"account": account, "y1": year, "m1": number})


def sums_of_first(*, account: str, first: Month, last: Month, count: int) -> CardSums:
    """The first ``count`` lines of a card of these months."""
    first, last = in_books(first), in_books(last)
    lines = (
        f"{_LINES} AND (e.year, e.month) >= (%(y1)s, %(m1)s) AND (e.year, e.month) <= (%(y2)s, %(m2)s) "
        f"ORDER BY {CARD_ORDER} LIMIT %(count)s"
    )
    return _read(
        lines,
        {
            "account": account,
            "y1": first[0],
            "m1": first[1],
            "y2": last[0],
            "m2": last[1],
            "count": count,
        },
    )


def _read(lines: str, values: dict[str, object]) -> CardSums:
    with server_cursor() as cursor:
        cursor.execute(
            _SUMS.format(lines=lines).encode(), {"company": current_company_id(), **values}
        )
        rows = cursor.fetchall()
    return CardSums(
        sum((r[1] for r in rows), ZERO),
        sum((r[2] for r in rows), ZERO),
        {r[0]: r[3] for r in rows if r[0] != "PLN"},
    )
