"""Table A read from its three forms, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from zaplecze.formats.nbp import NbpError, Rate, read

EUR = Rate("EUR", date(2026, 9, 18), D("4.2345"), "182/A/NBP/2026")
HUF = Rate("HUF", date(2026, 9, 18), D("0.010915"), "182/A/NBP/2026")

TABLE = b"""[{"table":"A","no":"182/A/NBP/2026","effectiveDate":"2026-09-18","rates":[
{"currency":"euro","code":"EUR","mid":4.2345},{"currency":"forint","code":"HUF","mid":0.010915}]}]"""
SERIES = b"""{"table":"A","currency":"euro","code":"EUR","rates":[
{"no":"182/A/NBP/2026","effectiveDate":"2026-09-18","mid":4.2345}]}"""
XML = b"""<?xml version="1.0"?><ArrayOfExchangeRatesTable><ExchangeRatesTable><Table>A</Table>
<No>182/A/NBP/2026</No><EffectiveDate>2026-09-18</EffectiveDate><Rates>
<Rate><Currency>euro</Currency><Code>EUR</Code><Mid>4.2345</Mid></Rate>
<Rate><Currency>forint</Currency><Code>HUF</Code><Mid>0.010915</Mid></Rate>
</Rates></ExchangeRatesTable></ArrayOfExchangeRatesTable>"""
XML_SERIES = b"""<ExchangeRatesSeries><Table>A</Table><Currency>euro</Currency><Code>EUR</Code><Rates><Rate>
<No>182/A/NBP/2026</No><EffectiveDate>2026-09-18</EffectiveDate><Mid>4.2345</Mid></Rate></Rates></ExchangeRatesSeries>"""
ARCHIVE = """data;1EUR;100HUF;nr tabeli;pełny numer tabeli;
;euro;forint (Węgry);;;
20260918;4,2345;1,0915;182;182/A/NBP/2026;

kod ISO;EUR;HUF;;;
nazwa waluty;euro;forint;;;
liczba jednostek;1;100;;;
""".encode("cp1250")


@pytest.mark.parametrize("data", [TABLE, XML, ARCHIVE, ARCHIVE.decode("cp1250").encode()])
def test_a_whole_table(data: bytes) -> None:
    assert read(data) == [EUR, HUF]


@pytest.mark.parametrize("data", [SERIES, XML_SERIES])
def test_a_series_of_one_currency(data: bytes) -> None:
    assert read(data) == [EUR]


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (b"", "NBP-EMPTY", "plik"),
        (b"[]", "NBP-EMPTY", "plik"),
        (b"{", "NBP-JSON", "plik"),
        (b"<x", "NBP-XML", "wiersz 1"),
        (b"kurs;EUR\n", "NBP-FORM", "wiersz 1"),
        (TABLE.replace(b'"A"', b'"C"'), "NBP-TABLE", "tabela 1"),
        (TABLE.replace(b'"mid"', b'"bid"'), "NBP-FIELD", "tabela 1, kurs 1"),
        (TABLE.replace(b'"HUF"', b'"huf"'), "NBP-CODE", "tabela 1, kurs 2"),
        (TABLE.replace(b"09-18", b"09-31"), "NBP-DAY", "tabela 1, kurs 1"),
        (TABLE.replace(b"4.2345", b"-1"), "NBP-MID", "tabela 1, kurs 1"),
        (TABLE.replace(b"4.2345", b"NaN"), "NBP-MID", "tabela 1, kurs 1"),
        (TABLE.replace(b"182/A", b"182/B"), "NBP-NUMBER", "tabela 1, kurs 1"),
        (XML.replace(b"<Mid>4.2345</Mid>", b""), "NBP-FIELD", "tabela 1, kurs 1"),
        (ARCHIVE.replace(b"4,2345", b"x"), "NBP-MID", "wiersz 3, EUR"),
        (ARCHIVE.replace(b"1,0915", b"1,09151"), "NBP-MID", "wiersz 3, HUF"),
    ],
)
def test_what_is_no_table_a_is_refused_with_its_place(data: bytes, code: str, place: str) -> None:
    with pytest.raises(NbpError) as refused:
        read(data)
    assert (refused.value.code, refused.value.place) == (code, place)
