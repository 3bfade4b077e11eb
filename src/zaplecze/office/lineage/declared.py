"""Figures of what is declared: JPK_V7M and JPK_KR_PD."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from zaplecze.formats.jpk_v7m_3 import LABELS
from zaplecze.formats.jpk_v7m_3.fields import (
    BASES,
    INPUT_TAX,
    OUTPUT_TAX,
    OUTPUT_TAX_LESS,
    PURCHASE_AMOUNTS,
    RELIEF_BASES,
    RELIEF_TAXES,
    SALES_AMOUNTS,
)
from zaplecze.ledger.api import (
    ANYONE,
    BEGINNING,
    NOBODY,
    VAT_SETTLED,
    AccountKind,
    Entry,
    FinalAccount,
    LinesOf,
    final_accounts,
    journal_amounts,
    lines_of_entries,
    trial_balance,
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
from zaplecze.platform.scope import business_year, current_company_id, in_books
from zaplecze.tax.api import Carried, VatRow, carried_over, preview_jpk, told_rows

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

TO_A_RECEIPT = "FP"
VAT_OFFICE = "223"
RELIEF = {"P_68": RELIEF_BASES, "P_69": RELIEF_TAXES}
# What the ledger says beside the control totals: accounts, and which side is above zero.
ON_ACCOUNTS = {"konta-sprzedaz": ("222", -1), "konta-zakup": ("221", 1)}


def vat(tracer: Tracer, rest: str) -> Trace:
    """``v7m/RRRR-MM/POLE``: P of the declaration, K of the records, ``sprzedaz`` and ``zakup`` control totals.

    ``konta-sprzedaz`` and ``konta-zakup`` are the tax as the ledger has it.
    """
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
    if field in ON_ACCOUNTS:
        amount = built.ledger_sales_tax if field == "konta-sprzedaz" else built.ledger_purchase_tax
        terms = _on_accounts(tracer, month, *ON_ACCOUNTS[field])
        return checked(key, f"Podatek na kontach, {text}", amount, terms)
    amounts = built.declaration.amounts
    if field == "P_39":
        terms = surplus_terms(carried_over(year=month[0], month=month[1]))
        return checked(key, label_of(field, text), Decimal(amounts[field]), terms)
    if field in RELIEF:
        terms = relief_terms(field, Decimal(amounts[field]), _relieved(tracer, month, field))
        return checked(key, label_of(field, text), Decimal(amounts[field]), terms)
    exact = vat(tracer, f"{text}/K_{field[2:]}") if is_summed(field) else None
    return checked(
        key, label_of(field, text), Decimal(amounts[field]),
        declared_terms(f"v7m/{text}", field, amounts, exact),
    )  # fmt: skip


def relief_terms(field: str, amount: Decimal, rows: list[Term]) -> list[Term]:
    """What P_68 or P_69 rounds: the rows of relief, each an end."""
    return [*rows, rounding(amount, sum((t.amount for t in rows), ZERO))]


def _relieved(tracer: Tracer, month: tuple[int, int], field: str) -> list[Term]:
    return [
        term
        for name in RELIEF[field]
        for row, term in _told_rows(tracer, month, name)
        if row.relief_due is not None
    ]


def label_of(field: str, text: str) -> str:
    """A field of the declaration as people read it."""
    return f"{field} {LABELS.get(field, '')}, {text}"


def is_summed(field: str) -> bool:
    """True for a field that rounds the sum of its K field over the rows."""
    return f"K_{field[2:]}" in {*SALES_AMOUNTS, *PURCHASE_AMOUNTS}


def declared_terms(
    base: str, field: str, amounts: Mapping[str, int], exact: Trace | None
) -> list[Term]:
    """What a field of the declaration is made of; ``exact`` is the sum that it rounds."""
    if exact is not None:
        amount = Decimal(amounts[field])
        return [
            Term(f"suma K_{field[2:]}", exact.amount, exact.key),
            rounding(amount, exact.amount),
        ]
    return [
        Term(f"{name} {LABELS.get(name, '')}", Decimal(sign * amounts[name]), f"{base}/{name}", ONE * sign)
        for sign, name in _formula(field, amounts)
        if name in amounts
    ]  # fmt: skip


def surplus_terms(carried: Carried) -> list[Term]:
    """What P_39 is: P_62 of a kept file, or what the opening of the books says of the tax office's account."""
    amount = Decimal(carried.amount)
    if carried.filing is not None:
        told = carried.filing
        label = f"P_62 pliku za {told.month:02}.{told.year}"
        return [Term(label, amount, f"plik/{told.pk}/P_62")]
    year = carried.year
    lines = LinesOf(VAT_OFFICE, (year, OPENING_MONTH), (year, OPENING_MONTH))
    label = f"bilans otwarcia konta {VAT_OFFICE}"
    opened = Term(label, carried.opened, f"linie/{lines.key}")
    return [opened, rounding(amount, carried.opened)] if carried.opened else []


