"""Read table A in the three forms in which NBP gives it: JSON and XML of its API, CSV of its yearly archive."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from zaplecze.formats.nbp.types import NbpError, Rate

_COLUMN = re.compile(r"([0-9]+)\s*([A-Z]{3})")
_TABLE = re.compile(r"[0-9]{1,3}/A/NBP/[0-9]{4}")
_MICRO = Decimal("0.000001")


def read(data: bytes) -> list[Rate]:
    """The rates of a file, in its order; refuses what is no table A with `NbpError`."""
    start = data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if not start:
        raise NbpError("NBP-EMPTY", "plik", "jest pusty: pobierz tabelę A jeszcze raz.")
    if start in b"[{":
        found = list(_json(data))
    elif start == b"<":
        found = list(_xml(data))
    else:
        found = list(_archive(data))
    if not found:
        raise NbpError("NBP-EMPTY", "plik", "nie ma w nim kursów: pobierz tabelę A jeszcze raz.")
    return found


def _json(data: bytes) -> Iterator[Rate]:
    try:
        # Rates are read as written: a float would change their digits.
        tables = json.loads(data, parse_float=Decimal)
    except ValueError as error:
        raise NbpError("NBP-JSON", "plik", f"nie jest poprawnym JSON ({error}).") from error
    for no, table in enumerate(tables if isinstance(tables, list) else [tables], 1):
        place = f"tabela {no}"
        _is_table_a(_get(table, "table", place), place)
        rates = _get(table, "rates", place)
        if not isinstance(rates, list):
            raise NbpError("NBP-FIELD", place, "„rates” nie jest listą.")
        for at, row in enumerate(rates, 1):
            spot = f"{place}, kurs {at}"
            # A whole table keeps number and day at its head, one currency's series at each rate.
            head, code = (row, table) if "code" in table else (table, row)
            yield _rate(
                _get(code, "code", spot),
                _get(head, "effectiveDate", spot),
                _get(row, "mid", spot),
                _get(head, "no", spot),
                spot,
            )


def _get(row: Any, name: str, place: str) -> Any:
    if not isinstance(row, dict) or name not in row:
        raise NbpError("NBP-FIELD", place, f"brakuje pola „{name}”.")
    return row[name]


def _xml(data: bytes) -> Iterator[Rate]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NbpError(
            "NBP-XML", f"wiersz {error.lineno}", f"niepoprawny XML ({error.msg})."
        ) from error
    series = root.tag == "ExchangeRatesSeries"
    tables = [root] if series else root.findall("ExchangeRatesTable")
    for no, table in enumerate(tables, 1):
        place = f"tabela {no}"
        _is_table_a(_text(table, "Table", place), place)
        for at, row in enumerate(table.findall("Rates/Rate"), 1):
            spot = f"{place}, kurs {at}"
            head, code = (row, table) if series else (table, row)
            yield _rate(
                _text(code, "Code", spot),
                _text(head, "EffectiveDate", spot),
                _text(row, "Mid", spot),
                _text(head, "No", spot),
                spot,
            )


def _text(element: Any, name: str, place: str) -> str:
    found = element.findtext(name)
    if not found:
        raise NbpError("NBP-FIELD", place, f"brakuje pola „{name}”.")
    return str(found).strip()


def _archive(data: bytes) -> Iterator[Rate]:
    """``archiwum_tab_a_RRRR.csv``: a row a day, a column a currency with its unit in the head (100HUF)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1250", errors="replace")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    if not rows[0] or rows[0][0].strip().lower() != "data":
        raise NbpError(
            "NBP-FORM", "wiersz 1", "to nie jest JSON, XML ani archiwum CSV tabeli A (data;1USD;…)."
        )
    columns: dict[int, tuple[Decimal, str]] = {}
    for at, name in enumerate(rows[0]):
        if found := _COLUMN.fullmatch(name.strip()):
            columns[at] = Decimal(found[1]), found[2]
    number_at = _number_column(rows[0])
    for no, row in enumerate(rows[1:], 2):
        if not row or not re.fullmatch(r"[0-9]{8}", row[0].strip()):
            continue  # the second head and the notes below the table
        place = f"wiersz {no}"
        if len(row) <= number_at:
            raise NbpError("NBP-FIELD", place, "brakuje numeru tabeli.")
        day = row[0].strip()
        for at, (units, code) in columns.items():
            spot = f"{place}, {code}"
            if at >= len(row) or not row[at].strip():
                continue  # a currency that was quoted in a part of the year only
            one = _decimal(row[at].replace(",", "."), spot) / units
            mid = one.quantize(_MICRO)
            if mid != one:
                raise NbpError("NBP-MID", spot, f"kurs {row[at]} za {units} ma za wiele miejsc.")
            iso = f"{day[:4]}-{day[4:6]}-{day[6:]}"
            yield _rate(code, iso, mid, row[number_at], spot)


def _number_column(head: Sequence[str]) -> int:
    for at, name in enumerate(head):
        if name.strip().lower() in {"pełny numer tabeli", "pelny numer tabeli"}:
            return at
    raise NbpError("NBP-FIELD", "wiersz 1", "brakuje kolumny „pełny numer tabeli”.")


def _is_table_a(name: object, place: str) -> None:
    if name != "A":
        raise NbpError(
            "NBP-TABLE", place, f"to tabela {name}: do ksiąg i podatków potrzebna jest tabela A."
        )


def _rate(code: object, day: object, mid: object, table: object, place: str) -> Rate:
    if not isinstance(code, str) or not re.fullmatch(r"[A-Z]{3}", code):
        raise NbpError("NBP-CODE", place, f"„{code}” nie jest symbolem waluty.")
    number = str(table).strip()
    if not _TABLE.fullmatch(number):
        raise NbpError("NBP-NUMBER", place, f"„{number}” nie jest numerem tabeli A.")
    try:
        published = date.fromisoformat(str(day))
    except ValueError as error:
        raise NbpError("NBP-DAY", place, f"„{day}” nie jest dniem publikacji.") from error
    value = _decimal(mid, place)
    if value <= 0:
        raise NbpError("NBP-MID", place, f"kurs {value} nie jest dodatni.")
    return Rate(code, published, value, number)


def _decimal(text: object, place: str) -> Decimal:
    try:
        value = Decimal(str(text).strip())
    except InvalidOperation as error:
        raise NbpError("NBP-MID", place, f"„{text}” nie jest kursem.") from error
    if not value.is_finite():
        raise NbpError("NBP-MID", place, f"„{text}” nie jest kursem.")
    return value
