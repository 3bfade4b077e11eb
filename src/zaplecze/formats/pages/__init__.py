"""PDF, scans, photos, Factur-X and Office files, read to fields with place, confidence and reason.

`read_pages(bytes, media_type) -> ReadPages`, `render_page(...) -> PNG`, `laid_text(bytes, kind)`,
`learn_pattern(read, corrections) -> Pattern`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from zaplecze.formats.pages.pattern import Pattern, Spot, learn_pattern
from zaplecze.formats.pages.types import (
    CERTAIN,
    DOUBTFUL,
    KINDS,
    FoundField,
    Place,
    ReadPages,
    UnreadablePages,
    Word,
)

if TYPE_CHECKING:
    from zaplecze.formats.pages.ocr import OcrMissing, ocr_languages
    from zaplecze.formats.pages.office import laid_text
    from zaplecze.formats.pages.read import read_pages
    from zaplecze.formats.pages.render import render_page
    from zaplecze.formats.pages.separators import SEPARATOR_PREFIX

__all__ = [
    "CERTAIN",
    "DOUBTFUL",
    "KINDS",
    "SEPARATOR_PREFIX",
    "FoundField",
    "OcrMissing",
    "Pattern",
    "Place",
    "ReadPages",
    "Spot",
    "UnreadablePages",
    "Word",
    "laid_text",
    "learn_pattern",
    "ocr_languages",
    "read_pages",
    "render_page",
]

# NumPy, OpenCV, PDFium and Tesseract are loaded where the first page is read: most processes never read one, and
# would start a quarter of a second later.
_READING = {
    "OcrMissing": "ocr",
    "laid_text": "office",
    "ocr_languages": "ocr",
    "read_pages": "read",
    "render_page": "render",
    "SEPARATOR_PREFIX": "separators",
}


def __getattr__(name: str) -> Any:
    if name not in _READING:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_READING[name]}"), name)
