"""A report as JSON: the form for programs and for the API."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from zaplecze.platform.printing.cells import plain_amount
from zaplecze.platform.report import Report, asides, file_rows


def to_json(report: Report) -> str:
    """``{"report", "title", "company", "period", "columns", "rows", "totals", "notes"}``.

    Amounts are strings in PLN with two places, days ISO dates, empty cells null; every row has every column's
    key. Headings and subtotals are presentation and stay out; positions of a
    statement that sum others are figures, and stand among the rows. ``aside`` (rows that
    no total counts) and ``carried`` (sums from before the first row) stand where there are any.
    """
    aside = asides(report)
    keys = [c.key for c in report.columns]
    content = {
        "report": report.code,
        "title": report.title,
        "company": {"name": report.company_name, "nip": report.company_nip},
        "period": report.period_label,
        "columns": [
            {"key": c.key, "label": c.label, "kind": c.kind, "group": c.group}
            for c in report.columns
        ],
        "rows": [{key: _value(row.cells.get(key)) for key in keys} for row in file_rows(report)],
        **(
            {"aside": [{key: _value(row.cells.get(key)) for key in keys} for row in aside]}
            if aside
            else {}
        ),
        "totals": {key: plain_amount(report.totals[key]) for key in keys if key in report.totals},
        **(
            {"carried": {k: plain_amount(a) for k, a in report.carried.items()}}
            if report.carried
            else {}
        ),
        "notes": list(report.notes),
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _value(value: object) -> object:
    if isinstance(value, Decimal):
        return plain_amount(value)
    if isinstance(value, date):
        return value.isoformat()
    return value
