"""Goal: a number with one digit wrong is never taken for right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaplecze.formats.numbers import (
    format_account,
    format_nip,
    iban_ok,
    ksef_number_ok,
    nip_ok,
    normalise_account,
    normalise_nip,
    nrb_ok,
    pesel_ok,
    regon_ok,
)

NIP = "9990001373"
NRB = "74000000000000000000000001"
KSEF = "9990001373-20260302-0100A0000001-94"

RIGHT = [
    (nip_ok, NIP),
    (regon_ok, "000000017"),
    # REGON folds a remainder of 10 into 0, so some of its numbers miss a wrong digit; not this one
    (regon_ok, "99999901000027"),
    (pesel_ok, "90010100009"),
    (nrb_ok, NRB),
    (iban_ok, f"PL{NRB}"),
    (iban_ok, "DE89370400440532013000"),  # the example of ISO 13616
    (iban_ok, "GB82WEST12345698765432"),
    (ksef_number_ok, KSEF),
]


@pytest.mark.parametrize(("check", "value"), RIGHT)
def test_right_numbers_are_right(check: object, value: str) -> None:
    assert check(value) is True  # type: ignore[operator]


@pytest.mark.parametrize(("check", "value"), RIGHT)
def test_any_one_digit_changed_is_wrong(check: object, value: str) -> None:
    for place, digit in enumerate(value):
        if digit.isdigit():
            changed = f"{value[:place]}{(int(digit) + 1) % 10}{value[place + 1 :]}"
            assert check(changed) is False, changed  # type: ignore[operator]


@pytest.mark.parametrize(("check", "value"), RIGHT)
def test_other_spellings_lengths_and_alphabets_are_wrong(check: object, value: str) -> None:
    arabic = value.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for wrong in ("", value[:-1], value + "0", f" {value}", f"{value}\n", value.lower() + "x",
                  arabic, value[:3] + "-" + value[3:]):  # fmt: skip
        assert check(wrong) is False, wrong  # type: ignore[operator]


def test_a_nip_of_zeros_is_wrong_although_its_checksum_is_right() -> None:
    assert not nip_ok("0000000000")


def test_the_crc_of_a_ksef_number_agrees_with_the_bitwise_definition() -> None:
    """Polynomial x^8 + x^2 + x + 1, start 0, over the first 32 characters."""
    crc = 0
    for byte in KSEF[:32].encode():
        for bit in range(7, -1, -1):
            crc = ((crc << 1) & 0xFF) ^ (0x07 if (crc >> 7) ^ (byte >> bit & 1) else 0)
    assert f"{KSEF[:32]}-{crc:02X}" == KSEF


def test_the_older_ksef_number_has_a_dash_more() -> None:
    assert ksef_number_ok("9990001373-20260302-0100A0-000001-94")
    assert not ksef_number_ok("9990001373-20260302-0100A0-000001-95")
    assert not ksef_number_ok("9990001373-20261302-0100A0000001-94")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("999-000-13-73", NIP),
        ("999 000 13 73", NIP),
        ("PL 999-000-13-73", NIP),
        ("pl9990001373", NIP),
        ("999–000–13–73", NIP),
        ("PL", "PL"),
        ("PLATAN", "PLATAN"),
        ("DE999999999", "DE999999999"),
    ],
)
def test_a_nip_as_people_write_it(written: str, plain: str) -> None:
    assert normalise_nip(written) == plain


def test_readable_forms() -> None:
    assert format_nip("5250001009") == "525-000-10-09"
    assert format_nip("DE1") == "DE1"
    assert format_account(NRB) == "74 0000 0000 0000 0000 0000 0001"
    assert format_account(f"PL{NRB}") == "PL74 0000 0000 0000 0000 0000 0001"
    assert normalise_account(" pl74-0000 0000 0000 0000 0000 0001 ") == f"PL{NRB}"


@given(st.integers(0, 10**24 - 1))
def test_check_digits_of_an_account_are_98_less_the_remainder(number: int) -> None:
    body = f"{number:024d}"
    digits = 98 - int(body + "252100") % 97
    assert nrb_ok(f"{digits:02d}{body}")
    assert iban_ok(f"PL{digits:02d}{body}")
    assert not nrb_ok(f"{digits % 97 + 1:02d}{body}")


@given(st.text(max_size=40))
def test_no_text_crashes_a_check(text: str) -> None:
    for check in (nip_ok, regon_ok, pesel_ok, nrb_ok, iban_ok, ksef_number_ok):
        assert check(text) in {True, False}
    assert isinstance(format_nip(normalise_nip(text)), str)
    assert isinstance(format_account(normalise_account(text)), str)
