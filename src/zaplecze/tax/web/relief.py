"""Złe długi: what a month of VAT or a year of income tax has to move, decided row by row."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.platform.periods import Month, parse_month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import (
    FORMS,
    asked_period,
    company_link,
    download,
    month_value,
)
from zaplecze.tax.queries import filings
from zaplecze.tax.relief.commands import GROUNDS, confirm_relief, undo_relief
from zaplecze.tax.relief.models import Reason
from zaplecze.tax.relief.queries import moves_of, refusals, standing_moves, waiting
from zaplecze.tax.relief.refusing import lift_refusal, refuse_relief
from zaplecze.tax.relief.reports import (
    effect,
    moved_amount,
    moved_base,
    relief_report,
    waiting_trace,
)
from zaplecze.tax.relief.rules import Side, Step, Tax
from zaplecze.tax.web.years import asked_year, books_years

ID_DIGITS = 20
PAGES = {Tax.VAT: "bad_debts", Tax.CIT: "bad_debts_cit"}


@require_GET
@company_view()
def vat(request: CompanyRequest) -> HttpResponse:
    """A month of VAT (art. 89a, 89b)."""
    asked = request.GET.get("miesiac", "")
    return _page(request, Tax.VAT, parse_month(asked) if asked else asked_period(request)[1])


@require_GET
@company_view()
def cit(request: CompanyRequest) -> HttpResponse:
    """A year of income tax (art. 18f)."""
    return _page(request, Tax.CIT, (asked_year(request.GET.get("rok", "")), 0))


def _page(request: CompanyRequest, tax: Tax, period: Month) -> HttpResponse:
    today = timezone.localdate(request.now)
    report = relief_report(
        request.company, tax, period, today=today, link=company_link(request.company.nip)
    )
    if form := request.GET.get("forma", ""):
        return download(request, report, form)
    found = waiting(tax=tax, period=period, today=today)
    query = f"miesiac={month_value(period)}" if tax is Tax.VAT else f"rok={period[0]}"
    sides = {Side.CREDITOR: _("wierzyciel"), Side.DEBTOR: _("dłużnik")}
    steps = {Step.TAKEN: _("brak zapłaty, termin"), Step.RETURNED: _("zapłata")}
    return TemplateResponse(
        request,
        "tax/relief.html",
        {
            "tax": tax,
            "in_vat": tax is Tax.VAT,
            "asked": period,
            "years": books_years(),
            "report": report,
            "open": [
                (
                    w,
                    sides[w.side],
                    effect(tax, w.side) * w.base,
                    effect(tax, w.side) * w.amount,
                    waiting_trace(w, period),
                )
                for w in found
                if w.open
            ],
            "early": [w for w in found if w.early and not w.hindrance],
            "hindered": [(w, sides[w.side]) for w in found if w.hindrance],
            "moved": [
                (
                    m,
                    sides[Side(m.side)],
                    steps[Step(m.step)],
                    effect(tax, Side(m.side)) * moved_base(m),
                    effect(tax, Side(m.side)) * moved_amount(m),
                    GROUNDS.get(m.ground, ""),
                )
                for m in standing_moves(moves_of(tax=tax, period=period))
            ],
            "refused": [(r, sides[Side(r.side)]) for r in refusals(tax=tax)],
            "reasons": Reason.choices,
            "grounds": list(GROUNDS.items()),
            "filed": tax is Tax.VAT and bool(filings(year=period[0], month=period[1])),
            "downloads": [(f, f"?{query}&forma={f}") for f in FORMS],
            "may": bool(request.roles & BOOKKEEPERS),
        },
    )  # fmt: skip


def _asked(post: QueryDict) -> tuple[Tax, Month]:
    try:
        tax = Tax(str(post.get("podatek", "")))
    except ValueError:
        raise Refusal("Wybierz podatek: VAT albo CIT.", code="tax.relief") from None
    if tax is Tax.VAT:
        return tax, parse_month(post.get("miesiac", ""))
    return tax, (asked_year(post.get("rok", "")), 0)


def _back(request: CompanyRequest, tax: Tax, period: Month) -> HttpResponse:
    query = f"miesiac={month_value(period)}" if tax is Tax.VAT else f"rok={period[0]}"
    return redirect(f"{company_link(request.company.nip)(PAGES[tax])}?{query}")


@require_POST
@company_view(roles=BOOKKEEPERS)
def confirm(request: CompanyRequest) -> HttpResponse:
    """Make the movements that were ticked."""
    tax, period = _asked(request.POST)
    grounds = {
        int(name[2:]): value
        for name, value in request.POST.items()
        if name.startswith("p-")
        and name[2:].isdecimal()
        and len(name) <= ID_DIGITS
        and isinstance(value, str)
    }
    made = confirm_relief(
        tax=tax,
        period=period,
        keys=request.POST.getlist("pozycja"),
        grounds=grounds,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Ujęto korekty za złe długi: %(count)s.") % {"count": len(made)})
    return _back(request, tax, period)


@require_POST
@company_view(roles=BOOKKEEPERS)
def refuse(request: CompanyRequest) -> HttpResponse:
    """Keep that what was ticked isn't relieved, or from another term."""
    tax, period = _asked(request.POST)
    typed = request.POST.get("termin", "")
    try:
        due = date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Refusal(
            "Nowy termin nie jest datą: wpisz np. 30.04.2026.", code="tax.relief"
        ) from None
    made = refuse_relief(
        tax=tax,
        period=period,
        keys=request.POST.getlist("pozycja"),
        reason=request.POST.get("powod", ""),
        note=request.POST.get("uwaga", ""),
        due=due,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zapisano odmowy: %(count)s.") % {"count": len(made)})
    return _back(request, tax, period)


@require_POST
@company_view(roles=BOOKKEEPERS)
def lift(request: CompanyRequest, refusal_id: int) -> HttpResponse:
    """Take a refusal back."""
    lift_refusal(refusal_id=refusal_id, by=request.person_id, at=request.now)
    messages.success(request, _("Wycofano odmowę: pozycja jest znowu wśród propozycji."))
    return _back(request, *_asked(request.POST))


@require_POST
@company_view(roles=BOOKKEEPERS)
def undo(request: CompanyRequest, move_id: int) -> HttpResponse:
    """Take a movement back: by storno in VAT."""
    undo_relief(
        move_id=move_id,
        reason=request.POST.get("powod", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Cofnięto korektę."))
    return _back(request, *_asked(request.POST))
