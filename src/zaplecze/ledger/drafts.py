"""Drafts (bufor): entries that may still change, from proposal through dekretacja to posting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from zaplecze.ledger.commands.posting import CannotPost, Posted, post_entries
from zaplecze.ledger.events import DraftCoded
from zaplecze.ledger.models import (
    Account,
    CostCenter,
    Draft,
    DraftLine,
    DraftState,
    Journal,
    Project,
)
from zaplecze.ledger.rules import NewEntry, NewLine, faults
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a person may change before it is posted: the entry, the VAT month, the exchange rate used."""

    entry: NewEntry
    vat_month: tuple[int, int] | None = None
    exchange_rate: Decimal | None = None


def save_draft(proposal: Proposal) -> Draft:
    """Put an entry into the buffer, in place of the document's earlier draft.

    A draft may be unbalanced or incomplete; unknown accounts are refused (`CannotPost`).
    """
    lock_company()
    entry, vat_month = proposal.entry, proposal.vat_month
    company_id = current_company_id()
    accounts = dict(Account.objects.filter(company_id=company_id).values_list("number", "id"))
    centers = dict(CostCenter.objects.filter(company_id=company_id).values_list("code", "id"))
    projects = dict(Project.objects.filter(company_id=company_id).values_list("code", "id"))
    for no, line in enumerate(entry.lines, 1):
        if line.account not in accounts:
            raise CannotPost(
                f"Wiersz {no}: nie ma konta {line.account or '(puste)'}. Wybierz konto z planu (F2).",
                code="ledger.account",
            )
        if line.cost_center and line.cost_center not in centers:
            raise CannotPost(
                f"Wiersz {no}: nie ma miejsca kosztów {line.cost_center}.",
                code="ledger.cost-center",
            )
        if line.project and line.project not in projects:
            raise CannotPost(f"Wiersz {no}: nie ma projektu {line.project}.", code="ledger.project")
    Draft.objects.filter(company_id=company_id, document_id=entry.document_id).delete()
    due = next((line for line in entry.lines if line.due_date is not None), None)
    account = next((line.bank_account for line in entry.lines if line.bank_account), "")
    draft = Draft.objects.create(
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


def code_draft(*, document_id: int, by: int, at: datetime) -> Draft:
    """Accept a draft's accounts: ``zadekretowany``. Raises `CannotPost` where a rule is broken."""
    lock_company()
    draft = draft_of(document_id=document_id)
    if draft is None:
        raise CannotPost("Tego dokumentu nie ma w buforze. Odśwież stronę.", code="ledger.no-draft")
    for fault in faults(draft_entry(draft)):
        raise CannotPost(fault.message, code=fault.code)
    draft.state = DraftState.CODED
    draft.save(update_fields=["state"])
    record_events([DraftCoded(document_id=document_id, draft_id=draft.id)], Stamp(by, at))
    return draft


def post_draft(*, document_id: int, by: int, at: datetime) -> tuple[Posted, Proposal]:
    """Post a coded draft for ever and take it out of the buffer; returns what it held."""
    draft = draft_of(document_id=document_id)
    if draft is None:
        raise CannotPost("Tego dokumentu nie ma w buforze. Odśwież stronę.", code="ledger.no-draft")
    if draft.state != DraftState.CODED:
        raise CannotPost(
            "Najpierw zadekretuj dokument, potem go zaksięguj.", code="ledger.not-coded"
        )
    held = proposal_of(draft)
    (posted,) = post_entries([held.entry], by=by, at=at)
    draft.delete()
    return posted, held
