"""The desk of taxes: all that other departments may import."""

from zaplecze.tax.cit import CitWorksheet
from zaplecze.tax.cit_year import INCOME_TAX, worksheet
from zaplecze.tax.commands import MonthFiled, NewVatRow, record_vat, reverse_vat
from zaplecze.tax.filing import BuiltJpk, JpkStopped, build_jpk, preview_jpk, told_rows
from zaplecze.tax.kr_pd import (
    BooksStopped,
    BuiltBooks,
    NoSeat,
    all_books_filings,
    books_filings,
    build_books,
    preview_books,
)
from zaplecze.tax.models import Filing, VatRow
from zaplecze.tax.queries import (
    all_filings,
    authority_amount,
    field_totals,
    filings,
    rate_for,
    vat_rows,
)
from zaplecze.tax.reports import vat_register_report
from zaplecze.tax.rules import (
    NoRate,
    NotMapped,
    PlnTotal,
    RegisterRow,
    VatDiffers,
    pln_totals,
    purchase_month,
    purchase_row,
    purchase_rows,
    rate_amounts,
    sales_month,
    sales_row,
    self_charged,
    tax_point,
)
from zaplecze.tax.settlement import CannotSettleVat, settle_vat, vat_settled

__all__ = [
    "INCOME_TAX",
    "BooksStopped",
    "BuiltBooks",
    "BuiltJpk",
    "CannotSettleVat",
    "CitWorksheet",
    "Filing",
    "JpkStopped",
    "MonthFiled",
    "NewVatRow",
    "NoRate",
    "NoSeat",
    "NotMapped",
    "PlnTotal",
    "RegisterRow",
    "VatDiffers",
    "VatRow",
    "all_books_filings",
    "all_filings",
    "authority_amount",
    "books_filings",
    "build_books",
    "build_jpk",
    "field_totals",
    "filings",
    "pln_totals",
    "preview_books",
    "preview_jpk",
    "purchase_month",
    "purchase_row",
    "purchase_rows",
    "rate_amounts",
    "rate_for",
    "record_vat",
    "reverse_vat",
    "sales_month",
    "sales_row",
    "self_charged",
    "settle_vat",
    "tax_point",
    "told_rows",
    "vat_register_report",
    "vat_rows",
    "vat_settled",
    "worksheet",
]
