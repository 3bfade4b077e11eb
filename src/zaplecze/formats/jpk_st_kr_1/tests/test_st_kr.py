from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from zaplecze.formats import jpk_st_kr_1 as jpk
from zaplecze.formats.jpk_kr_pd_1 import Address, Subject

SCHEMA = (
    Path(__file__).resolve().parents[5].parent / "shared/standards/jpk/xsd/Schemat_JPK_ST_KR(1).xsd"
)
needs_schema = pytest.mark.skipif(not SCHEMA.exists(), reason="the official schema is not here")
GOLDEN = Path(__file__).parent / "golden.xml"
D = Decimal
HEADER = jpk.Header(
    datetime(2027, 3, 1, 8, 0, tzinfo=UTC), date(2026, 1, 1), date(2026, 12, 31), "1471"
)
SUBJECT = Subject(
    "9990010030",
    "Pracownia Jarzębina & Córki sp. z o.o.",
    Address("mazowieckie", "Zmyślin", "Zmyślin", "4", "Zmyślin", "00-000", "Szypułkowa", ""),
)


def asset(number: str = "ST/0001", **facts: Any) -> jpk.Asset:
    """A furnace of 12 000 taken into use in January: eleven months at 20 % a year."""
    basic: dict[str, Any] = {
        "number": number,
        "intangible": False,
        "acquired_on": date(2026, 1, 10),
        "in_use_on": date(2026, 1, 15),
        "voucher": "OT/1/2026",
        "acquired": "F",
        "name": "Piec <szklarski> & palnik",
        "kst": "513",
        "method": "L",
        "rate": D("20.00"),
        "rate_amount": D("0.00"),
        "tax_value": D("12000.00"),
        "tax_change": D("0.00"),
        "frequency": "M",
        "refused": D("0.00"),
        "tax_year": D("2200.00"),
        "tax_total": D("2200.00"),
        "value": D("12000.00"),
        "change": D("0.00"),
        "balance_rate": D("20.00"),
        "balance_rate_amount": D("0.00"),
        "year": D("2200.00"),
        "total": D("2200.00"),
    }
    return jpk.Asset(**(basic | facts))


def register(*assets: jpk.Asset) -> jpk.Register:
    return jpk.Register(HEADER, SUBJECT, assets)


def built(file: jpk.Register) -> bytes:
    out = io.BytesIO()
    jpk.write(file, out)
    return out.getvalue()


EXAMPLE = register(
    asset(),
    asset("ST/0002", name="Samochód", kst="741", refused=D("1100.00"), applied_rate=D("40.00")),
    asset(
        "WN/0001",
        name="Program",
        intangible=True,
        kst="",
        method="J",
        frequency="J",
        rate=D("50.00"),
        rate_amount=D("4000.00"),
        tax_value=D("4000.00"),
        tax_year=D("4000.00"),
        tax_total=D("4000.00"),
        tax_change=D("500.00"),
        change=D("500.00"),
    ),
    asset(
        "ST/0003",
        name="Prasa",
        struck=jpk.Struck(date(2026, 10, 9), "S", "LT/1/2026"),
        reclassified=True,
    ),
)


def test_golden() -> None:
    assert built(EXAMPLE) == GOLDEN.read_bytes()


def test_what_is_written_is_read_whole() -> None:
    assert jpk.read(io.BytesIO(GOLDEN.read_bytes())) == EXAMPLE


@needs_schema
def test_the_example_is_valid() -> None:
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(etree.fromstring(built(EXAMPLE)))


amounts = st.decimals(0, 10**12, places=2)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300), amounts, amounts, st.booleans())
def test_any_name_and_amount_makes_a_file_that_is_read_again(
    name: str, value: Decimal, change: Decimal, intangible: bool
) -> None:
    file = register(asset(name=name, value=value, tax_change=change, intangible=intangible))
    (read,) = jpk.read(io.BytesIO(built(file))).assets
    printable = "".join(c if c.isprintable() else " " for c in name)
    assert read.name == (" ".join(printable.split())[:256].strip() or "brak")
    assert (read.value, read.tax_change, read.intangible) == (value, change, intangible)


def test_the_example_has_no_faults() -> None:
    assert jpk.check(EXAMPLE) == []


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (register(), "STKR-EMPTY"),
        (register(asset(), asset()), "STKR-TWICE"),
        (register(asset(in_use_on=date(2026, 1, 9))), "STKR-DAYS"),
        (register(asset(in_use_on=date(2027, 1, 1))), "STKR-LATER"),
        (register(asset(tax_total=D("12000.01"))), "STKR-OVER"),
        (register(asset(total=D("12000.01"))), "STKR-OVER"),
        (register(asset(tax_total=D("2199.99"))), "STKR-YEAR"),
        (register(asset(refused=D("2200.01"))), "STKR-REFUSED"),
        (register(asset(kst="")), "STKR-KST"),
        (register(asset(struck=jpk.Struck(date(2025, 1, 1), "S", "LT/1"))), "STKR-STRUCK"),
        (register(asset(struck=jpk.Struck(date(2027, 1, 1), "S", "LT/1"))), "STKR-STRUCK"),
        (replace(EXAMPLE, subject=replace(SUBJECT, nip="9990010031")), "STKR-NIP"),
        (replace(EXAMPLE, header=replace(HEADER, tax_office="14")), "STKR-OFFICE"),
    ],
)
def test_a_fault_is_found(file: jpk.Register, code: str) -> None:
    assert [f.code for f in jpk.check(file)] == [code]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "XML"),
        (b"<a/>", "nie jest JPK_ST_KR"),
        (built(EXAMPLE).replace(b"<E_1>ST/0001</E_1>", b""), "brakuje E_1"),
        (built(EXAMPLE).replace(b"<E_12>12000.00<", b"<E_12>sto<", 1), "odczyta"),
    ],
)
def test_what_can_not_be_read_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(jpk.StKrError, match=told):
        jpk.read(io.BytesIO(data))
