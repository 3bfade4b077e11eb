"""How cost invoices circulate, as data."""

from __future__ import annotations

from decimal import Decimal

from zaplecze.workflow.api import Condition, Step

KIND = "cost_invoice"


def default_steps(second_approval_over: Decimal) -> tuple[Step, ...]:
    """Describe, approve, over the limit (PLN gross) approve again, post, pay; hours are working hours."""
    return (
        Step("opis", "describe", 8),
        Step("akceptacja", "approve", 8),
        Step(
            "druga akceptacja",
            "approve",
            8,
            Condition("gross_pln", "over", str(second_approval_over)),
        ),
        Step("dekretacja", "code", 8),
        Step("zapłata", "pay", 80),
    )
