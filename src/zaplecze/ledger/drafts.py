"""Drafts (bufor): entries that may still change, from proposal through dekretacja to posting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from zaplecze.ledger.accruals import linking as accruals
from zaplecze.ledger.circle.queries import circle
from zaplecze.ledger.circle.rules import complete
from zaplecze.ledger.commands.posting import CannotPost, Posted, post_entries
from zaplecze.ledger.events import DraftCoded, DraftDeleted, DraftMoved
from zaplecze.ledger.models import (
    Draft,
    DraftLine,
    DraftState,
    Journal,
)
from zaplecze.ledger.month_rules import CLOSED, month_name
from zaplecze.ledger.months import book_months
from zaplecze.ledger.recurring.linking import draft_gone, draft_posted
from zaplecze.ledger.rules import NewEntry, NewLine, faults
from zaplecze.ledger.usable import usable_ids
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import business_years, current_company_id
from zaplecze.platform.series import take_numbers


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person may change before it is posted: the entry, the VAT month, the exchange rate used."""

    entry: NewEntry
    vat_month: tuple[int, int] | None = None
    exchange_rate: Decimal | None = None


def save_draft(proposal: Proposal, *, draft_id: int | None = None) -> Draft:
    """Put an entry into the buffer: in place of the document's earlier draft, or of ``draft_id``, or as a new one.

    A draft may be unbalanced or incomplete; `CannotPost` for accounts, cost centres and projects that are unknown,
    blocked or closed. Costs get their lines of the circle where it is on. A voucher without a number gets the next
    one of its journal and year: ``PK/7/2026``.
    """
    lock_company()
    year, month = business_years().placed((proposal.entry.year, proposal.entry.month))
    entry = complete(replace(proposal.entry, year=year, month=month), circle())
    vat_month = proposal.vat_month
    company_id = current_company_id()
    accounts, centers, projects = usable_ids(entry)
    if entry.document_id is not None:
        Draft.objects.filter(company_id=company_id, document_id=entry.document_id).delete()
    elif draft_id is not None:
        voucher(draft_id).delete()
    if not entry.voucher_number.strip():
        (number,) = take_numbers(f"voucher:{entry.journal}:{entry.year}")
        entry = replace(entry, voucher_number=f"{entry.journal}/{number}/{entry.year}")
    due = next((line for line in entry.lines if line.due_date is not None), None)
    account = next((line.bank_account for line in entry.lines if line.bank_account), "")
    draft = Draft.objects.create(
        id=draft_id,
        company_id=company_id,
        journal=Journal.objects.get(company_id=company_id, code=entry.journal),
        year=entry.year,
        month=entry.month,
        voucher_kind=entry.voucher_kind,
        voucher_number=entry.voucher_number,
        operation_date=entry.operation_date,
        document_date=entry.document_date,
        text=entry.text,
        partner_id=entry.partner_id,
        document_id=entry.document_id,
        ksef_number=entry.ksef_number,
        due_date=due.due_date if due else None,
        bank_account=account,
        exchange_rate=proposal.exchange_rate,
        vat_year=vat_month[0] if vat_month else None,
        vat_month=vat_month[1] if vat_month else None,
    )
    DraftLine.objects.bulk_create(
        DraftLine(
            company_id=company_id,
            draft=draft,
            no=no,
            account_id=accounts[line.account],
            cost_center_id=centers.get(line.cost_center),
            project_id=projects.get(line.project),
            debit=line.debit,
            credit=line.credit,
            currency=line.currency,
            currency_amount=line.currency_amount,
            partner_id=line.partner_id,
            text=line.text,
            why=line.why[:300],
        )
        for no, line in enumerate(entry.lines, 1)
    )
    return draft


def drafts() -> list[Draft]:
    """What lies in the buffer, oldest month first."""
    rows = Draft.objects.select_related("journal").filter(company_id=current_company_id())
    return list(rows.order_by("year", "month", "id"))


def voucher(draft_id: int) -> Draft:
    """A draft by its id; raises `CannotPost` where the buffer holds it no more."""
    rows = Draft.objects.select_related("journal").filter(company_id=current_company_id())
    found = rows.filter(id=draft_id).first()
    if found is None:
        raise _missing()
    return found


def draft_of(*, document_id: int) -> Draft | None:
    """The document's draft, where it has one."""
    return (
        Draft.objects.select_related("journal")
        .filter(company_id=current_company_id(), document_id=document_id)
        .first()
    )


def draft_lines(draft: Draft) -> list[DraftLine]:
    """The draft's lines in order, with account and cost centre."""
    return list(
        DraftLine.objects.select_related("account", "cost_center", "project")
        .filter(company_id=draft.company_id, draft=draft)
        .order_by("no")
    )


