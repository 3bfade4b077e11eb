"""Rodowód liczby: a figure with what it is the sum of, each part opening further, down to entries and documents."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from zaplecze.office.lineage import Trace, Tracer, UnknownFigure
from zaplecze.platform.links import Link, cell_link
from zaplecze.platform.models import Company
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import asked_period, company_link, report_response

SHOWN = "zapis"


@require_GET
@company_view()
def trace(request: CompanyRequest, key: str) -> HttpResponse:
    """One figure, on screen and as a file."""
    try:
        found = Tracer(at=request.now).trace(key)
    except UnknownFigure as error:
        raise Http404("nie ma takiej liczby") from error
    first, last = asked_period(request)
    report = _report(request.company, found, company_link(request.company.nip))
    return report_response(
        request, report, first, last, template="office/lineage.html", trace=found
    )


def _report(company: Company, found: Trace, link: Link) -> Report:
    rows = [
        Row(
            {
                "label": t.label,
                "entry": SHOWN if t.entry_id else None,
                "document": "dokument" if t.document_id else None,
                "factor": f"× {t.factor}".replace(".", ",") if t.key and abs(t.factor) != 1 else None,
                "amount": t.amount,
            },
            links={
                **(cell_link(link, "label", "trace", key=t.key) if t.key else {}),
                **cell_link(link, "entry", "entry", entry_id=t.entry_id),
                **cell_link(link, "document", "document", document_id=t.document_id),
            },
        )
        for t in found.terms
    ]  # fmt: skip
    return Report(
        code="lineage",
        title=f"Rodowód: {found.title}",
        company_name=company.name,
        company_nip=company.nip,
        period_label=found.key,
        columns=(
            Column("label", "Z czego się składa", "text"),
            Column("entry", "Zapis", "text"),
            Column("document", "Dokument", "text"),
            Column("factor", "Krotność", "text"),
            Column("amount", "Kwota", "money"),
        ),
        rows=tuple(rows),
        totals={"amount": found.amount},
    )
