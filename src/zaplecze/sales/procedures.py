"""How sales invoices circulate, as data."""

from __future__ import annotations

from zaplecze.formats import fa3
from zaplecze.workflow.api import Fact, PaperKind, Step

KIND = "sales_invoice"
DEFAULT_STEPS = (Step("dekretacja", "code", 8),)
FACTS = {
    fact.name: fact
    for fact in (
        Fact("gross_pln", "kwota", amount=True),
        Fact("customer", "nabywca"),
        Fact("kind", "rodzaj", values={k.value: k.value for k in fa3.Kind}),
        Fact("currency", "waluta"),
        Fact("number", "numer"),
    )
}
PAPER = PaperKind(KIND, "faktura sprzedaży", FACTS, ("approve", "code"), must=("code",))
