"""The desk of taxes: all that other departments may import."""

from zaplecze.tax.commands import MonthFiled, NewVatRow, record_vat, reverse_vat
from zaplecze.tax.models import Filing, VatRow
from zaplecze.tax.queries import field_totals, filings, rate_for, vat_rows
from zaplecze.tax.rules import (
    NoRate,
    NotMapped,
    PlnTotal,
    RegisterRow,
    pln_totals,
    purchase_row,
    sales_row,
    tax_point,
)

__all__ = [
    "Filing",
    "MonthFiled",
    "NewVatRow",
    "NoRate",
    "NotMapped",
    "PlnTotal",
    "RegisterRow",
    "VatRow",
    "field_totals",
    "filings",
    "pln_totals",
    "purchase_row",
    "rate_for",
    "record_vat",
    "reverse_vat",
    "sales_row",
    "tax_point",
    "vat_rows",
]
