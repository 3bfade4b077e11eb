"""The first year of a company in the program: the year before it is typed, kept, shown, opened, filed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.papers import later
from tests.plugin import AT
from zaplecze.formats import e_sprawozdanie_1_2 as sf
from zaplecze.formats.e_sprawozdanie_1_2.tests.test_e_sprawozdanie import OTHER
from zaplecze.ledger.api import NewEntry, NewLine, enter_opening, post_entries
from zaplecze.office.lineage import Tracer, UnknownFigure
from zaplecze.platform.refusal import Refusal
from zaplecze.statements.api import (
    cash_flow,
    comparatives_of,
    equity,
    keep_comparatives,
    prepare_statements,
    preview_statement,
    year_statements,
)

D = Decimal
TYPED = {
    "assets:A.II.1.c": "600,00",
    "assets:B.III.1.c.1": "400,00",
    "liabilities:A.I": "700,00",
    "liabilities:A.VI": "300,00",
    "result:A.I": "900,00",
    "result:B.III": "600,00",
    "cash-flow:A.I": "300,00",
    "cash-flow:F": "100,00",
    "cash-flow:G": "400,00",
    "equity:A.I": "700,00",
}
KEEP = {"krok": "zachowaj", "zalacznik": "1", "wariant": "by-nature", "zrodlo": "typed"}


@pytest.fixture
def opened(straight: Any, behind: Any) -> Any:
    """Books that begin in 2025 with a machine, money, capital and the result of 2024."""
    with behind(straight):
        enter_opening(
            year=2025,
            lines=[
                NewLine("010-02", debit=D("600.00")),
                NewLine("131", debit=D("400.00")),
                NewLine("801", credit=D("700.00")),
                NewLine("820", credit=D("300.00")),
            ],
            source="poprzedni program",
            by=None,
            at=AT,
        )
        day = date(2025, 3, 1)
        lines = NewLine("131", debit=D("50.00")), NewLine("700-01", credit=D("50.00"))
        post_entries(
            [NewEntry("PK", 2025, 3, "PK", "PK/1", day, day, "usługa", lines)], by=None, at=AT
        )
    return straight


@pytest.fixture
def anna(opened: Any, make_person: Any) -> Any:
    return make_person(opened, "accountant")


@pytest.fixture
def client(anna: Any) -> Client:
    made = Client()
    made.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    return made


def text_of(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u00a0", " ")


def test_typed_figures_fill_the_year_before_and_are_told(
    opened: Any, behind: Any, client: Client, anna: Any
) -> None:
    page = f"/f/{opened.nip}/sprawozdania/2025/porownawcze/"
    first = text_of(client.get(f"/f/{opened.nip}/sprawozdania/2025/bilans/"))
    assert "pokazuje bilans otwarcia" in first
    # Sums are counted; what can't be read stays and is named, what doesn't fit is not kept.
    counted = text_of(client.post(page + "krok/", KEEP | TYPED | {"krok": "przelicz"}))
    assert "1 000,00" in counted
    for wrong in (
        {"assets:B.I.1": "1,00"},
        {"liabilities:A.VI": "299,99", "liabilities:A.V": "0,01"},
    ):
        with behind(opened):
            refused = text_of(client.post(page + "krok/", KEEP | TYPED | wrong))
            assert comparatives_of(2024) == []
        for code, amount in wrong.items():  # what was typed stays, and each fault is told once
            assert f'name="{code}" value="{amount}"' in refused
        assert refused.count("Popraw") == 1
    unread = text_of(client.post(page + "krok/", KEEP | TYPED | {"assets:B.I.1": "dużo"}))
    assert 'value="dużo"' in unread
    assert "Aktywa B.I.1: „dużo” nie jest kwotą" in unread
    told = text_of(client.post(page + "krok/", KEEP | TYPED, follow=True))
    assert f"wpisane przez {anna.full_name} (wersja 1)" in told
    assert "bilans otwarcia ma" not in told
    client.post(page + "krok/", KEEP | TYPED)
    with behind(opened):
        (version,) = comparatives_of(2024)  # the same is not kept twice
        assert (version.annex, version.variant, version.source) == ("1", "by-nature", "typed")
        filled = year_statements(year=2025)
        assert filled.liabilities.previous("A.VI") == D("300.00")
        assert filled.liabilities.previous("A.V") == 0
        assert filled.liabilities.amount("A.V") == D("300.00")
        assert filled.result.previous("L") == D("300.00")
        assert filled.assets.previous_total == filled.liabilities.previous_total == D("1000.00")
        # Annex 5 follows from annex 1; the other variant has the balance sheet alone.
        assert year_statements(year=2025, annex="5").result.previous("J") == D("300.00")
        other = year_statements(year=2025, variant="by-function")
        assert (other.result.previous("O"), other.assets.previous("B")) == (0, D("400.00"))
        flow = cash_flow(year=2025)
        assert flow.difference == 0
        assert [f.previous for f in flow.flows if f.code in "DFG"] == [300, 100, 400]
        before = {line.code: line.previous for line in equity(year=2025)}
        assert (before["I"], before["1.1"], before["6.a"], before["II"]) == (700, 0, 300, 1000)
        tracer = Tracer(at=AT)
        for key, amount in (
            ("bilans/2025/1/by-nature/PA/A.VI/previous", "300.00"),
            ("bilans/2025/5/by-nature/RZ/J/previous", "300.00"),
            ("porownawcze/2025/przeplywy/F/previous", "100.00"),
            ("porownawcze/2025/kapital/II/previous", "1000.00"),
        ):
            found = tracer.trace(key)
            (term,) = found.terms
            assert found.amount == term.amount == D(amount)
            assert term.label.startswith("dane porównawcze z dnia ")
            assert f"wpisane przez {anna.full_name}" in term.label
        for key in ("porownawcze/2025/przeplywy/X/previous", "porownawcze/2025/kapital/A/x"):
            with pytest.raises(UnknownFigure):
                tracer.trace(key)
        kept = prepare_statements(year=2025, annex="1", variant="by-nature", by=None, at=AT)
        assert kept.no == 1
    shown = text_of(client.get(f"/f/{opened.nip}/sprawozdania/2025/wynik/"))
    assert "Podaj jego dane" not in shown


def test_a_paste_and_a_file_fill_the_form(opened: Any, behind: Any, client: Client) -> None:
    page = f"/f/{opened.nip}/sprawozdania/2025/porownawcze/krok/"
    paste = {
        "krok": "wklej",
        "arkusz": "assets",
        "wklejka": "A.II.1.c\tmaszyny\t600,00\nX\tobce\t1,00",
    }
    pasted = text_of(client.post(page, KEEP | paste))
    assert 'value="600,00"' in pasted
    assert "wklejone z arkusza" in pasted
    assert "Wiersz 2" in pasted
    assert "bilans otwarcia ma 400,00" in pasted  # money is still missing

    def sent(data: bytes) -> str:
        file = SimpleUploadedFile("sprawozdanie.xml", data, content_type="application/xml")
        return text_of(client.post(page, KEEP | {"krok": "plik", "plik": file}, follow=True))

    assert "NIP 9990010099" in sent(sf.build(OTHER).replace(OTHER.nip.encode(), b"9990010099"))
    assert "DOCTYPE" in sent(b'<!DOCTYPE x [<!ENTITY a "b">]>' + sf.build(OTHER).split(b"\n", 1)[1])
    assert "To nie jest XML" in sent(b"\x00")
    read = sent(sf.build(OTHER).replace(OTHER.nip.encode(), opened.nip.encode()))
    assert "odczytane z e-Sprawozdania" in read
    assert 'value="900,50"' not in read  # a sum above has no line of its own below it: it is told
    assert "Aktywa B.III: w źródle 900,50" in read
    nothing = text_of(
        client.post(
            page, KEEP | TYPED | {"krok": "wklej", "arkusz": "assets", "wklejka": "bez kwot"}
        )
    )
    assert "nie ma pozycji z kwotami" in nothing
    assert 'value="600,00"' in nothing
    with behind(opened):
        assert comparatives_of(2024) == []


def test_figures_are_kept_only_for_the_year_before_the_books(opened: Any, behind: Any) -> None:
    values = {
        "assets": {"B": D("10.00")}, "liabilities": {"A": D("10.00")}, "result": {"A": D("3.00")},
    }  # fmt: skip

    def keep(year: int = 2024, **changes: Any) -> Any:
        told = {"annex": "4", "variant": "by-nature", "values": values, "source": "typed"}
        return keep_comparatives(year=year, **{**told, **changes}, by=None, at=AT)

    with behind(opened):
        for year, words in ((2025, "jest w księgach"), (2023, "rok 2024")):
            with pytest.raises(Refusal, match=words):
                keep(year)
        for changes, words in (
            ({"annex": "2"}, "Wybierz załącznik"),
            ({"values": values | {"result": {"F": D("1.00")}}}, "F"),
            ({"values": values | {"assets": {"B": D("9.99")}}}, "różnią się"),
            ({"values": values | {"assets": {"B": D("10.001")}}}, "części grosza"),
        ):
            with pytest.raises(Refusal, match=words):
                keep(**changes)
        assert keep().no == 1
        changed = keep(values=values | {"assets": {"A": D("1.00"), "B": D("9.00")}})
        assert changed.no == 2
        assert [v.no for v in comparatives_of(2024)] == [2, 1]
        assert year_statements(year=2025, annex="4").assets.previous("A") == D("1.00")
        # A second year in the books takes its column from them.
        day = date(2026, 1, 5)
        lines = NewLine("131", debit=D("5.00")), NewLine("700-01", credit=D("5.00"))
        post_entries(
            [NewEntry("PK", 2026, 1, "PK", "PK/2", day, day, "x", lines)], by=None, at=later(1)
        )
        following = year_statements(year=2026)
        assert (following.opened, following.result.previous("L")) == (False, D("50.00"))
        assert [f.previous for f in cash_flow(year=2026).flows if f.code == "D"] == [D("50.00")]
        assert equity(year=2026)[-1].previous is not None
        with pytest.raises(Refusal):
            preview_statement(year=2025, annex="4", variant="by-nature", at=AT)
