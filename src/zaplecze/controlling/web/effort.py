"""Minutes at papers and prints from the browser: small reports of the page's script, and a person's own page."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from zaplecze.controlling.savings import effort
from zaplecze.controlling.savings.commands import note_effort
from zaplecze.controlling.savings.facts import MEASURING
from zaplecze.documents.api import document
from zaplecze.platform.models import Role
from zaplecze.platform.periods import first_day, last_day, period_label
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import WORKERS, CompanyRequest, company_view
from zaplecze.platform.webreport import asked_period, record_printout

PRINTED = "druk"


@require_POST
@company_view(roles=WORKERS)
def report_effort(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Active seconds of this person at a paper (``seconds``); answers nothing."""
    if document(document_id) is None:
        raise Http404("nie ma takiego dokumentu")
    text = request.POST.get("seconds", "")
    if not text.isdecimal() or len(text) > 4:
        raise Refusal("Brak liczby sekund.", code="controlling.effort")
    note_effort(document_id=document_id, seconds=int(text), by=request.person_id, at=request.now)
    return HttpResponse(status=204)


@require_POST
@company_view()
def report_print(request: CompanyRequest) -> HttpResponse:
    """A page was sent to the printer from the browser: ``what`` is its title, ``paper`` the document it shows."""
    what = " ".join(request.POST.get("what", "").split())
    if not what:
        raise Refusal("Brak tytułu wydruku.", code="controlling.print")
    asked = request.POST.get("paper", "")
    page = urlsplit(request.headers.get("Referer", "")).path
    known = asked.isdecimal() and len(asked) < 19 and document(int(asked)) is not None
    record_printout(
        request,
        what,
        PRINTED,
        kind="screen",
        document_id=int(asked) if known else None,
        department=MEASURING if f"/{MEASURING}/" in page else "",
    )
    return HttpResponse(status=204)


@require_GET
@company_view(roles=WORKERS)
def own_time(request: CompanyRequest) -> HttpResponse:
    """A person's own minutes, which nobody else sees; for managers sums over enough people below."""
    first, last = asked_period(request)
    begins, ends = first_day(first), last_day(last)
    lines = effort.own_minutes(user_id=request.person_id, first=begins, last=ends)
    return TemplateResponse(
        request,
        "controlling/own_time.html",
        {
            "lines": lines,
            "total": sum(line.minutes for line in lines),
            "sums": effort.minutes_by_month(first=first, last=last, as_of=request.now)
            if request.roles & {Role.MANAGER, Role.OWNER}
            else None,
            "label": period_label(first, last),
        },
    )
