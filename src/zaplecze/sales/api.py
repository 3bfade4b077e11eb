"""The desk of sales: all that other departments may import."""

from zaplecze.sales.commands import (
    facts_for,
    on_entry_reversed,
    on_leading_changed,
    post_sales_invoice,
    proposal_for,
    take_sales_invoices,
)
from zaplecze.sales.procedures import DEFAULT_STEPS, KIND, PAPER

__all__ = [
    "DEFAULT_STEPS",
    "KIND",
    "PAPER",
    "facts_for",
    "on_entry_reversed",
    "on_leading_changed",
    "post_sales_invoice",
    "proposal_for",
    "take_sales_invoices",
]
