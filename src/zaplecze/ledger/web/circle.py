"""The page of the circle of costs: its setting, and what a month lacks on group 5."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.circle.commands import post_circle, set_circle
from zaplecze.ledger.circle.queries import circle, lacking, routes, setting
from zaplecze.ledger.queries import accounts, cost_centers
from zaplecze.ledger.web.accruals import asked_month
from zaplecze.platform.periods import parse_month
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view


@require_GET
@company_view()
def circle_page(request: CompanyRequest) -> HttpResponse:
    """Krąg kosztów."""
    month, kept, known = asked_month(request), circle(), routes()
    left = lacking(month) if kept is not None and kept.covers(month) else None
    context = {
        "month": month,
        "setting": setting(),
        "routes": [
            (c, known.get(c.code, "")) for c in cost_centers() if not c.closed or c.code in known
        ],
        "covered": left is not None,
        "places": [
            (center, project, amount, kept.route(center)[0])
            for (center, project), amount in (left.amounts if left else {}).items()
            if kept is not None
        ],
        "total": left.total if left else None,
        "fives": [a for a in accounts() if a.number.startswith("5")],
        "may_change": bool(request.roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "ledger/circle.html", context)


@require_POST
@company_view(roles=BOOKKEEPERS)
def save(request: CompanyRequest) -> HttpResponse:
    """Turn the circle on or off and say where costs go."""
    centers, numbers = request.POST.getlist("center"), request.POST.getlist("number")
    set_circle(
        since=parse_month(request.POST.get("since", "")),
        account=request.POST.get("account", "").split(" ")[0],
        routes={c: n.split(" ")[0] for c, n in zip(centers, numbers, strict=False) if n.strip()},
        on="on" in request.POST,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zapisano ustawienia kręgu kosztów."))
    return redirect("circle", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def post(request: CompanyRequest) -> HttpResponse:
    """Settle the month's costs to group 5."""
    posted = post_circle(month=asked_month(request), by=request.person_id, at=request.now)
    messages.success(request, _("Zaksięgowano: %(entry)s.") % {"entry": posted.label})
    return redirect("entry", nip=request.company.nip, entry_id=posted.id)
