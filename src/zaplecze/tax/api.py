"""The desk of taxes: all that other departments may import."""

from zaplecze.tax.cit import RELIEF_ROWS, CitWorksheet, relief_moved
from zaplecze.tax.cit_year import INCOME_TAX, worksheet
from zaplecze.tax.commands import (
    MonthFiled,
    NewVatRow,
    on_leading_changed,
    record_vat,
    reverse_vat,
    standing_rows,
)
from zaplecze.tax.filing import (
    BuiltJpk,
    Carried,
    JpkStopped,
    build_jpk,
    carried_over,
    preview_jpk,
    told_rows,
)
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
    filed_jpk,
    filings,
    rate_for,
    vat_rows,
)
from zaplecze.tax.relief.choosing import CannotRelieve
from zaplecze.tax.relief.commands import confirm_relief, on_entry_reversed, undo_relief
from zaplecze.tax.relief.models import ReliefMove
from zaplecze.tax.relief.papers import register_terms
from zaplecze.tax.relief.queries import (
    CIT_ROWS,
    Waiting,
    cit_moves,
    move_by_id,
    moves_of,
    refusals,
    standing_moves,
    waiting,
)
from zaplecze.tax.relief.refusing import lift_refusal, refuse_relief
from zaplecze.tax.relief.reports import relief_report
from zaplecze.tax.relief.rules import Side as ReliefSide
from zaplecze.tax.relief.rules import Step as ReliefStep
from zaplecze.tax.relief.rules import Tax
from zaplecze.tax.reports import books_accounts_report, cit_report, vat_register_report
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
    "CIT_ROWS",
    "INCOME_TAX",
    "RELIEF_ROWS",
    "BooksStopped",
    "BuiltBooks",
    "BuiltJpk",
    "CannotRelieve",
    "CannotSettleVat",
    "Carried",
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
    "ReliefMove",
    "ReliefSide",
    "ReliefStep",
    "Tax",
    "VatDiffers",
    "VatRow",
    "Waiting",
    "all_books_filings",
    "all_filings",
    "authority_amount",
    "books_accounts_report",
    "books_filings",
    "build_books",
    "build_jpk",
    "carried_over",
    "cit_moves",
    "cit_report",
    "confirm_relief",
    "field_totals",
    "filed_jpk",
    "filings",
    "lift_refusal",
    "move_by_id",
    "moves_of",
    "on_entry_reversed",
    "on_leading_changed",
    "pln_totals",
    "preview_books",
    "preview_jpk",
    "purchase_month",
    "purchase_row",
    "purchase_rows",
    "rate_amounts",
    "rate_for",
    "record_vat",
    "refusals",
    "refuse_relief",
    "register_terms",
    "relief_moved",
    "relief_report",
    "reverse_vat",
    "sales_month",
    "sales_row",
    "self_charged",
    "settle_vat",
    "standing_moves",
    "standing_rows",
    "tax_point",
    "told_rows",
    "undo_relief",
    "vat_register_report",
    "vat_rows",
    "vat_settled",
    "waiting",
    "worksheet",
]
