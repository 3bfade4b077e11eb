"""A report as a printout: PDF/A-2b by Typst, with sums carried from page to page.

Columns, lines, pages and sums are laid out here; the template only draws. Everything a person typed travels
as a JSON string and is never read as markup. Typst sees its own fonts and the folder of templates, no network.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

import typst

from zaplecze.platform.days import WARSAW
from zaplecze.platform.printing.cells import column_groups, period_line
from zaplecze.platform.printing.columns import MARGIN_X, MARGIN_Y, PADDING_X, Sheet, fit
from zaplecze.platform.printing.metrics import TEMPLATES, Metrics, metrics, printable
from zaplecze.platform.printing.pages import (
    BOLD,
    LEADING,
    LINE,
    LINES_MAX,
    PADDING_Y,
    SIGN_HEIGHT,
    Cutter,
    line_height,
)
from zaplecze.platform.report import Report, check_totals

_TITLE_SIZE = 14.0
_HEADING_SIZE = 9.0
_HEADING_LINES_MAX = 3
_HEADING_GAP = 8.0  # points between the heading and the table


def to_pdf(
    report: Report, *, printed_by: str, printed_at: datetime, more: Sequence[Report] = ()
) -> bytes:
    """The printout, with who printed it and when (an aware moment, shown in Polish time) on every page.

    ``more`` reports follow, each on pages of its own. The same arguments give the same bytes. A cell longer than
    eight lines ends with an ellipsis. Refuses ``TotalsDiffer`` and ``TooWide``.
    """
    measured = metrics()
    moment = printed_at.astimezone(WARSAW)
    content = {
        "reports": [_content(one, measured) for one in (report, *more)],
        "printed": f"Wydruk: {printable(printed_by)}, {moment:%d.%m.%Y %H:%M}",
    }
    return typst.compile(
        input=str(TEMPLATES / "report.typ"),
        root=str(TEMPLATES),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2b"],
        timestamp=int(printed_at.timestamp()),
        pdf_tags=False,
    )


def _content(report: Report, measured: Metrics) -> dict[str, object]:
    """A report as the template draws it."""
    check_totals(report)
    sheet = fit(report, measured)
    heading = _heading(report, sheet, measured)
    head = _head(report, sheet, measured)
    room = sheet.paper[1] - 2 * MARGIN_Y - float(str(heading["height"])) - sum(head["heights"]) - 1
    return {
        "title": printable(report.title),
        "company": [printable(report.company_name)],
        "paper": sheet.paper,
        "margin": [MARGIN_X, MARGIN_Y],
        "size": sheet.size,
        "widths": sheet.widths,
        "inset": [PADDING_X * sheet.size, PADDING_Y * sheet.size],
        "bold": sorted(BOLD),
        "heading": heading,
        "head": head,
        "signatures": [printable(name) for name in report.signatures],
        "sign-height": SIGN_HEIGHT,
        "pages": Cutter(report, sheet, measured).pages(room),
    }


def _heading(report: Report, sheet: Sheet, measured: Metrics) -> Mapping[str, object]:
    width = sheet.paper[0] - 2 * MARGIN_X
    left, right = width * 0.6, width * 0.4

    def broken(text: str, room: float, size: float, *, bold: bool) -> list[str]:
        lines = measured.wrap(printable(text), room / size - 0.1, _HEADING_LINES_MAX, bold=bold)
        return lines or [""]

    title = broken(report.title, left, _TITLE_SIZE, bold=True)
    period = broken(period_line(report.period_label), left, _HEADING_SIZE, bold=False)
    company = broken(report.company_name, right, _HEADING_SIZE, bold=True)
    left_height = _stack(len(title), _TITLE_SIZE) + _stack(len(period), _HEADING_SIZE)
    right_height = _stack(len(company) + 1, _HEADING_SIZE)
    return {
        "title": title,
        "period": period,
        "company": company,
        "nip": printable(f"NIP {report.company_nip}"),
        "title-size": _TITLE_SIZE,
        "size": _HEADING_SIZE,
        "height": max(left_height, right_height) + _HEADING_GAP,
    }


def _stack(count: int, size: float) -> float:
    return count * (LINE + LEADING) * size


def _head(report: Report, sheet: Sheet, measured: Metrics) -> dict[str, list]:
    """Cells of the table's heading: labels of groups over labels of columns."""
    shift = 1 if sheet.label_only else 0
    grouped = any(c.group for c in report.seen)
    cells: list[dict[str, object]] = []
    tallest = [0, 0] if grouped else [0]

    def add(label: str, x: int, y: int, *, columns: int, rows: int, side: str) -> None:
        width = sum(sheet.widths[x : x + columns]) / sheet.size - 2 * PADDING_X
        lines = measured.wrap(printable(label), width, LINES_MAX, bold=True)
        tallest[y if rows == 1 else -1] = max(tallest[y if rows == 1 else -1], len(lines))
        cells.append(
            {
                "x": x,
                "y": y,
                "columns": columns,
                "rows": rows,
                "side": side,
                "lines": lines,
                "group": grouped and y == 0 and rows == 1,
            }
        )

    if shift:
        add("", 0, 0, columns=1, rows=len(tallest), side="l")
    start = 0
    for label, count in column_groups(report.seen):
        if label:
            add(label, start + shift, 0, columns=count, rows=1, side="c")
        for index in range(start, start + count):
            column = report.seen[index]
            side = "r" if column.kind in ("money", "number", "int") else "l"
            y, rows = (1, 1) if label else (0, len(tallest))
            add(column.label, index + shift, y, columns=1, rows=rows, side=side)
        start += count
    return {"heights": [line_height(count, sheet.size) for count in tallest], "cells": cells}
