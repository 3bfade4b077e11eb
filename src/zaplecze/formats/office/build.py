"""Blocks put together: numbered paragraphs and tables, with an end of what is read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zaplecze.formats.office.types import LONGEST_CELL, MOST_ROWS, TOO_LONG, Block, Cell, OfficeText

TAB = 8
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")


def lines_of(text: str) -> tuple[str, ...]:
    """Text as lines: tabs become columns of at least two blanks, marks that nobody sees go.

    >>> lines_of("Data:\\t14.09.2026\\nRazem\\t\\t100,00")
    ('Data:   14.09.2026', 'Razem           100,00')
    """
    found = []
    for line in text[:LONGEST_CELL].replace("\r", "\n").split("\n"):
        plain = _UNSEEN.sub("", line).replace("\u00a0", " ").replace("\u202f", " ")
        parts = plain.split("\t")
        made = parts[0]
        for part in parts[1:]:
            made = made + " " * (TAB - len(made) % TAB)
            made += " " if made and not made.endswith("  ") else ""
            made += part
        found.append(made.rstrip())
    return tuple(found)


class Builder:
    """Collects blocks in the order of reading; what is past the end is left out and told once."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._notes: list[str] = []
        self._rows = 0
        self._paragraphs = 0
        self._tables = 0

    @property
    def full(self) -> bool:
        """True when no more is read."""
        return self._rows >= MOST_ROWS

    def note(self, text: str) -> None:
        """What the reader of the screen should know, once."""
        if text not in self._notes:
            self._notes.append(text)

    def _room(self) -> bool:
        if self.full:
            self.note(TOO_LONG)
            return False
        return True

    def paragraph(
        self, text: str, *, name: str = "", align: str = "left", page_break: bool = False
    ) -> None:
        """A paragraph; without a name it is numbered."""
        if not self._room():
            return
        if not name:
            self._paragraphs += 1
            name = f"akapit {self._paragraphs}"
        lines = lines_of(text)
        self._rows += len(lines)
        self._blocks.append(Block(((Cell(lines, name, align=align),),), page_break=page_break))

    def table(
        self,
        rows: Sequence[Sequence[tuple[str, int]]],
        *,
        widths: Sequence[float] = (),
        name: str = "",
    ) -> None:
        """A table of a document: rows of (text, span)."""
        self._tables += 1
        made: list[tuple[Cell, ...]] = []
        for n, row in enumerate(rows, 1):
            if not self._room():
                break
            self._rows += 1
            cells, column = [], 0
            for text, span in row:
                where = f"{name or f'tabela {self._tables}'}, wiersz {n}, kolumna {column + 1}"
                cells.append(Cell(lines_of(text), where, column, span))
                column += span
            made.append(tuple(cells))
        if made:
            self._blocks.append(Block(tuple(made), table=True, widths=tuple(widths)))

    def sheet(self, rows: Sequence[tuple[Cell, ...]], widths: Sequence[float]) -> None:
        """A sheet of cells, which bring their names."""
        self._blocks.append(Block(tuple(rows), table=True, widths=tuple(widths)))

    def done(self) -> OfficeText:
        """All of it."""
        return OfficeText(tuple(self._blocks), tuple(self._notes))
