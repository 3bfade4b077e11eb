"""Figures of the books: an account's lines, the trial balance, Księga główna, Dziennik, Karta konta."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from zaplecze.ledger.api import (
    ANYONE,
    BEGINNING,
    DIMENSION_GENITIVE,
    NOBODY,
    AccountKind,
    BalanceRow,
    Dimension,
    JournalRow,
    LinesOf,
    MonthSum,
    Side,
    account_lines,
    accounts,
    journal_amounts,
    lines_of,
    members,
    month_name,
    month_sides,
    month_sums,
    monthly_turnovers,
    partner_sides,
    traced_lines,
    trial_balance,
    with_sides,
    year_begins,
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
from zaplecze.platform.periods import OPENING_MONTH, Month, month_code
from zaplecze.platform.scope import business_years, in_books

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

COLUMNS = {
    "opening_debit": "saldo początkowe Wn",
    "opening_credit": "saldo początkowe Ma",
    "debit": "obroty Wn",
    "credit": "obroty Ma",
    "year_debit": "obroty Wn od początku roku",
    "year_credit": "obroty Ma od początku roku",
    "closing_debit": "saldo końcowe Wn",
    "closing_credit": "saldo końcowe Ma",
}
SIDE_NAMES = {"saldo": "saldo", "wn": "obroty Wn", "ma": "obroty Ma"}
TOTAL, BO = "razem", "bo"
GL_SIDES: dict[str, Side] = {"debit": "wn", "credit": "ma", "balance": "saldo"}
SYNTHETIC = 3
# More lines than these, of more months than one, are shown month by month.
LISTED = 200


def line_term(tracer: Tracer, label: str, lines: LinesOf, sign: int = 1) -> Term:
    """The sum of lines as a term, ``sign`` times."""
    own = sum((m.amount for m in _months(tracer, lines)), ZERO)
    return Term(label, sign * own, f"linie/{lines.key}", ONE * sign)


def _months(tracer: Tracer, lines: LinesOf) -> list[MonthSum]:
    """Months of the lines; all months of an account are read once."""
    sides = tracer.once(
        ("months", lines.account, lines.partner),
        lambda: month_sides(account=lines.account, partner=lines.partner),
    )
    return month_sums(lines, sides)


def partner_of(tracer: Tracer, lines: LinesOf) -> str:
    """Whose share of an account it is, to follow the account's name; nothing where it is everyone's."""
    if lines.partner == ANYONE:
        return ""
    word, _, member = lines.partner.rpartition(":")
    if word:
        dimension = Dimension(word)
        if member == NOBODY:
            return f" – bez {DIMENSION_GENITIVE[dimension]}"
        known = tracer.once(("members", word), lambda: members(dimension))
        return f" – {known[int(member)].code} {known[int(member)].name}"
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
        terms = [Term(month_name(m.lines.first), m.amount, f"linie/{m.lines.key}") for m in months]
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
    sides = tracer.once(("sides", first, last), lambda: partner_sides(first=first, last=last))
    rows = with_sides(_balances(tracer, first, last), sides)
    own = next((r for r in rows if r.account == account), None)
    below = [r for r in rows if r.account.startswith(f"{account}-")]
    if account == TOTAL or (below and len(account) == SYNTHETIC):
        title = f"Konto {account}, {COLUMNS[column]}, {_period(first, last)}"
        if account == TOTAL:
            title = f"Razem, {COLUMNS[column]}"
            below = [r for r in rows if r.kind != AccountKind.OFF]
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
    mine = [s for s in sides if s.account == number]
    if mine and column.startswith(("opening", "closing")):
        when = "opening" if column.startswith("opening") else "closing"
        shares = [(s.partner_id, getattr(s, when)) for s in mine if getattr(s, when) * sign > 0]
        names = tracer.once(("partners", number), lambda: partner_names(s.partner_id for s in mine))
        terms = [
            line_term(
                tracer,
                names.get(partner or 0, "bez kontrahenta"),
                replace(lines_told, partner=NOBODY if partner is None else str(partner)),
                sign,
            )
            for partner, _ in shares
        ]
    else:
        terms = [line_term(tracer, "zapisy konta", lines_told, sign)] if amount else []
    return checked(key, title, amount, terms)


def _balances(tracer: Tracer, first: Month, last: Month) -> list[BalanceRow]:
    return tracer.once(("zois", first, last), lambda: trial_balance(first=first, last=last))


def general_ledger(tracer: Tracer, rest: str) -> Trace:
    """``kg/OD/DO/KONTO/MIEJSCE/KOLUMNA`` of a synthetic account: MIEJSCE is ``bo``, a month, or ``razem``.

    KOLUMNA is ``debit``, ``credit``, or ``balance`` after that place; KONTO ``razem`` is all accounts.
    """
    since, until, account, place, column = parts_of(rest, 5)
    first, last = month_of(since), month_of(until)
    if column not in GL_SIDES or (place in {BO, TOTAL} and (column == "balance") != (place == BO)):
        raise UnknownFigure(rest)
    key = f"kg/{rest}"
    rows = _balances(tracer, first, last)
    what = "saldo" if column == "balance" else SIDE_NAMES[GL_SIDES[column]]
    if account == TOTAL:
        if place != TOTAL:
            raise UnknownFigure(rest)
        below = [
            general_ledger(tracer, f"{since}/{until}/{number}/razem/{column}")
            for number in sorted({r.account[:SYNTHETIC] for r in rows})
        ]
        terms = [Term(t.title, t.amount, t.key) for t in below]
        return traced(key, f"Księga główna, {what}, {_period(first, last)}", terms)
    own = [r for r in rows if r.account[:SYNTHETIC] == account]
    if not own:
        raise UnknownFigure(rest)
    start, end = (first, last) if place in {BO, TOTAL} else (month_of(place), month_of(place))
    if place == BO:
        found = [_lines_of(tracer, r.account, "opening_debit", first, last)[0] for r in own]
        when = f"na początek {month_name(first)}"
    else:
        begins = first if column == "balance" else start
        found = [LinesOf(r.account, begins, end, GL_SIDES[column]) for r in own]
        when = f"po {month_name(end)}" if column == "balance" else _period(start, end)
    terms = [line_term(tracer, f"{r.account} {r.name}", n) for r, n in zip(own, found, strict=True)]
    if column == "balance" and place != BO:
        opened = general_ledger(tracer, f"{since}/{until}/{account}/bo/balance")
        terms = [Term("saldo początkowe", opened.amount, opened.key), *terms]
    return traced(key, f"Konto {account}, {what}, {when}", terms)


def diary(tracer: Tracer, rest: str) -> Trace:
    """``dziennik/OD/DO/debit`` (or ``credit``): its months, a month's entries."""
    since, until, column = parts_of(rest, 3)
    first, last = in_books(month_of(since)), in_books(month_of(until))
    if column not in {"debit", "credit"}:
        raise UnknownFigure(rest)
    key = f"dziennik/{rest}"
    title = f"Dziennik, {SIDE_NAMES[GL_SIDES[column]]}, {_period(first, last)}"
    if first == last:
        entries = journal_amounts(first=first, last=last)
        return traced(
            key,
            title,
            [
                Term(e.label, getattr(e, column), entry_id=e.entry_id, document_id=e.document_id)
                for e in entries
            ],
        )
    sums: dict[Month, Decimal] = {}
    for t in tracer.once(("turnovers",), monthly_turnovers):
        if first <= t.month <= last:
            sums[t.month] = sums.get(t.month, ZERO) + getattr(t, column)
    terms = [
        Term(month_name(m), amount, f"dziennik/{month_code(m)}/{month_code(m)}/{column}")
        for m, amount in sorted(sums.items())
    ]
    return traced(key, title, terms)


