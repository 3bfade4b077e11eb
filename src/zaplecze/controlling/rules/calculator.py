"""The simple calculator: what a share of the monthly cost comes to in a year.

>>> yearly_saving(Decimal("70000"), Decimal("0.20"))
Decimal('168000.00')
"""

from __future__ import annotations

from decimal import Decimal

from zaplecze.platform.money import round_half_up

MONTHS = 12


def yearly_saving(monthly_cost: Decimal, share: Decimal) -> Decimal:
    """PLN a year when the back office costs ``share`` (0..1) less than ``monthly_cost`` PLN a month."""
    if monthly_cost < 0 or not 0 <= share <= 1:
        raise ValueError("koszt nie może być ujemny, a udział ma leżeć między 0 a 100 %")
    return round_half_up(monthly_cost * share * MONTHS)
