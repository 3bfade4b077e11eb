"""Pages of the months: how far the books are closed, what holds a month up, closing, opening again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.checklist import blockers
from zaplecze.ledger.commands.calendar import SOFT_ROLE
from zaplecze.ledger.commands.closing import (
    agree_reopening,
    ask_reopening,
    close_month,
    close_softly,
    open_softly,
)
from zaplecze.ledger.commands.year import close_year
from zaplecze.ledger.models import PeriodState
from zaplecze.ledger.month_sheet import month_dossier
from zaplecze.ledger.months import closing_history, month_state, months_of_year, years_of_books
from zaplecze.platform.models import Role
from zaplecze.platform.periods import is_ordinary
from zaplecze.platform.refusal import NotAllowed
from zaplecze.platform.scope import business_year, business_years
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import dossier_downloads, dossier_response

AGREEING = BOOKKEEPERS | {Role.OWNER}
STEPS = {
    "wstepnie": close_softly,
    "otworz": open_softly,
    "zamknij": close_month,
    "zgoda": agree_reopening,
}


@require_GET
@company_view()
def months(request: CompanyRequest) -> HttpResponse:
    """Months of a year with their states and seals."""
    years = years_of_books()
    asked = request.GET.get("rok", "")
    running = business_years().of_day(timezone.localdate()).label
    year = int(asked) if asked.isdecimal() else (years or [running])[0]
    found = months_of_year(year)
    ordinary = [m for m in found if is_ordinary(m.month)]
    return TemplateResponse(
        request,
        "ledger/months.html",
        {
            "year": business_year(year),
            "years": [business_year(other) for other in years],
            "months": found,
            "year_ready": bool(ordinary) and all(m.state == PeriodState.CLOSED for m in ordinary),
            "may_close": bool(request.roles & BOOKKEEPERS),
        },
    )


@require_GET
@company_view()
def month(request: CompanyRequest, year: int, number: int) -> HttpResponse:
    """One month: the checklist with a link to each thing to do, the buttons, and what was done before."""
    state = month_state((year, number))
    if state is None:
        raise Http404
    found = blockers(state.month, at=request.now) if state.state != PeriodState.CLOSED else []
    history = closing_history(state.month)
    if form := request.GET.get("forma", ""):
        day = f"{timezone.localdate(request.now):%d.%m.%Y}"
        dossier = month_dossier(request.company, state, found, history, day=day)
        return dossier_response(request, dossier, form)
    return TemplateResponse(
        request,
        "ledger/month.html",
        {
            "month": state,
            "blockers": [
                (b, reverse(b.page, kwargs={"nip": request.company.nip, **b.parts}) + b.query)
                for b in found
            ],
            "held_up": any(not b.warns for b in found),
            "history": history,
            "downloads": dossier_downloads(request),
            "may_close": bool(request.roles & BOOKKEEPERS),
            "may_soften": SOFT_ROLE in request.roles,
            "may_agree": bool(request.roles & AGREEING)
            and state.reopening is not None
            and state.reopening.asked_by_id != request.person_id,
        },
    )


@require_POST
@company_view(roles=AGREEING)
def step(request: CompanyRequest, year: int, number: int, what: str) -> HttpResponse:
    """One step of closing or opening a month."""
    if what not in STEPS:
        raise Http404
    if what != "zgoda" and not request.roles & BOOKKEEPERS:
        raise NotAllowed("Miesiące zamyka księgowy albo kierownik biura.")
    STEPS[what](month=(year, number), by=request.person_id, at=request.now)
    return redirect("month", nip=request.company.nip, year=year, number=number)


@require_POST
@company_view(roles=BOOKKEEPERS)
def ask(request: CompanyRequest, year: int, number: int) -> HttpResponse:
    """Ask for a closed month to be opened."""
    ask_reopening(
        month=(year, number),
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    return redirect("month", nip=request.company.nip, year=year, number=number)


@require_POST
@company_view(roles=BOOKKEEPERS)
def end_year(request: CompanyRequest, year: int) -> HttpResponse:
    """Move the year's result; the entries made are shown in the journal."""
    posted = close_year(year=year, by=request.person_id, at=request.now)
    return redirect("entry", nip=request.company.nip, entry_id=posted[0].id)
