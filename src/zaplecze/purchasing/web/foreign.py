"""Zakupy zagraniczne: the form of a purchase on which the buyer owes the tax, looked at before it is posted."""

from __future__ import annotations

from decimal import Decimal

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
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.purchasing.foreign.commands import (
    ForeignProposal,
    foreign_purchases,
    propose_foreign,
    record_foreign_purchase,
)
from zaplecze.purchasing.foreign.papers import Unready, paper_to_record, told_by
from zaplecze.purchasing.rules.foreign import NAMES, RATES, Bought, Purchase

ID_DIGITS = 19
KINDS = [(kind.value, name) for kind, name in NAMES.items()]


class _Day(forms.DateInput):
    input_type = "date"


class ForeignForm(forms.Form):
    """What the foreign document says, and where it goes."""

    kind = forms.ChoiceField(label=gettext_lazy("Rodzaj"), choices=KINDS)
    country = forms.RegexField("^[A-Za-z]{2}$", label=gettext_lazy("Kraj (kod)"), max_length=2)
    tax_id = forms.CharField(
        label=gettext_lazy("Numer VAT UE bez kodu kraju"), max_length=50, required=False
    )
    supplier = forms.CharField(label=gettext_lazy("Dostawca"), max_length=512)
    number = forms.CharField(label=gettext_lazy("Numer dokumentu"), max_length=256)
    issued_on = forms.DateField(label=gettext_lazy("Data dokumentu"), widget=_Day)
    supplied_on = forms.DateField(label=gettext_lazy("Wykonanie usługi lub dostawa"), widget=_Day)
    due_on = forms.DateField(label=gettext_lazy("Termin płatności"), widget=_Day, required=False)
    currency = forms.RegexField("^[A-Za-z]{3}$", label=gettext_lazy("Waluta"), initial="EUR")
    net = forms.DecimalField(
        label=gettext_lazy("Kwota w walucie"), max_digits=16, decimal_places=2, localize=True
    )
    vat_rate = forms.TypedChoiceField(
        label=gettext_lazy("Stawka VAT"),
        choices=[(str(r), f"{r} %") for r in RATES],
        coerce=Decimal,
    )
    deducted = forms.DecimalField(
        label=gettext_lazy("Odliczenie, %"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        initial=100,
    )
    account = forms.CharField(
        label=gettext_lazy("Konto"), max_length=20, widget=forms.TextInput({"list": "konta"})
    )
    cost_center = forms.CharField(
        label=gettext_lazy("MPK"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"list": "mpk"}),
    )
    text = forms.CharField(label=gettext_lazy("Opis"), max_length=300, required=False)
    internal = forms.BooleanField(
        label=gettext_lazy("Bez faktury: dokument wewnętrzny"), required=False
    )
    document = forms.IntegerField(
        min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput
    )

    def purchase(self) -> Purchase:
        """The purchase; the form is valid."""
        told = dict(self.cleaned_data)
        internal, _paper = told.pop("internal"), told.pop("document")
        for name in ("country", "currency", "tax_id"):
            told[name] = told[name].strip().upper().replace(" ", "")
        kind = Bought(told.pop("kind"))
        return Purchase(kind=kind, invoice=not internal, **told)


@require_GET
@company_view()
def foreign(request: CompanyRequest) -> HttpResponse:
    """The form over what was entered: empty, or filled in with the approved paper ``?dokument=``."""
    asked = request.GET.get("dokument", "")
    if not (asked.isdecimal() and len(asked) < ID_DIGITS):
        return _page(request, ForeignForm())
    paper = paper_to_record(int(asked))
    if isinstance(paper, Unready):
        raise Refusal(paper.why, code="purchasing.foreign")
    return _page(request, ForeignForm(initial=told_by(paper)))


@require_POST
@company_view(roles=BOOKKEEPERS)
def try_foreign(request: CompanyRequest) -> HttpResponse:
    """The same form with what it would post."""
    form = ForeignForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        return _page(request, form, propose_foreign(form.purchase()))
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form)


@require_POST
@company_view(roles=BOOKKEEPERS)
def post_foreign(request: CompanyRequest) -> HttpResponse:
    """Post it with its rows of VAT."""
    form = ForeignForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    try:
        with transaction.atomic():
            posted = record_foreign_purchase(
                form.purchase(),
                by=request.person_id,
                at=request.now,
                document_id=form.cleaned_data["document"],
            )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, form)
    messages.success(request, _("Zaksięgowano zakup zagraniczny."))
    return redirect("entry", nip=request.company.nip, entry_id=posted.id)


def _page(
    request: HttpRequest, form: ForeignForm, proposal: ForeignProposal | None = None
) -> HttpResponse:
    told = form["document"].value()
    roles = request.roles  # type: ignore[attr-defined]
    context = {
        "form": form,
        "proposal": proposal,
        "paper_id": told if str(told or "").isdecimal() else None,
        "purchases": foreign_purchases(),
        "names": {kind.value: name for kind, name in NAMES.items()},
        "accounts": [a for a in accounts() if not a.blocked],
        "centers": [c for c in cost_centers() if not c.closed],
        "may_enter": bool(roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "purchasing/foreign.html", context)
