"""How a cell and a heading are written for people; shared by the text and PDF renderers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from zaplecze.platform.money import GROSZ, ZERO, format_pln
from zaplecze.platform.report import Column


def shown(value: object) -> str:
    """A cell as people read it: 1 234,56 with hard spaces, 30.09.2026, empty for None.

    Control characters become spaces: a name from outside can't steer a terminal or a printer.
    """
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format_pln(value)
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return one_line(str(value))


def period_line(label: str) -> str:
    """What stands under a title: ``Okres: 09.2026``; a label that begins with words (``na dzień …``) stands alone."""
    return f"Okres: {label}" if label[:1].isdigit() else label


def one_line(text: str) -> str:
    """The text on one line: whitespace and control characters become single spaces."""
    if text.isprintable() and "  " not in text:
        return text.strip(" ")
    spaced = "".join(c if c.isprintable() or c == "\u00a0" else " " for c in text)
    return " ".join(word for word in spaced.split(" ") if word)


def plain_amount(amount: Decimal) -> str:
    """An amount for machines: two places, a dot, no grouping: -1234.50."""
    return f"{amount.quantize(GROSZ) + ZERO:f}"  # zero has no sign


def column_groups(columns: Sequence[Column]) -> Iterator[tuple[str, int]]:
    """Labels over neighboring columns with the number of columns each spans; "" stands over no group."""
    for label, members in groupby(columns, key=lambda c: c.group):
        yield label, len(list(members))
