"""Receipts of two versions are read alike; what is none is refused by code."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.formats.upo import Receipt, UpoError, read

TOLD = Receipt("application/xml", "a1b2c3", date(2026, 10, 22), "JPK_VAT", "9990010030")


def upo(
    name: str = "NIP", space: str = ' xmlns="http://upo.example/2020"', root: str = "Potwierdzenie"
) -> bytes:
    return (
        f"<{root}{space}><NumerReferencyjny> a1b2c3 </NumerReferencyjny>"
        f"<DataWplyniecia>2026-10-22T14:03:01.5+02:00</DataWplyniecia><Podmiot><{name}>9990010030</{name}></Podmiot>"
        f"<KodFormularza>JPK_VAT</KodFormularza></{root}>"
    ).encode()  # fmt: skip


@pytest.mark.parametrize(
    "data", [upo(), upo("TIN", ""), upo("IdentyfikatorPodatkowyPodmiotu", root="UPO")]
)
def test_versions_say_the_same(data: bytes) -> None:
    assert read(data) == TOLD


def test_a_pdf_is_a_receipt_of_unread_facts() -> None:
    assert read(b"%PDF-1.7 ...") == Receipt("application/pdf")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "UPO-FORM"),
        (b"PK\x03\x04", "UPO-FORM"),
        (upo()[:-3], "UPO-XML"),
        (b"<JPK/>", "UPO-ROOT"),
        (b"<UPO/>", "UPO-FIELD"),
        (upo().replace(b"2026-10-22T", b"wczoraj T"), "UPO-FIELD"),
    ],
)
def test_what_is_no_receipt_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UpoError) as refused:
        read(data)
    assert refused.value.code == code


def test_entities_are_not_followed() -> None:
    bomb = b'<!DOCTYPE UPO [<!ENTITY x SYSTEM "file:///etc/passwd">]><UPO><NumerReferencyjny>&x;</NumerReferencyjny></UPO>'
    with pytest.raises(UpoError):
        read(bomb)


@given(st.binary(max_size=60) | st.binary(max_size=40).map(lambda b: b"<UPO>" + b))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert read(data).media_type in {"application/xml", "application/pdf"}
    except UpoError as refused:
        assert refused.code.startswith("UPO-")
