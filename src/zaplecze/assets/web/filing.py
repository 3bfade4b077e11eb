"""JPK_ST_KR of a year: looked at as a table, compared with the last one, then built and kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from zaplecze.assets.filing import (
    NoSeat,
    RegisterStopped,
    build_register,
    changes_since_filing,
    preview_register,
    register_filings,
)
from zaplecze.assets.reports import file_report
from zaplecze.platform.scope import business_year, in_books
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import (
    FORMS,
    asked_period,
    company_link,
    download,
    record_printout,
)


def _year(text: str) -> int | None:
    return int(text) if text.isdecimal() and 2000 <= int(text) <= 2100 else None


@require_GET
@company_view()
def preview(request: CompanyRequest) -> HttpResponse:
    """The file as it would be now: findings, assets, what changed since the last one, kept versions."""
    year = _year(request.GET.get("rok", "")) or in_books(asked_period(request)[1])[0]
    try:
        built = preview_register(year=year, at=request.now)
    except NoSeat as refusal:
        messages.warning(request, refusal.message, extra_tags=refusal.code)
        return redirect("seat", nip=request.company.nip)
    report = file_report(request.company, built, company_link(request.company.nip))
    if form := request.GET.get("forma", ""):
        return download(request, report, form)
    return TemplateResponse(
        request,
        "assets/file.html",
        {
            "year": year,
            "of_year": business_year(year),
            "report": report,
            "findings": built.findings,
            "purpose": built.purpose,
            "filings": register_filings(year),
            "changes": changes_since_filing(built),
            "downloads": [(f, f"?rok={year}&forma={f}") for f in FORMS],
            "may_file": bool(request.roles & BOOKKEEPERS) and bool(built.data),
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def file(request: CompanyRequest) -> HttpResponse:
    """The file of a year, kept as built for filing."""
    year = _year(request.POST.get("rok", ""))
    if year is None:
        raise RegisterStopped("Podaj rok pliku, np. 2026.")
    built = build_register(
        year=year, by=request.person_id, at=request.now, filed_elsewhere="zlozono" in request.POST
    )
    record_printout(
        request, f"JPK_ST_KR {year}", "xml", kind="jpk-st-kr", period=business_year(year).name
    )
    response = HttpResponse(built.data, content_type="application/xml")
    name = f"jpk_st_kr_{request.company.nip}_{year}.xml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