def draft_entry(draft: Draft) -> NewEntry:
    """The entry that posting the draft would make; due date and bank account matter to settlement lines only."""
    return NewEntry(
        journal=draft.journal.code,
        year=draft.year,
        month=draft.month,
        voucher_kind=draft.voucher_kind,
        voucher_number=draft.voucher_number,
        operation_date=draft.operation_date,
        document_date=draft.document_date,
        text=draft.text,
        partner_id=draft.partner_id,
        document_id=draft.document_id,
        ksef_number=draft.ksef_number,
        lines=tuple(
            NewLine(
                account=line.account.number,
                debit=line.debit,
                credit=line.credit,
                partner_id=line.partner_id,
                cost_center=line.cost_center.code if line.cost_center else "",
                project=line.project.code if line.project else "",
                text=line.text,
                currency=line.currency,
                currency_amount=line.currency_amount,
                due_date=draft.due_date,
                bank_account=draft.bank_account,
                why=line.why,
            )
            for line in draft_lines(draft)
        ),
    )


def proposal_of(draft: Draft) -> Proposal:
    """A draft as it would be posted."""
    vat_month = None
    if draft.vat_year is not None and draft.vat_month is not None:
        vat_month = draft.vat_year, draft.vat_month
    return Proposal(draft_entry(draft), vat_month, draft.exchange_rate)


def code_draft(*, document_id: int, by: int | None, at: datetime) -> Draft:
    """Accept a paper's draft: ``zadekretowany``. Raises `CannotPost` where a rule is broken."""
    lock_company()
    draft = draft_of(document_id=document_id)
    if draft is None:
        raise _missing()
    return _code(draft, Stamp(by, at))


def code_voucher(*, draft_id: int, by: int, at: datetime) -> Draft:
    """Accept a draft that has no paper, as `code_draft` does for one that has."""
    lock_company()
    return _code(_own(draft_id), Stamp(by, at))


def post_draft(*, document_id: int, by: int | None, at: datetime) -> tuple[Posted, Proposal]:
    """Post a paper's coded draft for ever and take it out of the buffer; returns what it held."""
    draft = draft_of(document_id=document_id)
    if draft is None:
        raise _missing()
    return _post(draft, by=by, at=at)


def post_voucher(*, draft_id: int, by: int, at: datetime) -> Posted:
    """Post a coded draft that has no paper for ever and take it out of the buffer."""
    lock_company()
    posted, _ = _post(_own(draft_id), by=by, at=at)
    return posted


def delete_draft(*, draft_id: int, by: int, at: datetime) -> None:
    """Take a draft out of the buffer; a paper goes back to the program's proposal."""
    lock_company()
    drop_draft(voucher(draft_id), Stamp(by, at))


def drop_draft(draft: Draft, stamp: Stamp) -> None:
    """Take a draft out of the buffer, with what hangs on it; the company is locked."""
    record_events(
        [
            DraftDeleted(
                document_id=draft.document_id, draft_id=draft.id, voucher=draft.voucher_number
            )
        ],
        stamp,
    )
    accruals.draft_gone(draft)
    draft_gone(draft)
    draft.delete()


def move_draft(*, draft_id: int, month: Month, by: int, at: datetime) -> Draft:
    """Put a draft into another month of the books; raises `CannotPost` for one that is closed."""
    lock_company()
    draft, month = voucher(draft_id), business_years().placed(month)
    if book_months().state(month) == CLOSED:
        raise CannotPost(
            f"Miesiąc {month_name(month)} jest zamknięty. Wybierz otwarty.",
            code="ledger.period-closed",
        )
    draft.year, draft.month = month
    draft.save(update_fields=["year", "month"])
    moved = DraftMoved(
        document_id=draft.document_id, draft_id=draft.id, year=month[0], month=month[1]
    )
    record_events([moved], Stamp(by, at))
    return draft


def _missing() -> CannotPost:
    return CannotPost("Tego dowodu nie ma w buforze. Odśwież stronę.", code="ledger.no-draft")


def _own(draft_id: int) -> Draft:
    draft = voucher(draft_id)
    if draft.document_id is not None:
        raise CannotPost(
            f"{draft.voucher_number} ma dokument: załatw go na stronie dokumentu.",
            code="ledger.has-document",
        )
    return draft


def _code(draft: Draft, stamp: Stamp) -> Draft:
    entry = draft_entry(draft)
    for fault in faults(entry):
        raise CannotPost(fault.message, code=fault.code)
    usable_ids(entry)
    draft.state = DraftState.CODED
    draft.save(update_fields=["state"])
    record_events([DraftCoded(document_id=draft.document_id, draft_id=draft.id)], stamp)
    return draft


def _post(draft: Draft, *, by: int | None, at: datetime) -> tuple[Posted, Proposal]:
    if draft.state != DraftState.CODED:
        raise CannotPost(
            "Najpierw zadekretuj dokument, potem go zaksięguj.", code="ledger.not-coded"
        )
    held = proposal_of(draft)
    (posted,) = post_entries([held.entry], by=by, at=at)
    accruals.draft_posted(draft, held.entry, posted.id)
    draft_posted(draft, posted.id)
    draft.delete()
    return posted, held
