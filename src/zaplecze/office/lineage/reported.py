"""Figures of statements: Bilans, RZiS, cash flow, changes in equity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zaplecze.office.lineage.books import partner_of
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
from zaplecze.platform.scope import business_years
from zaplecze.statements.api import (
    NET_VALUE,
    FigureSources,
    adjustments,
    cash_flow,
    equity,
    figure_sources,
    flow_sources,
    net_value_lines,
)

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

COLUMNS = ("amount", "previous")
CHANGES = ("opening", "raised", "lowered", "closing")
TOTAL = "razem"
OF_THE_FLOW = "1/by-nature"


def statement(tracer: Tracer, rest: str) -> Trace:
    """``bilans/ROK/ZAŁĄCZNIK/WARIANT/STRONA/POZYCJA/KOLUMNA``; STRONA is AK, PA or RZ, POZYCJA also ``razem``."""
    text, annex, variant, side, code, column = parts_of(rest, 6)
    if column not in COLUMNS:
        raise UnknownFigure(rest)
    year, key = year_of(text), f"bilans/{rest}"
    found = _sources(tracer, year, annex, variant, column)
    told = found.statement(side)
    shown = year if column == "amount" else business_years().label_before(year)
    if code == TOTAL:
        tops = [f for f in told.figures if f.level == 0]
        terms = [
            Term(f"{f.code} {f.name}", f.amount, f"bilans/{text}/{annex}/{variant}/{side}/{f.code}/{column}")
            for f in tops
        ]  # fmt: skip
        return checked(key, f"{told.title}, razem, {shown}", told.total, terms)
    code, _, only = code.partition(":")
    figure = told.figure(code)
    if not only and (words := found.version(side)):
        return checked(
            key, f"{code} {figure.name}, {shown}", figure.amount, [Term(words, figure.amount)]
        )
    shares = [s for s in found.shares(figure) if not only or s.lines.account == only]
    if only and not shares:
        raise UnknownFigure(rest)
    terms = [
        Term(
            f"{s.lines.account} {s.name}{partner_of(tracer, s.lines)}",
            s.amount,
            f"linie/{s.lines.key}",
            ONE * s.sign,
        )
        for s in shares
    ]
    if only:
        return traced(key, f"{code} {figure.name}, konto {only}, {shown}", terms)
    return checked(key, f"{code} {figure.name}, {shown}", figure.amount, terms)


def _sources(tracer: Tracer, year: int, annex: str, variant: str, column: str) -> FigureSources:
    return tracer.once(
        ("statement", year, annex, variant, column),
        lambda: figure_sources(
            year=year, annex=annex, variant=variant, previous=column == "previous"
        ),
    )


def flow(tracer: Tracer, rest: str) -> Trace:
    """``przeplywy/ROK/POZYCJA``: lines of the table, statements' figures, and what people moved.

    ``POZYCJA.N`` is the part of a line that is its n-th in the table.
    """
    text, code = parts_of(rest, 2)
    year, key = year_of(text), f"przeplywy/{rest}"
    table = tracer.once(("flow", year), lambda: cash_flow(year=year))
    line = next((f for f in table.flows if f.code == code), None)
    if line is not None:
        parts = _flow_parts(tracer, text, code)
        terms = [t for part in parts for t in part]
        return checked(key, f"{code} {line.name}, {year}", line.amount, terms)
    whole, _, number = code.rpartition(".")
    line = next(f for f in table.flows if f.code == whole)
    if not number.isdecimal() or not int(number):
        raise UnknownFigure(rest)
    label, amount = line.terms[int(number) - 1]
    parts = [p for p in _flow_parts(tracer, text, whole) if sum(t.amount for t in p)]
    title = f"{whole} {line.name}, {label}, {year}"
    return checked(key, title, amount, parts[int(number) - 1])


def _flow_parts(tracer: Tracer, text: str, code: str) -> list[list[Term]]:
    """What a line is made of, part by part: each with its terms."""
    year = year_of(text)
    table = tracer.once(("flow", year), lambda: cash_flow(year=year))
    parts: list[list[Term]] = []
    sources = flow_sources(code)
    for source in sources:
        if not source.statement:
            amount = source.sign * table.amount(source.line)
            key = f"przeplywy/{text}/{source.line}"
            parts.append([Term(source.line, amount, key, ONE * source.sign)])
            continue
        if source.statement == "LT":
            key = f"wykreslenia/{text}/{source.line}"
            figure = tracer.trace(key)
            parts.append([Term(figure.title, source.sign * figure.amount, key, ONE * source.sign)])
            continue
        side, _, only = source.statement.partition("-")
        columns = {"amount": 1, "previous": -1} if side != "RZ" else {"amount": 1}
        part = []
        for column, sign in {only: 1}.items() if only else columns.items():
            key = f"bilans/{text}/{OF_THE_FLOW}/{side}/{source.line}/{column}"
            figure = tracer.trace(key)
            factor = source.sign * sign
            part.append(Term(figure.title, factor * figure.amount, key, ONE * factor))
        parts.append(part)
    if not any(not s.statement for s in sources):
        for moved in tracer.once(("moved", year), lambda: adjustments(year=year)):
            label = f"przesunięcie: {moved.reason}"
            if moved.to_line == code:
                parts.append([Term(label, moved.amount)])
            if moved.from_line == code:
                parts.append([Term(label, -moved.amount)])
    return parts


def net_values(tracer: Tracer, rest: str) -> Trace:
    """``wykreslenia/ROK/disposed`` and the like: what each striking off put on a result account or an asset's."""
    text, where = parts_of(rest, 2)
    year = year_of(text)
    lines = tracer.once(("net-values", year), lambda: net_value_lines(year))[where]
    terms = [
        Term(f"{n.label}, {n.voucher}, {n.account} {n.name}", n.amount, entry_id=n.entry_id)
        for n in lines
    ]
    return traced(f"wykreslenia/{rest}", f"{NET_VALUE[where]}, {year}", terms)


