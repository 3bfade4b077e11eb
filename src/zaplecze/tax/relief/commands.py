"""Writes of relief for bad debts: confirm a movement with its entry and row of VAT, or undo one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from zaplecze.ledger.api import (
    BAD_DEBT_VAT,
    EntryReversed,
    NewEntry,
    NewLine,
    accounts,
    add_usual_account,
    load_entry,
    post_entries,
    reverse_entry,
)
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import Month, last_day
from zaplecze.platform.scope import current_company_id
from zaplecze.platform.series import take_numbers
from zaplecze.tax.commands import NewVatRow, record_vat, reverse_vat
from zaplecze.tax.events import ReliefMoved
from zaplecze.tax.relief.choosing import CannotRelieve, chosen_of
from zaplecze.tax.relief.models import ReliefMove
from zaplecze.tax.relief.queries import Waiting, move_by_id, today_of
from zaplecze.tax.relief.rules import (
    Side,
    Step,
    Tax,
    base_of,
    register_amounts,
    tax_of,
)
from zaplecze.tax.rules import RegisterRow

VOUCHER, JOURNAL = "UZD", "PK"
INPUT_VAT, OUTPUT_VAT = "221-1", "222-1"
# What must be so where the other party isn't a VAT payer (art. 89a ust. 2a of the VAT Act).
GROUNDS: Mapping[str, str] = {
    "sad": "prawomocne orzeczenie sądu i egzekucja",
    "rejestr": "wpis do krajowego rejestru długów",
    "upadlosc": "ogłoszona upadłość konsumencka",
}
TOLD = {Step.TAKEN: "brak zapłaty 90 dni po terminie", Step.RETURNED: "zapłata"}


def confirm_relief(
    *,
    tax: Tax,
    period: Month,
    keys: Sequence[str],
    grounds: Mapping[int, str] | None = None,
    by: int | None,
    at: datetime,
) -> list[ReliefMove]:
    """Make the movements that a period lacks and a person ticked; ``keys`` are those of `Waiting`.

    In VAT each posts its entry (VOUCHER) and adds its row to the register of that month. ``grounds`` by item say why
    a party without a tax number may be relieved (`GROUNDS`). Raises `CannotRelieve` for what isn't proposed any more,
    is hindered, comes too early or lacks its ground, and what posting refuses.
    """
    lock_company()
    if not keys:
        raise CannotRelieve("Zaznacz pozycje, które mają być ujęte.")
    stamp = Stamp(by, at)
    chosen = chosen_of(tax, period, keys, today=today_of(at))
    for w in chosen:
        if w.doubtful and (grounds or {}).get(w.item.id) not in GROUNDS:
            raise CannotRelieve(
                f"Nabywca z {w.invoice.number} nie ma NIP: wybierz podstawę ulgi z art. 89a ust. 2a "
                f"({', '.join(GROUNDS.values())})."
            )
    entries = _post([w for w in chosen if w.amount], period, stamp) if tax is Tax.VAT else {}
    made = [
        ReliefMove.objects.create(
            company_id=current_company_id(),
            tax=w.tax,
            side=w.side,
            step=w.proposal.move.step,
            year=period[0],
            month=period[1],
            day=w.proposal.move.day,
            item_id=w.item.id,
            document_entry_id=w.item.entry_id,
            document_id=w.invoice.document_id,
            partner_id=w.item.partner_id,
            partner_name=w.invoice.partner_name,
            number=w.invoice.number,
            change=w.proposal.move.change,
            amounts={name: str(amount) for name, amount in w.proposal.amounts.items()},
            ground=(grounds or {}).get(w.item.id, "") if w.doubtful else "",
            entry_id=entries.get(w.key),
            at=at,
            by_id=by,
        )
        for w in chosen
    ]
    record_events([_moved(m) for m in made], stamp)
    return made


def _entry_day(w: Waiting, period: Month) -> date:
    """The day of a payment for what it returns; else the day the debt went bad, or the debtor's last of the month."""
    if w.proposal.move.step is Step.RETURNED:
        return w.proposal.move.day
    return last_day(period) if w.side is Side.DEBTOR else w.bad


def _post(chosen: Sequence[Waiting], period: Month, stamp: Stamp) -> dict[str, int]:
    """Entries and rows of the register, one each; gives the entries by key of what they are of."""
    year, month = period
    if not chosen:
        return {}
    if not any(a.number == BAD_DEBT_VAT for a in accounts(text=BAD_DEBT_VAT)):
        add_usual_account(number=BAD_DEBT_VAT, by=stamp.by, at=stamp.at)
    numbers = take_numbers(f"{VOUCHER}/{year}", len(chosen))
    posted = post_entries(
        [_entry(w, period, f"{VOUCHER}/{n}/{year}") for w, n in zip(chosen, numbers, strict=True)],
        by=stamp.by,
        at=stamp.at,
    )
    rows = []
    for w, p in zip(chosen, posted, strict=True):
        move, amounts = w.proposal.move, w.proposal.amounts
        taken = move.step is Step.TAKEN
        rows.append(
            NewVatRow(
                row=RegisterRow(
                    register="sales" if w.side is Side.CREDITOR else "purchase",
                    year=year,
                    month=month,
                    net=-base_of(w.side, amounts),
                    vat=-tax_of(w.side, amounts),
                    amounts=register_amounts(w.side, move.step, amounts),
                    proof=w.invoice.proof,
                    ksef_number=w.invoice.ksef_number,
                    relief_due=move.day if taken else None,
                    relief_paid=None if taken else move.day,
                ),
                document_id=w.invoice.document_id,
                entry_id=p.id,
                partner_country=w.invoice.country,
                partner_tax_id=w.invoice.tax_id,
                partner_name=w.invoice.partner_name,
                number=w.invoice.number,
                issue_date=w.invoice.issued,
                sale_date=w.invoice.sold,
            )
        )
    record_vat(rows, stamp)
    return {w.key: p.id for w, p in zip(chosen, posted, strict=True)}


