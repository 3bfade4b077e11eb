"""Items by their term of payment, with all that was ever paid on them: what relief for bad debts asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zaplecze.ledger.as_of import ItemPart
from zaplecze.ledger.models import AccountKind
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class DueItem:
    """An item with what settled it so far, oldest first (PLN, positive).

    ``before`` is what stands on the items that the same entry opened on the same side before it, ``total`` on all of
    them: an invoice paid in instalments has one item each.
    """

    id: int
    entry_id: int
    partner_id: int | None
    document_id: int | None
    number: str
    document_date: date
    due_date: date | None
    is_debit: bool
    amount: Decimal
    before: Decimal
    total: Decimal
    currency: str
    parts: tuple[ItemPart, ...] = ()

    def unpaid(self, on: date) -> Decimal:
        """What was unpaid at the end of a day."""
        paid = sum((p.amount for p in self.parts if p.day <= on), Decimal(0))
        return max(self.amount - paid, Decimal("0.00"))


_ITEMS = b"""
SELECT id, entry_id, partner_id, document_id, number, document_date, due_date, is_debit, amount, before, total,
       currency
FROM (
    SELECT i.*,
           coalesce(sum(i.amount) OVER (PARTITION BY i.entry_id, i.is_debit ORDER BY i.line_no, i.id
               ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0.00) AS before,
           sum(i.amount) OVER (PARTITION BY i.entry_id, i.is_debit) AS total
    FROM ledger_openitem i
    WHERE i.company_id = %(company)s AND i.entry_id IN (
        SELECT entry_id FROM ledger_openitem
        WHERE company_id = %(company)s AND (id = ANY(%(ids)s) OR due_date BETWEEN %(first)s AND %(last)s))
) i
WHERE id = ANY(%(ids)s) OR due_date BETWEEN %(first)s AND %(last)s
ORDER BY due_date, document_date, id
"""

_PARTS = b"""
SELECT pair.item_id, other.document_date, sum(pair.amount), j.code, other.number,
       sum(coalesce(pair.part, pair.amount))
FROM (
    SELECT debit_item_id AS item_id, credit_item_id AS other_id, amount, debit_part AS part
    FROM ledger_settlement WHERE company_id = %(company)s AND debit_item_id = ANY(%(ids)s)
    UNION ALL
    SELECT credit_item_id, debit_item_id, amount, credit_part
    FROM ledger_settlement WHERE company_id = %(company)s AND credit_item_id = ANY(%(ids)s)
) pair
JOIN ledger_openitem other ON other.company_id = %(company)s AND other.id = pair.other_id
JOIN ledger_entry e ON e.company_id = %(company)s AND e.id = other.entry_id
JOIN ledger_journal j ON j.company_id = %(company)s AND j.id = e.journal_id
GROUP BY pair.item_id, other.id, other.document_date, j.code, other.number
HAVING sum(pair.amount) <> 0
ORDER BY other.document_date, other.id
"""

_STRAY = b"""
SELECT partner_id, sum(amount - settled)
FROM ledger_openitem
WHERE company_id = %(company)s AND partner_id = ANY(%(partners)s) AND is_debit = %(debit)s AND settled <> amount
GROUP BY partner_id
"""

_TAXED = b"""
SELECT l.entry_id, a.number, a.name, sum(l.credit - l.debit)
FROM ledger_line l
JOIN ledger_account a ON a.company_id = l.company_id AND a.id = l.account_id
WHERE l.company_id = %(company)s AND l.entry_id = ANY(%(entries)s) AND a.kind = %(result)s AND a.tag_pd = ''
GROUP BY l.entry_id, a.number, a.name
ORDER BY l.entry_id, a.number
"""


def items_due(*, first: date, last: date, ids: Collection[int] = ()) -> list[DueItem]:
    """Items whose term of payment lies between two days, and those named by ``ids``; oldest due first."""
    company_id = current_company_id()
    with server_cursor() as cursor:
        cursor.execute(
            _ITEMS, {"company": company_id, "ids": list(ids), "first": first, "last": last}
        )
        rows = cursor.fetchall()
        cursor.execute(_PARTS, {"company": company_id, "ids": [row[0] for row in rows]})
        parts: dict[int, list[ItemPart]] = {}
        for item_id, *part in cursor.fetchall():
            parts.setdefault(item_id, []).append(ItemPart(*part))
    return [replace(DueItem(*row), parts=tuple(parts.get(row[0], ()))) for row in rows]


def unmatched_by_partner(*, partner_ids: Collection[int], debit: bool) -> dict[int, Decimal]:
    """What of a side is open by partner (PLN): a customer's payments that nobody has matched are credits."""
    with server_cursor() as cursor:
        cursor.execute(
            _STRAY,
            {"company": current_company_id(), "partners": list(partner_ids), "debit": debit},
        )
        return dict(cursor.fetchall())


def taxed_result(entry_ids: Collection[int]) -> Mapping[int, Decimal]:
    """What entries have on result accounts that income tax takes as they are: revenue above zero, cost below it."""
    found: dict[int, Decimal] = {}
    for entry_id, _, _, amount in _taxed(entry_ids):
        found[entry_id] = found.get(entry_id, Decimal(0)) + amount
    return found


def taxed_lines(entry_id: int) -> list[tuple[str, str, Decimal]]:
    """The same of one entry by account: number, name, amount."""
    return [(account, name, amount) for _, account, name, amount in _taxed([entry_id])]


def _taxed(entry_ids: Collection[int]) -> list[tuple[int, str, str, Decimal]]:
    with server_cursor() as cursor:
        cursor.execute(
            _TAXED,
            {
                "company": current_company_id(),
                "entries": list(entry_ids),
                "result": AccountKind.RESULT.value,
            },
        )
        return cursor.fetchall()
