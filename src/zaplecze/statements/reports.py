"""Bilans and RZiS as reports: on screen, PDF/A, Excel; each figure opens into its accounts."""

from __future__ import annotations

from collections.abc import Iterator

from zaplecze.platform.links import Link, cell_link, no_link
from zaplecze.platform.models import Company
from zaplecze.platform.report import Column, Report, Row
from zaplecze.statements.queries import ANNEX_NAMES, YearStatements
from zaplecze.statements.rules import Statement


def balance_sheet_report(
    company: Company, filled: YearStatements, link: Link = no_link, *, open_all: bool = False
) -> Report:
    """Bilans; ``open_all`` shows the accounts below each line that holds them."""
    rows = [
        *_rows(filled.assets, "AKTYWA", link, open_all=open_all),
        *_rows(filled.liabilities, "PASYWA", link, open_all=open_all),
    ]
    return _report(
        company, filled, "balance-sheet", "Bilans", rows, f"na dzień 31.12.{filled.year}"
    )


def income_report(
    company: Company, filled: YearStatements, link: Link = no_link, *, open_all: bool = False
) -> Report:
    """Rachunek zysków i strat."""
    rows = list(_rows(filled.result, "", link, open_all=open_all))
    label = f"za rok {filled.year}"
    return _report(company, filled, rows, code="income", title=filled.result.title, label=label)


def _report(
    company: Company, filled: YearStatements, rows: list[Row], *, code: str, title: str, label: str
) -> Report:
    return Report(
        code=code,
        title=title,
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"{label}, {ANNEX_NAMES[filled.annex]}",
        columns=(
            Column("code", "Poz.", "code"),
            Column("name", "Treść", "text"),
            Column("amount", str(filled.year), "money"),
            Column("previous", str(filled.year - 1), "money"),
        ),
        rows=tuple(rows),
        totals={},
    )


def _rows(statement: Statement, title: str, link: Link, *, open_all: bool) -> Iterator[Row]:
    if title:
        yield Row({"name": title}, kind="group")
    parents = {f.code.rpartition(".")[0] for f in statement.figures}
    for figure in statement.figures:
        if not open_all and not figure.amount and not figure.previous and figure.level > 1:
            continue
        yield Row(
            {
                "code": figure.code,
                "name": figure.name,
                "amount": figure.amount,
                "previous": figure.previous,
            },
            kind="sum" if figure.level == 0 else "row",
        )
        if open_all and figure.code not in parents:
            for part in figure.parts:
                yield Row(
                    {"code": "", "name": f"{part.account} {part.name}", "amount": part.amount},
                    links=cell_link(link, "name", "account_card", account=part.account),
                )
    if title:
        yield Row(
            {
                "name": f"{title} RAZEM",
                "amount": statement.total,
                "previous": statement.previous_total,
            },
            kind="sum",
        )
