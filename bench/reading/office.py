"""Invoices written in Word, Excel, LibreOffice and WordPad: four ways to lay one out, five formats.

A layout is a list of paragraphs and tables of texts; a writer makes a file of it as the program of that format would.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any, cast

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH

from bench.reading.facts import Facts

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
RTF = "application/rtf"


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph (``text``) or a table (``rows``); a line break in a cell is a paragraph of it."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Page:
    """What a file says, and which of its texts are days (for sheets, which keep them as numbers)."""

    pieces: tuple[Piece, ...]
    days: dict[str, date] = field(default_factory=dict)


def _p(text: str, align: str = "left") -> Piece:
    return Piece(text, align=align)


def _t(*rows: Sequence[str]) -> Piece:
    return Piece(rows=tuple(tuple(row) for row in rows))


def _party(heading: str, party: dict[str, Any]) -> list[str]:
    return [heading, party["name"], *party["lines"], f"{party['label']} {party['id']}"]


def _summary(d: dict[str, Any], words: dict[str, Any]) -> Piece:
    return _t(
        (words["rate"], words["net"], words["vat"], words["gross"]),
        *d["bands"],
        (words["total"], d["net"], d["vat"], d["gross"]),
    )


def _memo(d: dict[str, Any], w: dict[str, Any]) -> list[Piece]:
    return [
        _p(f"{d['place']}, {d['issue']}", "right"),
        _p(f"{d['title']} {w['no']} {d['number']}", "center"),
        _p(f"{w['issue']}: {d['issue']}"), _p(f"{w['sale']}: {d['sale']}"), _p(""),
        *map(_p, _party(w["seller"], d["seller"])), _p(""),
        *map(_p, _party(w["buyer"], d["buyer"])), _p(""),
        _t(w["columns"], *d["rows"]), _p(""), _summary(d, w), _p(""),
        _p(f"{w['to_pay']}: {d['gross']} {d['sign']}"),
        _p(f"{w['method']}:\t{d['method']}"), _p(f"{w['due']}:\t{d['due']}"), _p(f"{w['account']}:\t{d['account']}"),
        *([_p(f"{w['ksef']}: {d['ksef']}")] if d["ksef"] else []),
    ]  # fmt: skip


def _sides(d: dict[str, Any], w: dict[str, Any]) -> list[Piece]:
    return [
        _t(
            ("", f"{w['number']}: {d['number']}"), ("", f"{w['issue']}: {d['issue']}"),
            ("", f"{w['sale']}: {d['sale']}"),
        ),
        _p(d["title"]), _p(""),
        _t(("\n".join(_party(w["seller"], d["seller"])), "\n".join(_party(w["buyer"], d["buyer"])))),
        _p(""), _t(w["columns"], *d["rows"]), _p(""), _summary(d, w),
        _t((w["method"], d["method"]), (w["due"], d["due"]), (w["account"], d["account"]),
           (w["to_pay"], f"{d['gross']} {d['sign']}")),
        *([_p(f"{w['ksef']}: {d['ksef']}")] if d["ksef"] else []),
    ]  # fmt: skip


def _letter(d: dict[str, Any], w: dict[str, Any]) -> list[Piece]:
    title = f"{d['title']} {w['no']} {d['number']}"
    days = f"{w['issue']}: {d['issue']}\n{w['sale']}: {d['sale']}"
    return [
        _t(("\n".join(_party(w["seller"], d["seller"])), f"{title}\n{days}")),
        _p(""), *map(_p, _party(w["buyer"], d["buyer"])), _p(""),
        _t(w["columns"], *d["rows"], ("", w["total"], "", "", "", d["net"], "", d["vat"], d["gross"])),
        _p(""), _summary(d, w), _p(""),
        _p(f"{w['to_pay']} {d['gross']} {d['sign']}", "right"),
        _p(f"{w['method']}: {d['method']}, {w['due']}: {d['due']}"), _p(f"{w['account']}: {d['account']}"),
        *([_p(f"{w['ksef']}: {d['ksef']}")] if d["ksef"] else []),
    ]  # fmt: skip


def _form(d: dict[str, Any], w: dict[str, Any]) -> list[Piece]:
    sides = zip(_party(w["seller"], d["seller"]), _party(w["buyer"], d["buyer"]), strict=True)
    return [
        _p(d["title"]),
        _t((w["number"], d["number"]), (w["issue"], d["issue"]), (w["sale"], d["sale"]), (w["due"], d["due"])),
        _p(""), _t(*sides), _p(""), _t(w["columns"], *d["rows"]), _p(""), _summary(d, w), _p(""),
        _t((w["to_pay"], f"{d['gross']} {d['sign']}"), (w["method"], d["method"]), (w["account"], d["account"])),
        *([_t((w["ksef"], d["ksef"]))] if d["ksef"] else []),
    ]  # fmt: skip


LAYOUTS: dict[str, Callable[[dict[str, Any], dict[str, Any]], list[Piece]]] = {
    "memo": _memo, "sides": _sides, "letter": _letter, "form": _form,
}  # fmt: skip
TUNING, JUDGING = ("memo", "sides"), ("letter", "form")


def page_of(layout: str, facts: Facts) -> Page:
    """An invoice in a layout."""
    data = cast(dict[str, Any], facts.data)
    days = {
        str(data[name]): date.fromisoformat(facts.truth[truth])
        for name, truth in (("issue", "issue_date"), ("sale", "sale_date"))
    }
    return Page(tuple(LAYOUTS[layout](data, data["labels"])), days)


def as_docx(page: Page) -> bytes:
    """As Word writes it."""
    document = docx.Document()
    aligns = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
    for piece in page.pieces:
        if not piece.rows:
            paragraph = document.add_paragraph(piece.text)
            if piece.align in aligns:
                paragraph.alignment = aligns[piece.align]
            continue
        table = document.add_table(0, max(map(len, piece.rows)))
        for row in piece.rows:
            for cell, text in zip(table.add_row().cells, row, strict=False):
                first, *rest = text.split("\n")
                cell.text = first
                for line in rest:
                    cell.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_AMOUNT = re.compile(r"-?[0-9][0-9  .,]*[.,][0-9]{2}")
_PERCENT = re.compile(r"([0-9]{1,2}) ?%")


def _amount(text: str) -> Decimal:
    digits = re.sub(r"[^0-9-]", "", text)
    return Decimal(digits).scaleb(-2)


def as_xlsx(page: Page) -> bytes:
    """As Excel writes it: amounts, percents and days are numbers with a format."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Faktura")
    amount, percent, day = (
        book.add_format({"num_format": f}) for f in ("#,##0.00", "0%", "dd.mm.yyyy")
    )
    for at, row in enumerate(_grid(page)):
        for column, text in enumerate(row):
            if text in page.days:
                sheet.write_datetime(at, column, page.days[text], day)
            elif _AMOUNT.fullmatch(text):
                sheet.write_number(at, column, float(_amount(text)), amount)
            elif found := _PERCENT.fullmatch(text):
                sheet.write_number(at, column, int(found[1]) / 100, percent)
            elif text:
                sheet.write_string(at, column, text)
    sheet.set_column(1, 1, 34)
    book.close()
    return out.getvalue()


