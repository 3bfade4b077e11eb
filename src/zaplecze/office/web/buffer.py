"""The buffer: every draft, and one action on those that are ticked, tried before it is done."""

from __future__ import annotations

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.api import drafts
from zaplecze.office.bulk import run_bulk
from zaplecze.platform.periods import parse_month
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view


@require_GET
@company_view()
def buffer(request: CompanyRequest) -> HttpResponse:
    """Drafts by month."""
    context = {
        "drafts": drafts(),
        "may": bool(request.roles & BOOKKEEPERS),
        "month": f"{timezone.localdate():%Y-%m}",
    }
    return TemplateResponse(request, "office/buffer.html", context)


@require_POST
@company_view(roles=BOOKKEEPERS)
def preview(request: CompanyRequest) -> HttpResponse:
    """What the action would do; nothing is done."""
    return _run(request, trial=True)


@require_POST
@company_view(roles=BOOKKEEPERS)
def run(request: CompanyRequest) -> HttpResponse:
    """Do it; those that were refused stand at the end of the list."""
    return _run(request, trial=False)


def _run(request: CompanyRequest, *, trial: bool) -> HttpResponse:
    action, month = request.POST.get("action", ""), request.POST.get("month", "")
    outcomes = run_bulk(
        draft_ids=[int(i) for i in request.POST.getlist("draft") if i.isdecimal()],
        action=action,
        month=parse_month(month) if action == "move" else None,
        by=request.person_id,
        at=request.now,
        trial=trial,
    )
    done = sum(not o.refused for o in outcomes)
    context = {
        "outcomes": outcomes,
        "done": done,
        "refused": len(outcomes) - done,
        "trial": trial,
        "action": action,
        "month": month,
    }
    return TemplateResponse(request, "office/bulk.html", context)
