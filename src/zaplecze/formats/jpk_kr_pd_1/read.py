"""Reading, ours or another program's file: part by part, so that a large one never lies in memory whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, TypeVar

from lxml import etree

from zaplecze.formats.jpk_kr_pd_1.types import (
    Account,
    Address,
    Books,
    Contractor,
    Controls,
    Entry,
    Header,
    Line,
    Reconciliation,
    Subject,
)
from zaplecze.formats.jpk_kr_pd_1.write import NAMESPACE, TYPES_NAMESPACE

NS, ETD = f"{{{NAMESPACE}}}", f"{{{TYPES_NAMESPACE}}}"
AMOUNT = re.compile(r"-?\d{1,16}(\.\d{1,2})?")
Part = Header | Subject | Contractor | Account | Entry | Controls | Reconciliation
T = TypeVar("T")


class KrPdError(ValueError):
    """A file that can't be read: a stable code, a Polish message with the element and its line."""

    def __init__(self, code: str, message_pl: str) -> None:
        super().__init__(message_pl)
        self.code = code
        self.message_pl = message_pl


def read_parts(file: BinaryIO) -> Iterator[Part]:
    """The parts of a file in order; raises `KrPdError` at the place that can't be read."""
    readers: dict[str, Callable[[etree._Element], Part]] = {
        "Naglowek": _header,
        "Podmiot1": _subject,
        "Kontrahent": _contractor,
        "ZOiS7": _account,
        "Dziennik": _entry,
        "Ctrl": _controls,
        "RPD": _reconciliation,
    }
    seen = False
    events = etree.iterparse(
        file, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )  # fmt: skip
    try:
        for event, element in events:
            name = etree.QName(element)
            if not seen:
                seen = True
                if element.tag != f"{NS}JPK":
                    raise KrPdError(
                        "KRPD-FORM", f"To nie jest JPK_KR_PD(1), lecz {name.localname} ({name.namespace})."
                    )  # fmt: skip
            if event == "start" or name.namespace != NAMESPACE:
                continue
            if re.fullmatch(r"ZOiS[1-6,8]", name.localname):
                raise KrPdError(
                    "KRPD-ENTITY",
                    f"Wiersz {element.sourceline}: plik jest innego rodzaju jednostki ({name.localname}), "
                    "a nie jednostki pozostałej (ZOiS7).",
                )
            reader = readers.get(name.localname)
            if reader is None:
                continue
            yield reader(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise KrPdError(
            "KRPD-XML", f"To nie jest poprawny XML: {error.msg}, wiersz {error.lineno}."
        ) from error


def read(file: BinaryIO) -> tuple[Books, Controls]:
    """A whole file in memory, with the control sums that it states."""
    parts = list(read_parts(file))

    def only(kind: type[T]) -> T:
        found = [p for p in parts if isinstance(p, kind)]
        if len(found) != 1:
            raise KrPdError(
                "KRPD-PART", f"Plik ma {len(found)} części {kind.__name__} zamiast jednej."
            )
        return found[0]

    entries = tuple(p for p in parts if isinstance(p, Entry))
    return (
        Books(
            only(Header),
            only(Subject),
            tuple(p for p in parts if isinstance(p, Contractor)),
            tuple(p for p in parts if isinstance(p, Account)),
            lambda: entries,
            only(Reconciliation),
        ),
        only(Controls),
    )


def _optional(parent: etree._Element, name: str, ns: str = NS) -> str:
    found = parent.find(f"{ns}{name}")
    return (found.text or "").strip() if found is not None else ""


def _needed(parent: etree._Element, name: str, ns: str = NS) -> str:
    text = _optional(parent, name, ns)
    if not text:
        raise KrPdError(
            "KRPD-MISSING",
            f"Wiersz {parent.sourceline}: w {etree.QName(parent).localname} brakuje {name}.",
        )
    return text


def _money(parent: etree._Element, name: str) -> Decimal:
    text = _needed(parent, name)
    if not AMOUNT.fullmatch(text):
        raise KrPdError(
            "KRPD-AMOUNT", f"Wiersz {parent.sourceline}: {name} „{text}” nie jest kwotą."
        )
    return Decimal(text).quantize(Decimal("0.01"))


def _day(parent: etree._Element, name: str) -> date:
    text = _needed(parent, name)
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise KrPdError(
            "KRPD-DATE", f"Wiersz {parent.sourceline}: {name} „{text}” nie jest datą."
        ) from error


def _header(e: etree._Element) -> Header:
    made = _needed(e, "DataWytworzeniaJPK")
    try:
        moment = datetime.fromisoformat(made)
    except ValueError as error:
        raise KrPdError("KRPD-DATE", f"DataWytworzeniaJPK „{made}” nie jest chwilą.") from error
    return Header(
        moment,
        _day(e, "DataOd"),
        _day(e, "DataDo"),
        _day(e, "RokDataOd"),
        _day(e, "RokDataDo"),
        _needed(e, "KodUrzedu"),
        int(_needed(e, "CelZlozenia")),
        _needed(e, "DomyslnyKodWaluty"),
    )


def _subject(e: etree._Element) -> Subject:
    identity, address = e.find(f"{NS}IdentyfikatorPodmiotu"), e.find(f"{NS}Adres/{NS}AdresPol")
    if identity is None or address is None:
        raise KrPdError(
            "KRPD-SUBJECT", f"Wiersz {e.sourceline}: brak danych podmiotu albo polskiego adresu."
        )
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
        _optional(e, "Znacznik_EST") == "1",
        _optional(e, "Znacznik_MSSF") == "1",
    )