def _grid(page: Page) -> list[tuple[str, ...]]:
    """Paragraphs and tables as rows of a sheet; lines of a cell stand below each other."""
    rows: list[tuple[str, ...]] = []
    for piece in page.pieces:
        if not piece.rows:
            rows.append((piece.text.replace("\t", " "),))
            continue
        wide = max(map(len, piece.rows))
        for row in piece.rows:
            cells = [text.split("\n") for text in row]
            # Two sides of a letterhead stand apart: a name runs on over the empty columns.
            step = 4 if wide == 2 else 1
            for n in range(max(map(len, cells))):
                made: list[str] = []
                for cell in cells:
                    made += [cell[n] if n < len(cell) else "", *[""] * (step - 1)]
                rows.append(tuple(made))
    return rows


def as_odt(page: Page) -> bytes:
    """As LibreOffice Writer writes it."""
    parts = []
    for piece in page.pieces:
        if piece.rows:
            parts.append(_odf_table(piece.rows, ""))
        else:
            style = {"right": ' text:style-name="R"', "center": ' text:style-name="C"'}.get(
                piece.align, ""
            )
            parts.append(f"<text:p{style}>{_odf_text(piece.text)}</text:p>")
    return _odf(ODT, f"<office:text>{''.join(parts)}</office:text>")


