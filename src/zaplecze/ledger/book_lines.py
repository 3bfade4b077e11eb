"""The books as JPK_KR_PD asks for them: sums by account of final entry, and the journal, an entry at a time.

On a settlement account each partner is an account of final entry of his own (konto pomocnicze, art. 17).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from zaplecze.ledger.overseers import RESPONSIBLE, RESPONSIBLE_JOINS
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import business_year, current_company_id, in_books

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class FinalAccount:
    """Sums of an account, or of a partner on it, PLN: before the year, in some months, in the year so far."""

    account: str
    name: str
    kind: str
    tag_1: str
    tag_2: str
    tag_pd: str
    partner_id: int | None
    opening: Decimal
    debit: Decimal
    credit: Decimal
    year_debit: Decimal
    year_credit: Decimal


@dataclass(frozen=True, slots=True)
class BookLine:
    """A line of the journal; ``partner_id`` where the account is a settlement account."""

    no: int
    account: str
    partner_id: int | None
    debit: Decimal
    credit: Decimal
    currency: str
    currency_amount: Decimal | None
    text: str


@dataclass(frozen=True, slots=True)
class BookEntry:
    """An entry of the journal with its lines."""

    diary_number: int
    journal: str
    partner_id: int | None
    voucher_number: str
    voucher_kind: str
    operation_date: date
    document_date: date
    posting_date: date
    responsible: str
    text: str
    amount: Decimal
    ksef_number: str
    lines: tuple[BookLine, ...]


_ACCOUNTS = b"""
WITH settling AS (
    SELECT id FROM ledger_account WHERE company_id = %(company)s AND settles
), moved AS (
    SELECT b.account_id, NULL::bigint AS partner_id, b.year, b.month, b.debit, b.credit
    FROM ledger_balance b
    WHERE b.company_id = %(company)s AND (b.year, b.month) <= (%(year)s, %(last)s)
      AND b.account_id NOT IN (SELECT id FROM settling)
    UNION ALL
    SELECT l.account_id, l.partner_id, e.year, e.month, sum(l.debit), sum(l.credit)
    FROM ledger_line l
    JOIN ledger_entry e ON e.company_id = l.company_id AND e.id = l.entry_id
    WHERE l.company_id = %(company)s AND (e.year, e.month) <= (%(year)s, %(last)s)
      AND l.account_id IN (SELECT id FROM settling)
    GROUP BY l.account_id, l.partner_id, e.year, e.month
)
SELECT a.number, a.name, a.kind, a.tag_1, a.tag_2, a.tag_pd, m.partner_id,
       coalesce(sum(m.debit - m.credit) FILTER (WHERE m.year < %(year)s AND a.kind = 'balance'
                                                OR m.year = %(year)s AND m.month < %(begins)s), 0.00),
       coalesce(sum(m.debit) FILTER (WHERE m.year = %(year)s AND m.month >= %(first)s), 0.00),
       coalesce(sum(m.credit) FILTER (WHERE m.year = %(year)s AND m.month >= %(first)s), 0.00),
       coalesce(sum(m.debit) FILTER (WHERE m.year = %(year)s AND m.month >= %(begins)s), 0.00),
       coalesce(sum(m.credit) FILTER (WHERE m.year = %(year)s AND m.month >= %(begins)s), 0.00)
FROM moved m JOIN ledger_account a ON a.company_id = %(company)s AND a.id = m.account_id
GROUP BY a.id, a.number, a.name, a.kind, a.tag_1, a.tag_2, a.tag_pd, m.partner_id
ORDER BY a.number, m.partner_id NULLS FIRST
"""

_ENTRIES = f"""
SELECT e.diary_number, j.name, e.partner_id, e.voucher_number, e.voucher_kind, e.operation_date, e.document_date,
       e.posting_date, {RESPONSIBLE}, e.text, e.amount, e.ksef_number,
       l.no, a.number, CASE WHEN a.settles THEN l.partner_id END, l.debit, l.credit, l.currency, l.currency_amount,
       l.text
FROM (SELECT * FROM ledger_entry
      WHERE company_id = %(company)s AND year = %(year)s AND month BETWEEN %(first)s AND %(last)s
        AND diary_number > %(after)s
      ORDER BY diary_number LIMIT %(limit)s) e
JOIN ledger_journal j ON j.company_id = e.company_id AND j.id = e.journal_id
JOIN ledger_line l ON l.company_id = e.company_id AND l.entry_id = e.id
JOIN ledger_account a ON a.company_id = e.company_id AND a.id = l.account_id
{RESPONSIBLE_JOINS}
ORDER BY e.diary_number, l.no
""".encode()


def final_accounts(*, first: Month, last: Month) -> list[FinalAccount]:
    """Accounts of final entry with a balance or a movement up to ``last``; both months are of one year."""
    first, last = in_books(first), in_books(last)
    with server_cursor() as cursor:
        cursor.execute(
            _ACCOUNTS,
            {
                "company": current_company_id(),
                "year": last[0],
                "begins": business_year(last[0]).first[1],
                "first": first[1],
                "last": last[1],
            },
        )
        rows = [FinalAccount(*row) for row in cursor.fetchall()]
    return [r for r in rows if r.opening or r.year_debit or r.year_credit]


def book_entries(*, first: Month, last: Month) -> Iterator[BookEntry]:
    """The journal of some months of one year in the order of its numbers, a chunk in memory at a time."""
    first, last = in_books(first), in_books(last)
    after = 0
    while True:
        with server_cursor() as cursor:
            cursor.execute(
                _ENTRIES,
                {
                    "company": current_company_id(),
                    "year": last[0],
                    "first": first[1],
                    "last": last[1],
                    "after": after,
                    "limit": CHUNK,
                },
            )
            rows = cursor.fetchall()
        if not rows:
            return
        for _, lines in groupby(rows, key=itemgetter(0)):
            yield _entry(list(lines))
        after = rows[-1][0]


def _entry(rows: list[tuple[Any, ...]]) -> BookEntry:
    lines = tuple(BookLine(*row[12:]) for row in rows)
    return BookEntry(*(*rows[0][:12], lines))
