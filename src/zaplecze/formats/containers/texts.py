"""The words in a file, for finding it and for reading it beside a form; pictures and PDF are read elsewhere."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from zaplecze.formats.containers.mails import LONGEST_TEXT, decode_text, plain_text, tidy
from zaplecze.formats.containers.sniff import ERRORS_OF_ZIP
from zaplecze.formats.containers.types import FileType

_MOST_XML = 30_000_000
_MOST_SHEETS = 30
_MOST_SLIDES = 200
_BLOCKS = {"p", "h", "tr", "row", "si", "br", "cr", "tab", "table-row"}
_WORDS = {"t", "v"}
_MEMBERS = {
    FileType.DOCX: ("word/document.xml",),
    FileType.ODT: ("content.xml",),
    FileType.ODS: ("content.xml",),
    FileType.PPTX: tuple(f"ppt/slides/slide{n}.xml" for n in range(1, _MOST_SLIDES + 1)),
    FileType.XLSX: (
        "xl/sharedStrings.xml",
        *(f"xl/worksheets/sheet{n}.xml" for n in range(1, _MOST_SHEETS + 1)),
    ),
}


def text_of(data: bytes, kind: FileType) -> str:
    """Words of a text, web page, DOCX, XLSX, PPTX, ODT or ODS; empty for other kinds and damaged ones."""
    if kind is FileType.TEXT:
        return tidy(decode_text(data[: 4 * LONGEST_TEXT]))
    if kind is FileType.HTML:
        return plain_text(decode_text(data[: 8 * LONGEST_TEXT]))
    if kind not in _MEMBERS:
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            present = set(archive.namelist())
            texts = [_member(archive, m, kind) for m in _MEMBERS[kind] if m in present]
    except (*ERRORS_OF_ZIP, zlib.error, etree.LxmlError):
        return ""
    return tidy("\n".join(texts))


def _member(archive: zipfile.ZipFile, name: str, kind: FileType) -> str:
    with archive.open(name) as stream:
        data = stream.read(_MOST_XML + 1)
    if len(data) > _MOST_XML:
        return ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    words: list[str] = []
    whole = kind in (FileType.ODT, FileType.ODS)  # their words stand in any element
    root = etree.fromstring(data, parser)
    body = next((e for e in root.iter("{*}body")), root) if whole else root
    for action, element in etree.iterwalk(body, events=("start", "end")):
        local = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if action == "start":
            index = local == "v" and element.getparent().get("t") == "s"
            if element.text and not index and (whole or local in _WORDS):
                words.append(element.text)
            continue
        if local in _BLOCKS:
            words.append("\n")
        elif local in ("c", "table-cell"):
            words.append(" ")
        if whole and element.tail:
            words.append(element.tail)
    return "".join(words)
