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
from zaplecze.purchasing.learning.commands import measure_reliability
from zaplecze.purchasing.learning.queries import held_out
from zaplecze.purchasing.models import CostInvoice, CostRule
from zaplecze.purchasing.procedures import KIND, PAPER, default_steps
from zaplecze.purchasing.queries import cost_invoice

__all__ = [
    "KIND",
    "PAPER",
    "CostInvoice",
    "CostRule",
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
    "post_cost_invoice",
    "proposal_for",
    "take_cost_invoices",
]
