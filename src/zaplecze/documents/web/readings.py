"""Readings on the screen: is it done, read again, a page turned; how well papers are read, and what was learnt."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents.kinds.queries import kind_of
from zaplecze.documents.readings.commands import forget_lessons, read_again
from zaplecze.documents.readings.quality import counted_papers, reading_quality
from zaplecze.documents.readings.quality_table import quality_report
from zaplecze.documents.readings.queries import lessons, reading_of
from zaplecze.documents.sheets.commands import arrange_pages
from zaplecze.documents.sheets.queries import look_of
from zaplecze.documents.sheets.rules import Placed
from zaplecze.documents.web.views import note_opening, paper_or_404, refuse_destroyed
from zaplecze.partners.api import partner_ids_by_tax_id, partner_names
from zaplecze.platform.periods import Month, parse_month, period_label
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import WORKERS, CompanyRequest, company_view
from zaplecze.platform.webreport import PERIOD_FIELDS, download, month_value

KEEPERS = frozenset({"owner", "manager"})
DIGITS = 6
ID_DIGITS = 19
TURN = 90


@require_GET
@company_view()
def reading_state(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Whether the reader has done with a paper: a page that waits for it asks."""
    reading = reading_of(paper_or_404(document_id))
    return JsonResponse({"state": reading.state if reading is not None else ""})


@require_POST
@company_view(roles=WORKERS)
def read_once_more(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Put the paper back in the reader's queue."""
    read_again(document_id=document_id, by=request.person_id, at=request.now)
    messages.success(request, _("Dokument czeka na ponowny odczyt."))
    return redirect("document", nip=request.company.nip, document_id=document_id)


@require_POST
@company_view(roles=WORKERS)
def turn_page(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Turn a page to the right; it is a version of the pages, which are read again."""
    paper = paper_or_404(document_id)
    refuse_destroyed(paper)
    asked = request.POST.get("page", "")
    pages = look_of(paper).pages
    if not (asked.isdecimal() and len(asked) <= DIGITS and int(asked) in pages):
        raise Refusal("Nie ma takiej strony. Odśwież stronę.", code="documents.pages")
    placed = [Placed(n, n, TURN if n == int(asked) else 0) for n in pages]
    arrange_pages(document_id=document_id, placed=placed, by=request.person_id, at=request.now)
    note_opening(request, paper, "strony")
    return redirect("document", nip=request.company.nip, document_id=document_id)


def _months(request: CompanyRequest) -> tuple[Month, Month] | None:
    """The months asked for by ``od`` and ``do``; one alone stands for both; None for all time."""
    asked = [request.GET.get(name, "") for name in PERIOD_FIELDS]
    if not any(asked):
        return None
    first, last = (parse_month(text or other) for text, other in (asked, asked[::-1]))
    if last < first:
        raise Refusal(
            "Okres kończy się przed początkiem: zamień „od” i „do”.", code="platform.period"
        )
    return first, last


def _query(months: tuple[Month, Month] | None) -> str:
    """What links of the page carry on."""
    if months is None:
        return ""
    return urlencode(dict(zip(PERIOD_FIELDS, map(month_value, months), strict=True)))


@require_GET
@company_view(roles=KEEPERS)
def quality(request: CompanyRequest) -> HttpResponse:
    """Per kind and field what was read right in some months, or ever; and what each supplier's papers have taught.

    ``forma`` asks for the figures as a file.
    """
    months = _months(request)
    kinds = reading_quality(months)
    if form := request.GET.get("forma", ""):
        return download(request, quality_report(kinds, months, request.company), form)
    taught = lessons()
    named = partner_names(i for seller in taught for i in partner_ids_by_tax_id(seller)[:1])
    names = {s: named.get((partner_ids_by_tax_id(s) or [0])[0], "") for s in taught}
    return TemplateResponse(
        request,
        "documents/reading_quality.html",
        {
            "kinds": kinds,
            "months": months,
            "asked": _query(months),
            "taught": [(seller, names[seller], found) for seller, found in taught.items()],
        },
    )


@require_GET
@company_view(roles=KEEPERS)
def papers(request: CompanyRequest) -> HttpResponse:
    """The papers that a figure was counted from."""
    kind, field = request.GET.get("rodzaj", ""), request.GET.get("pole", "")
    figure, months = request.GET.get("liczba", "confirmed"), _months(request)
    try:
        rows = counted_papers(kind=kind, figure=figure, field=field, months=months)
    except KeyError as error:
        raise Http404("nie ma takiej liczby") from error
    known = kind_of(kind)
    labels = {f.key: f.label for f in known.fields} if known is not None else {}
    return TemplateResponse(
        request,
        "documents/reading_papers.html",
        {
            "rows": rows,
            "kind": known,
            "field": {**labels, "kind": _("Rodzaj")}.get(field, ""),
            "figure": figure,
            "label": period_label(*months) if months else "",
            "asked": _query(months),
        },
    )


@require_POST
@company_view(roles=KEEPERS)
def forget(request: CompanyRequest) -> HttpResponse:
    """Take back one lesson of a supplier, or all of them."""
    lesson = request.POST.get("lesson", "")
    if lesson and not (lesson.isdecimal() and len(lesson) < ID_DIGITS):
        raise Refusal("Nie ma takiej lekcji: odśwież stronę.", code="documents.no-lesson")
    count = forget_lessons(
        seller_nip=request.POST.get("seller", ""),
        lesson_id=int(lesson) if lesson else None,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zapomniano: %(n)s.") % {"n": count})
    return redirect("reading_quality", nip=request.company.nip)
