"""The desk of purchasing: all that other departments may import."""

from zaplecze.purchasing.commands import (
    describe_invoice,
    on_entry_reversed,
    on_items_settled,
    post_cost_invoice,
    propose_draft,
    take_cost_invoices,
)
from zaplecze.purchasing.models import CostInvoice, CostRule
from zaplecze.purchasing.procedures import KIND, default_steps

__all__ = [
    "KIND",
    "CostInvoice",
    "CostRule",
    "default_steps",
    "describe_invoice",
    "on_entry_reversed",
    "on_items_settled",
    "post_cost_invoice",
    "propose_draft",
    "take_cost_invoices",
]
