"""The figures alone of a statement that any program wrote: by the names of elements, not by one schema.

A statement of the year before is often of another schema than the one that is written here, or in thousands; its
positions bear the same names. Nothing else of the file is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from zaplecze.formats.e_sprawozdanie_1_2.fields import FORMS
from zaplecze.formats.e_sprawozdanie_1_2.read import StatementError, child, local_name, text_of
from zaplecze.formats.e_sprawozdanie_1_2.types import Kind, Position, Variant

MAX_BYTES = 20_000_000
FAMILIES = ("http://www.mf.gov.pl/schematy/SF/", "http://crd.gov.pl/")
ROOT = re.compile(r"Jednostka(Inna|Mala|Mikro)(WTys\w*|WZlotych)?")
NIP = re.compile(r"[0-9]{10}")
# Costs of the RZiS by annex: some programs write them with a minus.
COSTS = {
    (Kind.OTHER, Variant.BY_NATURE): "BEHJK",
    (Kind.OTHER, Variant.BY_FUNCTION): "BDEHKMN",
    (Kind.SMALL, Variant.BY_NATURE): "BEGI",
    (Kind.SMALL, Variant.BY_FUNCTION): "BCDGIK",
    (Kind.MICRO, Variant.BY_NATURE): "BDE",
}


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line that the entity added below ``above``; PLN."""

    above: str
    name: str
    amount: Decimal
    previous: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """Positions of a statement, PLN; ``own`` are lines of the entity alone, by the part they stand in.

    ``factor`` is 1000 where the file tells thousands: amounts are multiplied, and as exact as that.
    """

    kind: Kind
    variant: Variant
    first_day: date
    last_day: date
    name: str
    nip: str
    version: str
    factor: int
    assets: tuple[Position, ...]
    liabilities: tuple[Position, ...]
    result: tuple[Position, ...]
    own: tuple[OwnLine, ...]


def read_figures(data: bytes) -> Figures:
    """Read the positions; raises `StatementError` for a file that is none, too large, or has a DOCTYPE."""
    if len(data) > MAX_BYTES:
        raise StatementError(
            f"Plik ma ponad {MAX_BYTES // 1_000_000} MB. Wczytaj plik sprawozdania."
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise StatementError(f"To nie jest XML: {error}. Wczytaj plik sprawozdania.") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise StatementError("Plik ma DOCTYPE: takich plików program nie czyta.")
    name = etree.QName(root)
    found = ROOT.fullmatch(name.localname)
    if found is None or not (name.namespace or "").startswith(FAMILIES):
        raise StatementError(
            f"{name.localname} to nie sprawozdanie jednostki innej, małej ani mikro. Wczytaj inny plik."
        )
    try:
        return _figures(root, Kind(found[1]), 1000 if "WTys" in root.tag else 1)
    except (InvalidOperation, ValueError) as error:
        if isinstance(error, StatementError):
            raise
        raise StatementError(f"Nieczytelna wartość: {error}. Popraw plik.") from error


def _figures(root: etree._Element, kind: Kind, factor: int) -> Figures:
    form = FORMS[kind]
    balance, result, variant = (
        child(root, form.balance),
        child(root, form.result),
        Variant.BY_NATURE,
    )
    if kind is not Kind.MICRO:
        told = [v for v in Variant if any(local_name(e) == v for e in result)]
        if len(told) != 1:
            raise StatementError("Plik nie mówi, w którym wariancie jest RZiS. Popraw plik.")
        variant = told[0]
        result = child(result, variant)
    own: list[OwnLine] = []
    who = child(root, form.introduction, "P_1")
    numbers = [e.text.strip() for e in who.iter() if e.text and NIP.fullmatch(e.text.strip())]
    positions = tuple(_positions(result, factor, "", own))
    return Figures(
        kind=kind,
        variant=variant,
        first_day=date.fromisoformat(text_of(root, "Naglowek", "OkresOd")),
        last_day=date.fromisoformat(text_of(root, "Naglowek", "OkresDo")),
        name=text_of(who, "P_1A", "NazwaFirmy", needed=False),
        nip=_nip(who, numbers),
        version=child(root, "Naglowek", "KodSprawozdania").get("wersjaSchemy") or "",
        factor=factor,
        assets=tuple(_positions(child(balance, "Aktywa"), factor, "", own)),
        liabilities=tuple(_positions(child(balance, "Pasywa"), factor, "", own)),
        result=_with_costs_above_zero(positions, COSTS[kind, variant]),
        own=tuple(own),
    )


def _nip(who: etree._Element, numbers: list[str]) -> str:
    """The number of ten digits that isn't told as one of the court register."""
    krs = {e.text.strip() for e in who.iter() if local_name(e) == "KRS" and e.text}
    return next((n for n in numbers if n not in krs and not n.startswith("000")), "")


def _positions(
    parent: etree._Element, factor: int, above: str, own: list[OwnLine]
) -> Iterator[Position]:
    for element in parent:
        name = local_name(element)
        if name.startswith("Pozycja"):
            amounts = child(element, "KwotyPozycji")
            own.append(
                OwnLine(
                    above,
                    text_of(element, "NazwaPozycji", needed=False),
                    _amount(amounts, "KwotaA", factor),
                    _amount(amounts, "KwotaB", factor),
                )
            )
            continue
        if name.startswith("Kwota"):
            continue
        last = name.rpartition("_")[2]
        if above.count(".") >= 1 and last != "J":
            last = last.lower()
        code = f"{above}.{last}" if above else last
        yield Position(code, _amount(element, "KwotaA", factor), _amount(element, "KwotaB", factor))
        yield from _positions(element, factor, code, own)


def _amount(element: etree._Element, name: str, factor: int) -> Decimal:
    return (Decimal(text_of(element, name).strip()) * factor).quantize(Decimal("0.01"))


def _with_costs_above_zero(positions: tuple[Position, ...], costs: str) -> tuple[Position, ...]:
    """Costs as the annex has them; where a program wrote them with a minus, their signs are turned."""
    first = {p.code: p for p in positions}.get("B")
    if first is None or first.amount >= 0:
        return positions
    return tuple(
        Position(p.code, -p.amount, -p.previous) if p.code[0] in costs else p for p in positions
    )
