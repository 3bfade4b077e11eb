"""Books that begin here open from a file: a table that people made, or another program's JPK_KR_PD."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.plugin import AT
from zaplecze.formats import jpk_kr_pd_1
from zaplecze.ledger.api import open_items, set_business_year, trial_balance
from zaplecze.ledger.opening import import_opening, plan_opening
from zaplecze.partners.api import partners
from zaplecze.platform.business_years import YearKind
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.platform.tables import TableRefused, amount_of, day_of, read_table

D = Decimal
KR_PD = Path(jpk_kr_pd_1.__file__).with_name("tests") / "golden.xml"
TABLE = """Konto;Nazwa;Wn;Ma;NIP;Kontrahent;Dokument;Data;Termin
131;Bank;5 000,00;;;;;;
202;Huta;;1230,00;999-001-91-37;Huta Szkła Bańka;FV/9;03.12.2025;2026-01-02
801;Kapitał;;3770;;;;;
"""


def sheet(rows: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def test_a_table_opens_the_books_with_its_open_items(company: Any, make_person: Any) -> None:
    anna = make_person(company, "accountant").id
    with company_scope(company.id):
        plan = plan_opening("bo.csv", TABLE.encode("cp1250"))
        assert (plan.faults, plan.debit, plan.credit) == (0, D("5000.00"), D("5000.00"))
        import_opening(year=2026, name="bo.csv", data=TABLE.encode(), by=anna, at=AT)
        (item,) = open_items()
        assert (item.number, item.due_date, item.amount) == ("FV/9", date(2026, 1, 2), D("1230.00"))
        assert item.partner_id is not None
        rows = {r.account: r for r in trial_balance(first=(2026, 1), last=(2026, 1))}
        assert rows["131"].opening_debit == D("5000.00")
        with pytest.raises(Refusal, match="już jest"):
            import_opening(year=2026, name="bo.csv", data=TABLE.encode(), by=anna, at=AT)


def test_a_foreign_item_opens_in_its_currency(company: Any, make_person: Any) -> None:
    """A German number is no NIP with a wrong sum; the item is open in euro, its balance in PLN."""
    anna = make_person(company, "accountant").id
    heads = "Konto;Wn;Ma;NIP;Kontrahent;Dokument;Waluta;Kwota w walucie;Kraj\n"
    right = heads + "201;430,00;;DE999000111;Lichterpark GmbH;S/7;eur;100,00;\n801;;430,00;;;;;;\n"
    wrong = heads + (
        "201;1;;12-345;Ktoś;A;QQQ;1,00;US\n201;1;;12-345;Ktoś;B;EUR;;US\n201;1;;1;Ktoś;C;;;Niemcy\n"
    )
    with company_scope(company.id):
        told = [r.fault for r in plan_opening("bo.csv", wrong.encode()).rows]
        assert ["ISO 4217" in told[0], "podaj obie" in told[1], "dwuliterowym" in told[2]] == [
            True
        ] * 3
        import_opening(year=2026, name="bo.csv", data=right.encode(), by=anna, at=AT)
        (item,) = open_items()
        assert (item.currency, item.currency_left, item.left) == ("EUR", D("100.00"), D("430.00"))
        (who,) = partners([item.partner_id]).values()
        assert (who.country, who.tax_id) == ("DE", "999000111")


def test_every_fault_is_told_in_its_row_and_nothing_is_posted(
    company: Any, make_person: Any
) -> None:
    anna = make_person(company, "accountant").id
    rows = [
        ["konto", "wn", "ma", "nip"],
        ["131", 100.25, "", ""],
        ["999", "", 50, ""],
        ["402-01", "", 25.25, ""],
        ["202", "", "dużo", ""],
        ["202", "", 25, "1234567890"],
        ["801", 1, 2, ""],
    ]
    with company_scope(company.id):
        plan = plan_opening("bo.xlsx", sheet(rows))
        told = {r.place: r.fault for r in plan.rows if r.fault}
        assert told == {
            "wiersz 3": "nie ma konta 999: dodaj je do planu kont",
            "wiersz 4": "konto wynikowe 402-01 otwiera rok bez salda",
            "wiersz 5": "„dużo” nie jest kwotą",
            "wiersz 6": "NIP 1234567890 ma złą sumę kontrolną",
            "wiersz 7": "kwota stoi po obu stronach",
        }
        with pytest.raises(Refusal, match="wiersz 3"):
            import_opening(year=2026, name="bo.xlsx", data=sheet(rows), by=anna, at=AT)
        assert trial_balance(first=(2026, 1), last=(2026, 12)) == []


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.csv", b"", "pusty"),
        ("a.csv", b"konto;kwota\n1;2", "brakuje kolumn"),
        ("a.xlsx", b"PK\x03\x04 nie arkusz", "nie da się odczytać"),
        ("a.bin", b"konto\x00wn", "nie da się odczytać"),
    ],
)
def test_what_is_no_table_is_refused(name: str, data: bytes, told: str) -> None:
    with pytest.raises(TableRefused, match=told):
        read_table(name, data, headings=("konto", "wn"))


def test_a_file_opens_the_year_that_begins_after_it(company: Any) -> None:
    """A year that ends in June opens one of July, and no calendar year (art. 3 ust. 1 pkt 9, art. 5 ust. 1)."""
    file = re.sub(rb"(<RokDataDo>\d{4})-12-31", rb"\1-06-30", KR_PD.read_bytes())
    year = int(re.search(rb"<RokDataDo>(\d{4})", file)[1])  # type: ignore[index]
    with company_scope(company.id):
        with pytest.raises(
            Refusal, match=rf"kończy się 30\.06\.{year}, a dzień po nim leży.*Lata obrotowe"
        ):
            plan_opening("jpk.xml", file)
        july = date(year, 7, 1), date(year + 1, 6, 30)
        set_business_year(first=july[0], last=july[1], kind=YearKind.STANDING, by=None, at=AT)
        plan = plan_opening("jpk.xml", file)
        assert (plan.opens, plan.faults) == (year + 1, 0)
        with pytest.raises(
            Refusal, match=f"otwiera rok {year}/{year + 1}, a nie {year - 1}/{year}"
        ):
            import_opening(year=year, name="jpk.xml", data=file, by=1, at=AT)


def test_amounts_and_days_as_people_write_them() -> None:
    assert [amount_of(t) for t in ("1 234,50", "\u22123.00", "", "7")] == [
        D("1234.50"), D("-3.00"), D("0.00"), D("7.00"),
    ]  # fmt: skip
    assert day_of("31.12.2025") == day_of("2025-12-31") == date(2025, 12, 31)
    assert day_of("") is None
    for wrong in ("1.001", "abc"):
        with pytest.raises(ValueError, match=wrong):
            amount_of(wrong)
