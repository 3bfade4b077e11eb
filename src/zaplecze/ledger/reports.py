"""The books as reports: Zestawienie obrotów i sald, Dziennik, Karta konta, Rozrachunki."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from zaplecze.ledger.as_of import ItemOn, items_on
from zaplecze.ledger.charts import SYNTHETIC
from zaplecze.ledger.diary import numbers_apart
from zaplecze.ledger.queries import (
    BalanceRow,
    account_lines,
    accounts,
    journal,
    monthly_turnovers,
    opening_of,
    trial_balance,
)
from zaplecze.partners.api import partner_names
from zaplecze.platform.links import Link, cell_link, no_link, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.periods import CLOSING_MONTH, Month, last_day, period_label
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Column, Report, Row

ZERO = Decimal("0.00")

Level = Literal["analytic", "synthetic"]
RANGES = 12  # of numbers that a note tells
RANGE_WORDS = {0: " (bilans otwarcia)", CLOSING_MONTH: " (zamknięcie roku)"}

GROUPS = {
    "0": "Aktywa trwałe",
    "1": "Środki pieniężne i rachunki bankowe",
    "2": "Rozrachunki i roszczenia",
    "3": "Materiały i towary",
    "4": "Koszty według rodzajów",
    "5": "Koszty według miejsc powstawania",
    "6": "Produkty i rozliczenia międzyokresowe",
    "7": "Przychody i koszty ich osiągnięcia",
    "8": "Kapitały, fundusze i wynik",
}


BALANCE_KEYS = (
    "opening_debit",
    "opening_credit",
    "debit",
    "credit",
    "closing_debit",
    "closing_credit",
)


def synthetic_rows(rows: Iterable[BalanceRow]) -> list[BalanceRow]:
    """Accounts summed by synthetic number (the first three digits); balances of both sides stay apart.

    The name is the account's own, else that of the starting chart, else that of its first analytic account.
    """
    sums: dict[str, BalanceRow] = {}
    for row in rows:
        number = row.account[:3]
        found = sums.get(number)
        if found is None:
            name = row.name if row.account == number else SYNTHETIC.get(number, row.name)
            sums[number] = replace(row, account=number, name=name)
        else:
            added = {key: getattr(found, key) + getattr(row, key) for key in BALANCE_KEYS}
            sums[number] = replace(found, **added)
    return list(sums.values())


def trial_balance_report(
    company: Company,
    first: Month,
    last: Month,
    link: Link = no_link,
    *,
    level: Level = "analytic",
) -> Report:
    """Zestawienie obrotów i sald; accounts under the headings of their groups, or synthetic ones alone."""
    period = "/".join(f"{year}-{month:02}" for year, month in (first, last))
    # The lineage of an account's own figures, or of all accounts below a synthetic one.
    own = "=" if level == "analytic" else ""
    rows: list[Row] = []
    totals = dict.fromkeys(BALANCE_KEYS, ZERO)
    group = ""
    balances = trial_balance(first=first, last=last)
    for b in balances if level == "analytic" else synthetic_rows(balances):
        if b.account[0] != group:
            group = b.account[0]
            rows.append(Row({"account": group, "name": GROUPS.get(group, "")}, kind="group"))
        cells: dict[str, object] = {"account": b.account, "name": b.name}
        for key in BALANCE_KEYS:
            amount = getattr(b, key)
            cells[key] = amount
            totals[key] += amount
        links = trace_links(
            link,
            {key: f"zois/{period}/{own}{b.account}/{key}" for key in BALANCE_KEYS if cells[key]},
        )
        if level == "analytic":
            links |= cell_link(link, "account", "account_card", account=b.account)
        rows.append(Row(cells, links=links))
    return Report(
        code="trial-balance",
        title="Zestawienie obrotów i sald",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("account", "Konto", "code"),
            Column("name", "Nazwa", "text"),
            Column("opening_debit", "BO Wn", "money", group="Saldo początkowe"),
            Column("opening_credit", "BO Ma", "money", group="Saldo początkowe"),
            Column("debit", "Obroty Wn", "money", group="Obroty okresu"),
            Column("credit", "Obroty Ma", "money", group="Obroty okresu"),
            Column("closing_debit", "Saldo Wn", "money", group="Saldo końcowe"),
            Column("closing_credit", "Saldo Ma", "money", group="Saldo końcowe"),
        ),
        rows=tuple(rows),
        totals=totals,
    )


def general_ledger_report(
    company: Company, first: Month, last: Month, link: Link = no_link
) -> Report:
    """Księga główna (art. 15): each synthetic account with its opening, months and closing (Wn positive)."""
    synthetic = synthetic_rows(trial_balance(first=first, last=last))
    opening = {r.account: r.opening_debit - r.opening_credit for r in synthetic}
    months: dict[str, dict[Month, list[Decimal]]] = {account: {} for account in opening}
    for t in monthly_turnovers():
        if first <= t.month <= last:
            sides = months[t.account[:3]].setdefault(t.month, [ZERO, ZERO])
            sides[0] += t.debit
            sides[1] += t.credit
    ended = {r.account: r for r in synthetic}
    rows: list[Row] = []
    totals = {"debit": ZERO, "credit": ZERO}
    for account, balance in opening.items():
        rows.append(Row({"account": account, "month": ended[account].name}, kind="group"))
        rows.append(Row({"account": account, "month": "saldo początkowe", "balance": balance}))
        for month, (debit, credit) in sorted(months[account].items()):
            balance += debit - credit  # noqa: PLW2901 - the running balance
            totals["debit"] += debit
            totals["credit"] += credit
            rows.append(
                Row(
                    {
                        "account": account,
                        "month": period_label(month, month),
                        "debit": debit,
                        "credit": credit,
                        "balance": balance,
                    }
                )
            )
        rows.append(
            Row(
                {
                    "account": account,
                    "month": "razem obroty, saldo końcowe",
                    "debit": ended[account].debit,
                    "credit": ended[account].credit,
                    "balance": balance,
                },
                kind="sum",
            )
        )
    return Report(
        code="general-ledger",
        title="Księga główna",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("account", "Konto", "code"),
            Column("month", "Miesiąc", "text"),
            Column("debit", "Obroty Wn", "money"),
            Column("credit", "Obroty Ma", "money"),
            Column("balance", "Saldo", "money"),
        ),
        rows=tuple(rows),
        totals=totals,
        landscape=False,
    )


def journal_report(company: Company, first: Month, last: Month, link: Link = no_link) -> Report:
    """Dziennik: every line under the number of its entry; a note tells which numbers of the year stand elsewhere."""
    rows = []
    entry = None
    debit = credit = ZERO
    for r in journal(first=first, last=last):
        debit += r.debit
        credit += r.credit
        rows.append(
            Row(
                {
                    "diary_number": r.diary_number,
                    "entry": f"{r.journal}/{r.number}/{r.year}",
                    "posting_date": r.posting_date,
                    "operation_date": r.operation_date,
                    "document_date": r.document_date,
                    "voucher": f"{r.voucher_kind} {r.voucher_number}",
                    "text": r.text,
                    "account": r.account,
                    "debit": r.debit,
                    "credit": r.credit,
                    "responsible": r.responsible,
                },
                links={
                    **cell_link(link, "entry", "entry", entry_id=r.entry_id),
                    **cell_link(link, "voucher", "document", document_id=r.document_id),
                    **cell_link(link, "account", "account_card", account=r.account),
                },
                continues=r.entry_id == entry,
            )
        )
        entry = r.entry_id
    return Report(
        code="journal",
        title="Dziennik",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("diary_number", "Lp.", "int", once=True),
            Column("entry", "Zapis", "code", once=True),
            Column("posting_date", "Data księg.", "date", once=True),
            Column("operation_date", "Data oper.", "date", once=True),
            Column("document_date", "Data dok.", "date", once=True),
            Column("voucher", "Dowód", "code", once=True),
            Column("text", "Opis", "text", once=True),
            Column("account", "Konto", "code"),
            Column("debit", "Wn", "money"),
            Column("credit", "Ma", "money"),
            Column("responsible", "Wprowadził", "text", once=True),
        ),
        rows=tuple(rows),
        totals={"debit": debit, "credit": credit},
        notes=_numbers_elsewhere(first, last) if rows else (),
    )


def _numbers_elsewhere(first: Month, last: Month) -> tuple[str, ...]:
    """Which numbers of the years shown stand in other months, so that nobody takes them for missing ones."""
    notes = []
    for year in range(first[0], last[0] + 1):
        apart = numbers_apart(year=year, first=first, last=last)
        if not apart:
            continue
        told = [
            f"{r.first}" + (f"–{r.last}" if r.last > r.first else "") + RANGE_WORDS.get(r.kind, "")
            for r in apart[:RANGES]
        ]
        more = f" i dalsze ({len(apart) - RANGES})" if len(apart) > RANGES else ""
        notes.append(f"Zapisy roku {year} spoza pokazanego okresu: Lp. {', '.join(told)}{more}.")
    return tuple(notes)


def account_card_report(
    company: Company, first: Month, last: Month, *, account: str, link: Link = no_link
) -> Report:
    """Karta konta: opening balance, every line with the running balance (Wn positive)."""
    found = next((a for a in accounts(text=account) if a.number == account), None)
    if found is None:
        raise Refusal(f"Nie ma konta {account}. Wybierz konto z planu kont.", code="ledger.account")
    balance = opening_of(account=account, before=first)
    rows = [Row({"text": "Saldo początkowe", "balance": balance}, kind="group")]
    debit = credit = ZERO
    for r in account_lines(account=account, first=first, last=last):
        balance += r.debit - r.credit
        debit += r.debit
        credit += r.credit
        rows.append(
            Row(
                {
                    "operation_date": r.operation_date,
                    "entry": f"{r.journal}/{r.number}/{r.year}",
                    "voucher": r.voucher_number,
                    "text": r.text,
                    "debit": r.debit,
                    "credit": r.credit,
                    "balance": balance,
                },
                links={
                    **cell_link(link, "entry", "entry", entry_id=r.entry_id),
                    **cell_link(link, "voucher", "document", document_id=r.document_id),
                },
            )
        )
    rows.append(Row({"text": "Saldo końcowe", "balance": balance}, kind="sum"))
    return Report(
        code="account-card",
        title=f"Karta konta {found.number} {found.name}",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("operation_date", "Data", "date"),
            Column("entry", "Zapis", "code"),
            Column("voucher", "Dowód", "code"),
            Column("text", "Opis", "text"),
            Column("debit", "Wn", "money"),
            Column("credit", "Ma", "money"),
            Column("balance", "Saldo", "money"),
        ),
        rows=tuple(rows),
        totals={"debit": debit, "credit": credit},
    )


def open_items_report(
    company: Company, first: Month, last: Month, link: Link = no_link, *, on: date | None = None
) -> Report:
    """Rozrachunki as they stood at the end of ``last``, oldest due first: what was settled later is open.

    Days late are counted to that day, or to ``on`` (today) where it is earlier.
    """
    end = last_day(last)
    counted = min(end, on) if on else end
    items = items_on(day=end)
    names = partner_names(i.partner_id for i in items)
    rows = [_item_row(i, names, link, counted) for i in items]
    receivable = sum((i.left for i in items if i.is_debit), ZERO)
    payable = sum((i.left for i in items if not i.is_debit), ZERO)
    return Report(
        code="open-items",
        title="Rozrachunki",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"stan na {end:%d.%m.%Y}"
        + (f", dni po terminie na {counted:%d.%m.%Y}" if counted != end else ""),
        columns=(
            Column("account", "Konto", "code"),
            Column("partner", "Kontrahent", "text"),
            Column("number", "Dokument", "code"),
            Column("document_date", "Data", "date"),
            Column("due_date", "Termin", "date"),
            Column("days_late", "Dni po terminie", "int"),
            Column("amount", "Kwota", "money"),
            Column("settled", "Rozliczono", "money"),
            Column("receivable", "Należność", "money"),
            Column("payable", "Zobowiązanie", "money"),
        ),
        rows=tuple(rows),
        totals={
            "amount": sum((i.amount for i in items), ZERO),
            "settled": sum((i.settled for i in items), ZERO),
            "receivable": receivable,
            "payable": payable,
        },
    )


def _item_row(item: ItemOn, names: dict[int, str], link: Link, on: date) -> Row:
    late = (on - item.due_date).days if item.due_date and on > item.due_date else None
    return Row(
        {
            "account": item.account,
            "partner": names.get(item.partner_id or 0, ""),
            "number": item.number,
            "document_date": item.document_date,
            "due_date": item.due_date,
            "days_late": late,
            "amount": item.amount,
            "settled": item.settled,
            "receivable": item.left if item.is_debit else None,
            "payable": None if item.is_debit else item.left,
        },
        links={
            **cell_link(link, "account", "account_card", account=item.account),
            **cell_link(link, "number", "document", document_id=item.document_id),
        },
    )
