"""A company's books as a folder that anyone can verify without this program."""

from zaplecze.office.books.export import BooksExported, Exported, FolderTaken, export_books

__all__ = ["BooksExported", "Exported", "FolderTaken", "export_books"]
