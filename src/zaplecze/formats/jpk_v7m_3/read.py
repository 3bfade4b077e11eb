"""Reading of a JPK_V7M(3) file, our own or another program's: to compare a correction with what was sent."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from zaplecze.formats.jpk_v7m_3.fields import (
    AMOUNT,
    DECLARATION,
    FLAG,
    GTU,
    NAMESPACE,
    PROCEDURES,
    PROOFS,
    PURCHASE_AMOUNTS,
    SALES_AMOUNTS,
    TYPES_NAMESPACE,
)
from zaplecze.formats.jpk_v7m_3.types import (
    BadDebt,
    Declaration,
    Header,
    Jpk,
    Person,
    PurchaseRow,
    SalesRow,
)

MAX_BYTES = 200_000_000
_NS = f"{{{NAMESPACE}}}"
_ETD = f"{{{TYPES_NAMESPACE}}}"


class JpkError(ValueError):
    """A file that can't be read: a stable code, a Polish message, the element and its line."""

    def __init__(self, code: str, message_pl: str, *, element: str = "", line: int | None = None):
        super().__init__(message_pl)
        self.code = code
        self.message_pl = message_pl
        self.element = element
        self.line = line


def read(data: bytes) -> Jpk:
    """Read a file. Raises `JpkError` for another form, broken XML or a value that no field can hold."""
    if len(data) > MAX_BYTES:
        raise JpkError("JPK-XML-SIZE", f"Plik ma ponad {MAX_BYTES // 1_000_000} MB.")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise JpkError(
            "JPK-XML", f"To nie jest poprawny XML: {error.msg}", line=error.lineno
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise JpkError("JPK-XML-DTD", "Plik ma DOCTYPE: takich plików program nie czyta.")
    if root.tag != f"{_NS}JPK":
        raise JpkError("JPK-ROOT", f"To nie jest JPK_V7M(3), tylko {etree.QName(root).localname}.")
    ledger = root.find(f"{_NS}Ewidencja")
    sales = [] if ledger is None else ledger.findall(f"{_NS}SprzedazWiersz")
    purchases = [] if ledger is None else ledger.findall(f"{_NS}ZakupWiersz")
    return Jpk(
        _header(root),
        tuple(_sale(e) for e in sales),
        tuple(_purchase(e) for e in purchases),
        _declaration(root.find(f"{_NS}Deklaracja")),
    )


def _place(element: etree._Element) -> int:
    line: Any = element.sourceline  # the stubs know no type for it
    return int(line or 0)


def _value(
    element: etree._Element, name: str, of: Callable[[str], Any], default: Any = None
) -> Any:
    found = element.find(f"{_NS}{name}")
    if found is None:
        found = element.find(f"{_ETD}{name}")
    if found is None:
        if default is not None or of is not str:
            return default
        return ""
    try:
        return of((found.text or "").strip())
    except (ValueError, InvalidOperation) as error:
        raise JpkError(
            "JPK-VALUE",
            f"Wiersz {found.sourceline}: {name} = „{(found.text or '')[:40]}” jest nieczytelne.",
            element=name,
            line=_place(found),
        ) from error


def _needed(element: etree._Element, name: str, of: Callable[[str], Any]) -> Any:
    value = _value(element, name, of)
    if value is None or value == "":
        raise JpkError(
            "JPK-MISSING",
            f"Wiersz {element.sourceline}: w {etree.QName(element).localname} brakuje {name}.",
            element=name,
            line=_place(element),
        )
    return value


def _moment(text: str) -> datetime:
    # Some programs write more digits of a second than a moment can hold.
    return datetime.fromisoformat(re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", text))


def _header(root: etree._Element) -> Header:
    head, who = root.find(f"{_NS}Naglowek"), root.find(f"{_NS}Podmiot1")
    if head is None or who is None or not len(who):
        raise JpkError("JPK-MISSING", "Brakuje nagłówka albo podatnika.", line=_place(root))
    party = who[0]
    natural = etree.QName(party).localname == "OsobaFizyczna"
    person = (
        Person(
            _needed(party, "ImiePierwsze", str),
            _needed(party, "Nazwisko", str),
            _needed(party, "DataUrodzenia", date.fromisoformat),
        )
        if natural
        else None
    )
    return Header(
        nip=_needed(party, "NIP", str),
        full_name="" if natural else _needed(party, "PelnaNazwa", str),
        email=_needed(party, "Email", str),
        tax_office=_needed(head, "KodUrzedu", str),
        year=_needed(head, "Rok", int),
        month=_needed(head, "Miesiac", int),
        made_at=_needed(head, "DataWytworzeniaJPK", _moment),
        purpose=_needed(head, "CelZlozenia", int),
        system_name=_value(head, "NazwaSystemu", str),
        phone=_value(party, "Telefon", str),
        person=person,
    )


def _declaration(element: etree._Element | None) -> Declaration | None:
    if element is None:
        return None
    details = element.find(f"{_NS}PozycjeSzczegolowe")
    if details is None:
        raise JpkError("JPK-MISSING", "Deklaracja nie ma pozycji.", line=_place(element))
    amounts: dict[str, int] = {}
    flags: set[str] = set()
    texts: dict[str, str] = {}
    for child in details:
        name = etree.QName(child).localname
        kind = DECLARATION.get(name)
        if kind == AMOUNT:
            amounts[name] = _needed(details, name, int)
        elif kind == FLAG:
            flags.add(name)
        elif kind is not None:
            texts[name] = _needed(details, name, str)
        else:
            raise JpkError(
                "JPK-FIELD",
                f"Nieznane pole deklaracji {name}.",
                element=name,
                line=_place(child),
            )
    return Declaration(amounts, frozenset(flags), texts)


def _common(
    element: etree._Element, names: dict[str, str], amounts: tuple[str, ...]
) -> dict[str, Any]:
    proof = next((p for p in PROOFS if element.find(f"{_NS}{p}") is not None), "")
    return {
        "no": _needed(element, names["no"], int),
        "partner_country": _value(element, "KodKrajuNadaniaTIN", str),
        "partner_tax_id": _needed(element, names["tax_id"], str),
        "partner_name": _needed(element, names["name"], str),
        "number": _needed(element, names["number"], str),
        "issue_date": _needed(element, names["issued"], date.fromisoformat),
        "proof": proof,
        "ksef_number": _value(element, "NrKSeF", str),
        "document_type": _value(element, names["type"], str),
        "amounts": {
            name: value for name in amounts if (value := _value(element, name, Decimal)) is not None
        },
        "margin": _value(element, names["margin"], Decimal),
    }


_SALE = {
    "no": "LpSprzedazy", "tax_id": "NrKontrahenta", "name": "NazwaKontrahenta", "number": "DowodSprzedazy",
    "issued": "DataWystawienia", "type": "TypDokumentu", "margin": "SprzedazVAT_Marza",
}  # fmt: skip
_PURCHASE = {
    "no": "LpZakupu", "tax_id": "NrDostawcy", "name": "NazwaDostawcy", "number": "DowodZakupu",
    "issued": "DataZakupu", "type": "DokumentZakupu", "margin": "ZakupVAT_Marza",
}  # fmt: skip


def _sale(element: etree._Element) -> SalesRow:
    there = {etree.QName(child).localname for child in element}
    bad_debt = None
    if "KorektaPodstawyOpodt" in there:
        bad_debt = BadDebt(
            _value(element, "TerminPlatnosci", date.fromisoformat),
            _value(element, "DataZaplaty", date.fromisoformat),
        )
    return SalesRow(
        **_common(element, _SALE, SALES_AMOUNTS),
        sale_date=_value(element, "DataSprzedazy", date.fromisoformat),
        gtu=tuple(mark for mark in GTU if mark in there),
        procedures=tuple(mark for mark in PROCEDURES if mark in there),
        bad_debt=bad_debt,
    )


def _purchase(element: etree._Element) -> PurchaseRow:
    return PurchaseRow(
        **_common(element, _PURCHASE, PURCHASE_AMOUNTS),
        received=_value(element, "DataWplywu", date.fromisoformat),
        imported=element.find(f"{_NS}IMP") is not None,
    )
