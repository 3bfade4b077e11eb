"""Writes of schedules: plan, post a month, end early, follow a storno."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zaplecze.ledger.accruals.models import Accrual, AccrualInstalment
from zaplecze.ledger.accruals.queries import Due, due_instalments, held_of
from zaplecze.ledger.accruals.rules import (
    DEFAULT_HELD,
    HELD,
    CannotAccrue,
    Held,
    Method,
    instalment_entry,
    schedule,
    transfer_entry,
)
from zaplecze.ledger.circle.queries import circle
from zaplecze.ledger.circle.rules import complete
from zaplecze.ledger.commands.posting import Posted, post_entries
from zaplecze.ledger.commands.storno import earliest_storno, load_entry, reverse_entry
from zaplecze.ledger.drafts import draft_entry, voucher
from zaplecze.ledger.events import AccrualEnded, AccrualPlanned, EntryReversed
from zaplecze.ledger.models import Entry
from zaplecze.ledger.rules import NewEntry, NewLine, clean
from zaplecze.ledger.usable import usable_ids
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.periods import Month, last_day, month_of
from zaplecze.platform.scope import current_company_id
from zaplecze.platform.series import take_numbers

RESULT_GROUPS = ("4", "5", "7")


@dataclass(frozen=True, slots=True)
class Source:
    """The line that is spread: of a posted entry, or of a draft; ``line_no`` counts from 1."""

    line_no: int
    entry_id: int | None = None
    draft_id: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is spread: the days of the period, the method, and for `Method.CUSTOM` an amount for each month.

    ``target`` is the account that the instalments go to; a line posted as a cost goes back to its own.
    """

    first: date
    last: date
    method: Method = Method.EQUAL
    target: str = ""
    cost_center: str = ""
    project: str = ""
    text: str = ""
    custom: Sequence[Decimal] = ()
    held: str = DEFAULT_HELD


def source_line(source: Source) -> tuple[NewEntry, NewLine]:
    """The entry and the line that would be spread; raises `CannotAccrue`."""
    if source.entry_id is not None:
        found = Entry.objects.filter(company_id=current_company_id(), id=source.entry_id)
        if not found.exists():
            raise CannotAccrue("Nie ma takiego zapisu. Odśwież stronę.")
        _, entry = load_entry(source.entry_id)
    elif source.draft_id is not None:
        entry = draft_entry(voucher(source.draft_id))
    else:
        raise CannotAccrue("Wybierz wiersz zapisu albo dowodu w buforze.")
    if not 1 <= source.line_no <= len(entry.lines):
        raise CannotAccrue(f"Zapis nie ma wiersza {source.line_no}. Odśwież stronę.")
    return entry, entry.lines[source.line_no - 1]


def plan_accrual(*, source: Source, plan: Plan, by: int, at: datetime) -> Accrual:
    """Spread a line over months. One on 64 or 84 waits where it is; a posted cost is moved to ``plan.held`` at once.

    Raises `CannotAccrue`, and `CannotPost` where the move falls into a closed month.
    """
    lock_company()
    company_id = current_company_id()
    entry, line = source_line(source)
    amount = line.debit - line.credit
    draft = None if source.draft_id is None else voucher(source.draft_id)
    waits = line.account.startswith(HELD)
    _check(source, entry, line, plan, waits=waits)
    planned = schedule(amount, plan.method, first=plan.first, last=plan.last, custom=plan.custom)
    (number,) = take_numbers(f"accrual:{plan.first.year}")
    held = Held(
        number=f"RMK/{number}/{plan.first.year}",
        text=clean(plan.text.strip() or line.text or entry.text, 256),
        account=line.account if waits else plan.held,
        target=plan.target if waits else line.account,
        cost_center=plan.cost_center or line.cost_center,
        project=plan.project or line.project,
        partner_id=line.partner_id or entry.partner_id,
    )
    usable_ids(instalment_entry(held, amount, month=planned[0].month, no="1"))
    transfer = None
    if not waits:
        moved = transfer_entry(held, amount, on=entry.operation_date, voucher=entry.voucher_number)
        (transfer,) = post_entries([complete(moved, circle())], by=by, at=at)
    accrual = Accrual.objects.create(
        company_id=company_id,
        number=held.number,
        text=held.text,
        account=held.account,
        target=held.target,
        cost_center=held.cost_center,
        project=held.project,
        partner_id=held.partner_id,
        amount=amount,
        first_day=plan.first,
        last_day=plan.last,
        method=plan.method.value,
        entry_id=source.entry_id,
        line_no=source.line_no,
        draft_id=None if draft is None or draft.document_id else draft.id,
        document_id=entry.document_id,
        transfer_id=transfer.id if transfer else None,
    )
    AccrualInstalment.objects.bulk_create(
        AccrualInstalment(
            company_id=company_id,
            accrual=accrual,
            year=p.month[0],
            month=p.month[1],
            amount=p.amount,
        )
        for p in planned
    )
    _told(
        AccrualPlanned(
            document_id=entry.document_id,
            accrual=held.number,
            amount=amount,
            first=f"{planned[0].month[0]}-{planned[0].month[1]:02}",
            instalments=len(planned),
        ),
        Stamp(by, at),
    )
    return accrual


