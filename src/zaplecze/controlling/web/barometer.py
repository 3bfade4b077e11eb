"""Pages of the Growing Pains barometer: answer once, read the closed rounds."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.controlling.barometer import commands, queries
from zaplecze.controlling.barometer.reports import round_report, round_rows
from zaplecze.controlling.barometer.texts import NAMES
from zaplecze.controlling.barometer.texts import STATEMENTS as TEXTS
from zaplecze.controlling.rules.barometer import EACH, MARKS, SMALLEST_GROUP, STATEMENTS, VARIABLES
from zaplecze.controlling.savings import words
from zaplecze.controlling.savings.queries import savings
from zaplecze.platform.models import Role
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import asked_period, download

TURNS = frozenset({Role.MANAGER, Role.OWNER})


@require_GET
@company_view()
def barometer(request: CompanyRequest) -> HttpResponse:
    """The survey where a round is open, and the readings of closed rounds beside the hard figures."""
    row = commands.open_round()
    rounds = queries.closed_rounds()
    newest = next((r for r in rounds if r.readings), None)
    if form := request.GET.get("forma", ""):
        if newest is None:
            raise Refusal("Nie ma jeszcze wyników do pobrania.", code="controlling.no-readings")
        return download(request, round_report(request.company, newest), form)
    first, last = asked_period(request)
    sees = bool(request.roles & TURNS)
    told = savings(first=first, last=last, as_of=request.now) if sees else None
    return TemplateResponse(
        request,
        "controlling/barometer.html",
        {
            "open": row,
            "answered": row is not None and queries.has_answered(row.id, request.person_id),
            "voters": queries.voters(row.id) if row and sees else None,
            "statements": [(n, NAMES[VARIABLES[n // EACH]], text) for n, text in enumerate(TEXTS)],
            "marks": MARKS,
            "rounds": rounds,
            "newest": newest,
            "rows": round_rows(newest) if newest else [],
            "smallest": SMALLEST_GROUP,
            "may": sees,
            "hard": [
                (words.name(c.measure), words.figure(c.now.value, c.unit))
                for c in told.comparisons
                if c.now is not None
            ]
            if told
            else [],
        },
    )


@require_POST
@company_view()
def answer(request: CompanyRequest) -> HttpResponse:
    """Count a person's marks."""
    texts = [request.POST.get(f"s{n}", "") for n in range(STATEMENTS)]
    marks = [int(t) if t.isdecimal() and len(t) == 1 else 0 for t in texts]
    commands.answer_barometer(marks=marks, by=request.person_id)
    messages.success(
        request, _("Dziękujemy. Odpowiedź jest policzona i nie da się jej z Tobą powiązać.")
    )
    return redirect("barometer", nip=request.company.nip)


@require_POST
@company_view(roles=TURNS)
def turn(request: CompanyRequest) -> HttpResponse:
    """Open a round, or close the one that is open."""
    if request.POST.get("state") == "open":
        commands.open_barometer(by=request.person_id, at=request.now)
        messages.success(request, _("Otwarto ankietę."))
    elif request.POST.get("state") == "close":
        commands.close_barometer(by=request.person_id, at=request.now)
        messages.success(request, _("Zamknięto ankietę."))
    else:
        raise Refusal("Wybierz: otwórz albo zamknij ankietę.", code="controlling.barometer-turn")
    return redirect("barometer", nip=request.company.nip)
