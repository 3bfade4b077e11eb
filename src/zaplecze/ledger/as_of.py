"""Open items as they stood at the end of a day: what was settled later counts as open then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.scope import current_company_id

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class ItemPart:
    """An amount (PLN, positive) that settled an item: the day of the paper that did it, and its journal.

    ``own`` is the part in the item's own currency (of an item in PLN the same); an exchange difference has none.
    """

    day: date
    amount: Decimal
    journal: str
    number: str
    own: Decimal


@dataclass(frozen=True, slots=True)
class ItemOn:
    """An item as of a day; ``amount`` is PLN and positive, ``parts`` is what settled it by that day.

    ``own_left`` is what is left in its own currency, ``own_amount`` the whole; None of an item in PLN alone.
    """

    id: int
    partner_id: int | None
    document_id: int | None
    account: str
    number: str
    document_date: date
    due_date: date | None
    is_debit: bool
    amount: Decimal
    left: Decimal
    currency: str
    own_left: Decimal | None = None
    own_amount: Decimal | None = None
    parts: tuple[ItemPart, ...] = ()

    @property
    def settled(self) -> Decimal:
        """What was settled by the day."""
        return self.amount - self.left

    @property
    def unit(self) -> str:
        """The currency in which the item is owed."""
        return "PLN" if self.own_amount is None else self.currency

    @property
    def whole(self) -> Decimal:
        """The item's amount as it is owed, in its `unit`."""
        return self.amount if self.own_amount is None else self.own_amount

    @property
    def owed(self) -> Decimal:
        """What is left to pay, in its `unit`."""
        return self.left if self.own_left is None else self.own_left


_ITEMS = b"""
SELECT i.id, i.partner_id, i.document_id, a.number, i.number, i.document_date, i.due_date, i.is_debit,
       i.amount, i.amount - coalesce(s.settled, 0.00), i.currency,
       i.currency_amount - coalesce(s.own, 0.00), i.currency_amount
FROM ledger_openitem i
JOIN ledger_account a ON a.company_id = i.company_id AND a.id = i.account_id
LEFT JOIN (
    SELECT side.item_id, sum(s.amount) AS settled, sum(side.part) AS own
    FROM ledger_settlement s
    JOIN ledger_openitem d ON d.company_id = s.company_id AND d.id = s.debit_item_id
    JOIN ledger_openitem c ON c.company_id = s.company_id AND c.id = s.credit_item_id
    CROSS JOIN LATERAL (VALUES (s.debit_item_id, s.debit_part),
                               (s.credit_item_id, s.credit_part)) AS side(item_id, part)
    WHERE s.company_id = %(company)s AND s.day <= %(day)s
      AND d.document_date <= %(day)s AND c.document_date <= %(day)s
    GROUP BY side.item_id
) s ON s.item_id = i.id
WHERE i.company_id = %(company)s AND i.document_date <= %(day)s
  AND (%(partner)s::bigint IS NULL OR i.partner_id = %(partner)s::bigint)
  AND (%(all)s::boolean OR i.amount <> coalesce(s.settled, 0.00))
ORDER BY i.due_date NULLS LAST, i.document_date, i.id
"""

_PARTS = b"""
SELECT mine.id, other.document_date, sum(s.amount), j.code, other.number,
       CASE WHEN mine.currency_amount IS NULL THEN sum(s.amount) ELSE coalesce(sum(pair.part), 0.00) END
FROM ledger_settlement s
CROSS JOIN LATERAL (VALUES (s.debit_item_id, s.credit_item_id, s.debit_part),
                           (s.credit_item_id, s.debit_item_id, s.credit_part)) AS pair(item_id, other_id, part)
JOIN ledger_openitem mine ON mine.company_id = s.company_id AND mine.id = pair.item_id
JOIN ledger_openitem other ON other.company_id = s.company_id AND other.id = pair.other_id
JOIN ledger_entry e ON e.company_id = s.company_id AND e.id = other.entry_id
JOIN ledger_journal j ON j.company_id = s.company_id AND j.id = e.journal_id
WHERE s.company_id = %(company)s AND s.day <= %(day)s AND pair.item_id = ANY(%(ids)s)
  AND mine.document_date <= %(day)s AND other.document_date <= %(day)s
GROUP BY mine.id, mine.currency_amount, other.id, other.document_date, j.code, other.number
HAVING sum(s.amount) <> 0
ORDER BY other.document_date, other.id
"""


def items_on(*, day: date, partner_id: int | None = None, settled: bool = False) -> list[ItemOn]:
    """Items of papers up to ``day`` that were open at its end, oldest due first; ``settled`` adds the rest.

    A settlement counts from its own day, and never before both of its papers.
    """
    company_id = current_company_id()
    with server_cursor() as cursor:
        cursor.execute(
            _ITEMS, {"company": company_id, "day": day, "partner": partner_id, "all": settled}
        )
        rows = cursor.fetchall()
        ids = [row[0] for row in rows if row[8] != row[9]]
        cursor.execute(_PARTS, {"company": company_id, "day": day, "ids": ids})
        parts: dict[int, list[ItemPart]] = {}
        for item_id, *part in cursor.fetchall():
            parts.setdefault(item_id, []).append(ItemPart(*part))
    return [replace(ItemOn(*row), parts=tuple(parts.get(row[0], ()))) for row in rows]
