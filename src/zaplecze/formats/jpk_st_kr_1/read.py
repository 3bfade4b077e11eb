"""Reading, ours or another program's file."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import BinaryIO

from lxml import etree

from zaplecze.formats.jpk_kr_pd_1 import Address, Subject
from zaplecze.formats.jpk_st_kr_1.types import Asset, Header, Register, Struck
from zaplecze.formats.jpk_st_kr_1.write import NAMESPACE, TYPES_NAMESPACE

NS, ETD = f"{{{NAMESPACE}}}", f"{{{TYPES_NAMESPACE}}}"


class StKrError(ValueError):
    """A file that can't be read; the Polish message tells the element and its line."""


def read(file: BinaryIO) -> Register:
    """Read a file; raises `StKrError` for another form, broken XML or a value that can't be read."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.parse(file, parser).getroot()
    except etree.XMLSyntaxError as error:
        raise StKrError(f"To nie jest poprawny XML: {error.msg}, wiersz {error.lineno}.") from error
    if root.tag != f"{NS}JPK":
        raise StKrError(f"To nie jest JPK_ST_KR(1), lecz {etree.QName(root).localname}.")
    try:
        return Register(
            _header(_part(root, "Naglowek")),
            _subject(_part(root, "Podmiot1")),
            tuple(_asset(e) for e in root.findall(f"{NS}ST_KR")),
        )
    except (InvalidOperation, ValueError) as error:
        if isinstance(error, StKrError):
            raise
        raise StKrError(f"Wartość, której nie da się odczytać: {error}.") from error


def _part(parent: etree._Element, name: str) -> etree._Element:
    found = parent.find(f"{NS}{name}")
    if found is None:
        raise StKrError(f"Wiersz {parent.sourceline}: brakuje {name}.")
    return found


def _optional(parent: etree._Element, name: str, ns: str = NS) -> str:
    return (parent.findtext(f"{ns}{name}") or "").strip()


def _needed(parent: etree._Element, name: str, ns: str = NS) -> str:
    text = _optional(parent, name, ns)
    if not text:
        raise StKrError(f"Wiersz {parent.sourceline}: brakuje {name}.")
    return text


def _money(parent: etree._Element, name: str) -> Decimal:
    return Decimal(_optional(parent, name) or "0").quantize(Decimal("0.01"))


def _header(e: etree._Element) -> Header:
    return Header(
        datetime.fromisoformat(_needed(e, "DataWytworzeniaJPK")),
        date.fromisoformat(_needed(e, "RokDataOd")),
        date.fromisoformat(_needed(e, "RokDataDo")),
        _needed(e, "KodUrzedu"),
        int(_needed(e, "CelZlozenia")),
    )


def _subject(e: etree._Element) -> Subject:
    identity, address = _part(e, "IdentyfikatorPodmiotu"), _part(_part(e, "Adres"), "AdresPol")
    return Subject(
        _needed(identity, "NIP", ETD),
        _needed(identity, "PelnaNazwa", ETD),
        Address(
            voivodeship=_needed(address, "Wojewodztwo", ETD),
            county=_needed(address, "Powiat", ETD),
            commune=_needed(address, "Gmina", ETD),
            house=_needed(address, "NrDomu", ETD),
            town=_needed(address, "Miejscowosc", ETD),
            postal_code=_needed(address, "KodPocztowy", ETD),
            street=_optional(address, "Ulica", ETD),
            flat=_optional(address, "NrLokalu", ETD),
        ),
    )


def _asset(e: etree._Element) -> Asset:
    struck = None
    if _optional(e, "E_28"):
        struck = Struck(
            date.fromisoformat(_needed(e, "E_28")), _needed(e, "E_29"), _needed(e, "E_30")
        )
    applied = _optional(e, "E_11")
    intangible = bool(_optional(e, "E_3"))
    return Asset(
        number=_needed(e, "E_1"),
        intangible=intangible,
        acquired_on=date.fromisoformat(_needed(e, "E_3" if intangible else "E_2")),
        in_use_on=date.fromisoformat(_needed(e, "E_4")),
        voucher=_needed(e, "E_5"),
        acquired=_needed(e, "E_6"),
        name=_needed(e, "E_7"),
        kst=_optional(e, "E_8"),
        method=_needed(e, "E_9_1"),
        rate=_money(e, "E_10A"),
        rate_amount=_money(e, "E_10B"),
        tax_value=_money(e, "E_12"),
        tax_change=_money(e, "E_15"),
        frequency=_needed(e, "E_17"),
        refused=_money(e, "E_18"),
        tax_year=_money(e, "E_19"),
        tax_total=_money(e, "E_20"),
        value=_money(e, "E_21"),
        change=_money(e, "E_24"),
        balance_rate=_money(e, "E_25A"),
        balance_rate_amount=_money(e, "E_25B"),
        year=_money(e, "E_26"),
        total=_money(e, "E_27"),
        applied_rate=Decimal(applied) if applied else None,
        struck=struck,
        reclassified=_needed(e, "E_32") == "1",
    )
