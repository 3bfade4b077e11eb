"""Taking a posted entry back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from zaplecze.ledger.commands.pairs import Kept, save_settlements
from zaplecze.ledger.commands.posting import CannotPost, Posted, post_entries
from zaplecze.ledger.events import EntryReversed
from zaplecze.ledger.models import Entry, Line, OpenItem
from zaplecze.ledger.rules import NewEntry, NewLine, reversal
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.periods import first_day
from zaplecze.platform.scope import business_years, current_company_id


def load_entry(entry_id: int) -> tuple[Entry, NewEntry]:
    """A posted entry as stored, and as it was asked to be posted."""
    entry = Entry.objects.select_related("journal").get(
        company_id=current_company_id(), id=entry_id
    )
    lines = Line.objects.filter(company_id=current_company_id(), entry_id=entry_id).order_by("no")
    new = NewEntry(
        journal=entry.journal.code,
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
        reverses_id=entry.reverses_id,
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
            )
            for line in lines.select_related("account", "cost_center", "project")
        ),
    )
    return entry, new


def earliest_storno(entry: Entry) -> date:
    """The first day on which an entry may be taken back: not before it, nor before its month."""
    return max(entry.operation_date, first_day((entry.year, entry.month)))


def reverse_entry(*, entry_id: int, on: date, reason: str, by: int | None, at: datetime) -> Posted:
    """Take a posted entry back by red storno on day ``on``, once; its open items settle each other.

    Raises `CannotPost` where the reason is missing, the entry was reversed before, is itself a storno, is younger
    than ``on``, or its items are settled with others.
    """
    lock_company()
    company_id = current_company_id()
    entry, new = load_entry(entry_id)
    label = f"{new.journal}/{entry.number}/{entry.year}"
    if not reason.strip():
        raise CannotPost("Podaj powód storna: trafi do opisu zapisu.", code="ledger.reason")
    if entry.reverses_id is not None:
        raise CannotPost(f"{label} jest stornem: wprowadź nowy zapis.", code="ledger.is-reversal")
    earliest = earliest_storno(entry)
    if on < earliest:
        raise CannotPost(
            f"Storno z {on:%d.%m.%Y} byłoby przed zapisem {label}. Podaj dzień od {earliest:%d.%m.%Y}.",
            code="ledger.storno-before",
        )
    if Entry.objects.filter(company_id=company_id, reverses_id=entry_id).exists():
        raise CannotPost(f"{label} już wystornowano.", code="ledger.reversed")
    items = OpenItem.objects.filter(company_id=company_id, entry_id=entry_id)
    if any(item.settled for item in items):
        raise CannotPost(
            f"{label} jest rozliczony z innym zapisem: najpierw cofnij rozliczenie w Rozrachunkach.",
            code="ledger.settled",
        )
    (posted,) = post_entries(
        [
            reversal(
                new,
                entry_id=entry_id,
                on=on,
                reason=reason.strip(),
                number=label,
                years=business_years(),
            )
        ],
        by=by,
        at=at,
    )
    pairs = OpenItem.objects.filter(company_id=company_id, entry_id__in=(entry_id, posted.id))
    by_line: dict[int, list[OpenItem]] = defaultdict(list)
    for item in pairs:
        by_line[item.line_no].append(item)
    settlements = [
        Kept(debit.id, credit.id, debit.amount, debit.currency_amount, credit.currency_amount)
        for two in by_line.values()
        for debit in two
        for credit in two
        if debit.is_debit and not credit.is_debit
    ]
    save_settlements(settlements, day=on, stamp=Stamp(by, at))
    record_events(
        [
            EntryReversed(
                document_id=entry.document_id,
                entry_id=entry_id,
                by_entry_id=posted.id,
                reason=reason.strip(),
            )
        ],
        Stamp(by, at),
    )
    return posted
