"""Figures of relief for bad debts: what a movement moved, or would move, of its invoice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from zaplecze.formats.jpk_v7m_3.fields import RELIEF_BASES
from zaplecze.ledger.api import taxed_lines
from zaplecze.office.lineage.figures import (
    Term,
    Trace,
    UnknownFigure,
    checked,
    id_of,
    month_of,
    parts_of,
    traced,
    year_of,
)
from zaplecze.platform.days import WARSAW
from zaplecze.platform.money import ZERO, format_pln
from zaplecze.tax.api import ReliefSide, Tax, Waiting, move_by_id, register_terms, waiting

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

VALUE, GROSS, BASE = "value", "brutto", "podstawa"
SUMS = {GROSS: "kwota brutto", BASE: "podstawa", "kwota": "podatek albo wartość"}


@dataclass(frozen=True, slots=True)
class _Movement:
    """A movement, made or waiting: ``key`` is the address of its figures, ``amounts`` are PLN by field."""

    key: str
    name: str
    side: str
    change: Decimal
    amounts: Mapping[str, Decimal]
    entry_id: int
    document_id: int | None


def movement(tracer: Tracer, rest: str) -> Trace:
    """``ulga/ID/POLE``: K_19 ..., K_41+K_43, or ``value`` in income tax: the invoice's own, and the part left out.

    ``brutto``, ``podstawa`` and ``kwota`` are its sums.
    """
    text, field = parts_of(rest, 2)
    move = tracer.once(("relief", text), lambda: move_by_id(id_of(text)))
    if move is None:
        raise UnknownFigure(rest)
    amounts = {name: Decimal(amount) for name, amount in move.amounts.items()}
    made = _Movement(
        f"ulga/{text}",
        f"{move.number}, {move.partner_name}",
        move.side,
        move.change,
        amounts,
        move.document_entry_id,
        move.document_id,
    )
    return _figure(made, field)


def proposal(tracer: Tracer, rest: str) -> Trace:
    """``ulga-czeka/PODATEK/OKRES/KLUCZ/POLE``: the same of a movement that a period lacks."""
    tax, period, key, field = parts_of(rest, 4)
    if tax not in set(Tax):
        raise UnknownFigure(rest)
    found: dict[str, Waiting] = tracer.once(
        ("relief waits", tax, period),
        lambda: {
            w.key: w
            for w in waiting(
                tax=Tax(tax),
                period=month_of(period) if tax == Tax.VAT else (year_of(period), 0),
                today=tracer.at.astimezone(WARSAW).date(),
            )
        },
    )
    w = found[key]
    return _figure(
        _Movement(
            f"ulga-czeka/{tax}/{period}/{key}",
            f"{w.invoice.number}, {w.invoice.partner_name}",
            w.side,
            w.proposal.move.change,
            w.proposal.amounts,
            w.item.entry_id,
            w.invoice.document_id,
        ),
        field,
    )


def _figure(move: _Movement, field: str) -> Trace:
    key = f"{move.key}/{field}"
    if field in SUMS:
        return traced(key, f"{move.name}: {SUMS[field]}", _sum(move, field))
    if field not in move.amounts:
        raise UnknownFigure(key)
    terms = _of_invoice(move, field)
    rest = move.amounts[field] - sum((t.amount for t in terms), ZERO)
    told = f"część, której zmiana o {format_pln(move.change)} zł brutto nie obejmuje"
    return checked(key, f"{move.name}: {field}", move.amounts[field], [*terms, Term(told, rest)])


def _sum(move: _Movement, field: str) -> list[Term]:
    """The gross that moves, or the base or the tax of its fields."""
    if field == GROSS:
        return [Term("o tyle zmienia się kwota objęta ulgą", move.change)]
    return [
        Term(name, amount, f"{move.key}/{name}")
        for name, amount in move.amounts.items()
        if (name in RELIEF_BASES) == (field == BASE)
    ]


def _of_invoice(move: _Movement, field: str) -> list[Term]:
    """What the whole invoice has: rows of its register, or lines of its entry that income tax takes."""
    if field != VALUE:
        found = register_terms(entry_id=move.entry_id, fields=field.split("+"))
    else:
        sign = 1 if move.side == ReliefSide.CREDITOR else -1
        lines = taxed_lines(move.entry_id)
        found = [(f"{account} {name}", sign * amount) for account, name, amount in lines]
    return [
        Term(label, amount, entry_id=move.entry_id, document_id=move.document_id)
        for label, amount in found
    ]
