"""The front door: bytes of an Office file to what it says."""

from __future__ import annotations

from collections.abc import Callable

from zaplecze.formats.containers.types import FileType
from zaplecze.formats.office.docx import read_docx
from zaplecze.formats.office.members import Members, damaged
from zaplecze.formats.office.odf import read_ods, read_odt
from zaplecze.formats.office.rtf import read_rtf
from zaplecze.formats.office.types import OfficeText
from zaplecze.formats.office.xlsx import read_xlsx

_READERS: dict[FileType, Callable[[Members], OfficeText]] = {
    FileType.DOCX: read_docx,
    FileType.XLSX: read_xlsx,
    FileType.ODT: read_odt,
    FileType.ODS: read_ods,
}
READABLE = frozenset({*_READERS, FileType.RTF})
"""Kinds that are read."""


def read_office(data: bytes, kind: FileType) -> OfficeText:
    """What a file of a kind of `READABLE` says, as a person sees it; raises `UnreadableOfficeError`."""
    if kind is FileType.RTF:
        return read_rtf(data)
    reader = _READERS[kind]
    try:
        with Members(data) as members:
            return reader(members)
    except RecursionError as error:
        raise damaged() from error