def compared(tracer: Tracer, rest: str) -> Trace:
    """``porownawcze/ROK/ARKUSZ/POZYCJA/KOLUMNA``: what people told of the year before: przeplywy, kapital."""
    text, sheet, code, column = parts_of(rest, 4)
    year = year_of(text)
    if sheet == "przeplywy":
        table = tracer.once(("flow", year), lambda: cash_flow(year=year))
        line = next(f for f in table.flows if f.code == code)
        name, amount, words = line.name, line.previous, table.told
    else:
        changes = tracer.once(("equity", year), lambda: equity(year=year))
        found = next(c for c in changes if c.code == code)
        if found.before is None or column not in CHANGES:
            raise UnknownFigure(rest)
        name, amount, words = found.name, getattr(found.before, column), found.told
    if not words:
        raise UnknownFigure(rest)
    return checked(
        f"porownawcze/{rest}",
        f"{code} {name}, {business_years().label_before(year)}",
        amount,
        [Term(words, amount)],
    )


def equity_change(tracer: Tracer, rest: str) -> Trace:
    """``kapital/ROK/POZYCJA/KOLUMNA``: what it was, what it is, and by how much it rose or fell."""
    text, code, column = parts_of(rest, 3)
    year = year_of(text)
    change = next(
        c for c in tracer.once(("equity", year), lambda: equity(year=year)) if c.code == code
    )
    base = f"bilans/{text}/{OF_THE_FLOW}/PA/{code}"
    then, now = (
        Term(name, amount, f"{base}/{which}")
        for name, amount, which in (
            ("na początek roku", change.opening, "previous"),
            ("na koniec roku", change.closing, "amount"),
        )
    )
    less_then = Term(then.label, -then.amount, then.key, -ONE)
    less_now = Term(now.label, -now.amount, now.key, -ONE)
    terms = {
        "opening": [then],
        "closing": [now],
        "raised": [now, less_then] if change.raised else [],
        "lowered": [then, less_now] if change.lowered else [],
    }[column]
    title = f"{code} {change.name}, {year}"
    return checked(f"kapital/{rest}", title, getattr(change, column), terms)
