"""Goal: only right invoices leave, in the spelling KSeF accepts."""

import pickle
from dataclasses import replace
from decimal import Decimal as D

import pytest

from zaplecze.formats.fa3 import (
    AttachmentBlock,
    Extra,
    Fa3Error,
    Fa3Refused,
    Invoice,
    KeyValue,
    Line,
    Note,
    Rate,
    Severity,
    encode,
    read,
    write,
)
from zaplecze.formats.fa3.tests import invoices as own
from zaplecze.formats.fa3.tests.invoices import golden


def noted(text: str) -> Invoice:
    return replace(own.vat_multi_rate(), notes=(Note("Uwaga", text),))


def test_the_file_has_no_byte_order_mark_and_no_processing_instruction() -> None:
    data = write(own.vat_multi_rate())
    assert data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<Faktura xmlns="')
    assert data.count(b"<?") == 1


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x0b", "\x1f", "\x7f", "\x84", "\x86", "\x9f", "\ufdd0", "\ufdef", "\ufffe",
     "\U0001fffe", "\U0010ffff", "\ud800"],
    ids=lambda character: f"U+{ord(character):04X}",
)  # fmt: skip
def test_characters_ksef_refuses_are_left_out(character: str) -> None:
    assert read(write(noted(f"za{character}żółć"))).notes[0].value == "zażółć"


@pytest.mark.parametrize("text", ["zażółć gęślą jaźń", "<a> & 'b' \"c\" ]]>", "😀 \u0085 \u00a0 –"])
def test_other_characters_are_written_as_they_are(text: str) -> None:
    assert read(write(noted(text))).notes[0].value == text


def test_amounts_are_plain_digits_with_two_decimals() -> None:
    lines = (
        Line(1, quantity=D("1E+2"), price_net=D("1.50000"), net=D("150"), rate=Rate.R23),
        Line(2, quantity=D("-0"), price_net=D("0.12345678"), net=D("-0.0"), rate=Rate.R23),
    )
    text = encode(replace(own.vat_multi_rate(), lines=lines)).decode()
    for element in ("<P_8B>100<", "<P_9A>1.50<", "<P_11>150.00<",
                    "<P_8B>0<", "<P_9A>0.12345678<", "<P_11>0.00<"):  # fmt: skip
        assert element in text


def test_an_amount_finer_than_a_grosz_is_refused_not_rounded() -> None:
    subject = replace(own.kor_differences(), gross=D("-61.505"))
    with pytest.raises(Fa3Error) as caught:
        write(subject)
    assert (caught.value.code, caught.value.element) == ("FA3-XSD-FORMAT", "Faktura/Fa/P_15")


def test_a_text_too_long_for_its_element_is_refused_naming_it() -> None:
    with pytest.raises(Fa3Error) as caught:
        write(replace(own.vat_multi_rate(), number="9" * 257))
    assert caught.value.element == "Faktura/Fa/P_2"


def test_findings_of_mark_and_stop_refuse_an_invoice() -> None:
    with pytest.raises(Fa3Refused) as caught:
        write(replace(own.vat_multi_rate(), gross=D("1.00")))
    assert [found.code for found in caught.value.findings] == ["FA3-SUM-01"]
    assert "FA3-SUM-01" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).findings == caught.value.findings


def test_a_warning_does_not_refuse_an_invoice() -> None:
    correction = own.kor_states().correction
    assert correction is not None
    subject = replace(own.kor_states(), correction=replace(correction, effect=None))
    assert read(write(subject)) == subject


def test_extras_refuse_an_invoice() -> None:
    subject = replace(own.vat_multi_rate(), extras=(Extra("Faktura/Fa/Nowosc", 7, "x"),))
    with pytest.raises(Fa3Refused) as caught:
        write(subject)
    assert [(f.code, f.severity, f.element) for f in caught.value.findings] == [
        ("FA3-OUT-EXTRA", Severity.STOP, "Faktura/Fa/Nowosc")
    ]


def test_an_invoice_over_a_megabyte_is_refused_unless_it_has_an_attachment() -> None:
    big = replace(
        own.vat_multi_rate(), notes=tuple(Note("x" * 200, "y" * 250) for _ in range(2_000))
    )
    with pytest.raises(Fa3Error) as caught:
        write(big)
    assert caught.value.code == "FA3-OUT-SIZE"
    assert (
        len(write(replace(big, attachment=(AttachmentBlock((KeyValue("a", "b"),)),)))) > 1_000_000
    )


def test_encoding_alone_neither_checks_nor_validates() -> None:
    subject = replace(own.vat_multi_rate(), gross=D("1.00"), number="9" * 257)
    assert b"<P_15>1.00</P_15>" in encode(subject)


def test_writing_twice_gives_the_same_bytes() -> None:
    data = golden("everything")
    assert write(read(write(read(data)))) == data
