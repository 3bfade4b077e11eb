"""Invoices in books and registers: what bought and sold ones do alike, from intake to storno.

A `Side` says what each does in its own way; its department's rules propose the entry.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from zaplecze.documents.api import (
    Document,
    DocumentKind,
    InvoicePaper,
    advances_of,
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
    require_near,
    try_post_entries,
    turnover_of,
)
from zaplecze.platform.bulk import Columns, insert_rows, server_cursor
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.models import Company, CompanyOwned
from zaplecze.platform.periods import Month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.tax.commands import NewVatRow, record_vat, reverse_vat
from zaplecze.tax.queries import authority_amount, rate_for
from zaplecze.tax.rules import PlnTotal, RegisterRow, pln_totals, rate_amounts, voucher_kind
from zaplecze.workflow.api import NewCase, finish_steps, open_cases, reopen_case, require_step

NOT_NAMED = "BRAK"  # JPK_V7M(3): the other party where the document names none

Totals = tuple[PlnTotal, ...]
Certain = tuple[NewEntry, RegisterRow]


@dataclass(frozen=True, slots=True)
class Party:
    """The other party as the invoice names it; ``nip`` is empty for foreigners, each may be empty for a consumer."""

    country: str
    tax_id: str
    nip: str
    name: str


@dataclass(frozen=True, slots=True)
class Side:
    """What one side of the trade does in its own way.

    ``record`` keeps a row a paper (``document_id``, ``entry_id``); ``role`` names the party among the facts of a
    case; ``advances`` is the account on which net amounts of advance invoices wait; ``rows`` tells the register's
    rows of a coded draft, in the month where a person chose none; ``certain_skips`` are the steps that a paper
    posted at once has no need of.
    """

    kind: DocumentKind
    record: type[CompanyOwned]
    purchase: bool
    role: str
    advances: str
    certain_skips: frozenset[str]
    party: Callable[[fa3.Invoice], Party]
    month: Callable[[fa3.Invoice, str], Month]
    rows: Callable[[fa3.Invoice, Totals, str, NewEntry], Sequence[RegisterRow]]

    @property
    def table(self) -> str:
        """The table of ``record``."""
        return self.record._meta.db_table


def take_invoices(
    side: Side,
    papers: Sequence[InvoicePaper],
    *,
    columns: Columns,
    judge: Callable[[], Callable[[InvoicePaper], Certain]],
    stamp: Stamp,
) -> None:
    """Make the records (with the side's own ``columns``), post what is certain, open cases for the rest.

    ``judge`` reads the company's settings and gives what makes a paper's entry and row; it refuses a paper that
    isn't certain, and the refusal tells people why it waits.
    """
    company = Company.objects.get(id=current_company_id())
    insert_rows(
        side.table,
        {
            "company_id": ("bigint", [company.id] * len(papers)),
            "document_id": ("bigint", [p.document_id for p in papers]),
            **columns,
        },
    )
    booked = _post_certain(side, papers, judge(), stamp) if company.straight_through else []
    done = {p.document_id for p in booked}
    open_cases(
        kind=side.kind.value,
        cases=[
            NewCase(
                document_id=p.document_id,
                facts=_case_facts(side, p),
                skip=side.certain_skips if p.document_id in done else frozenset(),
                note=" ".join(m for _, m in p.waits),
            )
            for p in papers
        ],
        stamp=stamp,
    )


def _case_facts(side: Side, paper: InvoicePaper) -> dict[str, str]:
    invoice = paper.invoice
    return {
        "gross_pln": authority_amount(invoice),
        side.role: side.party(invoice).nip,
        "kind": invoice.kind.value,
        "currency": invoice.currency,
        "number": invoice.number,
    }


def _post_certain(
    side: Side,
    papers: Sequence[InvoicePaper],
    certain: Callable[[InvoicePaper], Certain],
    stamp: Stamp,
) -> list[InvoicePaper]:
    """Post what was read whole and passed its checks; the rest says why it waits."""
    ready: list[tuple[InvoicePaper, NewEntry, RegisterRow]] = []
    for paper in papers:
        if paper.stopped:
            for finding in paper.findings:
                if finding.severity > fa3.Severity.WARN:
                    paper.wait(finding.code, finding.message_pl)
            continue
        try:
            entry, row = certain(paper)
            require_near(entry)
            ready.append((paper, entry, row))
        except Refusal as refusal:
            paper.wait(refusal.code, refusal.message)
    results = try_post_entries([entry for _, entry, _ in ready], by=stamp.by, at=stamp.at)
    done: list[tuple[InvoicePaper, RegisterRow, Posted]] = []
    for (paper, _, row), result in zip(ready, results, strict=True):
        if isinstance(result, CannotPost):
            paper.wait(result.code, result.message)
        else:
            done.append((paper, row, result))
    record_vat(
        [_vat_row(side, p.invoice, row, p.document_id, posted.id) for p, row, posted in done],
        stamp,
    )
    _set_entries(side, [(p.document_id, posted.id) for p, _, posted in done])
    return [p for p, _, _ in done]


def advances_posted(
    side: Side, invoice: fa3.Invoice, partner_id: int | None
) -> tuple[Decimal, bool]:
    """Net amount of the advances that a settlement releases, and whether all of them were posted here."""
    if invoice.kind is not fa3.Kind.SETTLEMENT:
        return Decimal(0), True
    papers = advances_of(invoice, kind=side.kind, partner_id=partner_id)
    ids = [p.id for p in papers if p is not None]
    posted = turnover_of(account=side.advances, document_ids=ids)
    net = sum(posted.values(), Decimal(0))
    return net if side.purchase else -net, len(posted) == len(papers)


def all_advances(side: Side, invoice: fa3.Invoice, partner_id: int | None, *, code: str) -> Decimal:
    """The advances of `advances_posted`; refuses where an invoice of one isn't posted here."""
    net, whole = advances_posted(side, invoice, partner_id)
    if not whole:
        raise Refusal(
            "Faktura rozlicza zaliczkę, której faktura nie jest tu zaksięgowana: "
            "wgraj i zaksięguj ją najpierw.",
            code=code,
        )
    return net


def finished(
    side: Side,
    entry: NewEntry,
    invoice: fa3.Invoice,
    totals: Sequence[PlnTotal],
    settings: HouseSettings,
) -> NewEntry:
    """The proposal as the company's schemes, splits and circle of costs make it."""
    return settings.finish(
        entry,
        tax_id=side.party(invoice).tax_id,
        purchase=side.purchase,
        facts=lambda: _facts(side, invoice, totals, entry.voucher_kind),
    )


def _facts(
    side: Side,
    invoice: fa3.Invoice,
    totals: Sequence[PlnTotal],
    kind: str,
    rate: Decimal | None = None,
) -> Facts:
    return document_facts(
        amounts=rate_amounts(totals),
        tax_id=side.party(invoice).tax_id,
        kind=kind,
        currency=invoice.currency,
        currency_amount=invoice.gross,
        rate=rate or (rate_for(invoice) if invoice.currency != "PLN" else None),
    )


def invoice_facts(side: Side, *, document_id: int, rate: Decimal | None = None) -> Facts:
    """What formulas of posting schemes may name of an invoice; raises `NoRate` without a rate."""
    invoice = invoice_of(paper_of(document_id))
    totals = pln_totals(invoice, rate or rate_for(invoice))
    return _facts(side, invoice, totals, voucher_kind(invoice), rate)


def invoice_proposal(
    side: Side,
    paper: Document,
    propose: Callable[[fa3.Invoice, Totals, Decimal], NewEntry],
    *,
    rate: Decimal | None = None,
) -> Proposal:
    """What ``propose`` makes of invoice, totals and advances, finished; raises `NoRate` without a rate."""
    invoice = invoice_of(paper)
    rate = rate or rate_for(invoice)
    totals = pln_totals(invoice, rate)
    advances, _ = advances_posted(side, invoice, paper.partner_id)
    entry = finished(side, propose(invoice, totals, advances), invoice, totals, house_settings())
    return Proposal(entry, side.month(invoice, paper.ksef_number), rate)


def post_coded_invoice(side: Side, *, document_id: int, by: int | None, at: datetime) -> Posted:
    """Post the coded draft of an invoice with its register rows, and send the paper on."""
    lock_company()
    stamp = Stamp(by, at)
    paper = paper_of(document_id)
    invoice = invoice_of(paper)
    require_step(document_id=document_id, kind="code", to_take=True)
    require_decided(document_id=document_id)
    posted, held = post_draft(document_id=document_id, by=by, at=at)
    rows = side.rows(
        invoice, pln_totals(invoice, held.exchange_rate), paper.ksef_number, held.entry
    )
    if held.vat_month is not None:
        year, month = held.vat_month
        rows = [replace(row, year=year, month=month) for row in rows]
    record_vat([_vat_row(side, invoice, row, document_id, posted.id) for row in rows], stamp)
    _set_entries(side, [(document_id, posted.id)])
    finish_steps(kind="code", document_ids=[document_id], stamp=stamp)
    return posted


def take_invoices_back(side: Side, events: Sequence[EntryReversed], stamp: Stamp) -> None:
    """After stornos: the register's rows go, the invoices lie on the accountant's desk again."""
    for event in events:
        if event.document_id is None:
            continue
        records = side.record.objects.filter(  # type: ignore[attr-defined]
            company_id=current_company_id(), document_id=event.document_id, entry_id=event.entry_id
        )
        if not records.exists():
            continue
        reverse_vat(entry_id=event.entry_id, by_entry_id=event.by_entry_id, stamp=stamp)
        records.update(entry_id=None)
        reopen_case(document_id=event.document_id, kind="code", reason=event.reason, stamp=stamp)


def paper_of(document_id: int) -> Document:
    """The paper; refuses where this company has none of that number."""
    paper = document(document_id)
    if paper is None:
        raise Refusal("Nie ma takiego dokumentu w tej firmie.", code="documents.none")
    return paper


def _vat_row(
    side: Side, invoice: fa3.Invoice, row: RegisterRow, document_id: int, entry_id: int
) -> NewVatRow:
    party = side.party(invoice)
    return NewVatRow(
        row=row,
        document_id=document_id,
        entry_id=entry_id,
        partner_country=party.country,
        partner_tax_id=party.tax_id or NOT_NAMED,
        partner_name=party.name or NOT_NAMED,
        number=invoice.number,
        issue_date=invoice.issued_on,
        sale_date=invoice.sold_on,
    )


def _set_entries(side: Side, pairs: Sequence[tuple[int, int | None]]) -> None:
    """Note which entry books which document."""
    with server_cursor() as cursor:
        cursor.execute(
            f"UPDATE {side.table} r SET entry_id = p.entry_id "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS p(document_id, entry_id) "
            "WHERE r.company_id = %s AND r.document_id = p.document_id".encode(),
            ([p[0] for p in pairs], [p[1] for p in pairs], current_company_id()),
        )
