"""Settling open items, and taking settlements back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from zaplecze.ledger.events import ItemSettled
from zaplecze.ledger.models import OpenItem
from zaplecze.ledger.rules import ItemState, settle_pairs
from zaplecze.platform.bulk import insert_rows, server_cursor
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

ZERO = Decimal(0)


class CannotSettle(Refusal):
    """Items can't be settled as asked."""

    code = "ledger.cannot-settle"


def settle_items(*, groups: Sequence[Sequence[int]], on: date, by: int | None, at: datetime) -> int:
    """Settle each group of open items (ids) among itself, oldest first; returns how many pairs were made.

    Raises `CannotSettle` where a group holds only one side or an item that is not open.
    """
    lock_company()
    ids = [i for group in groups for i in group]
    rows = OpenItem.objects.filter(company_id=current_company_id()).in_bulk(ids)
    states = {r.id: ItemState(r.id, r.is_debit, r.left) for r in rows.values()}
    missing = [i for i in ids if i not in states or states[i].left == 0]
    if missing:
        raise CannotSettle(f"Pozycja {missing[0]} nie jest otwarta: odśwież listę.")
    pairs: list[tuple[int, int, Decimal]] = []
    for group in groups:
        made = settle_pairs([states[i] for i in group])
        if not made:
            raise CannotSettle("Wybierz pozycje po obu stronach, Wn i Ma.", code="ledger.one-side")
        pairs += made
    _check_sides(rows, pairs)
    save_settlements(pairs, day=on, stamp=Stamp(by, at))
    return len(pairs)


def settle_amounts(
    *, pairs: Sequence[tuple[int, int, Decimal]], on: date, by: int | None, at: datetime
) -> None:
    """Settle named amounts: (debit item, credit item, PLN) each.

    Raises `CannotSettle` where an item has less left than asked, or stands on the wrong side.
    """
    lock_company()
    ids = {i for debit, credit, _ in pairs for i in (debit, credit)}
    rows = OpenItem.objects.filter(company_id=current_company_id()).in_bulk(ids)
    left = {i: row.left for i, row in rows.items()}
    if missing := ids - rows.keys():
        raise CannotSettle(f"Pozycji {min(missing)} już nie ma: odśwież listę.")
    _check_sides(rows, pairs)
    for debit, credit, amount in pairs:
        for item in (debit, credit):
            left[item] -= amount
            if left[item] < 0 or amount <= 0:
                raise CannotSettle(
                    f"Na pozycji {rows[item].number} zostało mniej, niż ma być rozliczone: odśwież listę."
                )
    save_settlements(pairs, day=on, stamp=Stamp(by, at))


def undo_settlement(*, item_id: int, on: date, by: int | None, at: datetime) -> int:
    """Take back every settlement of an item by rows of the opposite sign; returns how many."""
    lock_company()
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT debit_item_id, credit_item_id, sum(amount) FROM ledger_settlement "
            b"WHERE company_id = %s AND %s IN (debit_item_id, credit_item_id) "
            b"GROUP BY 1, 2 HAVING sum(amount) <> 0",
            (current_company_id(), item_id),
        )
        pairs = [(d, c, -amount) for d, c, amount in cursor.fetchall()]
    save_settlements(pairs, day=on, stamp=Stamp(by, at))
    return len(pairs)


def _check_sides(rows: Mapping[int, OpenItem], pairs: Sequence[tuple[int, int, Decimal]]) -> None:
    """Items settle each other on one account and between the same parties; all else needs an entry."""
    for debit_id, credit_id, _ in pairs:
        debit, credit = rows[debit_id], rows[credit_id]
        if not debit.is_debit or credit.is_debit:
            raise CannotSettle("Wybierz pozycje po obu stronach, Wn i Ma.", code="ledger.one-side")
        if debit.account_id != credit.account_id:
            raise CannotSettle(
                f"Pozycje {debit.number} i {credit.number} są na różnych kontach: "
                "zaksięguj kompensatę, potem je rozlicz.",
                code="ledger.two-accounts",
            )
        if debit.partner_id != credit.partner_id:
            raise CannotSettle(
                f"Pozycje {debit.number} i {credit.number} są różnych kontrahentów: "
                "zaksięguj przeniesienie, potem je rozlicz.",
                code="ledger.two-partners",
            )


def save_settlements(pairs: Sequence[tuple[int, int, Decimal]], *, day: date, stamp: Stamp) -> None:
    """Keep settlements that a command decided on: (debit item, credit item, PLN) each."""
    if not pairs:
        return
    company_id = current_company_id()
    insert_rows(
        "ledger_settlement",
        {
            "company_id": ("bigint", [company_id] * len(pairs)),
            "debit_item_id": ("bigint", [p[0] for p in pairs]),
            "credit_item_id": ("bigint", [p[1] for p in pairs]),
            "amount": ("numeric", [p[2] for p in pairs]),
            "day": ("date", [day] * len(pairs)),
            "at": ("timestamptz", [stamp.at] * len(pairs)),
            "by_id": ("bigint", [stamp.by] * len(pairs)),
        },
    )
    sums: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for debit, credit, amount in pairs:
        sums[debit] += amount
        sums[credit] += amount
    with server_cursor() as cursor:
        cursor.execute(
            b"UPDATE ledger_openitem i SET settled = i.settled + s.amount "
            b"FROM unnest(%s::bigint[], %s::numeric[]) AS s(id, amount) "
            b"WHERE i.company_id = %s AND i.id = s.id "
            b"RETURNING i.id, i.document_id, i.amount, i.settled = i.amount",
            (list(sums), list(sums.values()), company_id),
        )
        done = [row for row in cursor.fetchall() if row[3]]
    record_events(
        [
            ItemSettled(document_id=document_id, item_id=item_id, amount=amount)
            for item_id, document_id, amount, _ in sorted(done)
        ],
        stamp,
    )
