"""Pages of papers on the screen: drawn, arranged, split, joined."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents.queries import versions_of
from zaplecze.documents.sheets.commands import (
    arrange_pages,
    join_papers,
    restore_version,
    split_paper,
)
from zaplecze.documents.sheets.queries import drawn_page, look_of
from zaplecze.documents.sheets.rules import Placed
from zaplecze.documents.web.numbers import asked_paper
from zaplecze.documents.web.views import note_opening, paper_or_404, refuse_destroyed
from zaplecze.formats.sheets import UnreadableSheetsError, separator_sheet
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import WORKERS, CompanyRequest, company_view
from zaplecze.platform.webreport import record_printout
from zaplecze.workflow.api import open_task

WIDTHS = {"mala": 240, "duza": 1000, "wielka": 2000}
DIGITS = 6


@require_GET
@company_view()
def page_picture(request: CompanyRequest, paper_id: int, page: int) -> HttpResponse:
    """A page drawn by us as PNG: what was uploaded itself never reaches the browser as a page."""
    paper = paper_or_404(paper_id)
    refuse_destroyed(paper)
    width = WIDTHS.get(request.GET.get("rozmiar", ""), WIDTHS["duza"])
    asked = request.GET.get("wersja", "")
    version = int(asked) if asked.isdecimal() and len(asked) <= DIGITS else None
    if version and version not in {v.no for v in versions_of(paper_id)}:
        raise Http404("nie ma takiej wersji")
    try:
        data = drawn_page(paper, page, width=width, version=version)
    except (KeyError, UnreadableSheetsError) as error:
        raise Http404("nie ma takiej strony") from error
    note_opening(request, paper, f"strona {page}")
    return HttpResponse(data, content_type="image/png")


@require_GET
@company_view()
def pages(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Thumbnails to turn, move, drop, split at and join, by keyboard or mouse."""
    paper = paper_or_404(document_id)
    refuse_destroyed(paper)
    note_opening(request, paper, "strony")
    task = open_task(document_id=document_id)
    return TemplateResponse(
        request,
        "documents/pages.html",
        {
            "paper": paper,
            "look": look_of(paper),
            "versions": versions_of(document_id),
            "may": bool(task is not None and task.kind == "describe" and request.roles & WORKERS),
        },
    )


def _numbers(request: CompanyRequest, name: str) -> list[int]:
    found = request.POST.getlist(name)
    if any(not (n.isdecimal() and len(n) <= DIGITS) for n in found):
        raise Refusal("Numer strony musi być liczbą. Odśwież stronę.", code="documents.pages")
    return [int(n) for n in found]


@require_POST
@company_view(roles=WORKERS)
def arrange(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Save the order and the turns, or split, as the pressed button asks."""
    paper_or_404(document_id)
    numbers, places, turns = (_numbers(request, n) for n in ("page", "place", "turn"))
    if not len(numbers) == len(places) == len(turns):
        raise Refusal("Formularz jest niepełny. Odśwież stronę.", code="documents.pages")
    action = request.POST.get("action", "save")
    by, at = request.person_id, request.now
    dropped = set(_numbers(request, "drop"))
    placed = [
        Placed(page, place, turn % 360, page in dropped)
        for page, place, turn in zip(numbers, places, turns, strict=True)
    ]
    if action in ("split", "separators"):
        made = split_paper(
            document_id=document_id,
            starts=_numbers(request, "start"),
            use_separators=action == "separators",
            placed=placed,
            by=by,
            at=at,
        )
        text = ngettext("Wydzielono %(n)s dokument.", "Wydzielono dokumenty: %(n)s.", len(made)) % {
            "n": len(made)
        }
        messages.success(request, text)
        return redirect("document", nip=request.company.nip, document_id=document_id)
    version = arrange_pages(document_id=document_id, placed=placed, by=by, at=at)
    messages.success(request, _("Zapisano wersję %(no)s. Oryginał zostaje.") % {"no": version})
    return redirect("pages", nip=request.company.nip, document_id=document_id)


@require_POST
@company_view(roles=WORKERS)
def restore(request: CompanyRequest, document_id: int, version: int) -> HttpResponse:
    """Make an earlier version the newest again."""
    paper_or_404(document_id)
    made = restore_version(
        document_id=document_id, version=version, by=request.person_id, at=request.now
    )
    messages.success(request, _("Przywrócono jako wersję %(no)s.") % {"no": made})
    return redirect("pages", nip=request.company.nip, document_id=document_id)


@require_POST
@company_view(roles=WORKERS)
def join(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Put the pages of another paper behind this one's."""
    paper_or_404(document_id)
    other = asked_paper(request.POST.get("other", ""))
    join_papers(document_id=document_id, other_id=other, by=request.person_id, at=request.now)
    messages.success(request, _("Dołączono strony."))
    return redirect("pages", nip=request.company.nip, document_id=document_id)


@require_GET
@company_view()
def separator(request: CompanyRequest) -> HttpResponse:
    """A separator sheet to print and lay between documents in the scanner."""
    record_printout(request, "strona rozdzielająca", "pdf", kind="separator")
    response = HttpResponse(separator_sheet(), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="rozdzielacz.pdf"'
    return response
