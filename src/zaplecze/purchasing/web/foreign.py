"""Zakupy zagraniczne: the form of a purchase on which the buyer owes the tax, looked at before it is posted."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.purchasing.foreign.commands import (
    foreign_purchases,
    propose_foreign,
    record_foreign_purchase,
)
from zaplecze.purchasing.foreign.papers import told_by
from zaplecze.purchasing.foreign.posting import ForeignProposal
from zaplecze.purchasing.procedures import FOREIGN
from zaplecze.purchasing.rules.foreign import NAMES, RATES, Bought, Purchase
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

KINDS = [(kind.value, name) for kind, name in NAMES.items()]


class ForeignForm(PaperForm):
    """What the foreign document says, and where it goes."""

    paper_kind = FOREIGN

    kind = forms.ChoiceField(label=gettext_lazy("Rodzaj"), choices=KINDS)
    country = forms.RegexField("^[A-Za-z]{2}$", label=gettext_lazy("Kraj (kod)"), max_length=2)
    tax_id = forms.CharField(
        label=gettext_lazy("Numer VAT UE bez kodu kraju"), max_length=50, required=False
    )
    supplier = forms.CharField(label=gettext_lazy("Dostawca"), max_length=512)
    number = forms.CharField(label=gettext_lazy("Numer dokumentu"), max_length=256)
    issued_on = forms.DateField(label=gettext_lazy("Data dokumentu"), widget=Day)
    supplied_on = forms.DateField(label=gettext_lazy("Wykonanie usługi lub dostawa"), widget=Day)
    due_on = forms.DateField(label=gettext_lazy("Termin płatności"), widget=Day, required=False)
    currency = forms.RegexField("^[A-Za-z]{3}$", label=gettext_lazy("Waluta"), initial="EUR")
    net = amount_field(gettext_lazy("Kwota w walucie"))
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
    account = account_field()
    cost_center = center_field()
    text = forms.CharField(label=gettext_lazy("Opis"), max_length=300, required=False)
    internal = forms.BooleanField(
        label=gettext_lazy("Bez faktury: dokument wewnętrzny"), required=False
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
    return _page(request, opened(request, ForeignForm, told_by))


@require_POST
@company_view(roles=BOOKKEEPERS)
def try_foreign(request: CompanyRequest) -> HttpResponse:
    """The same form with what it would post."""
    form = ForeignForm(request.POST)
    return tried(
        form, lambda: propose_foreign(form.purchase()), lambda made: _page(request, form, made)
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def post_foreign(request: CompanyRequest) -> HttpResponse:
    """Post it with its rows of VAT."""
    form = ForeignForm(request.POST)
    return recorded(
        request,
        form,
        lambda: record_foreign_purchase(
            form.purchase(),
            by=request.person_id,
            at=request.now,
            document_id=form.cleaned_data["document"],
        ),
        lambda made: _page(request, form, made),
        told=_("Zaksięgowano zakup zagraniczny."),
    )


def _page(
    request: CompanyRequest, form: ForeignForm, proposal: ForeignProposal | None = None
) -> HttpResponse:
    return page(
        request,
        "purchasing/foreign.html",
        form,
        proposal,
        {"purchases": foreign_purchases(), "names": {k.value: n for k, n in NAMES.items()}},
    )
