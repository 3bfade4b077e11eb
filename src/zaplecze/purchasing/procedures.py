"""How cost invoices circulate, as data."""

from __future__ import annotations

from decimal import Decimal

from zaplecze.formats import fa3
from zaplecze.workflow.api import Condition, Fact, PaperKind, Step

KIND = "cost_invoice"
FOREIGN, CUSTOMS = "foreign_invoice", "customs_declaration"
FROM_ABROAD = {FOREIGN: "ZAGR", CUSTOMS: "CLO"}
"""Kinds of papers that circulate by the same procedure, and what conditions call them."""
FACTS = {
    fact.name: fact
    for fact in (
        Fact("gross_pln", "kwota", amount=True),
        Fact("supplier", "dostawca"),
        Fact(
            "kind",
            "rodzaj",
            values={v: v for v in (*(k.value for k in fa3.Kind), *FROM_ABROAD.values())},
        ),
        Fact("currency", "waluta"),
        Fact("number", "numer"),
        Fact("cost_center", "mpk", from_kind="describe"),
    )
}
PAPER = PaperKind(
    KIND, "faktura kosztowa", FACTS, ("describe", "approve", "code", "pay"), must=("code",)
)


def default_steps(second_approval_over: Decimal) -> tuple[Step, ...]:
    """Describe, approve, over the limit (PLN gross) approve again, post, pay; hours are working hours."""
    return (
        Step("opis", "describe", 8),
        Step("akceptacja", "approve", 8, remind=2, escalate=8),
        Step(
            "druga akceptacja",
            "approve",
            8,
            Condition("gross_pln", "over", str(second_approval_over)),
            remind=2,
            escalate=8,
        ),
        Step("dekretacja", "code", 8),
        Step("zapłata", "pay", 80),
    )
