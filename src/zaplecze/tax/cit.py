"""Corporate income tax of a year, pure: from the result of the books to the base and the tax.

Sources: CIT Act art. 7 (income, losses), 12, 15, 16 (income and cost), 18 (base, gifts), 19 (rates); Tax Ordinance
art. 63 § 1 (rounding to whole złoty); RPD of JPK_KR_PD(1) for the order of differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zaplecze.platform.money import round_to_zloty

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class CitRates:
    """Rates of years that begin on ``since`` or later, per cent; ``source`` is the act."""

    since: date
    basic: Decimal
    small: Decimal
    source: str


RATES = (CitRates(date(2019, 1, 1), Decimal(19), Decimal(9), "art. 19 ust. 1 ustawy o CIT"),)
# Gifts lower the base by at most a tenth of the income (art. 18 ust. 1 pkt 1).
GIFTS_LIMIT = Decimal("0.10")


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of the reconciliation: which K of RPD, how it moves the income, what accounts make it (PLN)."""

    field: str
    name: str
    permanent: bool
    sign: int
    amount: Decimal
    accounts: tuple[tuple[str, str, Decimal], ...] = ()

    @property
    def entered(self) -> Decimal:
        """What of the amount a person entered beside the books."""
        return self.amount - sum((a for _, _, a in self.accounts), ZERO)


@dataclass(frozen=True, slots=True)
class CitInputs:
    """What the books don't tell, PLN: figures outside of them, losses and gifts to deduct, the rate's choice."""

    income_outside: Decimal = ZERO
    costs_outside: Decimal = ZERO
    losses: Decimal = ZERO
    gifts: Decimal = ZERO
    small: bool = False
    relief_left: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class ReliefSums:
    """What relief for bad debts moves in a year (art. 18f), each above zero where it works as it is named (PLN).

    ``claims`` lowers the base and ``claims_back`` raises it (creditor); ``debts`` raises it and ``debts_back``
    lowers it (debtor).
    """

    claims: Decimal = ZERO
    claims_back: Decimal = ZERO
    debts: Decimal = ZERO
    debts_back: Decimal = ZERO


# Rows of `ReliefSums` in the worksheet: key, what it is, how it moves the base.
RELIEF_ROWS = (
    ("claims", "Wierzytelności niezapłacone 90 dni po terminie", -1),
    ("claims_back", "Wierzytelności zapłacone po zmniejszeniu", 1),
    ("debts", "Zobowiązania niezapłacone 90 dni po terminie", 1),
    ("debts_back", "Zobowiązania zapłacone po zwiększeniu", -1),
)


def relief_moved(relief: ReliefSums) -> Decimal:
    """How relief moves the base, PLN."""
    return sum((sign * getattr(relief, name) for name, _, sign in RELIEF_ROWS), ZERO)


@dataclass(frozen=True, slots=True)
class CitWorksheet:
    """The way from the gross result to the tax; ``advances`` is what the books charged in the year.

    ``relief`` moves the base after all else, or makes a loss larger or smaller; ``relief_left`` is what earlier years
    could not use, ``relief_over`` what this one can't: three years may still deduct it (art. 18f). ``loss`` is what a
    loss is after relief, above zero.
    """

    year: int
    gross_result: Decimal
    differences: tuple[Difference, ...]
    income: Decimal
    losses: Decimal
    gifts: Decimal
    base: Decimal
    rate: Decimal
    tax: Decimal
    advances: Decimal
    source: str
    relief: ReliefSums = ReliefSums()
    relief_left: Decimal = ZERO
    relief_over: Decimal = ZERO
    loss: Decimal = ZERO

    @property
    def left(self) -> Decimal:
        """Tax less advances: to pay, or below zero overpaid."""
        return self.tax - self.advances


# Field of RPD, name, permanent, how it moves the income, beginning of the S_12_3 tag, side that raises it.
_FIELDS = (
    ("K_1", "Przychody zwolnione z opodatkowania", True, -1, "PD1", -1),
    ("K_2", "Przychody niepodlegające opodatkowaniu w roku bieżącym", False, -1, "PD2", -1),
    ("K_3", "Przychody z ksiąg lat ubiegłych, opodatkowane w tym roku", False, 1, "PD3", -1),
    ("K_4", "Koszty niestanowiące kosztów uzyskania przychodów", True, 1, "PD4", 1),
    ("K_5", "Koszty nieuznawane w roku bieżącym", False, 1, "PD5", 1),
    ("K_6", "Koszty z ksiąg lat ubiegłych, uznawane w tym roku", False, -1, "PD6", 1),
)


