"""Writes of sales: take the company's own invoices from the inbox, post them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from zaplecze.documents.api import (
    Document,
    DocumentKind,
    InvoicePaper,
    LeadingChanged,
    SalesInvoiceRead,
    advances_of,
    circulate_again,
    document,
    invoice_of,
    require_decided,
)
from zaplecze.formats import fa3
from zaplecze.ledger.api import (
    CannotPost,
    EntryReversed,
    Facts,
    HouseSettings,
    NewEntry,
    Posted,
    Proposal,
    document_facts,
    house_settings,
    post_draft,
    try_post_entries,
    turnover_of,
)
from zaplecze.platform.bulk import insert_rows, server_cursor
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.sales.models import SalesInvoice
from zaplecze.sales.procedures import KIND
from zaplecze.sales.rules import ADVANCES_RECEIVED, propose, voucher_kind
from zaplecze.tax.api import (
    NewVatRow,
    PlnTotal,
    RegisterRow,
    authority_amount,
    pln_totals,
    rate_amounts,
    rate_for,
    record_vat,
    reverse_vat,
    sales_month,
    sales_row,
)
from zaplecze.workflow.api import NewCase, finish_steps, open_cases, reopen_case, require_step

OUTPUT_VAT_ACCOUNTS = "222"
VAT_OF_SCHEME = "Schemat księguje inny VAT niż faktura: sprawdź dekret i zaksięguj go."
ADVANCE_MISSING = "Faktura rozlicza zaliczkę, której faktura nie jest tu zaksięgowana: wgraj i zaksięguj ją najpierw."


def take_sales_invoices(events: Sequence[SalesInvoiceRead], stamp: Stamp) -> None:
    """Route of `SalesInvoiceRead`: make the records, then post what is certain or open cases for people."""
    papers = [e.paper for e in events]
    company = Company.objects.get(id=current_company_id())
    insert_rows(
        "sales_salesinvoice",
        {
            "company_id": ("bigint", [company.id] * len(papers)),
            "document_id": ("bigint", [p.document_id for p in papers]),
        },
    )
    booked = _post_certain(papers, stamp) if company.straight_through else []
    done = {p.document_id for p in booked}
    open_cases(
        kind=KIND,
        cases=[
            NewCase(
                document_id=p.document_id,
                facts=_case_facts(p),
                skip=frozenset({"code"}) if p.document_id in done else frozenset(),
                note=" ".join(m for _, m in p.waits),
            )
            for p in papers
        ],
        stamp=stamp,
    )


def _case_facts(paper: InvoicePaper) -> dict[str, str]:
    invoice = paper.invoice
    return {
        "gross_pln": authority_amount(invoice),
        "customer": invoice.buyer.nip or "",
        "kind": invoice.kind.value,
        "currency": invoice.currency,
        "number": invoice.number,
    }


def _post_certain(papers: Sequence[InvoicePaper], stamp: Stamp) -> list[InvoicePaper]:
    settings = house_settings()
    ready: list[tuple[InvoicePaper, NewEntry, RegisterRow]] = []
    for paper in papers:
        if paper.stopped:
            for finding in paper.findings:
                if finding.severity > fa3.Severity.WARN:
                    paper.wait(finding.code, finding.message_pl)
            continue
        try:
            certain = _certain(paper, settings)
        except Refusal as refusal:
            paper.wait(refusal.code, refusal.message)
            continue
        ready.append((paper, *certain))
    results = try_post_entries([entry for _, entry, _ in ready], by=stamp.by, at=stamp.at)
    done: list[tuple[InvoicePaper, RegisterRow, Posted]] = []
    for (paper, _, row), result in zip(ready, results, strict=True):
        if isinstance(result, CannotPost):
            paper.wait(result.code, result.message)
        else:
            done.append((paper, row, result))
    record_vat(
        [_vat_row(p.invoice, row, p.document_id, posted.id) for p, row, posted in done], stamp
    )
    _set_entries([(p.document_id, posted.id) for p, _, posted in done])
    return [p for p, _, _ in done]


def _certain(paper: InvoicePaper, settings: HouseSettings) -> tuple[NewEntry, RegisterRow]:
    """What a paper would post without people; refuses what isn't certain."""
    totals = pln_totals(paper.invoice, rate_for(paper.invoice))
    row = sales_row(paper.invoice, totals, paper.ksef_number)
    advances, whole = _advances(paper.invoice, paper.partner_id)
    if not whole:
        raise Refusal(ADVANCE_MISSING, code="sales.advance-missing")
    plain = propose(
        paper.invoice,
        totals,
        document_id=paper.document_id,
        partner_id=paper.partner_id,
        ksef_number=paper.ksef_number,
        advances=advances,
    )
    if not plain.lines:
        raise Refusal(
            "Faktura nie ma kwot do zaksięgowania: sprawdź ją.", code="sales.nothing-to-post"
        )
    entry = _finish(plain, paper.invoice, totals, settings)
    if entry.turnover(OUTPUT_VAT_ACCOUNTS) != plain.turnover(OUTPUT_VAT_ACCOUNTS):
        raise Refusal(VAT_OF_SCHEME, code="sales.scheme-vat")
    return entry, row


def _finish(
    entry: NewEntry, invoice: fa3.Invoice, totals: Sequence[PlnTotal], settings: HouseSettings
) -> NewEntry:
    """The proposal as the company's schemes make it."""
    return settings.finish(
        entry,
        tax_id=_buyer(invoice),
        purchase=False,
        facts=lambda: _facts(invoice, totals, entry.voucher_kind),
    )


