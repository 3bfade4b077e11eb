"""Depreciation, pure: a plan and what changed it become instalments by month, which sum to the grosz.

Sources: CIT Act art. 16a-16m (start, methods, rates, one-off, seasonal, declining with its switch), 16 ust. 1 pkt 4
(limit of cars), 16g ust. 13 (improvement); Accounting Act art. 31, 32 (plans of the balance sheet).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import takewhile

from zaplecze.platform.business_years import CALENDAR_YEARS, BusinessYears
from zaplecze.platform.periods import Month, month_after

ZERO = Decimal("0.00")
GROSZ = Decimal("0.01")
LONGEST = 12 * 120


class Method(StrEnum):
    """How a value is depreciated."""

    LINEAR = "linear"
    DECLINING = "declining"
    ONE_OFF = "one-off"
    SEASONAL = "seasonal"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Improvement:
    """More (or less, of a part that went) value from ``since`` on: the month after the work was done, PLN."""

    since: Month
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan: ``value`` to begin with, ``residual`` that stays, ``rate`` per cent a year.

    ``taken`` was depreciated before ``start`` (by another program). ``coefficient`` raises the rate of a declining
    plan; ``season`` are the months of use of a seasonal one. ``deductible`` is the part of the value that tax
    accepts (cars over the limit), all of it where None. A declining plan counts anew in each of the ``years``
    (art. 16k ust. 1: tax years).
    """

    method: Method
    value: Decimal
    rate: Decimal
    start: Month
    residual: Decimal = ZERO
    taken: Decimal = ZERO
    coefficient: Decimal = Decimal(1)
    season: tuple[int, ...] = ()
    deductible: Decimal | None = None
    improvements: tuple[Improvement, ...] = ()
    paused: tuple[Month, ...] = ()
    last: Month | None = None
    years: BusinessYears = CALENDAR_YEARS


@dataclass(frozen=True, slots=True)
class Instalment:
    """A month's depreciation; ``refused`` is the part that is no tax cost (PLN)."""

    month: Month
    amount: Decimal
    refused: Decimal = ZERO


def first_month(method: Method, in_use: Month) -> Month:
    """A one-off write-down falls in the month of taking into use, all else begins in the next one (art. 16h)."""
    return in_use if method is Method.ONE_OFF else month_after(in_use)


def schedule(plan: Plan) -> list[Instalment]:
    """All instalments, until nothing is left, the plan's last month, or, at a rate of nothing, none."""
    if plan.method is Method.NONE:
        return []
    left = plan.value - plan.residual - plan.taken
    value, found, month = plan.value, [], plan.start
    waiting = sorted(plan.improvements, key=lambda i: i.since)
    year_start_net = plan.value - plan.taken
    refused, told = Decimal(0), ZERO
    for _ in range(LONGEST):
        while waiting and waiting[0].since <= month:
            change = waiting.pop(0)
            value += change.amount
            left += change.amount
            year_start_net += change.amount
        if (left <= 0 and not waiting) or (plan.last is not None and month > plan.last):
            break
        if plan.years.begin_with(month):
            year_start_net = left + plan.residual
        amount = min(_amount(plan, value, year_start_net, month), left)
        if amount > 0 and month not in plan.paused:
            left -= amount
            # Rounded as a running sum, so that the parts never exceed the limit together.
            refused += _refused(plan, value, amount)
            part = min(_grosz(refused) - told, amount)
            told += part
            found.append(Instalment(month, amount, part))
        month = month_after(month)
    return found


def instalment(plan: Plan, month: Month) -> Instalment:
    """What a plan takes in one month."""
    return next((i for i in schedule(plan) if i.month == month), Instalment(month, ZERO))


def taken_by(plan: Plan, month: Month) -> Decimal:
    """Depreciated up to the end of a month, what was taken before included."""
    past = takewhile(lambda i: i.month <= month, schedule(plan))
    return plan.taken + sum((i.amount for i in past), ZERO)


