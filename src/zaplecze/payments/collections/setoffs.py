"""Reads of set-off: whose receivables and payables could meet. Amounts are in the items' own currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaplecze.ledger.api import OpenItem, open_items
from zaplecze.partners.api import partners
from zaplecze.payments.collections import queries
from zaplecze.payments.collections.setoff_rules import BARRED, Met, Owed, meet
from zaplecze.platform.money import ZERO

PLN = "PLN"


@dataclass(frozen=True, slots=True)
class Sides:
    """What a partner owes us and we owe her, in one currency, the oldest due first.

    ``stray`` is what stands on the other side of the same accounts (payments not matched): settle it first.
    """

    receivables: tuple[OpenItem, ...]
    payables: tuple[OpenItem, ...]
    stray: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class SetoffProposal:
    """A set-off that could be made: the parties' items and which parts would meet."""

    partner_id: int
    partner_name: str
    currency: str
    sides: Sides
    met: tuple[Met, ...]

    @property
    def amount(self) -> Decimal:
        """What would be set off, in the currency."""
        return sum((m.amount for m in self.met), ZERO)


def currency_of(item: OpenItem) -> str:
    """The currency that an item is settled in."""
    return item.currency if item.currency_amount is not None else PLN


def owed(item: OpenItem) -> Owed:
    """An item as the rules see it."""
    own = currency_of(item) != PLN
    return Owed(
        item.id, item.due_date or item.document_date, item.currency_left if own else item.left
    )


def sides_of(items: Iterable[OpenItem]) -> Sides:
    """Items of one partner and currency; on each account only the side that is larger takes part."""
    accounts: dict[int, list[OpenItem]] = {}
    for item in items:
        accounts.setdefault(item.account_id, []).append(item)
    kept: list[OpenItem] = []
    stray = ZERO
    for rows in accounts.values():
        sums = {
            side: sum((owed(i).left for i in rows if i.is_debit == side), ZERO)
            for side in (True, False)
        }
        larger = sums[True] >= sums[False]
        stray += sums[not larger]
        kept += [i for i in rows if i.is_debit == larger]
    kept.sort(key=lambda i: (owed(i).due, i.id))
    return Sides(
        tuple(i for i in kept if i.is_debit), tuple(i for i in kept if not i.is_debit), stray
    )


def open_sides(*, on: date) -> dict[tuple[int, str], Sides]:
    """What may be set off on a day, by partner and currency: not held (disputed), not barred by law."""
    held = queries.holds()
    held_items, held_partners = {h.item_id for h in held}, {h.partner_id for h in held}
    groups: dict[tuple[int, str], list[OpenItem]] = {}
    for item in open_items():
        if (
            item.partner_id is None
            or item.document_date > on
            or item.id in held_items
            or item.partner_id in held_partners
            or item.account.number.startswith(BARRED)
            or owed(item).left <= 0
        ):
            continue
        groups.setdefault((item.partner_id, currency_of(item)), []).append(item)
    return {key: sides_of(items) for key, items in groups.items()}


def proposed_setoffs(*, on: date) -> list[SetoffProposal]:
    """Partners who owe us and whom we owe in one currency, the largest set-off first; receivables due by ``on``.

    Writes nothing. Our own claim has to be due (art. 498 § 1); a debt of ours may be paid before it is (art. 457).
    """
    found = open_sides(on=on)
    names = partners(partner_id for partner_id, _ in found)
    made = []
    for (partner_id, currency), sides in found.items():
        due = tuple(i for i in sides.receivables if owed(i).due <= on)
        met = meet(map(owed, due), map(owed, sides.payables), on=on)
        if met:
            kept = Sides(due, sides.payables, sides.stray)
            made.append(
                SetoffProposal(partner_id, names[partner_id].name, currency, kept, tuple(met))
            )
    return sorted(made, key=lambda p: (-p.amount, p.partner_name))
