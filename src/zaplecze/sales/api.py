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
from zaplecze.sales.rules.unbilled import Unbilled, UnbilledSale
from zaplecze.sales.unbilled.commands import CannotEnter, enter_unbilled

__all__ = [
    "DEFAULT_STEPS",
    "KIND",
    "PAPER",
    "CannotEnter",
    "Unbilled",
    "UnbilledSale",
    "enter_unbilled",
    "facts_for",
    "on_entry_reversed",
    "on_leading_changed",
    "post_sales_invoice",
    "proposal_for",
    "take_sales_invoices",
]