@dataclass(frozen=True, slots=True)
class TaxTurn:
    """What parts a year's depreciation of the books from that of tax, PLN, none below zero (RPD of JPK_KR_PD(1)).

    ``not_yet`` (K_5): costs of the books that tax does not take this year; ``earlier`` (K_6): costs of the books of
    years before that it takes now; ``outside`` (K_8): costs that it takes and the books of no year so far have.
    """

    not_yet: Decimal = ZERO
    earlier: Decimal = ZERO
    outside: Decimal = ZERO

    def __add__(self, other: TaxTurn) -> TaxTurn:
        return TaxTurn(
            self.not_yet + other.not_yet, self.earlier + other.earlier, self.outside + other.outside
        )

    def __sub__(self, other: TaxTurn) -> TaxTurn:
        return TaxTurn(
            self.not_yet - other.not_yet, self.earlier - other.earlier, self.outside - other.outside
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken of an asset: ``carried`` is what the books took over tax in all years before (PLN).

    ``balance`` and ``tax`` are this year's so far; below zero, ``carried`` is what tax took ahead of the books.
    """

    carried: Decimal = ZERO
    balance: Decimal = ZERO
    tax: Decimal = ZERO

    def more(self, balance: Decimal, tax: Decimal) -> Taken:
        """With one more instalment, or with what was left when the asset went."""
        return Taken(self.carried, self.balance + balance, self.tax + tax)

    def turn(self) -> TaxTurn:
        """The year's fields so far: a year is looked at as a whole, so that its months may go to and fro."""
        over = self.balance - self.tax
        if over >= 0:
            return TaxTurn(not_yet=over)
        earlier = min(-over, max(self.carried, ZERO))
        return TaxTurn(earlier=earlier, outside=-over - earlier)


@dataclass(frozen=True, slots=True)
class Ending:
    """What an asset's end costs, PLN: ``net`` in the books; of ``tax_net`` tax takes ``taken`` and not ``refused``.

    ``turn`` is what the end changes of the year's fields; ``refused`` goes to K_4.
    """

    net: Decimal
    tax_net: Decimal
    taken: Decimal
    refused: Decimal
    turn: TaxTurn


def ending(
    taken: Taken, *, net: Decimal, tax_net: Decimal, later: bool, deductible: bool
) -> Ending:
    """The end of an asset is the last instalment of both its plans.

    The tax net value, not the one of the books, is the cost: value less all depreciation, that which is no cost
    among it (CIT Act art. 15 ust. 6, 16 ust. 1 pkt 1 and 4, 16h ust. 1 pkt 1). It is none where it isn't
    ``deductible`` (gifts, art. 16 ust. 1 pkt 14; pkt 6 and 50). What only becomes another asset and is sold ``later``
    costs nothing yet, in the books as for tax.
    """
    if later:
        return Ending(net, tax_net, ZERO, ZERO, TaxTurn())
    turn = taken.more(net, tax_net).turn() - taken.turn()
    refused = ZERO if deductible else tax_net
    return Ending(net, tax_net, tax_net - refused, refused, turn)


def settled(net: Decimal, proceeds: Decimal) -> Decimal:
    """What is taken from proceeds and net value of a sale, so that what stays is its gain or its loss.

    Below zero where a year has nothing but a price lowered after the year of the sale: that is its loss.

    >>> settled(Decimal(100), Decimal(130)), settled(Decimal(100), Decimal(60)), settled(Decimal(0), Decimal(-5))
    (Decimal('100'), Decimal('60'), Decimal('-5'))
    """
    return min(net, proceeds)


def _amount(plan: Plan, value: Decimal, net: Decimal, month: Month) -> Decimal:
    yearly = value * plan.rate / 100
    if plan.method is Method.ONE_OFF:
        return value - plan.residual
    if plan.method is Method.SEASONAL:
        return _grosz(yearly / len(plan.season)) if month[1] in plan.season else ZERO
    if plan.method is Method.DECLINING:
        # From the year in which the linear amount would be greater, it is taken (art. 16k ust. 1).
        yearly = max(yearly, net * plan.rate * plan.coefficient / 100)
    return _grosz(yearly / 12)


def _refused(plan: Plan, value: Decimal, amount: Decimal) -> Decimal:
    """What of an instalment is over the limit, not rounded."""
    if plan.deductible is None or plan.deductible >= value:
        return ZERO
    return amount * (value - plan.deductible) / value


def _grosz(amount: Decimal) -> Decimal:
    return amount.quantize(GROSZ, ROUND_HALF_UP)


def plan_faults(plan: Plan) -> Sequence[str]:
    """What is wrong with a plan, in Polish."""
    found = []
    if plan.value <= 0:
        found.append("wartość początkowa ma być większa od zera")
    if plan.residual < 0 or plan.taken < 0 or plan.residual + plan.taken > plan.value:
        found.append("wartość końcowa i dotychczasowe umorzenie nie mogą przekraczać wartości")
    if (
        plan.method in {Method.LINEAR, Method.DECLINING, Method.SEASONAL}
        and not 0 < plan.rate <= 100
    ):
        found.append("stawka roczna ma leżeć między 0 a 100 %")
    if plan.method is Method.DECLINING and not 1 <= plan.coefficient <= 3:
        found.append("współczynnik metody degresywnej ma leżeć między 1 a 3")
    if plan.method is Method.SEASONAL and not plan.season:
        found.append("metoda sezonowa wymaga miesięcy używania")
    return found
