"""Set-off (kompensata): letter, entry and settlements in one transaction; and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from zaplecze.ledger.api import (
    NewEntry,
    NewLine,
    OpenItem,
    Part,
    exchange_rate,
    items_of_entries,
    post_entries,
    reverse_entry,
    settle_parts,
    undo_settlement,
)
from zaplecze.partners.api import Partner, partners
from zaplecze.payments.collections import queries
from zaplecze.payments.collections.keeping import (
    Facts,
    LetterDraft,
    LetterRow,
    keep_letters,
    letter_numbers,
    sums_fact,
)
from zaplecze.payments.collections.models import (
    CollectionLetter,
    LetterKind,
    Outcome,
)
from zaplecze.payments.collections.setoff_rules import Met, meet, taken_of, values
from zaplecze.payments.collections.setoffs import PLN, Sides, open_sides, owed
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.money import ZERO
from zaplecze.platform.polish import counted
from zaplecze.platform.refusal import Refusal

JOURNAL = "PK"
KIND = "KOMP"


class CannotSetOff(Refusal):
    """Claims can't be set off as asked."""

    code = "payments.cannot-set-off"


def make_setoff(
    *,
    partner_id: int,
    other_id: int | None = None,
    currency: str = PLN,
    by_agreement: bool = False,
    amount: Decimal | None = None,
    item_ids: Sequence[int] | None = None,
    on: date,
    by: int | None,
    at: datetime,
) -> CollectionLetter:
    """Set a partner's debts to us off against ours to her, the oldest due first; returns the numbered letter.

    ``by_agreement`` makes a compensation both sides sign (kompensata umowna) instead of a statement of ours: only
    then a receivable may not be due yet, and our creditor may be another partner, ``other_id``. ``amount`` (in
    ``currency``) and ``item_ids`` narrow it. Raises `CannotSetOff` where nothing meets, or less than was asked.
    """
    lock_company()
    if on > at.astimezone(WARSAW).date():
        raise CannotSetOff(
            f"Potrącenie nie może być z przyszłą datą: wybierz dzień do {at.astimezone(WARSAW):%d.%m.%Y}.",
            code="payments.setoff-day",
        )
    if other_id is not None and other_id != partner_id and not by_agreement:
        raise CannotSetOff(
            "Wierzytelności dwóch kontrahentów można skompensować tylko za zgodą wszystkich stron: "
            "wybierz kompensatę umowną.",
            code="payments.setoff-parties",
        )
    sides = _asked(partner_id, other_id or partner_id, currency, item_ids, on)
    if not by_agreement:
        sides = _due(sides, on=on, strict=item_ids is not None)
    met = meet(map(owed, sides.receivables), map(owed, sides.payables), on=on, limit=amount)
    total = sum((m.amount for m in met), ZERO)
    if not total or (amount is not None and amount != total):
        raise CannotSetOff(
            f"Do potrącenia jest {total} {currency}: podaj kwotę od 0,01 do tej sumy."
            if total and amount
            else "Nie ma wymagalnych należności i zobowiązań, które mogą się spotkać: "
            "wybierz inne pozycje, dzień albo kompensatę umowną.",
            code="payments.setoff-nothing",
        )
    rate, pln = _valued(met, currency, on)
    (number,) = letter_numbers(LetterKind.SETOFF, 1, on=on)
    items = {i.id: i for i in (*sides.receivables, *sides.payables)}
    whom = partners([partner_id, other_id])
    # By agreement claims end on its day; a statement works back to when they could first meet (art. 499).
    days = [on if by_agreement else m.since for m in met]
    worth = list(zip(met, pln, days, strict=True))
    entry = _entry(worth, items, partner=whom[partner_id], number=number, on=on)
    (posted,) = post_entries([entry], by=by, at=at)
    opened = items_of_entries([posted.id])
    settle_parts(
        parts=[
            part
            for no, m in enumerate(met)
            for part in (
                Part(m.receivable_id, opened[posted.id, 2 * no + 2], m.amount, m.amount),
                Part(opened[posted.id, 2 * no + 1], m.payable_id, m.amount, m.amount),
            )
        ],
        on=on,
        by=by,
        at=at,
    )
    facts: Facts = {
        "by_agreement": by_agreement,
        "currency": currency,
        "amount": str(total),
        "sums": sums_fact(((currency, total),)),
        "rate": rate,
        "entry": posted.label,
        "other": _party(whom[other_id]) if other_id and other_id != partner_id else None,
        "receivables": _told(sides.receivables, met),
        "payables": _told(sides.payables, met),
        "since": min(days).isoformat(),
    }
    rows: dict[int, Decimal] = {}
    own = taken_of(met)
    for m, value in zip(met, pln, strict=True):
        for item_id in (m.receivable_id, m.payable_id):
            rows[item_id] = rows.get(item_id, ZERO) + value
    draft = LetterDraft(
        partner_id,
        sum(pln, ZERO),
        facts,
        [
            LetterRow(item_id, value, ZERO, currency, own[item_id])
            for item_id, value in rows.items()
        ],
        number=number,
        entry_id=posted.id,
    )
    return keep_letters(LetterKind.SETOFF, [draft], on=on, as_of=on, stamp=Stamp(by, at))[0]


