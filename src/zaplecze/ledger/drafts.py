"""Drafts (bufor): entries that may still change, from proposal through dekretacja to posting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from zaplecze.ledger.commands import CannotPost, Posted, post_entries
from zaplecze.ledger.events import DraftCoded
from zaplecze.ledger.models import Account, CostCenter, Draft, DraftLine, DraftState, Journal
from zaplecze.ledger.rules import NewEntry, NewLine, faults
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.scope import current_company_id


def save_draft(
    entry: NewEntry,
    *,
    vat_month: tuple[int, int] | None = None,
    exchange_rate: Decimal | None = None,
) -> Draft:
    """Put an entry into the buffer, in place of the document's earlier draft.

    A draft may be unbalanced or incomplete; unknown accounts are refused (`CannotPost`).
    """
    lock_company()
    company_id = current_company_id()
    accounts = dict(Account.objects.filter(company_id=company_id).values_list("number", "id"))
    centers = dict(CostCenter.objects.filter(company_id=company_id).values_list("code", "id"))
    for no, line in enumerate(entry.lines, 1):
        if line.account not in accounts:
            raise CannotPost(
                f"Wiersz {no}: nie ma konta {line.account or '(puste)'}. Wybierz konto z planu (F2).",
                code="ledger.account",
            )
        if line.cost_center and line.cost_center not in centers:
            raise CannotPost(
                f"Wiersz {no}: nie ma miejsca kosztów {line.cost_center}.", code="ledger.cost-center"
            )
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
        exchange_rate=exchange_rate,
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
        DraftLine.objects.select_related("account", "cost_center")
        .filter(company_id=draft.company_id, draft=draft)
        .order_by("no")
    )


def draft_entry(draft: Draft) -> NewEntry:
    """The entry that posting the draft would make; settlement lines carry due date and bank account."""
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
                text=line.text,
                currency=line.currency,
                currency_amount=line.currency_amount,
                due_date=draft.due_date if line.account.settles else None,
                bank_account=draft.bank_account if line.account.settles else "",
                why=line.why,
            )
            for line in draft_lines(draft)
        ),
    )


def change_draft(
    *,
    document_id: int,
    lines: Sequence[NewLine],
    month: tuple[int, int],
    vat_month: tuple[int, int] | None,
    operation_date: date,
    due_date: date | None,
    text: str,
    exchange_rate: Decimal | None = None,
) -> Draft:
    """Save what a person corrected in the buffer; the draft goes back to ``bufor``."""
    draft = draft_of(document_id=document_id)
    if draft is None:
        raise CannotPost("Tego dokumentu nie ma w buforze. Odśwież stronę.", code="ledger.no-draft")
    old = draft_entry(draft)
    settled = {line.account: line for line in old.lines if line.due_date or line.bank_account}
    entry = NewEntry(
        journal=old.journal,
        year=month[0],
        month=month[1],
        voucher_kind=old.voucher_kind,
        voucher_number=old.voucher_number,
        operation_date=operation_date,
        document_date=old.document_date,
        text=text,
        partner_id=old.partner_id,
        document_id=old.document_id,
        ksef_number=old.ksef_number,
        lines=tuple(lines),
    )
    saved = save_draft(entry, vat_month=vat_month, exchange_rate=exchange_rate or draft.exchange_rate)
    saved.due_date = due_date
    saved.bank_account = next((line.bank_account for line in settled.values()), draft.bank_account)
    saved.save(update_fields=["due_date", "bank_account"])
    return saved


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


def post_draft(*, document_id: int, by: int, at: datetime) -> tuple[Posted, NewEntry]:
    """Post a coded draft for ever and take it out of the buffer."""
    draft = draft_of(document_id=document_id)
    if draft is None:
        raise CannotPost("Tego dokumentu nie ma w buforze. Odśwież stronę.", code="ledger.no-draft")
    if draft.state != DraftState.CODED:
        raise CannotPost("Najpierw zadekretuj dokument (Enter), potem go zaksięguj.", code="ledger.not-coded")
    entry = draft_entry(draft)
    (posted,) = post_entries([entry], by=by, at=at)
    draft.delete()
    return posted, entry
