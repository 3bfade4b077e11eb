"""JPK_ST_KR of a year: looked at as a table, compared with the last one, then built and kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from zaplecze.assets.file_reports import TABLES
from zaplecze.assets.filing import (
    NoSeat,
    RegisterStopped,
    build_register,
    changes_since_filing,
    preview_register,
    register_filings,
)
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
    link = company_link(request.company.nip)
    reports = {name: make(request.company, built, link) for name, make in TABLES.items()}
    asked = request.GET.get("tabela", "")
    asked = asked if asked in TABLES else "kwoty"
    if form := request.GET.get("forma", ""):
        others = [r for name, r in reports.items() if name != asked]
        return download(request, reports[asked], form, more=others)
    return TemplateResponse(
        request,
        "assets/file.html",
        {
            "year": year,
            "of_year": business_year(year),
            "reports": [
                (report, [(f, f"?rok={year}&tabela={name}&forma={f}") for f in FORMS])
                for name, report in reports.items()
            ],
            "findings": built.findings,
            "purpose": built.purpose,
            "filings": register_filings(year),
            "changes": changes_since_filing(built),
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
