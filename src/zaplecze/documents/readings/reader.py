"""Bytes of a paper to what they say, in whatever process: no database, no Django."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from types import TracebackType

from zaplecze.formats import containers, pages
from zaplecze.formats.containers import IMAGES, FileType
from zaplecze.formats.pages import Pattern, ReadPages, UnreadablePages
from zaplecze.formats.sheets import UnreadableSheetsError, as_pdf

PDF = FileType.PDF.media_type
OFFICE = {
    kind.media_type: kind
    for kind in (
        FileType.DOCX, FileType.XLSX, FileType.PPTX, FileType.ODT, FileType.ODS, FileType.RTF,
    )
}  # fmt: skip
READABLE = frozenset({PDF, *(kind.media_type for kind in IMAGES), *OFFICE})
"""Media types that are read; the rest keeps what search finds in it."""

LONGEST_TEXT = 200_000
MOST_WORDS = 20_000
MOST_SECONDS = 1_200
_GENTLE = 10
_WATCH_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a file can't be read, in Polish with the next step."""

    code: str
    message: str


Result = tuple[ReadPages, str] | Unread
"""What was read with its whole text, or why nothing was."""

Reader = Callable[[bytes, str, str, Sequence[Pattern]], Result]


def read_file_pages(
    data: bytes, media_type: str, own_nip: str, patterns: Sequence[Pattern]
) -> Result:
    """Read a file of a media type of `READABLE`; ``own_nip`` is the company's, ``patterns`` are what it taught."""
    if media_type == FileType.PPTX.media_type:
        note = "Prezentacja: jej treść znajdzie wyszukiwarka, pola wpisuje człowiek."
        text = containers.text_of(data, FileType.PPTX)
        return ReadPages("other", "office", 0, (), (), (note,), ()), _plain(text)
    try:
        if media_type == FileType.HEIC.media_type:
            data, media_type = as_pdf(data, media_type), PDF
        read = pages.read_pages(data, media_type, own_nip=own_nip, patterns=patterns)
    except (UnreadablePages, UnreadableSheetsError) as error:
        return Unread(error.code, error.message_pl)
    read = _storable(read)
    # Search gets the words of all of an Office file, those of other sheets too.
    whole = containers.text_of(data, OFFICE[media_type]) if media_type in OFFICE else ""
    return read, _plain(whole or " ".join(word.text for word in read.words))


def _storable(read: ReadPages) -> ReadPages:
    """What a database takes: no lone surrogates and zeros that a broken font may give, and an end of words."""
    words = tuple(replace(w, text=_safe(w.text)) for w in read.words[:MOST_WORDS])
    fields = tuple(replace(f, value=_safe(f.value), why=_safe(f.why)) for f in read.fields)
    return replace(read, words=words, fields=fields, notes=tuple(map(_safe, read.notes)))


def _safe(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _plain(text: str) -> str:
    return " ".join(_safe(text).split())[:LONGEST_TEXT]


def _begin(parent: int) -> None:
    os.nice(_GENTLE)
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def _leave_with(parent: int) -> None:
    """End when the parent is gone: a worker that is killed has no time to end its reader."""
    while os.getppid() == parent:
        time.sleep(_WATCH_SECONDS)
    os._exit(1)


class ReadApart:
    """A reader in a process of its own: a file that kills it, or never ends, harms nobody else.

    Raises `TimeoutError` or ``BrokenProcessPool`` then; the next file gets a new process.
    """

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> ReadApart:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def __call__(
        self, data: bytes, media_type: str, own_nip: str, patterns: Sequence[Pattern]
    ) -> Result:
        """As `read_file_pages`."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1,
                mp_context=get_context("spawn"),
                initializer=_begin,
                initargs=(os.getpid(),),
            )
        asked = self._pool.submit(read_file_pages, data, media_type, own_nip, tuple(patterns))
        try:
            return asked.result(timeout=MOST_SECONDS)
        except BaseException:
            self._end()
            raise

    def _end(self) -> None:
        if self._pool is None:
            return
        children = list((self._pool._processes or {}).values())
        self._pool.shutdown(wait=False, cancel_futures=True)
        for child in children:
            child.terminate()
        self._pool = None
