"""What a figure was counted from, paper by paper and event by event; the log for other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zaplecze.controlling import tables
from zaplecze.controlling.behind import figure
from zaplecze.controlling.exports import LOG_FORMS, export_log
from zaplecze.controlling.log import Log
from zaplecze.controlling.web.asked import Asked, asked
from zaplecze.controlling.web.process import heading, page
from zaplecze.documents.api import documents_by_id
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import record_printout

# Rows of a list on screen; files have them all.
MOST_ROWS = 1_000
# Figures that don't depend on the months asked for, and the log that they were counted from.
WHATEVER_MONTHS: Mapping[str, Callable[[Asked], Log]] = {
    "tydzien": lambda question: question.recent,
    "wiek": lambda question: question.on_way,
}


@require_GET
@company_view()
def papers_page(request: CompanyRequest) -> HttpResponse:
    """The papers behind a figure; each opens its circulation card."""
    question = asked(request)
    what = request.GET.get("co", "dokumenty")
    now = what in WHATEVER_MONTHS
    log = WHATEVER_MONTHS[what](question) if now else question.log
    found = figure(what, request.GET.dict(), log, question.as_of)
    whole = len(found.behind)
    if not request.GET.get("forma"):
        found = replace(found, behind=found.behind[:MOST_ROWS])
    papers = documents_by_id({b.history.document_id for b in found.behind})
    report = tables.papers_table(heading(request, question, now=now), found, papers)
    cut = len(found.behind) if whole > len(found.behind) else 0
    return page(request, question, report, "papers", cut=cut, whole=whole)


@require_GET
@company_view()
def export(request: CompanyRequest) -> HttpResponse:
    """The log of the asked months as XES or OCEL 2.0; who took it, and when, is kept."""
    question = asked(request)
    form = request.GET.get("format", "xes")
    if form not in LOG_FORMS:
        raise Refusal("Wybierz log w formacie XES albo OCEL.", code="controlling.format")
    name = f"{request.company.nip} {question.label}"
    data = export_log(question.histories, form, name=name)
    media, ending = ("application/xml", "xes") if form == "xes" else ("application/json", "json")
    record_printout(
        request, _("Log zdarzeń, %(label)s") % {"label": question.label}, form, kind="log"
    )
    response = HttpResponse(data, content_type=media)
    file = f"obieg-{request.company.nip}-{question.first[0]}-{question.first[1]:02}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
