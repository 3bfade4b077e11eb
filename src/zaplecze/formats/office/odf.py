"""OpenDocument texts and sheets (ISO/IEC 26300): what a person sees of them, as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from zaplecze.formats.office.build import Builder, lines_of
from zaplecze.formats.office.members import Members, damaged
from zaplecze.formats.office.names import cell_name
from zaplecze.formats.office.types import MOST_COLUMNS, MOST_ROWS, TOO_LONG, Cell, OfficeText

_UNSEEN = {
    "annotation",
    "annotation-end",
    "tracked-changes",
    "note",
    "hidden-text",
    "hidden-paragraph",
    "desc",
    "title",
}
_HOLDS = {"section", "list", "list-item", "list-header", "index-body", "table-of-content", "numbered-paragraph",
          "table-header-rows", "table-rows", "table-row-group"}  # fmt: skip
_LENGTH = re.compile(r"([0-9.]{1,10})(cm|mm|in|pt)")
_CENTIMETERS = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 0.0353}
_CHARACTERS_PER_CM = 5.2
_ALIGNS = {"end": "right", "right": "right", "center": "center"}


class _Styles:
    """What automatic styles say that matters here: alignment, page breaks, what is hidden, widths of columns."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self.aligns: dict[str, str] = {}
        self.breaks: set[str] = set()
        self.hidden: set[str] = set()
        self.widths: dict[str, float] = {}
        for root in roots:
            for style in () if root is None else root.iter("{*}style"):
                self._take(style)

    def _take(self, style: etree._Element) -> None:
        name = _get(style, "name")
        for part in style:
            if align := _ALIGNS.get(_get(part, "text-align")):
                self.aligns[name] = align
            if _get(part, "break-before") == "page":
                self.breaks.add(name)
            if _local(part) == "text-properties" and _get(part, "display") == "none":
                self.hidden.add(name)
            if _local(part) == "table-properties" and _get(part, "display") == "false":
                self.hidden.add(name)
            if found := _LENGTH.fullmatch(_get(part, "column-width")):
                self.widths[name] = float_of(found[1]) * _CENTIMETERS[found[2]] * _CHARACTERS_PER_CM


def float_of(text: str) -> float:
    """A number, 0 where it is none."""
    try:
        return float(text)
    except ValueError:
        return 0.0


def read_odt(members: Members) -> OfficeText:
    """Header, body, footer; raises `UnreadableOfficeError`."""
    root, around = members.xml("content.xml"), members.xml("styles.xml")
    if root is None:
        raise damaged()
    builder, styles = Builder(), _Styles(around, root)
    for part, name in (("header", "nagłówek"), ("footer", "stopka")):
        if part == "footer":
            body = next(root.iter("{*}text"), None)
            if body is not None:
                _blocks(body, builder, styles, "")
        found = next(around.iter(f"{{*}}{part}"), None) if around is not None else None
        if found is not None:
            _blocks(found, builder, styles, name)
    return builder.done()


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _get(element: etree._Element, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if etree.QName(k).localname == name), "")


def _blocks(parent: etree._Element, builder: Builder, styles: _Styles, name: str) -> None:
    for element in parent:
        kind = _local(element)
        if kind in ("p", "h"):
            boxes: list[etree._Element] = []
            style = _get(element, "style-name")
            builder.paragraph(
                _text(element, styles, boxes),
                name=name,
                align=styles.aligns.get(style, "left"),
                page_break=style in styles.breaks,
            )
            for box in boxes:
                _blocks(box, builder, styles, name or "pole tekstowe")
        elif kind == "table":
            _table(element, builder, styles, name)
        elif kind in _HOLDS:
            _blocks(element, builder, styles, name)


def _text(element: etree._Element, styles: _Styles, boxes: list[etree._Element]) -> str:
    if _get(element, "style-name") in styles.hidden:
        return ""
    out = [element.text or ""]
    for child in element:
        kind = _local(child)
        if kind == "s":
            out.append(" " * min(int(float_of(_get(child, "c") or "1")), 200))
        elif kind == "tab":
            out.append("\t")
        elif kind == "line-break":
            out.append("\n")
        elif kind == "text-box":
            boxes.append(child)
        elif kind and kind not in _UNSEEN:
            out.append(_text(child, styles, boxes))
        out.append(child.tail or "")
    return "".join(out)


