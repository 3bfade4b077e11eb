"""Closing months: softly, for good with a seal, and open again by two people.

Accounting Act art. 12 (closing), 13 ust. 2-3 and 25 ust. 2 (what is closed may not change).
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from zaplecze.ledger.checklist import blockers
from zaplecze.ledger.commands.calendar import may_post_softly
from zaplecze.ledger.events import (
    PeriodClosed,
    PeriodReopened,
    PeriodSoftlyClosed,
    ReopeningAsked,
    SoftClosingUndone,
)
from zaplecze.ledger.models import (
    Period,
    PeriodReopening,
    PeriodSeal,
    PeriodState,
)
from zaplecze.ledger.month_rules import month_name
from zaplecze.ledger.months import book_months
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.events import Stamp, lock_company, record_events, take_link
from zaplecze.platform.periods import Month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id, in_books

REASON_LEAST = 10


class CannotClose(Refusal):
    """A month can't be closed or opened; the message names what to do first."""

    code = "ledger.cannot-close"


def close_softly(*, month: Month, by: int, at: datetime) -> None:
    """Let only those post who may post into a month that is being closed; `open_softly` undoes it."""
    lock_company()
    month = in_books(month)
    period = _period(month)
    if period.state != PeriodState.OPEN:
        raise CannotClose(f"{month_name(month)} nie jest otwarty. Odśwież stronę.")
    _set_state(period, PeriodState.SOFT)
    record_events([PeriodSoftlyClosed(year=month[0], month=month[1])], Stamp(by, at))


def open_softly(*, month: Month, by: int, at: datetime) -> None:
    """Take a soft closing back, which is for those who may post into it; a closed month needs `ask_reopening`."""
    lock_company()
    month = in_books(month)
    period = _period(month)
    if period.state != PeriodState.SOFT:
        raise CannotClose(f"{month_name(month)} nie jest wstępnie zamknięty. Odśwież stronę.")
    if not may_post_softly(by):
        raise CannotClose(
            f"Wstępne zamknięcie {month_name(month)} cofa kierownik biura. Poproś go o to."
        )
    _set_state(period, PeriodState.OPEN)
    record_events([SoftClosingUndone(year=month[0], month=month[1])], Stamp(by, at))


def close_month(*, month: Month, by: int, at: datetime) -> PeriodSeal:
    """Close a month, and with it all before it, and seal what it holds, be it nothing.

    The root is SHA-256 over the hashes of the month's entries in the order of the chain. Raises `CannotClose`
    where an earlier month is open, the month hasn't begun, or the checklist has a blocker.
    """
    lock_company()
    month = in_books(month)
    company_id = current_company_id()
    period = _period(month)
    if period.state == PeriodState.CLOSED:
        raise CannotClose(f"{month_name(month)} jest już zamknięty.")
    earlier = book_months().open_before(month)
    if earlier:
        raise CannotClose(
            f"Najpierw zamknij {month_name(earlier[0])}: miesiące zamyka się po kolei."
        )
    held_up = [b.what for b in blockers(month, at=at) if not b.warns]
    if held_up:
        raise CannotClose(f"Żeby zamknąć {month_name(month)}: {'; '.join(held_up)}.")
    last_seq, _ = take_link("entries")
    entries, amount, root = _root(month, last_seq)
    seal = PeriodSeal.objects.create(
        company_id=company_id,
        no=PeriodSeal.objects.filter(company_id=company_id).count() + 1,
        year=month[0],
        month=month[1],
        last_seq=last_seq,
        entries=entries,
        amount=amount,
        root=root,
        at=at,
        by_id=by,
    )
    _set_state(period, PeriodState.CLOSED)
    record_events(
        [
            PeriodClosed(
                year=month[0], month=month[1], last_seq=last_seq, entries=entries, root=root.hex()
            )
        ],
        Stamp(by, at),
    )
    return seal


def ask_reopening(*, month: Month, reason: str, by: int, at: datetime) -> PeriodReopening:
    """Ask for a closed month to be opened again; a second person has to agree.

    Raises `CannotClose` where the month isn't closed, a later one is, or the reason says nothing.
    """
    lock_company()
    month = in_books(month)
    company_id = current_company_id()
    _reopenable(month)
    if len(reason.strip()) < REASON_LEAST:
        raise CannotClose("Podaj powód otwarcia: co i dlaczego trzeba poprawić.")
    waiting = PeriodReopening.objects.filter(
        company_id=company_id, year=month[0], month=month[1], agreed_by=None
    )
    if waiting.exists():
        raise CannotClose(f"O otwarcie {month_name(month)} już poproszono: czeka na drugą osobę.")
    asked = PeriodReopening.objects.create(
        company_id=company_id,
        year=month[0],
        month=month[1],
        reason=reason.strip(),
        asked_by_id=by,
        asked_at=at,
    )
    record_events(
        [ReopeningAsked(year=month[0], month=month[1], reason=asked.reason)], Stamp(by, at)
    )
    return asked


def agree_reopening(*, month: Month, by: int, at: datetime) -> None:
    """Open a month that someone else asked for; the seal stays and shows what was changed since."""
    lock_company()
    month = in_books(month)
    company_id = current_company_id()
    asked = PeriodReopening.objects.filter(
        company_id=company_id, year=month[0], month=month[1], agreed_by=None
    ).first()
    if asked is None:
        raise CannotClose(f"Nikt nie prosi o otwarcie {month_name(month)}. Odśwież stronę.")
    if asked.asked_by_id == by:
        raise CannotClose("O otwarcie prosisz Ty: zgodzić się musi druga osoba.")
    period = _reopenable(month)
    asked.agreed_by_id, asked.agreed_at = by, at
    asked.save(update_fields=["agreed_by", "agreed_at"])
    _set_state(period, PeriodState.OPEN)
    record_events(
        [
            PeriodReopened(
                year=month[0], month=month[1], reason=asked.reason, asked_by=asked.asked_by_id
            )
        ],
        Stamp(by, at),
    )


def _period(month: Month) -> Period:
    """The month's row; one that holds nothing gets it here."""
    company_id = current_company_id()
    months = book_months()
    if not months.holds(month):
        raise CannotClose(f"W {month_name(month)} księgi nie mają czego zamykać.")
    period, _ = Period.objects.get_or_create(
        company_id=company_id, year=month[0], month=month[1], defaults={"state": PeriodState.OPEN}
    )
    if period.state != PeriodState.CLOSED and months.state(month) == PeriodState.CLOSED:
        raise CannotClose(f"{month_name(month)} jest zamknięty razem z późniejszym miesiącem.")
    return period


def _reopenable(month: Month) -> Period:
    later = book_months().closed_after(month)
    if later:
        raise CannotClose(
            f"Najpierw otwórz {month_name(later[-1])}: miesiące otwiera się od ostatniego."
        )
    period = _period(month)
    if period.state != PeriodState.CLOSED:
        raise CannotClose(f"{month_name(month)} nie jest zamknięty. Odśwież stronę.")
    return period


def _set_state(period: Period, state: PeriodState) -> None:
    period.state = state
    period.save(update_fields=["state"])


def _root(month: Month, last_seq: int) -> tuple[int, Decimal, bytes]:
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT count(*), coalesce(sum(amount), 0.00), "
            b"sha256(coalesce(string_agg(hash, ''::bytea ORDER BY seq), ''::bytea)) "
            b"FROM ledger_entry WHERE company_id = %s AND year = %s AND month = %s AND seq <= %s",
            (current_company_id(), *month, last_seq),
        )
        row = cursor.fetchone()
    assert row is not None
    return row[0], row[1], bytes(row[2])