def _check(source: Source, entry: NewEntry, line: NewLine, plan: Plan, *, waits: bool) -> None:
    company_id = current_company_id()
    twice = Accrual.objects.filter(company_id=company_id, ended_on=None, line_no=source.line_no)
    if source.entry_id is not None:
        twice = twice.filter(entry_id=source.entry_id)
    elif entry.document_id is not None:
        twice = twice.filter(entry_id=None, document_id=entry.document_id)
    else:
        twice = twice.filter(entry_id=None, draft_id=source.draft_id)
    if found := twice.first():
        raise CannotAccrue(f"Ten wiersz rozlicza już plan {found.number}. Otwórz go w RMK.")
    if entry.reverses_id is not None:
        raise CannotAccrue("To storno: rozlicza się zapis pierwotny.")
    if (
        source.entry_id is not None
        and Entry.objects.filter(company_id=company_id, reverses_id=source.entry_id).exists()
    ):
        raise CannotAccrue("Ten zapis wystornowano. Zaplanuj rozliczenie nowego.")
    if waits:
        if not plan.target.startswith(RESULT_GROUPS):
            raise CannotAccrue("Podaj konto kosztów albo przychodów, na które pójdą raty.")
    elif not line.account.startswith(("4", "7")) or line.account.startswith("49"):
        raise CannotAccrue(
            f"W czasie rozlicza się konta kosztów, przychodów, 64 i 84, a to {line.account}."
        )
    elif source.entry_id is None:
        raise CannotAccrue("Zmień w dekrecie konto kosztów na 640 albo najpierw zaksięguj dowód.")
    elif not plan.held.startswith(HELD):
        raise CannotAccrue(
            "Koszt w czasie czeka na koncie 64, przychód na 84. Wybierz takie konto."
        )


def post_accruals(
    *, month: Month, by: int, at: datetime, accrual_ids: Sequence[int] | None = None
) -> list[Posted]:
    """Post what is due up to the month, an entry a schedule, dated on its last day.

    ``accrual_ids`` names schedules; without it, all are posted.

    Raises `CannotAccrue` where nothing is due; a month done twice is such a month.
    """
    lock_company()
    due = [
        d for d in due_instalments(month) if accrual_ids is None or d.accrual.id in set(accrual_ids)
    ]
    if not due:
        raise CannotAccrue("Wszystkie raty RMK do tego miesiąca są zaksięgowane.")
    return _post(due, month, by=by, at=at)


def _post(due: Sequence[Due], month: Month, *, by: int | None, at: datetime) -> list[Posted]:
    around = circle()
    entries = [
        complete(instalment_entry(held_of(d.accrual), d.amount, month=month, no=d.no), around)
        for d in due
    ]
    posted = post_entries(entries, by=by, at=at)
    for d, one in zip(due, posted, strict=True):
        AccrualInstalment.objects.filter(
            company_id=current_company_id(), id__in=[i.id for i in d.instalments]
        ).update(entry_id=one.id)
    return posted


