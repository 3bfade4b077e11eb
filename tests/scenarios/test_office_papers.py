"""Invoices that come as Word and Excel files: read, shown as text with the places lit, confirmed and booked."""

from __future__ import annotations

import re
from typing import Any

from bench.reading import office as workshop

from tests.isolation.test_doors import signed_in
from tests.papers import SUPPLIER, US, drop, ids
from tests.scenarios.test_readings import confirm, read_all
from tests.twins import Office
from zaplecze.documents.api import document, found, index_waiting, look_of
from zaplecze.documents.readings.models import Confirmation, Reading
from zaplecze.formats.containers.tests.samples import zipped
from zaplecze.formats.office.tests.samples import docx
from zaplecze.ledger.api import entries_of
from zaplecze.office.audit import run_audits

HEADS = ("Nazwa", "Ilość", "Cena netto", "Wartość netto", "VAT", "Kwota VAT", "Wartość brutto")


def bill(number: str) -> workshop.Page:
    """An invoice of the printing house, as its owner types it."""
    side = ("Sprzedawca", SUPPLIER.name, SUPPLIER.street, SUPPLIER.town, f"NIP {SUPPLIER.nip}")
    other = ("Nabywca", US.name, US.street, US.town, f"NIP {US.nip}")
    rows = (HEADS, ("Plakaty", "10", "100,00", "1 000,00", "23%", "230,00", "1 230,00"),
            ("Razem", "", "", "1 000,00", "", "230,00", "1 230,00"))  # fmt: skip
    return workshop.Page((
        workshop.Piece(f"Faktura nr {number}"), workshop.Piece("Data wystawienia: 14.09.2026"),
        workshop.Piece("Termin płatności: 28.09.2026"), workshop.Piece(""),
        workshop.Piece(rows=(("\n".join(side), "\n".join(other)),)), workshop.Piece(""),
        workshop.Piece(rows=rows), workshop.Piece(""), workshop.Piece("Do zapłaty: 1 230,00 zł"),
    ))  # fmt: skip


def test_invoices_of_word_and_excel_are_read_shown_and_booked(
    company: Any, behind: Any, make_person: Any
) -> None:
    house = Office(company, make_person)
    clerk = house.clerk
    word, sheet, bomb, slides = ids(
        drop(
            company,
            ("faktura.docx", workshop.as_docx(bill("W/1"))),
            ("faktura.xlsx", workshop.as_xlsx(bill("E/2"))),
            ("bomba.docx", docx("<w:p>" + " " * 8_000_000 + "</w:p>")),
            ("pokaz.pptx", zipped({"[Content_Types].xml": b"<T/>", "ppt/presentation.xml": b"<p/>",
                                   "ppt/slides/slide1.xml": "<p><t>Dzierżawa</t></p>".encode()})),
        )
    )  # fmt: skip
    long = workshop.Page((workshop.Piece(rows=tuple(("x", str(n)) for n in range(900))),))
    (list_,) = ids(drop(company, ("lista.docx", workshop.as_odt(long))))
    read_all(company)
    client, base = signed_in(clerk), f"/f/{company.nip}"
    page = client.get(f"{base}/dokument/{word}/").content.decode()
    assert 'name="number" value="W/1"' in page and "tekst z pliku Office" in page
    assert "Odczytano wszystko" in page
    shown = re.sub(r"<[^>]+>", "", page.partition('class="typed"')[2].partition("</svg>")[0])
    assert "Drukarnia Kropka" in shown and "tabela 1, wiersz 1, kolumna 2" in shown
    assert re.search(r'<rect class="sure" data-at="gross" x="\d+"', page)
    assert " style=" not in page
    why = client.get(f"{base}/dokument/{sheet}/").content.decode()
    assert re.search(r'id="skad-gross"[^>]*>[^<]*\(komórka [A-G]\d+\)', why)
    with behind(company):
        confirm(word, clerk)
        confirm(sheet, clerk, due_date="2026-09-30")
        assert [(c.source, c.untouched) for c in Confirmation.objects.order_by("id")] == [
            ("office", True), ("office", False),
        ]  # fmt: skip
        for paper in (word, sheet):
            house.book(paper)
            assert len(entries_of(document_id=paper)) == 1
        assert (document(word).gross, document(word).partner_name) == (1230, SUPPLIER.name)
        failed = Reading.objects.get(document_id=bomb)
        assert failed.state == "failed" and "ponad miarę" in failed.notes[0]
        assert "ponad miarę" in look_of(document(bomb)).note
        shown_of_list = look_of(document(list_))
        assert len(shown_of_list.numbers) == 10 and "całość jest w pliku" in shown_of_list.note
        index_waiting()
        assert [f.document.pk for f in found(text="dzierżawy").rows] == [slides]
        assert {f.document.pk for f in found(text="plakat").rows} == {word, sheet}
    assert run_audits(company.id) == []
