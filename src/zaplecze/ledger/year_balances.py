"""Balances as yearly statements need them: by account, of settlement accounts by partner, before the closing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id, in_books


@dataclass(frozen=True, slots=True)
class YearBalance:
    """An account's balance (PLN, Wn positive); ``partner_id`` where it is a partner's share of it."""

    account: str
    name: str
    kind: str
    tag_1: str
    tag_2: str
    tag_pd: str
    partner_id: int | None
    amount: Decimal


# A settlement account with two tags is told per partner: nobody's debt is set off against another's claim
# (art. 7 ust. 3 of the Accounting Act).
_BALANCES = b"""
WITH split AS (
    SELECT id FROM ledger_account WHERE company_id = %(company)s AND settles AND tag_2 <> ''
)
SELECT a.number, a.name, a.kind, a.tag_1, a.tag_2, a.tag_pd, s.partner_id, s.amount
FROM (
    SELECT b.account_id, NULL::bigint AS partner_id, sum(b.debit - b.credit) AS amount
    FROM ledger_balance b JOIN ledger_account k ON k.company_id = %(company)s AND k.id = b.account_id
    WHERE b.company_id = %(company)s AND (b.year, b.month) <= (%(year)s, %(month)s)
      AND (k.kind = 'balance' OR b.year = %(year)s) AND b.account_id NOT IN (SELECT id FROM split)
    GROUP BY b.account_id
    UNION ALL
    SELECT l.account_id, l.partner_id, sum(l.debit - l.credit)
    FROM ledger_line l JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
    WHERE l.company_id = %(company)s AND (e.year, e.month) <= (%(year)s, %(month)s)
      AND l.account_id IN (SELECT id FROM split)
    GROUP BY l.account_id, l.partner_id
) s
JOIN ledger_account a ON a.company_id = %(company)s AND a.id = s.account_id
WHERE s.amount <> 0
ORDER BY a.number, s.partner_id NULLS FIRST
"""


_UNMOVED = b"""
SELECT a.number, a.name, sum(b.debit - b.credit)
FROM ledger_balance b JOIN ledger_account a ON a.company_id = b.company_id AND a.id = b.account_id
WHERE b.company_id = %(company)s AND b.year < %(year)s AND a.kind = 'result'
GROUP BY a.number, a.name HAVING sum(b.debit - b.credit) <> 0
ORDER BY a.number
"""


@dataclass(frozen=True, slots=True)
class UnmovedResult:
    """What a result account still holds of years before, PLN, Wn positive: their result that no closing moved."""

    account: str
    name: str
    amount: Decimal


def unmoved_results(*, before: int) -> list[UnmovedResult]:
    """Result of the years before a year that wasn't moved to 860, by account; nothing once they are ended."""
    with server_cursor() as cursor:
        cursor.execute(_UNMOVED, {"company": current_company_id(), "year": before})
        return [UnmovedResult(*row) for row in cursor.fetchall()]


def year_balances(*, upto: Month) -> list[YearBalance]:
    """Balances at the end of a month: of the balance sheet of all times, of result and off-balance of the year."""
    upto = in_books(upto)
    with server_cursor() as cursor:
        cursor.execute(
            _BALANCES, {"company": current_company_id(), "year": upto[0], "month": upto[1]}
        )
        return [YearBalance(*row) for row in cursor.fetchall()]
