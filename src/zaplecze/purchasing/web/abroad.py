"""What the pages of purchases from abroad share: the paper's field, days, accounts to choose from, the proposal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy

from zaplecze.documents.api import Document
from zaplecze.ledger.api import Posted, accounts, cost_centers
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest
from zaplecze.purchasing.foreign.papers import CannotRecord, Unready, paper_to_record, papers_ready

ID_DIGITS = 19


class Day(forms.DateInput):
    """A day chosen from a calendar."""

    input_type = "date"


class PaperForm(forms.Form):
    """A form of what an approved paper says; ``paper_kind`` tells which papers it may be."""

    paper_kind = ""

    document = forms.IntegerField(
        label=gettext_lazy("Zaakceptowany dokument"),
        min_value=1,
        max_value=2**63 - 1,
        required=False,
        widget=forms.Select,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (p.pk, f"{p.number}, {p.partner_name}, {p.gross} {p.currency}")
            for p in papers_ready(self.paper_kind)
        ]
        told = self["document"].value()
        if str(told or "").isdecimal() and int(told) not in dict(choices):
            choices.append((int(told), f"#{told}"))
        self.fields["document"].widget.choices = [("", "–"), *choices]


Filled = TypeVar("Filled", bound=PaperForm)


def opened(
    request: HttpRequest, form: type[Filled], told: Callable[[Document], dict[str, Any]]
) -> Filled:
    """The form empty, or filled in with what the approved paper ``?dokument=`` told; refuses another one."""
    asked = request.GET.get("dokument", "")
    if not (asked.isdecimal() and len(asked) < ID_DIGITS):
        return form()
    paper = paper_to_record(int(asked), kind=form.paper_kind)
    if isinstance(paper, Unready):
        raise CannotRecord(paper.why)
    return form(initial=told(paper))


class Amount(forms.DecimalField):
    """An amount as people write it: 1 234,50."""

    def to_python(self, value: Any) -> Any:
        """The amount without the spaces between thousands."""
        plain = "".join(value.split()).replace("\u2212", "-") if isinstance(value, str) else value
        return super().to_python(plain)


def amount_field(label: Any, *, required: bool = True, **more: Any) -> forms.DecimalField:
    """A field of an amount with grosze."""
    return Amount(
        label=label, max_digits=16, decimal_places=2, localize=True, required=required, **more
    )


def account_field() -> forms.CharField:
    """A field of an account, with those of the chart to choose from."""
    return forms.CharField(
        label=gettext_lazy("Konto"), max_length=20, widget=forms.TextInput({"list": "konta"})
    )


def center_field() -> forms.CharField:
    """A field of a cost center."""
    return forms.CharField(
        label=gettext_lazy("MPK"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"list": "mpk"}),
    )


def tried(
    form: PaperForm, propose: Callable[[], Any], show: Callable[[Any], HttpResponse]
) -> HttpResponse:
    """The form with what it would post, or with what is wrong with it."""
    proposal = None
    if form.is_valid():
        try:
            proposal = propose()
        except Refusal as refusal:
            form.add_error(None, refusal.message)
    return show(proposal)


def recorded(
    request: CompanyRequest,
    form: PaperForm,
    record: Callable[[], Posted],
    show: Callable[[Any], HttpResponse],
    *,
    told: str,
) -> HttpResponse:
    """Post it and go to the entry; what is refused comes back with what was typed."""
    if not form.is_valid():
        return show(None)
    try:
        with transaction.atomic():
            posted = record()
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return show(None)
    messages.success(request, told)
    return redirect("entry", nip=request.company.nip, entry_id=posted.id)


def page(
    request: HttpRequest,
    template: str,
    form: PaperForm,
    proposal: object,
    context: Mapping[str, Any],
) -> HttpResponse:
    """A page of the form over what was entered."""
    told = form["document"].value()
    roles = request.roles  # type: ignore[attr-defined]
    return TemplateResponse(
        request,
        template,
        {
            "form": form,
            "proposal": proposal,
            "paper_id": told if str(told or "").isdecimal() else None,
            "ready": papers_ready(form.paper_kind),
            "accounts": [a for a in accounts() if not a.blocked],
            "centers": [c for c in cost_centers() if not c.closed],
            "may_enter": bool(roles & BOOKKEEPERS),
            **context,
        },
    )
