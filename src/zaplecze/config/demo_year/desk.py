"""What people decide in the year: approvals, settling by hand, a coding put right, letters, a set-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from zaplecze.config.demo_papers import Movement
from zaplecze.config.demo_scans import foreign_pdf
from zaplecze.config.demo_year import entries
from zaplecze.config.demo_year.firm import CLOUD, CUSTOMERS, SUPPLIERS, TRADE_FAIR, ZMIERZCH
from zaplecze.config.demo_year.papers import LATE, ON_ACCOUNT_MONTH, month_papers, on_account
from zaplecze.config.demo_year.special import SETOFF_MONTH, Deal
from zaplecze.documents.api import (
    Channel,
    DocumentKind,
    NewPaper,
    Received,
    describe_paper,
    document,
    newest_documents,
)
from zaplecze.ledger.api import entries_of, open_items, post_entries, reverse_entry, settle_items
from zaplecze.office import posting
from zaplecze.office.intake import receive
from zaplecze.partners.api import partners_by_tax_id
from zaplecze.payments.api import (
    InterestKind,
    Outcome,
    book_received_interest,
    make_confirmations,
    make_interest_note,
    make_reminders,
    make_setoff,
    proposed_reminders,
    record_outcome,
)
from zaplecze.platform.events import Stamp
from zaplecze.platform.periods import last_day
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import (
    CostRule,
    ForeignPurchase,
    describe_invoice,
    record_foreign_purchase,
)
from zaplecze.workflow.api import open_task, take_step

SERVER = next(s for s in SUPPLIERS if s.account == "402-05")
MOVED_MONTH, MOVED_TO = 7, "402-04"  # from then on its servers are rented, not looked after
CLOUD_MONTHS = (3, 6, 9, 12)


def moved(deal: Deal) -> list[Movement]:
    """What a bank books of a special invoice; one from the Union in two parts."""
    if not deal.paid:
        return []
    invoice, sign = deal.invoice, 1 if deal.sale else -1
    day = (invoice.due_on or invoice.issued_on) + timedelta(days=2)
    title = f"Faktura {invoice.number}"
    parts = [invoice.gross]
    if "WDT/06" in invoice.number:
        parts = [Decimal("2000.00"), invoice.gross - Decimal("2000.00")]
    return [
        Movement(
            day + timedelta(days=9 * n), sign * part, deal.other.name, deal.other.account, title
        )
        for n, part in enumerate(parts)
    ]


def post_by_people(received: Sequence[Received], *, by: int, approver: int, at: datetime) -> None:
    """Describe, approve and post what the program did not dare: reverse charge is looked at by a person."""
    for paper in received:
        found = document(paper.document_id) if paper.document_id is not None else None
        if found is None or found.kind != DocumentKind.COST_INVOICE:
            continue
        task = open_task(document_id=found.id)
        if task is None or task.kind != "describe":
            continue
        describe_invoice(
            document_id=found.id, cost_center="PROD", purpose="szkło do kloszy", by=by, at=at
        )
        task = open_task(document_id=found.id)
        assert task is not None
        take_step(task_id=task.id, verdict="accepted", by=approver, at=at)
        _post(found.id, by=by, at=at)


def _post(
    document_id: int, *, by: int, at: datetime, instead: tuple[str, str] | None = None
) -> None:
    """Post what the program proposes, with one account ``instead`` of another."""
    found = document(document_id)
    assert found is not None
    lying = posting.on_the_desk(found)
    assert lying.proposal is not None, lying.refusal
    proposal = lying.proposal
    if instead is not None:
        lines = tuple(
            replace(x, account=instead[1]) if x.account == instead[0] else x
            for x in proposal.entry.lines
        )
        proposal = replace(proposal, entry=replace(proposal.entry, lines=lines))
    posting.save(found, proposal)
    posting.code(found, by=by, at=at)
    posting.post(found, by=by, at=at)


def import_services(
    company_id: int, year: int, month: int, *, by: int, approver: int, at: datetime
) -> list[Movement]:
    """A program in the cloud from another country of the Union: the buyer owes the tax and deducts it.

    Its invoice circulates like every other: described, approved, then posted.
    """
    if month not in CLOUD_MONTHS:
        return []
    purchase = entries.cloud(year, month)
    fee = f"{entries.CLOUD_FEE}"
    what = ((purchase.text, "1", fee),)
    data = foreign_pdf(CLOUD, ZMIERZCH, purchase.number, purchase.issued_on, items=what, total=fee)
    paper = NewPaper(f"{purchase.number}.pdf", data)
    (received,) = receive(company_id, [paper], channel=Channel.DEMO, stamp=Stamp(None, at))
    assert received.document_id is not None
    with company_scope(company_id):
        _circulate(received.document_id, purchase, by=by, approver=approver, at=at)
        record_foreign_purchase(purchase, by=by, at=at, document_id=received.document_id)
    return [
        Movement(
            date(year, month, 24),
            -entries.CLOUD_FEE,
            CLOUD.name,
            "",
            f"Faktura {purchase.number}",
        )
    ]


def _circulate(
    document_id: int, purchase: ForeignPurchase, *, by: int, approver: int, at: datetime
) -> None:
    told = {
        "number": purchase.number,
        "issue_date": purchase.issued_on.isoformat(),
        "due_date": purchase.due_on.isoformat() if purchase.due_on else "",
        "partner_name": purchase.supplier,
        "partner_tax_id": purchase.country + purchase.tax_id,
        "gross": f"{purchase.net}",
        "currency": purchase.currency,
        "subject": purchase.text,
    }
    describe_paper(document_id=document_id, kind="foreign_invoice", values=told, by=by, at=at)
    describe_invoice(
        document_id=document_id,
        cost_center=purchase.cost_center,
        purpose=purchase.text,
        by=by,
        at=at,
    )
    task = open_task(document_id=document_id)
    assert task is not None
    take_step(task_id=task.id, verdict="accepted", by=approver, at=at)


def repair(year: int, month: int, *, by: int, at: datetime) -> None:
    """Stornos: of an entry that should not be, and of an invoice that is then posted to its right account."""
    if month == 4:
        post_entries([entries.mistake(year)], by=by, at=at)
    if month == 5:
        wrong = next(i for i in open_items() if i.number == f"REK/{year}")
        assert wrong.entry_id is not None
        reverse_entry(
            entry_id=wrong.entry_id, on=date(year, 5, 5), reason="reklama nie była zamówiona", by=by, at=at
        )  # fmt: skip
    if month == MOVED_MONTH:
        partner = partners_by_tax_id()[SERVER.firm.nip]
        (paper,) = newest_documents(kind=DocumentKind.COST_INVOICE, partner_id=partner, limit=1)
        (wrong_entry,) = entries_of(document_id=paper.id)
        reverse_entry(
            entry_id=wrong_entry.pk, on=last_day((year, month)), reason="od lipca to najem serwerów", by=by, at=at
        )  # fmt: skip
        _post(paper.id, by=by, at=at, instead=(SERVER.account, MOVED_TO))
        CostRule.objects.filter(
            company_id=paper.company_id, supplier_tax_id=SERVER.firm.nip
        ).update(account=MOVED_TO)


def collect(year: int, month: int, *, by: int, at: datetime) -> list[Movement]:
    """The month's work on what is owed, once the bank is posted; money that comes of it later."""
    if month == ON_ACCOUNT_MONTH + 1:
        _settle_on_account(year, by=by, at=at)
    if month == LATE[0] + 7:
        book_received_interest(month=(year, month), by=by, at=at)
    if month == SETOFF_MONTH + 1:
        return _set_off(year, by=by, at=at)
    if month == 6:
        picks = [(p.partner_id, p.level.no) for p in proposed_reminders(day=date(year, 6, 30))]
        for letter in make_reminders(picks=picks, on=date(year, 6, 30), by=by, at=at):
            _told(letter.pk, Outcome.SENT, date(year, 6, 30), by=by, at=at)
    if month == LATE[0] + 6:
        return _interest(year, by=by, at=at)
    if month == 11:
        _confirm(year, by=by, at=at)
    return []


