"""Figures of statements: Bilans, RZiS, cash flow, changes in equity."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zaplecze.ledger.api import BEGINNING, VAT_BANK, LinesOf
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
from zaplecze.platform.scope import business_year, business_years
from zaplecze.statements.api import (
    CORRECTIONS,
    NET_VALUE,
    SET_NAMES,
    EquityLine,
    EquityTerm,
    FigureSources,
    FlowSource,
    YearMovements,
    adjustments,
    cash_flow,
    equity,
    figure_sources,
    flow_sources,
    group_of,
    net_value_lines,
    sources_of,
    year_movements,
)

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

COLUMNS = ("amount", "previous")
TOTAL = "razem"
SIDES = {"+": "raised", "-": "lowered"}
UNPAID = {"EX": "exchange", "RV": "revalued", "DP": "depreciated"}
# How each of them changes a set of accounts.
HOWS = {"raised": 1, "lowered": -1, "exchange": 1, "revalued": 1, "depreciated": 1}
HOW_NAMES = {
    "raised": "zwiększenia",
    "lowered": "zmniejszenia",
    "exchange": "wycena walut",
    "revalued": "aktualizacja wartości",
    "depreciated": "amortyzacja",
}
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
        else:
            parts.append(_from_outside(tracer, text, source))
    if not any(not s.statement for s in sources):
        for moved in tracer.once(("moved", year), lambda: adjustments(year=year)):
            label = f"przesunięcie: {moved.reason}"
            if moved.to_line == code:
                parts.append([Term(label, moved.amount)])
            if moved.from_line == code:
                parts.append([Term(label, -moved.amount)])
    return parts


def _from_outside(tracer: Tracer, text: str, source: FlowSource) -> list[Term]:
    """What a source of a line that is none of the table adds to it."""
    which, line, sign = source.statement, source.line, source.sign
    if which in {"AK", "PA", "RZ", "AK-previous"}:
        side, _, only = which.partition("-")
        columns = {only: 1} if only else {"amount": 1, "previous": -1}
        if side == "RZ":
            columns = {"amount": 1}
        found = []
        for column, each in columns.items():
            key = f"bilans/{text}/{OF_THE_FLOW}/{side}/{line}/{column}"
            figure = tracer.trace(key)
            found.append(Term(figure.title, sign * each * figure.amount, key, ONE * sign * each))
        return found
    if which == "RE":
        return _rest(tracer, text, line, sign)
    if which == "LM":
        key = f"linie/{LinesOf(VAT_BANK, BEGINNING, business_year(year_of(text)).last).key}"
    elif which == "LT":
        key = f"wykreslenia/{text}/{line}"
    elif which == "CO":
        key = f"obroty/{text}/korekty/{line}"
    elif which == "FX":
        key = f"obroty/{text}/cash/{line}"
    elif line == "cash":
        key = f"obroty/{text}/cash/year"
    else:
        how = SIDES[line[-1]] if which == "TO" else UNPAID[which]
        key = f"obroty/{text}/{line.rstrip('+-')}/{how}"
    figure = tracer.trace(key)
    return [Term(figure.title, sign * figure.amount, key, ONE * sign)]


def _rest(tracer: Tracer, text: str, side: str, sign: int) -> list[Term]:
    """What turnovers leave of the change of a group, where it went to this side: the change, less all of them."""
    group = group_of(side[:-1])
    terms = [t for s in sources_of(group.change) for t in _from_outside(tracer, text, s)]
    for key, _ in group.sets:
        for how, each in HOWS.items():
            figure = tracer.trace(f"obroty/{text}/{key}/{how}")
            terms.append(Term(figure.title, -each * figure.amount, figure.key, -ONE * each))
    factor = 1 if side.endswith("+") else -1
    if factor * sum(t.amount for t in terms) <= 0:
        return []
    return [
        replace(t, amount=sign * factor * t.amount, factor=t.factor * sign * factor) for t in terms
    ]


def turnovers(tracer: Tracer, rest: str) -> Trace:
    """``obroty/ROK/ZBIÓR/JAK``: entries that raised or lowered a set of accounts, or changed it without money.

    ``cash`` are valuations of currencies on accounts of money: ``year`` and ``before`` it; ``korekty`` what a person
    told of corrections: ``gain``, ``loss``.
    """
    text, key, how = parts_of(rest, 3)
    year = year_of(text)
    found = _movements(tracer, year)
    if key == "korekty":
        terms = [Term(f"{CORRECTIONS}: wpisano", found.movements.corrected(how))]
        return traced(f"obroty/{rest}", f"{CORRECTIONS}, {year}", terms)
    if key == "cash":
        mine = [v for v in found.valuations if (v.year == year) == (how == "year")]
        title = "wycena walut: środki pieniężne"
        terms = [
            Term(f"{v.label}, {v.voucher}, {v.text}", v.amount, entry_id=v.entry_id) for v in mine
        ]
    elif how in HOWS and key in SET_NAMES:
        title = f"{SET_NAMES[key]}: {HOW_NAMES[how]}"
        terms = [
            Term(
                f"{t.entry.label}, {t.entry.voucher}, {t.entry.text}",
                t.amount,
                entry_id=t.entry.entry_id,
            )
            for t in found.entries.get(key, ())
            if t.how == how
        ]
    else:
        raise UnknownFigure(rest)
    return traced(f"obroty/{rest}", f"{title}, {year}", terms)


def _movements(tracer: Tracer, year: int) -> YearMovements:
    return tracer.once(("movements", year), lambda: year_movements(year))


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
    text, sheet, code, _ = parts_of(rest, 4)
    year = year_of(text)
    if sheet == "przeplywy":
        table = tracer.once(("flow", year), lambda: cash_flow(year=year))
        line = next(f for f in table.flows if f.code == code)
        name, amount, words = line.name, line.previous, table.told
    else:
        own = next(x for x in _equity(tracer, year) if x.code == code)
        if own.previous is None:
            raise UnknownFigure(rest)
        name, amount, words = own.name, own.previous, own.told
    if not words:
        raise UnknownFigure(rest)
    return checked(
        f"porownawcze/{rest}",
        f"{code} {name}, {business_years().label_before(year)}",
        amount,
        [Term(words, amount)],
    )


def _equity(tracer: Tracer, year: int) -> list[EquityLine]:
    return tracer.once(("equity", year), lambda: equity(year=year))


def equity_line(tracer: Tracer, rest: str) -> Trace:
    """``kapital/ROK/POZYCJA``: lines of the form, of the balance sheet, entries, and what a person told.

    ``POZYCJA.N`` is the n-th title of a change.
    """
    text, code = parts_of(rest, 2)
    year, key = year_of(text), f"kapital/{rest}"
    by_code = {line.code: line for line in _equity(tracer, year)}
    reason = ""
    if code not in by_code:
        code, _, number = code.rpartition(".")
        if not number.isdecimal() or not int(number):
            raise UnknownFigure(rest)
        reason = by_code[code].reasons[int(number) - 1][0]
    line = by_code[code]
    terms = [_equity_term(text, t) for t in line.terms if not reason or t.text == reason]
    title = f"{code} {line.name}{f', {reason}' if reason else ''}, {year}"
    if reason:
        return traced(key, title, terms)
    return checked(key, title, line.amount, terms)


def _equity_term(text: str, term: EquityTerm) -> Term:
    if entry := term.entry:
        label = f"{entry.label}, {entry.voucher}, {entry.text}"
        return Term(label, term.amount, factor=ONE * term.sign, entry_id=entry.entry_id)
    if not term.line:
        return Term(f"{term.text}: wpisano", term.amount)
    where = f"bilans/{text}/{OF_THE_FLOW}/PA" if term.column else f"kapital/{text}"
    key = "/".join(filter(None, (where, term.line, term.column)))
    return Term(term.text, term.amount, key, ONE * term.sign)
