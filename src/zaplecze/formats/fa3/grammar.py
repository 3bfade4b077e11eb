"""The grammar of FA(3): which element fills which field, in schema order.

One table serves both directions, so what is read is what is written. A row converts the text or
the children of its element; `Node` builds one frozen value from its rows. Rows of the schema's
marker elements (`RolaInna`, `NrKSeF` ...), whose only content is "1", follow from another field.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from zaplecze.formats.fa3.errors import Fa3Error
from zaplecze.formats.fa3.translate import element_path, line_of
from zaplecze.formats.fa3.types import Extra

NAMESPACE = "http://crd.gov.pl/wzor/2025/06/25/13775/"

Extras = list[Extra]
Read = Callable[[etree._Element, Extras], Any]
Write = Callable[[str, Any, list[str]], None]

_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One element of a parent: the field it fills and its two converters.

    `many` collects a tuple. `always` writes even a False or None. A marker has no field: it is
    written when the field named `when` is (`present`) or is not set.
    """

    element: str
    field: str | None
    read: Read
    write: Write
    many: bool = False
    always: bool = False
    when: str | None = None
    present: bool = True


def token(value: str | None) -> str:
    """Collapse blanks as xsd:token does; only XML's four blanks, a no-break space stays."""
    if not value:
        return ""
    value = value.strip(" \t\r\n")
    if "  " in value or "\n" in value or "\t" in value or "\r" in value:
        return _BLANKS.sub(" ", value)
    return value


class Node:
    """Reader and writer of one composite element."""

    __slots__ = ("_by_tag", "_make", "_many", "rows")

    def __init__(self, make: Callable[..., Any], *rows: Row) -> None:
        self._make = make
        self.rows = rows
        self._by_tag = {
            f"{{{NAMESPACE}}}{row.element}": (row.field, row.read, row.many) for row in rows
        }
        self._many = tuple(row.field for row in rows if row.many and row.field)

    def values(self, element: etree._Element, extras: Extras) -> dict[str, Any]:
        """The fields of `element`'s children; what no row names goes to `extras`."""
        values: dict[str, Any] = {}
        by_tag = self._by_tag
        for child in element:
            row = by_tag.get(child.tag)
            if row is None:
                keep(child, extras)
                continue
            field, read, many = row
            if field is None:
                continue
            try:
                value = read(child, extras)
            except (ValueError, ArithmeticError):
                raise unreadable(child) from None
            if many:
                if field in values:
                    values[field].append(value)
                else:
                    values[field] = [value]
            else:
                values[field] = value
        for field in self._many:
            if field in values:
                values[field] = tuple(values[field])
        return values

    def read(self, element: etree._Element, extras: Extras) -> Any:
        """The value made of the element's children."""
        return self._make(**self.values(element, extras))

    def write(self, name: str, value: Any, out: list[str]) -> None:
        """The element `name` with the fields of `value`."""
        out.append(f"<{name}>\n")
        write_rows(self.rows, value, out)
        out.append(f"</{name}>\n")


def write_rows(rows: Iterable[Row], owner: Any, out: list[str]) -> None:
    """Write the fields of `owner` that are set, in the order of `rows`."""
    for row in rows:
        if row.field is None:
            if (getattr(owner, row.when or "") is not None) is row.present:
                row.write(row.element, True, out)
            continue
        value = getattr(owner, row.field)
        if row.many:
            for item in value:
                row.write(row.element, item, out)
        elif row.always or not (value is None or value is False or value == ()):
            row.write(row.element, value, out)


def keep(element: etree._Element, extras: Extras) -> None:
    """Keep the texts of an element that has no field."""
    for part in element.iter():
        if len(part) == 0:
            extras.append(Extra(element_path(part), line_of(part), token(part.text)))


def unreadable(element: etree._Element) -> Fa3Error:
    """The schema allows a value that no Python type holds, e.g. 24:00:00."""
    path, line = element_path(element), line_of(element)
    return Fa3Error(
        "FA3-VALUE",
        f"{path}, wiersz {line}: wartości „{token(element.text)[:60]}” nie da się odczytać. Poproś "
        "wystawcę o fakturę z wartością zapisaną w zwykły sposób.",
        line,
        path,
    )


def leaf(name: str, text: str, out: list[str]) -> None:
    """Write one element with text."""
    out.append(f"<{name}>{escape(text)}</{name}>\n")


# --- converters ---------------------------------------------------------------------------------


def _read_text(element: etree._Element, extras: Extras) -> str:
    return token(element.text)


