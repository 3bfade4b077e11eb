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
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise StatementError(f"To nie jest XML: {error}. Wczytaj plik sprawozdania.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise StatementError("Plik ma DOCTYPE: takich plików program nie czyta.")
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
    version = child(root, "Naglowek", "KodSprawozdania").get("wersjaSchemy")
    if version != "1-2":
        raise StatementError(f"Wersja schemy {version}. Obsługiwana jest 1-2 w złotych.")
    part = child(root, form.introduction)
    balance = child(root, form.balance)
    result, variant = child(root, form.result), Variant.BY_NATURE
    if form.kind is not Kind.MICRO:
        result = next(iter(result))
        variant = Variant(local_name(result))
    letters = "CDE" if form.kind is Kind.OTHER else " CD"
    return FinancialStatement(
        kind=form.kind,
        variant=variant,
        first_day=date.fromisoformat(text_of(root, "Naglowek", "OkresOd")),
        last_day=date.fromisoformat(text_of(root, "Naglowek", "OkresDo")),
        prepared_on=date.fromisoformat(text_of(root, "Naglowek", "DataSporzadzenia")),
        name=text_of(part, "P_1", "P_1A", "NazwaFirmy"),
        nip=text_of(part, "P_1", f"P_1{letters[1]}"),
        krs=text_of(part, "P_1", f"P_1{letters[2]}", needed=False),
        seat=_address(child(part, "P_1", "P_1B", "Adres")),
        introduction=_introduction(part, form),
        assets=tuple(_positions(child(balance, "Aktywa"))),
        liabilities=tuple(_positions(child(balance, "Pasywa"))),
        result=tuple(_positions(result)),
        notes=tuple(text_of(note, "Opis") for note in _all(child(root, form.notes), form.note)),
    )


def _introduction(part: etree._Element, form: Form) -> Introduction:
    other = form.kind is Kind.OTHER
    policies = child(part, f"P_{form.policies}")
    valuation, result, presentation, remaining = (
        "\n".join(e.text or "" for e in _all(policies, f"P_{form.policies}{letter}"))
        for letter in "ABCD"
    )
    fourth = text_of(part, "P_4")
    return Introduction(
        valuation=valuation,
        result=result,
        presentation=presentation,
        remaining=remaining,
        going_concern=text_of(part, "P_5", "P_5A") in {"true", "1"},
        no_threats=text_of(part, "P_5", "P_5B") in {"true", "1"},
        threats=text_of(part, "P_5", "P_5C", needed=False),
        pkd=tuple(e.text or "" for e in _all(child(part, "P_1", "P_1C"), "KodPKD")),
        joint=other and fourth in {"true", "1"},
        simplified="" if other else fourth,
    )


def _address(element: etree._Element) -> Address:
    return Address(
        voivodeship=text_of(element, "Wojewodztwo"),
        county=text_of(element, "Powiat"),
        municipality=text_of(element, "Gmina"),
        town=text_of(element, "Miejscowosc"),
        house=text_of(element, "NrDomu"),
        postal_code=text_of(element, "KodPocztowy"),
        post_office=text_of(element, "Poczta"),
        street=text_of(element, "Ulica", needed=False),
        flat=text_of(element, "NrLokalu", needed=False),
    )


def _positions(parent: etree._Element, above: str = "") -> Iterator[Position]:
    for element in parent:
        name = local_name(element)
        if name.startswith(("Kwota", "Pozycja")):
            continue
        last = name.rpartition("_")[2]
        # Annexes write letters below the second level small; J is "of which from related entities".
        if above.count(".") >= 1 and last != "J":
            last = last.lower()
        code = f"{above}.{last}" if above else last
        yield Position(
            code, Decimal(text_of(element, "KwotaA")), Decimal(text_of(element, "KwotaB"))
        )
        yield from _positions(element, code)


def local_name(element: etree._Element) -> str:
    """Name without its namespace; comments count as amounts, which nobody walks into."""
    return etree.QName(element).localname if isinstance(element.tag, str) else "Kwota"


def _all(parent: etree._Element, name: str) -> list[etree._Element]:
    return [e for e in parent if local_name(e) == name]


def child(parent: etree._Element, *path: str) -> etree._Element:
    """The first element of a path; raises `StatementError` where there is none."""
    for name in path:
        found = _all(parent, name)
        if not found:
            raise StatementError(f"W {local_name(parent)} brakuje {name}. Popraw plik.")
        parent = found[0]
    return parent


def text_of(parent: etree._Element, *path: str, needed: bool = True) -> str:
    """Text of an element, empty where it isn't needed and missing."""
    try:
        return child(parent, *path).text or ""
    except StatementError:
        if needed:
            raise
        return ""
