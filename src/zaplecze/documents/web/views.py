"""Pages of the papers: the list, the intake log, the original file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from zaplecze.documents.kinds.queries import all_kinds
from zaplecze.documents.models import Outcome
from zaplecze.documents.queries import document, document_list, intake_log, versions_of
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
    names = {k.code: k.label for k in all_kinds()}
    number = max(1, int(p) if (p := request.GET.get("strona", "1")).isdecimal() else 1)
    page = document_list(
        kind=kind if kind in names else "",
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
            "kinds": names.items(),
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
    if after:
        rows.reverse()  # what was just sent, as it was sent: a message before its attachments
    counts = {outcome.label: sum(r.outcome == outcome for r in rows) for outcome in Outcome}
    return TemplateResponse(
        request,
        "documents/intake.html",
        {"rows": rows, "counts": {k: v for k, v in counts.items() if v}, "just_now": bool(after)},
    )


@require_GET
@company_view()
def original(request: CompanyRequest, document_id: int) -> HttpResponse:
    """The file as it was received, always as a download: an upload is never shown as a page of ours.

    ``?wersja=`` asks for a version of its pages.
    """
    paper = document(document_id)
    if paper is None:
        raise Http404
    record_printout(request, f"plik {paper.number}", "plik")
    asked = request.GET.get("wersja", "")
    sha = paper.file_sha256
    if asked:
        newest = versions_of(document_id)
        sha = next((v.file_sha256 for v in newest if str(v.no) == asked), "")
        if not sha:
            raise Http404
    response = HttpResponse(read_file(sha), content_type="application/octet-stream")
    name = "".join(
        c if c.isascii() and (c.isalnum() or c in "-._") else "_" for c in paper.file_name
    )
    name = f"{name}.w{asked}.pdf" if asked else name
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
