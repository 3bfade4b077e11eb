"""The register as reports: assets, a year's plan, a month's depreciation, agreement with the books."""

from __future__ import annotations

from decimal import Decimal

from zaplecze.assets.models import Depreciation
from zaplecze.assets.plans import PlannedAsset, accounts_at, month_rows, planned_assets
from zaplecze.assets.rules import schedule, taken_by
from zaplecze.ledger.api import trial_balance
from zaplecze.platform.business_years import BusinessYear
from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month, calendar_month, month_code, period_label
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import business_year, current_company_id

ZERO = Decimal("0.00")


def register_report(company: Company, upto: Month, link: Link = no_link) -> Report:
    """Ewidencja środków trwałych: value, taken and net of the balance sheet at the end of a month."""
    rows, totals = [], {"value": ZERO, "taken": ZERO, "net": ZERO}
    for p in planned_assets():
        if p.asset.gone_on and (p.asset.gone_on.year, p.asset.gone_on.month) <= upto:
            continue
        value = p.value(p.balance)
        taken = taken_by(p.balance, upto)
        cells = {"value": value, "taken": taken, "net": value - taken}
        for key, amount in cells.items():
            totals[key] += amount
        rows.append(
            Row(
                {
                    "number": p.asset.number,
                    "name": p.asset.name,
                    "kst": p.asset.kst,
                    "in_use_on": p.asset.in_use_on,
                    "account": p.asset.account,
                    **cells,
                    "place": p.asset.place,
                },
                links=_opens(link, p.asset.pk, upto, **{k: (k, a) for k, a in cells.items()}),
            )
        )
    return Report(
        code="assets",
        title="Ewidencja środków trwałych i WNiP",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"stan na koniec {upto[1]:02}.{upto[0]}",
        columns=(
            Column("number", "Numer", "code"),
            Column("name", "Nazwa", "text"),
            Column("kst", "KŚT", "code"),
            Column("in_use_on", "Przyjęty", "date"),
            Column("account", "Konto", "code"),
            Column("value", "Wartość", "money"),
            Column("taken", "Umorzenie", "money"),
            Column("net", "Netto", "money"),
            Column("place", "Miejsce", "text"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, f"srodki/{month_code(upto)}", totals),
    )


def _opens(
    link: Link, asset_id: int | None, month: Month, **cells: tuple[str, Decimal]
) -> dict[str, str]:
    """Where a row of an asset leads: its number to its card, each amount (column to figure, PLN) to its lineage."""
    told = f"srodek/{asset_id}/{month_code(month)}"
    return {
        **cell_link(link, "number", "asset", asset_id=asset_id),
        **trace_links(link, {column: f"{told}/{what}" for column, (what, a) in cells.items() if a}),
    }


PLANS = ("bilansowa", "podatkowa")


def plan_report(company: Company, year: int, link: Link = no_link, *, only: str = "") -> Report:
    """Plan amortyzacji of a year: for each asset both plans, month by month; each plan has its own sum at the end.

    ``only`` one of `PLANS`: that plan alone, its sum the report's total.
    """
    of_year = business_year(year)
    months = dict(enumerate(map(calendar_month, of_year.months), 1))
    places = {month: n for n, month in months.items()}
    keys = (*(f"m{n}" for n in months), "year")
    sums = {purpose: dict.fromkeys(keys, ZERO) for purpose in PLANS if only in ("", purpose)}
    rows = []
    for p in planned_assets():
        for purpose, plan, what in (
            ("bilansowa", p.balance, "balance"),
            ("podatkowa", p.tax, "tax"),
        ):
            amounts = {places[i.month]: i.amount for i in schedule(plan) if i.month in places}
            if not amounts or purpose not in sums:
                continue
            cells: dict[str, object] = {
                "number": p.asset.number,
                "name": p.asset.name,
                "purpose": purpose,
                "year": sum(amounts.values(), ZERO),
                **{f"m{n}": amounts.get(n, ZERO) for n in months},
            }
            whole = sum(amounts.values(), ZERO)
            links = _opens(link, p.asset.pk, of_year.ends, year=(f"planned_{what}", whole))
            for n, amount in amounts.items():
                links |= _opens(link, p.asset.pk, months[n], **{f"m{n}": (what, amount)})
            rows.append(Row(cells, links=links))
            for key in keys:
                sums[purpose][key] += Decimal(str(cells[key]))
    rows += [
        Row(
            {"name": "Razem", "purpose": purpose, **amounts},
            links=sum_links(link, f"plan/{year}/{purpose}", amounts),
            kind="line",
        )
        for purpose, amounts in sums.items()
        if rows and not only
    ]
    return Report(
        code="depreciation-plan",
        title="Plan amortyzacji",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"rok {of_year.name}",
        columns=(
            Column("number", "Numer", "code"),
            Column("name", "Nazwa", "text"),
            Column("purpose", "Plan", "text"),
            *(
                Column(f"m{n}", _month_label(month, of_year), "money")
                for n, month in months.items()
            ),
            Column("year", "Rok", "money"),
        ),
        rows=tuple(rows),
        totals=sums[only] if only else {},
        total_links=sum_links(link, f"plan/{year}/{only}", sums[only]) if only else {},
    )


def _month_label(month: Month, year: BusinessYear) -> str:
    """``07``, and with its year where the business year is no calendar year: ``07.25``."""
    return f"{month[1]:02}" if year.is_calendar else f"{month[1]:02}.{month[0] % 100:02}"


def month_report(company: Company, month: Month, link: Link = no_link) -> Report:
    """A month's depreciation as it would be posted, or was."""
    rows = [
        Row(
            {
                "number": r.planned.asset.number,
                "name": r.planned.asset.name,
                "cost_account": r.planned.asset.cost_account,
                "cost_center": r.planned.asset.cost_center,
                "balance": r.balance.amount,
                "tax": r.tax.amount,
                "refused": r.tax.refused,
            },
            links=_opens(
                link,
                r.planned.asset.pk,
                month,
                balance=("balance", r.balance.amount),
                tax=("tax", r.tax.amount),
                refused=("refused", r.tax.refused),
            ),
        )
        for r in month_rows(month)
    ]
    totals = {
        key: sum((Decimal(str(r.cells[key])) for r in rows), ZERO)
        for key in ("balance", "tax", "refused")
    }
    return Report(
        code="depreciation",
        title="Amortyzacja miesiąca",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(month, month),
        columns=(
            Column("number", "Numer", "code"),
            Column("name", "Nazwa", "text"),
            Column("cost_account", "Konto", "code"),
            Column("cost_center", "MPK", "code"),
            Column("balance", "Bilansowa", "money"),
            Column("tax", "Podatkowa", "money"),
            Column("refused", "Nie jest kosztem", "money"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, f"amortyzacja/{month_code(month)}", totals),
    )


def agreement_report(company: Company, upto: Month, link: Link = no_link) -> Report:
    """Register against the books: each account of assets and depreciation, with its difference."""
    register: dict[str, Decimal] = {}
    for p in planned_assets():
        if p.asset.gone_on and (p.asset.gone_on.year, p.asset.gone_on.month) <= upto:
            continue
        account, depreciation_account = accounts_at(p, upto)
        _add(register, account, p.value(p.balance))
        _add(register, depreciation_account, -_taken(p, upto))
    books = {
        r.account: r.closing_debit - r.closing_credit
        for r in trial_balance(first=upto, last=upto)
        if r.account in register or r.account.startswith(("010", "020", "070", "072"))
    }
    rows = []
    for account in sorted({*register, *books}):
        kept, posted = register.get(account, ZERO), books.get(account, ZERO)
        cells = {"register": kept, "books": posted, "difference": posted - kept}
        told = f"uzgodnienie/{month_code(upto)}/{account}"
        links = trace_links(link, {key: f"{told}/{key}" for key, a in cells.items() if a})
        rows.append(Row({"account": account, **cells}, links=links))
    totals = {
        key: sum((Decimal(str(r.cells[key])) for r in rows), ZERO)
        for key in ("register", "books", "difference")
    }
    return Report(
        code="assets-agreement",
        title="Uzgodnienie ewidencji z księgami",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"stan na koniec {upto[1]:02}.{upto[0]}",
        columns=(
            Column("account", "Konto", "code"),
            Column("register", "Ewidencja", "money"),
            Column("books", "Księgi", "money"),
            Column("difference", "Różnica", "money"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, f"uzgodnienie/{month_code(upto)}", totals),
        landscape=False,
    )


def _taken(p: PlannedAsset, upto: Month) -> Decimal:
    """What was posted, with what another program had taken before."""
    rows = Depreciation.objects.filter(company_id=current_company_id(), asset=p.asset)
    posted = sum((r.balance for r in rows if (r.year, r.month) <= upto), ZERO)
    return p.balance.taken + posted


def _add(sums: dict[str, Decimal], key: str, amount: Decimal) -> None:
    sums[key] = sums.get(key, ZERO) + amount
