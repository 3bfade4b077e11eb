"""Zgłoszenia celne: the form of a customs declaration of imported goods, looked at before it is posted."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.purchasing.foreign.customs import (
    CustomsProposal,
    customs_declarations,
    propose_customs,
    record_customs_declaration,
)
from zaplecze.purchasing.foreign.papers import declared_by
from zaplecze.purchasing.procedures import CUSTOMS
from zaplecze.purchasing.rules.customs import Declaration
from zaplecze.purchasing.web.abroad import (
    Day,
    PaperForm,
    account_field,
    amount_field,
    center_field,
    opened,
    page,
    recorded,
    tried,
)


class CustomsForm(PaperForm):
    """What the customs declaration says, PLN, and where duty goes."""

    paper_kind = CUSTOMS

    number = forms.CharField(label=gettext_lazy("Numer zgłoszenia (MRN)"), max_length=256)
    accepted_on = forms.DateField(label=gettext_lazy("Przyjęcie zgłoszenia"), widget=Day)
    received_on = forms.DateField(label=gettext_lazy("Otrzymanie zgłoszenia"), widget=Day)
    country = forms.RegexField("^[A-Za-z]{2}$", label=gettext_lazy("Kraj sprzedawcy"), max_length=2)
    supplier = forms.CharField(label=gettext_lazy("Sprzedawca"), max_length=512)
    tax_id = forms.CharField(
        label=gettext_lazy("Numer podatkowy sprzedawcy"), max_length=50, required=False
    )
    customs_value = amount_field(gettext_lazy("Wartość celna, zł"), min_value=0)
    duty = amount_field(gettext_lazy("Cło, zł"), min_value=0, initial=0)
    base = amount_field(gettext_lazy("Podstawa VAT, zł"))
    tax = amount_field(gettext_lazy("VAT, zł"), min_value=0)
    own_return = forms.BooleanField(
        label=gettext_lazy("VAT rozliczany w JPK_V7M (art. 33a), nie w urzędzie celnym"),
        required=False,
    )
    deducted = forms.DecimalField(
        label=gettext_lazy("Odliczenie, %"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        initial=100,
    )
    account = account_field()
    cost_center = center_field()
    customs_name = forms.CharField(
        label=gettext_lazy("Komu należności celne"),
        max_length=512,
        initial="Izba Administracji Skarbowej",
    )
    customs_tax_id = forms.RegexField(
        r"^\d{10}$", label=gettext_lazy("NIP urzędu albo agencji"), required=False
    )
    due_on = forms.DateField(label=gettext_lazy("Termin płatności"), widget=Day, required=False)
    text = forms.CharField(label=gettext_lazy("Opis"), max_length=300, required=False)

    def declaration(self) -> Declaration:
        """The declaration; the form is valid."""
        told = dict(self.cleaned_data)
        told.pop("document")
        told["country"] = told["country"].upper()
        return Declaration(**told)


@require_GET
@company_view()
def customs(request: CompanyRequest) -> HttpResponse:
    """The form over what was entered: empty, or filled in with the approved paper ``?dokument=``."""
    return _page(request, opened(request, CustomsForm, declared_by))


@require_POST
@company_view(roles=BOOKKEEPERS)
def try_customs(request: CompanyRequest) -> HttpResponse:
    """The same form with what it would post."""
    form = CustomsForm(request.POST)
    return tried(
        form, lambda: propose_customs(form.declaration()), lambda made: _page(request, form, made)
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def post_customs(request: CompanyRequest) -> HttpResponse:
    """Post it with its rows of VAT."""
    form = CustomsForm(request.POST)
    return recorded(
        request,
        form,
        lambda: record_customs_declaration(
            form.declaration(),
            by=request.person_id,
            at=request.now,
            document_id=form.cleaned_data["document"],
        ),
        lambda made: _page(request, form, made),
        told=_("Zaksięgowano zgłoszenie celne."),
    )


def _page(
    request: CompanyRequest, form: CustomsForm, proposal: CustomsProposal | None = None
) -> HttpResponse:
    context = {"declarations": customs_declarations()}
    return page(request, "purchasing/customs.html", form, proposal, context)
