"""Money: Decimal with two places, and the named ways of rounding and sharing it.

>>> round_half_up(Decimal("2.345"))
Decimal('2.35')
>>> round_half_up(Decimal("-2.345"))
Decimal('-2.35')
>>> split_largest_remainder(Decimal("100.00"), [Decimal(1), Decimal(1), Decimal(1)])
[Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
>>> format_pln(Decimal("1234567.89"))
'1\\xa0234\\xa0567,89'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

GROSZ = Decimal("0.01")
ZERO = Decimal("0.00")


def round_half_up(amount: Decimal, step: Decimal = GROSZ) -> Decimal:
    """To the nearest grosz, halves away from zero (art. 106e ust. 11 of the VAT Act)."""
    return amount.quantize(step, rounding=ROUND_HALF_UP)


def round_to_zloty(amount: Decimal) -> Decimal:
    """To whole zlotys, 50 grosze up (art. 63 § 1 of the Tax Ordinance)."""
    return amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)


def split_largest_remainder(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Share ``amount`` (whole grosze) by ``weights``; the grosze left go to the largest remainders.

    The parts always sum to the amount. Weights must not be negative and must not all be zero.
    """
    total = sum(weights, Decimal(0))
    if total <= 0 or any(w < 0 for w in weights):
        raise ValueError("wagi podziału muszą być nieujemne, a ich suma większa od zera")
    sign = -1 if amount < 0 else 1
    grosze = abs(amount) / GROSZ
    if grosze != grosze.to_integral_value():
        raise ValueError(f"kwota {amount} ma więcej niż dwa miejsca po przecinku")
    shares = [grosze * w / total for w in weights]
    floors = [s.to_integral_value(rounding=ROUND_FLOOR) for s in shares]
    left = int(grosze - sum(floors))
    order = sorted(range(len(shares)), key=lambda i: (floors[i] - shares[i], i))
    for i in order[:left]:
        floors[i] += 1
    return [sign * f * GROSZ for f in floors]


def format_pln(amount: Decimal) -> str:
    """Polish notation with hard spaces and a comma, without the unit: 1 234 567,89."""
    text = f"{round_half_up(amount) + ZERO:,.2f}"  # zero has no sign
    return text.replace(",", "\u00a0").replace(".", ",").replace("-", "\u2212")


def parse_pln(text: str) -> Decimal:
    """Read an amount as people type it: ``1 234,5``, ``1234.50``, ``−3,00``; refuses anything else."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "").replace("\u2212", "-")
    plain = plain.replace(",", ".")
    if not re.fullmatch(r"-?[0-9]{1,16}(\.[0-9]{1,2})?", plain):
        raise ValueError(f"„{text}” nie jest kwotą: wpisz np. 1 234,50")
    return Decimal(plain).quantize(GROSZ)
