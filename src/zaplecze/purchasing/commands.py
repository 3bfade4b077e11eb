"""Writes of purchasing: take cost invoices from the inbox, describe, post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from zaplecze.documents.api import (
    CostInvoiceRead,
    Document,
    DocumentKind,
    InvoicePaper,
    LeadingChanged,
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
    ItemSettled,
    NewEntry,
    Posted,
    Proposal,
    SchemeFault,
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
from zaplecze.purchasing.foreign.commands import take_back
from zaplecze.purchasing.learning.queries import guesser_for
from zaplecze.purchasing.models import CostInvoice, CostRule
from zaplecze.purchasing.procedures import KIND
from zaplecze.purchasing.rules import ADVANCES_PAID, Rule, propose, voucher_kind
from zaplecze.tax.api import (
    NewVatRow,
    NoRate,
    NotMapped,
    PlnTotal,
    RegisterRow,
    authority_amount,
    pln_totals,
    purchase_month,
    purchase_row,
    purchase_rows,
    rate_amounts,
    rate_for,
    record_vat,
    reverse_vat,
)
from zaplecze.workflow.api import (
    NewCase,
    finish_steps,
    learn_facts,
    open_cases,
    reopen_case,
    require_step,
    take_step,
)

INPUT_VAT_ACCOUNTS = "221"
OUTPUT_VAT_ACCOUNTS = "222"
FIXED_ASSETS = ("010", "020", "080")
VAT_OF_SCHEME = "Schemat odlicza inny VAT niż faktura: sprawdź dekret i zaksięguj go."
ADVANCE_MISSING = "Faktura rozlicza zaliczkę, której faktura nie jest tu zaksięgowana: wgraj i zaksięguj ją najpierw."


def take_cost_invoices(events: Sequence[CostInvoiceRead], stamp: Stamp) -> None:
    """Route of `CostInvoiceRead`: make the records, then post what is certain or open cases for people."""
    papers = [e.paper for e in events]
    company = Company.objects.get(id=current_company_id())
    insert_rows(
        "purchasing_costinvoice",
        {
            "company_id": ("bigint", [company.id] * len(papers)),
            "document_id": ("bigint", [p.document_id for p in papers]),
            "cost_center": ("text", [""] * len(papers)),
            "purpose": ("text", [""] * len(papers)),
            "split_payment": ("boolean", [p.invoice.annotations.split_payment for p in papers]),
        },
    )
    booked: list[InvoicePaper] = []
    if company.straight_through:
        booked = _post_certain(papers, stamp)
    done = {p.document_id for p in booked}
    open_cases(
        kind=KIND,
        cases=[
            NewCase(
                document_id=p.document_id,
                facts=_case_facts(p),
                skip=frozenset({"describe", "approve", "code"})
                if p.document_id in done
                else frozenset(),
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
        "supplier": invoice.seller.nip,
        "kind": invoice.kind.value,
        "currency": invoice.currency,
        "number": invoice.number,
    }


def _rules() -> list[Rule]:
    rows = CostRule.objects.filter(company_id=current_company_id()).order_by("no")
    return [Rule(r.no, r.supplier_tax_id, r.word, r.account, r.cost_center) for r in rows]


def _post_certain(papers: Sequence[InvoicePaper], stamp: Stamp) -> list[InvoicePaper]:
    """Post what was read whole and passed its checks; the rest says why it waits."""
    rules, settings = _rules(), house_settings()
    ready: list[tuple[InvoicePaper, NewEntry, RegisterRow]] = []
    for paper in papers:
        if paper.stopped:
            worst = [f for f in paper.findings if f.severity > fa3.Severity.WARN]
            for finding in worst:
                paper.wait(finding.code, finding.message_pl)
            continue
        try:
            totals = pln_totals(paper.invoice, rate_for(paper.invoice))
            row = purchase_row(paper.invoice, totals, paper.ksef_number)
        except (NoRate, NotMapped) as refusal:
            paper.wait(refusal.code, refusal.message)
            continue
        advances, whole = _advances(paper.invoice, paper.partner_id)
        if not whole:
            paper.wait("purchasing.advance-missing", ADVANCE_MISSING)
            continue
        plain = _propose(paper, totals, rules, advances)
        try:
            entry = _finish(plain, paper.invoice, totals, settings)
        except SchemeFault as refusal:
            paper.wait(refusal.code, refusal.message)
            continue
        if _vat_of(entry) != _vat_of(plain):
            paper.wait("purchasing.scheme-vat", VAT_OF_SCHEME)
        elif entry.lines:
            if _buys_asset(entry):
                row = purchase_row(paper.invoice, totals, paper.ksef_number, fixed_asset=True)
            ready.append((paper, entry, row))
        else:
            paper.wait(
                "purchasing.nothing-to-post", "Faktura nie ma kwot do zaksięgowania: sprawdź ją."
            )
    return _post_ready(ready, stamp)


def _advances(invoice: fa3.Invoice, partner_id: int | None) -> tuple[Decimal, bool]:
    """Net amount of the advances that a settlement releases, and whether all of them were posted here."""
    if invoice.kind is not fa3.Kind.SETTLEMENT:
        return Decimal(0), True
    papers = advances_of(invoice, kind=DocumentKind.COST_INVOICE, partner_id=partner_id)
    ids = [p.id for p in papers if p is not None]
    posted = turnover_of(account=ADVANCES_PAID, document_ids=ids)
    return sum(posted.values(), Decimal(0)), len(posted) == len(papers)


def _propose(
    paper: InvoicePaper, totals: tuple[PlnTotal, ...], rules: Sequence[Rule], advances: Decimal
) -> NewEntry:
    return propose(
        paper.invoice,
        totals,
        rules,
        document_id=paper.document_id,
        partner_id=paper.partner_id,
        ksef_number=paper.ksef_number,
        bank_account=_account(paper.invoice),
        advances=advances,
    )


def _finish(
    entry: NewEntry, invoice: fa3.Invoice, totals: Sequence[PlnTotal], settings: HouseSettings
) -> NewEntry:
    """The proposal as the company's schemes, splits and circle of costs make it."""
    return settings.finish(
        entry,
        tax_id=invoice.seller.nip,
        purchase=True,
        facts=lambda: _facts(invoice, totals, entry.voucher_kind),
    )


