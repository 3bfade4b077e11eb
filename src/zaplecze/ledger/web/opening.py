"""The page of the opening balance: a file is tried, its rows are looked at, then it is posted."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.commands.year import opening_entry
from zaplecze.ledger.months import years_of_books
from zaplecze.ledger.opening import import_opening, plan_opening
from zaplecze.platform.files import NewFile, read_file, sha256_hex, store_file
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_year, business_years
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view

SHOWN = 500


@require_GET
@company_view()
def opening(request: CompanyRequest) -> HttpResponse:
    """What opens the books, or how to give it."""
    years = years_of_books()
    year = min(years) if years else business_years().of_day(timezone.localdate()).label
    return _page(request, {"year": year})


@require_POST
@company_view(roles=BOOKKEEPERS)
def try_opening(request: CompanyRequest) -> HttpResponse:
    """Show what a file would post; the file is kept, nothing is posted."""
    file = request.FILES.get("plik")
    if file is None:
        raise Refusal("Wybierz plik: arkusz xlsx, CSV albo JPK_KR_PD.", code="ledger.no-file")
    data = file.read()
    plan = plan_opening(file.name or "", data)
    sha = sha256_hex(data)
    store_file(NewFile(data, sha, "application/octet-stream"))
    return _page(
        request,
        {
            "year": _year(request) if plan.opens is None else plan.opens,
            "plan": plan,
            "rows": plan.rows[:SHOWN],
            "left_out": max(len(plan.rows) - SHOWN, 0),
            "sha": sha,
            "file_name": file.name,
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def post_opening(request: CompanyRequest) -> HttpResponse:
    """Post the file that was looked at."""
    sha = request.POST.get("sha", "")
    if not re.fullmatch(r"[0-9a-f]{64}", sha):
        raise Refusal("Wgraj plik jeszcze raz.", code="ledger.no-file")
    try:
        data = read_file(sha)
    except (OSError, ValueError) as error:
        raise Refusal("Wgraj plik jeszcze raz.", code="ledger.no-file") from error
    posted = import_opening(
        year=_year(request),
        name=request.POST.get("nazwa", "")[:200],
        data=data,
        by=request.person_id,
        at=request.now,
    )
    return redirect("entry", nip=request.company.nip, entry_id=posted.id)


def _year(request: CompanyRequest) -> int:
    text = request.POST.get("rok", "")
    if not text.isdecimal() or not 2000 <= int(text) <= 2100:
        raise Refusal("Podaj rok bilansu otwarcia, np. 2026.", code="ledger.year")
    return int(text)


def _page(request: CompanyRequest, context: dict[str, object]) -> HttpResponse:
    label = context["year"]
    assert isinstance(label, int)
    more = {
        "entry": opening_entry(label),
        "may_enter": bool(request.roles & BOOKKEEPERS),
        "of_year": business_year(label),
    }
    return TemplateResponse(request, "ledger/opening.html", context | more)