def _cell_text(cell: etree._Element, styles: _Styles, boxes: list[etree._Element]) -> str:
    lines: list[str] = []
    for element in cell:
        kind = _local(element)
        if kind in ("p", "h"):
            lines.append(_text(element, styles, boxes))
        elif kind == "table":
            for row in _rows(element):
                texts = [
                    _cell_text(c, styles, boxes).replace("\n", " ") for c in row if _is_cell(c)
                ]
                lines.append("    ".join(t for t in texts if t))
        elif kind in _HOLDS:
            lines.append(_cell_text(element, styles, boxes))
    return "\n".join(lines)


def _is_cell(element: etree._Element) -> bool:
    return _local(element) in ("table-cell", "covered-table-cell")


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        kind = _local(element)
        if kind == "table-row":
            yield element
        elif kind in _HOLDS:
            yield from _rows(element)


def _repeated(element: etree._Element, name: str, most: int) -> int:
    return max(1, min(int(float_of(_get(element, f"number-{name}-repeated") or "1")), most))


def _widths(table: etree._Element, styles: _Styles) -> tuple[list[float], set[int]]:
    """Widths of columns in characters, and which of them are hidden."""
    found: list[float] = []
    hidden: set[int] = set()
    for column in table.iter("{*}table-column"):
        times = _repeated(column, "columns", MOST_COLUMNS)
        if _get(column, "visibility") in ("collapse", "filter"):
            hidden |= set(range(len(found), len(found) + times))
        found += [styles.widths.get(_get(column, "style-name"), 0.0)] * times
        if len(found) >= MOST_COLUMNS:
            break
    return found[:MOST_COLUMNS], hidden


def _table(table: etree._Element, builder: Builder, styles: _Styles, name: str) -> None:
    boxes: list[etree._Element] = []
    rows: list[list[tuple[str, int]]] = []
    for row in _rows(table):
        cells: list[tuple[str, int]] = []
        for cell in row:
            if _local(cell) == "table-cell" and len(cells) < MOST_COLUMNS:
                span = min(int(float_of(_get(cell, "number-columns-spanned") or "1")), MOST_COLUMNS)
                cells.append((_cell_text(cell, styles, boxes), max(1, span)))
        rows.append(cells)
    builder.table(rows, widths=_widths(table, styles)[0], name=name)
    for box in boxes:
        _blocks(box, builder, styles, name or "pole tekstowe")


def read_ods(members: Members) -> OfficeText:
    """The first sheet that is seen; raises `UnreadableOfficeError`."""
    root = members.xml("content.xml")
    if root is None:
        raise damaged()
    styles, builder = _Styles(root), Builder()
    book = next(root.iter("{*}spreadsheet"), None)
    sheets = [e for e in book if _local(e) == "table"] if book is not None else []
    seen = [s for s in sheets if _get(s, "style-name") not in styles.hidden]
    if not seen:
        return builder.done()
    if len(seen) > 1:
        builder.note(other_sheets([_get(s, "name") for s in seen]))
    widths, hidden = _widths(seen[0], styles)
    rows: list[tuple[Cell, ...]] = []
    number = 0
    for row in _rows(seen[0]):
        times = _repeated(row, "rows", MOST_ROWS)
        cells = _sheet_cells(row, number, styles, hidden)
        number += times
        if _get(row, "visibility") not in ("collapse", "filter"):
            rows += [cells] if not cells else [cells] * min(times, MOST_ROWS - len(rows))
        if len(rows) >= MOST_ROWS:
            builder.note(TOO_LONG)
            break
    builder.sheet(_trimmed(rows), widths)
    return builder.done()


def _trimmed(rows: list[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _sheet_cells(
    row: etree._Element, number: int, styles: _Styles, hidden: set[int]
) -> tuple[Cell, ...]:
    found: list[Cell] = []
    column = 0
    for cell in row:
        if not _is_cell(cell) or column >= MOST_COLUMNS:
            continue
        times = _repeated(cell, "columns", MOST_COLUMNS)
        text = _cell_text(cell, styles, []) if _local(cell) == "table-cell" else ""
        if text.strip():
            span = max(
                1, min(int(float_of(_get(cell, "number-columns-spanned") or "1")), MOST_COLUMNS)
            )
            right = _get(cell, "value-type") not in ("", "string")
            for at in range(column, min(column + times, MOST_COLUMNS)):
                if at not in hidden:
                    name = cell_name(at, number)
                    found.append(Cell(lines_of(text), name, at, span, "right" if right else "left"))
        column += times
    return tuple(found)


def other_sheets(names: list[str]) -> str:
    """Said of a file with more sheets than the one that is read."""
    others = ", ".join(f"„{n[:40]}”" for n in names[1:6])
    return f"Pola czyta się z pierwszego arkusza („{names[0][:40]}”). Są też: {others}."
