"""Sprzedaż bez faktury: the form of a cash register's report or an internal document, looked at before posting."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.api import accounts, cost_centers
from zaplecze.platform.money import ZERO, parse_pln
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.sales.rules.unbilled import NAMES, RATES, Unbilled, UnbilledSale
from zaplecze.sales.unbilled.commands import (
    UnbilledProposal,
    enter_unbilled,
    propose_unbilled,
    unbilled_documents,
)


class _Day(forms.DateInput):
    input_type = "date"


class _Amount(forms.CharField):
    """An amount as people type it (``1 234,5``); empty is nothing."""

    def __init__(self, label: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "class": "num"})
        super().__init__(label=label, max_length=24, required=False, widget=widget)

    def clean(self, value: Any) -> Decimal:
        text = super().clean(value)
        try:
            return parse_pln(text) if text else ZERO
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class UnbilledForm(forms.Form):
    """What the report or the internal document says, and where it goes."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Rodzaj"), choices=[(k.value, name) for k, name in NAMES.items()]
    )
    number = forms.CharField(label=gettext_lazy("Numer dokumentu"), max_length=256)
    first = forms.DateField(label=gettext_lazy("Sprzedaż od"), widget=_Day)
    last = forms.DateField(label=gettext_lazy("Sprzedaż do"), widget=_Day)
    issued_on = forms.DateField(label=gettext_lazy("Data dokumentu"), widget=_Day)
    net_23 = _Amount(gettext_lazy("Netto 23 %"))
    vat_23 = _Amount(gettext_lazy("VAT 23 %"))
    net_8 = _Amount(gettext_lazy("Netto 8 %"))
    vat_8 = _Amount(gettext_lazy("VAT 8 %"))
    net_5 = _Amount(gettext_lazy("Netto 5 %"))
    vat_5 = _Amount(gettext_lazy("VAT 5 %"))
    net_0 = _Amount(gettext_lazy("Netto 0 %"))
    net_zw = _Amount(gettext_lazy("Zwolnione"))
    account = forms.CharField(
        label=gettext_lazy("Konto przychodu albo kosztu"),
        max_length=20,
        initial="730-01",
        widget=forms.TextInput({"list": "konta"}),
    )
    paid_to = forms.CharField(
        label=gettext_lazy("Konto zapłaty"),
        max_length=20,
        initial="100",
        widget=forms.TextInput({"list": "konta"}),
    )
    by_card = _Amount(gettext_lazy("W tym kartą (139)"))
    cost_center = forms.CharField(
        label=gettext_lazy("MPK"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"list": "mpk"}),
    )
    text = forms.CharField(label=gettext_lazy("Opis"), max_length=300, required=False)
    receipts = forms.BooleanField(
        label=gettext_lazy("Faktury do paragonów (FP) z tych dni są w raporcie"),
        required=False,
        initial=True,
    )

    def sale(self) -> UnbilledSale:
        """The document; the form is valid."""
        told = self.cleaned_data
        sums = {rate: (told[f"net_{rate}"], told.get(f"vat_{rate}", ZERO)) for rate in RATES}
        return UnbilledSale(
            kind=Unbilled(told["kind"]),
            number=told["number"],
            first=told["first"],
            last=told["last"],
            issued_on=told["issued_on"],
            sums={rate: both for rate, both in sums.items() if any(both)},
            account=told["account"].strip(),
            paid_to=told["paid_to"].strip(),
            by_card=told["by_card"],
            cost_center=told["cost_center"].strip(),
            text=told["text"],
        )


@require_GET
@company_view()
def unbilled(request: CompanyRequest) -> HttpResponse:
    """The form over what was entered."""
    return _page(request, UnbilledForm())


@require_POST
@company_view(roles=BOOKKEEPERS)
def try_unbilled(request: CompanyRequest) -> HttpResponse:
    """The same form with what it would post."""
    form = UnbilledForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        return _page(request, form, propose_unbilled(form.sale()))
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form)


@require_POST
@company_view(roles=BOOKKEEPERS)
def post_unbilled(request: CompanyRequest) -> HttpResponse:
    """Post it with its row of VAT."""
    form = UnbilledForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        with transaction.atomic():
            posted = enter_unbilled(
                form.sale(),
                by=request.person_id,
                at=request.now,
                with_receipts=form.cleaned_data["receipts"],
            )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form)
    messages.success(request, _("Zaksięgowano sprzedaż bez faktury."))
    return redirect("entry", nip=request.company.nip, entry_id=posted.id)


def _page(
    request: HttpRequest, form: UnbilledForm, proposal: UnbilledProposal | None = None
) -> HttpResponse:
    roles = request.roles  # type: ignore[attr-defined]
    context = {
        "form": form,
        "proposal": proposal,
        "documents": unbilled_documents(),
        "names": {kind.value: name for kind, name in NAMES.items()},
        "accounts": [a for a in accounts() if not a.blocked],
        "centers": [c for c in cost_centers() if not c.closed],
        "may_enter": bool(roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "sales/unbilled.html", context)
