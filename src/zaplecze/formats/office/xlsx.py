"""Sheets of Excel (ECMA-376 part 1, SpreadsheetML): the cells of the first one that is seen, as they are shown."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from zaplecze.formats.office.build import Builder, lines_of
from zaplecze.formats.office.members import Members, damaged
from zaplecze.formats.office.names import cell_at, cell_name
from zaplecze.formats.office.odf import other_sheets
from zaplecze.formats.office.shown import GENERAL, NumberFormat, format_of
from zaplecze.formats.office.types import (
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_LONG,
    Cell,
    OfficeText,
    UnreadableOfficeError,
)

_MOST_STRINGS = 100_000
_TRUE = ("1", "true")


def read_xlsx(members: Members) -> OfficeText:
    """The first sheet that isn't hidden; raises `UnreadableOfficeError`."""
    book = members.xml("xl/workbook.xml")
    if book is None:
        raise UnreadableOfficeError(
            "office.binary-sheet",
            "Arkusz jest w formacie binarnym (XLSB), którego program nie czyta. Zapisz go jako XLSX albo PDF.",
        )
    builder = Builder()
    sheets = [s for s in book.iter("{*}sheet") if s.get("state", "visible") == "visible"]
    if not sheets:
        return builder.done()
    if len(sheets) > 1:
        builder.note(other_sheets([s.get("name", "") for s in sheets]))
    root = members.xml(_path(members, sheets[0]))
    if root is None:
        raise damaged()
    properties = next(book.iter("{*}workbookPr"), None)
    since_1904 = properties is not None and properties.get("date1904") in _TRUE
    shower = _Shower(_strings(members), _formats(members), since_1904)
    _sheet(root, shower, builder)
    return builder.done()


def _path(members: Members, sheet: etree._Element) -> str:
    """Where a sheet lies: the workbook names it by a relation."""
    wanted = next((str(v) for k, v in sheet.attrib.items() if etree.QName(k).localname == "id"), "")
    relations = members.xml("xl/_rels/workbook.xml.rels")
    for relation in () if relations is None else relations:
        if relation.get("Id") == wanted:
            target = relation.get("Target", "")
            return posixpath.normpath(
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )
    return "xl/worksheets/sheet1.xml"


def _strings(members: Members) -> list[str]:
    root = members.xml("xl/sharedStrings.xml")
    found: list[str] = []
    for item in () if root is None else root.iter("{*}si"):
        found.append(_rich(item))
        if len(found) >= _MOST_STRINGS:
            break
    return found


def _rich(item: etree._Element) -> str:
    """Text of an item without the reading aids of Japanese (``rPh``)."""
    return "".join(
        t.text or ""
        for t in item.iter("{*}t")
        if (parent := t.getparent()) is None or etree.QName(parent).localname != "rPh"
    )


def _formats(members: Members) -> list[NumberFormat]:
    root = members.xml("xl/styles.xml")
    if root is None:
        return []
    own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter("{*}numFmt")}
    cells = next(root.iter("{*}cellXfs"), None)
    return [format_of(x.get("numFmtId", "0"), own) for x in (() if cells is None else cells)]


@dataclass(frozen=True, slots=True)
class _Shower:
    strings: list[str]
    formats: list[NumberFormat]
    since_1904: bool

    def text(self, cell: etree._Element) -> tuple[str, bool]:
        """What a cell shows, and whether it is a number."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(_rich(e) for e in cell.iter("{*}is")), False
        value = next((e.text or "" for e in cell.iter("{*}v")), "")
        if kind == "s":
            at = int(value) if value.isdecimal() and len(value) < 8 else -1
            return (self.strings[at] if 0 <= at < len(self.strings) else ""), False
        if kind == "b":
            return ("PRAWDA" if value == "1" else "FAŁSZ") if value else "", False
        if kind != "n":
            return value, False  # text of a formula, an error, a day in ISO 8601
        style = cell.get("s", "0")
        at = int(style) if style.isdecimal() and len(style) < 6 else 0
        number_format = self.formats[at] if at < len(self.formats) else GENERAL
        return number_format.shown(value, since_1904=self.since_1904), True


def _columns(root: etree._Element) -> tuple[list[float], set[int]]:
    widths = [0.0] * MOST_COLUMNS
    hidden: set[int] = set()
    for column in root.iter("{*}col"):
        first, last = column.get("min", ""), column.get("max", "")
        if not (first.isdecimal() and last.isdecimal() and len(first) < 6 and len(last) < 6):
            continue
        for at in range(int(first) - 1, min(int(last), MOST_COLUMNS)):
            if at < 0:
                continue
            if column.get("hidden") in _TRUE:
                hidden.add(at)
            try:
                widths[at] = max(0.0, min(float(column.get("width", "0")), 255.0))
            except ValueError:
                continue
    return widths, hidden


def _spans(root: etree._Element) -> dict[tuple[int, int], int]:
    """How many columns merged cells take, by their first cell."""
    found: dict[tuple[int, int], int] = {}
    for merged in root.iter("{*}mergeCell"):
        first, _, last = merged.get("ref", "").partition(":")
        a, b = cell_at(first), cell_at(last)
        if a is not None and b is not None and len(found) < MOST_ROWS:
            found[a] = max(1, min(b[0], MOST_COLUMNS - 1) - a[0] + 1)
    return found


def _sheet(root: etree._Element, shower: _Shower, builder: Builder) -> None:
    widths, hidden = _columns(root)
    spans = _spans(root)
    rows: list[tuple[Cell, ...]] = []
    last = -1
    for row in root.iter("{*}row"):
        number = row.get("r", "")
        at = int(number) - 1 if number.isdecimal() and 0 < len(number) < 8 else last + 1
        if at <= last or row.get("hidden") in _TRUE:
            continue
        cells = _cells(row, at, shower, hidden, spans)
        # A gap of empty rows stays one: what stands apart isn't one block.
        rows += [()] * min(at - last - 1, 2) if rows else []
        last = at
        rows.append(cells)
        if len(rows) >= MOST_ROWS:
            builder.note(TOO_LONG)
            break
    while rows and not rows[-1]:
        rows.pop()
    builder.sheet(rows, widths)


def _cells(
    row: etree._Element,
    at: int,
    shower: _Shower,
    hidden: set[int],
    spans: dict[tuple[int, int], int],
) -> tuple[Cell, ...]:
    found: dict[int, Cell] = {}
    column = -1
    for cell in row:
        place = cell_at(cell.get("r", ""))
        column = place[0] if place is not None else column + 1
        if not 0 <= column < MOST_COLUMNS or column in hidden:
            continue
        text, is_number = shower.text(cell)
        if text.strip():
            align = "right" if is_number else "left"
            span = spans.get((column, at), 1)
            found[column] = Cell(lines_of(text), cell_name(column, at), column, span, align)
    return tuple(found[c] for c in sorted(found))
