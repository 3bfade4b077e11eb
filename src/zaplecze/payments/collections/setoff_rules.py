"""Rules of set-off (potrącenie, kompensata), pure: which claims meet which, from what day, at what value in PLN.

Sources: Civil Code art. 498 (claims of the same kind, both due), 499 (a statement works back to the day when set-off
became possible), 505 (claims that can't be set off); Accounting Act art. 30 ust. 2 (rate).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zaplecze.platform.money import ZERO, round_half_up

# Taxes and contributions are public-law claims, wages are protected (art. 505 pkt 1, 4 of the Civil Code; art. 87 of
# the Labor Code).
BARRED = ("22", "23")


@dataclass(frozen=True, slots=True)
class Owed:
    """An open item of one side: the day it is due (of its paper where it has none), what is left in its currency."""

    item_id: int
    due: date
    left: Decimal


@dataclass(frozen=True, slots=True)
class Met:
    """A part of a receivable and of a payable that extinguish each other, and the day since when they could."""

    receivable_id: int
    payable_id: int
    amount: Decimal
    since: date


def meet(
    receivables: Iterable[Owed], payables: Iterable[Owed], *, on: date, limit: Decimal | None = None
) -> list[Met]:
    """Claims of both sides against each other, the oldest due first, up to the lower sum or ``limit``.

    >>> r = [Owed(1, date(2026, 9, 1), Decimal("70.00"))]
    >>> p = [Owed(8, date(2026, 9, 5), Decimal("50.00")), Owed(9, date(2026, 8, 1), Decimal("40.00"))]
    >>> [(m.payable_id, str(m.amount), m.since.day) for m in meet(r, p, on=date(2026, 9, 9))]
    [(9, '40.00', 1), (8, '30.00', 5)]
    """
    mine, theirs = (
        sorted(side, key=lambda o: (o.due, o.item_id)) for side in (receivables, payables)
    )
    left = min(sum((o.left for o in side), ZERO) for side in (mine, theirs))
    left = left if limit is None else min(left, limit)
    found: list[Met] = []
    while left > 0:
        one, other = mine[0], theirs[0]
        amount = min(one.left, other.left, left)
        since = min(on, max(one.due, other.due))
        found.append(Met(one.item_id, other.item_id, amount, since))
        left -= amount
        for side in (mine, theirs):
            side[0] = replace(side[0], left=side[0].left - amount)
            if not side[0].left:
                side.pop(0)
    return found


def values(parts: Sequence[Decimal], rate: Decimal) -> list[Decimal]:
    """PLN of parts of a currency at one rate, rounded as a running sum: together they are the sum's own value.

    >>> [str(v) for v in values([Decimal("0.01"), Decimal("0.01"), Decimal("0.01")], Decimal("0.5"))]
    ['0.01', '0.00', '0.01']
    """
    found, own, told = [], ZERO, ZERO
    for part in parts:
        own += part
        value = round_half_up(own * rate)
        found.append(value - told)
        told = value
    return found


def taken_of(met: Iterable[Met]) -> dict[int, Decimal]:
    """What is set off of each item, in its currency."""
    sums: dict[int, Decimal] = {}
    for m in met:
        for item_id in (m.receivable_id, m.payable_id):
            sums[item_id] = sums.get(item_id, ZERO) + m.amount
    return sums
