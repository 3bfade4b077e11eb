"""The company's seat, which statutory files ask for."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from zaplecze.platform.models import Role, Seat
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view

KEEPERS = BOOKKEEPERS | {Role.OWNER}


class SeatForm(forms.ModelForm):  # type: ignore[type-arg]
    """Address and numbers of the company."""

    class Meta:
        model = Seat
        fields = (
            "voivodeship",
            "county",
            "commune",
            "street",
            "house",
            "flat",
            "town",
            "postal_code",
            "krs",
            "pkd",
        )


@require_GET
@company_view()
def seat(request: CompanyRequest) -> HttpResponse:
    """The company's address and numbers."""
    return _page(request, SeatForm(instance=_kept(request)))


@require_POST
@company_view(roles=KEEPERS)
def save_seat(request: CompanyRequest) -> HttpResponse:
    """Keep what the form says; a form with a fault comes back with the fault beside its field."""
    form = SeatForm(request.POST, instance=_kept(request))
    if not form.is_valid():
        return _page(request, form)
    form.save()
    return redirect("seat", nip=request.company.nip)


def _kept(request: CompanyRequest) -> Seat:
    return Seat.objects.filter(company=request.company).first() or Seat(company=request.company)


def _page(request: CompanyRequest, form: SeatForm) -> HttpResponse:
    context = {"form": form, "may_change": bool(request.roles & KEEPERS)}
    return TemplateResponse(request, "office/seat.html", context)
