"""Figures of a JPK_V7M file that was kept: as it says them, whatever the registers say now."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from zaplecze.formats.jpk_v7m_3 import Jpk, PurchaseRow, SalesRow
from zaplecze.formats.jpk_v7m_3.fields import PURCHASE_AMOUNTS, SALES_AMOUNTS
from zaplecze.office.lineage.declared import (
    RELIEF,
    TO_A_RECEIPT,
    declared_terms,
    is_summed,
    label_of,
    relief_terms,
    surplus_terms,
)
from zaplecze.office.lineage.figures import (
    Term,
    Trace,
    UnknownFigure,
    checked,
    id_of,
    parts_of,
    traced,
)
from zaplecze.tax.api import Filing, carried_over, filed_jpk, vat_rows

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer


def file_figure(tracer: Tracer, rest: str) -> Trace:
    """``plik/ID/POLE``: P of its declaration, K of its records; P_39 leads on to the file before it."""
    text, field = parts_of(rest, 2)
    found = tracer.once(("file", text), lambda: filed_jpk(id_of(text)))
    if found is None:
        raise UnknownFigure(rest)
    filing, jpk = found
    key, when = f"plik/{rest}", f"plik za {filing.month:02}.{filing.year}"
    if field.startswith("K_"):
        return traced(key, f"{field}, {when}", _rows(filing, jpk, field))
    amounts = jpk.declaration.amounts if jpk.declaration is not None else {}
    amount = Decimal(amounts[field])
    if field == "P_39":
        return checked(key, label_of(field, when), amount, _surplus(filing, amount))
    if field in RELIEF:
        taken = [s for s in jpk.sales if s.bad_debt is not None and s.bad_debt.due is not None]
        told = replace(jpk, sales=tuple(taken))
        rows = [term for name in RELIEF[field] for term in _rows(filing, told, name)]
        return checked(key, label_of(field, when), amount, relief_terms(field, amount, rows))
    exact = file_figure(tracer, f"{text}/K_{field[2:]}") if is_summed(field) else None
    terms = declared_terms(f"plik/{text}", field, amounts, exact)
    return checked(key, label_of(field, when), amount, terms)


def _surplus(filing: Filing, amount: Decimal) -> list[Term]:
    """Where P_39 came from when the file was built; what somebody typed then is an end."""
    found = carried_over(year=filing.year, month=filing.month, known=filing.pk)
    if found.amount == amount:
        return surplus_terms(found)
    return [Term(f"wpisano przy budowie pliku {filing.built_at:%d.%m.%Y}", amount)]


def _rows(filing: Filing, jpk: Jpk, field: str) -> list[Term]:
    """The file's own rows, each with the entry and the document that it is of, where the register still has them."""
    if field not in SALES_AMOUNTS and field not in PURCHASE_AMOUNTS:
        raise UnknownFigure(field)
    sold = field in SALES_AMOUNTS
    month = filing.year, filing.month
    rows: tuple[SalesRow | PurchaseRow, ...] = jpk.sales if sold else jpk.purchases
    register = "sales" if sold else "purchase"
    known = {
        (r.number, r.partner_tax_id or "BRAK", Decimal(r.amounts[field])): r
        for r in vat_rows(register=register, first=month, last=month)
        if field in r.amounts
    }
    terms = []
    for row in rows:
        if field not in row.amounts or row.document_type == TO_A_RECEIPT:
            continue
        term = Term(f"{row.number}, {row.partner_name}", row.amounts[field])
        of = known.get((row.number, row.partner_tax_id, row.amounts[field]))
        if of is not None:
            term = replace(term, entry_id=of.entry_id, document_id=of.document_id)
        terms.append(term)
    return terms