def _facts(
    invoice: fa3.Invoice, totals: Sequence[PlnTotal], kind: str, rate: Decimal | None = None
) -> Facts:
    return document_facts(
        amounts=rate_amounts(totals),
        tax_id=invoice.seller.nip,
        kind=kind,
        currency=invoice.currency,
        currency_amount=invoice.gross,
        rate=rate or (rate_for(invoice) if invoice.currency != "PLN" else None),
    )


def facts_for(*, document_id: int, rate: Decimal | None = None) -> Facts:
    """What formulas of posting schemes may name of a cost invoice; raises `NoRate` without a rate."""
    invoice = invoice_of(_paper(document_id))
    return _facts(
        invoice, pln_totals(invoice, rate or rate_for(invoice)), voucher_kind(invoice), rate
    )


def _buys_asset(entry: NewEntry) -> bool:
    """Its VAT stands apart in JPK_V7M: K_40 and K_41."""
    return any(line.account.startswith(FIXED_ASSETS) and line.debit for line in entry.lines)


def _vat_of(entry: NewEntry) -> tuple[Decimal, Decimal]:
    return entry.turnover(INPUT_VAT_ACCOUNTS), entry.turnover(OUTPUT_VAT_ACCOUNTS)


def _account(invoice: fa3.Invoice) -> str:
    if invoice.payment is None:
        return ""
    accounts = [*invoice.payment.factor_accounts, *invoice.payment.accounts]
    return accounts[0].number[:34] if accounts else ""


def _post_ready(
    ready: Sequence[tuple[InvoicePaper, NewEntry, RegisterRow]], stamp: Stamp
) -> list[InvoicePaper]:
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
    set_entries([(p.document_id, posted.id) for p, _, posted in done])
    return [p for p, _, _ in done]


def _vat_row(invoice: fa3.Invoice, row: RegisterRow, document_id: int, entry_id: int) -> NewVatRow:
    return NewVatRow(
        row=row,
        document_id=document_id,
        entry_id=entry_id,
        partner_country="PL",
        partner_tax_id=invoice.seller.nip,
        partner_name=invoice.seller.name,
        number=invoice.number,
        issue_date=invoice.issued_on,
        sale_date=invoice.sold_on,
    )


def set_entries(pairs: Sequence[tuple[int, int | None]]) -> None:
    """Note which entry books which document."""
    with server_cursor() as cursor:
        cursor.execute(
            b"UPDATE purchasing_costinvoice c SET entry_id = p.entry_id "
            b"FROM unnest(%s::bigint[], %s::bigint[]) AS p(document_id, entry_id) "
            b"WHERE c.company_id = %s AND c.document_id = p.document_id",
            ([p[0] for p in pairs], [p[1] for p in pairs], current_company_id()),
        )


def describe_invoice(
    *, document_id: int, cost_center: str, purpose: str, by: int, at: datetime
) -> None:
    """Say whose cost it is and what for; the paper goes on to approval."""
    lock_company()
    task = require_step(document_id=document_id, kind="describe")
    mine = CostInvoice.objects.filter(company_id=current_company_id(), document_id=document_id)
    if not mine.exists():
        raise Refusal(
            "To jeszcze nie jest faktura kosztowa: najpierw powiedz, co to za dokument.",
            code="purchasing.no-invoice",
        )
    if not cost_center:
        raise Refusal("Wybierz MPK: kto ponosi koszt.", code="purchasing.cost-center")
    if len(purpose.strip()) < 3:
        raise Refusal(
            "Napisz, czego dotyczy zakup (co najmniej 3 znaki).", code="purchasing.purpose"
        )
    mine.update(cost_center=cost_center, purpose=purpose.strip()[:300], described_by_id=by)
    take_step(task_id=task.id, verdict="accepted", by=by, at=at, facts={"cost_center": cost_center})


