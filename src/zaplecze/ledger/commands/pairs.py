"""Settlements as rows: what a command decided on is kept, and the items' sums with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaplecze.ledger.events import ItemSettled
from zaplecze.platform.bulk import insert_rows, server_cursor
from zaplecze.platform.events import Stamp, record_events
from zaplecze.platform.scope import current_company_id

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Kept:
    """A settlement to keep: PLN, the parts in the items' own currencies, the entry of its difference."""

    debit_id: int
    credit_id: int
    amount: Decimal
    debit_part: Decimal | None = None
    credit_part: Decimal | None = None
    difference_entry_id: int | None = None


def save_settlements(pairs: Sequence[Kept], *, day: date, stamp: Stamp) -> None:
    """Keep settlements that a command decided on, and announce the items that they settle in full."""
    if not pairs:
        return
    company_id = current_company_id()
    insert_rows(
        "ledger_settlement",
        {
            "company_id": ("bigint", [company_id] * len(pairs)),
            "debit_item_id": ("bigint", [p.debit_id for p in pairs]),
            "credit_item_id": ("bigint", [p.credit_id for p in pairs]),
            "amount": ("numeric", [p.amount for p in pairs]),
            "debit_part": ("numeric", [p.debit_part for p in pairs]),
            "credit_part": ("numeric", [p.credit_part for p in pairs]),
            "difference_entry_id": ("bigint", [p.difference_entry_id for p in pairs]),
            "day": ("date", [day] * len(pairs)),
            "at": ("timestamptz", [stamp.at] * len(pairs)),
            "by_id": ("bigint", [stamp.by] * len(pairs)),
        },
    )
    sums: dict[int, Decimal] = defaultdict(lambda: ZERO)
    parts: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for pair in pairs:
        sums[pair.debit_id] += pair.amount
        sums[pair.credit_id] += pair.amount
        parts[pair.debit_id] += pair.debit_part or ZERO
        parts[pair.credit_id] += pair.credit_part or ZERO
    with server_cursor() as cursor:
        cursor.execute(
            b"UPDATE ledger_openitem i SET settled = i.settled + s.amount, "
            b"currency_settled = i.currency_settled + s.part "
            b"FROM unnest(%s::bigint[], %s::numeric[], %s::numeric[]) AS s(id, amount, part) "
            b"WHERE i.company_id = %s AND i.id = s.id "
            b"RETURNING i.id, i.document_id, i.amount, i.settled = i.amount",
            (list(sums), list(sums.values()), [parts[i] for i in sums], company_id),
        )
        done = [row for row in cursor.fetchall() if row[3]]
    record_events(
        [
            ItemSettled(document_id=document_id, item_id=item_id, amount=amount)
            for item_id, document_id, amount, _ in sorted(done)
        ],
        stamp,
    )
