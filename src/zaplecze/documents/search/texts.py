"""The text of a file, told by its bytes: XML, PDF, plain text. What is none of them has no text here."""

from __future__ import annotations

import pypdfium2
from lxml import etree

LONGEST = 200_000
PAGES = 200


def text_of(data: bytes) -> str:
    """Readable text of a file, at most 200,000 characters; entities stay closed, nothing is fetched."""
    start = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"%PDF"):
        return _pdf(data)
    if start.startswith(b"<"):
        return _xml(data)
    if b"\x00" in start:
        return ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1250", errors="replace")
    return _clean(text)


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
        with pypdfium2.PdfDocument(data) as file:
            pages = [file[i].get_textpage().get_text_range() for i in range(min(len(file), PAGES))]
    except pypdfium2.PdfiumError:
        return ""
    return _clean(" ".join(pages))


def _clean(text: str) -> str:
    return " ".join(text.replace("\x00", " ").split())[:LONGEST]
