"""Wydanie ksiąg: asked for here, written by the worker, downloaded with its root told apart."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.office.books.asked import ask_books, books_exports, books_zip
from zaplecze.office.models import ExportState
from zaplecze.platform.web import BOOKKEEPERS, BOOKS_TAKERS, CompanyRequest, company_view
from zaplecze.platform.webreport import record_printout


@require_GET
@company_view(roles=BOOKS_TAKERS)
def exports(request: CompanyRequest) -> HttpResponse:
    """Exports with their roots, the newest first."""
    return TemplateResponse(request, "office/exports.html", {"exports": books_exports()})


@require_POST
@company_view(roles=BOOKKEEPERS)
def ask(request: CompanyRequest) -> HttpResponse:
    """Put an export in the queue."""
    ask_books(by=request.person_id, at=request.now)
    messages.success(request, _("Księgi są wydawane w tle. Odśwież stronę za chwilę."))
    return redirect("books_exports", nip=request.company.nip)


@require_GET
@company_view(roles=BOOKS_TAKERS)
def take(request: CompanyRequest, export_id: int) -> HttpResponse:
    """The newest export as a ZIP; the download is recorded with its root."""
    found = next((e for e in books_exports() if e.pk == export_id), None)
    if found is None or found.state != ExportState.READY or not books_zip(found).is_file():
        raise Http404("nie ma takiego wydania")
    record_printout(request, f"Księgi z dowodem, korzeń {found.root}", "zip", kind="books")
    name = f"ksiegi-{request.company.nip}-{found.made_at:%Y-%m-%d}.zip"
    file = books_zip(found).open("rb")
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    return cast(HttpResponse, response)