def _on_accounts(tracer: Tracer, month: tuple[int, int], start: str, side: int) -> list[Term]:
    """The month's turnover of VAT accounts, without what moved it to the tax office's account."""
    rows = tracer.once(("zois", month, month), lambda: trial_balance(first=month, last=month))
    terms = [
        line_term(tracer, f"{r.account} {r.name}", LinesOf(r.account, month, month), side)
        for r in rows
        if r.account.startswith(start)
    ]
    year, number = in_books(month)
    moved = Entry.objects.filter(
        company_id=current_company_id(), year=year, month=number, voucher_kind=VAT_SETTLED
    )
    numbers = dict(moved.values_list("id", "voucher_number"))
    for entry_id, lines in lines_of_entries(list(numbers)).items():
        terms += [
            Term(f"bez {numbers[entry_id]}", -side * n.amount, entry_id=entry_id)
            for n in lines
            if n.account.startswith(start)
        ]
    return terms


def _formula(field: str, declared: Mapping[str, int]) -> list[tuple[int, str]]:
    """What a field of the declaration is computed of, as the notes of the schema say."""
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
    }[field]


def _field(tracer: Tracer, month: str, name: str, sign: int = 1) -> Term:
    found = vat(tracer, f"{month}/{name}")
    return Term(name, sign * found.amount, found.key, ONE * sign)


def _rows(tracer: Tracer, month: tuple[int, int], field: str) -> list[Term]:
    return [term for _, term in _told_rows(tracer, month, field)]


def _told_rows(tracer: Tracer, month: tuple[int, int], field: str) -> list[tuple[VatRow, Term]]:
    """Rows of the month's file with a field, each with the term that it is."""
    if field not in SALES_AMOUNTS and field not in PURCHASE_AMOUNTS:
        raise UnknownFigure(field)
    register = "sales" if field in SALES_AMOUNTS else "purchase"
    rows: list[VatRow] = tracer.once(
        ("rows", register, month),
        lambda: told_rows(register=register, year=month[0], month=month[1]),
    )
    return [
        (
            r,
            Term(
                f"{r.number}, {r.partner_name}",
                Decimal(r.amounts[field]),
                entry_id=r.entry_id,
                document_id=r.document_id,
            ),
        )
        for r in rows
        if field in r.amounts and r.document_type != TO_A_RECEIPT
    ]


def books_file(tracer: Tracer, rest: str) -> Trace:
    """``krpd/ROK/KONTO/KONTRAHENT/KOLUMNA`` of an account, ``krpd/ROK/ctrl/-/POLE`` of the control sums."""
    text, account, partner, column = parts_of(rest, 4)
    year, key = year_of(text), f"krpd/{rest}"
    of_year = business_year(year)
    first, last = of_year.first, of_year.last
    if account == "ctrl":
        rows = _finals(tracer, year)
        if column == "amount":
            sums = journal_amounts(first=first, last=last)
            terms = [
                Term(e.label, e.amount, entry_id=e.entry_id, document_id=e.document_id)
                for e in sums
            ]
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
        of_year = business_year(year)
        rows = final_accounts(first=of_year.first, last=of_year.last)
        counted: dict[str, int] = {}
        for r in rows:
            counted[r.account] = counted.get(r.account, 0) + 1
        return [
            (r, str(r.partner_id) if r.partner_id else NOBODY if counted[r.account] > 1 else ANYONE)
            for r in rows
        ]

    return tracer.once(("krpd", year), read)
