"""What was printed, downloaded or exported: who, what, of which period, in which form, when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from zaplecze.platform.models import Printout
from zaplecze.platform.report import Report
from zaplecze.platform.scope import current_company_id

WHAT, PERIOD, KIND, DEPARTMENT = 120, 60, 40, 20


def keep_printout(
    *,
    what: str,
    form: str,
    by: int | None,
    at: datetime,
    kind: str = "",
    period: str = "",
    document_id: int | None = None,
    department: str = "",
) -> None:
    """Keep one print of the open company; ``kind`` is the stable name of what it is (``jpk-v7m``).

    ``department`` is the one whose page it was taken from.
    """
    Printout.objects.create(
        company_id=current_company_id(),
        at=at,
        by_id=by,
        what=what[:WHAT],
        form=form[:8],
        kind=kind[:KIND],
        period=period[:PERIOD],
        document_id=document_id,
        department=department[:DEPARTMENT],
    )


def keep_printouts(
    papers: Sequence[tuple[int, str]], *, form: str, by: int | None, at: datetime, kind: str = ""
) -> None:
    """Keep one print of each of many papers, (id, what it is), at once."""
    company_id = current_company_id()
    Printout.objects.bulk_create(
        Printout(
            company_id=company_id,
            at=at,
            by_id=by,
            what=what[:WHAT],
            form=form[:8],
            kind=kind[:KIND],
            document_id=document_id,
        )
        for document_id, what in papers
    )


def keep_report_printout(
    report: Report, form: str, *, by: int | None, at: datetime, department: str = ""
) -> None:
    """Keep a print of a report under its own name and period."""
    keep_printout(
        what=report.title,
        form=form,
        kind=report.code,
        period=report.period_label,
        by=by,
        at=at,
        department=department,
    )
