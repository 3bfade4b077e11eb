"""A report as an Excel workbook (XlsxWriter): real numbers and dates, ready to filter and to print."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from zaplecze.platform.money import ZERO
from zaplecze.platform.printing.cells import column_groups, one_line, period_line, shown
from zaplecze.platform.report import Column, Report, Row, asides, check_totals, file_rows

_MONEY = "[$-415]#,##0.00"  # 415 is Polish: 1 234,56 in every spreadsheet
_A4 = 9
_TITLE_ROWS = 4
_NAME_MAX = 31  # of a sheet
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_CHARS_MAX = 32_767  # what one Excel cell holds
_FIRST_EXCEL_YEAR = 1900
_WIDTH_MAX = 60
_HAIR = "#B8BEC6"


def to_xlsx(report: Report, *, created_at: datetime, more: Sequence[Report] = ()) -> bytes:
    """Title block, frozen heading with a filter, ``row`` and ``line`` lines, totals as SUM formulas.

    ``more`` reports, what the first was counted from, follow on sheets of their own, named by their titles.
    Data never becomes a formula or a link. Headings and subtotals stay out: filters and pivot tables need lines
    of one kind; positions of a statement stand in bold. The same report and ``created_at`` (an aware moment) give
    the same bytes. Refuses ``TotalsDiffer``. A text longer than a cell holds (32 767 characters) ends with an
    ellipsis.
    """
    for each in (report, *more):
        check_totals(each)
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(
            {
                "title": report.title,
                "company": report.company_name,
                "created": created_at.replace(tzinfo=None),
            }
        )
        formats = _formats(book)
        _write_sheet(book.add_worksheet("Zestawienie"), report, formats)
        for number, each in enumerate(more, 2):
            name = f"{number}. {_NOT_IN_NAMES.sub(' ', each.title)}"
            _write_sheet(book.add_worksheet(name[:_NAME_MAX].rstrip()), each, formats)
    return out.getvalue()


def _write_sheet(sheet: Worksheet, report: Report, formats: Mapping[str, Format]) -> None:
    two_lines = any(c.group for c in report.columns)
    head_row = _TITLE_ROWS + two_lines
    _set_up_page(sheet, report, head_row)
    _write_heading(sheet, report, formats, two_lines=two_lines)
    last_row = _write_rows(sheet, report, formats, head_row + 1)
    sheet.autofilter(head_row, 0, max(last_row, head_row), len(report.columns) - 1)
    foot_row = _write_totals(sheet, report, formats, head_row + 1, last_row)
    for row in asides(report):
        foot_row += 1
        _write_row(sheet, report, formats, foot_row, row)
    for number, note in enumerate(report.notes):
        sheet.write_string(foot_row + 1 + number, 0, _clipped(note))


def _formats(book: xlsxwriter.Workbook) -> Mapping[str, Format]:
    head = {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "center",
        "bg_color": "#EEF1F4",
        "border": 1,
        "border_color": _HAIR,
    }
    total = {"bold": True, "top": 1, "bottom": 6}
    top = {"valign": "top"}
    kinds: Mapping[str, dict[str, object]] = {
        "text": {**top, "text_wrap": True},
        "code": {**top, "num_format": "@"},
        "int": {**top, "num_format": "0"},
        "date": {**top, "num_format": "yyyy-mm-dd", "align": "left"},
        "money": {**top, "num_format": _MONEY},
        "number": {**top, "num_format": _MONEY},
    }
    return {
        **{kind: book.add_format(each) for kind, each in kinds.items()},
        **{f"line_{kind}": book.add_format({**each, "bold": True}) for kind, each in kinds.items()},
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format(head),
        "total": book.add_format(total),
        "total_money": book.add_format({**total, "num_format": _MONEY}),
    }


def _set_up_page(sheet: Worksheet, report: Report, head_row: int) -> None:
    if report.landscape:
        sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TITLE_ROWS, head_row)
    sheet.set_footer(f"&L{_footer_text(report.company_name)}&CZaplecze&Rstrona &P z &N")
    sheet.freeze_panes(head_row + 1, 0)
    for index, column in enumerate(report.columns):
        sheet.set_column(index, index, _width(report, column))


def _footer_text(name: str) -> str:
    return one_line(name).replace("&", "&&")[:100].removesuffix("&")


def _width(report: Report, column: Column) -> float:
    if column.width is not None:
        return column.width + 1.5
    longest = max((len(word) for word in column.label.split()), default=1)
    for row in file_rows(report):
        longest = max(longest, len(shown(row.cells.get(column.key))))
    if column.key in report.totals:
        longest = max(longest, len(shown(report.totals[column.key])))
    return min(longest, _WIDTH_MAX) + 2.5


def _write_heading(
    sheet: Worksheet, report: Report, formats: Mapping[str, Format], *, two_lines: bool
) -> None:
    sheet.write_string(0, 0, _clipped(report.title), formats["title"])
    whose = (report.company_name, f"NIP {report.company_nip}" if report.company_nip else "")
    sheet.write_string(1, 0, _clipped(", ".join(filter(None, whose))))
    sheet.write_string(2, 0, _clipped(period_line(report.period_label)))
    row = _TITLE_ROWS
    if two_lines:
        start = 0
        for label, count in column_groups(report.columns):
            if label and count > 1:
                sheet.merge_range(row, start, row, start + count - 1, "", formats["head"])
            if label:
                sheet.write_string(row, start, _clipped(label), formats["head"])
            start += count
        row += 1
    for index, column in enumerate(report.columns):
        sheet.write_string(row, index, _clipped(column.label), formats["head"])


def _write_rows(
    sheet: Worksheet, report: Report, formats: Mapping[str, Format], first_row: int
) -> int:
    """Write the data and return the number of its last line (one above the first where there is none)."""
    number = first_row - 1
    for number, row in enumerate(file_rows(report), first_row):
        _write_row(sheet, report, formats, number, row)
    return number


def _write_row(
    sheet: Worksheet, report: Report, formats: Mapping[str, Format], number: int, row: Row
) -> None:
    for index, column in enumerate(report.columns):
        value = row.cells.get(column.key)
        if value is None:
            continue
        style = formats[f"line_{column.kind}" if row.kind == "line" else column.kind]
        if isinstance(value, Decimal):
            sheet.write_number(number, index, float(value + ZERO), style)  # zero has no sign
        elif isinstance(value, date) and value.year >= _FIRST_EXCEL_YEAR:
            sheet.write_datetime(number, index, value, style)
        elif isinstance(value, int):
            sheet.write_number(number, index, value, style)
        else:
            sheet.write_string(number, index, _clipped(str(value)), style)


def _write_totals(
    sheet: Worksheet,
    report: Report,
    formats: Mapping[str, Format],
    first_row: int,
    last_row: int,
) -> int:
    """Write the line of totals where the report has any; return the last line used."""
    if not report.totals:
        return last_row + 1
    foot_row = last_row + 1
    for index, column in enumerate(report.columns):
        total = report.totals.get(column.key)
        if total is None:
            sheet.write_string(foot_row, index, "" if index else "Ogółem", formats["total"])
        elif last_row < first_row:
            sheet.write_number(foot_row, index, float(total), formats["total_money"])
        else:
            top, bottom = xl_rowcol_to_cell(first_row, index), xl_rowcol_to_cell(last_row, index)
            formula = f"=SUM({top}:{bottom})"
            sheet.write_formula(foot_row, index, formula, formats["total_money"], float(total))
    if report.carried:
        foot_row += 1
        for index, column in enumerate(report.columns):
            if column.key in report.carried:
                amount = float(report.running[column.key])
                sheet.write_number(foot_row, index, amount, formats["total_money"])
            else:
                label = "" if index else report.running_label
                sheet.write_string(foot_row, index, label, formats["total"])
    return foot_row + 1


def _clipped(text: str) -> str:
    return text if len(text) <= _CHARS_MAX else text[: _CHARS_MAX - 1] + "…"
