"""Writes of purchasing: take cost invoices from the inbox, describe, post."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from zaplecze.documents.api import (
    CostInvoiceRead,
    DocumentKind,
    InvoicePaper,
    LeadingChanged,
    circulate_again,
    invoice_of,
)
from zaplecze.formats import fa3
from zaplecze.ledger.api import (
    EntryReversed,
    Facts,
    ItemSettled,
    NewEntry,
    Posted,
    Proposal,
    house_settings,
)
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.foreign.stornos import take_back
from zaplecze.purchasing.learning.queries import guesser_for
from zaplecze.purchasing.models import CostInvoice, CostRule
from zaplecze.purchasing.rules import ADVANCES_PAID, Rule, propose
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
    purchase_month,
    purchase_row,
    purchase_rows,
    rate_for,
    take_invoices,
    take_invoices_back,
)
from zaplecze.workflow.api import finish_steps, learn_facts, require_step, take_step

INPUT_VAT_ACCOUNTS = "221"
OUTPUT_VAT_ACCOUNTS = "222"
FIXED_ASSETS = ("010", "020", "080")


def _seller(invoice: fa3.Invoice) -> Party:
    nip = invoice.seller.nip
    return Party("PL", nip, nip, invoice.seller.name)


def _rows(
    invoice: fa3.Invoice, totals: Sequence[PlnTotal], ksef_number: str, entry: NewEntry
) -> list[RegisterRow]:
    """The rows of what a person posted, in the month of the entry."""
    rows = purchase_rows(
        invoice,
        totals,
        ksef_number,
        fixed_asset=_buys_asset(entry),
        input_vat=entry.turnover(INPUT_VAT_ACCOUNTS),
        output_vat=-entry.turnover(OUTPUT_VAT_ACCOUNTS),
    )
    year, month = entry.calendar_month
    return [replace(row, year=year, month=month) for row in rows]


BOUGHT = InvoiceSide(
    kind=DocumentKind.COST_INVOICE,
    record=CostInvoice,
    purchase=True,
    role="supplier",
    advances=ADVANCES_PAID,
    certain_skips=frozenset({"describe", "approve", "code"}),
    party=_seller,
    month=purchase_month,
    rows=_rows,
)


def take_cost_invoices(events: Sequence[CostInvoiceRead], stamp: Stamp) -> None:
    """Route of `CostInvoiceRead`: make the records, then post what is certain or open cases for people."""
    papers = [e.paper for e in events]
    take_invoices(
        BOUGHT,
        papers,
        columns={
            "cost_center": ("text", [""] * len(papers)),
            "purpose": ("text", [""] * len(papers)),
            "split_payment": ("boolean", [p.invoice.annotations.split_payment for p in papers]),
        },
        judge=_judge,
        stamp=stamp,
    )


def _company_rules() -> list[Rule]:
    rows = CostRule.objects.filter(company_id=current_company_id()).order_by("no")
    return [Rule(r.no, r.supplier_tax_id, r.word, r.account, r.cost_center) for r in rows]


def _judge() -> Callable[[InvoicePaper], Certain]:
    """What makes the entry and the row that a paper posts without people; it refuses what isn't certain."""
    rules, settings = _company_rules(), house_settings()

    def certain(paper: InvoicePaper) -> Certain:
        invoice, ksef_number = paper.invoice, paper.ksef_number
        totals = pln_totals(invoice, rate_for(invoice))
        row = purchase_row(invoice, totals, ksef_number)
        plain = propose(
            invoice,
            totals,
            rules,
            document_id=paper.document_id,
            partner_id=paper.partner_id,
            ksef_number=ksef_number,
            bank_account=_account(invoice),
            advances=all_advances(
                BOUGHT, invoice, paper.partner_id, code="purchasing.advance-missing"
            ),
        )
        entry = finished(BOUGHT, plain, invoice, totals, settings)
        if _vat_of(entry) != _vat_of(plain):
            raise Refusal(
                "Schemat odlicza inny VAT niż faktura: sprawdź dekret i zaksięguj go.",
                code="purchasing.scheme-vat",
            )
        if not entry.lines:
            raise Refusal(
                "Faktura nie ma kwot do zaksięgowania: sprawdź ją.",
                code="purchasing.nothing-to-post",
            )
        if _buys_asset(entry):
            row = purchase_row(invoice, totals, ksef_number, fixed_asset=True)
        return entry, row

    return certain


def facts_for(*, document_id: int, rate: Decimal | None = None) -> Facts:
    """What formulas of posting schemes may name of a cost invoice; raises `NoRate` without a rate."""
    return invoice_facts(BOUGHT, document_id=document_id, rate=rate)


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
    paper = paper_of(document_id)
    if not paper.is_invoice:
        raise Refusal(
            "Reguły dostawców nie opisują dokumentów z zagranicy: opisz go.",
            code="purchasing.no-rule",
        )
    invoice = invoice_of(paper)
    fitting = [
        r
        for r in _company_rules()
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
    paper = paper_of(document_id)
    record = CostInvoice.objects.get(company_id=current_company_id(), document_id=document_id)

    def proposed(invoice: fa3.Invoice, totals: Sequence[PlnTotal], advances: Decimal) -> NewEntry:
        return propose(
            invoice,
            totals,
            _company_rules(),
            document_id=document_id,
            partner_id=paper.partner_id,
            ksef_number=paper.ksef_number,
            cost_center=record.cost_center,
            purpose=record.purpose,
            bank_account=_account(invoice),
            advances=advances,
            guesser=guesser_for(paper.partner_id),
        )

    return invoice_proposal(BOUGHT, paper, proposed, rate=rate)


def post_cost_invoice(*, document_id: int, by: int | None, at: datetime) -> Posted:
    """Post the coded draft of a cost invoice with its VAT rows, and send the paper on to payment."""
    return post_coded_invoice(BOUGHT, document_id=document_id, by=by, at=at)


def on_entry_reversed(events: Sequence[EntryReversed], stamp: Stamp) -> None:
    """Route of `EntryReversed`: take the VAT rows back and put the invoice back on the accountant's desk."""
    for event in events:
        take_back(event, stamp)
    take_invoices_back(BOUGHT, events, stamp)


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
