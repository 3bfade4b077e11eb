"""Settling what posted bank lines pay, in PLN at once and in currencies one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaplecze.ledger.api import (
    CannotSettle,
    OpenItem,
    Part,
    settle_amounts,
    settle_items,
    settle_parts,
    settling_preview,
)
from zaplecze.platform.events import Stamp

PLN = "PLN"


@dataclass(frozen=True, slots=True)
class Paid:
    """This much (``part``, in the bank account's ``currency``) of an item was paid; ``payment`` is the item of it."""

    item: OpenItem
    payment: int
    part: Decimal
    currency: str
    day: date

    @property
    def sides(self) -> tuple[int, int]:
        """Debit and credit item."""
        return (self.item.id, self.payment) if self.item.is_debit else (self.payment, self.item.id)


def settle_paid(paid: Sequence[Paid], stamp: Stamp) -> None:
    """Settle items with their payments; exchange differences are posted on the day of the payment.

    Money of another currency settles an item only where it pays the whole of it; else the payment stays open
    beside the item, and a person says how much of it was paid.
    """
    in_pln = [p for p in paid if p.currency == p.item.currency == PLN]
    if in_pln:
        settle_amounts(
            pairs=[(*p.sides, p.part) for p in in_pln],
            on=max(p.day for p in in_pln),
            by=stamp.by,
            at=stamp.at,
        )
    for one in paid:
        if one.currency != one.item.currency:
            if _pays_whole(one):
                settle_items(groups=[one.sides], on=one.day, by=stamp.by, at=stamp.at)
        elif one.currency != PLN:
            part = Part(*one.sides, one.part, one.part)
            settle_parts(parts=[part], on=one.day, by=stamp.by, at=stamp.at)


def _pays_whole(paid: Paid) -> bool:
    try:
        settling_preview(item_ids=paid.sides)
    except CannotSettle:
        return False
    return True
