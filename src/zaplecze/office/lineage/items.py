"""Figures of what is open: items, ageing, letters, costs over time, currencies."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zaplecze.ledger.api import (
    BEGINNING,
    Entry,
    LinesOf,
    OpenItem,
    PostedPart,
    Standing,
    Valued,
    instalments_of,
    items_by_id,
    settlements_of,
    standings,
    to_post,
    to_realise,
    valued_items,
    valued_money,
)
from zaplecze.office.lineage.books import line_term
from zaplecze.office.lineage.figures import (
    ONE,
    ZERO,
    Term,
    Trace,
    UnknownFigure,
    checked,
    day_of,
    id_of,
    month_of,
    parts_of,
    traced,
)
from zaplecze.partners.api import partner_names
from zaplecze.payments.api import bucket_of, side_items
from zaplecze.platform.periods import Month, last_day, month_code
from zaplecze.platform.scope import current_company_id, in_books

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

NOW = "teraz"
NOBODY, TOTAL, UNPLANNED = "-", "razem", "bez-planu"
VALUED = ("208", "209")


def item(tracer: Tracer, rest: str) -> Trace:
    """``pozycja/ID/DZIEŃ/KOLUMNA`` of an open item: ``amount``, ``settled`` by the day's end, ``left``.

    DZIEŃ ``teraz`` is all that settled it. ``own_amount``, ``own_settled`` and ``own_left`` are the same in the
    item's own currency.
    """
    text, when, column = parts_of(rest, 3)
    day = None if when == NOW else day_of(when)
    found = _item(tracer, id_of(text))
    key, title = f"pozycja/{rest}", f"Rozrachunek {found.number}"
    own = "own_" if column.startswith("own_") else ""
    if own and found.currency_amount is None:
        raise UnknownFigure(rest)
    if own:
        title = f"{title}, w {found.currency}"
    unit = found.currency if own else "PLN"
    column = column.removeprefix(own)
    if column == "amount":
        whole = found.currency_amount if own else found.amount
        return traced(
            key, f"{title}, kwota", [_item_end(found, found.number, whole or ZERO)], currency=unit
        )
    if column == "settled":
        terms = []
        for s in tracer.once(("settled", found.pk), lambda: settlements_of(found.pk)):
            other_id = s.credit_item_id if s.debit_item_id == found.pk else s.debit_item_id
            other = _item(tracer, other_id)
            late = day and max(s.day, found.document_date, other.document_date) > day
            part = s.debit_part if s.debit_item_id == found.pk else s.credit_part
            amount = (part or ZERO) if own else s.amount
            if not late:
                terms.append(_item_end(other, f"{other.number}, {s.day:%d.%m.%Y}", amount))
        return traced(key, f"{title}, rozliczono", terms, currency=unit)
    if column != "left":
        raise UnknownFigure(rest)
    all_of_it, settled = (item(tracer, f"{text}/{when}/{own}{c}") for c in ("amount", "settled"))
    terms = [
        Term("kwota", all_of_it.amount, all_of_it.key),
        Term("rozliczono", -settled.amount, settled.key, -ONE),
    ]
    return traced(key, f"{title}, pozostało", terms, currency=unit)


def _item(tracer: Tracer, item_id: int) -> OpenItem:
    found = tracer.once(("item", item_id), lambda: items_by_id([item_id])).get(item_id)
    if found is None:
        raise UnknownFigure(str(item_id))
    return found


def _item_end(found: OpenItem, label: str, amount: Decimal) -> Term:
    return Term(label, amount, entry_id=found.entry_id, document_id=found.document_id)


def age(tracer: Tracer, rest: str) -> Trace:
    """``wiekowanie/STRONA/DZIEŃ/PROGI/KONTRAHENT/KOLUMNA``: ``total``, or ``b2`` for the third bucket."""
    side, when, steps, partner, column = parts_of(rest, 5)
    day = day_of(when)
    edges = [id_of(e) for e in steps.split(",")]
    if side not in {"receivables", "payables"} or column not in {
        "total",
        *(f"b{n}" for n in range(len(edges) + 2)),
    }:
        raise UnknownFigure(rest)
    whose = None if partner == NOBODY else id_of(partner)
    found = tracer.once(
        ("side", side, day), lambda: side_items(day=day, receivables=side == "receivables")
    )
    terms = [
        Term(f"{i.account}, {i.number}", i.left, f"pozycja/{i.id}/{when}/left")
        for i in found
        if i.partner_id == whose and column in {"total", f"b{bucket_of(i.due_date, day, edges)}"}
    ]
    name = partner_names([whose]).get(whose, partner) if whose else "bez kontrahenta"
    return traced(f"wiekowanie/{rest}", f"Wiekowanie, {name}, na dzień {day:%d.%m.%Y}", terms)


def accrual(tracer: Tracer, rest: str) -> Trace:
    """``rmk/RRRR-MM/ID/KOLUMNA`` of a schedule: ``amount``, ``posted``, ``left``.

    ``rmk/RRRR-MM/bez-planu/KONTO`` is what no schedule explains of an account's balance.
    """
    when, which, column = parts_of(rest, 3)
    month, key = month_of(when), f"rmk/{rest}"
    found = tracer.once(("rmk", month), lambda: standings(month))
    if which == UNPLANNED:
        lines = LinesOf(column, BEGINNING, month)
        terms = [line_term(tracer, "saldo konta", lines)]
        terms += [
            Term(s.accrual.number, -s.left, f"rmk/{when}/{s.accrual.pk}/left", -ONE)
            for s in found
            if s.accrual.account == column
        ]
        return traced(key, f"RMK, konto {column}, saldo bez planu", terms)
    own = next(s for s in found if str(s.accrual.pk) == which)
    title = f"RMK {own.accrual.number}"
    if column == "amount":
        source = own.accrual.transfer_id or own.accrual.entry_id
        end = Term(own.accrual.text, own.accrual.amount, entry_id=source)
        return traced(key, f"{title}, kwota", [end])
    if column == "posted":
        return checked(key, f"{title}, rozliczono", own.posted, _instalments(own, month))
    if column != "left":
        raise UnknownFigure(rest)
    base = f"rmk/{when}/{which}"
    terms = [
        Term("kwota", own.accrual.amount, f"{base}/amount"),
        Term("rozliczono", -own.posted, f"{base}/posted", -ONE),
    ]
    return traced(key, f"{title}, zostało", terms)


def _instalments(own: Standing, month: Month) -> list[Term]:
    rows = [i for i in instalments_of(own.accrual) if i.entry_id is not None]
    entries = Entry.objects.filter(company_id=current_company_id()).in_bulk(
        [i.entry_id for i in rows]
    )
    return [
        Term(f"rata {i.month:02}.{i.year}", i.amount, entry_id=i.entry_id)
        for i in rows
        if (entries[i.entry_id].year, entries[i.entry_id].month) <= in_books(month)
    ]


def valuation(tracer: Tracer, rest: str) -> Trace:
    """``wycena/RRRR-MM/N/KOLUMNA``: the n-th thing valued: ``booked``, ``realised``, ``worth``, ``difference``.

    ``wycena/RRRR-MM/razem/left-difference`` is what is to be posted yet, ``left-realised`` of what is realised.
    """
    when, which, column = parts_of(rest, 3)
    month, key = month_of(when), f"wycena/{rest}"
    held: list[Valued] = tracer.once(
        ("valued", month), lambda: [*valued_items(month), *valued_money(month)]
    )
    if which == TOTAL and column == "left-realised":
        amount = sum((p.amount for p in to_realise(month)), ZERO)
        terms = [
            Term(f"konto {v.account}", v.realised, f"wycena/{when}/{n}/realised")
            for n, v in enumerate(held)
        ]
        terms += [_done(p) for v in held if v.own for p in v.own.realisations]
        return checked(
            key, f"Wycena {month_code(month)}, zrealizowane do zaksięgowania", amount, terms
        )
    if which == TOTAL and column == "left-difference":
        amount = sum((p.amount for p in to_post(month)), ZERO)
        terms = [
            Term(f"{v.account} {v.number}", v.difference, f"wycena/{when}/{n}/difference")
            for n, v in enumerate(held)
        ]
        terms += [
            line_term(tracer, f"wcześniejsze wyceny na {account}", LinesOf(account, BEGINNING, month), -1)
            for account in VALUED
        ]  # fmt: skip
        terms += [_done(p) for v in held if v.own for p in v.own.valuations]
        return checked(key, f"Wycena {month_code(month)}, do zaksięgowania", amount, terms)
    if not which.isdecimal():
        raise UnknownFigure(rest)
    own = held[int(which)]
    title = f"Wycena {own.account} {own.number}".rstrip()
    if column == "booked":
        return checked(key, f"{title}, w księgach", own.held.pln, _booked(tracer, own, month))
    if column == "worth":
        rate = f"{own.rate:.4f}".replace(".", ",")
        label = f"{own.held.amount} {own.held.currency} × {rate} ({own.table})"
        end = Term(label, own.worth, document_id=own.document_id)
        return traced(key, f"{title}, wartość", [end])
    if column == "realised" and own.own:
        terms = [
            Term("koszt waluty na koncie, pierwsze weszło – pierwsze wyszło", own.own.cost),
            Term("w księgach", -own.held.pln, f"wycena/{when}/{which}/booked", -ONE),
            Term("z tego wcześniejsze wyceny", own.own.valued),
        ]
        return checked(key, f"{title}, zrealizowana", own.realised, terms)
    if column != "difference":
        raise UnknownFigure(rest)
    terms = [
        Term("wartość po kursie", own.worth, f"wycena/{when}/{which}/worth"),
        Term("w księgach", -own.held.pln, f"wycena/{when}/{which}/booked", -ONE),
    ]
    if own.realised:
        terms.append(Term("zrealizowana", -own.realised, f"wycena/{when}/{which}/realised", -ONE))
    return traced(key, f"{title}, różnica", terms)


def _booked(tracer: Tracer, own: Valued, month: Month) -> list[Term]:
    if own.item_id is not None:
        left = item(tracer, f"{own.item_id}/{last_day(month).isoformat()}/left")
        sign = 1 if own.held.amount > 0 else -1
        return [Term("pozostało do rozliczenia", sign * left.amount, left.key, ONE * sign)]
    whole = line_term(tracer, f"saldo konta {own.account}", LinesOf(own.account, BEGINNING, month))
    assert own.own is not None
    posted = [_done(p) for p in (*own.own.valuations, *own.own.realisations)]
    known = sum((t.amount for t in posted), whole.amount)
    return [whole, *posted, Term("z tego w innych walutach", own.held.pln - known)]


def _done(part: PostedPart) -> Term:
    """What the month's valuation posted already, taken off."""
    return Term(f"zaksięgowano, {part.number}", -part.amount, entry_id=part.entry_id)
