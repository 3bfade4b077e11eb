"""Writes of sales: take the company's own invoices from the inbox, post them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from zaplecze.documents.api import (
    DocumentKind,
    InvoicePaper,
    LeadingChanged,
    SalesInvoiceRead,
    circulate_again,
)
from zaplecze.formats import fa3
from zaplecze.ledger.api import (
    EntryReversed,
    Facts,
    NewEntry,
    Posted,
    Proposal,
    house_settings,
)
from zaplecze.platform.events import Stamp
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.sales.models import SalesInvoice
from zaplecze.sales.rules import ADVANCES_RECEIVED, propose
from zaplecze.sales.unbilled.commands import take_back
from zaplecze.tax.api import (
    Certain,
    InvoiceSide,
    Party,
    PlnTotal,
    RegisterRow,
    all_advances,
    finished,
    invoice_facts,
    invoice_proposal,
    paper_of,
    pln_totals,
    post_coded_invoice,
    rate_for,
    sales_month,
    sales_row,
    take_invoices,
    take_invoices_back,
)

OUTPUT_VAT_ACCOUNTS = "222"


def _buyer(invoice: fa3.Invoice) -> Party:
    buyer, tax_id = invoice.buyer, invoice.buyer.tax_id
    if tax_id is None:
        return Party("", "", buyer.nip or "", buyer.name or "")
    return Party(tax_id.country or "", tax_id.value, buyer.nip or "", buyer.name or "")


def _rows(
    invoice: fa3.Invoice, totals: Sequence[PlnTotal], ksef_number: str, entry: NewEntry
) -> list[RegisterRow]:
    posted = -entry.turnover(OUTPUT_VAT_ACCOUNTS)
    return [sales_row(invoice, totals, ksef_number, posted_vat=posted)]


SOLD = InvoiceSide(
    kind=DocumentKind.SALES_INVOICE,
    record=SalesInvoice,
    purchase=False,
    role="customer",
    advances=ADVANCES_RECEIVED,
    certain_skips=frozenset({"code"}),
    party=_buyer,
    month=lambda invoice, _: sales_month(invoice),
    rows=_rows,
)


def take_sales_invoices(events: Sequence[SalesInvoiceRead], stamp: Stamp) -> None:
    """Route of `SalesInvoiceRead`: make the records, then post what is certain or open cases for people."""
    take_invoices(SOLD, [e.paper for e in events], columns={}, judge=_judge, stamp=stamp)


def _judge() -> Callable[[InvoicePaper], Certain]:
    """What makes the entry and the row that a paper posts without people; it refuses what isn't certain."""
    settings = house_settings()

    def certain(paper: InvoicePaper) -> Certain:
        invoice = paper.invoice
        totals = pln_totals(invoice, rate_for(invoice))
        row = sales_row(invoice, totals, paper.ksef_number)
        plain = propose(
            invoice,
            totals,
            document_id=paper.document_id,
            partner_id=paper.partner_id,
            ksef_number=paper.ksef_number,
            advances=all_advances(SOLD, invoice, paper.partner_id, code="sales.advance-missing"),
        )
        if not plain.lines:
            raise Refusal(
                "Faktura nie ma kwot do zaksięgowania: sprawdź ją.", code="sales.nothing-to-post"
            )
        entry = finished(SOLD, plain, invoice, totals, settings)
        if entry.turnover(OUTPUT_VAT_ACCOUNTS) != plain.turnover(OUTPUT_VAT_ACCOUNTS):
            raise Refusal(
                "Schemat księguje inny VAT niż faktura: sprawdź dekret i zaksięguj go.",
                code="sales.scheme-vat",
            )
        return entry, row

    return certain


def facts_for(*, document_id: int, rate: Decimal | None = None) -> Facts:
    """What formulas of posting schemes may name of a sales invoice; raises `NoRate` without a rate."""
    return invoice_facts(SOLD, document_id=document_id, rate=rate)


def proposal_for(*, document_id: int, rate: Decimal | None = None) -> Proposal:
    """The posting proposed for a sales invoice; raises `NoRate` without a rate."""
    paper = paper_of(document_id)

    def proposed(invoice: fa3.Invoice, totals: Sequence[PlnTotal], advances: Decimal) -> NewEntry:
        return propose(
            invoice,
            totals,
            document_id=document_id,
            partner_id=paper.partner_id,
            ksef_number=paper.ksef_number,
            advances=advances,
        )

    return invoice_proposal(SOLD, paper, proposed, rate=rate)


def post_sales_invoice(*, document_id: int, by: int | None, at: datetime) -> Posted:
    """Post the coded draft of a sales invoice with its VAT row."""
    return post_coded_invoice(SOLD, document_id=document_id, by=by, at=at)


def on_entry_reversed(events: Sequence[EntryReversed], stamp: Stamp) -> None:
    """Route of `EntryReversed`: take the VAT row back and put the invoice back on the accountant's desk."""
    for event in events:
        take_back(
            entry_id=event.entry_id,
            by_entry_id=event.by_entry_id,
            reason=event.reason,
            stamp=stamp,
        )
    take_invoices_back(SOLD, events, stamp)


def on_leading_changed(events: Sequence[LeadingChanged], stamp: Stamp) -> None:
    """Route of `LeadingChanged`: an invoice whose amount turned out otherwise is coded again."""
    ids = [e.document_id for e in events if e.document_id is not None]
    mine = SalesInvoice.objects.filter(company_id=current_company_id(), document_id__in=ids)
    known = set(mine.values_list("document_id", flat=True))
    for event in events:
        if event.document_id in known:
            circulate_again(event, kind="code", stamp=stamp)
