"""Bilans and RZiS as reports: on screen, PDF/A, Excel; each figure opens into its accounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zaplecze.platform.links import Link, cell_link, no_link, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.report import Column, Report, Row
from zaplecze.statements.cash import CashFlow, EquityChange
from zaplecze.statements.queries import ANNEX_NAMES, YearStatements
from zaplecze.statements.rules import Statement


def balance_sheet_report(
    company: Company, filled: YearStatements, link: Link = no_link, *, open_all: bool = False
) -> Report:
    """Bilans; ``open_all`` shows the accounts below each line that holds them."""
    rows = [
        *_rows(filled.assets, "AKTYWA", _Place(link, filled, "AK"), open_all=open_all),
        *_rows(filled.liabilities, "PASYWA", _Place(link, filled, "PA"), open_all=open_all),
    ]
    label = f"na dzień 31.12.{filled.year}"
    return _report(company, filled, rows, code="balance-sheet", title="Bilans", label=label)


def income_report(
    company: Company, filled: YearStatements, link: Link = no_link, *, open_all: bool = False
) -> Report:
    """Rachunek zysków i strat."""
    rows = list(_rows(filled.result, "", _Place(link, filled, "RZ"), open_all=open_all))
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the rows of a statement lead: to the lineage of their figures."""

    link: Link
    filled: YearStatements
    side: str

    def links(self, code: str, **amounts: object) -> dict[str, str]:
        told = f"{self.filled.year}/{self.filled.annex}/{self.filled.variant}/{self.side}/{code}"
        return trace_links(
            self.link, {column: f"bilans/{told}/{column}" for column, a in amounts.items() if a}
        )


def _rows(statement: Statement, title: str, place: _Place, *, open_all: bool) -> Iterator[Row]:
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
            links=place.links(figure.code, amount=figure.amount, previous=figure.previous),
            kind="sum" if figure.level == 0 else "row",
        )
        if open_all and figure.code not in parents:
            for part in figure.parts:
                yield Row(
                    {"code": "", "name": f"{part.account} {part.name}", "amount": part.amount},
                    links={
                        **cell_link(place.link, "name", "account_card", account=part.account),
                        **place.links(f"{figure.code}:{part.account}", amount=part.amount),
                    },
                )
    if title:
        yield Row(
            {
                "name": f"{title} RAZEM",
                "amount": statement.total,
                "previous": statement.previous_total,
            },
            links=place.links("razem", amount=statement.total, previous=statement.previous_total),
            kind="sum",
        )


def cash_flow_report(company: Company, flow: CashFlow, year: int, link: Link = no_link) -> Report:
    """Rachunek przepływów pieniężnych, indirect method; below each line what it is made of."""
    rows = []
    for line in flow.flows:
        rows.append(
            Row(
                {"code": line.code, "name": line.name, "amount": line.amount},
                links=trace_links(
                    link, {"amount": f"przeplywy/{year}/{line.code}"} if line.amount else {}
                ),
                kind="sum" if line.level <= 1 else "row",
            )
        )
        rows += [
            Row(
                {"name": f"– {text}", "part": amount},
                links=trace_links(link, {"part": f"przeplywy/{year}/{line.code}.{n}"}),
            )
            for n, (text, amount) in enumerate(line.terms, 1)
        ]
    notes: tuple[str, ...] = ()
    if flow.difference:
        notes = (f"Przepływy różnią się od zmiany stanu środków o {flow.difference} zł.",)
    return Report(
        code="cash-flow",
        title="Rachunek przepływów pieniężnych (metoda pośrednia)",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"za rok {year}",
        columns=(
            Column("code", "Poz.", "code"),
            Column("name", "Treść", "text"),
            Column("part", "w tym", "money"),
            Column("amount", str(year), "money"),
        ),
        rows=tuple(rows),
        totals={},
        notes=notes,
    )


def equity_report(
    company: Company, changes: Sequence[EquityChange], year: int, link: Link = no_link
) -> Report:
    """Zestawienie zmian w kapitale własnym."""
    return Report(
        code="equity",
        title="Zestawienie zmian w kapitale własnym",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"za rok {year}",
        columns=(
            Column("code", "Poz.", "code"),
            Column("name", "Kapitał", "text"),
            Column("opening", "Na początek roku", "money"),
            Column("raised", "Zwiększenia", "money"),
            Column("lowered", "Zmniejszenia", "money"),
            Column("closing", "Na koniec roku", "money"),
        ),
        rows=tuple(
            Row(
                {
                    "code": c.code,
                    "name": c.name,
                    "opening": c.opening,
                    "raised": c.raised,
                    "lowered": c.lowered,
                    "closing": c.closing,
                },
                links=trace_links(
                    link,
                    {
                        column: f"kapital/{year}/{c.code}/{column}"
                        for column in ("opening", "raised", "lowered", "closing")
                        if getattr(c, column)
                    },
                ),
                kind="sum" if c.code == "A" else "row",
            )
            for c in changes
        ),
        totals={},
    )


def file_report(company: Company, filled: YearStatements, link: Link = no_link) -> Report:
    """The positions of an e-Sprawozdanie as a table: assets, liabilities, result, each opening its statement."""
    kinds = (
        ("Aktywa", filled.assets, "bilans", "AK"),
        ("Pasywa", filled.liabilities, "bilans", "PA"),
        ("RZiS", filled.result, "wynik", "RZ"),
    )
    rows: list[Row] = []
    for place, statement, kind, side in kinds:
        traced = _Place(link, filled, side)
        rows.append(Row({"code": place, "name": statement.title}, kind="group"))
        rows += [
            Row(
                {
                    "code": f.code,
                    "name": f.name,
                    "amount": f.amount,
                    "previous": f.previous,
                },
                links={
                    **cell_link(link, "code", "year_statement", year=filled.year, kind=kind),
                    **traced.links(f.code, amount=f.amount, previous=f.previous),
                },
            )
            for f in statement.figures
        ]
    return Report(
        code="e-statement",
        title="e-Sprawozdanie: pozycje",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"za rok {filled.year}, {ANNEX_NAMES[filled.annex]}",
        columns=(
            Column("code", "Poz.", "code"),
            Column("name", "Treść", "text"),
            Column("amount", str(filled.year), "money"),
            Column("previous", str(filled.year - 1), "money"),
        ),
        rows=tuple(rows),
        totals={},
        landscape=False,
    )