def _settle_on_account(year: int, *, by: int, at: datetime) -> None:
    """Three invoices and two transfers at once."""
    names = {i.number for i in on_account(month_papers(year, ON_ACCOUNT_MONTH).sales)}
    partner = partners_by_tax_id()[CUSTOMERS[0].nip]
    items = [
        i.id
        for i in open_items()
        if i.partner_id == partner and (i.number in names or not i.is_debit)
    ]
    settle_items(groups=[items], on=date(year, 6, 20), by=by, at=at)


def _set_off(year: int, *, by: int, at: datetime) -> list[Movement]:
    """Their stand at the fair and our lanterns; the bank brings what our claim has over theirs."""
    partner = partners_by_tax_id()[TRADE_FAIR.nip]
    day = date(year, SETOFF_MONTH + 1, 20)
    number = f"ZM/TARGI/{SETOFF_MONTH:02}/{year}"
    mine = [
        i.id
        for i in open_items()
        if i.partner_id == partner and (i.number == number or not i.is_debit)
    ]
    letter = make_setoff(partner_id=partner, item_ids=mine, on=day, by=by, at=at)
    _told(letter.pk, Outcome.CONFIRMED, day, by=by, at=at)
    rest = next(i for i in open_items() if i.number == number)
    return [
        Movement(
            date(year, 11, 5), rest.left, TRADE_FAIR.name, TRADE_FAIR.account, f"Faktura {number}"
        )
    ]


def _interest(year: int, *, by: int, at: datetime) -> list[Movement]:
    late = month_papers(year, LATE[0]).sales[LATE[1]]
    item = next(i for i in open_items() if i.number == late.number)
    assert item.partner_id is not None
    day = date(year, LATE[0] + 6, 30)
    note = make_interest_note(
        partner_id=item.partner_id, kind=InterestKind.TRADE, upto=day, with_compensation=True,
        item_ids=[item.id], on=day, by=by, at=at,
    )  # fmt: skip
    _told(note.pk, Outcome.SENT, day, by=by, at=at)
    return [
        Movement(
            date(year, 10, 8), note.total, note.partner_name, "", f"Nota odsetkowa {note.number}"
        )
    ]


def _confirm(year: int, *, by: int, at: datetime) -> None:
    """Balances of the end of October, asked for in the last quarter (art. 26 ust. 3 pkt 1)."""
    day = date(year, 11, 14)
    asked = make_confirmations(as_of=date(year, 10, 31), on=day, by=by, at=at)
    for no, letter in enumerate(asked):
        _told(letter.pk, Outcome.SENT, day, by=by, at=at)
        if no % 4 == 3:
            record_outcome(
                letter_id=letter.pk, outcome=Outcome.DISAGREED, on=day + timedelta(days=9),
                amount=letter.total - 100, note="brak naszej korekty", by=by, at=at,
            )  # fmt: skip
        elif no % 4:
            _told(letter.pk, Outcome.CONFIRMED, day + timedelta(days=6), by=by, at=at)


def _told(letter_id: int, outcome: Outcome, on: date, *, by: int, at: datetime) -> None:
    record_outcome(letter_id=letter_id, outcome=outcome, on=on, by=by, at=at)
