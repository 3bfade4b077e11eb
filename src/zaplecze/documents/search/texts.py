"""The text of a file, told by its bytes: XML, PDF, Office, mail, plain text. A picture has no text here."""

from __future__ import annotations

import pypdfium2
from lxml import etree

from zaplecze.formats import containers
from zaplecze.formats.containers import FileType
from zaplecze.formats.office import READABLE, UnreadableOfficeError, read_office
from zaplecze.formats.pdfium import LOCK

LONGEST = 200_000
PAGES = 200


def text_of(data: bytes) -> str:
    """Readable text of a file, at most 200,000 characters; entities stay closed, nothing is fetched."""
    kind = containers.file_type(data)
    if kind is FileType.PDF:
        return _pdf(data)
    if kind is FileType.XML:
        return _xml(data)
    if kind in (FileType.MAIL, FileType.MSG):
        return _clean(containers.mail_text(data, kind))
    text = containers.text_of(data, kind)
    return _clean(text or (_office(data, kind) if kind in READABLE else ""))


def _office(data: bytes, kind: FileType) -> str:
    try:
        blocks = read_office(data, kind).blocks
    except UnreadableOfficeError:
        return ""
    return " ".join(line for b in blocks for row in b.rows for cell in row for line in cell.lines)


def _xml(data: bytes) -> str:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return ""
    texts = (str(t).strip() for t in root.itertext(etree.Element))
    return _clean(" ".join(t for t in texts if len(t) > 1))


def _pdf(data: bytes) -> str:
    try:
        with LOCK, pypdfium2.PdfDocument(data) as file:
            pages = [file[i].get_textpage().get_text_range() for i in range(min(len(file), PAGES))]
    except pypdfium2.PdfiumError:
        return ""
    return _clean(" ".join(pages))


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:LONGEST]
