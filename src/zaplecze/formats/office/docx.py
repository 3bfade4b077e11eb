"""Word documents (ECMA-376 part 1, WordprocessingML): what a person sees of them, as text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from zaplecze.formats.office.build import Builder
from zaplecze.formats.office.members import Members, damaged
from zaplecze.formats.office.types import MOST_COLUMNS, OfficeText

_MOST_PARTS = 6
# What isn't on the page: deleted and moved text, instructions of fields, the second form of a drawing.
_UNSEEN = {"del", "moveFrom", "delText", "instrText", "Fallback", "rPr", "pPr", "tblPr", "sdtPr"}
_HOLDS = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"}
_ALIGNS = {"right": "right", "end": "right", "center": "center"}
_TWIPS_PER_CHARACTER = 110  # of a letter of 11 points


def read_docx(members: Members) -> OfficeText:
    """Headers, body, footers; raises `UnreadableOfficeError`."""
    root = members.xml("word/document.xml")
    if root is None:
        raise damaged()
    builder = Builder()
    _parts(members, builder, "header", "nagłówek")
    body = next((e for e in root if _local(e) == "body"), None)
    if body is not None:
        _blocks(body, builder)
    _parts(members, builder, "footer", "stopka")
    return builder.done()


def _parts(members: Members, builder: Builder, part: str, name: str) -> None:
    """Headers or footers, each text once: a first page often has the same as the rest."""
    seen: set[str] = set()
    for number in range(1, _MOST_PARTS + 1):
        root = members.xml(f"word/{part}{number}.xml")
        text = "" if root is None else "".join(map(str, root.itertext())).strip()
        if root is not None and text and text not in seen:
            seen.add(text)
            _blocks(root, builder, name)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _get(element: etree._Element | None, name: str) -> str:
    if element is None:
        return ""
    return next((str(v) for k, v in element.attrib.items() if etree.QName(k).localname == name), "")


def _child(element: etree._Element | None, *path: str) -> etree._Element | None:
    for name in path:
        if element is None:
            return None
        element = next((e for e in element if _local(e) == name), None)
    return element


def _inside(element: etree._Element) -> Iterator[etree._Element]:
    """Children, those of content controls and of kept changes too."""
    for child in element:
        if _local(child) in _HOLDS:
            yield from _inside(child)
        else:
            yield child


def _blocks(parent: etree._Element, builder: Builder, name: str = "") -> None:
    for element in _inside(parent):
        kind = _local(element)
        if kind == "p":
            _paragraph(element, builder, name)
        elif kind == "tbl":
            _table(element, builder, name)


def _paragraph(element: etree._Element, builder: Builder, name: str) -> None:
    boxes: list[etree._Element] = []
    text = _text(element, boxes)
    properties = _child(element, "pPr")
    align = _ALIGNS.get(_get(_child(properties, "jc"), "val"), "left")
    breaks = "\f" in text or _child(properties, "pageBreakBefore") is not None
    for n, piece in enumerate(text.split("\f")):
        if piece or "\f" not in text:
            builder.paragraph(
                piece, name=name, align=align, page_break=breaks and (n > 0 or "\f" not in text)
            )
    for box in boxes:
        _blocks(box, builder, name or "pole tekstowe")


def _text(element: etree._Element, boxes: list[etree._Element]) -> str:
    """Text of a paragraph as it is seen; text boxes that hang on it are put aside."""
    out: list[str] = []
    for child in element:
        kind = _local(child)
        if kind == "r":
            if not _hidden(child):
                out.append(_text(child, boxes))
        elif kind == "t":
            out.append(child.text or "")
        elif kind == "txbxContent":
            boxes.append(child)
        elif kind in _MARKS:
            out.append("\f" if kind == "br" and _get(child, "type") == "page" else _MARKS[kind])
        elif kind and kind not in _UNSEEN:
            out.append(_text(child, boxes))
    return "".join(out)


_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def _hidden(run: etree._Element) -> bool:
    mark = _child(run, "rPr", "vanish")
    return mark is not None and _get(mark, "val") not in ("0", "false", "off")


def _table(element: etree._Element, builder: Builder, name: str) -> None:
    grid = _child(element, "tblGrid")
    widths = [
        _number(_get(c, "w")) / _TWIPS_PER_CHARACTER for c in (grid if grid is not None else ())
    ]
    rows: list[list[tuple[str, int]]] = []
    boxes: list[etree._Element] = []
    for row in _inside(element):
        if _local(row) == "tr":
            rows.append(_row(row, boxes))
    builder.table(rows, widths=widths[:MOST_COLUMNS], name=name)
    for box in boxes:
        _blocks(box, builder, name or "pole tekstowe")


def _row(row: etree._Element, boxes: list[etree._Element]) -> list[tuple[str, int]]:
    before = round(_number(_get(_child(row, "trPr", "gridBefore"), "val")))
    cells: list[tuple[str, int]] = [("", min(before, MOST_COLUMNS))] if before > 0 else []
    for cell in _inside(row):
        if _local(cell) == "tc" and len(cells) < MOST_COLUMNS:
            span = round(_number(_get(_child(cell, "tcPr", "gridSpan"), "val"))) or 1
            cells.append((_cell(cell, boxes), max(1, min(span, MOST_COLUMNS))))
    return cells


def _cell(cell: etree._Element, boxes: list[etree._Element]) -> str:
    """Paragraphs of a cell as lines; a table inside goes row by row, its cells apart."""
    lines: list[str] = []
    for element in _inside(cell):
        kind = _local(element)
        if kind == "p":
            lines.append(_text(element, boxes).replace("\f", "\n"))
        elif kind == "tbl":
            for row in _inside(element):
                if _local(row) == "tr":
                    texts = [text.replace("\n", " ") for text, _ in _row(row, boxes)]
                    lines.append("    ".join(t for t in texts if t))
    return "\n".join(lines)


def _number(text: str) -> float:
    try:
        return max(0.0, min(float(text), 1e6))
    except ValueError:
        return 0.0
