"""Figures of the books: an account's lines, the trial balance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zaplecze.ledger.api import (
    ANYONE,
    BEGINNING,
    NOBODY,
    AccountKind,
    LinesOf,
    MonthSum,
    accounts,
    lines_of,
    month_sums,
    traced_lines,
    trial_balance,
)
from zaplecze.office.lineage.figures import (
    ONE,
    ZERO,
    Term,
    Trace,
    UnknownFigure,
    checked,
    month_of,
    parts_of,
    traced,
)
from zaplecze.partners.api import partner_names
from zaplecze.platform.periods import CLOSING_MONTH, OPENING_MONTH, Month

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

COLUMNS = {
    "opening_debit": "saldo początkowe Wn",
    "opening_credit": "saldo początkowe Ma",
    "debit": "obroty Wn",
    "credit": "obroty Ma",
    "closing_debit": "saldo końcowe Wn",
    "closing_credit": "saldo końcowe Ma",
}
SIDE_NAMES = {"saldo": "saldo", "wn": "obroty Wn", "ma": "obroty Ma"}
TOTAL = "razem"
SYNTHETIC = 3
# More lines than these, of more months than one, are shown month by month.
LISTED = 200


def line_term(tracer: Tracer, label: str, lines: LinesOf, sign: int = 1) -> Term:
    """The sum of lines as a term, ``sign`` times."""
    own = sum((m.amount for m in _months(tracer, lines)), ZERO)
    return Term(label, sign * own, f"linie/{lines.key}", ONE * sign)


def _months(tracer: Tracer, lines: LinesOf) -> list[MonthSum]:
    return tracer.once(("months", lines), lambda: month_sums(lines))


def partner_of(tracer: Tracer, lines: LinesOf) -> str:
    """Whose share of an account it is, to follow the account's name; nothing where it is everyone's."""
    if lines.partner == ANYONE:
        return ""
    if lines.partner == NOBODY:
        return " – bez kontrahenta"
    one = int(lines.partner)
    return f" – {tracer.once(('partner', one), lambda: partner_names([one])).get(one, one)}"


def lines(tracer: Tracer, rest: str) -> Trace:
    """``linie/KONTO/KONTRAHENT/OD/DO/STRONA``: its lines, or its months where there are many."""
    try:
        asked = lines_of(rest)
    except ValueError as error:
        raise UnknownFigure(rest) from error
    key = f"linie/{asked.key}"
    whose = f"Konto {asked.account}{partner_of(tracer, asked)}"
    title = f"{whose}, {SIDE_NAMES[asked.side]}, {_period(asked.first, asked.last)}"
    months = _months(tracer, asked)
    if len(months) > 1 and sum(m.count for m in months) > LISTED:
        terms = [Term(_name(m.lines.first), m.amount, f"linie/{m.lines.key}") for m in months]
        return traced(key, title, terms)
    found = [
        Term(
            f"{n.label}, {n.voucher}, {n.text}",
            n.amount,
            entry_id=n.entry_id,
            document_id=n.document_id,
        )
        for n in traced_lines(asked)
    ]
    return traced(key, title, found)


def trial(tracer: Tracer, rest: str) -> Trace:
    """``zois/OD/DO/KONTO/KOLUMNA``; KONTO is analytic, synthetic (three digits) or ``razem``."""
    since, until, account, column = parts_of(rest, 4)
    first, last = month_of(since), month_of(until)
    if column not in COLUMNS:
        raise UnknownFigure(rest)
    key = f"zois/{rest}"
    rows = tracer.once(("zois", first, last), lambda: trial_balance(first=first, last=last))
    title = f"Konto {account}, {COLUMNS[column]}, {_period(first, last)}"
    own = next((r for r in rows if r.account == account), None)
    below = [r for r in rows if account == TOTAL or r.account.startswith(f"{account}-")]
    if account == TOTAL or (below and len(account) == SYNTHETIC):
        title = f"Razem, {COLUMNS[column]}" if account == TOTAL else title
        named = [r for r in rows if r in below or r.account == account]
        return traced(
            key,
            title,
            [
                Term(
                    f"{r.account} {r.name}".strip(),
                    getattr(r, column),
                    f"zois/{since}/{until}/={r.account}/{column}" if r.account else "",
                )
                for r in named
            ],
        )  # fmt: skip
    number = account.removeprefix("=")
    own = own or next((r for r in rows if r.account == number), None)
    if own is None:
        raise UnknownFigure(rest)
    title = f"Konto {number} {own.name}, {COLUMNS[column]}, {_period(first, last)}"
    amount = getattr(own, column)
    lines_told, sign = _lines_of(tracer, number, column, first, last)
    terms = [line_term(tracer, "zapisy konta", lines_told, sign)] if amount else []
    return checked(key, title, amount, terms)


def _lines_of(
    tracer: Tracer, account: str, column: str, first: Month, last: Month
) -> tuple[LinesOf, int]:
    """Which lines a column sums, and with which sign."""
    if column == "debit":
        return LinesOf(account, first, last, "wn"), 1
    if column == "credit":
        return LinesOf(account, first, last, "ma"), 1
    kinds = tracer.once(("kinds",), lambda: {a.number: a.kind for a in accounts()})
    start = (first[0], OPENING_MONTH) if kinds[account] == AccountKind.RESULT else BEGINNING
    until = last if column.startswith("closing") else month_before(first)
    return LinesOf(account, start, until), 1 if column.endswith("debit") else -1


def month_before(month: Month) -> Month:
    """The month of the books before one; before a year's opening stands the closing of the year before."""
    year, number = month
    return (year, number - 1) if number > OPENING_MONTH else (year - 1, CLOSING_MONTH)


def _name(month: Month) -> str:
    year, number = month
    names = {OPENING_MONTH: f"bilans otwarcia {year}", CLOSING_MONTH: f"zamknięcie roku {year}"}
    return names.get(number, f"{number:02}.{year}")


def _period(first: Month, last: Month) -> str:
    if first == last:
        return _name(first)
    return f"do {_name(last)}" if first == BEGINNING else f"{_name(first)} – {_name(last)}"