def describe_by_rule(*, document_id: int, stamp: Stamp) -> None:
    """Describe an invoice by the company's rule for its supplier; refuses where no rule names a cost center."""
    lock_company()
    invoice = invoice_of(_paper(document_id))
    fitting = [
        r
        for r in _rules()
        if r.cost_center
        and any(r.fits(invoice.seller.nip, line.name or "") for line in invoice.lines)
    ]
    if len({r.cost_center for r in fitting}) != 1:
        raise Refusal(
            "Żadna reguła nie mówi jednoznacznie, czyj to koszt: opisz fakturę.",
            code="purchasing.no-rule",
        )
    rule = fitting[0]
    CostInvoice.objects.filter(company_id=current_company_id(), document_id=document_id).update(
        cost_center=rule.cost_center, purpose=f"wg reguły {rule.no}"
    )
    learn_facts(document_id=document_id, facts={"cost_center": rule.cost_center})


def proposal_for(*, document_id: int, rate: Decimal | None = None) -> Proposal:
    """The posting proposed for a cost invoice by the company's rules; raises `NoRate` without a rate."""
    paper = _paper(document_id)
    invoice = invoice_of(paper)
    record = CostInvoice.objects.get(company_id=current_company_id(), document_id=document_id)
    rate = rate or rate_for(invoice)
    totals = pln_totals(invoice, rate)
    entry = propose(
        invoice,
        totals,
        _rules(),
        document_id=document_id,
        partner_id=paper.partner_id,
        ksef_number=paper.ksef_number,
        cost_center=record.cost_center,
        purpose=record.purpose,
        bank_account=_account(invoice),
        advances=_advances(invoice, paper.partner_id)[0],
        guesser=guesser_for(paper.partner_id),
    )
    entry = _finish(entry, invoice, totals, house_settings())
    return Proposal(entry, purchase_month(invoice, paper.ksef_number), rate)


def _paper(document_id: int) -> Document:
    paper = document(document_id)
    if paper is None:
        raise Refusal("Nie ma takiego dokumentu w tej firmie.", code="documents.none")
    return paper


def post_cost_invoice(*, document_id: int, by: int | None, at: datetime) -> Posted:
    """Post the coded draft of a cost invoice with its VAT rows, and send the paper on to payment."""
    lock_company()
    stamp = Stamp(by, at)
    paper = _paper(document_id)
    invoice = invoice_of(paper)
    require_step(document_id=document_id, kind="code", to_take=True)
    require_decided(document_id=document_id)
    posted, held = post_draft(document_id=document_id, by=by, at=at)
    rows = purchase_rows(
        invoice,
        pln_totals(invoice, held.exchange_rate),
        paper.ksef_number,
        fixed_asset=_buys_asset(held.entry),
        input_vat=held.entry.turnover(INPUT_VAT_ACCOUNTS),
        output_vat=-held.entry.turnover(OUTPUT_VAT_ACCOUNTS),
    )
    year, month = held.vat_month or (held.entry.year, held.entry.month)
    record_vat(
        [
            _vat_row(invoice, replace(row, year=year, month=month), document_id, posted.id)
            for row in rows
        ],
        stamp,
    )
    set_entries([(document_id, posted.id)])
    finish_steps(kind="code", document_ids=[document_id], stamp=stamp)
    return posted


def on_entry_reversed(events: Sequence[EntryReversed], stamp: Stamp) -> None:
    """Route of `EntryReversed`: take the VAT rows back and put the invoice back on the accountant's desk."""
    for event in events:
        take_back(entry_id=event.entry_id, by_entry_id=event.by_entry_id, stamp=stamp)
        if event.document_id is None:
            continue
        records = CostInvoice.objects.filter(
            company_id=current_company_id(), document_id=event.document_id, entry_id=event.entry_id
        )
        if not records.exists():
            continue
        reverse_vat(entry_id=event.entry_id, by_entry_id=event.by_entry_id, stamp=stamp)
        records.update(entry_id=None)
        reopen_case(document_id=event.document_id, kind="code", reason=event.reason, stamp=stamp)


def on_leading_changed(events: Sequence[LeadingChanged], stamp: Stamp) -> None:
    """Route of `LeadingChanged`: an invoice whose amount or seller turned out otherwise is approved again."""
    for event in events:
        if event.document_id is None:
            continue
        mine = CostInvoice.objects.filter(
            company_id=current_company_id(), document_id=event.document_id
        )
        if not mine.exists():
            continue
        mine.update(split_payment=event.split_payment)
        circulate_again(event, kind="describe", stamp=stamp)


def on_items_settled(events: Sequence[ItemSettled], stamp: Stamp) -> None:
    """Route of `ItemSettled`: a paid cost invoice needs no payment step any more."""
    ids = [e.document_id for e in events if e.document_id is not None]
    mine = CostInvoice.objects.filter(
        company_id=current_company_id(), document_id__in=ids, entry_id__isnull=False
    ).values_list("document_id", flat=True)
    finish_steps(kind="pay", document_ids=list(mine), stamp=stamp)
