"""Every table of the books by its address (``rejestr/sales/2026-01/2026-09``), from which it is built again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import cast
from urllib.parse import unquote

from zaplecze.assets.api import (
    PLANS,
    agreement_report,
    month_report,
    plan_report,
    preview_register,
    register_bridge_report,
    register_facts_report,
    register_file_report,
    register_report,
)
from zaplecze.ledger.api import (
    Choice,
    Dimension,
    Layout,
    account_card_report,
    account_cards_report,
    accruals_report,
    chart_report,
    dimension_card_report,
    dimension_report,
    general_ledger_report,
    journal_report,
    newest_report,
    open_items_report,
    realised_report,
    trial_balance_report,
    valuation_report,
)
from zaplecze.payments.api import (
    InterestKind,
    ageing_report,
    balances_report,
    interest_report,
    letters_report,
    partner_items_report,
    register_of_letters,
    reminders_report,
)
from zaplecze.platform.days import WARSAW
from zaplecze.platform.links import ALL, Link
from zaplecze.platform.models import Company
from zaplecze.platform.periods import CLOSING_MONTH, Month
from zaplecze.platform.report import Report
from zaplecze.platform.scope import business_year, current_company_id
from zaplecze.statements.api import (
    balance_sheet_report,
    cash_flow,
    cash_flow_report,
    equity,
    equity_report,
    income_report,
    statement_file_report,
    year_statements,
)
from zaplecze.tax.api import (
    Tax,
    books_accounts_report,
    cit_report,
    preview_books,
    relief_report,
    vat_register_report,
    worksheet,
)

Builder = Callable[[Company, "_Arguments", Link], Report]


class NoSuchTable(KeyError):
    """There is no such table, or it takes other arguments."""


class _Arguments:
    """Arguments of an address, read one after another."""

    def __init__(self, parts: list[str], at: datetime) -> None:
        self._parts, self.at = parts, at

    def text(self, *known: str) -> str:
        """The next one as it stands; one of ``known`` where they are given."""
        if not self._parts:
            raise NoSuchTable
        part = self._parts.pop(0)
        if known and part not in known:
            raise NoSuchTable(part)
        return part

    def words(self) -> str:
        """What was searched for; empty where all is meant."""
        part = unquote(self.text())
        return "" if part == ALL else part

    def number(self) -> int:
        """A whole number, as ids and years are."""
        part = self.text()
        if not part.isdecimal() or len(part) > 18:
            raise NoSuchTable(part)
        return int(part)

    def month(self) -> Month:
        """A month, the opening (00) and the closing (13) of a year among them."""
        part = self.text()
        year, _, month = part.partition("-")
        if not (year.isdecimal() and month.isdecimal() and int(month) <= CLOSING_MONTH):
            raise NoSuchTable(part)
        return int(year), int(month)

    def day(self) -> date:
        """A day."""
        part = self.text()
        try:
            return date.fromisoformat(part)
        except ValueError as error:
            raise NoSuchTable(part) from error

    def edges(self) -> list[int]:
        """Edges of buckets in days: ``30,60,90``."""
        parts = self.text().split(",")
        if not all(p.isdecimal() for p in parts):
            raise NoSuchTable(parts)
        return [int(p) for p in parts]

    def end(self) -> None:
        """All arguments must have been read."""
        if self._parts:
            raise NoSuchTable(self._parts)


def _statement(company: Company, a: _Arguments, link: Link) -> Report:
    kind, year = a.text("bilans", "wynik", "pozycje"), a.number()
    filled = year_statements(
        year=year, annex=a.text("1", "4", "5"), variant=a.text("by-nature", "by-function")
    )
    if kind == "pozycje":
        return statement_file_report(company, filled, link)
    make = balance_sheet_report if kind == "bilans" else income_report
    return make(company, filled, link, open_all=a.text("konta", ALL) == "konta")


def _dimension(a: _Arguments) -> Dimension:
    return Dimension(a.text(*(d.value for d in Dimension)))


def _turnover_by(company: Company, a: _Arguments, link: Link) -> Report:
    choice = Choice(
        _dimension(a),
        cast(Layout, a.text("konto", "wymiar")),
        a.month(),
        a.month(),
        account=a.words(),
        who=a.words(),
    )
    return dimension_report(company, choice, link)


def _letters(company: Company, a: _Arguments, link: Link) -> Report:
    kind, state, text, on = a.text(), a.words(), a.words(), a.day()
    views = register_of_letters(kind=kind, state=state, text=text, on=on)
    return letters_report(company, views, kind=kind, on=on, link=link, state=state, text=text)


def _year_file(company: Company, a: _Arguments, link: Link) -> Report:
    year = business_year(a.number())
    built = preview_books(first=year.first, last=year.last, at=a.at, with_file=False)
    return books_accounts_report(company, built, link)


def _relief(company: Company, a: _Arguments, link: Link) -> Report:
    tax = Tax(a.text("vat", "cit"))
    period = a.month() if tax is Tax.VAT else (a.number(), 0)
    return relief_report(company, tax, period, today=a.at.astimezone(WARSAW).date(), link=link)


TABLES: dict[str, Builder] = {
    "zois": lambda c, a, link: trial_balance_report(
        c,
        a.month(),
        a.month(),
        link,
        level=cast("object", a.text("analytic", "synthetic")),  # type: ignore[arg-type]
    ),
    "kg": lambda c, a, link: general_ledger_report(c, a.month(), a.month(), link),
    "dziennik": lambda c, a, link: journal_report(c, a.month(), a.month(), link),
    "plan-kont": lambda c, a, link: chart_report(
        c, day=f"{a.at.astimezone(WARSAW):%d.%m.%Y}", text=a.words()
    ),
    "karta": lambda c, a, link: account_card_report(
        c, a.month(), a.month(), account=a.text(), link=link
    ),
    "karty": lambda c, a, link: account_cards_report(
        c, a.month(), a.month(), since=a.words(), until=a.words(), link=link
    ),
    "wymiar": _turnover_by,
    "karta-wymiaru": lambda c, a, link: dimension_card_report(
        c,
        dimension=_dimension(a),
        member=a.number(),
        first=a.month(),
        last=a.month(),
        account=a.words(),
        link=link,
    ),
    "zapisy-wymiaru": lambda c, a, link: newest_report(
        c, dimension=_dimension(a), member=a.number(), link=link
    ),
    "rozrachunki": lambda c, a, link: open_items_report(c, (m := a.month()), m, link),
    "rmk": lambda c, a, link: accruals_report(c, a.month(), link),
    "wycena": lambda c, a, link: valuation_report(c, a.month(), link),
    "kursowe": lambda c, a, link: realised_report(c, a.month(), a.month(), link),
    "rejestr": lambda c, a, link: vat_register_report(
        c, register=a.text("sales", "purchase"), first=a.month(), last=a.month(), link=link
    ),
    "krpd": _year_file,
    "ulga": _relief,
    "cit": lambda c, a, link: cit_report(c, worksheet(a.number()), link),
    "wiekowanie": lambda c, a, link: ageing_report(
        c,
        receivables=a.text("receivables", "payables") == "receivables",
        day=a.day(),
        edges=a.edges(),
        text=a.words(),
        link=link,
    ),
    "kontrahent": lambda c, a, link: partner_items_report(
        c, partner_id=a.number(), day=a.day(), link=link
    ),
    "pisma": _letters,
    "monity": lambda c, a, link: reminders_report(c, day=a.day(), link=link),
    "salda": lambda c, a, link: balances_report(c, day=a.day(), link=link),
    "odsetki": lambda c, a, link: interest_report(
        c, kind=InterestKind(a.text(*InterestKind)), upto=a.day(), link=link
    ),
    "srodki": lambda c, a, link: register_report(c, a.month(), link),
    "plan": lambda c, a, link: plan_report(
        c, a.number(), link, only="" if (only := a.text(*PLANS, ALL)) == ALL else only
    ),
    "amortyzacja": lambda c, a, link: month_report(c, a.month(), link),
    "uzgodnienie": lambda c, a, link: agreement_report(c, a.month(), link),
    "st-kr": lambda c, a, link: register_file_report(
        c, preview_register(year=a.number(), at=a.at), link
    ),
    "st-kr-dane": lambda c, a, link: register_facts_report(
        c, preview_register(year=a.number(), at=a.at), link
    ),
    "st-kr-most": lambda c, a, link: register_bridge_report(
        c, preview_register(year=a.number(), at=a.at), link
    ),
    "sprawozdanie": _statement,
    "przeplywy": lambda c, a, link: cash_flow_report(c, cash_flow(year=(y := a.number())), y, link),
    "kapital": lambda c, a, link: equity_report(c, equity(year=(y := a.number())), y, link),
}


def build_table(address: str, link: Link, *, at: datetime) -> Report:
    """The open company's table at an address; ``at`` is the moment of files that would be built now.

    Raises `NoSuchTable` for an address that leads to none.
    """
    name, *parts = address.split("/")
    if name not in TABLES:
        raise NoSuchTable(name)
    company = Company.objects.get(id=current_company_id())
    arguments = _Arguments(parts, at)
    report = TABLES[name](company, arguments, link)
    arguments.end()
    return report