def _buyer(invoice: fa3.Invoice) -> str:
    return invoice.buyer.tax_id.value if invoice.buyer.tax_id is not None else ""


def _facts(
    invoice: fa3.Invoice, totals: Sequence[PlnTotal], kind: str, rate: Decimal | None = None
) -> Facts:
    return document_facts(
        amounts=rate_amounts(totals),
        tax_id=_buyer(invoice),
        kind=kind,
        currency=invoice.currency,
        currency_amount=invoice.gross,
        rate=rate or (rate_for(invoice) if invoice.currency != "PLN" else None),
    )


def facts_for(*, document_id: int, rate: Decimal | None = None) -> Facts:
    """What formulas of posting schemes may name of a sales invoice; raises `NoRate` without a rate."""
    invoice = invoice_of(_paper(document_id))
    return _facts(
        invoice, pln_totals(invoice, rate or rate_for(invoice)), voucher_kind(invoice), rate
    )


def _advances(invoice: fa3.Invoice, partner_id: int | None) -> tuple[Decimal, bool]:
    """Net amount of the advances that a settlement releases, and whether all of them were posted here."""
    if invoice.kind is not fa3.Kind.SETTLEMENT:
        return Decimal(0), True
    papers = advances_of(invoice, kind=DocumentKind.SALES_INVOICE, partner_id=partner_id)
    ids = [p.id for p in papers if p is not None]
    posted = turnover_of(account=ADVANCES_RECEIVED, document_ids=ids)
    return -sum(posted.values(), Decimal(0)), len(posted) == len(papers)


def _vat_row(invoice: fa3.Invoice, row: RegisterRow, document_id: int, entry_id: int) -> NewVatRow:
    tax_id = invoice.buyer.tax_id
    country = tax_id.country or "" if tax_id is not None else ""
    return NewVatRow(
        row=row,
        document_id=document_id,
        entry_id=entry_id,
        partner_country=country,
        partner_tax_id=tax_id.value if tax_id is not None else "BRAK",
        partner_name=invoice.buyer.name or "BRAK",
        number=invoice.number,
        issue_date=invoice.issued_on,
        sale_date=invoice.sold_on,
    )


def _set_entries(pairs: Sequence[tuple[int, int | None]]) -> None:
    with server_cursor() as cursor:
        cursor.execute(
            b"UPDATE sales_salesinvoice s SET entry_id = p.entry_id "
            b"FROM unnest(%s::bigint[], %s::bigint[]) AS p(document_id, entry_id) "
            b"WHERE s.company_id = %s AND s.document_id = p.document_id",
            ([p[0] for p in pairs], [p[1] for p in pairs], current_company_id()),
        )


def proposal_for(*, document_id: int, rate: Decimal | None = None) -> Proposal:
    """The posting proposed for a sales invoice; raises `NoRate` without a rate."""
    paper = _paper(document_id)
    invoice = invoice_of(paper)
    rate = rate or rate_for(invoice)
    totals = pln_totals(invoice, rate)
    entry = propose(
        invoice,
        totals,
        document_id=document_id,
        partner_id=paper.partner_id,
        ksef_number=paper.ksef_number,
        advances=_advances(invoice, paper.partner_id)[0],
    )
    entry = _finish(entry, invoice, totals, house_settings())
    return Proposal(entry, sales_month(invoice), rate)


def _paper(document_id: int) -> Document:
    paper = document(document_id)
    if paper is None:
        raise Refusal("Nie ma takiego dokumentu w tej firmie.", code="documents.none")
    return paper


def post_sales_invoice(*, document_id: int, by: int | None, at: datetime) -> Posted:
    """Post the coded draft of a sales invoice with its VAT row."""
    lock_company()
    stamp = Stamp(by, at)
    paper = _paper(document_id)
    invoice = invoice_of(paper)
    require_step(document_id=document_id, kind="code", to_take=True)
    require_decided(document_id=document_id)
    posted, held = post_draft(document_id=document_id, by=by, at=at)
    row = sales_row(
        invoice,
        pln_totals(invoice, held.exchange_rate),
        paper.ksef_number,
        posted_vat=-held.entry.turnover(OUTPUT_VAT_ACCOUNTS),
    )
    year, month = held.vat_month or (row.year, row.month)
    record_vat(
        [_vat_row(invoice, replace(row, year=year, month=month), document_id, posted.id)], stamp
    )
    _set_entries([(document_id, posted.id)])
    finish_steps(kind="code", document_ids=[document_id], stamp=stamp)
    return posted


def on_entry_reversed(events: Sequence[EntryReversed], stamp: Stamp) -> None:
    """Route of `EntryReversed`: take the VAT row back and put the invoice back on the accountant's desk."""
    for event in events:
        if event.document_id is None:
            continue
        records = SalesInvoice.objects.filter(
            company_id=current_company_id(), document_id=event.document_id, entry_id=event.entry_id
        )
        if not records.exists():
            continue
        reverse_vat(entry_id=event.entry_id, by_entry_id=event.by_entry_id, stamp=stamp)
        records.update(entry_id=None)
        reopen_case(document_id=event.document_id, kind="code", reason=event.reason, stamp=stamp)


def on_leading_changed(events: Sequence[LeadingChanged], stamp: Stamp) -> None:
    """Route of `LeadingChanged`: an invoice whose amount turned out otherwise is coded again."""
    ids = [e.document_id for e in events if e.document_id is not None]
    mine = SalesInvoice.objects.filter(company_id=current_company_id(), document_id__in=ids)
    known = set(mine.values_list("document_id", flat=True))
    for event in events:
        if event.document_id in known:
            circulate_again(event, kind="code", stamp=stamp)
