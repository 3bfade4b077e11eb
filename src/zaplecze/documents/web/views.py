"""Pages of the papers: the list, the intake log, the original file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from zaplecze.documents.models import DocumentKind, Outcome
from zaplecze.documents.queries import document, document_list, intake_log
from zaplecze.platform.files import read_file
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import record_printout

PAGE = 50
ID_DIGITS = 19


@require_GET
@company_view()
def documents(request: CompanyRequest) -> HttpResponse:
    """All papers, newest first, by kind and text."""
    kind = request.GET.get("rodzaj", "")
    text = request.GET.get("q", "").strip()
    number = max(1, int(p) if (p := request.GET.get("strona", "1")).isdecimal() else 1)
    page = document_list(
        kind=kind if kind in DocumentKind.values else "",
        text=text,
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    return TemplateResponse(
        request,
        "documents/list.html",
        {
            "documents": page.rows,
            "total": page.total,
            "page": number,
            "pages": max(1, -(-page.total // PAGE)),
            "kinds": DocumentKind.choices,
            "kind": kind,
            "text": text,
        },
    )


@require_GET
@company_view()
def intake(request: CompanyRequest) -> HttpResponse:
    """Everything dropped into the inbox lately, and what became of it."""
    after = request.GET.get("po", "")
    rows = intake_log(after=int(after) if after.isdecimal() and len(after) < ID_DIGITS else 0)
    counts = {outcome.label: sum(r.outcome == outcome for r in rows) for outcome in Outcome}
    return TemplateResponse(
        request,
        "documents/intake.html",
        {"rows": rows, "counts": {k: v for k, v in counts.items() if v}, "just_now": bool(after)},
    )


@require_GET
@company_view()
def original(request: CompanyRequest, document_id: int) -> HttpResponse:
    """The file as it was received, always as a download: an upload is never shown as a page of ours."""
    paper = document(document_id)
    if paper is None:
        raise Http404
    record_printout(request, f"plik {paper.number}", "plik")
    response = HttpResponse(read_file(paper.file_sha256), content_type="application/octet-stream")
    name = "".join(
        c if c.isascii() and (c.isalnum() or c in "-._") else "_" for c in paper.file_name
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
