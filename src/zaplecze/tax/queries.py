"""Reads of the VAT registers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from zaplecze.documents.api import documents_by_id
from zaplecze.formats import fa3, jpk_v7m_3
from zaplecze.ledger.api import exchange_rate, rough_rate
from zaplecze.platform.days import WARSAW
from zaplecze.platform.files import read_file
from zaplecze.platform.money import round_half_up
from zaplecze.platform.scope import current_company_id
from zaplecze.tax.models import Filing, VatRow
from zaplecze.tax.rules import ksef_day, rate_on_invoice, tax_point
from zaplecze.workflow.api import UNKNOWN_AMOUNT

Month = tuple[int, int]


def vat_rows(*, register: str, first: Month, last: Month) -> list[VatRow]:
    """Rows of a register (``sales`` or ``purchase``) in the months, in the order of recording."""
    rows = VatRow.objects.filter(
        company_id=current_company_id(), register=register, year__range=(first[0], last[0])
    ).order_by("year", "month", "id")
    return [r for r in rows if first <= (r.year, r.month) <= last]


def received_days(rows: Sequence[VatRow]) -> dict[int, date]:
    """When the document of each purchase came, by the row's id; rows without a document have none.

    An invoice of KSeF came on the day that its number tells (VAT Act art. 106na ust. 3), any other when it was taken
    in.
    """
    papers = documents_by_id([r.document_id for r in rows if r.document_id is not None])
    found: dict[int, date] = {}
    for r in rows:
        paper = papers.get(r.document_id or 0)
        if day := ksef_day(r.ksef_number):
            found[r.pk] = day
        elif paper is not None:
            found[r.pk] = paper.received_at.astimezone(WARSAW).date()
    return found


def field_totals(rows: list[VatRow]) -> dict[str, Decimal]:
    """Sum of each K field over the rows."""
    totals: dict[str, Decimal] = {}
    for row in rows:
        for field, amount in row.amounts.items():
            totals[field] = totals.get(field, Decimal(0)) + Decimal(amount)
    return totals


def filings(*, year: int, month: int) -> list[Filing]:
    """JPK files built for a month, newest first."""
    return list(
        Filing.objects.filter(company_id=current_company_id(), year=year, month=month).order_by(
            "-id"
        )
    )


def filed_jpk(filing_id: int) -> tuple[Filing, jpk_v7m_3.Jpk] | None:
    """A kept file of JPK_V7M, and what it says."""
    row = Filing.objects.filter(company_id=current_company_id(), pk=filing_id).first()
    return (row, jpk_v7m_3.read(read_file(row.file_sha256))) if row is not None else None


def all_filings() -> list[Filing]:
    """JPK_V7M files of all months, newest first."""
    return list(Filing.objects.filter(company_id=current_company_id()).order_by("-id"))


def rate_for(invoice: fa3.Invoice) -> Decimal | None:
    """The rate to use for a foreign-currency invoice: its own, else NBP table A of the working day before."""
    if invoice.currency == "PLN":
        return None
    own = rate_on_invoice(invoice)
    if own is not None:
        return own
    row = exchange_rate(currency=invoice.currency, before=tax_point(invoice))
    return row.mid if row is not None else None


def authority_amount(invoice: fa3.Invoice) -> str:
    """Gross in PLN as limits of authority and conditions compare it; above them all where no rate is known."""
    rate: Decimal | None = Decimal(1)
    if invoice.currency != "PLN":
        rate = rate_for(invoice) or rough_rate(invoice.currency, invoice.issued_on)
    return str(round_half_up(invoice.gross * rate)) if rate else UNKNOWN_AMOUNT