def undo_setoff(*, letter_id: int, reason: str, on: date, by: int | None, at: datetime) -> None:
    """Take a set-off back: its settlements, then its entry by storno; the letter is cancelled with the reason."""
    lock_company()
    view = queries.letter(letter_id)
    if view is None or view.letter.kind != LetterKind.SETOFF or view.letter.entry_id is None:
        raise CannotSetOff("Nie ma takiej kompensaty: odśwież rejestr.", code="payments.letter")
    if view.state == Outcome.CANCELLED:
        raise CannotSetOff(
            f"Kompensata {view.letter.number} jest już cofnięta.", code="payments.letter-outcome"
        )
    if not reason.strip():
        raise CannotSetOff("Podaj powód cofnięcia kompensaty.", code="payments.letter-reason")
    if on < view.letter.day:
        raise CannotSetOff(
            f"Kompensata {view.letter.number} jest z {view.letter.day:%d.%m.%Y}: podaj dzień nie wcześniejszy.",
            code="payments.letter-day",
        )
    entry_id = view.letter.entry_id
    for item_id in sorted(items_of_entries([entry_id]).values()):
        undo_settlement(item_id=item_id, on=on, by=by, at=at)
    reverse_entry(entry_id=entry_id, on=on, reason=reason, by=by, at=at)


def _asked(
    debtor: int, creditor: int, currency: str, item_ids: Sequence[int] | None, on: date
) -> Sides:
    """The items that take part: those of both partners, or of them the ones that were named."""
    found, nothing = open_sides(on=on), Sides((), ())
    receivables = found.get((debtor, currency), nothing).receivables
    payables = found.get((creditor, currency), nothing).payables
    if item_ids is None:
        return Sides(receivables, payables)
    wanted = set(item_ids)
    if gone := wanted - {i.id for i in (*receivables, *payables)}:
        raise CannotSetOff(
            f"{counted(len(gone), 'wybranej pozycji', 'wybranych pozycji', 'wybranych pozycji')} nie można "
            "potrącić (rozliczone, wstrzymane, w innej walucie "
            "albo wyłączone prawem): odśwież listę.",
            code="payments.setoff-gone",
        )
    return Sides(
        tuple(i for i in receivables if i.id in wanted),
        tuple(i for i in payables if i.id in wanted),
    )


def _due(sides: Sides, *, on: date, strict: bool) -> Sides:
    early = [i for i in sides.receivables if owed(i).due > on]
    if early and strict:
        raise CannotSetOff(
            f"Należność {early[0].number} jest wymagalna dopiero {owed(early[0]).due:%d.%m.%Y} (art. 498 k.c.): "
            "odznacz ją albo wybierz kompensatę umowną.",
            code="payments.setoff-not-due",
        )
    return Sides(tuple(i for i in sides.receivables if owed(i).due <= on), sides.payables)


def _valued(met: Sequence[Met], currency: str, on: date) -> tuple[str, list[Decimal]]:
    """How the parts are valued, as the letter says it, and what they are in PLN."""
    if currency == PLN:
        return "", [m.amount for m in met]
    rate = exchange_rate(currency=currency, before=on)
    if rate is None:
        raise CannotSetOff(
            f"Brak kursu {currency} sprzed {on:%d.%m.%Y}: wczytaj tabelę A NBP i ponów.",
            code="payments.no-rate",
        )
    return rate.told, values([m.amount for m in met], rate.mid)


def _entry(
    worth: Sequence[tuple[Met, Decimal, date]],
    items: dict[int, OpenItem],
    *,
    partner: Partner,
    number: str,
    on: date,
) -> NewEntry:
    """Two lines for each meeting (its PLN, its day): Wn of what we owe, Ma of what is owed to us."""
    lines: list[NewLine] = []
    for m, value, day in worth:
        for item, debit in ((items[m.payable_id], True), (items[m.receivable_id], False)):
            foreign = item.currency != PLN and item.currency_amount is not None
            lines.append(
                NewLine(
                    item.account.number,
                    debit=value if debit else ZERO,
                    credit=ZERO if debit else value,
                    partner_id=item.partner_id,
                    text=f"Kompensata: {item.number}"[:512],
                    currency=item.currency if foreign else PLN,
                    currency_amount=m.amount if foreign else None,
                    item_number=number,
                    item_date=day,
                )
            )
    return NewEntry(
        journal=JOURNAL,
        year=on.year,
        month=on.month,
        voucher_kind=KIND,
        voucher_number=number,
        operation_date=on,
        document_date=on,
        text=f"Kompensata {number}, {partner.name}"[:512],
        lines=tuple(lines),
        partner_id=partner.id,
    )


def _party(partner: Partner) -> Facts:
    return {"name": partner.name, "tax_id": partner.tax_id, "address": partner.address}


def _told(items: Sequence[OpenItem], met: Sequence[Met]) -> list[Facts]:
    """What the letter prints of each item that takes part, in its currency."""
    taken = taken_of(met)
    return [
        {
            "number": i.number,
            "date": i.document_date.isoformat(),
            "due": i.due_date.isoformat() if i.due_date else "",
            "left": str(owed(i).left),
            "set_off": str(taken[i.id]),
            "rest": str(owed(i).left - taken[i.id]),
        }
        for i in items
        if i.id in taken
    ]
