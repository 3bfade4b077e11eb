"""Bilans and RZiS as reports: on screen, PDF/A, Excel; each figure opens into its accounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zaplecze.platform.links import Link, cell_link, no_link, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.money import format_pln
from zaplecze.platform.report import Column, Report, Row
from zaplecze.statements.cash import CashFlow, Flow
from zaplecze.statements.equity import EquityLine
from zaplecze.statements.queries import ANNEX_NAMES, YearStatements
from zaplecze.statements.rules import Statement

# Art. 52 ust. 2: signed by who keeps the books and by the head of the entity, with the day.
SIGNATURES = ("Miejsce i data", "Sporządził", "Kierownik jednostki")


def _names(company: Company, label: int) -> tuple[str, str]:
    """What the columns of a year and of the year before it are called."""
    years = company.business_years
    year = years.of_label(label)
    before = years.before(year)
    return year.name, before.name if before else str(label - 1)


def _for(company: Company, label: int) -> str:
    """Of which year a statement is."""
    year = company.business_years.of_label(label)
    return f"za rok {year.name}" if year.is_calendar else f"za okres {year.days}"


def balance_sheet_report(
    company: Company, filled: YearStatements, link: Link = no_link, *, open_all: bool = False
) -> Report:
    """Bilans; ``open_all`` shows the accounts below each line that holds them."""
    rows = [
        *_rows(filled.assets, "AKTYWA", _Place(link, filled, "AK"), open_all=open_all),
        *_rows(filled.liabilities, "PASYWA", _Place(link, filled, "PA"), open_all=open_all),
    ]
    label = f"na dzień {company.business_years.of_label(filled.year).last_day:%d.%m.%Y}"
    return _report(company, filled, rows, code="balance-sheet", title="Bilans", label=label)


def income_report(
    company: Company, filled: YearStatements, link: Link = no_link, *, open_all: bool = False
) -> Report:
    """Rachunek zysków i strat."""
    rows = list(_rows(filled.result, "", _Place(link, filled, "RZ"), open_all=open_all))
    label = _for(company, filled.year)
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
            *([Column("side", "Strona", "text", unseen=True)] if code == "balance-sheet" else ()),
            Column("code", "Poz.", "code"),
            Column("name", "Treść", "text"),
            Column("amount", _names(company, filled.year)[0], "money"),
            Column("previous", _names(company, filled.year)[1], "money"),
        ),
        rows=tuple(rows),
        totals={},
        notes=_unknown_before(company, filled, code),
        landscape=False,
        signatures=SIGNATURES,
    )


def _unknown_before(company: Company, filled: YearStatements, code: str) -> tuple[str, ...]:
    """What the column of the year before is, where nobody told its figures."""
    if not filled.opened or (filled.told and (code != "income" or "result" in filled.told.amounts)):
        return ()
    what = (
        "jest pusta"
        if code == "income"
        else "pokazuje bilans otwarcia, wynik w nim po przeniesieniu"
    )
    return (
        f"Roku {_names(company, filled.year)[1]} nie ma w księgach, więc jego kolumna {what}. "
        "Podaj jego dane porównawcze (art. 46 ust. 1, art. 47 ust. 1).",
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


def _numbered(code: str) -> str:
    """The number of a position; the annex gives none to "of which from related entities" (J in files)."""
    return "" if code.endswith(".J") else code


def _rows(statement: Statement, title: str, place: _Place, *, open_all: bool) -> Iterator[Row]:
    side = {"side": statement.title} if title else {}
    if title:
        yield Row({"name": title}, kind="group")
    parents = {f.code.rpartition(".")[0] for f in statement.figures}
    for figure in statement.figures:
        if not open_all and not figure.amount and not figure.previous and figure.level > 1:
            continue
        yield Row(
            {
                **side,
                "code": _numbered(figure.code),
                "name": figure.name,
                "amount": figure.amount,
                "previous": figure.previous,
            },
            links=place.links(figure.code, amount=figure.amount, previous=figure.previous),
            kind="line" if figure.level == 0 else "row",
            level=figure.level,
        )
        if open_all and figure.code not in parents:
            for part in figure.parts:
                yield Row(
                    {
                        **side,
                        "code": "",
                        "name": f"{part.account} {part.name}",
                        "amount": part.amount,
                    },
                    links={
                        **cell_link(place.link, "name", "account_card", account=part.account),
                        **place.links(f"{figure.code}:{part.account}", amount=part.amount),
                    },
                    level=figure.level + 1,
                )
    if title:
        yield Row(
            {
                **side,
                "name": f"{title} RAZEM",
                "amount": statement.total,
                "previous": statement.previous_total,
            },
            links=place.links("razem", amount=statement.total, previous=statement.previous_total),
            kind="line",
        )


def cash_flow_report(company: Company, flow: CashFlow, year: int, link: Link = no_link) -> Report:
    """Rachunek przepływów pieniężnych, indirect method; below each line what it is made of."""
    rows = []
    for line in _as_on_the_form(flow):
        if line.code in FLOW_PARTS:
            rows.append(Row({"code": line.code[0], "name": FLOW_PARTS[line.code]}, kind="group"))
        rows.append(
            Row(
                {
                    "code": "" if line.name.startswith("–") else line.code,
                    "name": line.name,
                    "amount": line.amount,
                    "previous": line.previous if flow.compared else None,
                },
                links=trace_links(
                    link,
                    {
                        **({"amount": f"przeplywy/{year}/{line.code}"} if line.amount else {}),
                        **(
                            {"previous": _flow_before(flow, company, year, line.code)}
                            if line.previous
                            else {}
                        ),
                    },
                ),
                kind="line" if line.level <= 1 else "row",
                level=line.level,
            )
        )
        rows += [
            Row(
                {"name": f"– {text}", "part": amount},
                links=trace_links(link, {"part": f"przeplywy/{year}/{line.code}.{n}"}),
                level=line.level + 1,
            )
            for n, (text, amount) in enumerate(line.terms, 1)
        ]
    notes: tuple[str, ...] = () if flow.compared else _unknown_flow(company, year)
    if flow.difference:
        notes += (
            f"Przepływy różnią się od zmiany stanu środków o {format_pln(flow.difference)} zł: bilans się nie zgadza "
            "albo wynik w nim jest inny niż w rachunku zysków i strat. Zobacz, czego brakuje, na stronie bilansu.",
        )
    return Report(
        code="cash-flow",
        title="Rachunek przepływów pieniężnych (metoda pośrednia)",
        company_name=company.name,
        company_nip=company.nip,
        period_label=_for(company, year),
        columns=(
            Column("code", "Poz.", "code"),
            Column("name", "Treść", "text"),
            Column("part", "w tym", "money"),
            Column("amount", _names(company, year)[0], "money"),
            Column("previous", _names(company, year)[1], "money"),
        ),
        rows=tuple(rows),
        totals={},
        notes=notes,
        landscape=False,
        signatures=SIGNATURES,
    )


FLOW_PARTS = {
    "A.I": "Przepływy środków pieniężnych z działalności operacyjnej",
    "B.I": "Przepływy środków pieniężnych z działalności inwestycyjnej",
    "C.I": "Przepływy środków pieniężnych z działalności finansowej",
}


def _as_on_the_form(flow: CashFlow) -> list[Flow]:
    """Lines in the order of annex 1: a sum stands over what it sums."""
    by_code = {f.code: f for f in flow.flows}
    found: dict[str, Flow] = {}
    for line in flow.flows:
        parts = line.code.split(".")
        above = (".".join(parts[:depth]) for depth in range(1, len(parts)))
        for code in (*above, line.code):
            if code in by_code:
                found.setdefault(code, by_code[code])
    return list(found.values())


def _flow_before(flow: CashFlow, company: Company, year: int, code: str) -> str:
    """The lineage of a line's amount of the year before: of the books, or of what people told."""
    return (
        f"porownawcze/{year}/przeplywy/{code}/previous"
        if flow.told
        else f"przeplywy/{company.business_years.label_before(year)}/{code}"
    )


