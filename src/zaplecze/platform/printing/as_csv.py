"""A report as CSV the way Polish Excel opens it: UTF-8 with a BOM, semicolons, decimal commas, CRLF."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

from zaplecze.platform.printing.cells import plain_amount
from zaplecze.platform.report import Report, asides, file_rows

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def to_csv(report: Report) -> bytes:
    """One heading line, then the ``row`` and ``line`` lines, nothing else; amounts as -1234,50, days as ISO dates.

    A text that a spreadsheet would run as a formula gets a leading apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_text(f"{c.group} {c.label}".strip()) for c in report.columns])
    keys = [c.key for c in report.columns]
    for row in [*file_rows(report), *asides(report)]:
        writer.writerow([_cell(row.cells.get(key)) for key in keys])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_amount(value).replace(".", ",")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    return _text(str(value))


def _text(text: str) -> str:
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
