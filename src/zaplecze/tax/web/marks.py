"""Oznaczenia: the marks of a month's register rows."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.platform.periods import parse_month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import asked_period, company_link, month_value
from zaplecze.tax.marks import PROOFS, kinds_of, mark_row, rows_to_mark
from zaplecze.tax.queries import filings
from zaplecze.tax.rules import MARKS_SINCE

ID_DIGITS = 18


@require_GET
@company_view()
def marks(request: CompanyRequest) -> HttpResponse:
    """Rows of a month without a KSeF number first, then the rest."""
    asked = request.GET.get("miesiac", "")
    month = parse_month(asked) if asked else asked_period(request)[1]
    rows = sorted(rows_to_mark(month), key=lambda r: (bool(r.ksef_number), r.register, r.pk))
    return TemplateResponse(
        request,
        "tax/marks.html",
        {
            "month": month,
            "rows": [(r, kinds_of(r)) for r in rows],
            "proofs": [p.value for p in PROOFS],
            "marked": month >= MARKS_SINCE,
            "filed": bool(filings(year=month[0], month=month[1])),
            "may": bool(request.roles & BOOKKEEPERS),
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def mark(request: CompanyRequest) -> HttpResponse:
    """Mark one row."""
    post = request.POST
    month = parse_month(post.get("miesiac", ""))
    row = post.get("wiersz", "")
    if not row.isdecimal() or len(row) > ID_DIGITS:
        raise Refusal("Nie ma takiego wiersza: odśwież stronę.", code="tax.mark")
    mark_row(
        row_id=int(row),
        proof=post.get("oznaczenie", ""),
        document_type=post.get("rodzaj", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zmieniono oznaczenie."))
    return redirect(
        f"{company_link(request.company.nip)('vat_marks')}?miesiac={month_value(month)}"
    )
