from __future__ import annotations

from decimal import Decimal

import pytest

from zaplecze.formats import e_sprawozdanie_1_2 as sf
from zaplecze.formats.e_sprawozdanie_1_2.tests.test_e_sprawozdanie import MICRO, OTHER

FILE = sf.build(OTHER)


@pytest.mark.parametrize("statement", [OTHER, MICRO], ids=["other", "micro"])
def test_figures_of_our_own_file_are_its_positions(statement: sf.FinancialStatement) -> None:
    read = sf.read_figures(sf.build(statement))
    for name in (
        "kind",
        "variant",
        "first_day",
        "last_day",
        "nip",
        "assets",
        "liabilities",
        "result",
    ):
        assert getattr(read, name) == getattr(statement, name), name
    assert (read.factor, read.own, read.version) == (1, (), "1-2")


def test_another_version_is_read_too() -> None:
    newer = FILE.replace(b'wersjaSchemy="1-2"', b'wersjaSchemy="1-3"').replace(
        b"2018/07/09", b"2025/01/01"
    )
    read = sf.read_figures(newer)
    assert (read.version, read.assets) == ("1-3", OTHER.assets)
    with pytest.raises(sf.StatementError):
        sf.read(newer)


def test_thousands_and_costs_below_zero_are_told_as_the_annex_has_them() -> None:
    data = FILE.replace(b"JednostkaInnaWZlotych", b"JednostkaInnaWTysiacach")
    data = data.replace(b"<dtsf:KwotaA>400.00</dtsf:KwotaA>", b"<dtsf:KwotaA>-400</dtsf:KwotaA>")
    read = sf.read_figures(data)
    assert read.factor == 1000
    assert {p.code: p.amount for p in read.result}["B"] == Decimal("400000.00")
    assert {p.code: p.amount for p in read.result}["L"] == Decimal("300500.00")


OWN = (
    b"<poz:PozycjaUszczegolawiajaca_1><dtsf:NazwaPozycji>Dotacje</dtsf:NazwaPozycji><dtsf:KwotyPozycji>"
    b"<dtsf:KwotaA>5.00</dtsf:KwotaA><dtsf:KwotaB>6.00</dtsf:KwotaB></dtsf:KwotyPozycji></poz:PozycjaUszczegolawiajaca_1>"
)


def test_lines_of_the_entity_are_told_apart() -> None:
    read = sf.read_figures(FILE.replace(b"</poz:A_I>", b"</poz:A_I>" + OWN, 1))
    assert read.own == (sf.OwnLine("A", "Dotacje", Decimal("5.00"), Decimal("6.00")),)
    assert read.result == OTHER.result


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04", "nie jest XML"),
        (b"<JPK xmlns='http://crd.gov.pl/wzor/'/>", "nie sprawozdanie"),
        (FILE.replace(b"http://www.mf.gov.pl/", b"http://evil.example/"), "nie sprawozdanie"),
        (FILE.replace(b"RZiSPor", b"RZiSInny"), "w którym wariancie"),
        (FILE.replace(b"700.50", b"siedemset", 1), "Nieczytelna"),
        (FILE.replace(b"<dtsf:KwotaB>0.00</dtsf:KwotaB>", b"", 1), "KwotaB"),
        (
            FILE.replace(
                b"<tns:Jed", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><tns:Jed', 1
            ),
            "DOCTYPE",
        ),
        (b"<a>" + b"x" * 20_000_000 + b"</a>", "ponad 20 MB"),
        (b"<a>" * 100_000, "nie jest XML"),
    ],
)
def test_hostile_and_foreign_files_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(sf.StatementError, match=words):
        sf.read_figures(data)
