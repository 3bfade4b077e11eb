"""The register of partners: customers, suppliers, employees, offices, owners."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.partners.commands import add_partner, change_kind
from zaplecze.partners.models import PartnerKind
from zaplecze.partners.queries import find_partners
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view

SHOWN = 500


@require_GET
@company_view()
def partner_list(request: CompanyRequest) -> HttpResponse:
    """Partners by name; of one kind, or with a text, where asked."""
    text, kind = request.GET.get("szukaj", "").strip(), request.GET.get("rodzaj", "")
    context = {
        "partners": find_partners(text, kind=kind, limit=SHOWN),
        "kinds": PartnerKind.choices,
        "kind": kind,
        "text": text,
        "shown": SHOWN,
        "may_change": bool(request.roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "partners/list.html", context)


@require_POST
@company_view(roles=BOOKKEEPERS)
def add(request: CompanyRequest) -> HttpResponse:
    """Add someone who came with no document, such as an employee."""
    made = add_partner(
        kind=request.POST.get("kind", ""),
        symbol=request.POST.get("symbol", ""),
        name=request.POST.get("name", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Dodano: %(partner)s.") % {"partner": made.name})
    return redirect("partners", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def change(request: CompanyRequest) -> HttpResponse:
    """Say what somebody is to the company."""
    held = request.POST.get("partner", "")
    change_kind(
        partner_id=int(held) if held.isdecimal() else 0,
        kind=request.POST.get("kind", ""),
        by=request.person_id,
        at=request.now,
    )
    return redirect("partners", nip=request.company.nip)
