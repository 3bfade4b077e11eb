"""Shapes of values: usual spellings are read, checksums prove or refuse, letters become figures only if proven."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from bench.reading.facts import ksef_number, money
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.formats.pages.shapes import accounts, amounts, days, ksef_numbers, rates, tax_ids
from zaplecze.formats.pages.sheet import fold


@given(st.integers(0, 10**9), st.sampled_from([" ,", "\u00a0,", ",", ".,", ",.", ".", "\u202f,"]))
def test_every_spelling_of_an_amount_reads_back(grosze: int, style: str) -> None:
    value = Decimal(grosze) / 100
    found = list(amounts(f"Razem: {money(value, style)} zł"))
    assert [a.value for a in found] == [value]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("123,45 -67,80", ["123.45", "-67.80"]),
        ("12,OO", ["12.00"]),
        ("1.234,56-", ["-1234.56"]),
        ("1 234,5", []),
        ("12.09.2026", []),
        ("v1.25", []),
        ("23,00%", []),
        ("5,00 A", ["5.00"]),
        ("18,47A", ["18.47"]),
    ],
)
def test_what_is_an_amount(text: str, values: list[str]) -> None:
    assert [str(a.value) for a in amounts(text)] == values


def test_a_figure_before_an_amount_may_be_of_the_column_before() -> None:
    (found,) = amounts("2 234,56")
    assert (found.value, found.other) == (Decimal("2234.56"), Decimal("234.56"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("14.09.2026", "2026-09-14"), ("2026-09-14", "2026-09-14"), ("14 września 2026 r.", "2026-09-14"),
        ("14. September 2026", "2026-09-14"), ("September 14, 2026", "2026-09-14"), ("14-Sep-2026", "2026-09-14"),
        ("14/9/2026", "2026-09-14"), ("1. März 2026", "2026-03-01"),
    ],
)  # fmt: skip
def test_spellings_of_a_day(text: str, day: str) -> None:
    assert [h.value for h in days(fold(text))] == [day]


@pytest.mark.parametrize(
    "text", ["31.02.2026", "14/09/26/2026", "99.99.2026", "FV/14/09/2026/X", "12.2026"]
)
def test_what_is_no_day(text: str) -> None:
    assert days(fold(text)) == []


def test_an_english_day_with_slashes_is_doubtful_where_its_month_may_stand_first() -> None:
    assert [h.doubtful for h in days("03/04/2026", english=True)] == [True]
    assert [(h.value, h.doubtful) for h in days("09/14/2026", english=True)] == [
        ("2026-09-14", False)
    ]


@pytest.mark.parametrize(
    "text",
    ["NIP 999-001-00-30", "NIP:9990010030", "PL 9990010030", "999-00-10-030", "999 001 00 30"],
)
def test_spellings_of_a_nip(text: str) -> None:
    assert [h.value for h in tax_ids(text)] == ["9990010030"]


def test_letters_become_figures_where_the_checksum_proves_it() -> None:
    (found,) = tax_ids("NIP 999-0O1-0O-30")
    assert found.value == "9990010030" and found.repaired
    assert list(tax_ids("NIP 999-0O1-0O-31")) == []


@pytest.mark.parametrize(
    "text", ["9990010031", "0000123456", "69990010030", "REGON 999001003", "9990010030/1"]
)
def test_what_is_no_nip(text: str) -> None:
    assert list(tax_ids(text)) == []


def test_foreign_vat_numbers_need_their_own_checksum() -> None:
    assert [h.value for h in tax_ids("USt-IdNr.: DE 136 695 976")] == ["DE136695976"]
    assert list(tax_ids("DE 136 695 977")) == []


@given(
    st.text("0123456789", min_size=24, max_size=24),
    st.integers(0, 25),
    st.sampled_from("0123456789"),
)
def test_an_account_with_one_wrong_figure_is_no_account(body: str, at: int, figure: str) -> None:
    number = f"{98 - int(body + '252100') % 97:02d}{body}"
    spelt = " ".join([number[:2], *(number[i : i + 4] for i in range(2, 26, 4))])
    assert [h.value for h in accounts(f"Konto: PL {spelt}")] == [number]
    broken = number[:at] + figure + number[at + 1 :]
    assert [h.value for h in accounts(broken)] == ([number] if broken == number else [])


def test_a_foreign_account_ends_where_its_checksum_says() -> None:
    assert [h.value for h in accounts("IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF")] == [
        "DE89370400440532013000"
    ]


def test_a_ksef_number_survives_a_blank_and_a_look_alike() -> None:
    number = ksef_number(random.Random(3), "9990012052", date(2026, 9, 14))
    torn = number[:25] + " " + number[25:]
    assert [h.value for h in ksef_numbers(torn)] == [number]
    assert list(ksef_numbers(number[:-1] + ("0" if number[-1] != "0" else "1"))) == []


def test_rates() -> None:
    assert [h.value for h in rates("23% 8,00 % 0% zw np. 5")] == ["23", "8", "0", "zw", "np"]
