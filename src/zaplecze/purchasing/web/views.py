"""How cost invoices are proposed for posting: the company's rules, its threshold, what its guesses are worth."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.api import accounts, cost_centers
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.purchasing.learning.commands import (
    add_cost_rule,
    measure_reliability,
    remove_cost_rule,
    set_threshold,
)
from zaplecze.purchasing.learning.queries import cost_rules, held_out, reliability, threshold


@require_GET
@company_view()
def proposals(request: CompanyRequest) -> HttpResponse:
    """Rules in their order, the threshold, and each kind of guess with how often it was right."""
    counted = sorted(
        reliability().items(), key=lambda pair: (-pair[1].tries, pair[0].level, pair[0].support)
    )
    context = {
        "rules": cost_rules(),
        "threshold": threshold() * 100,
        "counted": [(s, t, 100 * t.hits / t.tries) for s, t in counted],
        "judged": held_out(),
        "accounts": [a for a in accounts() if not a.blocked],
        "centers": [c for c in cost_centers() if not c.closed],
        "may_change": bool(request.roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "purchasing/proposals.html", context)


@require_POST
@company_view(roles=BOOKKEEPERS)
def add_rule(request: CompanyRequest) -> HttpResponse:
    """Add a rule behind the others."""
    made = add_cost_rule(
        supplier_tax_id=request.POST.get("supplier", ""),
        word=request.POST.get("word", ""),
        account=request.POST.get("account", ""),
        cost_center=request.POST.get("center", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Dodano regułę nr %(no)s.") % {"no": made.no})
    return redirect("proposals", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def remove_rule(request: CompanyRequest) -> HttpResponse:
    """Take a rule away."""
    no = request.POST.get("no", "")
    remove_cost_rule(no=int(no) if no.isdecimal() else 0, by=request.person_id, at=request.now)
    messages.success(request, _("Usunięto regułę nr %(no)s.") % {"no": no})
    return redirect("proposals", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def save_threshold(request: CompanyRequest) -> HttpResponse:
    """Say how sure a guess must be."""
    text = request.POST.get("threshold", "").strip().replace(",", ".").removesuffix("%")
    try:
        share = Decimal(text) / 100
    except InvalidOperation as error:
        raise Refusal(
            "Próg pewności: podaj liczbę procent, na przykład 99,0.", code="purchasing.threshold"
        ) from error
    set_threshold(threshold=share, by=request.person_id, at=request.now)
    messages.success(request, _("Zapisano próg pewności."))
    return redirect("proposals", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def measure(request: CompanyRequest) -> HttpResponse:
    """Count now what is counted every night."""
    tries = measure_reliability()
    messages.success(request, _("Przeliczono na %(tries)s pozycjach.") % {"tries": tries})
    return redirect("proposals", nip=request.company.nip)