_OUTSIDE = (
    ("K_7", "Przychody poza księgami", 1),
    ("K_8", "Koszty poza księgami", -1),
)
# Fields of RPD by name, in order.
RPD_FIELDS: Mapping[str, str] = {field: name for field, name, *_ in (*_FIELDS, *_OUTSIDE)}


# Instead of a tag, which K_8 has none of: the account keeps tax costs that are in no books.
TAX_ONLY = "K_8"
NOT_YET_OFF = "PD5_PB"


@dataclass(frozen=True, slots=True)
class TaxBalance:
    """An account's turnover of the year, Wn less Ma (PLN), and its S_12_3 tag, or `TAX_ONLY`."""

    account: str
    name: str
    tag: str
    amount: Decimal


def differences(balances: Sequence[TaxBalance], inputs: CitInputs) -> tuple[Difference, ...]:
    """K_1 to K_8; from accounts, on and off the balance sheet alike, the last two also from what was entered.

    What an off-balance account of K_5 says below zero is a cost of tax that the books haven't: it belongs to K_8.
    """
    found = []
    ahead = [b for b in balances if b.tag == NOT_YET_OFF and b.amount < 0]
    only_tax = [(b.account, b.name, b.amount) for b in balances if b.tag == TAX_ONLY and b.amount]
    only_tax += [(b.account, b.name, -b.amount) for b in ahead]
    for field, name, permanent, sign, tag, side in _FIELDS:
        accounts = tuple(
            (b.account, b.name, side * b.amount)
            for b in balances
            if b.tag.startswith(tag) and b.amount and b not in ahead
        )
        amount = sum((a for _, _, a in accounts), ZERO)
        found.append(Difference(field, name, permanent, sign, amount, accounts))
    outside = ((inputs.income_outside, ()), (inputs.costs_outside, tuple(only_tax)))
    for (field, name, sign), (entered, accounts) in zip(_OUTSIDE, outside, strict=True):
        amount = entered + sum((a for _, _, a in accounts), ZERO)
        found.append(Difference(field, name, False, sign, amount, accounts))
    return tuple(found)


def cit_worksheet(
    *,
    year: int,
    begins: date,
    gross_result: Decimal,
    balances: Sequence[TaxBalance],
    inputs: CitInputs,
    advances: Decimal,
    relief: ReliefSums = ReliefSums(),
) -> CitWorksheet:
    """The tax of a year, which ``begins`` on that day.

    Losses and gifts lower only an income above zero; gifts by a tenth of it at most. Relief for bad debts moves what
    is left; what would push a base below zero is kept for later years, a loss takes all of it. What earlier years
    left lowers a base alone.
    """
    told = differences(balances, inputs)
    income = gross_result + sum((d.sign * d.amount for d in told), ZERO)
    taxed = max(income, ZERO)
    losses = min(inputs.losses, taxed)
    gifts = min(inputs.gifts, (taxed * GIFTS_LIMIT).quantize(ZERO), taxed - losses)
    rates = rates_of(begins)
    rate = rates.small if inputs.small else rates.basic
    moved = min(income, taxed - losses - gifts) + relief_moved(relief)
    over = max(-moved, ZERO) if income > 0 else ZERO
    left = min(inputs.relief_left, max(moved, ZERO))
    base = round_to_zloty(max(moved, ZERO) - left)
    return CitWorksheet(
        year,
        gross_result,
        told,
        income,
        losses,
        gifts,
        base,
        rate,
        round_to_zloty(base * rate / 100),
        advances,
        rates.source,
        relief,
        left,
        over + inputs.relief_left - left,
        ZERO if income > 0 else max(-moved, ZERO),
    )


def rates_of(begins: date) -> CitRates:
    """The rates in force for a tax year from its first day; ValueError for one before those that are kept."""
    for rates in reversed(RATES):
        if rates.since <= begins:
            return rates
    raise ValueError(f"stawki CIT roku od {begins:%d.%m.%Y} nie są znane")
