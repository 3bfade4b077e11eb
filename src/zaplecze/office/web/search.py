"""Search of the company's papers by number, NIP, amount or word, from the field on every page."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from zaplecze.documents.api import documents_by_id, hints
from zaplecze.platform.web import CompanyRequest, company_view

HINTS = 8
_SHOWN = re.compile("#([0-9]{1,18})")


@require_GET
@company_view()
def search(request: CompanyRequest) -> HttpResponse:
    """Everything found stands on the list of papers, where it can be narrowed; ``#853`` opens that paper."""
    if meant := _SHOWN.fullmatch(request.GET.get("q", "").strip()):
        document_id = int(meant[1])
        if documents_by_id([document_id]):
            return redirect("document", nip=request.company.nip, document_id=document_id)
    page = reverse("documents", kwargs={"nip": request.company.nip})
    return redirect(f"{page}?{urlencode({'q': request.GET.get('q', '').strip()})}")


@require_GET
@company_view()
def search_hints(request: CompanyRequest) -> HttpResponse:
    """The first few found, under the search field while a person types."""
    text = request.GET.get("q", "").strip()
    rows = hints(text, limit=HINTS) if len(text) > 1 else None
    return TemplateResponse(request, "office/search_hints.html", {"documents": rows})
