"""RMK as a report: each schedule with what is left, and the balance that they explain."""

from __future__ import annotations

from decimal import Decimal

from zaplecze.ledger.accruals.queries import accounts_held, balances_of, standings
from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import Month, month_code
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import business_years

ZERO = Decimal("0.00")


def accruals_report(company: Company, month: Month, link: Link = no_link) -> Report:
    """Rozliczenia międzyokresowe at the end of a month: what is left sums to the balances of 64 and 84.

    What no schedule explains has a row of its own. Amounts are PLN, Wn positive.
    """
    rows: list[Row] = []
    totals = {"amount": ZERO, "posted": ZERO, "left": ZERO}
    begins = business_years().of_month(month).first_day
    explained: dict[str, Decimal] = dict.fromkeys(sorted(accounts_held()), ZERO)
    for standing in standings(month):
        accrual = standing.accrual
        explained[accrual.account] += standing.left
        if not standing.left and accrual.last_day < begins:
            continue
        cells = {"amount": accrual.amount, "posted": standing.posted, "left": standing.left}
        for key, amount in cells.items():
            totals[key] += amount
        rows.append(
            Row(
                {
                    "number": accrual.number,
                    "text": accrual.text,
                    "account": accrual.account,
                    "target": accrual.target,
                    "first": accrual.first_day,
                    "last": accrual.ended_on or accrual.last_day,
                    **cells,
                },
                links={
                    **cell_link(link, "number", "accrual", accrual_id=accrual.id),
                    **trace_links(
                        link,
                        {
                            key: f"rmk/{month_code(month)}/{accrual.id}/{key}"
                            for key, amount in cells.items()
                            if amount
                        },
                    ),
                },
            )
        )
    balances = balances_of(set(explained), month)
    notes = []
    for account, planned in explained.items():
        balance = balances.get(account, ZERO)
        notes.append(
            f"Konto {account}: saldo {format_pln(balance)}, plany {format_pln(planned)}, "
            f"bez planu {format_pln(balance - planned)}."
        )
        if balance != planned:
            totals["left"] += balance - planned
            rows.append(
                Row(
                    {"text": "Saldo bez planu", "account": account, "left": balance - planned},
                    links=trace_links(
                        link, {"left": f"rmk/{month_code(month)}/bez-planu/{account}"}
                    ),
                )
            )
    return Report(
        code="accruals",
        title="Rozliczenia międzyokresowe",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"stan na koniec {month[1]:02}.{month[0]}",
        columns=(
            Column("number", "Plan", "code"),
            Column("text", "Czego dotyczy", "text"),
            Column("account", "Konto", "code"),
            Column("target", "Na konto", "code"),
            Column("first", "Od", "date"),
            Column("last", "Do", "date"),
            Column("amount", "Kwota", "money"),
            Column("posted", "Rozliczono", "money"),
            Column("left", "Zostało", "money"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, f"rmk/{month_code(month)}", totals),
        notes=tuple(notes),
    )
