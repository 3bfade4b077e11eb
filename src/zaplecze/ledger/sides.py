"""Balances of both sides of settlement accounts: nobody's debt is set off against another's claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from zaplecze.ledger.queries import BalanceRow, trial_balance
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id, in_books

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class PartnerSide:
    """A partner's balance on a settlement account, Wn less Ma, PLN, before a period and at its end."""

    account: str
    partner_id: int | None
    opening: Decimal
    closing: Decimal


# The accounts that the balance sheet tells per partner, too: settlement accounts with two tags (art. 7 ust. 3).
_SIDES = b"""
SELECT a.number, l.partner_id,
       coalesce(sum(l.debit - l.credit) FILTER (WHERE (e.year, e.month) < (%(y1)s, %(m1)s)), 0.00),
       sum(l.debit - l.credit)
FROM ledger_line l
JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
WHERE l.company_id = %(company)s AND a.settles AND a.tag_2 <> '' AND a.kind = 'balance'
  AND (e.year, e.month) <= (%(y2)s, %(m2)s)
GROUP BY a.number, l.partner_id
ORDER BY a.number, l.partner_id NULLS FIRST
"""


def partner_sides(*, first: Month, last: Month) -> list[PartnerSide]:
    """Partners' balances on the accounts whose sides are told apart; reads their lines."""
    first, last = in_books(first), in_books(last)
    with server_cursor() as cursor:
        cursor.execute(
            _SIDES,
            {
                "company": current_company_id(),
                "y1": first[0],
                "m1": first[1],
                "y2": last[0],
                "m2": last[1],
            },
        )
        return [PartnerSide(*row) for row in cursor.fetchall()]


def with_sides(rows: Iterable[BalanceRow], sides: Iterable[PartnerSide]) -> list[BalanceRow]:
    """The trial balance with opening and closing of settlement accounts on both sides, as in the balance sheet.

    >>> from decimal import Decimal as D
    >>> z = D(0)
    >>> row = BalanceRow(1, "201", "", z, z, D(100), D(40), D(60), z, D(100), D(40), "balance")
    >>> both = [PartnerSide("201", 1, z, D(100)), PartnerSide("201", 2, z, D(-40))]
    >>> [(r.closing_debit, r.closing_credit) for r in with_sides([row], both)]
    [(Decimal('100.00'), Decimal('40.00'))]
    """
    sums: dict[str, list[Decimal]] = {}
    for s in sides:
        found = sums.setdefault(s.account, [ZERO] * 4)
        for n, amount in enumerate((s.opening, -s.opening, s.closing, -s.closing)):
            found[n] += max(amount, ZERO)
    return [
        r
        if (found := sums.get(r.account)) is None  # type: ignore[assignment]
        else replace(
            r,
            opening_debit=found[0],
            opening_credit=found[1],
            closing_debit=found[2],
            closing_credit=found[3],
        )
        for r in rows
    ]


def sided_balance(*, first: Month, last: Month) -> list[BalanceRow]:
    """Zestawienie obrotów i sald as people read it: settlement accounts with both of their balances."""
    return with_sides(trial_balance(first=first, last=last), partner_sides(first=first, last=last))