def as_ods(page: Page) -> bytes:
    """As LibreOffice Calc writes it."""
    return _odf(
        ODS, f"<office:spreadsheet>{_odf_table(_grid(page), 'Faktura')}</office:spreadsheet>"
    )


def _odf_text(text: str) -> str:
    return escape(text, quote=False).replace("\t", "<text:tab/>")


def _odf_table(rows: Sequence[Sequence[str]], name: str) -> str:
    made = []
    for row in rows:
        cells = []
        for text in row:
            typed = ' office:value-type="string"' if text and name else ""
            lines = "".join(f"<text:p>{_odf_text(line)}</text:p>" for line in text.split("\n"))
            cells.append(f"<table:table-cell{typed}>{lines if text else ''}</table:table-cell>")
        made.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="{name or "T"}">{"".join(made)}</table:table>'


def _odf(media_type: str, body: str) -> bytes:
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
    )  # fmt: skip
    names += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    styles = "".join(
        f'<style:style style:name="{n}" style:family="paragraph"><style:paragraph-properties fo:text-align="{a}"/>'
        "</style:style>"
        for n, a in (("R", "end"), ("C", "center"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}</office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), media_type)
        archive.writestr("content.xml", content)
    return out.getvalue()


def as_rtf(page: Page) -> bytes:
    """As WordPad writes it: Polish letters in Windows-1250, others by their number."""
    parts = [
        r"{\rtf1\ansi\ansicpg1250\deff0\uc1{\fonttbl{\f0\fswiss\fcharset238 Arial;}}{\colortbl;}\f0\fs20 "
    ]
    for piece in page.pieces:
        if not piece.rows:
            mark = {"right": r"\qr", "center": r"\qc"}.get(piece.align, r"\ql")
            parts.append(rf"\pard{mark} {_rtf_text(piece.text)}\par" + "\r\n")
            continue
        wide = max(map(len, piece.rows))
        edges = "".join(rf"\cellx{9000 * (n + 1) // wide}" for n in range(wide))
        for row in piece.rows:
            cells = "".join(_rtf_text(text).replace("\n", r"\par ") + r"\cell " for text in row)
            parts.append(rf"\trowd{edges}\pard\intbl {cells}\row" + "\r\n")
    return ("".join(parts) + r"\pard\par}").encode("ascii")


def _rtf_text(text: str) -> str:
    out = []
    for char in text:
        if char in "\\{}":
            out.append("\\" + char)
        elif char == "\t":
            out.append(r"\tab ")
        elif char == "\u00a0":
            out.append(r"\~")
        elif ord(char) < 128:
            out.append(char)
        else:
            try:
                out.append(f"\\'{char.encode('cp1250')[0]:02x}")
            except UnicodeEncodeError:
                out.append(f"\\u{ord(char)}?")
    return "".join(out)


WRITERS: dict[str, Callable[[Page], bytes]] = {
    DOCX: as_docx, XLSX: as_xlsx, ODT: as_odt, ODS: as_ods, RTF: as_rtf,
}  # fmt: skip


def content_of(data: bytes) -> str:
    """What an OpenDocument file says, as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("content.xml").decode()
