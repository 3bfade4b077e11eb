"""What single entries put on chosen accounts: turnovers, where balances only tell their rest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.ledger.commands.valuing import VALUATION
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id, in_books


@dataclass(frozen=True, slots=True)
class EntryNet:
    """What an entry put on an account, Wn less Ma (PLN); ``values`` of a valuation of currencies, or its storno."""

    entry_id: int
    label: str
    voucher: str
    text: str
    year: int
    account: str
    values: bool
    amount: Decimal


_SELECT = b"""
SELECT e.id, j.code || '/' || e.number || '/' || e.year, e.voucher_number, e.text, e.year, a.number,
       e.voucher_kind = %(valuation)s, sum(l.debit - l.credit)
FROM ledger_line l
JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
JOIN ledger_journal j ON j.company_id = e.company_id AND j.id = e.journal_id
JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
WHERE l.company_id = %(company)s AND a.number = ANY(%(accounts)s)
"""
_NETS = (
    _SELECT
    + b"""
  AND (e.year, e.month) > (%(y1)s, %(m1)s) AND (e.year, e.month) <= (%(y2)s, %(m2)s)
GROUP BY e.id, j.code, a.id HAVING sum(l.debit - l.credit) <> 0
ORDER BY e.year, e.diary_number, a.number
"""
)
_VALUATIONS = (
    _SELECT
    + b"""
  AND e.voucher_kind = %(valuation)s AND (e.year, e.month) <= (%(y2)s, %(m2)s)
GROUP BY e.id, j.code, a.id HAVING sum(l.debit - l.credit) <> 0
ORDER BY e.year, e.diary_number, a.number
"""
)


def entry_nets(*, accounts: Collection[str], after: Month, upto: Month) -> list[EntryNet]:
    """By entry and account, what changed accounts after a month up to another, in the order of the day book."""
    (y1, m1), (y2, m2) = in_books(after), in_books(upto)
    return _read(_NETS, accounts, {"y1": y1, "m1": m1, "y2": y2, "m2": m2})


def valuation_nets(*, accounts: Collection[str], upto: Month) -> list[EntryNet]:
    """By entry and account, what valuations of currencies and their stornos put on accounts, of all times."""
    year, number = in_books(upto)
    return _read(_VALUATIONS, accounts, {"y2": year, "m2": number})


def _read(sql: bytes, accounts: Collection[str], months: dict[str, int]) -> list[EntryNet]:
    if not accounts:
        return []
    values = {
        "company": current_company_id(),
        "valuation": VALUATION,
        "accounts": sorted(accounts),
        **months,
    }
    with server_cursor() as cursor:
        cursor.execute(sql, values)
        return [EntryNet(*row) for row in cursor.fetchall()]
