"""A report as an aligned table for a terminal."""

from __future__ import annotations

from zaplecze.platform.money import format_pln
from zaplecze.platform.printing.cells import column_groups, one_line, period_line, shown
from zaplecze.platform.report import Column, Report, Row

_TEXT_WIDTH_MAX = 40
_GAP = "  "


def to_text(report: Report) -> str:
    """Heading, table with a line of totals, notes. Long texts end with an ellipsis: the terminal is narrow."""
    columns = report.seen
    table = [[_fitted(row, c) for c in columns] for row in report.rows]
    total = [format_pln(report.totals[c.key]) if c.key in report.totals else "" for c in columns]
    running = [
        format_pln(report.running[c.key]) if c.key in report.carried else "" for c in columns
    ]
    labels = [one_line(c.label) for c in columns]
    widths = [
        max(len(line[i]) for line in [labels, total, running, *table]) for i in range(len(columns))
    ]
    if report.totals and columns[0].key not in report.totals:
        total[0] = "Ogółem"
        running[0] = report.running_label if report.carried else ""
        widths[0] = max(widths[0], len(total[0]), len(running[0]))
    _widen_for_groups(columns, widths)
    rule = "-" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    lines = [
        one_line(report.title),
        f"{one_line(report.company_name)}, NIP {one_line(report.company_nip)}",
        period_line(one_line(report.period_label)),
        "",
    ]
    if any(c.group for c in columns):
        lines.append(_group_line(columns, widths))
    lines += [_line(labels, columns, widths), rule]
    for row, cells in zip(report.rows, table, strict=True):
        lines.append(_line(cells, columns, widths))
        if row.kind in {"sum", "line"}:
            lines.append("")
    if report.totals:
        lines += [rule, _line(total, columns, widths)]
    if report.carried:
        lines.append(_line(running, columns, widths))
    if report.notes:
        lines += ["", *(one_line(note) for note in report.notes)]
    return "\n".join(lines) + "\n"


def _fitted(row: Row, column: Column) -> str:
    text = shown(row.cells.get(column.key))
    limit = column.width or _TEXT_WIDTH_MAX
    if column.kind == "text" and len(text) > limit:
        return text[: limit - 1].rstrip() + "…"
    return text


def _line(cells: list[str], columns: tuple[Column, ...], widths: list[int]) -> str:
    return _GAP.join(
        cell.rjust(width) if column.kind in ("money", "number", "int") else cell.ljust(width)
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ).rstrip(" ")


def _widen_for_groups(columns: tuple[Column, ...], widths: list[int]) -> None:
    """Make the last column of a group wide enough for the group's label."""
    start = 0
    for label, count in column_groups(columns):
        missing = len(one_line(label)) - _span(widths, start, count)
        widths[start + count - 1] += max(missing, 0)
        start += count


def _group_line(columns: tuple[Column, ...], widths: list[int]) -> str:
    parts = []
    start = 0
    for label, count in column_groups(columns):
        width = _span(widths, start, count)
        parts.append(f" {one_line(label)} ".center(width, "-") if label else " " * width)
        start += count
    return _GAP.join(parts).rstrip(" ")


def _span(widths: list[int], start: int, count: int) -> int:
    return sum(widths[start : start + count]) + len(_GAP) * (count - 1)
