"""The forms of annex 1 whole: loans and capital both ways, money without valuations, a year not ended yet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.lineage import walk
from zaplecze.ledger.api import NewEntry, NewLine, close_month, close_year, post_entries
from zaplecze.ledger.models import Account
from zaplecze.office.lineage import Tracer
from zaplecze.platform.printing import to_csv, to_json, to_xlsx
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Report
from zaplecze.platform.scope import company_scope
from zaplecze.statements.api import (
    balance_sheet_report,
    cash_flow,
    cash_flow_report,
    equity,
    equity_report,
    income_report,
    year_statements,
)
from zaplecze.statements.commands import adjust_cash_flow, keep_equity_notes
from zaplecze.statements.facts import YearOutside
from zaplecze.tax.cit_year import worksheet
from zaplecze.tax.reports import cit_report

D = Decimal
AT = datetime(2027, 9, 1, 8, 30, tzinfo=UTC)
LEASE, LENT, LONG = "255", "035", "251"
# Day, Wn, Ma, amount, what it is, and the kind of voucher where it isn't PK.
ENTRIES = (
    ((2026, 1), "131", "801", "1000.00", "wydanie udziałów"),
    ((2026, 2), "801", "131", "150.00", "umorzenie udziałów"),
    ((2026, 2), "131", LONG, "500.00", "kredyt"),
    ((2026, 3), "010-02", LEASE, "240.00", "leasing maszyny"),
    ((2026, 4), LEASE, "131", "60.00", "raty leasingu"),
    ((2026, 5), LONG, "131", "200.00", "spłata kredytu"),
    ((2026, 6), LONG, "250", "100.00", "kredyt płatny do roku"),
    ((2026, 7), LENT, "131", "80.00", "pożyczka udzielona"),
    ((2026, 8), "131", LENT, "30.00", "zwrot pożyczki"),
    ((2026, 9), "132", "700-01", "400.00", "usługa"),
    ((2026, 10), "133", "131", "25.00", "rachunek VAT"),
    ((2026, 12), "132", "750-03", "12.00", "wycena", "WW"),
    ((2027, 1), "750-03", "132", "12.00", "odwrócenie wyceny", "WW"),
    ((2027, 2), "820", "803", "90.00", "podział zysku"),
    ((2027, 2), "820", "131", "40.00", "dywidenda"),
    ((2027, 3), "820", "202", "7.00", "koszt 2025 roku"),
    ((2027, 4), "402-99", "131", "50.00", "usługi"),
)


def entry(
    month: tuple[int, int], debit: str, credit: str, amount: str, text: str, kind: str = "PK"
) -> NewEntry:
    day = date(*month, 5)
    lines = (NewLine(debit, debit=D(amount)), NewLine(credit, credit=D(amount)))
    return NewEntry("PK", *month, kind, f"{text}/{month}", day, day, text, lines)


@pytest.fixture
def client(straight: Any, make_person: Any) -> Client:
    made = Client()
    made.force_login(
        make_person(straight, "accountant"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return made


@pytest.fixture
def firm(straight: Any) -> Iterator[Any]:
    with company_scope(straight.id):
        for number, name, tag in (
            (LEASE, "Zobowiązania z tytułu leasingu finansowego", "BPBIII3c"),
            (LENT, "Pożyczki długoterminowe udzielone", "BAAIV3c_UP_W"),
            (LONG, "Kredyty długoterminowe", "BPBII3a"),
        ):
            Account.objects.create(
                company_id=straight.id, number=number, name=name, kind="balance", tag_1=tag
            )
        post_entries([entry(*e) for e in ENTRIES], by=None, at=AT)  # type: ignore[arg-type]
    yield straight


def amounts(year: int) -> dict[str, Decimal]:
    flow = cash_flow(year=year)
    assert flow.difference == 0
    return {f.code: f.amount for f in flow.flows if f.amount}


def test_the_forms_of_two_years_by_hand(firm: Any, client: Client) -> None:
    """2026: money is 1 000 - 150 + 500 - 60 - 200 - 80 + 30 + 400 + 12 = 1 452, of which 12 came from a valuation.

    The profit of 412 is 400 of money and that 12. The loan came with 500 and 200 went back; its 100 that became
    short-term are no flow; the leased machine (240) is no purchase for money, its instalments are. 2027 begins with
    the profit of 2026 that nobody moved: A.V, until its accounts are closed and after. Of 137 that left A.V, 90 went
    to A.II, 40 to the owners and 7 are a correction of an error, which is no payment to them.
    """
    with company_scope(firm.id):
        first = amounts(2026)
        assert first == {
            "A.I": 412, "A.II.2": -12, "A.II": -12, "A.III": 400,
            "B.I.3.b.3": 30, "B.I.3.b": 30, "B.I.3": 30, "B.I": 30,
            "B.II.3.b.2": 80, "B.II.3.b": 80, "B.II.3": 80, "B.II": 80, "B.III": -50,
            "C.I.1": 1000, "C.I.2": 500, "C.I": 1500,
            "C.II.2": 150, "C.II.4": 200, "C.II.7": 60, "C.II": 410, "C.III": 1090,
            "D": 1440, "E": 1452, "E.1": 12, "G": 1440, "G.1": 25,
        }  # fmt: skip
        told = {x.code: x.amount for x in equity(year=2026)}
        assert (told["1.1.a"], told["1.1.b"], told["1.2"], told["6.a"]) == (1000, 150, 850, 412)
        # Before 2026 is ended, 2027 balances with its profit in A.V, and nobody is paid it.
        sheets = year_statements(year=2027)
        assert sheets.balanced
        assert sheets.liabilities.amount("A.V") == 412 - 137
        assert (sheets.liabilities.amount("A.VI"), sheets.liabilities.previous("A.VI")) == (
            -62,
            412,
        )
        with pytest.raises(Refusal, match="mają po tej stronie 137,00"):
            keep("-138.00")
        keep("-7.00", "100.00")
        second = amounts(2027)
        wanted = {"A.I": -62, "A.II.2": 12, "A.II.8": 7, "A.II.10": -7, "C.II.2": 40, "D": -90}
        assert {code: second.get(code) for code in wanted} == wanted
        assert (second["E"], second["E.1"], second["F"], second["G"]) == (-102, -12, 1440, 1350)
        told = {x.code: x.amount for x in equity(year=2027)}
        assert (told["I"], told["I.2"], told["I.a"]) == (1262, -7, 1255)
        assert (told["2.1.a"], told["5.1"], told["5.1.2"], told["5.2"]) == (90, 412, -7, 405)
        assert (told["5.2.b"], told["5.3"], told["5.7"], told["6.b"]) == (130, 275, 275, 62)
        assert (told["II"], told["III"]) == (1153, 1053)
        reasons = next(x.reasons for x in equity(year=2027) if x.code == "5.2.b")
        assert reasons[:2] == (("podział zysku", 90), ("dywidenda", 40))
        figures = [
            *((f"przeplywy/2026/{f.code}", f.amount) for f in cash_flow(year=2026).flows if f.amount),
            *((f"przeplywy/2027/{f.code}", f.amount) for f in cash_flow(year=2027).flows if f.amount),
            *((f"kapital/2027/{x.code}", x.amount) for x in equity(year=2027) if x.amount),
            ("bilans/2027/1/by-nature/PA/A.V/amount", D("275.00")),
        ]  # fmt: skip
        walk(Tracer(at=AT), figures)
        before = {x.code: x.amount for x in equity(year=2027)}, amounts(2027)
        for month in range(1, 13):
            close_month(month=(2026, month), by=None, at=AT)
        close_year(year=2026, by=None, at=AT)
        assert ({x.code: x.amount for x in equity(year=2027)}, amounts(2027)) == before
        for year in (2025, 2028):
            with pytest.raises(YearOutside, match=f"Roku {year} nie ma w księgach"):
                year_statements(year=year)
        with pytest.raises(Refusal, match="sumy liczą się same"):
            adjust_cash_flow(
                year=2026, from_line="B.I.3", to_line="A.II.10", amount=D(1), reason="x"
            )
        _files_tell_every_position(firm)
    form = {"policy": "0", "errors": "-7,00", "payout": "200,00"}
    client.post(f"/f/{firm.nip}/sprawozdania/2027/kapital/zapisz/", form)
    shown = client.get(f"/f/{firm.nip}/sprawozdania/2027/kapital/").content.decode()
    assert "953,00" in shown
    page = f"/f/{firm.nip}/sprawozdania/2025/bilans/"
    shown = client.get(page).content.decode()
    assert "Roku 2025 nie ma w księgach" in shown
    assert "forma=pdf" not in shown
    assert client.get(f"{page}?forma=pdf")["Content-Type"] != "application/pdf"
    assert "Roku 2025 nie ma w księgach" in client.get(
        f"/f/{firm.nip}/vat/cit/?rok=2025", follow=True
    ).content.decode()  # fmt: skip


def keep(errors: str, payout: str = "0.00") -> None:
    told = {"policy": D(0), "errors": D(errors), "payout": D(payout)}
    keep_equity_notes(year=2027, **told, by=None, at=AT)


def _files_tell_every_position(firm: Any) -> None:
    """A and B, their sums, the net profit, the tax: in Excel, CSV and JSON alike."""
    filled = year_statements(year=2026)
    sheet = balance_sheet_report(firm, filled)
    for code, side, amount in (
        ("A", "Aktywa", filled.assets.amount("A")),
        ("A", "Pasywa", filled.liabilities.amount("A")),
        (None, "Aktywa", filled.assets.total),
        (None, "Pasywa", filled.liabilities.total),
    ):
        assert [code, side, amount] in told_in(sheet, "code", "side", "amount")
    assert ["L", D(412)] in told_in(income_report(firm, filled), "code", "amount")
    assert ["A.III", D(400)] in told_in(
        cash_flow_report(firm, cash_flow(year=2026), 2026), "code", "amount"
    )
    assert ["II", D(1262)] in told_in(
        equity_report(firm, equity(year=2026), 2026), "code", "amount"
    )
    cit = told_in(cit_report(firm, worksheet(2026)), "name", "amount")
    for name in ("Zysk (strata) brutto", "Podstawa opodatkowania (pełne złote)", "Podatek 19 %"):
        assert name in [row[0] for row in cit]


def told_in(report: Report, *keys: str) -> list[list[Any]]:
    """Cells of these columns as JSON has them, which are those of CSV and Excel; no figure is a minus nothing."""
    data, comma = to_json(report), to_csv(report).decode("utf-8-sig")
    assert '"-0.00"' not in data
    rows = json.loads(data)["rows"]
    columns = {c.key: n for n, c in enumerate(report.columns)}
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(report, created_at=AT)))
    sheet = book.get_sheet_by_index(0).to_python()
    head = sheet.index([c.label for c in report.columns]) + 1
    cells = sheet[head : head + len(rows)]
    written = list(csv.reader(io.StringIO(comma), delimiter=";"))[1:]
    found = []
    for row, line, cell in zip(rows, written, cells, strict=True):
        told: list[Any] = [row[key] for key in keys]
        if row[keys[-1]] is not None:
            told[-1] = D(row[keys[-1]])
            assert D(line[columns[keys[-1]]].replace(",", ".")) == told[-1]
            assert D(str(cell[columns[keys[-1]]])) == told[-1]
        found.append(told)
    return found
