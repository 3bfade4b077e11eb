"""One door to all forms of a report."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from zaplecze.platform.printing.as_csv import to_csv
from zaplecze.platform.printing.as_json import to_json
from zaplecze.platform.printing.as_pdf import to_pdf
from zaplecze.platform.printing.as_text import to_text
from zaplecze.platform.printing.as_xlsx import to_xlsx
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Report, check_totals

Form = Literal["json", "csv", "xlsx", "pdf", "table"]

_NAME_PART_MAX = 60
_FILLERS = frozenset({"od", "do", "za", "okres", "r", "na", "dzien", "stan"})


class UnknownForm(Refusal):
    """A form of a report that the program doesn't make."""

    code = "platform.unknown-report-form"


def render(
    report: Report,
    form: str,
    *,
    printed_by: str,
    printed_at: datetime,
    more: Sequence[Report] = (),
) -> tuple[bytes, str, str]:
    """The report in ``form`` (a `Form`): bytes, media type, safe file name.

    ``printed_at`` is an aware moment; ``more`` reports are further sheets of an Excel file and pages of a PDF.
    Refuses ``TotalsDiffer``, ``TooWide`` (pdf), ``UnknownForm``.
    """
    check_totals(report)
    if form == "json":
        data, media_type, ending = to_json(report).encode(), "application/json", "json"
    elif form == "csv":
        data, media_type, ending = to_csv(report), "text/csv; charset=utf-8", "csv"
    elif form == "xlsx":
        data = to_xlsx(report, created_at=printed_at, more=more)
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        ending = "xlsx"
    elif form == "pdf":
        data = to_pdf(report, printed_by=printed_by, printed_at=printed_at, more=more)
        media_type, ending = "application/pdf", "pdf"
    elif form == "table":
        data, media_type, ending = to_text(report).encode(), "text/plain; charset=utf-8", "txt"
    else:
        raise UnknownForm(f"Nie ma postaci „{form}”: wybierz json, csv, xlsx, pdf albo table.")
    return data, media_type, file_name(report, ending)


def file_name(report: Report, ending: str) -> str:
    """``title_nip_period.ending`` in plain ASCII: ``obroty_5250001009_2026-01_2026-09.pdf``."""
    title = "-".join(_words(report.title)) or "zestawienie"
    nip = re.sub(r"[^0-9A-Za-z]", "", _folded(report.company_nip))
    period = "_".join(
        word for word in _words(report.period_label, keep="-") if word not in _FILLERS
    )
    parts = (part[:_NAME_PART_MAX].strip("-_") for part in (title, nip, period))
    return "_".join(part for part in parts if part) + f".{ending}"


def _words(text: str, keep: str = "") -> list[str]:
    days = re.sub(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b", r"\3-\2-\1", _folded(text))
    words = (word.strip("-") for word in re.split(rf"[^0-9a-z{re.escape(keep)}]+", days))
    return [word for word in words if word]


def _folded(text: str) -> str:
    lower = text.lower().replace("ł", "l")
    return unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