def card(tracer: Tracer, rest: str) -> Trace:
    """``karta/OD/DO/KONTO/MIEJSCE``: ``bo``, ``koniec``, ``wn``, ``ma``, or the balance after ``ZAPIS.WIERSZ``."""
    since, until, account, place = parts_of(rest, 4)
    first, last = month_of(since), month_of(until)
    key = f"karta/{rest}"
    opening, _ = _lines_of(tracer, account, "opening_debit", first, last)
    if place in {"wn", "ma"}:
        side: Side = "wn" if place == "wn" else "ma"
        terms = [line_term(tracer, "zapisy konta", LinesOf(account, first, last, side))]
        return traced(key, f"Konto {account}, {SIDE_NAMES[place]}, {_period(first, last)}", terms)
    terms = [line_term(tracer, "saldo początkowe", opening)]
    title = f"Karta konta {account}, saldo"
    if place == BO:
        return traced(key, f"{title} na początek {month_name(first)}", terms)
    if place == "koniec":
        terms.append(line_term(tracer, "zapisy konta", LinesOf(account, first, last)))
        return traced(key, f"{title} na koniec {month_name(last)}", terms)
    lines = tracer.once(
        ("card", account, first, last),
        lambda: account_lines(account=account, first=first, last=last),
    )
    at = next(n for n, r in enumerate(lines) if f"{r.entry_id}.{r.line_no}" == place)
    here = lines[at]
    month = here.year, here.month
    for past in _months(tracer, LinesOf(account, first, month)):
        if past.lines.last < month:
            terms.append(Term(month_name(past.lines.last), past.amount, f"linie/{past.lines.key}"))
    terms += [_card_line(r) for r in lines[: at + 1] if (r.year, r.month) == month]
    return traced(key, f"{title} po zapisie {here.journal}/{here.number}/{here.year}", terms)


def _card_line(row: JournalRow) -> Term:
    return Term(
        f"{row.journal}/{row.number}/{row.year}, {row.voucher_number}, {row.text}",
        row.debit - row.credit,
        entry_id=row.entry_id,
        document_id=row.document_id,
    )


def _lines_of(
    tracer: Tracer, account: str, column: str, first: Month, last: Month
) -> tuple[LinesOf, int]:
    """Which lines a column sums, and with which sign."""
    if column == "debit":
        return LinesOf(account, first, last, "wn"), 1
    if column == "credit":
        return LinesOf(account, first, last, "ma"), 1
    if column in {"year_debit", "year_credit"}:
        side: Side = "wn" if column == "year_debit" else "ma"
        return LinesOf(account, year_begins(first, last), last, side), 1
    kinds = tracer.once(("kinds",), lambda: {a.number: a.kind for a in accounts()})
    year, _ = in_books(first)
    start = (year, OPENING_MONTH) if kinds[account] == AccountKind.RESULT else BEGINNING
    until = last if column.startswith("closing") else business_years().month_before(first)
    return LinesOf(account, start, until), 1 if column.endswith("debit") else -1


def _period(first: Month, last: Month) -> str:
    if first == last:
        return month_name(first)
    return (
        f"do {month_name(last)}"
        if first[0] == BEGINNING[0]
        else f"{month_name(first)} – {month_name(last)}"
    )
