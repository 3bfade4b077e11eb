"""Search of the company's papers by number, NIP, amount or word."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from zaplecze.documents.api import document_list
from zaplecze.platform.web import CompanyRequest, company_view

HINTS = 8
ROWS = 100


@require_GET
@company_view()
def search(request: CompanyRequest) -> HttpResponse:
    """Everything found."""
    text = request.GET.get("q", "").strip()
    page = document_list(text=text, limit=ROWS)
    return TemplateResponse(
        request,
        "office/search.html",
        {"documents": page.rows, "total": page.total, "search_text": text},
    )


@require_GET
@company_view()
def search_hints(request: CompanyRequest) -> HttpResponse:
    """The first few found, under the search field while a person types."""
    text = request.GET.get("q", "").strip()
    rows = document_list(text=text, limit=HINTS).rows if len(text) > 1 else None
    return TemplateResponse(request, "office/search_hints.html", {"documents": rows})
