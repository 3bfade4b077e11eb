"""Schedules of costs and revenue over months, pure (Accounting Act art. 6 ust. 2 and art. 39; art. 41 for revenue).

>>> [i.amount for i in schedule(Decimal("100.00"), Method.EQUAL, first=date(2026, 5, 10), last=date(2026, 7, 9))]
[Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
>>> [i.amount for i in schedule(Decimal("61.00"), Method.DAYS, first=date(2026, 5, 31), last=date(2026, 7, 30))]
[Decimal('1.00'), Decimal('30.00'), Decimal('30.00')]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zaplecze.ledger.rules import NewEntry, NewLine
from zaplecze.platform.money import split_largest_remainder
from zaplecze.platform.periods import Month, first_day, last_day, month_after, month_of
from zaplecze.platform.polish import counted
from zaplecze.platform.refusal import Refusal

ZERO = Decimal(0)
HELD = ("64", "84")
DEFAULT_HELD = "640"
MOST_MONTHS = 120
KIND = "RMK"


class CannotAccrue(Refusal):
    """A schedule can't be made, changed or posted so; the message names it and the next step."""

    code = "ledger.accrual"


class Method(StrEnum):
    """How an amount is spread: the same each month, by days of the month, or as typed."""

    EQUAL = "equal"
    DAYS = "days"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Planned:
    """What falls on a month, PLN; signed as the amount that is spread."""

    month: Month
    amount: Decimal


def months_between(first: date, last: date) -> list[Month]:
    """Months from the one of ``first`` to the one of ``last``; refuses none, and more than ten years."""
    if last < first:
        raise CannotAccrue("Okres kończy się przed początkiem: zamień daty.")
    found = [month_of(first)]
    while found[-1] < month_of(last):
        found.append(month_after(found[-1]))
        if len(found) > MOST_MONTHS:
            raise CannotAccrue(f"Okres ma więcej niż {MOST_MONTHS} miesięcy. Sprawdź daty.")
    return found


def schedule(
    amount: Decimal,
    method: Method,
    *,
    first: date,
    last: date,
    custom: Sequence[Decimal] = (),
) -> list[Planned]:
    """Spread ``amount`` (PLN, signed) over the months of the period; the instalments always sum to it.

    ``custom`` are the amounts as typed, one for each month. Months of nothing fall away.
    """
    months = months_between(first, last)
    if not amount:
        raise CannotAccrue("Nie ma czego rozliczać: kwota wynosi zero.")
    if method is Method.CUSTOM:
        if len(custom) != len(months):
            raise CannotAccrue(
                f"Podaj {counted(len(months), 'kwotę', 'kwoty', 'kwot')}, po jednej na miesiąc; jest {len(custom)}."
            )
        total = sum(custom, ZERO)
        if total != amount:
            raise CannotAccrue(
                f"Raty dają {total}, a do rozliczenia jest {amount}: różnica {amount - total}."
            )
        if any((part < 0) != (amount < 0) for part in custom if part):
            raise CannotAccrue("Rata ma inny znak niż kwota do rozliczenia. Popraw ją.")
        parts = list(custom)
    else:
        weights = [
            Decimal(1)
            if method is Method.EQUAL
            else Decimal((min(last, last_day(m)) - max(first, first_day(m))).days + 1)
            for m in months
        ]
        parts = split_largest_remainder(amount, weights)
    return [Planned(m, part) for m, part in zip(months, parts, strict=True) if part]


@dataclass(frozen=True, slots=True)
class Held:
    """What is spread: on which account it waits, where it goes, and what the lines say."""

    number: str
    text: str
    account: str
    target: str
    cost_center: str = ""
    project: str = ""
    partner_id: int | None = None


def instalment_entry(held: Held, amount: Decimal, *, month: Month, no: str) -> NewEntry:
    """The entry of what is due in a month; ``amount`` above zero takes from Wn of 640, below zero from Ma."""
    day = last_day(month)
    why = f"rata {no} planu {held.number}"
    target = NewLine(
        held.target,
        debit=amount if amount > 0 else ZERO,
        credit=-amount if amount < 0 else ZERO,
        cost_center=held.cost_center,
        project=held.project,
        why=why,
    )
    waiting = NewLine(
        held.account,
        debit=-amount if amount < 0 else ZERO,
        credit=amount if amount > 0 else ZERO,
        why=why,
    )
    return NewEntry(
        journal="PK",
        year=month[0],
        month=month[1],
        voucher_kind=KIND,
        voucher_number=f"{held.number}/{month[0]}-{month[1]:02}",
        operation_date=day,
        document_date=day,
        text=f"{held.text}, rata {no}"[:512],
        lines=(target, waiting) if amount > 0 else (waiting, target),
        partner_id=held.partner_id,
    )


def transfer_entry(held: Held, amount: Decimal, *, on: date, voucher: str) -> NewEntry:
    """Move a cost, or revenue below zero, that was posted whole to where it waits: in red on its own account."""
    from_cost = NewLine(
        held.target,
        debit=-amount if amount > 0 else ZERO,
        credit=amount if amount < 0 else ZERO,
        cost_center=held.cost_center,
        project=held.project,
        why=f"do rozliczenia w czasie: {held.number}",
    )
    waiting = NewLine(
        held.account,
        debit=amount if amount > 0 else ZERO,
        credit=-amount if amount < 0 else ZERO,
        why=f"do rozliczenia w czasie: {held.number}",
    )
    return NewEntry(
        journal="PK",
        year=on.year,
        month=on.month,
        voucher_kind=KIND,
        voucher_number=f"{held.number}/P",
        operation_date=on,
        document_date=on,
        text=f"{held.text}: do rozliczenia w czasie z dowodu {voucher}"[:512],
        lines=(waiting, from_cost),
        partner_id=held.partner_id,
    )
