"""Reports as files and paper: JSON, CSV, Excel, PDF/A, plain text."""

from zaplecze.platform.printing.as_csv import to_csv
from zaplecze.platform.printing.as_json import to_json
from zaplecze.platform.printing.as_letter import (
    LetterSection,
    LetterSheet,
    LetterTable,
    letters_pdf,
)
from zaplecze.platform.printing.as_pdf import to_pdf
from zaplecze.platform.printing.as_text import to_text
from zaplecze.platform.printing.as_xlsx import to_xlsx
from zaplecze.platform.printing.columns import TooWide
from zaplecze.platform.printing.dossier import Dossier, dossier_reports, dossier_sheet
from zaplecze.platform.printing.render import Form, UnknownForm, file_name, render

__all__ = [
    "Dossier",
    "Form",
    "LetterSection",
    "LetterSheet",
    "LetterTable",
    "TooWide",
    "UnknownForm",
    "dossier_reports",
    "dossier_sheet",
    "file_name",
    "letters_pdf",
    "render",
    "to_csv",
    "to_json",
    "to_pdf",
    "to_text",
    "to_xlsx",
]
