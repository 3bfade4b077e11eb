"""Writes of recurring entries: keep, propose a month into the buffer, skip, stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from zaplecze.ledger.drafts import Proposal, save_draft
from zaplecze.ledger.events import RecurringKept, RecurringSkipped
from zaplecze.ledger.models import Draft, Journal, RecurringEntry, RecurringRun
from zaplecze.ledger.recurring.queries import coming, day_of
from zaplecze.ledger.recurring.rules import Rhythm, lines_as_data, lines_from_data
from zaplecze.ledger.rules import NewEntry, NewLine, clean, faults
from zaplecze.ledger.usable import usable_ids
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.periods import Month, first_day
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id


class CannotRecur(Refusal):
    """A recurring entry can't be kept or proposed so; the message names it."""

    code = "ledger.recurring"


@dataclass(frozen=True, slots=True)
class Template:
    """A recurring entry as it is typed; ``day`` 0 is the last working day of the month, 31 the last day."""

    name: str
    text: str
    lines: Sequence[NewLine]
    rhythm: Rhythm
    day: int
    first: Month
    last: Month | None = None
    journal: str = "PK"


def keep_recurring(
    *, template: Template, by: int, at: datetime, recurring_id: int | None = None
) -> RecurringEntry:
    """Keep a recurring entry, new or in place of one; months that were proposed stay as they are.

    Raises `CannotRecur`, and `CannotPost` for accounts and dimensions that can't be used.
    """
    lock_company()
    company_id = current_company_id()
    name = clean(template.name.strip(), 120)
    if not name:
        raise CannotRecur("Podaj nazwę, np. Czynsz za pracownię.")
    if not 0 <= template.day <= 31:
        raise CannotRecur("Dzień miesiąca to 1–31 albo ostatni roboczy.")
    if template.last is not None and template.last < template.first:
        raise CannotRecur("Koniec jest przed początkiem: zamień miesiące.")
    if not Journal.objects.filter(company_id=company_id, code=template.journal).exists():
        raise CannotRecur(f"Nie ma dziennika {template.journal}. Wybierz z listy.")
    row = recurring_by_id(recurring_id) if recurring_id else RecurringEntry(company_id=company_id)
    named = RecurringEntry.objects.filter(company_id=company_id, name=name)
    if named.exclude(id=row.id or 0).exists():
        raise CannotRecur(f"Zapis cykliczny „{name}” już jest. Podaj inną nazwę.")
    entry = _entry(template)
    for fault in faults(replace(entry, voucher_number="x")):
        raise CannotRecur(fault.message)
    usable_ids(entry)
    row.name, row.journal, row.text = name, template.journal, entry.text
    row.rhythm, row.day = template.rhythm.value, template.day
    row.first_year, row.first_month = template.first
    row.last_year, row.last_month = template.last or (None, None)
    row.lines = lines_as_data(template.lines)
    row.save()
    until = f"{template.last[0]}-{template.last[1]:02}" if template.last else ""
    record_events([RecurringKept(name=name, until=until)], Stamp(by, at))
    return row


def _entry(template: Template) -> NewEntry:
    day = first_day(template.first)
    return NewEntry(
        template.journal, *template.first, "PK", "", day, day, clean(template.text.strip(), 512),
        tuple(template.lines),
    )  # fmt: skip


def propose_recurring(*, month: Month, by: int, at: datetime) -> list[Draft]:
    """Put what is due in a month into the buffer, once each; a second time does nothing. Drafts that were made."""
    lock_company()
    made = []
    for one in coming(month):
        if one.run is not None:
            continue
        recurring = one.recurring
        entry = NewEntry(
            journal=recurring.journal,
            year=month[0],
            month=month[1],
            voucher_kind="PK",
            voucher_number="",
            operation_date=one.day,
            document_date=one.day,
            text=f"{recurring.text}, {month[1]:02}.{month[0]}"[:512],
            lines=lines_from_data(recurring.lines, why=f"zapis cykliczny: {recurring.name}"),
        )
        partners = {line.partner_id for line in entry.lines if line.partner_id is not None}
        draft = save_draft(
            Proposal(replace(entry, partner_id=partners.pop() if len(partners) == 1 else None))
        )
        RecurringRun.objects.create(
            company_id=current_company_id(),
            recurring=recurring,
            year=month[0],
            month=month[1],
            draft_id=draft.id,
        )
        made.append(draft)
    return made


def skip_recurring(
    *, recurring_id: int, month: Month, reason: str, by: int, at: datetime
) -> RecurringRun:
    """Say that a recurring entry does not take place in a month; raises `CannotRecur`."""
    lock_company()
    recurring = recurring_by_id(recurring_id)
    if not reason.strip():
        raise CannotRecur("Podaj powód pominięcia.")
    if day_of(recurring, month) is None:
        raise CannotRecur(f"„{recurring.name}” nie przypada na {month[1]:02}.{month[0]}.")
    company_id = current_company_id()
    mine = {"company_id": company_id, "recurring": recurring, "year": month[0], "month": month[1]}
    if RecurringRun.objects.filter(**mine).exists():
        raise CannotRecur(
            f"„{recurring.name}” w {month[1]:02}.{month[0]} jest już w buforze albo w księgach."
        )
    run = RecurringRun.objects.create(**mine, skipped=clean(reason.strip(), 300))
    told = RecurringSkipped(
        name=recurring.name, month=f"{month[0]}-{month[1]:02}", reason=run.skipped
    )
    record_events([told], Stamp(by, at))
    return run


def stop_recurring(*, recurring_id: int, last: Month, by: int, at: datetime) -> RecurringEntry:
    """Let a recurring entry end with a month; raises `CannotRecur`."""
    lock_company()
    recurring = recurring_by_id(recurring_id)
    if last < (recurring.first_year, recurring.first_month):
        raise CannotRecur("Koniec jest przed początkiem. Wybierz późniejszy miesiąc.")
    recurring.last_year, recurring.last_month = last
    recurring.save(update_fields=["last_year", "last_month"])
    record_events(
        [RecurringKept(name=recurring.name, until=f"{last[0]}-{last[1]:02}")], Stamp(by, at)
    )
    return recurring


def recurring_by_id(recurring_id: int) -> RecurringEntry:
    """A recurring entry of the company; raises `CannotRecur`."""
    found = RecurringEntry.objects.filter(company_id=current_company_id(), id=recurring_id).first()
    if found is None:
        raise CannotRecur("Nie ma takiego zapisu cyklicznego. Odśwież stronę.")
    return found
