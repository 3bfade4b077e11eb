"""Pages of papers: pictures into PDF, pages turned, reordered, split, joined, drawn; pure, nothing is trusted."""

from zaplecze.formats.sheets.pages import (
    MAX_PAGES,
    Sheet,
    UnreadableSheetsError,
    arrange,
    as_pdf,
    draw,
    page_count,
)
from zaplecze.formats.sheets.separators import SEPARATOR, find_separators, separator_sheet

__all__ = [
    "MAX_PAGES",
    "SEPARATOR",
    "Sheet",
    "UnreadableSheetsError",
    "arrange",
    "as_pdf",
    "draw",
    "find_separators",
    "page_count",
    "separator_sheet",
]
