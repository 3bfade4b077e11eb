"""The page of entries from a table: a file is tried, its rows are looked at, then it goes into the buffer."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.importing import EXAMPLE, HEADINGS, MORE, import_entries, plan_import
from zaplecze.platform.files import NewFile, read_file, sha256_hex, store_file
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view

SHOWN = 500


@require_GET
@company_view()
def page(request: CompanyRequest) -> HttpResponse:
    """Where to give a file, and which columns it has to have."""
    return _page(request, {})


@require_GET
@company_view()
def example(request: CompanyRequest) -> HttpResponse:
    """An example to fill in: CSV that Excel opens."""
    answer = HttpResponse(EXAMPLE.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="zapisy-przyklad.csv"'
    return answer


@require_POST
@company_view(roles=BOOKKEEPERS)
def try_file(request: CompanyRequest) -> HttpResponse:
    """Show what a file would put into the buffer; the file is kept, nothing else is."""
    file = request.FILES.get("plik")
    if file is None:
        raise Refusal("Wybierz plik: arkusz xlsx albo CSV.", code="ledger.no-file")
    data = file.read()
    plan = plan_import(file.name or "", data)
    sha = sha256_hex(data)
    store_file(NewFile(data, sha, "application/octet-stream"))
    rows = sorted(plan.rows, key=lambda row: (not row.fault, not row.warning))
    context = {"plan": plan, "rows": rows[:SHOWN], "left_out": max(len(rows) - SHOWN, 0)}
    return _page(request, context | {"sha": sha, "file_name": file.name})


@require_POST
@company_view(roles=BOOKKEEPERS)
def take(request: CompanyRequest) -> HttpResponse:
    """Put the file that was looked at into the buffer."""
    sha = request.POST.get("sha", "")
    if not re.fullmatch(r"[0-9a-f]{64}", sha):
        raise Refusal("Wgraj plik jeszcze raz.", code="ledger.no-file")
    try:
        data = read_file(sha)
    except (OSError, ValueError) as error:
        raise Refusal("Wgraj plik jeszcze raz.", code="ledger.no-file") from error
    name = request.POST.get("nazwa", "")[:200]
    count = import_entries(name=name, data=data, by=request.person_id, at=request.now)
    if count:
        messages.success(request, _("Wczytano do bufora dowodów: %(count)s.") % {"count": count})
    else:
        messages.info(request, _("Ten plik wczytano już wcześniej. Nic nie zrobiono."))
    return redirect("buffer", nip=request.company.nip)


def _page(request: CompanyRequest, context: dict[str, object]) -> HttpResponse:
    more = {
        "may": bool(request.roles & BOOKKEEPERS),
        "headings": ", ".join(HEADINGS),
        "more": ", ".join(MORE),
    }
    return TemplateResponse(request, "ledger/importing.html", context | more)
