"""The company's seat, which statutory files ask for."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from zaplecze.formats.numbers import tax_office_ok
from zaplecze.ledger.api import appoint_overseer, may_oversee, overseers
from zaplecze.platform.models import Company, Role, Seat
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


class CompanyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What JPK files ask for beside the address."""

    class Meta:
        model = Company
        fields = ("tax_office", "email")
        help_texts = {"tax_office": _lazy("cztery cyfry, np. 1471; bez niego JPK nie powstanie")}

    def clean_tax_office(self) -> str:
        """A code of a shape that a tax office's may have."""
        code = str(self.cleaned_data["tax_office"]).strip()
        if code and not tax_office_ok(code):
            raise forms.ValidationError(
                _("Kod urzędu ma cztery cyfry: dwie województwa (02–32, parzyste) i dwie urzędu.")
            )
        return code


@require_GET
@company_view()
def seat(request: CompanyRequest) -> HttpResponse:
    """The company's address and numbers."""
    return _page(request, SeatForm(instance=_kept(request)), CompanyForm(instance=request.company))


@require_POST
@company_view(roles=KEEPERS)
def save_overseer(request: CompanyRequest) -> HttpResponse:
    """Say who answers for the entries that the program posts by itself, from now on."""
    asked = request.POST.get("person", "")
    person_id = int(asked) if asked.isdecimal() and len(asked) < 10 else 0
    appointed = appoint_overseer(person_id=person_id, by=request.person_id, at=request.now)
    messages.success(
        request, _("Za zapisy automatu odpowiada %(person)s.") % {"person": appointed.person}
    )
    return redirect("seat", nip=request.company.nip)


@require_POST
@company_view(roles=KEEPERS)
def save_seat(request: CompanyRequest) -> HttpResponse:
    """Keep what the form says; a form with a fault comes back with the fault beside its field."""
    form = SeatForm(request.POST, instance=_kept(request))
    company = Company.objects.get(id=request.company.id)
    details = CompanyForm(request.POST, instance=company)
    if not (details.is_valid() and form.is_valid()):
        return _page(request, form, details)
    form.save()
    company.save(update_fields=CompanyForm.Meta.fields)
    return redirect("seat", nip=request.company.nip)


def _kept(request: CompanyRequest) -> Seat:
    return Seat.objects.filter(company=request.company).first() or Seat(company=request.company)


def _page(request: CompanyRequest, form: SeatForm, details: CompanyForm) -> HttpResponse:
    appointed, people = overseers(), may_oversee()
    context = {
        "form": form,
        "details": details,
        "overseers": appointed,
        "overseer_left": bool(appointed)
        and appointed[0].person_id not in {row.user_id for row in people},
        "people": people,
        "may_change": bool(request.roles & KEEPERS),
    }
    return TemplateResponse(request, "office/seat.html", context)
