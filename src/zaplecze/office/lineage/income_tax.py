"""Figures of the CIT worksheet."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from zaplecze.ledger.api import AccountKind, LinesOf, YearBalance, year_balances
from zaplecze.office.lineage.figures import ONE, Term, Trace, checked, parts_of, rounding, year_of
from zaplecze.platform.periods import OPENING_MONTH
from zaplecze.platform.scope import business_year
from zaplecze.tax.api import (
    CIT_ROWS,
    INCOME_TAX,
    RELIEF_ROWS,
    CitWorksheet,
    cit_moves,
    relief_moved,
    worksheet,
)

if TYPE_CHECKING:
    from zaplecze.office.lineage.tracer import Tracer

RELIEF = CIT_ROWS
RELIEF_NAMES = {key: name for key, name, _ in RELIEF_ROWS}
ENTERED, TYPED = "wpisano", "wpisano w kalkulacji"


def income_tax(tracer: Tracer, rest: str) -> Trace:
    """``cit/ROK/POLE``: gross, K_1 to K_8 (``K_4.402-06`` is an account's part), income, losses, gifts, base,
    tax, advances, left.
    """
    text, field = parts_of(rest, 2)
    year, key = year_of(text), f"cit/{rest}"
    sheet = tracer.once(("cit", year), lambda: worksheet(year))
    name, _, only = field.partition(".")
    found = next((d for d in sheet.differences if d.field == name), None)
    if found is not None and only == ENTERED:
        return checked(
            key,
            f"{name} {found.name}, wpisano, {year}",
            found.entered,
            [Term(TYPED, found.entered)],
        )
    if found is not None and only:
        account, label, amount = next(a for a in found.accounts if a[0] == only)
        terms = [_account(account, year, amount, label, tracer)]
        return checked(key, f"{name} {found.name}, {account} {label}, {year}", amount, terms)
    if found is not None:
        terms = [
            _account(account, year, amount, name, tracer)
            for account, name, amount in found.accounts
        ]
        if found.entered:
            terms.append(Term(TYPED, found.entered))
        return checked(key, f"{field} {found.name}, {year}", found.amount, terms)  # fmt: skip
    if field in RELIEF:
        sign = ONE if RELIEF[field][1] == "taken" else -ONE
        terms = [
            Term(
                f"{m.number}, {m.partner_name}",
                amount,
                f"ulga/{m.pk}/value",
                sign,
            )
            for m, amount in tracer.once(("relief", year, field), lambda: cit_moves(year, field))
        ]
        return checked(key, f"{RELIEF_NAMES[field]}, {year}", getattr(sheet.relief, field), terms)
    amount, name, terms = _sums(tracer, sheet, year, field)
    return checked(key, f"{name}, {year}", amount, terms)


def _sums(
    tracer: Tracer, sheet: CitWorksheet, year: int, field: str
) -> tuple[Decimal, str, list[Term]]:
    def own(name: str, label: str, amount: Decimal, factor: Decimal = ONE) -> Term:
        return Term(label, factor * amount, f"cit/{year}/{name}", factor)

    taxed = (
        sheet.income - sheet.losses - sheet.gifts - sheet.relief_left + relief_moved(sheet.relief)
    )
    parts = [
        own("income", "dochód", sheet.income),
        own("losses", "odliczone straty", sheet.losses, -ONE),
        own("gifts", "odliczone darowizny", sheet.gifts, -ONE),
        *(
            own(field, name.lower(), getattr(sheet.relief, field), ONE * sign)
            for field, name, sign in RELIEF_ROWS
        ),
        own("relief_left", "zmniejszenie z lat ubiegłych", sheet.relief_left, -ONE),
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
        "relief_left": (
            sheet.relief_left,
            "Zmniejszenie za złe długi z lat ubiegłych",
            [Term("wpisano, do wysokości podstawy", sheet.relief_left)],
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
    return tracer.once(("year", year), lambda: year_balances(upto=business_year(year).last))


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
    lines = LinesOf(account, (year, OPENING_MONTH), business_year(year).last)
    sign = 1 if own == amount else -1
    return Term(f"{account} {name}", amount, f"linie/{lines.key}", ONE * sign)
