"""Layouts of statements as text: one line each, ``code | name | what it holds``.

The third part is a list of JPK_KR_PD tags (``@490`` is an account's number instead), or:

- ``- tags``: a cost: its figure and those below it are Wn less Ma;
- ``~ tags``: an "of which" line, not added to the line above;
- ``= A - B``: counted from lines before it.

A line holds its own tags and the lines below it (``B.IV`` and ``B.IV.1``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a layout; ``sign`` is 1 where Wn raises it and -1 where Ma does."""

    code: str
    name: str
    tags: frozenset[str]
    sign: int
    memo: bool = False
    formula: tuple[tuple[int, str], ...] = ()

    @property
    def level(self) -> int:
        """0 for A, 1 for A.I …"""
        return self.code.count(".")

    @property
    def parent(self) -> str:
        """Code of the line above it, empty on top."""
        return self.code.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Netted:
    """Income and cost that are told as one figure on the side that is greater (art. 42 ust. 3, 47 ust. 2).

    ``tags`` limits it to a part of both lines; accounts ``apart`` (``@`` and three digits) stand as they are.
    """

    income: str
    cost: str
    tags: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Layout:
    """A statement's lines in order; ``left_out`` tags belong to another variant and have to sum to nothing."""

    code: str
    title: str
    lines: tuple[Line, ...]
    netted: tuple[Netted, ...] = ()
    left_out: frozenset[str] = field(default_factory=frozenset)

    @property
    def tags(self) -> frozenset[str]:
        """Every tag that has a line."""
        return frozenset(tag for line in self.lines for tag in line.tags)


_TERM = re.compile(r"([+–-]?)\s*([A-Z][\w.]*)")


def parse(
    code: str,
    title: str,
    text: str,
    *,
    netted: tuple[Netted, ...] = (),
    left_out: frozenset[str] = frozenset(),
) -> Layout:
    """Read a layout; a line that can't be read is a ValueError."""
    lines: list[Line] = []
    signs: dict[str, int] = {}
    for row in text.strip().splitlines():
        parts = [part.strip() for part in row.split("|")]
        if len(parts) not in {2, 3}:
            raise ValueError(f"{code}: {row!r}")
        number, name = parts[:2]
        what = parts[2] if len(parts) == 3 else ""
        inherited = signs.get(number.partition(".")[0], 1 if code == "assets" else -1)
        sign = 1 if what.startswith("-") else inherited
        signs.setdefault(number, sign)
        formula: tuple[tuple[int, str], ...] = ()
        if what.startswith("="):
            formula = tuple(
                (-1 if minus in {"-", "–"} else 1, term) for minus, term in _TERM.findall(what)
            )
        tags = frozenset() if formula else frozenset(what.lstrip("-~ ").split())
        lines.append(Line(number, name, tags, sign, what.startswith("~"), formula))
    return Layout(code, title, tuple(lines), netted, left_out)
