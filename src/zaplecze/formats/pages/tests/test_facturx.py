"""Factur-X and ZUGFeRD: the file inside wins, is compared with the page, is refused where it can't be trusted."""

from __future__ import annotations

import pytest
from bench.reading.cii import factur_x_xml

from zaplecze.formats.pages import CERTAIN
from zaplecze.formats.pages.facturx import FacturXError, read_invoice
from zaplecze.formats.pages.tests.papers import invoice, read, with_file


def test_the_file_inside_gives_every_field_beyond_doubt_and_the_page_its_place() -> None:
    data, facts = invoice("din", language="de")
    paper = read(with_file(data, "factur-x.xml", factur_x_xml(facts)))
    assert paper.source == "facturx" and paper.notes == ()
    assert {f.name: f.value for f in paper.fields if f.confidence == 1.0} == facts.truth
    gross = paper.field("gross")
    assert gross is not None and gross.place is not None


def test_a_page_that_says_otherwise_is_told() -> None:
    data, facts = invoice("boxed", language="de")
    facts.truth["number"] = "ANDERE-1"
    paper = read(with_file(data, "zugferd-invoice.xml", factur_x_xml(facts)))
    number = paper.field("number")
    assert number is not None and number.value == "ANDERE-1" and number.confidence < CERTAIN
    assert any("number: w pliku XML jest ANDERE-1" in note for note in paper.notes)


def test_an_xml_of_another_name_is_found_by_its_root() -> None:
    data, facts = invoice("boxed", language="en")
    assert read(with_file(data, "rechnung-7.xml", factur_x_xml(facts))).source == "facturx"


def test_other_files_inside_are_left_alone() -> None:
    data, _ = invoice("boxed", language="en")
    assert read(with_file(data, "terms.xml", b"<terms/>")).source == "text"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
            "DOCTYPE",
        ),
        ("</rsm:CrossIndustryInvoice>", "", "niepoprawny"),
        (
            "<ram:TypeCode>380</ram:TypeCode>",
            "<ram:TypeCode>220</ram:TypeCode>",
            "a to nie faktura",
        ),
        ('format="102">20', 'format="102">2026-13-45', "nie jest dniem"),
        ("<ram:GrandTotalAmount>", "<ram:GrandTotalAmount>1", "nie dają brutto"),
        ("<ram:GrandTotalAmount>", "<ram:GrandTotalAmount>NaN", "nie jest kwotą"),
        ("<ram:IBANID>", "<ram:IBANID>X", "rachunku"),
        ("<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode>euro", "nie jest walutą"),
    ],
)
def test_an_xml_that_cannot_be_trusted_is_refused_and_the_page_is_read(
    old: str, new: str, said: str
) -> None:
    data, facts = invoice("boxed", language="de", seed=9)
    xml = factur_x_xml(facts).decode().replace(old, new, 1).encode()
    with pytest.raises(FacturXError, match=said):
        read_invoice(xml)
    if said == "DOCTYPE":
        paper = read(with_file(data, "factur-x.xml", xml))
        assert paper.source == "text" and "nie została użyta" in paper.notes[0]
        assert paper.field("gross") is not None
