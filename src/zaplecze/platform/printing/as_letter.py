"""Letters as printouts: PDF/A-2b by Typst, one or many in a file, each starting on a page of its own.

Everything a person typed travels as JSON strings and is never read as markup.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import typst

from zaplecze.platform.days import WARSAW
from zaplecze.platform.printing.metrics import TEMPLATES, printable


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A table of texts: ``right`` are the indexes of columns of figures, ``total`` the last line or empty.

    ``widths`` are the columns' shares of the page; without them all but figures share alike.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    total: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LetterSection:
    """A part under a heading; ``boxed`` is filled in by hand, over ``signatures`` lines to sign on.

    ``picture`` is an SVG drawn by the program, as wide as the page, described by ``picture_alt``.
    """

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    table: LetterTable | None = None
    boxed: bool = False
    signatures: tuple[str, ...] = ()
    picture: str = ""
    picture_alt: str = ""


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """A letter ready to print; days and amounts are texts already, all in ``language`` (pl or en)."""

    title: str
    number: str
    day: str
    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    sections: tuple[LetterSection, ...]
    stamp: str = ""
    language: str = "pl"


def letters_pdf(sheets: Sequence[LetterSheet], *, printed_by: str, printed_at: datetime) -> bytes:
    """The letters in one PDF/A-2b; the same arguments give the same bytes. ``stamp`` is set over the title."""
    moment = printed_at.astimezone(WARSAW)
    content = {
        "letters": [_cleaned(asdict(sheet)) for sheet in sheets],
        "printed": {
            "pl": f"Wydruk: {printable(printed_by)}, {moment:%d.%m.%Y %H:%M}",
            "en": f"Printed: {printable(printed_by)}, {moment:%Y-%m-%d %H:%M}",
        },
    }
    return typst.compile(
        input=str(TEMPLATES / "letter.typ"),
        root=str(TEMPLATES),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"letters": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["a-2b"],
        timestamp=int(printed_at.timestamp()),
        pdf_tags=False,
    )


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _cleaned(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(part) for part in value]
    return value
