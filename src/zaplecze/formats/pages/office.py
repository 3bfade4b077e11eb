"""Office files read as a page with a text layer is: the same finders, each field with the name of its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from zaplecze.formats.containers.types import FileType
from zaplecze.formats.office import READABLE, LaidText, UnreadableOfficeError, lay_out, read_office
from zaplecze.formats.office.layout import PITCH
from zaplecze.formats.pages.facts import facts_of
from zaplecze.formats.pages.pattern import Pattern, apply_pattern
from zaplecze.formats.pages.sheet import make_sheet
from zaplecze.formats.pages.types import (
    DOUBTFUL,
    FoundField,
    Place,
    ReadPages,
    UnreadablePages,
    Word,
)

MOST_CHARS = 400_000
KINDS = {kind.media_type: kind for kind in READABLE}
"""Office files that are read, by media type."""


def laid_text(data: bytes, kind: FileType) -> LaidText:
    """The text of an Office file on pages; raises `UnreadablePages`."""
    try:
        return lay_out(read_office(data, kind))
    except UnreadableOfficeError as error:
        raise UnreadablePages(error.code, error.message_pl) from error


def read_laid(laid: LaidText, *, own_nip: str = "", patterns: Sequence[Pattern] = ()) -> ReadPages:
    """Read a text that was laid out; places are on its pages, reasons end with the paragraph or cell."""
    placed = list(_words(laid))
    words = [word for word, _ in placed]
    sheet = make_sheet(words, dict.fromkeys(range(1, laid.pages + 1), laid.shape))
    if not words:
        note = "W tym pliku nie ma tekstu, z którego dałoby się odczytać pola."
        return ReadPages("other", "office", 0, (), (), (*laid.notes, note), ())
    kind, drafts = facts_of(sheet, own_nip)
    found = [d.field() for d in apply_pattern(patterns, sheet, list(drafts.values()))]
    fields = tuple(_named(f, placed) for f in found if f.confidence >= DOUBTFUL)
    return ReadPages(kind, "office", laid.pages, tuple(words), fields, laid.notes, ())


def _words(laid: LaidText) -> Iterator[tuple[Word, str]]:
    """Words with their places, and the names of what they stand in."""
    chars = 0
    for run in laid.runs:
        x = run.x
        for text in run.text.split(" "):
            chars += len(text)
            if chars > MOST_CHARS:
                return
            high = laid.height * PITCH
            y = run.line * PITCH / high
            right = min((x + len(text)) / laid.width, 1.0)
            left = min(x / laid.width, right)
            place = Place(run.page, left, y, right, y + 1 / high)
            yield Word(text, place, 1.0), run.name
            x += len(text) + 1


def _named(field: FoundField, placed: Sequence[tuple[Word, str]]) -> FoundField:
    """The field with where it stands said in words."""
    if field.place is None:
        return field
    here = field.place
    names = [
        name
        for word, name in placed
        if word.place.page == here.page
        and here.y0 - 1e-6 <= (word.place.y0 + word.place.y1) / 2 <= here.y1 + 1e-6
        and word.place.x1 > here.x0
        and word.place.x0 < here.x1
    ]
    return replace(field, why=f"{field.why} ({names[0]})") if names else field
