"""The desk of purchasing: all that other departments may import."""

from zaplecze.purchasing.commands import (
    describe_by_rule,
    describe_invoice,
    facts_for,
    on_entry_reversed,
    on_items_settled,
    on_leading_changed,
    post_cost_invoice,
    proposal_for,
    take_cost_invoices,
)
from zaplecze.purchasing.foreign.commands import propose_foreign, record_foreign_purchase
from zaplecze.purchasing.foreign.corrections import record_foreign_correction
from zaplecze.purchasing.foreign.customs import record_customs_declaration
from zaplecze.purchasing.foreign.papers import paper_to_record, take_papers_from_abroad
from zaplecze.purchasing.learning.commands import measure_reliability
from zaplecze.purchasing.learning.queries import held_out
from zaplecze.purchasing.models import CostInvoice, CostRule
from zaplecze.purchasing.procedures import CUSTOMS, FOREIGN, FROM_ABROAD, KIND, PAPER, default_steps
from zaplecze.purchasing.queries import cost_invoice
from zaplecze.purchasing.rules.customs import Declaration as CustomsDeclaration
from zaplecze.purchasing.rules.foreign import Bought
from zaplecze.purchasing.rules.foreign import Purchase as ForeignPurchase
from zaplecze.purchasing.rules.foreign_corrections import Cause, Correction

__all__ = [
    "CUSTOMS",
    "FOREIGN",
    "FROM_ABROAD",
    "KIND",
    "PAPER",
    "Bought",
    "Cause",
    "Correction",
    "CostInvoice",
    "CostRule",
    "CustomsDeclaration",
    "ForeignPurchase",
    "cost_invoice",
    "default_steps",
    "describe_by_rule",
    "describe_invoice",
    "facts_for",
    "held_out",
    "measure_reliability",
    "on_entry_reversed",
    "on_items_settled",
    "on_leading_changed",
    "paper_to_record",
    "post_cost_invoice",
    "proposal_for",
    "propose_foreign",
    "record_customs_declaration",
    "record_foreign_correction",
    "record_foreign_purchase",
    "take_cost_invoices",
    "take_papers_from_abroad",
]