def end_accrual(*, accrual_id: int, month: Month, reason: str, by: int, at: datetime) -> Accrual:
    """End a schedule: all that is left falls on ``month`` (a contract ended, a thing was sold).

    A schedule on a draft is just taken back. Raises `CannotAccrue`.
    """
    lock_company()
    accrual = accrual_by_id(accrual_id)
    if not reason.strip():
        raise CannotAccrue("Podaj powód: dlaczego plan kończy się wcześniej.")
    rows = AccrualInstalment.objects.filter(company_id=accrual.company_id, accrual=accrual)
    open_rows = rows.filter(entry_id=None)
    left = sum((i.amount for i in open_rows), Decimal(0))
    if accrual.ended_on is not None or not left:
        raise CannotAccrue(f"Plan {accrual.number} jest już rozliczony.")
    ended = AccrualEnded(
        accrual=accrual.number,
        month=f"{month[0]}-{month[1]:02}",
        left=left,
        reason=clean(reason.strip(), 300),
    )
    if accrual.entry_id is None:
        accrual.delete()
        _told(ended, Stamp(by, at))
        return accrual
    if rows.filter(year=month[0], month=month[1]).exclude(entry_id=None).exists():
        raise CannotAccrue("Rata tego miesiąca jest zaksięgowana. Wybierz następny miesiąc.")
    posted = [(i.year, i.month) for i in rows.exclude(entry_id=None)]
    if posted and month < max(posted):
        raise CannotAccrue("Późniejsze raty są zaksięgowane. Wybierz miesiąc po nich.")
    if month < month_of(accrual.first_day):
        raise CannotAccrue("Plan jeszcze się nie zaczął w tym miesiącu. Wybierz późniejszy.")
    open_rows.delete()
    AccrualInstalment.objects.create(
        company_id=accrual.company_id, accrual=accrual, year=month[0], month=month[1], amount=left
    )
    accrual.ended_on, accrual.reason = last_day(month), clean(reason.strip(), 300)
    accrual.save(update_fields=["ended_on", "reason"])
    _told(ended, Stamp(by, at))
    return accrual


def on_entry_reversed(events: Sequence[EntryReversed], stamp: Stamp) -> None:
    """Route of `EntryReversed`: an instalment is due again; a schedule whose source is gone is taken back whole."""
    company_id = current_company_id()
    for event in events:
        AccrualInstalment.objects.filter(company_id=company_id, entry_id=event.entry_id).update(
            entry_id=None
        )
        mine = Accrual.objects.filter(company_id=company_id)
        gone = [*mine.filter(entry_id=event.entry_id), *mine.filter(transfer_id=event.entry_id)]
        for accrual in gone:
            _take_back(accrual, event, stamp)


def _take_back(accrual: Accrual, event: EntryReversed, stamp: Stamp) -> None:
    """Storno what was posted of a schedule, and its transfer, on its source's storno day or their own later one."""
    on = Entry.objects.get(company_id=accrual.company_id, id=event.by_entry_id).operation_date
    rows = AccrualInstalment.objects.filter(company_id=accrual.company_id, accrual=accrual)
    left = sum((i.amount for i in rows.filter(entry_id=None)), Decimal(0))
    posted = sorted({i.entry_id for i in rows if i.entry_id is not None})
    rows.delete()
    transfer, accrual.transfer_id = accrual.transfer_id, None
    accrual.ended_on = on
    accrual.reason = f"storno zapisu źródłowego: {event.reason}"[:300]
    accrual.save(update_fields=["ended_on", "reason", "transfer_id"])
    if transfer is not None and transfer != event.entry_id:
        posted.append(transfer)
    entries = Entry.objects.filter(company_id=accrual.company_id).in_bulk(posted)
    for entry_id in posted:
        reverse_entry(
            entry_id=entry_id,
            on=max(on, earliest_storno(entries[entry_id])),
            reason=f"{accrual.number}: {event.reason}",
            by=stamp.by,
            at=stamp.at,
        )
    _told(
        AccrualEnded(accrual=accrual.number, month=f"{on:%Y-%m}", left=left, reason=accrual.reason),
        stamp,
    )


def accrual_by_id(accrual_id: int) -> Accrual:
    """A schedule of the company; raises `CannotAccrue`."""
    found = Accrual.objects.filter(company_id=current_company_id(), id=accrual_id).first()
    if found is None:
        raise CannotAccrue("Nie ma takiego planu. Odśwież stronę.")
    return found


def _told(event: AccrualPlanned | AccrualEnded, stamp: Stamp) -> None:
    record_events([event], stamp)
