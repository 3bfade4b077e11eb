"""Widths of the printing face, measured once by the engine that prints.

Typst's own fonts cover the Latin, Greek and Cyrillic scripts and common symbols; PDF/A forbids a character without
a glyph, so what the fonts lack is printed as U+FFFD (visible, never dropped in silence).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

from zaplecze.platform.printing.cells import one_line

TEMPLATES = Path(__file__).parent / "templates"
REPLACEMENT = "\ufffd"
ELLIPSIS = "…"

# Blocks the embedded fonts cover whole; a test prints every character of them.
_COVERED = (
    (0x20, 0x7E), (0xA0, 0x2FF), (0x370, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027),
    (0x2030, 0x2040), (0x20A0, 0x20BF), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x22FF),
    (0x2500, 0x25FF), (0x2713, 0x2717), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD),
)  # fmt: skip
_WITHOUT_GLYPH = frozenset({"Cn", "Cf", "Cc", "Mn", "Me", "Zl", "Zp"})


@lru_cache(maxsize=1)
def printable_characters() -> str:
    """Every character that prints as itself."""
    codes = (code for first, last in _COVERED for code in range(first, last + 1))
    return "".join(c for c in map(chr, codes) if unicodedata.category(c) not in _WITHOUT_GLYPH)


class _Substitutes(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return REPLACEMENT


@lru_cache(maxsize=1)
def _substitutes() -> _Substitutes:
    return _Substitutes({ord(c): c for c in printable_characters()})


def printable(text: str) -> str:
    """One line of composed characters (NFC), each with a glyph."""
    return unicodedata.normalize("NFC", one_line(text)).translate(_substitutes())


@dataclass(frozen=True, slots=True)
class Metrics:
    """Widths of printable characters in em."""

    regular: Mapping[str, float]
    bold: Mapping[str, float]

    def width(self, text: str, *, bold: bool = False) -> float:
        """Width of a printable text in em."""
        return sum(map((self.bold if bold else self.regular).__getitem__, text))

    def wrap(self, text: str, width: float, lines_max: int, *, bold: bool = False) -> list[str]:
        """Break a printable text into lines of at most ``width`` em; words too long are cut.

        What doesn't fit ``lines_max`` lines is left out, and the last line ends with an ellipsis. An empty
        text has no lines.
        """
        if not text:
            return []
        if self.width(text, bold=bold) <= width:
            return [text]
        lines = self._lines(text, width, bold=bold)
        if len(lines) <= lines_max:
            return lines
        last = lines[lines_max - 1]
        while last and self.width(last + ELLIPSIS, bold=bold) > width:
            last = last[:-1]
        return [*lines[: lines_max - 1], last.rstrip() + ELLIPSIS]

    def _lines(self, text: str, width: float, *, bold: bool) -> list[str]:
        space = self.width(" ", bold=bold)
        lines: list[str] = []
        line, used = "", 0.0
        for word in text.split(" "):
            wide = self.width(word, bold=bold)
            if line and used + space + wide <= width:
                line, used = f"{line} {word}", used + space + wide
                continue
            if line:
                lines.append(line)
            *full, line = self._cut(word, width, bold=bold)
            lines += full
            used = self.width(line, bold=bold)
        return [*lines, line]

    def _cut(self, word: str, width: float, *, bold: bool) -> Sequence[str]:
        pieces = [""]
        used = 0.0
        for character in word:
            wide = self.width(character, bold=bold)
            if pieces[-1] and used + wide > width:
                pieces.append("")
                used = 0.0
            pieces[-1] += character
            used += wide
        return pieces


@lru_cache(maxsize=1)
def metrics() -> Metrics:
    """Measure the face; the answer is kept for the life of the process."""
    characters = printable_characters()
    answer = json.loads(
        typst.query(
            str(TEMPLATES / "metrics.typ"),
            "<widths>",
            field="value",
            one=True,
            root=str(TEMPLATES),
            ignore_system_fonts=True,
            sys_inputs={"characters": json.dumps(list(characters))},
        )
    )
    return Metrics(
        regular=dict(zip(characters, answer["regular"], strict=True)),
        bold=dict(zip(characters, answer["bold"], strict=True)),
    )
