"""From the rows to the declaration and the control totals.

>>> from decimal import Decimal
>>> whole_zlotys(Decimal("10.49")), whole_zlotys(Decimal("10.50")), whole_zlotys(Decimal("-10.50"))
(10, 11, -11)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from zaplecze.formats.jpk_v7m_3.fields import (
    BASES,
    DECLARATION,
    INPUT_TAX,
    OUTPUT_TAX,
    OUTPUT_TAX_LESS,
    PURCHASE_AMOUNTS,
    RELIEF_BASES,
    RELIEF_TAXES,
    SALES_AMOUNTS,
)
from zaplecze.formats.jpk_v7m_3.types import Declaration, PurchaseRow, SalesRow

ZERO = Decimal("0.00")
TO_A_RECEIPT = "FP"


@dataclass(frozen=True, slots=True)
class Controls:
    """SprzedazCtrl and ZakupCtrl: rows and tax of both records."""

    sales_rows: int
    sales_tax: Decimal
    purchase_rows: int
    purchase_tax: Decimal


def whole_zlotys(amount: Decimal) -> int:
    """Round to whole zlotys, 50 grosze up (art. 63 § 1 of the Tax Ordinance)."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def sums(rows: Iterable[SalesRow | PurchaseRow], names: Sequence[str]) -> dict[str, Decimal]:
    """Sum of each field over rows; invoices to a receipt (FP) only inform, their sale stands in a report."""
    found: dict[str, Decimal] = {}
    for row in rows:
        if row.document_type == TO_A_RECEIPT:
            continue
        for name, amount in row.amounts.items():
            found[name] = found.get(name, ZERO) + amount
    return {name: found[name] for name in names if name in found}


def control_totals(sales: Sequence[SalesRow], purchases: Sequence[PurchaseRow]) -> Controls:
    """Rows and tax as the schema defines them for SprzedazCtrl and ZakupCtrl."""
    sold, bought = sums(sales, SALES_AMOUNTS), sums(purchases, PURCHASE_AMOUNTS)
    due = sum((sold.get(name, ZERO) for name in OUTPUT_TAX), ZERO)
    less = sum((sold.get(name, ZERO) for name in OUTPUT_TAX_LESS), ZERO)
    deducted = sum((bought.get(name, ZERO) for name in INPUT_TAX), ZERO)
    return Controls(len(sales), due - less, len(purchases), deducted)


def settled(p: Mapping[str, int]) -> tuple[int, int]:
    """P_51 to pay and P_53 in surplus, at most one of them above zero, as the notes of the schema say."""
    relief = p.get("P_49", 0) + p.get("P_50", 0)
    difference = p.get("P_38", 0) - p.get("P_48", 0)
    due = max(difference - relief, 0)
    return due, 0 if due else max(relief + p.get("P_52", 0) - difference, 0)


def declaration_from(
    sales: Sequence[SalesRow],
    purchases: Sequence[PurchaseRow],
    *,
    carried_over: int = 0,
) -> Declaration:
    """The declaration that follows from the rows; a surplus is carried to the next period.

    P_68 and P_69 sum the rows of art. 89a ust. 1, not those that give back after payment (ust. 4).

    ``carried_over`` is P_62 of the period before, whole zlotys.
    """
    p = {
        f"P_{name[2:]}": whole_zlotys(amount)
        for name, amount in {
            **sums(sales, SALES_AMOUNTS),
            **sums(purchases, PURCHASE_AMOUNTS),
        }.items()
    }
    if carried_over:
        p["P_39"] = carried_over
    relieved = [row.amounts for row in sales if row.bad_debt is not None and row.bad_debt.due]
    if relieved:
        for name, fields in (("P_68", RELIEF_BASES), ("P_69", RELIEF_TAXES)):
            held = (amounts.get(field, ZERO) for amounts in relieved for field in fields)
            p[name] = whole_zlotys(sum(held, ZERO))
    p["P_37"] = sum(p.get(name, 0) for name in BASES)
    due = sum(p.get(f"P_{name[2:]}", 0) for name in OUTPUT_TAX)
    p["P_38"] = due - sum(p.get(f"P_{name[2:]}", 0) for name in OUTPUT_TAX_LESS)
    p["P_48"] = p.get("P_39", 0) + sum(p.get(f"P_{name[2:]}", 0) for name in INPUT_TAX)
    p["P_51"], p["P_53"] = settled(p)
    p["P_62"] = p["P_53"]
    procedures = {mark for row in sales for mark in row.procedures}
    flags = {flag for flag, mark in (("P_63", "MR_T"), ("P_64", "MR_UZ")) if mark in procedures}
    return Declaration(
        amounts={name: p[name] for name in DECLARATION if name in p}, flags=frozenset(flags)
    )
