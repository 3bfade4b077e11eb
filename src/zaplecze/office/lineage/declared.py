"""Figures of what is declared: JPK_V7M, JPK_KR_PD, the CIT worksheet."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zaplecze.formats.jpk_v7m_3 import LABELS
from zaplecze.formats.jpk_v7m_3.fields import (
    BASES,
    INPUT_TAX,
    OUTPUT_TAX,
    OUTPUT_TAX_LESS,
    PURCHASE_AMOUNTS,
    SALES_AMOUNTS,
)
from zaplecze.ledger.api import (
    ANYONE,
    BEGINNING,
    NOBODY,
    AccountKind,
    FinalAccount,
    LinesOf,
    YearBalance,
    final_accounts,
    journal_amounts,
    year_balances,
)
from zaplecze.office.lineage.books import line_term
from zaplecze.office.lineage.figures import (
    ONE,
    ZERO,
    Term,
    Trace,
    UnknownFigure,
    checked,
    month_of,
    parts_of,
    rounding,
    traced,
    year_of,
)
from zaplecze.platform.periods import OPENING_MONTH
from zaplecze.tax.api import INCOME_TAX, CitWorksheet, VatRow, preview_jpk, told_rows, worksheet

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

TO_A_RECEIPT = "FP"
JANUARY, DECEMBER = 1, 12


def vat(tracer: Tracer, rest: str) -> Trace:
    """``v7m/RRRR-MM/POLE``: P of the declaration, K of the records, ``sprzedaz`` and ``zakup`` control totals."""
    text, field = parts_of(rest, 2)
    month = month_of(text)
    key = f"v7m/{rest}"
    if field.startswith("K_"):
        return traced(key, f"{field}, {text}", _rows(tracer, month, field))
    built = tracer.once(
        ("v7m", month), lambda: preview_jpk(year=month[0], month=month[1], at=tracer.at)
    )
    if field in {"sprzedaz", "zakup"}:
        plus, minus, amount = {
            "sprzedaz": (OUTPUT_TAX, OUTPUT_TAX_LESS, built.sales_tax),
            "zakup": (INPUT_TAX, (), built.purchase_tax),
        }[field]
        terms = [_field(tracer, text, name) for name in plus]
        terms += [_field(tracer, text, name, -1) for name in minus]
        return checked(key, f"Suma kontrolna podatku, {text}", amount, terms)
    amounts = built.declaration.amounts
    amount = Decimal(amounts[field])
    title = f"{field} {LABELS.get(field, '')}, {text}"
    own = f"K_{field[2:]}"
    if own in SALES_AMOUNTS or own in PURCHASE_AMOUNTS:
        exact = vat(tracer, f"{text}/{own}")
        terms = [Term(f"suma {own}", exact.amount, exact.key), rounding(amount, exact.amount)]
        return checked(key, title, amount, terms)
    terms = [
        Term(f"{name} {LABELS.get(name, '')}", Decimal(sign * amounts[name]), f"v7m/{text}/{name}", ONE * sign)
        for sign, name in _formula(field, amounts)
        if name in amounts
    ]  # fmt: skip
    if field == "P_39":
        terms = [Term("P_62 z zachowanego pliku poprzedniego miesiąca", amount)]
    return checked(key, title, amount, terms)


def _formula(field: str, amounts: dict[str, int] | object) -> list[tuple[int, str]]:
    """What a field of the declaration is computed of, as the notes of the schema say."""
    declared: dict[str, int] = amounts  # type: ignore[assignment]
    due = [(1, f"P_{n[2:]}") for n in OUTPUT_TAX] + [(-1, f"P_{n[2:]}") for n in OUTPUT_TAX_LESS]
    to_pay = [(1, "P_38"), (-1, "P_48"), (-1, "P_49"), (-1, "P_50")]
    surplus = [(-1, "P_38"), (1, "P_48"), (1, "P_49"), (1, "P_50"), (1, "P_52")]
    return {
        "P_37": [(1, name) for name in BASES],
        "P_38": due,
        "P_48": [(1, "P_39"), *((1, f"P_{n[2:]}") for n in INPUT_TAX)],
        "P_51": to_pay if declared.get("P_51") else [],
        "P_53": surplus if declared.get("P_53") else [],
        "P_62": [(1, "P_53")],
        "P_39": [],
    }[field]


def _field(tracer: Tracer, month: str, name: str, sign: int = 1) -> Term:
    found = vat(tracer, f"{month}/{name}")
    return Term(name, sign * found.amount, found.key, ONE * sign)


def _rows(tracer: Tracer, month: tuple[int, int], field: str) -> list[Term]:
    if field not in SALES_AMOUNTS and field not in PURCHASE_AMOUNTS:
        raise UnknownFigure(field)
    register = "sales" if field in SALES_AMOUNTS else "purchase"
    rows: list[VatRow] = tracer.once(
        ("rows", register, month),
        lambda: told_rows(register=register, year=month[0], month=month[1]),
    )
    return [
        Term(
            f"{r.number}, {r.partner_name}",
            Decimal(r.amounts[field]),
            entry_id=r.entry_id,
            document_id=r.document_id,
        )
        for r in rows
        if field in r.amounts and r.document_type != TO_A_RECEIPT
    ]


def books_file(tracer: Tracer, rest: str) -> Trace:
    """``krpd/ROK/KONTO/KONTRAHENT/KOLUMNA`` of an account, ``krpd/ROK/ctrl/-/POLE`` of the control sums."""
    text, account, partner, column = parts_of(rest, 4)
    year, key = year_of(text), f"krpd/{rest}"
    first, last = (year, JANUARY), (year, DECEMBER)
    if account == "ctrl":
        rows = _finals(tracer, year)
        if column == "amount":
            sums = journal_amounts(first=first, last=last)
            terms = [Term(label, amount, entry_id=entry_id) for entry_id, label, amount in sums]
            return traced(key, f"Suma kwot dziennika, {year}", terms)
        if column not in {"debit", "credit"}:
            raise UnknownFigure(rest)
        title = f"Suma obrotów {'Wn' if column == 'debit' else 'Ma'}, {year}"
        terms = [
            Term(f"{r.account} {r.name}", getattr(r, column), f"krpd/{text}/{r.account}/{who}/{column}")
            for r, who in rows
        ]  # fmt: skip
        return traced(key, title, terms)
    row, who = next(
        (r, w)
        for r, w in _finals(tracer, year)
        if r.account == account and (w == partner or (partner == ANYONE and not r.partner_id))
    )
    opened = LinesOf(
        account, BEGINNING if row.kind == AccountKind.BALANCE else (year, OPENING_MONTH),
        (year, OPENING_MONTH), "saldo", who,
    )  # fmt: skip
    title = f"{account} {row.name}, {year}"
    if column in {"debit", "credit"}:
        side = LinesOf(account, first, last, "wn" if column == "debit" else "ma", who)
        return checked(key, title, getattr(row, column), [line_term(tracer, "obroty", side)])
    closing = row.opening + row.year_debit - row.year_credit
    balance = {"opening": row.opening, "closing": closing}[column.partition("_")[0]]
    sign = {"debit": 1, "credit": -1}[column.partition("_")[2]]
    amount = max(sign * balance, ZERO)
    if not amount:
        return traced(key, title, [])
    terms = [line_term(tracer, "bilans otwarcia", opened, sign)]
    if column.startswith("closing"):
        moved = LinesOf(account, first, last, "saldo", who)
        terms.append(line_term(tracer, "obroty roku", moved, sign))
    return checked(key, title, amount, terms)


def _finals(tracer: Tracer, year: int) -> list[tuple[FinalAccount, str]]:
    """Accounts of final entry, each with the partner whose share of it is meant."""

    def read() -> list[tuple[FinalAccount, str]]:
        rows = final_accounts(first=(year, JANUARY), last=(year, DECEMBER))
        counted: dict[str, int] = {}
        for r in rows:
            counted[r.account] = counted.get(r.account, 0) + 1
        return [
            (r, str(r.partner_id) if r.partner_id else NOBODY if counted[r.account] > 1 else ANYONE)
            for r in rows
        ]

    return tracer.once(("krpd", year), read)


def income_tax(tracer: Tracer, rest: str) -> Trace:
    """``cit/ROK/POLE``: gross, K_1 to K_8, income, losses, gifts, base, tax, advances, left."""
    text, field = parts_of(rest, 2)
    year, key = year_of(text), f"cit/{rest}"
    sheet = tracer.once(("cit", year), lambda: worksheet(year))
    found = next((d for d in sheet.differences if d.field == field), None)
    if found is not None:
        terms = [
            _account(account, year, amount, name, tracer)
            for account, name, amount in found.accounts
        ]
        terms.append(Term("wpisano w kalkulacji", found.entered))
        return checked(key, f"{field} {found.name}, {year}", found.amount, terms)  # fmt: skip
    amount, name, terms = _sums(tracer, sheet, year, field)
    return checked(key, f"{name}, {year}", amount, terms)


def _sums(
    tracer: Tracer, sheet: CitWorksheet, year: int, field: str
) -> tuple[Decimal, str, list[Term]]:
    def own(name: str, label: str, amount: Decimal, factor: Decimal = ONE) -> Term:
        return Term(label, factor * amount, f"cit/{year}/{name}", factor)

    taxed = sheet.income - sheet.losses - sheet.gifts
    parts = [
        own("income", "dochód", sheet.income),
        own("losses", "odliczone straty", sheet.losses, -ONE),
        own("gifts", "odliczone darowizny", sheet.gifts, -ONE),
    ]
    exact = sheet.base * sheet.rate / 100
    share = sheet.rate / 100
    return {
        "gross": (sheet.gross_result, "Zysk (strata) brutto", _results(tracer, year, taxes=False)),
        "advances": (sheet.advances, "Podatek zaksięgowany", _results(tracer, year, taxes=True)),
        "income": (
            sheet.income,
            "Dochód (strata) podatkowy",
            [
                own("gross", "zysk (strata) brutto", sheet.gross_result),
                *(own(d.field, d.name, d.amount, ONE * d.sign) for d in sheet.differences),
            ],
        ),
        "losses": (sheet.losses, "Odliczone straty", [Term("wpisano, do wysokości dochodu", sheet.losses)]),
        "gifts": (sheet.gifts, "Odliczone darowizny", [Term("wpisano, do limitu", sheet.gifts)]),
        "base": (
            sheet.base,
            "Podstawa opodatkowania",
            [*parts, rounding(sheet.base, taxed)] if sheet.base else [],
        ),
        "tax": (
            sheet.tax,
            f"Podatek {sheet.rate} %",
            [own("base", f"{sheet.rate} % podstawy", sheet.base, share), rounding(sheet.tax, exact)],
        ),
        "left": (
            sheet.left,
            "Do zapłaty (nadpłata)",
            [own("tax", "podatek", sheet.tax), own("advances", "zaksięgowano", sheet.advances, -ONE)],
        ),
    }[field]  # fmt: skip


def _balances(tracer: Tracer, year: int) -> list[YearBalance]:
    return tracer.once(("year", year), lambda: year_balances(upto=(year, DECEMBER)))


def _results(tracer: Tracer, year: int, *, taxes: bool) -> list[Term]:
    """Result accounts of the year: those of the income tax, or the others with their sign of a profit."""
    return [
        _account(r.account, year, r.amount if taxes else -r.amount, r.name, tracer)
        for r in _balances(tracer, year)
        if r.kind == AccountKind.RESULT and r.tag_1.startswith(INCOME_TAX) == taxes
    ]


def _account(account: str, year: int, amount: Decimal, name: str, tracer: Tracer) -> Term:
    """An account's turnover of the year, in the figure's sign."""
    own = next(r.amount for r in _balances(tracer, year) if r.account == account)
    lines = LinesOf(account, (year, OPENING_MONTH), (year, DECEMBER))
    sign = 1 if own == amount else -1
    return Term(f"{account} {name}", amount, f"linie/{lines.key}", ONE * sign)