def _read_decimal(element: etree._Element, extras: Extras) -> Decimal:
    return Decimal(element.text or "")


def _read_int(element: etree._Element, extras: Extras) -> int:
    return int(element.text or "")


def _read_day(element: etree._Element, extras: Extras) -> date:
    return date.fromisoformat((element.text or "").strip())


def _read_moment(element: etree._Element, extras: Extras) -> datetime:
    return datetime.fromisoformat((element.text or "").strip())


def _read_yes(element: etree._Element, extras: Extras) -> bool:
    return int(element.text or "") == 1


def _write_text(name: str, value: str, out: list[str]) -> None:
    out.append(f"<{name}>{escape(value)}</{name}>\n")


def _plain(value: Decimal) -> str:
    """Digits without exponent, trailing zeros or a negative zero."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _write_number(name: str, value: Decimal, out: list[str]) -> None:
    leaf(name, _plain(value), out)


def _write_amount(name: str, value: Decimal, out: list[str]) -> None:
    """At least two decimals; more are kept, so the schema refuses what would need rounding."""
    whole, _, fraction = _plain(value).partition(".")
    leaf(name, f"{whole}.{fraction:0<2}", out)


def _write_int(name: str, value: int, out: list[str]) -> None:
    leaf(name, str(int(value)), out)


def _write_day(name: str, value: date, out: list[str]) -> None:
    leaf(name, value.isoformat(), out)


def _write_moment(name: str, value: datetime, out: list[str]) -> None:
    leaf(name, value.isoformat().replace("+00:00", "Z"), out)


def _write_yes(name: str, value: bool, out: list[str]) -> None:
    leaf(name, "1" if value else "2", out)


# --- rows ---------------------------------------------------------------------------------------


def text(element: str, field: str, *, many: bool = False) -> Row:
    """Text, blanks collapsed."""
    return Row(element, field, _read_text, _write_text, many=many)


def amount(element: str, field: str) -> Row:
    """An amount or price: written with at least two decimals."""
    return Row(element, field, _read_decimal, _write_amount)


def number(element: str, field: str) -> Row:
    """A quantity, percent or exchange rate: written without trailing zeros."""
    return Row(element, field, _read_decimal, _write_number)


def integer(element: str, field: str) -> Row:
    """A whole number."""
    return Row(element, field, _read_int, _write_int)


def day(element: str, field: str) -> Row:
    """A day."""
    return Row(element, field, _read_day, _write_day)


def moment(element: str, field: str) -> Row:
    """A day with time, to the microsecond; a finer fraction is cut."""
    return Row(element, field, _read_moment, _write_moment)


def mark(element: str, field: str) -> Row:
    """An element that is "1" or absent."""
    return Row(element, field, _read_yes, _write_yes)


def yes_no(element: str, field: str) -> Row:
    """An element that is "1" or "2", never absent."""
    return Row(element, field, _read_yes, _write_yes, always=True)


def marker(element: str, *, when: str, present: bool = True) -> Row:
    """An element that only says whether the field `when` is set."""
    return Row(element, None, _read_yes, _write_yes, when=when, present=present)


def code(element: str, field: str, members: type[Enum]) -> Row:
    """A closed code list: integer codes by number, others by text."""
    if issubclass(members, int):
        by_number = {int(member.value): member for member in members}

        def read_number(el: etree._Element, extras: Extras) -> Enum:
            return by_number[int(el.text or "")]

        return Row(element, field, read_number, _write_int)
    by_text = {str(member.value): member for member in members}

    def read_code(el: etree._Element, extras: Extras) -> Enum:
        return by_text[token(el.text)]

    def write_code(name: str, value: Enum, out: list[str]) -> None:
        leaf(name, str(value.value), out)

    return Row(element, field, read_code, write_code)


def node(element: str, field: str, inner: Node, *, many: bool = False) -> Row:
    """A composite element."""
    return Row(element, field, inner.read, inner.write, many=many)


def cells(element: str, field: str, cell: str, *, many: bool = False) -> Row:
    """An element that only wraps a list of texts."""
    inner = Node(dict, text(cell, "cells", many=True))

    def read_cells(el: etree._Element, extras: Extras) -> tuple[str, ...]:
        found: tuple[str, ...] = inner.values(el, extras).get("cells", ())
        return found

    def write_cells(name: str, value: tuple[str, ...], out: list[str]) -> None:
        out.append(f"<{name}>\n")
        for item in value:
            leaf(cell, item, out)
        out.append(f"</{name}>\n")

    return Row(element, field, read_cells, write_cells, many=many)
