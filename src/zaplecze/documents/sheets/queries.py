"""Reads of pages: how many a paper has, and each drawn as a picture."""

from __future__ import annotations

from dataclasses import dataclass

from zaplecze.documents.models import Document
from zaplecze.documents.queries import file_of
from zaplecze.documents.sheets.commands import DRAWN
from zaplecze.formats.containers import FileType, mail_text, text_of
from zaplecze.formats.sheets import UnreadableSheetsError, draw, page_count
from zaplecze.platform.files import read_file


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper can be looked at: ``pages`` drawn ones, or its ``text``; ``note`` says why there is neither."""

    pages: range
    text: str
    note: str
    media_type: str


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
    text = mail_text(data, kind) if kind in (FileType.MAIL, FileType.MSG) else text_of(data, kind)
    if kind is FileType.XML:
        text = data[:200_000].decode("utf-8", "replace")
    note = "" if text else f"Tego pliku ({kind.label}) nie da się pokazać: pobierz go."
    return Look(range(0), text, note, kept.media_type)


def drawn_page(paper: Document, page: int, *, width: int, version: int | None = None) -> bytes:
    """A page (from 1) as PNG; raises `UnreadableSheetsError`, KeyError for a file without pages."""
    kept = file_of(paper, version=version)
    if kept.media_type not in DRAWN:
        raise KeyError(kept.media_type)
    return draw(read_file(kept.sha256), kept.media_type, page, width=width)
