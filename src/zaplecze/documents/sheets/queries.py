"""Reads of pages: how many a paper has, and each drawn as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zaplecze.documents.models import Document
from zaplecze.documents.queries import file_of
from zaplecze.documents.sheets.commands import DRAWN
from zaplecze.formats.containers import FileType, mail_text, text_of
from zaplecze.formats.office import READABLE
from zaplecze.formats.office.layout import LETTER, PITCH
from zaplecze.formats.pages import UnreadablePages, laid_text
from zaplecze.formats.sheets import UnreadableSheetsError, draw, page_count
from zaplecze.formats.xmltable import Row, rows_of
from zaplecze.platform.files import read_file


@dataclass(frozen=True, slots=True)
class TypedRun:
    """Words of a typed page in tenths of a line: the left end of their base line, and how long they are."""

    x: int
    y: int
    length: int
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class TypedPage:
    """A page of an Office file's text, from 1, in tenths of a line; it is no picture of what Office would print."""

    number: int
    width: int
    height: int
    runs: tuple[TypedRun, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper can be looked at: ``pages`` drawn ones, ``typed`` ones of an Office file, its ``text``, or elements
    of XML as ``rows``.

    ``note`` says why there is nothing.
    """

    pages: range
    text: str
    note: str
    media_type: str
    rows: tuple[Row, ...] = ()
    typed: tuple[TypedPage, ...] = ()

    @property
    def numbers(self) -> Sequence[int]:
        """Numbers of the pages, drawn or typed."""
        return self.pages or [page.number for page in self.typed]


def look_of(paper: Document, *, version: int | None = None) -> Look:
    """What the screen shows of a paper that isn't a read invoice."""
    kept = file_of(paper, version=version)
    data = read_file(kept.sha256)
    if kept.media_type in DRAWN:
        try:
            return Look(range(1, page_count(data, kept.media_type) + 1), "", "", kept.media_type)
        except UnreadableSheetsError as error:
            return Look(range(0), "", error.message_pl, kept.media_type)
    kind = next((t for t in FileType if t.media_type == kept.media_type), FileType.UNKNOWN)
    if kind in READABLE:
        try:
            typed, note = _typed(data, kind)
            return Look(range(0), "", note, kept.media_type, typed=typed)
        except UnreadablePages as error:
            return Look(range(0), "", error.message_pl, kept.media_type)
    text = mail_text(data, kind) if kind in (FileType.MAIL, FileType.MSG) else text_of(data, kind)
    if kind is FileType.XML:
        if rows := rows_of(data):
            return Look(range(0), "", "", kept.media_type, rows)
        text = data[:200_000].decode("utf-8", "replace")
    note = "" if text else f"Tego pliku ({kind.label}) nie da się pokazać: pobierz go."
    if kind is FileType.SIGNED:
        note = "To koperta podpisu (p7m), tak jak przyszła. Papier z niej leży obok, jako osobny dokument."
    elif kind is FileType.SIGNATURE:
        note = "To sam podpis (p7s). Papier, którego dotyczy, przyszedł osobno."
    return Look(range(0), text, note, kept.media_type)


_TENTHS = 10
MOST_TYPED = 10


def _typed(data: bytes, kind: FileType) -> tuple[tuple[TypedPage, ...], str]:
    """Pages of an Office file's text, where reading finds its words, at most `MOST_TYPED`; what to say of the rest.

    Raises `UnreadablePages`.
    """
    laid = laid_text(data, kind)
    width, height = round(laid.width * LETTER * _TENTHS), round(laid.height * PITCH * _TENTHS)
    by_page: dict[int, list[TypedRun]] = {}
    for run in laid.runs:
        if run.page > MOST_TYPED:
            break
        base = round((run.line * PITCH + 0.8) * _TENTHS)
        x, length = (round(n * LETTER * _TENTHS) for n in (run.x, len(run.text)))
        by_page.setdefault(run.page, []).append(TypedRun(x, base, length, run.text, run.name))
    pages = tuple(TypedPage(n, width, height, tuple(runs)) for n, runs in sorted(by_page.items()))
    if laid.pages > MOST_TYPED:
        return pages, f"Pokazano {MOST_TYPED} pierwszych stron tekstu; całość jest w pliku."
    return pages, "" if pages else "W tym pliku nie ma tekstu do pokazania: pobierz go."


def drawn_page(paper: Document, page: int, *, width: int, version: int | None = None) -> bytes:
    """A page (from 1) as PNG; raises `UnreadableSheetsError`, KeyError for a file without pages."""
    kept = file_of(paper, version=version)
    if kept.media_type not in DRAWN:
        raise KeyError(kept.media_type)
    return draw(read_file(kept.sha256), kept.media_type, page, width=width)
