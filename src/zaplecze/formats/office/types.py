"""What an Office file says, in its order: paragraphs and rows of cells, each with the name of its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a paragraph or of a cell.

    ``lines`` are its lines, blanks within them kept; ``name`` tells people where it stands: "akapit 3", "komórka B7".
    ``column`` counts from 0, ``span`` is how many columns it takes. ``align`` is left, center or right.
    """

    lines: tuple[str, ...]
    name: str
    column: int = 0
    span: int = 1
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one row of one cell, ``table`` false) or a table; cells of a row go from left to right.

    ``widths`` are those of a table's columns in characters, 0 where the file doesn't tell. ``page_break`` says that
    the block begins a page.
    """

    rows: tuple[tuple[Cell, ...], ...]
    table: bool = False
    widths: tuple[float, ...] = ()
    page_break: bool = False


@dataclass(frozen=True, slots=True)
class OfficeText:
    """A whole file; ``notes`` tell in Polish what of it was left out."""

    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


class UnreadableOfficeError(ValueError):
    """A file that can't be read: a stable code, a Polish message with the next step."""

    def __init__(self, code: str, message_pl: str) -> None:
        super().__init__(message_pl)
        self.code = code
        self.message_pl = message_pl

    def __reduce__(self) -> tuple[type[UnreadableOfficeError], tuple[str, str]]:
        return (type(self), (self.code, self.message_pl))


MOST_ROWS = 2_000
"""Rows of a sheet or of all tables and paragraphs of a document; an invoice has fewer."""
MOST_COLUMNS = 60
LONGEST_CELL = 4_000
TOO_LONG = "Plik jest dłuższy, niż się czyta: pola odczytano z jego początku."
