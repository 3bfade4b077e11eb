"""Figures of relief for bad debts: what a movement moved of its invoice."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zaplecze.ledger.api import taxed_lines
from zaplecze.office.lineage.figures import Term, Trace, UnknownFigure, checked, id_of, parts_of
from zaplecze.platform.money import format_pln
from zaplecze.tax.api import ReliefMove, ReliefSide, move_by_id, register_terms

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

VALUE = "value"


def movement(tracer: Tracer, rest: str) -> Trace:
    """``ulga/ID/POLE``: K_19 ..., K_41+K_43, or ``value`` in income tax: the invoice's own, and the part left out."""
    text, field = parts_of(rest, 2)
    move = tracer.once(("relief", text), lambda: move_by_id(id_of(text)))
    if move is None or field not in move.amounts:
        raise UnknownFigure(rest)
    amount = Decimal(move.amounts[field])
    terms = _of_invoice(move, field)
    whole = sum((t.amount for t in terms), Decimal(0))
    told = f"część, której ruch {format_pln(move.change)} zł brutto nie obejmuje"
    title = f"{move.number}, {move.partner_name}: {field}"
    return checked(f"ulga/{rest}", title, amount, [*terms, Term(told, amount - whole)])


def _of_invoice(move: ReliefMove, field: str) -> list[Term]:
    """What the whole invoice has: rows of its register, or lines of its entry that income tax takes."""
    if field != VALUE:
        found = register_terms(entry_id=move.document_entry_id, fields=field.split("+"))
    else:
        sign = 1 if move.side == ReliefSide.CREDITOR else -1
        lines = taxed_lines(move.document_entry_id)
        found = [(f"{account} {name}", sign * amount) for account, name, amount in lines]
    entry_id, document_id = move.document_entry_id, move.document_id
    return [
        Term(label, amount, entry_id=entry_id, document_id=document_id) for label, amount in found
    ]
