"""Approvals on a phone or a desk: tick, see the effect, confirm."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from zaplecze.office.approvals import approve_many, waiting_approvals
from zaplecze.office.web.pages import page_after, page_mark
from zaplecze.platform.web import WORKERS, CompanyRequest, company_view


@require_GET
@company_view()
def approvals(request: CompanyRequest) -> HttpResponse:
    """What waits for this person's approval."""
    asked = request.GET.get("po", "")
    page = waiting_approvals(person=request.person_id, at=request.now, after=page_after(asked))
    return TemplateResponse(
        request,
        "office/approvals.html",
        {"waiting": page.rows, "after": page_mark(page.last), "first": not asked},
    )


@require_POST
@company_view(roles=WORKERS)
def preview_approvals(request: CompanyRequest) -> HttpResponse:
    """What would happen; nothing is decided."""
    return _run(request, trial=True)


@require_POST
@company_view(roles=WORKERS)
def run_approvals(request: CompanyRequest) -> HttpResponse:
    """Approve; those that were refused stand at the end of the list."""
    return _run(request, trial=False)


def _run(request: CompanyRequest, *, trial: bool) -> HttpResponse:
    outcomes = approve_many(
        task_ids=[int(i) for i in request.POST.getlist("task") if i.isdecimal() and len(i) < 19],
        by=request.person_id,
        at=request.now,
        trial=trial,
    )
    done = [o for o in outcomes if not o.refused]
    sums: dict[str, Decimal] = {}
    for outcome in done:
        if outcome.gross is not None:
            sums[outcome.currency] = sums.get(outcome.currency, Decimal(0)) + outcome.gross
    context = {
        "outcomes": outcomes,
        "done": len(done),
        "refused": len(outcomes) - len(done),
        "sums": sorted(sums.items()),
        "trial": trial,
    }
    return TemplateResponse(request, "office/approvals_effect.html", context)
