"""What a company files: looked at as a table, compared with the last one, kept, receipted, exported."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from tests.papers import cost, drop, later, sold
from tests.plugin import AT
from zaplecze.assets.api import (
    Method,
    NewAsset,
    Plan,
    RegisterStopped,
    build_register,
    post_depreciation,
    register_asset,
    register_filings,
)
from zaplecze.config.demo_year import SEAT
from zaplecze.formats import e_sprawozdanie_1_2 as sf
from zaplecze.formats import jpk_kr_pd_1 as krpd
from zaplecze.formats.numbers import tax_office_ok
from zaplecze.ledger.api import NewEntry, NewLine, post_entries
from zaplecze.office.books import export_books
from zaplecze.office.books.verify_books import Books
from zaplecze.office.filings import filed_files
from zaplecze.platform.companies import add_company
from zaplecze.platform.events import Stamp
from zaplecze.platform.files import NewFile, sha256_hex, store_file
from zaplecze.platform.models import Company, Printout, Seat
from zaplecze.platform.receipts import NotAReceipt, keep_receipt
from zaplecze.platform.refusal import Refusal
from zaplecze.statements.api import StatementStopped, build_statement, statement_filings
from zaplecze.statements.models import StatementTexts
from zaplecze.tax.api import BooksStopped, books_filings, build_books, build_jpk, filings
from zaplecze.tax.models import BooksFiling

OFFICES = Path(__file__).resolve().parents[3] / "shared/standards/jpk/tax_offices.csv"
SCHEMAS = Path(__file__).resolve().parents[3] / "shared/standards/sf/xsd"
D = Decimal
UPO = (
    "<pot:Potwierdzenie xmlns:pot='http://upo.example/'><pot:NumerReferencyjny>{ref}</pot:NumerReferencyjny>"
    "<pot:DataWplyniecia>2026-10-22T10:00:00</pot:DataWplyniecia><pot:NIP>{nip}</pot:NIP></pot:Potwierdzenie>"
)


@pytest.fixture
def client(straight: Any, make_person: Any) -> Client:
    made = Client()
    made.force_login(
        make_person(straight, "accountant"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    return made


def seat(company: Any) -> None:
    Seat.objects.create(company_id=company.id, **SEAT)


def text_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ")


def test_the_register_is_kept_once_and_compared(straight: Any, behind: Any, client: Client) -> None:
    page = f"/f/{straight.nip}/srodki/jpk/"
    assert client.get(page).url.endswith("/firma/")  # type: ignore[attr-defined]
    with behind(straight):
        seat(straight)
        plan = Plan(Method.LINEAR, D("12000.00"), D(20), (2026, 2))
        register_asset(
            NewAsset("Piec", date(2026, 1, 15), date(2026, 1, 15), account="010-02",
                     depreciation_account="070-02", kst="513", tax=plan, balance=plan),
            by=None, at=AT,
        )  # fmt: skip
        first = build_register(year=2026, by=None, at=AT)
        assert build_register(year=2026, by=None, at=later(1)).data == first.data
        assert len(register_filings(2026)) == 1
        post_depreciation(month=(2026, 2), by=None, at=later(2))
    seen = text_of(client.get(page + "?rok=2026"))
    for words in ("Piec", "E_19", "200.00", "Zmiany od ostatniego pliku", "JPK_ST_KR(1), 2026"):
        assert words in seen, words
    answer = client.post(page + "pobierz/", {"rok": "2026"})
    assert b"<E_19>200.00</E_19>" in answer.content
    assert b"<CelZlozenia>1</CelZlozenia>" in answer.content  # built before, never sent
    with behind(straight):
        assert len(register_filings(2026)) == 2
        with pytest.raises(RegisterStopped, match="nie powstał"):
            build_register(year=2020, by=None, at=AT)


def test_an_e_statement_is_kept_compared_and_valid(
    straight: Any, behind: Any, client: Client
) -> None:
    with behind(straight):
        seat(straight)
        day = date(2024, 3, 1)
        lines = (NewLine("131", debit=D("900.00")), NewLine("700-01", credit=D("900.00")))
        later_day = date(2025, 3, 1)
        post_entries(
            [
                NewEntry("PK", 2024, 3, "PK", "PK/1", day, day, "usługa", lines),
                NewEntry("PK", 2025, 3, "PK", "PK/2", later_day, later_day, "usługa", lines),
            ],
            by=None,
            at=AT,
        )
        asked = {"year": 2024, "annex": "4", "variant": "by-nature", "by": None}
        with pytest.raises(StatementStopped, match="zasady wyceny"):
            build_statement(**asked, at=AT)
        StatementTexts.objects.create(
            company_id=straight.id, year=2024, valuation="Ceny nabycia.\r\nBez wyjątków.", result="Memoriał.",
            presentation="Ustawa.", simplified="Załącznik 4.", notes="Bez zdarzeń po dniu bilansowym.",
        )  # fmt: skip
        built = build_statement(**asked, at=AT)
        assert {p.code: p.amount for p in sf.read(built.data).assets}["B"] == D("900.00")
        assert build_statement(**asked, at=later(48)).data == built.data
        assert len(statement_filings(2024)) == 1
    page = f"/f/{straight.nip}/sprawozdania/2024/e-sprawozdanie/"
    assert "nic się nie zmieniło" in text_of(client.get(page + "?zalacznik=4"))
    form = {
        "zalacznik": "4",
        "valuation": "Ceny rynkowe.",
        "result": "Memoriał.",
        "presentation": "Ustawa.",
    }
    more = {"simplified": "Załącznik 4.", "going_concern": "on", "notes": "Brak."}
    seen = text_of(client.post(page + "teksty/", form | more, follow=True))
    for words in ("Ceny nabycia", "Ceny rynkowe.", "valuation", "Pasywa"):
        assert words in seen, words
    # Texts of a year are proposed for the next one; what is told of a year alone is not.
    assert "Ceny rynkowe." in text_of(client.get(page.replace("2024", "2025") + "?zalacznik=4"))
    newer = text_of(client.get(page.replace("2024", "2025") + "?zalacznik=4"))
    for words in ("SFJMIZ (2)", "pliku XML nie będzie", "Pobierz pozycje w Excelu", "forma=xlsx"):
        assert words in newer, words
    assert client.post(page + "pobierz/", {"zalacznik": "4"}).content.startswith(b"<?xml")
    with behind(straight):
        assert [f.annex for f in statement_filings(2024)] == ["4", "4"]
    if SCHEMAS.exists():
        schema = etree.XMLSchema(etree.parse(SCHEMAS / "JednostkaMikroWZlotych(1)_v1-2.xsd"))
        schema.assertValid(etree.fromstring(built.data))


def test_a_correction_is_told_and_a_receipt_leaves_with_the_books(
    straight: Any, behind: Any, client: Client, tmp_path: Path
) -> None:
    drop(straight, sold("S/1"))
    with behind(straight):
        build_jpk(year=2026, month=9, by=None, at=AT)
        (filing,) = filings(year=2026, month=9)
    drop(straight, cost("DK/1"), at=later(1))
    seen = text_of(client.get(f"/f/{straight.nip}/vat/jpk/?miesiac=2026-09"))
    for words in ("zakup: DK/1", "K_43 230.00", "dodano"):
        assert words in seen, words
    place = f"/f/{straight.nip}/zlozone/"
    assert "brak UPO" in text_of(client.get(place))
    upload = f"{place}{filing.file_sha256}/upo/"
    upo = UPO.format(ref="e5f6", nip=straight.nip).encode()
    with behind(straight):
        for wrong, code in (
            (UPO.format(ref="x", nip="9990012052").encode(), "platform.receipt-company"),
            (b"<JPK/>", "UPO-ROOT"),
            (b"<" + b"x" * 2_000_000, "platform.receipt"),
        ):
            with pytest.raises(NotAReceipt) as refused:
                keep_receipt(filed_sha256=filing.file_sha256, data=wrong, by=None, at=AT)
            assert refused.value.code == code
    for _ in range(2):  # the same bytes are kept once
        from django.core.files.uploadedfile import SimpleUploadedFile

        assert client.post(upload, {"upo": SimpleUploadedFile("upo.xml", upo)}).status_code == 302
    seen = text_of(client.get(place))
    assert "e5f6" in seen
    assert "22.10.2026" in seen
    with behind(straight):
        (filed,) = filed_files()
        (receipt,) = filed.receipts
        done = export_books(tmp_path / "ksiegi", stamp=Stamp(None, later(3)))
        names = {p.name for p in (done.folder / "documents").rglob("*")}
        assert {filed.file_sha256, receipt.file_sha256} <= names
        assert Books(done.folder).verify(done.root) == []
        before = Printout.objects.count()
    assert client.get(f"{place}upo/{receipt.pk}/").content == upo
    assert client.get(f"{place}{filed.file_sha256}/plik/").content.startswith(b"<?xml")
    with behind(straight):
        assert Printout.objects.count() == before + 2


def test_a_correction_is_of_the_same_period_and_of_a_file_that_was_sent(
    straight: Any, behind: Any
) -> None:
    """July, August and August again are first files; 2 comes with the UPO of August, or where a person says so."""
    day = date(2025, 8, 9)

    def entry(no: int) -> NewEntry:
        lines = (NewLine("402-99", debit=D("9.00")), NewLine("131", credit=D("9.00")))
        return NewEntry("PK", 2025, 8, "PK", f"PK/{no}", day, day, "opłata", lines)

    def told(month: int, hours: int, **more: Any) -> tuple[int, str]:
        built = build_books(
            first=(2025, month), last=(2025, month), by=None, at=later(hours), **more
        )
        return krpd.read(io.BytesIO(built.data))[0].header.purpose, sha256_hex(built.data)

    with behind(straight):
        seat(straight)
        post_entries([entry(1)], by=None, at=AT)
        assert told(7, 1)[0] == 1
        assert told(8, 2)[0] == 1
        post_entries([entry(2)], by=None, at=AT)
        purpose, second = told(8, 3)
        assert purpose == 1
        upo = UPO.format(ref="a1", nip=straight.nip).encode()
        keep_receipt(filed_sha256=second, data=upo, by=None, at=later(4))
        assert told(8, 5) == (1, second)  # what was sent says the same: nothing to correct
        post_entries([entry(3)], by=None, at=AT)
        assert told(8, 6)[0] == 2
        # July was sent with another program: a person says so once, and it is kept in mind.
        assert told(7, 7, filed_elsewhere=True)[0] == 2
        assert told(7, 8)[0] == 2
        assert told(7, 9, filed_elsewhere=False)[0] == 1
        assert [(f.first, f.purpose) for f in books_filings(2025)] == [
            (7, 1), (7, 2), (8, 2), (8, 1), (8, 1), (7, 1),
        ]  # fmt: skip


def test_without_a_tax_office_no_file_is_built_and_a_file_without_one_is_told(
    straight: Any, behind: Any, client: Client
) -> None:
    """A file that was kept without KodUrzedu can't be read: the page says so, and the next one replaces it."""
    page = f"/f/{straight.nip}/vat/ksiegi/?rok=2025"
    details = {**SEAT, "email": "biuro@firma.example"}
    with behind(straight):
        seat(straight)
        Company.objects.filter(id=straight.id).update(tax_office="")
        with pytest.raises(BooksStopped, match="kodu urzędu"):
            build_books(first=(2025, 1), last=(2025, 12), by=None, at=AT)
        assert books_filings(2025) == []
        broken = b"<JPK><Naglowek><KodUrzedu/></Naglowek></JPK>"
        store_file(NewFile(broken, sha256_hex(broken), "application/xml"))
        BooksFiling.objects.create(
            company_id=straight.id, year=2025, first=1, last=12, file_sha256=sha256_hex(broken), built_at=AT
        )  # fmt: skip
    for words in ("KRPD-OFFICE", "nie da się odczytać"):
        assert words in text_of(client.get(page)), words
    form = f"/f/{straight.nip}/firma/"
    assert "dwie województwa" in text_of(
        client.post(form + "zapisz/", details | {"tax_office": "9971"})
    )
    assert client.post(form + "zapisz/", details | {"tax_office": "1471"}).status_code == 302
    assert 'value="1471"' in text_of(client.get(form))
    assert "KRPD-OFFICE" not in text_of(client.get(page))
    with behind(straight):
        assert build_books(first=(2025, 1), last=(2025, 12), by=None, at=AT).data
    assert "nic się nie zmieniło" in text_of(client.get(page))


@pytest.mark.parametrize("code", ["", "147", "14711", "1571", "0071", "3471", "a471"])
def test_what_is_no_code_of_a_tax_office(code: str) -> None:
    assert not tax_office_ok(code)


def test_a_company_is_not_taken_in_with_a_code_of_another_shape() -> None:
    with pytest.raises(Refusal, match="cztery cyfry"):
        add_company(nip="9990010030", name="Pracownia", at=AT, tax_office="147")


@pytest.mark.skipif(not OFFICES.exists(), reason="the list of tax offices isn't here")
def test_every_tax_office_has_a_code_of_the_shape() -> None:
    with OFFICES.open(encoding="utf-8") as file:
        wrong = [row["code"] for row in csv.DictReader(file) if not tax_office_ok(row["code"])]
    assert wrong == []
