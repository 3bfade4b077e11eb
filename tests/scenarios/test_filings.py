"""What a company files: looked at as a table, compared with the last one, kept, receipted, exported."""

from __future__ import annotations

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
from zaplecze.ledger.api import NewEntry, NewLine, post_entries
from zaplecze.office.books import export_books
from zaplecze.office.books.verify_books import Books
from zaplecze.office.filings import filed_files
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Printout, Seat
from zaplecze.platform.receipts import NotAReceipt, keep_receipt
from zaplecze.statements.api import StatementStopped, build_statement, statement_filings
from zaplecze.statements.models import StatementTexts
from zaplecze.tax.api import build_jpk, filings

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
    assert b"<CelZlozenia>2</CelZlozenia>" in answer.content
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
        post_entries(
            [NewEntry("PK", 2024, 3, "PK", "PK/1", day, day, "usługa", lines)], by=None, at=AT
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