def _contractor(e: etree._Element) -> Contractor:
    return Contractor(_needed(e, "T_1"), _optional(e, "T_2"), _optional(e, "T_3"))


def _account(e: etree._Element) -> Account:
    return Account(
        number=_needed(e, "S_1"),
        name=_needed(e, "S_2"),
        parent=_needed(e, "S_3"),
        opening_debit=_money(e, "S_4"),
        opening_credit=_money(e, "S_5"),
        debit=_money(e, "S_6"),
        credit=_money(e, "S_7"),
        year_debit=_money(e, "S_8"),
        year_credit=_money(e, "S_9"),
        closing_debit=_money(e, "S_10"),
        closing_credit=_money(e, "S_11"),
        tag_1=_needed(e, "S_12_1"),
        tag_2=_optional(e, "S_12_2"),
        tag_pd=_optional(e, "S_12_3"),
    )


def _entry(e: etree._Element) -> Entry:
    return Entry(
        _needed(e, "D_1"),
        _needed(e, "D_2"),
        _needed(e, "D_4"),
        _needed(e, "D_5"),
        _day(e, "D_6"),
        _day(e, "D_7"),
        _day(e, "D_8"),
        _needed(e, "D_9"),
        _needed(e, "D_10"),
        _money(e, "D_11"),
        tuple(_line(n) for n in e.findall(f"{NS}KontoZapis")),
        _optional(e, "D_3"),
        _optional(e, "D_12"),
    )


def _line(e: etree._Element) -> Line:
    is_debit = e.find(f"{NS}Z_4") is not None
    first = 4 if is_debit else 7
    foreign = _money(e, f"Z_{first + 1}") if _optional(e, f"Z_{first + 1}") else None
    return Line(
        _needed(e, "Z_1"),
        _needed(e, "Z_2"),
        _needed(e, "Z_3"),
        is_debit,
        _money(e, f"Z_{first}"),
        foreign,
        _optional(e, f"Z_{first + 2}"),
    )


def _controls(e: etree._Element) -> Controls:
    return Controls(
        int(_needed(e, "C_1")),
        _money(e, "C_2"),
        int(_needed(e, "C_3")),
        _money(e, "C_4"),
        _money(e, "C_5"),
    )


def _reconciliation(e: etree._Element) -> Reconciliation:
    return Reconciliation(*(_money(e, f"K_{n}") for n in range(1, 9)))
