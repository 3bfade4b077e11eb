"""PDF, scans, photos, Factur-X and Office files, read to fields with place, confidence and reason.

`read_pages(bytes, media_type) -> ReadPages`, `render_page(...) -> PNG`, `laid_text(bytes, kind)`,
`learn_pattern(read, corrections) -> Pattern`.
"""

from zaplecze.formats.pages.ocr import OcrMissing, ocr_languages
from zaplecze.formats.pages.office import laid_text
from zaplecze.formats.pages.pattern import Pattern, Spot, learn_pattern
from zaplecze.formats.pages.read import read_pages
from zaplecze.formats.pages.render import render_page
from zaplecze.formats.pages.separators import SEPARATOR_PREFIX
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