def _unknown_flow(company: Company, year: int) -> tuple[str, ...]:
    """What the columns of the year before lack; nothing of the first year of a company."""
    if company.business_years.before(company.business_years.of_label(year)) is None:
        return ()
    return (
        f"Roku {_names(company, year)[1]} nie ma w księgach i nikt nie podał jego danych porównawczych tego "
        "zestawienia (art. 48a, art. 48b).",
    )


def equity_report(
    company: Company, lines: Sequence[EquityLine], year: int, link: Link = no_link
) -> Report:
    """Zestawienie zmian w kapitale własnym; below each change the titles that it was made of."""
    rows = []
    for line in lines:
        opens = {"amount": f"kapital/{year}/{line.code}"} if line.amount else {}
        if line.previous:
            opens["previous"] = (
                f"porownawcze/{year}/kapital/{line.code}/previous"
                if line.told
                else f"kapital/{company.business_years.label_before(year)}/{line.code}"
            )
        rows.append(
            Row(
                {
                    "code": line.code,
                    "name": line.name,
                    "amount": line.amount,
                    "previous": line.previous,
                },
                links=trace_links(link, opens),
                kind="line" if not line.level else "row",
                level=line.level,
            )
        )
        rows += [
            Row(
                {"name": f"– {text}", "part": amount},
                links=trace_links(link, {"part": f"kapital/{year}/{line.code}.{n}"}),
                level=line.level + 1,
            )
            for n, (text, amount) in enumerate(line.reasons, 1)
            if amount
        ]
    known = any(line.previous is not None for line in lines)
    return Report(
        code="equity",
        title="Zestawienie zmian w kapitale własnym",
        company_name=company.name,
        company_nip=company.nip,
        period_label=_for(company, year),
        columns=(
            Column("code", "Poz.", "code"),
            Column("name", "Treść", "text"),
            Column("part", "w tym", "money"),
            Column("amount", _names(company, year)[0], "money"),
            Column("previous", _names(company, year)[1], "money"),
        ),
        rows=tuple(rows),
        totals={},
        notes=() if known else _unknown_flow(company, year),
        landscape=False,
        signatures=SIGNATURES,
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
        opens = cell_link(link, "code", "year_statement", year=filled.year, kind=kind)
        if side == "RZ":
            rows.append(Row({"code": place, "name": statement.title}, kind="group"))
        else:  # the file gives both sides their sums
            sums = {"amount": statement.total, "previous": statement.previous_total}
            rows.append(
                Row(
                    {"side": place, "code": place, "name": f"{statement.title} razem", **sums},
                    links={**opens, **traced.links("razem", **sums)},
                    kind="line",
                )
            )
        rows += [
            Row(
                {
                    "side": place,
                    "code": f.code,
                    "name": f.name,
                    "amount": f.amount,
                    "previous": f.previous,
                },
                links={
                    **opens,
                    **traced.links(f.code, amount=f.amount, previous=f.previous),
                },
                level=f.level,
            )
            for f in statement.figures
        ]
    return Report(
        code="e-statement",
        title="e-Sprawozdanie: pozycje",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"{_for(company, filled.year)}, {ANNEX_NAMES[filled.annex]}",
        columns=(
            Column("side", "Część", "text", unseen=True),
            Column("code", "Poz.", "code"),
            Column("name", "Treść", "text"),
            Column("amount", _names(company, filled.year)[0], "money"),
            Column("previous", _names(company, filled.year)[1], "money"),
        ),
        rows=tuple(rows),
        totals={},
        landscape=False,
    )
