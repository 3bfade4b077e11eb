"""The page of the CIT worksheet."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_year
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import FORMS, company_link, download
from zaplecze.tax.cit_year import worksheet
from zaplecze.tax.models import CitYear
from zaplecze.tax.relief.queries import waiting
from zaplecze.tax.relief.rules import Tax
from zaplecze.tax.reports import cit_report
from zaplecze.tax.web.years import asked_year, books_years


class CitForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the books don't tell."""

    class Meta:
        model = CitYear
        fields = (
            "income_outside",
            "costs_outside",
            "losses",
            "gifts",
            "relief_left",
            "small",
        )


@require_GET
@company_view()
def cit(request: CompanyRequest) -> HttpResponse:
    """The worksheet of a year, each figure opening down to accounts."""
    year = asked_year(request.GET.get("rok", ""))
    report = cit_report(request.company, worksheet(year), company_link(request.company.nip))
    if form := request.GET.get("forma", ""):
        return download(request, report, form)
    return TemplateResponse(
        request,
        "tax/cit.html",
        {
            "year": business_year(year),
            "years": books_years(),
            "report": report,
            "bad_debts": sum(
                1
                for w in waiting(
                    tax=Tax.CIT, period=(year, 0), today=timezone.localdate(request.now)
                )
                if w.open and w.amount
            ),
            "form": CitForm(instance=_kept(request, year)),
            "downloads": [(f, f"?rok={year}&forma={f}") for f in FORMS],
            "may_enter": bool(request.roles & BOOKKEEPERS),
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def save_cit(request: CompanyRequest) -> HttpResponse:
    """Keep what was entered."""
    year = asked_year(request.POST.get("rok", ""))
    form = CitForm(request.POST, instance=_kept(request, year))
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise Refusal(f"{form.fields[name].label}: {errors[0]}", code="tax.cit")
    form.save()
    return redirect(f"{company_link(request.company.nip)('cit')}?rok={year}")


def _kept(request: CompanyRequest, year: int) -> CitYear:
    found = CitYear.objects.filter(company=request.company, year=year).first()
    return found or CitYear(company=request.company, year=year)
