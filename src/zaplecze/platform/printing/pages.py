"""Cutting a report into pages: every line's height is known, every sum carried over is counted here.

A line of a page is a dict for the template: its kind, height (points) and cells ``[lines, columns, side, indent]``,
the indent in points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from zaplecze.platform.money import ZERO, format_pln
from zaplecze.platform.printing.cells import shown
from zaplecze.platform.printing.columns import PADDING_X, Sheet
from zaplecze.platform.printing.metrics import Metrics, printable
from zaplecze.platform.report import Column, Report, Row, amount_in

LINE = 0.96  # em: height of one line of type
LEADING = 0.18  # em between lines
PADDING_Y = 0.2  # em above and below
INDENT = 0.9  # em for each level of a row
SIGN_HEIGHT = 56.0  # points of a line of signatures with room to sign
SIGNED_LINES = 3  # lines that stand over signatures, where these begin a page
LINES_MAX = 8  # lines of one cell on paper; data files hold the whole text
NOTHING = "Brak pozycji."
BOLD = frozenset({"group", "sum", "line", "total"})

_SIDES = {"money": "r", "number": "r", "int": "r", "text": "l", "code": "l", "date": "l"}

Cell = list[object]
Line = dict[str, object]


def line_height(count: int, size: float) -> float:
    """Height in points of a table line whose tallest cell has ``count`` lines of type."""
    count = max(count, 1)
    return (count * LINE + (count - 1) * LEADING + 2 * PADDING_Y) * size


@dataclass(slots=True)
class _Page:
    """The page being filled and the sums on it."""

    room: float
    lines: list[Line] = field(default_factory=list)
    sums: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cutter:
    """Turns the rows of one report into pages of one sheet."""

    report: Report
    sheet: Sheet
    metrics: Metrics

    def pages(self, room: float) -> list[list[Line]]:
        """Pages of lines, each at most ``room`` points high; at least one page, however empty.

        A page that isn't the last closes with its sum and the sum carried forward, the next opens with the sum
        carried over; the last closes with its sum (where there is more than one) and the total.
        """
        if self.report.apart:
            return self._with_notes(self._pages_apart(room), room)
        one = line_height(1, self.sheet.size)
        summed = bool(self.report.totals)
        closing = 2 * one if summed else 0.0
        carried = dict.fromkeys(self.report.totals, ZERO) | dict(self.report.carried)
        closing += one if self.report.carried else 0.0
        done: list[list[Line]] = []
        page = _Page(room - closing, sums=dict.fromkeys(carried, ZERO))
        if self.report.carried:
            page.lines += self._opening(carried)
            page.room -= one
        for row, line in self._rows():
            height = float(str(line["height"]))
            if height > page.room and page.lines:
                kept = self._without_last_headings(page.lines)
                moved = page.lines[len(kept) :]
                carried = {key: carried[key] + page.sums[key] for key in carried}
                done.append([*kept, *self._closing(page.sums, carried)])
                page = _Page(room - closing, sums=dict.fromkeys(carried, ZERO))
                if row.continues:  # a page begins with what its first line belongs to
                    line = self._line(row, self.report.seen, whole=True)  # noqa: PLW2901
                    height = float(str(line["height"]))
                for first in [*self._opening(carried), *moved]:
                    page.lines.append(first)
                    page.room -= float(str(first["height"]))
            page.lines.append(line)
            page.room -= height
            if row.kind == "row":
                for key in page.sums:
                    page.sums[key] += amount_in(row, key)
        last = page.lines
        if not self.report.rows:
            last = [self._nothing()]
        if summed:
            if done:
                last = [*last, self._sum_line("page", "Razem strona", page.sums)]
            last = [*last, self._sum_line("total", "Ogółem", self.report.totals)]
        if self.report.carried:
            label = self.report.running_label
            last = [*last, self._sum_line("total", label, self.report.running)]
        return self._with_notes([*done, last], room)

    def _pages_apart(self, room: float) -> list[list[Line]]:
        """Pages whose sums begin anew with each value of the column ``apart``, and are told under its name."""
        one = line_height(1, self.sheet.size)
        key = self.report.apart
        label = next(c.label for c in self.report.columns if c.key == key).lower()
        zero = dict.fromkeys(self.report.totals, ZERO)
        done: list[list[Line]] = []
        whose, goes_on, carried = "", False, zero
        page = _Page(room - 2 * one, sums=dict(zero))
        for row, line in self._rows():
            begins = str(row.cells.get(key) or "")
            goes_on = goes_on and begins == whose
            height = float(str(line["height"]))
            if height > page.room and page.lines:
                kept = self._without_last_headings(page.lines)
                moved = page.lines[len(kept) :]
                first: list[Line] = []
                if goes_on:
                    name = f"{label} {whose}"
                    carried = {k: carried[k] + page.sums[k] for k in carried}
                    kept = [*kept, *self._closing(page.sums, carried, name)]
                    first = self._opening(carried, name)
                done.append(kept)
                page = _Page(room - 2 * one, sums=dict(zero))
                if row.continues:
                    line = self._line(row, self.report.seen, whole=True)  # noqa: PLW2901
                    height = float(str(line["height"]))
                for each in [*first, *moved]:
                    page.lines.append(each)
                    page.room -= float(str(each["height"]))
            if begins != whose:
                whose, carried, page.sums = begins, zero, dict(zero)
            page.lines.append(line)
            page.room -= height
            goes_on = goes_on or row.kind == "row"
            if row.kind == "row":
                for k in page.sums:
                    page.sums[k] += amount_in(row, k)
        if not self.report.rows:
            page.lines.append(self._nothing())
        return [*done, [*page.lines, self._sum_line("total", "Ogółem", self.report.totals)]]

    def _nothing(self) -> Line:
        cells: list[Cell] = [[[NOTHING], len(self.sheet.widths), "l", 0]]
        return {"kind": "row", "height": line_height(1, self.sheet.size), "cells": cells}

    def _rows(self) -> Iterable[tuple[Row, Line]]:
        columns = self.report.seen
        for row in self.report.rows:
            yield row, self._line(row, columns)

    def _line(self, row: Row, columns: Sequence[Column], *, whole: bool = False) -> Line:
        bold = row.look in BOLD
        cells: list[Cell] = [[[], 1, "l", 0]] if self.sheet.label_only else []
        shift = len(cells)
        texts = [
            "" if row.hides(c) and not whole else printable(shown(row.cells.get(c.key)))
            for c in columns
        ]
        tallest = index = 0
        while index < len(columns):
            span = 1
            if bold and texts[index] and columns[index].kind in ("text", "code"):
                span = _empty_after(texts, index)
            start = index + shift
            indent = INDENT * row.level if columns[index].kind == "text" else 0.0
            lines = self._wrapped(texts[index], start, start + span, bold=bold, indent=indent)
            tallest = max(tallest, len(lines))
            cells.append([lines, span, _SIDES[columns[index].kind], indent * self.sheet.size])
            index += span
        kind = "row" if row.kind == "aside" else row.look
        return {"kind": kind, "height": line_height(tallest, self.sheet.size), "cells": cells}

    def _wrapped(
        self, text: str, start: int, end: int, *, bold: bool, indent: float = 0.0
    ) -> list[str]:
        width = sum(self.sheet.widths[start:end]) / self.sheet.size - 2 * PADDING_X - indent
        return self.metrics.wrap(text, width, LINES_MAX, bold=bold)

    def _without_last_headings(self, lines: list[Line]) -> list[Line]:
        """Leave headings with nothing under them to the next page, unless the page holds nothing else."""
        end = len(lines)
        while end and lines[end - 1]["kind"] == "group":
            end -= 1
        return lines[:end] if any(line["kind"] == "row" for line in lines[:end]) else lines

    def _closing(
        self, page: Mapping[str, Decimal], carried: Mapping[str, Decimal], whose: str = ""
    ) -> list[Line]:
        if not carried:
            return []
        return [
            self._sum_line("page", _of("Razem strona", whose), page),
            self._sum_line("forward", _of("Do przeniesienia", whose), carried),
        ]

    def _opening(self, carried: Mapping[str, Decimal], whose: str = "") -> list[Line]:
        if not carried:
            return []
        return [self._sum_line("carried", _of("Z przeniesienia", whose), carried)]

    def _sum_line(self, kind: str, label: str, sums: Mapping[str, Decimal]) -> Line:
        cells: list[Cell] = [[[label], self.sheet.label_columns, "r", 0]]
        first = 0 if self.sheet.label_only else self.sheet.label_columns
        for column in self.report.seen[first:]:
            amount = sums.get(column.key)
            cells.append([[] if amount is None else [format_pln(amount)], 1, "r", 0])
        return {"kind": kind, "height": line_height(1, self.sheet.size), "cells": cells}

    def _with_notes(self, pages: list[list[Line]], room: float) -> list[list[Line]]:
        span = len(self.sheet.widths)
        left = room - sum(float(str(line["height"])) for line in pages[-1])
        for note in self.report.notes:
            lines = self._wrapped(printable(note), 0, span, bold=False)
            height = line_height(len(lines), self.sheet.size)
            if height > left:
                pages = [*pages, []]
                left = room
            line: Line = {"kind": "note", "height": height, "cells": [[lines, span, "l", 0]]}
            pages[-1].append(line)
            left -= height
        if not self.report.signatures or left >= SIGN_HEIGHT:
            return pages
        # Nobody signs an empty page: the last lines go with the signatures.
        last = pages[-1]
        kept = max(len(last) - SIGNED_LINES, 1)
        return [*pages[:-1], last[:kept], last[kept:]]


def _of(label: str, whose: str) -> str:
    return printable(f"{label}, {whose}") if whose else label


def _empty_after(texts: Sequence[str], index: int) -> int:
    """How many columns a text may take: its own and the empty ones after it."""
    end = index + 1
    while end < len(texts) and not texts[end]:
        end += 1
    return end - index
