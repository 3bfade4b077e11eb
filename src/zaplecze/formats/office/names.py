"""Names of cells as sheets show them."""

from __future__ import annotations

import re

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def cell_name(column: int, row: int) -> str:
    """The Polish name of a cell, both counted from 0.

    >>> cell_name(1, 6), cell_name(27, 0)
    ('komórka B7', 'komórka AB1')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"komórka {letters}{row + 1}"


def cell_at(reference: str) -> tuple[int, int] | None:
    """Column and row of ``B7``, both from 0; None for what is no reference.

    >>> cell_at("AB1"), cell_at("7")
    ((27, 0), None)
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(found[2]) - 1
