"""Figures of collections: letters that were made, and those that could be. A figure in a currency says so."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from zaplecze.ledger.api import ItemOn, OpenItem, items_by_id
from zaplecze.office.lineage.figures import (
    ONE,
    ZERO,
    Term,
    Trace,
    UnknownFigure,
    checked,
    day_of,
    id_of,
    parts_of,
    traced,
)
from zaplecze.partners.api import partner_names
from zaplecze.payments.api import (
    ALL_PARTNERS,
    InterestDue,
    InterestKind,
    LetterView,
    asked_for,
    balances,
    interest_due,
    letter_items,
    proposed_reminders,
    side_items,
)
from zaplecze.payments.api import letter as kept_letter
from zaplecze.platform.currencies import is_currency

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

BOOKS = "-pln"


def letter(tracer: Tracer, rest: str) -> Trace:
    """``pismo/ID/KOLUMNA``: ``total`` of its items in the books (PLN), ``EUR`` of what is owed in euro.

    The partner's ``answer`` and the ``difference`` are in the currency of the answer.
    """
    text, column = parts_of(rest, 2)
    view = kept_letter(id_of(text))
    if view is None:
        raise UnknownFigure(rest)
    key, title = f"pismo/{rest}", f"{view.letter.number}, {view.letter.partner_name}"
    if column == "total":
        return checked(key, title, view.letter.total, _letter_terms(tracer, view, ""))
    if is_currency(column):
        amount = dict(view.sums).get(column)
        if amount is None:
            raise UnknownFigure(rest)
        return checked(
            key,
            f"{title}, w {column}",
            amount,
            _letter_terms(tracer, view, column),
            currency=column,
        )
    last = view.outcomes[-1] if view.outcomes else None
    if last is None or last.amount is None or column not in {"answer", "difference"}:
        raise UnknownFigure(rest)
    answer = Term(f"odpowiedź kontrahenta z {last.day:%d.%m.%Y}", last.amount)
    title = f"{title}, w {last.currency}"
    if column == "answer":
        return traced(key, f"{title}, saldo kontrahenta", [answer], currency=last.currency)
    terms = [Term("saldo kontrahenta", last.amount, f"pismo/{text}/answer")]
    if ours := dict(view.sums).get(last.currency):
        terms.append(Term("nasze saldo", -ours, f"pismo/{text}/{last.currency}", -ONE))
    return traced(key, f"{title}, różnica", terms, currency=last.currency)


def _letter_terms(tracer: Tracer, view: LetterView, currency: str) -> list[Term]:
    """The items as the letter named them, in PLN of the books or in one ``currency``.

    Wn is positive for a balance; of a set-off one side is told.
    """
    kind, terms = view.letter.kind, []
    for row in letter_items(view.letter.pk):
        found = _item(tracer, row.item_id)
        if kind == "setoff" and not found.is_debit:
            continue
        sign = -1 if kind == "confirmation" and not found.is_debit else 1
        amount, extra = row.amount, row.compensation
        if currency:
            amount = row.own if row.currency == currency else ZERO
            apart = row.compensation if currency == "PLN" and not row.own_compensation else ZERO
            extra = row.own_compensation if row.currency == currency else apart
        terms.append(_end(found, found.number, sign * amount))
        terms.append(_end(found, f"rekompensata do {found.number}", extra))
    return terms


def reminder(tracer: Tracer, rest: str) -> Trace:
    """``monit/DZIEŃ/KONTRAHENT/STOPIEŃ/WALUTA`` of a proposed reminder; ``EUR-pln`` is what the books hold of it.

    ``monit/DZIEŃ/razem/0/WALUTA`` is all partners'.
    """
    when, partner, level, column = parts_of(rest, 4)
    day, currency = day_of(when), _currency(column)
    found = tracer.once(("proposed", day), lambda: proposed_reminders(day=day))
    key, title = f"monit/{rest}", f"Monity na {day:%d.%m.%Y}"
    if partner == ALL_PARTNERS:
        terms = [
            Term(
                f"{_name(p.partner_id)}, stopień {p.level.no}", amount,
                f"monit/{when}/{p.partner_id}/{p.level.no}/{currency}",
            )
            for p in found
            for code, amount in p.sums
            if code == currency
        ]  # fmt: skip
        return _some(key, f"{title}, w {column}", terms, column)
    own = next(
        (p for p in found if (p.partner_id, p.level.no) == (id_of(partner), id_of(level))), None
    )
    if own is None:
        raise UnknownFigure(rest)
    items = {
        i.id: i for i in tracer.once(("side", "receivables", day), lambda: side_items(day=day))
    }
    terms = _item_terms((items[i] for i in own.item_ids), when, column)
    return _some(key, f"{title}: {_name(own.partner_id)}, {own.level.name}", terms, column)


def balance(tracer: Tracer, rest: str) -> Trace:
    """``saldo/DZIEŃ/KONTRAHENT/WALUTA`` to confirm, Wn positive; ``EUR-pln`` in the books, ``razem`` all partners."""
    when, partner, column = parts_of(rest, 3)
    day, currency = day_of(when), _currency(column)
    found = tracer.once(("balances", day), lambda: balances(day=day))
    key, title = f"saldo/{rest}", f"Salda na {day:%d.%m.%Y}"
    if partner == ALL_PARTNERS:
        asked = tracer.once(("asked", day), lambda: asked_for(day=day))
        terms = [
            Term(_name(b.partner_id), amount, f"saldo/{when}/{b.partner_id}/{currency}")
            for b in found
            if b.partner_id not in asked
            for code, amount in b.sums
            if code == currency
        ]
        return _some(key, f"{title}, w {column}", terms, column)
    own = next((b for b in found if b.partner_id == id_of(partner)), None)
    if own is None:
        raise UnknownFigure(rest)
    return _some(
        key, f"{title}: {_name(own.partner_id)}", _item_terms(own.items, when, column), column
    )


def interest(tracer: Tracer, rest: str) -> Trace:
    """``odsetki/RODZAJ/DZIEŃ/KONTRAHENT/WALUTA`` of a note that could be, line by line; ``razem`` is all partners'.

    With ``/N`` it is its N-th line alone.
    """
    parts = rest.split("/")
    kind, when, partner, currency, *no = parts_of(rest, 5 if len(parts) == 5 else 4)
    if kind not in set(InterestKind):
        raise UnknownFigure(rest)
    day, currency = day_of(when), _currency(currency)
    found: list[InterestDue] = tracer.once(
        ("interest", kind, day), lambda: interest_due(kind=InterestKind(kind), upto=day)
    )
    key, title = f"odsetki/{rest}", f"Odsetki do {day:%d.%m.%Y}, w {currency}"
    if partner == ALL_PARTNERS:
        terms = [
            Term(_name(d.partner_id), d.total, f"odsetki/{kind}/{when}/{d.partner_id}/{currency}")
            for d in found
            if d.currency == currency
        ]
        return _some(key, title, terms, currency)
    own = next((d for d in found if (d.partner_id, d.currency) == (id_of(partner), currency)), None)
    if own is None:
        raise UnknownFigure(rest)
    title = f"{title}: {_name(own.partner_id)}"
    if no:
        if not 1 <= id_of(no[0]) <= len(own.lines):
            raise UnknownFigure(rest)
        x = own.lines[int(no[0]) - 1]
        told = f"{x.principal} × {x.days} dni × {x.rate} % / 365".replace(".", ",")
        paper = _item(tracer, x.item_id).document_id
        end = Term(f"{told}, od {x.first:%d.%m.%Y}", x.amount, document_id=paper)
        return _some(key, f"{title}, {x.number}", [end], currency)
    base = f"odsetki/{kind}/{when}/{partner}/{currency}"
    terms = [
        Term(f"{x.number}, {x.days} dni", x.amount, f"{base}/{n}" if x.amount else "")
        for n, x in enumerate(own.lines, 1)
    ]
    return _some(key, title, terms, currency)


def _item_terms(items: Iterable[ItemOn], when: str, column: str) -> list[Term]:
    """Open items of one currency, as they are owed or with ``-pln`` as the books hold them; Wn positive."""
    what = "left" if column.endswith(BOOKS) or column == "PLN" else "own_left"
    terms = []
    for i in items:
        if i.unit == _currency(column):
            sign = 1 if i.is_debit else -1
            amount = i.left if what == "left" else i.owed
            key = f"pozycja/{i.id}/{when}/{what}"
            terms.append(Term(f"{i.account}, {i.number}", sign * amount, key, ONE * sign))
    return terms


def _some(key: str, title: str, terms: list[Term], column: str) -> Trace:
    """A figure of proposals in the column's currency; one without terms is no figure."""
    if not terms:
        raise UnknownFigure(key)
    return traced(key, title, terms, currency="PLN" if column.endswith(BOOKS) else column)


def _currency(column: str) -> str:
    code = column.removesuffix(BOOKS)
    if not is_currency(code):
        raise UnknownFigure(column)
    return code


def _name(partner_id: int) -> str:
    return partner_names([partner_id]).get(partner_id, str(partner_id))


def _item(tracer: Tracer, item_id: int) -> OpenItem:
    found: OpenItem | None = tracer.once(("item", item_id), lambda: items_by_id([item_id])).get(
        item_id
    )
    if found is None:
        raise UnknownFigure(str(item_id))
    return found


def _end(found: OpenItem, label: str, amount: Decimal) -> Term:
    return Term(label, amount, entry_id=found.entry_id, document_id=found.document_id)
