"""Reading: a file of schema 1-2 in PLN back to its values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from zaplecze.formats.e_sprawozdanie_1_2.fields import FORMS, Form
from zaplecze.formats.e_sprawozdanie_1_2.types import (
    Address,
    FinancialStatement,
    Introduction,
    Kind,
    Position,
    Variant,
)


class StatementError(ValueError):
    """Not a statement that this reader knows; the message names the place."""


def read(data: bytes) -> FinancialStatement:
    """Read a statement. Entity-defined lines and attached files are not kept."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise StatementError(f"To nie jest XML: {error}. Wczytaj plik sprawozdania.") from error
    form = next((f for f in FORMS.values() if root.tag == _tag(f)), None)
    if form is None:
        raise StatementError(f"Nieznana schema {root.tag}. Obsługiwana jest 1-2 w złotych.")
    try:
        return _statement(root, form)
    except (InvalidOperation, ValueError) as error:
        if isinstance(error, StatementError):
            raise
        raise StatementError(f"Nieczytelna wartość: {error}. Popraw plik.") from error


def _tag(form: Form) -> str:
    return f"{{{form.namespace}}}Jednostka{form.kind}"


def _statement(root: etree._Element, form: Form) -> FinancialStatement:
    version = _child(root, "Naglowek", "KodSprawozdania").get("wersjaSchemy")
    if version != "1-2":
        raise StatementError(f"Wersja schemy {version}. Obsługiwana jest 1-2 w złotych.")
    part = _child(root, form.introduction)
    balance = _child(root, form.balance)
    result, variant = _child(root, form.result), Variant.BY_NATURE
    if form.kind is not Kind.MICRO:
        result = next(iter(result))
        variant = Variant(_name(result))
    letters = "CDE" if form.kind is Kind.OTHER else " CD"
    return FinancialStatement(
        kind=form.kind,
        variant=variant,
        first_day=date.fromisoformat(_text(root, "Naglowek", "OkresOd")),
        last_day=date.fromisoformat(_text(root, "Naglowek", "OkresDo")),
        prepared_on=date.fromisoformat(_text(root, "Naglowek", "DataSporzadzenia")),
        name=_text(part, "P_1", "P_1A", "NazwaFirmy"),
        nip=_text(part, "P_1", f"P_1{letters[1]}"),
        krs=_text(part, "P_1", f"P_1{letters[2]}", needed=False),
        seat=_address(_child(part, "P_1", "P_1B", "Adres")),
        introduction=_introduction(part, form),
        assets=tuple(_positions(_child(balance, "Aktywa"))),
        liabilities=tuple(_positions(_child(balance, "Pasywa"))),
        result=tuple(_positions(result)),
        notes=tuple(_text(note, "Opis") for note in _all(_child(root, form.notes), form.note)),
    )


def _introduction(part: etree._Element, form: Form) -> Introduction:
    other = form.kind is Kind.OTHER
    policies = _child(part, f"P_{form.policies}")
    valuation, result, presentation, remaining = (
        "\n".join(e.text or "" for e in _all(policies, f"P_{form.policies}{letter}"))
        for letter in "ABCD"
    )
    fourth = _text(part, "P_4")
    return Introduction(
        valuation=valuation,
        result=result,
        presentation=presentation,
        remaining=remaining,
        going_concern=_text(part, "P_5", "P_5A") in {"true", "1"},
        no_threats=_text(part, "P_5", "P_5B") in {"true", "1"},
        threats=_text(part, "P_5", "P_5C", needed=False),
        pkd=tuple(e.text or "" for e in _all(_child(part, "P_1", "P_1C"), "KodPKD")),
        joint=other and fourth in {"true", "1"},
        simplified="" if other else fourth,
    )


def _address(element: etree._Element) -> Address:
    return Address(
        voivodeship=_text(element, "Wojewodztwo"),
        county=_text(element, "Powiat"),
        municipality=_text(element, "Gmina"),
        town=_text(element, "Miejscowosc"),
        house=_text(element, "NrDomu"),
        postal_code=_text(element, "KodPocztowy"),
        post_office=_text(element, "Poczta"),
        street=_text(element, "Ulica", needed=False),
        flat=_text(element, "NrLokalu", needed=False),
    )


def _positions(parent: etree._Element, above: str = "") -> Iterator[Position]:
    for element in parent:
        name = _name(element)
        if name.startswith(("Kwota", "Pozycja")):
            continue
        last = name.rpartition("_")[2]
        # Annexes write letters below the second level small; J is "of which from related entities".
        if above.count(".") >= 1 and last != "J":
            last = last.lower()
        code = f"{above}.{last}" if above else last
        yield Position(code, Decimal(_text(element, "KwotaA")), Decimal(_text(element, "KwotaB")))
        yield from _positions(element, code)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else "Kwota"


def _all(parent: etree._Element, name: str) -> list[etree._Element]:
    return [e for e in parent if _name(e) == name]


def _child(parent: etree._Element, *path: str) -> etree._Element:
    for name in path:
        found = _all(parent, name)
        if not found:
            raise StatementError(f"W {_name(parent)} brakuje {name}. Popraw plik.")
        parent = found[0]
    return parent


def _text(parent: etree._Element, *path: str, needed: bool = True) -> str:
    try:
        return _child(parent, *path).text or ""
    except StatementError:
        if needed:
            raise
        return ""
