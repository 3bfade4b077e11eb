"""Text laid out on pages of a typewriter: every letter as wide as the other, every line as high.

These are not the pages that Office would print: they are where the text that was read stands, drawn and lit alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from zaplecze.formats.office.types import Block, Cell, OfficeText

LINES, LEAST_LINES = 62, 40
"""Lines of a page; a single one is as high as its text, but no lower."""
LETTER = 0.5
"""How wide a letter is, where a line of text is 1 high."""
PITCH = 1.5
"""From line to line."""
NARROWEST, WIDEST = 76, 190
MOST_PAGES = 60
_GAP = 2
_LEAST_CELL = 14
_MARGIN = 2
_WORDS = re.compile(r"\S+(?: \S+)*")


@dataclass(frozen=True, slots=True)
class Run:
    """Words with single blanks between them: ``x`` in letters from the left, ``line`` from the top of the page.

    ``name`` is that of the paragraph or cell.
    """

    page: int
    line: int
    x: int
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class LaidText:
    """All runs from top to bottom; ``width`` of every page in letters, ``height`` in lines."""

    runs: tuple[Run, ...]
    pages: int
    width: int
    height: int = LINES
    notes: tuple[str, ...] = ()

    @property
    def shape(self) -> float:
        """Width / height of a page as it is drawn."""
        return self.width * LETTER / (self.height * PITCH)


@dataclass(slots=True)
class _Line:
    pieces: list[tuple[int, str, str]]
    page_break: bool = False


def lay_out(text: OfficeText) -> LaidText:
    """Put a text on pages; what is past `MOST_PAGES` is left out."""
    tables = [_table(block) if block.table else ([], 0) for block in text.blocks]
    inner = min(max([NARROWEST, *(wide for _, wide in tables)]), WIDEST)
    lines: list[_Line] = []
    for block, (table, _) in zip(text.blocks, tables, strict=True):
        if not block.table:
            lines += _paragraph(block, inner)
        elif table:
            apart = [_Line([])] if lines and lines[-1].pieces else []
            lines += [*apart, *table, _Line([])]
    width = inner + 2 * _MARGIN
    return _paged(lines, width, text.notes)


def _wrapped(line: str, width: int) -> list[str]:
    """A line cut at blanks; a word longer than the line stays whole."""
    found = []
    while len(line) > width:
        at = line.rfind(" ", 1, width + 1)
        if at <= 0:
            at = line.find(" ", width)
        if at <= 0:
            break
        found.append(line[:at].rstrip())
        line = line[at:].lstrip()
    return [*found, line]


def _paragraph(block: Block, width: int) -> list[_Line]:
    cell = block.rows[0][0]
    found = []
    for line in cell.lines:
        for text in _wrapped(line, width):
            start = {"right": width - len(text), "center": (width - len(text)) // 2}.get(
                cell.align, 0
            )
            found.append(_Line([(max(0, start), text, cell.name)] if text.strip() else []))
    if found and block.page_break:
        found[0].page_break = True
    return found


def _table(block: Block) -> tuple[list[_Line], int]:
    """Lines of a table, and how wide they are."""
    count = max((c.column + c.span for row in block.rows for c in row), default=0)
    widest = 60
    while True:
        cells = [[(c, _lines(c, widest)) for c in row] for row in block.rows]
        edges = _edges(cells, block.widths, count, widest)
        if edges[-1] <= WIDEST or widest <= _LEAST_CELL:
            break
        widest = max(_LEAST_CELL, widest * 3 // 4)
    lines: list[_Line] = []
    for row in cells:
        made: list[_Line] = [_Line([]) for _ in range(max((len(ls) for _, ls in row), default=1))]
        for cell, texts in row:
            for line, text in zip(made, texts, strict=False):
                if text.strip():
                    line.pieces.append((_start(cell, text, edges), text, cell.name))
        lines += made
    wide = max((x + len(t) for line in lines for x, t, _ in line.pieces), default=0)
    return lines, wide


def _lines(cell: Cell, widest: int) -> list[str]:
    return [text for line in cell.lines for text in _wrapped(line, widest)]


def _edges(
    rows: Sequence[Sequence[tuple[Cell, list[str]]]],
    told: Sequence[float],
    count: int,
    widest: int,
) -> list[int]:
    """Where columns begin and the last one ends.

    A column is as wide as the file says, and wider where a text would run into the next one; a text with nothing on
    its right runs on over empty cells, as in a sheet.
    """
    widths = [min(round(told[c]) if c < len(told) else 0, widest) for c in range(count)]
    reach: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        full = [(cell, lines) for cell, lines in row if any(line.strip() for line in lines)]
        for n, (cell, lines) in enumerate(full):
            until = full[n + 1][0].column if n + 1 < len(full) else count
            longest = max(len(line.rstrip()) for line in lines) + _GAP
            if n + 1 < len(full) or cell.align == "right":
                until = cell.column + cell.span if cell.align == "right" else until
                reach.setdefault(until, []).append((cell.column, longest))
    edges = [0]
    for column in range(count):
        least = edges[-1] + max(widths[column], 1)
        for start, longest in reach.get(column + 1, ()):
            least = max(least, edges[start] + longest)
        edges.append(least)
    return edges


def _start(cell: Cell, text: str, edges: Sequence[int]) -> int:
    end = edges[min(cell.column + cell.span, len(edges) - 1)]
    if cell.align == "right":
        return max(edges[cell.column], end - _GAP - len(text))
    return edges[cell.column]


def _paged(lines: Sequence[_Line], width: int, notes: tuple[str, ...]) -> LaidText:
    runs: list[Run] = []
    page, at = 1, 0
    for line in lines:
        if (line.page_break and runs and at) or at >= LINES - 2 * _MARGIN:
            page, at = page + 1, 0
        if page > MOST_PAGES:
            break
        if not (line.pieces or at):
            continue  # no page begins with an empty line
        for x, text, name in line.pieces:
            for words in _WORDS.finditer(text):
                runs.append(
                    Run(page, at + _MARGIN, _MARGIN + x + words.start(), words.group(), name)
                )
        at += 1
    pages = max((r.page for r in runs), default=1)
    height = LINES if pages > 1 else max(LEAST_LINES, min(at + 2 * _MARGIN, LINES))
    return LaidText(tuple(runs), pages, width, height, notes)
