"""Pages of the chart of accounts and of the dimensions."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.chart_report import chart_report
from zaplecze.ledger.charts import SYNTHETIC
from zaplecze.ledger.commands.plan import (
    DIMENSIONS,
    add_account,
    add_dimension,
    change_account,
    change_dimension,
)
from zaplecze.ledger.models import Account
from zaplecze.ledger.queries import accounts, cost_centers, projects
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import download, report_downloads


@dataclass(frozen=True, slots=True)
class Synthetic:
    """A synthetic account (three digits) with what stands below it; ``next`` is a free analytic number."""

    number: str
    name: str
    accounts: list[Account]

    @property
    def next(self) -> str:
        """The number after the last analytic one: 402-14."""
        tails = [a.number.partition("-")[2] for a in self.accounts]
        counted = [int(t) for t in tails if t.isdecimal() and int(t) < 90]
        return f"{self.number}-{max(counted, default=0) + 1:02}"


@require_GET
@company_view()
def chart(request: CompanyRequest) -> HttpResponse:
    """Plan kont: synthetic accounts with their analytic ones; all, or those that hold the asked text."""
    text = request.GET.get("szukaj", "").strip()
    if form := request.GET.get("forma", ""):
        day = f"{timezone.localdate(request.now):%d.%m.%Y}"
        return download(request, chart_report(request.company, day=day, text=text), form)
    below: dict[str, list[Account]] = {}
    for account in accounts(text=text):
        below.setdefault(account.number[:3], []).append(account)
    found = request.GET.get("konto", "")
    context = {
        "groups": [Synthetic(n, SYNTHETIC.get(n, ""), rows) for n, rows in below.items()],
        "text": text,
        "downloads": report_downloads(request),
        "changed": next((a for rows in below.values() for a in rows if a.number == found), None),
        "may_change": bool(request.roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "ledger/chart.html", context)


@require_POST
@company_view(roles=BOOKKEEPERS)
def add(request: CompanyRequest) -> HttpResponse:
    """Add an account like the one chosen."""
    made = add_account(
        number=request.POST.get("number", ""),
        name=request.POST.get("name", ""),
        pattern=request.POST.get("pattern", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Dodano konto %(account)s.") % {"account": made})
    return redirect("chart", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def change(request: CompanyRequest) -> HttpResponse:
    """Rename, flag or block an account."""
    made = change_account(
        number=request.POST.get("number", ""),
        name=request.POST.get("name", ""),
        settles="settles" in request.POST,
        blocked="blocked" in request.POST,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zmieniono konto %(account)s.") % {"account": made})
    return redirect("chart", nip=request.company.nip)


@require_GET
@company_view()
def dimension(request: CompanyRequest, kind: str) -> HttpResponse:
    """Cost centres (``mpk``) or projects (``projekty``)."""
    context = {
        "kind": kind if kind in DIMENSIONS else "mpk",
        "word": "projekt" if kind == "projekty" else "mpk",
        "rows": projects() if kind == "projekty" else cost_centers(),
        "may_change": bool(request.roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "ledger/dimension.html", context)


@require_POST
@company_view(roles=BOOKKEEPERS)
def add_code(request: CompanyRequest, kind: str) -> HttpResponse:
    """Add a cost centre or a project."""
    add_dimension(
        what=_known(kind),
        symbol=request.POST.get("symbol", ""),
        name=request.POST.get("name", ""),
        by=request.person_id,
        at=request.now,
    )
    return redirect("dimension", nip=request.company.nip, kind=kind)


@require_POST
@company_view(roles=BOOKKEEPERS)
def change_code(request: CompanyRequest, kind: str) -> HttpResponse:
    """Rename a cost centre or a project, close it or open it again."""
    change_dimension(
        what=_known(kind),
        symbol=request.POST.get("symbol", ""),
        name=request.POST.get("name", ""),
        closed="closed" in request.POST,
        by=request.person_id,
        at=request.now,
    )
    return redirect("dimension", nip=request.company.nip, kind=kind)


def _known(kind: str) -> str:
    if kind not in DIMENSIONS:
        raise Http404("nie ma takiego wymiaru")
    return kind
