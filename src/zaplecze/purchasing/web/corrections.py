"""Korekta zakupu zagranicznego: a supplier's correcting document, looked at before it is posted."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.purchasing.foreign.corrections import (
    correctable,
    propose_correction,
    record_foreign_correction,
)
from zaplecze.purchasing.foreign.models import ForeignPurchase
from zaplecze.purchasing.foreign.posting import ForeignProposal
from zaplecze.purchasing.procedures import FOREIGN
from zaplecze.purchasing.rules.foreign_corrections import CAUSES, Cause, Correction
from zaplecze.purchasing.web.abroad import Day, PaperForm, amount_field, page, recorded, tried


class CorrectionForm(PaperForm):
    """What the correcting document says, and why the amount changed."""

    paper_kind = FOREIGN

    number = forms.CharField(label=gettext_lazy("Numer korekty"), max_length=256)
    issued_on = forms.DateField(label=gettext_lazy("Data korekty"), widget=Day)
    difference = amount_field(gettext_lazy("Różnica w walucie (minus: taniej)"))
    cause = forms.ChoiceField(
        label=gettext_lazy("Przyczyna"), choices=[(c.value, name) for c, name in CAUSES.items()]
    )
    caused_on = forms.DateField(label=gettext_lazy("Dzień przyczyny"), widget=Day)
    due_on = forms.DateField(label=gettext_lazy("Termin płatności"), widget=Day, required=False)
    collective = forms.BooleanField(
        label=gettext_lazy("Opust zbiorczy: kurs sprzed daty korekty (art. 31b ust. 2)"),
        required=False,
    )
    text = forms.CharField(label=gettext_lazy("Opis"), max_length=300, required=False)

    def correction(self) -> Correction:
        """The correction; the form is valid."""
        told = dict(self.cleaned_data)
        told.pop("document")
        return Correction(**told | {"cause": Cause(told["cause"])})


@require_GET
@company_view()
def correction(request: CompanyRequest, purchase_id: int) -> HttpResponse:
    """The empty form beside the purchase that it corrects."""
    if not ForeignPurchase.objects.filter(company=request.company, id=purchase_id).exists():
        raise Http404
    return _page(request, purchase_id, CorrectionForm())


@require_POST
@company_view(roles=BOOKKEEPERS)
def try_correction(request: CompanyRequest, purchase_id: int) -> HttpResponse:
    """The same form with what it would post."""
    form = CorrectionForm(request.POST)
    return tried(
        form,
        lambda: propose_correction(form.correction(), purchase_id=purchase_id),
        lambda made: _page(request, purchase_id, form, made),
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def post_correction(request: CompanyRequest, purchase_id: int) -> HttpResponse:
    """Post it with its rows of VAT."""
    form = CorrectionForm(request.POST)
    return recorded(
        request,
        form,
        lambda: record_foreign_correction(
            form.correction(),
            purchase_id=purchase_id,
            by=request.person_id,
            at=request.now,
            document_id=form.cleaned_data["document"],
        ),
        lambda made: _page(request, purchase_id, form, made),
        told=_("Zaksięgowano korektę zakupu zagranicznego."),
    )


def _page(
    request: CompanyRequest,
    purchase_id: int,
    form: CorrectionForm,
    proposal: ForeignProposal | None = None,
) -> HttpResponse:
    return page(
        request,
        "purchasing/correction.html",
        form,
        proposal,
        {"purchase": correctable(purchase_id)},
    )