def _entry(w: Waiting, period: Month, number: str) -> NewEntry:
    """VAT goes from its account to `BAD_DEBT_VAT` and comes back; the claim itself stays as it was."""
    tax = tax_of(w.side, w.proposal.amounts)
    day = _entry_day(w, period)
    account = OUTPUT_VAT if w.side is Side.CREDITOR else INPUT_VAT
    # Less tax due is Wn of 222, less tax deducted is Ma of 221.
    wn = tax if w.side is Side.CREDITOR else -tax
    side = "wierzyciel, art. 89a" if w.side is Side.CREDITOR else "dłużnik, art. 89b"
    why = f"ulga na złe długi, {TOLD[w.proposal.move.step]} ({side})"
    lines = (
        NewLine(account, debit=max(wn, ZERO), credit=max(-wn, ZERO), why=why),
        NewLine(
            BAD_DEBT_VAT,
            debit=max(-wn, ZERO),
            credit=max(wn, ZERO),
            partner_id=w.item.partner_id,
            why=why,
        ),
    )
    return NewEntry(
        journal=JOURNAL,
        year=period[0],
        month=period[1],
        voucher_kind=VOUCHER,
        voucher_number=number,
        operation_date=day,
        document_date=day,
        text=f"Ulga na złe długi: {w.invoice.number}, {w.invoice.partner_name}"[:512],
        lines=lines,
        partner_id=w.item.partner_id,
    )


def _moved(move: ReliefMove) -> ReliefMoved:
    return ReliefMoved(
        document_id=move.document_id,
        move_id=move.pk,
        tax=move.tax,
        side=move.side,
        step=move.step,
        year=move.year,
        month=move.month,
        change=move.change,
    )


def undo_relief(*, move_id: int, reason: str, by: int, at: datetime) -> None:
    """Take a movement back: in VAT by storno of its entry, in income tax by an opposite movement.

    Raises `CannotRelieve` for one undone before, or without a reason; what a storno refuses (`MonthFiled`, a closed
    month) stands too.
    """
    lock_company()
    move = move_by_id(move_id)
    if move is None or move.undoes is not None:
        raise CannotRelieve("Nie ma takiej korekty: odśwież stronę.")
    if not reason.strip():
        raise CannotRelieve("Podaj powód cofnięcia.")
    if ReliefMove.objects.filter(company_id=move.company_id, undoes=move.pk).exists():
        raise CannotRelieve(f"{move.number}: tę korektę już cofnięto.")
    if move.entry_id is None:
        _undo(move, Stamp(by, at))
        return
    entry, _ = load_entry(move.entry_id)
    day = min(last_day((move.year, move.month)), today_of(at))
    on = max(day, entry.operation_date)
    reverse_entry(entry_id=move.entry_id, on=on, reason=reason, by=by, at=at)


def _undo(move: ReliefMove, stamp: Stamp, *, entry_id: int | None = None) -> None:
    """An opposite movement of the same period."""
    opposite = {name: str(-Decimal(amount)) for name, amount in move.amounts.items()}
    made = ReliefMove.objects.create(
        company_id=move.company_id,
        tax=move.tax,
        side=move.side,
        step=move.step,
        year=move.year,
        month=move.month,
        day=move.day,
        item_id=move.item_id,
        document_entry_id=move.document_entry_id,
        document_id=move.document_id,
        partner_id=move.partner_id,
        partner_name=move.partner_name,
        number=move.number,
        change=-move.change,
        amounts=opposite,
        entry_id=entry_id,
        undoes=move.pk,
        at=stamp.at,
        by_id=stamp.by,
    )
    record_events([_moved(made)], stamp)


def on_entry_reversed(events: Sequence[EntryReversed], stamp: Stamp) -> None:
    """Route of `EntryReversed`: a storno of relief takes its row of VAT and its movement back."""
    mine = ReliefMove.objects.filter(
        company_id=current_company_id(), entry_id__in=[e.entry_id for e in events], undoes=None
    )
    by_entry = {m.entry_id: m for m in mine}
    for event in events:
        move = by_entry.get(event.entry_id)
        if move is not None:
            reverse_vat(entry_id=event.entry_id, by_entry_id=event.by_entry_id, stamp=stamp)
            _undo(move, stamp, entry_id=event.by_entry_id)
