"""The books as reports: Zestawienie obrotów i sald, Dziennik, Karta konta."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Literal

from zaplecze.ledger.charts import SYNTHETIC
from zaplecze.ledger.diary import (
    DiaryPage,
    MonthEnd,
    month_ends,
    numbers_apart,
    shown_before,
    turnover_before,
)
from zaplecze.ledger.models import AccountKind
from zaplecze.ledger.queries import (
    BalanceRow,
    JournalRow,
    journal,
    monthly_turnovers,
    trial_balance,
)
from zaplecze.ledger.sides import sided_balance
from zaplecze.platform.links import Link, cell_link, no_link, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import (
    CLOSING_MONTH,
    Month,
    is_opening,
    month_code,
    period_label,
)
from zaplecze.platform.report import Column, Report, Row, RowKind, amount_in
from zaplecze.platform.scope import business_year, in_books

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

SHOWN_KEYS = (*BALANCE_KEYS[:4], "year_debit", "year_credit", *BALANCE_KEYS[4:])
OFF_BALANCE = "Konta pozabilansowe (poza sumą)"


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
            added = {key: getattr(found, key) + getattr(row, key) for key in SHOWN_KEYS}
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
    """Zestawienie obrotów i sald (art. 18); accounts under the headings of their groups, or synthetic ones alone.

    Settlement accounts show the balances of both sides. Off-balance accounts come last, outside of the totals.
    """
    first, last = in_books(first), in_books(last)
    balances = sided_balance(first=first, last=last)
    if level == "synthetic":
        balances = synthetic_rows(balances)
    rows: list[Row] = []
    totals = dict.fromkeys(SHOWN_KEYS, ZERO)
    group = ""
    make = partial(_balance_row, first=first, last=last, link=link, level=level)
    for b in balances:
        if b.kind == AccountKind.OFF:
            continue
        if b.account and b.account[0] != group:
            group = b.account[0]
            rows.append(Row({"account": group, "name": GROUPS.get(group, "")}, kind="group"))
        for key in SHOWN_KEYS:
            totals[key] += getattr(b, key)
        rows.append(make(b) if b.account else _unmoved_row(b))
    off = [make(b, kind="aside") for b in balances if b.kind == AccountKind.OFF]
    if off:
        rows += [Row({"account": "", "name": OFF_BALANCE}, kind="group"), *off]
    opens_year = _begins_year(first)
    before = "Bilans otwarcia (BO)" if opens_year else "Saldo na początek okresu"
    short = "BO" if opens_year else "Saldo pocz."
    period = f"{month_code(first)}/{month_code(last)}"
    return Report(
        code="trial-balance",
        title="Zestawienie obrotów i sald",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("account", "Konto", "code"),
            Column("name", "Nazwa", "text"),
            Column("opening_debit", f"{short} Wn", "money", group=before),
            Column("opening_credit", f"{short} Ma", "money", group=before),
            Column("debit", "Obroty Wn", "money", group="Obroty okresu"),
            Column("credit", "Obroty Ma", "money", group="Obroty okresu"),
            Column("year_debit", "Narast. Wn", "money", group="Obroty od początku roku"),
            Column("year_credit", "Narast. Ma", "money", group="Obroty od początku roku"),
            Column("closing_debit", "Saldo Wn", "money", group="Saldo końcowe"),
            Column("closing_credit", "Saldo Ma", "money", group="Saldo końcowe"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=trace_links(
            link, {key: f"zois/{period}/razem/{key}" for key, amount in totals.items() if amount}
        ),
        notes=(*_other_year(first, last), *_off_balance_note(off)),
    )


def _other_year(first: Month, last: Month) -> tuple[str, ...]:
    """That turnovers since the beginning of the year may be less than those of a period across years."""
    if first[0] == last[0]:
        return ()
    return (
        f"Okres obejmuje więcej niż jeden rok: obroty od początku roku są obrotami samego roku {last[0]} i mogą być "
        f"mniejsze niż obroty okresu. Zestawienie roku drukuj osobno.",
    )


def _begins_year(first: Month) -> bool:
    """Whether a period of the books begins with a business year."""
    return is_opening(first) or first == business_year(first[0]).first


def _off_balance_note(off: list[Row]) -> tuple[str, ...]:
    """By how much the journal, which holds every entry, takes more than the totals (art. 18 ust. 1)."""
    debit, credit = (sum((amount_in(r, key) for r in off), ZERO) for key in ("debit", "credit"))
    if not debit and not credit:
        return ()
    return (
        f"Obroty okresu kont pozabilansowych (Wn {format_pln(debit)}, Ma {format_pln(credit)}) "
        "są w dzienniku, a poza sumą tego zestawienia.",
    )


def _unmoved_row(b: BalanceRow) -> Row:
    """Earlier years' result that no closing moved yet: it has no account."""
    return Row({"account": None, "name": b.name, **{key: getattr(b, key) for key in SHOWN_KEYS}})


