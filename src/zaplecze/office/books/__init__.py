"""A company's books handed out: as a folder that anyone can verify, and as text for other programs."""

from zaplecze.office.books.export import BooksExported, Exported, FolderTaken, export_books
from zaplecze.office.books.plain_text import WRITERS, export_plain_text

__all__ = [
    "WRITERS",
    "BooksExported",
    "Exported",
    "FolderTaken",
    "export_books",
    "export_plain_text",
]
