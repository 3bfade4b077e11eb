"""Writes of sales: take the company's own invoices from the inbox, post them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from zaplecze.documents.api import (
    InvoicePaper,
    SalesInvoiceRead,
    document,
    documents_by_id,
    invoice_of,
)
from zaplecze.formats import fa3
from zaplecze.ledger.api import (
    CannotPost,
    EntryReversed,
    NewEntry,
    Posted,
    draft_of,
    post_draft,
    save_draft,
    try_post_entries,
)
from zaplecze.platform.bulk import insert_rows, server_cursor
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.sales.models import SalesInvoice
from zaplecze.sales.procedures import KIND
from zaplecze.sales.rules import propose
from zaplecze.tax.api import (
    NewVatRow,
    NoRate,
    NotMapped,
    RegisterRow,
    pln_totals,
    rate_for,
    record_vat,
    reverse_vat,
    sales_row,
)
from zaplecze.workflow.api import NewCase, finish_steps, open_cases, reopen_case


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
                facts={"kind": p.invoice.kind.value},
                skip=frozenset({"code"}) if p.document_id in done else frozenset(),
                note=" ".join(m for _, m in p.waits),
            )
            for p in papers
        ],
        stamp=stamp,
    )


def _post_certain(papers: Sequence[InvoicePaper], stamp: Stamp) -> list[InvoicePaper]:
    ready: list[tuple[InvoicePaper, NewEntry, RegisterRow]] = []
    for paper in papers:
        if paper.stopped:
            for finding in paper.findings:
                if finding.severity > fa3.Severity.WARN:
                    paper.wait(finding.code, finding.message_pl)
            continue
        try:
            totals = pln_totals(paper.invoice, rate_for(paper.invoice))
            row = sales_row(paper.invoice, totals, paper.ksef_number)
        except NoRate as error:
            paper.wait("tax.no-rate", str(error))
            continue
        except NotMapped as error:
            paper.wait("tax.not-mapped", str(error))
            continue
        entry = propose(
            paper.invoice,
            totals,
            document_id=paper.document_id,
            partner_id=paper.partner_id,
            ksef_number=paper.ksef_number,
        )
        if entry.lines:
            ready.append((paper, entry, row))
        else:
            paper.wait("sales.nothing-to-post", "Faktura nie ma kwot do zaksięgowania: sprawdź ją.")
    results = try_post_entries([entry for _, entry, _ in ready], by=stamp.by, at=stamp.at)
    done: list[tuple[InvoicePaper, RegisterRow, Posted]] = []
    for (paper, _, row), result in zip(ready, results, strict=True):
        if isinstance(result, CannotPost):
            paper.wait(result.code, result.message)
        else:
            done.append((paper, row, result))
    record_vat([_vat_row(p.invoice, row, p.document_id, posted.id) for p, row, posted in done], stamp)
    _set_entries([(p.document_id, posted.id) for p, _, posted in done])
    return [p for p, _, _ in done]


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


def propose_draft(*, document_id: int, rate: Decimal | None = None) -> None:
    """Put the proposed posting into the buffer, where there is none yet; raises `NoRate` without a rate."""
    if draft_of(document_id=document_id) is not None and rate is None:
        return
    paper = document(document_id)
    if paper is None:
        raise Refusal("Nie ma takiego dokumentu w tej firmie.", code="documents.none")
    lock_company()
    invoice = invoice_of(paper)
    rate = rate or rate_for(invoice)
    entry = propose(
        invoice,
        pln_totals(invoice, rate),
        document_id=document_id,
        partner_id=paper.partner_id,
        ksef_number=paper.ksef_number,
    )
    save_draft(entry, vat_month=(entry.year, entry.month), exchange_rate=rate)


def post_sales_invoice(*, document_id: int, by: int, at: datetime) -> Posted:
    """Post the coded draft of a sales invoice with its VAT row; raises `NotMapped` for special bands."""
    lock_company()
    stamp = Stamp(by, at)
    paper = documents_by_id([document_id])[document_id]
    invoice = invoice_of(paper)
    draft = draft_of(document_id=document_id)
    rate = draft.exchange_rate if draft else None
    month = (draft.vat_year, draft.vat_month) if draft else (None, None)
    row = sales_row(invoice, pln_totals(invoice, rate), paper.ksef_number)
    row = replace(row, year=month[0] or row.year, month=month[1] or row.month)
    posted, _ = post_draft(document_id=document_id, by=by, at=at)
    record_vat([_vat_row(invoice, row, document_id, posted.id)], stamp)
    _set_entries([(document_id, posted.id)])
    finish_steps(kind="code", document_ids=[document_id], stamp=stamp)
    return posted


def on_entry_reversed(events: Sequence[EntryReversed], stamp: Stamp) -> None:
    """Route of `EntryReversed`: take the VAT row back and put the invoice back on the accountant's desk."""
    for event in events:
        records = SalesInvoice.objects.filter(
            company_id=current_company_id(), document_id=event.document_id, entry_id=event.entry_id
        )
        if event.document_id is None or not records.exists():
            continue
        reverse_vat(entry_id=event.entry_id, by_entry_id=event.by_entry_id, stamp=stamp)
        records.update(entry_id=None)
        reopen_case(document_id=event.document_id, kind="code", reason=event.reason, stamp=stamp)
