"""Writing: a statement to XML in the order of the schema."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from zaplecze.formats.e_sprawozdanie_1_2.checks import ZERO, StatementRefused, check
from zaplecze.formats.e_sprawozdanie_1_2.fields import DTSF, FORMS, Form
from zaplecze.formats.e_sprawozdanie_1_2.types import (
    Address,
    FinancialStatement,
    Kind,
    Position,
)


def build(statement: FinancialStatement) -> bytes:
    """The file as UTF-8; the same values give the same bytes. Refuses (`StatementRefused`) what does not fit."""
    if findings := check(statement):
        raise StatementRefused(findings)
    form = FORMS[statement.kind]
    prefixes = {"tns": form.namespace, "poz": form.positions, "dtsf": DTSF}
    root = etree.Element(f"{{{form.namespace}}}Jednostka{form.kind}", nsmap=prefixes)
    _header(root, form, statement)
    _introduction(root, form, statement)
    balance = _add(root, form.namespace, form.balance)
    for name, positions in (("Aktywa", statement.assets), ("Pasywa", statement.liabilities)):
        tops = [p for p in positions if "." not in p.code]
        side = _amounts(
            balance,
            form,
            name,
            Position(
                "", sum((p.amount for p in tops), ZERO), sum((p.previous for p in tops), ZERO)
            ),
        )
        _positions(side, form, f"{name}_", positions)
    result = _add(root, form.namespace, form.result)
    if statement.kind is not Kind.MICRO:
        result = _add(result, form.positions, statement.variant)
    _positions(result, form, "", statement.result)
    notes = _add(root, form.namespace, form.notes)
    for note in statement.notes:
        _add(_add(notes, form.namespace, form.note), DTSF, "Opis", note)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _add(parent: etree._Element, namespace: str, name: str, text: str = "") -> etree._Element:
    added = etree.SubElement(parent, f"{{{namespace}}}{name}")
    if text:
        added.text = text
    return added


def _header(root: etree._Element, form: Form, statement: FinancialStatement) -> None:
    header = _add(root, form.namespace, "Naglowek")
    _add(header, DTSF, "OkresOd", statement.first_day.isoformat())
    _add(header, DTSF, "OkresDo", statement.last_day.isoformat())
    _add(header, DTSF, "DataSporzadzenia", statement.prepared_on.isoformat())
    name = f"SprFinJednostka{form.kind}WZlotych"
    code = _add(header, form.positions, "KodSprawozdania", name)
    code.set("kodSystemowy", form.system_code)
    code.set("wersjaSchemy", "1-2")
    _add(header, form.positions, "WariantSprawozdania", "1")


def _introduction(root: etree._Element, form: Form, statement: FinancialStatement) -> None:
    own, told = form.namespace, statement.introduction
    other = statement.kind is Kind.OTHER
    part = _add(root, own, form.introduction)
    who = _add(part, own, "P_1")
    name = _add(who, own, "P_1A")
    _add(name, DTSF, "NazwaFirmy", statement.name)
    _seat(_add(name, DTSF, "Siedziba"), statement.seat)
    _address(_add(_add(who, own, "P_1B"), DTSF, "Adres"), statement.seat)
    letters = iter("CDE")
    if other:
        activity = _add(who, own, f"P_1{next(letters)}")
        for code in told.pkd:
            _add(activity, DTSF, "KodPKD", code)
    _add(who, own, f"P_1{next(letters)}", statement.nip)
    if statement.krs:
        _add(who, own, f"P_1{next(letters)}", statement.krs)
    days = _add(part, own, "P_3")
    _add(days, DTSF, "DataOd", statement.first_day.isoformat())
    _add(days, DTSF, "DataDo", statement.last_day.isoformat())
    _add(part, own, "P_4", _truth(told.joint) if other else told.simplified)
    future = _add(part, own, "P_5")
    _add(future, own, "P_5A", _truth(told.going_concern))
    _add(future, own, "P_5B", _truth(told.no_threats))
    if told.threats:
        _add(future, own, "P_5C", told.threats)
    policies = _add(part, own, f"P_{form.policies}")
    texts = (told.valuation, told.result, told.presentation, told.remaining)
    for letter, text in zip("ABCD", texts, strict=True):
        if text:
            _add(policies, own, f"P_{form.policies}{letter}", text)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _seat(parent: etree._Element, seat: Address) -> None:
    _add(parent, DTSF, "Wojewodztwo", seat.voivodeship)
    _add(parent, DTSF, "Powiat", seat.county)
    _add(parent, DTSF, "Gmina", seat.municipality)
    _add(parent, DTSF, "Miejscowosc", seat.town)


def _address(parent: etree._Element, seat: Address) -> None:
    for name, text in (
        ("KodKraju", "PL"),
        ("Wojewodztwo", seat.voivodeship),
        ("Powiat", seat.county),
        ("Gmina", seat.municipality),
        ("Ulica", seat.street),
        ("NrDomu", seat.house),
        ("NrLokalu", seat.flat),
        ("Miejscowosc", seat.town),
        ("KodPocztowy", seat.postal_code),
        ("Poczta", seat.post_office),
    ):
        if text:
            _add(parent, DTSF, name, text)


def _positions(top: etree._Element, form: Form, prefix: str, positions: Iterable[Position]) -> None:
    made = {"": top}
    for position in positions:
        parent = made[position.code.rpartition(".")[0]]
        name = prefix + position.code.replace(".", "_").upper()
        made[position.code] = _amounts(parent, form, name, position)


def _amounts(parent: etree._Element, form: Form, name: str, position: Position) -> etree._Element:
    element = _add(parent, form.positions, name)
    _add(element, DTSF, "KwotaA", f"{position.amount:.2f}")
    _add(element, DTSF, "KwotaB", f"{position.previous:.2f}")
    return element