def _balance_row(
    b: BalanceRow,
    *,
    first: Month,
    last: Month,
    link: Link,
    level: Level,
    kind: RowKind = "row",
) -> Row:
    """An account's row; its amounts lead to its own lineage, or to that of all accounts below a synthetic one."""
    own = "=" if level == "analytic" else ""
    period = f"{month_code(first)}/{month_code(last)}"
    amounts = {key: getattr(b, key) for key in SHOWN_KEYS}
    links = trace_links(
        link,
        {key: f"zois/{period}/{own}{b.account}/{key}" for key, amount in amounts.items() if amount},
    )
    if level == "analytic":
        links |= cell_link(link, "account", "account_card", account=b.account)
    return Row({"account": b.account, "name": b.name, **amounts}, links=links, kind=kind)


def general_ledger_report(
    company: Company, first: Month, last: Month, link: Link = no_link
) -> Report:
    """Księga główna (art. 15): each synthetic account with its opening, months and closing (Wn positive)."""
    first, last = in_books(first), in_books(last)
    synthetic = synthetic_rows(trial_balance(first=first, last=last))
    opening = {r.account: r.opening_debit - r.opening_credit for r in synthetic}
    period = f"{month_code(first)}/{month_code(last)}"

    def opens(account: str, place: str, **amounts: Decimal) -> dict[str, str]:
        told = f"kg/{period}/{account}/{place}"
        if not account:
            return {}
        return trace_links(link, {column: f"{told}/{column}" for column, a in amounts.items() if a})

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
        told = account or None  # the unmoved result of earlier years has none
        rows.append(Row({"account": told, "month": ended[account].name}, kind="group"))
        rows.append(
            Row(
                {
                    "account": told,
                    "month": "saldo początkowe" if account else ended[account].name,
                    "balance": balance,
                },
                links=opens(account, "bo", balance=balance),
            )
        )
        for month, (debit, credit) in sorted(months[account].items()):
            balance += debit - credit  # noqa: PLW2901 - the running balance
            totals["debit"] += debit
            totals["credit"] += credit
            rows.append(
                Row(
                    {
                        "account": told,
                        "month": period_label(month, month),
                        "debit": debit,
                        "credit": credit,
                        "balance": balance,
                    },
                    links=opens(
                        account, month_code(month), debit=debit, credit=credit, balance=balance
                    ),
                )
            )
        rows.append(
            Row(
                {
                    "account": told,
                    "month": "razem obroty, saldo końcowe",
                    "debit": ended[account].debit,
                    "credit": ended[account].credit,
                    "balance": balance,
                },
                links={
                    **opens(
                        account, "razem", debit=ended[account].debit, credit=ended[account].credit
                    ),
                    **opens(account, month_code(last), balance=balance),
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
        total_links=opens("razem", "razem", **totals),
        landscape=False,
    )


def journal_report(
    company: Company,
    first: Month,
    last: Month,
    link: Link = no_link,
    *,
    page: DiaryPage | None = None,
) -> Report:
    """Dziennik: every line under the number of its entry; months end with their turnover and the year's.

    The sums run on through the year (art. 14 ust. 2): what its earlier months took, and the numbers before
    ``page``, is carried in. A note tells which numbers of the year stand elsewhere.
    """
    first, last = in_books(first), in_books(last)
    places = {"start": page.start, "end": page.end} if page else {}
    ends: dict[tuple[int, int], list[MonthEnd]] = {}
    for end in month_ends(first=first, last=last):
        ends.setdefault(end.place, []).append(end)
    rows: list[Row] = []
    totals = {"debit": ZERO, "credit": ZERO}
    found = journal(first=first, last=last, **places)
    for n, r in enumerate(found):
        continues = n > 0 and found[n - 1].entry_id == r.entry_id
        rows.append(_journal_line(r, link, continues=continues))
        totals["debit"] += r.debit
        totals["credit"] += r.credit
        if n + 1 == len(found) or found[n + 1].entry_id != r.entry_id:
            for done in ends.get((r.year, r.diary_number), ()) if first != last else ():
                rows += _journal_month(done, first, link)
    carried = _carried(first, last, page)
    since = first if first[0] == last[0] and _begins_year(first) else business_year(last[0]).first
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
        totals=totals,
        # A page's sum is no month's: nothing but its own rows makes it.
        total_links={} if page else _journal_links(link, first, last, **totals),
        total_label="Razem strona" if page else "",
        carried=carried,
        running_links={}
        if page or not carried
        else _journal_links(
            link, since, last, **{key: totals[key] + a for key, a in carried.items()}
        ),
        notes=(*_years_apart(first, last), *_numbers_elsewhere(first, last)) if rows else (),
    )


def _carried(first: Month, last: Month, page: DiaryPage | None) -> dict[str, Decimal]:
    """What the year took before the first line shown; nothing where it is the year's first."""
    debit, credit = turnover_before(first) if first[0] == last[0] else (ZERO, ZERO)
    if page:
        more = shown_before(first=first, last=last, start=page.start)
        debit, credit = debit + more[0], credit + more[1]
    return {"debit": debit, "credit": credit} if debit or credit else {}


def _years_apart(first: Month, last: Month) -> tuple[str, ...]:
    if first[0] == last[0] or _begins_year(first):
        return ()
    return (
        f"Okres obejmuje więcej niż jeden rok: obrotów roku {business_year(first[0]).name} sprzed okresu nie "
        "przeniesiono. Dziennik roku drukuj osobno.",
    )


def _journal_line(r: JournalRow, link: Link, *, continues: bool) -> Row:
    return Row(
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
        continues=continues,
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
        notes.append(
            f"Zapisy roku {business_year(year).name} spoza pokazanego okresu: Lp. {', '.join(told)}{more}."
        )
    return tuple(notes)


def _journal_month(end: MonthEnd, first: Month, link: Link) -> list[Row]:
    """The turnover of a month after its last number, and that of the year with it."""
    month = end.month
    year = end.year_debit, end.year_credit
    of_year = business_year(month[0])
    since = of_year.opening if first <= of_year.opening else of_year.first
    rows = [
        Row(
            {
                "text": f"Obroty miesiąca {period_label(month, month)}",
                "debit": end.debit,
                "credit": end.credit,
            },
            links=_journal_links(link, month, month, debit=end.debit, credit=end.credit),
            kind="sum",
        )
    ]
    if year != (end.debit, end.credit):
        rows.append(
            Row(
                {"text": f"Od początku roku {of_year.name}", "debit": year[0], "credit": year[1]},
                links=_journal_links(link, since, month, debit=year[0], credit=year[1]),
                kind="sum",
            )
        )
    return rows


def _journal_links(link: Link, first: Month, last: Month, **amounts: Decimal) -> dict[str, str]:
    told = f"dziennik/{month_code(first)}/{month_code(last)}"
    return trace_links(link, {column: f"{told}/{column}" for column, a in amounts.items() if a})
