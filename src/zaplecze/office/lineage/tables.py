"""Totals of tables, each the sum of its rows; and figures that stand with the other sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zaplecze.office.lineage.figures import (
    ONE,
    Term,
    Trace,
    UnknownFigure,
    checked,
    parts_of,
    traced,
    year_of,
)
from zaplecze.office.tables import build_table
from zaplecze.platform.report import Report, Row, amount_in, data_rows

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

LABELS = 3


def negative(tracer: Tracer, rest: str) -> Trace:
    """``minus/LICZBA``: a figure with the other sign."""
    found = tracer.trace(rest)
    terms = [Term(found.title, -found.amount, found.key, -ONE)]
    return traced(f"minus/{rest}", f"{found.title}, z minusem", terms)


def recorded(name: str, **parts: object) -> str:
    """A maker of links that remembers what they lead to, in place of addresses."""
    if name not in {"trace", "entry", "document"}:
        return ""
    (part,) = parts.values()
    return f"{name}:{part}"


def total(tracer: Tracer, rest: str) -> Trace:
    """``suma/TABELA/ARGUMENTY/KOLUMNA``: the table is built anew, and its rows are the terms."""
    table, _, column = rest.rpartition("/")
    report = tracer.once(("table", table), lambda: build_table(table, recorded, at=tracer.at))
    label = next(c.label for c in report.columns if c.key == column)
    terms = [_term(report, row, column) for row in data_rows(report) if amount_in(row, column)]
    title = f"{report.title}, {report.period_label}: {label}, razem"
    return checked(f"suma/{rest}", title, report.totals[column], terms)


BRIDGE = ("ewidencja", "ksiegi", "roznica")


def bridge(tracer: Tracer, rest: str) -> Trace:
    """``most/ROK/WIERSZ/KOLUMNA``: the sums of the bridge from JPK_ST_KR to the books, of the rows above each."""
    year, which, column = parts_of(rest, 3)
    table = f"st-kr-most/{year_of(year)}"
    report = tracer.once(("table", table), lambda: build_table(table, recorded, at=tracer.at))
    sums = [n for n, row in enumerate(report.rows) if row.kind == "line"]
    place = BRIDGE.index(which) if which in BRIDGE else None
    if place is None or column not in {"value", "taken"}:
        raise UnknownFigure(rest)
    key, whole = f"most/{rest}", report.rows[sums[place]]
    title = f"{report.title}, {year}: {whole.cells['text']}"
    if which == "roznica":
        books, register = (
            bridge(tracer, f"{year}/{each}/{column}") for each in ("ksiegi", "ewidencja")
        )
        terms = [
            Term(books.title, books.amount, books.key),
            Term(register.title, -register.amount, register.key, -ONE),
        ]
    else:
        above = report.rows[sums[place - 1] + 1 if place else 0 : sums[place]]
        terms = [
            Term(str(row.cells["text"]), amount_in(row, column), led_to(row, "trace", column))
            for row in above
            if amount_in(row, column)
        ]
    return checked(key, title, amount_in(whole, column), terms)


def _term(report: Report, row: Row, column: str) -> Term:
    texts = [row.cells.get(c.key) for c in report.columns if c.kind in {"text", "code"}]
    label = ", ".join([str(t) for t in texts if t][:LABELS])
    amount = amount_in(row, column)
    if key := led_to(row, "trace", column):
        return Term(label, amount, key)
    entry, document = led_to(row, "entry"), led_to(row, "document")
    if not entry and not document:
        raise UnknownFigure(f"{report.code}: {label}, {column}")
    return Term(label, amount, entry_id=_id(entry), document_id=_id(document))


def _id(text: str) -> int | None:
    return int(text) if text else None


def led_to(row: Row, name: str, column: str = "") -> str:
    """What a row built with `recorded` leads to: its column's link, or that of any column."""
    urls = [row.links.get(column, "")] if column else list(row.links.values())
    return next((u.partition(":")[2] for u in urls if u.startswith(f"{name}:")), "")
