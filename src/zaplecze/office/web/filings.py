"""Złożone pliki: every file built for filing, taken again, and its UPO."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.office.filings import Filed, filed_files
from zaplecze.platform.files import read_file
from zaplecze.platform.models import FilingReceipt
from zaplecze.platform.receipts import LARGEST, NotAReceipt, keep_receipt
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import record_printout


@require_GET
@company_view()
def filed(request: CompanyRequest) -> HttpResponse:
    """The list, the newest first, those without a receipt marked."""
    return TemplateResponse(
        request,
        "office/filed.html",
        {"files": filed_files(), "may_add": bool(request.roles & BOOKKEEPERS)},
    )


@require_GET
@company_view()
def filed_file(request: CompanyRequest, sha: str) -> HttpResponse:
    """A file as it was built."""
    found = _filed(sha)
    record_printout(
        request, f"{found.form} {found.period}", "xml", kind="filed", period=str(found.period)
    )
    return _answer(read_file(found.file_sha256), "application/xml", found.name)


@require_POST
@company_view(roles=BOOKKEEPERS)
def add_receipt(request: CompanyRequest, sha: str) -> HttpResponse:
    """Take the UPO of a file."""
    found = _filed(sha)
    upload = request.FILES.get("upo")
    if upload is None:
        raise NotAReceipt("Wybierz plik UPO (XML albo PDF).")
    kept = keep_receipt(
        filed_sha256=found.file_sha256,
        data=upload.read(LARGEST + 1),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zachowano UPO %(reference)s.") % {"reference": kept})
    return redirect("filed", nip=request.company.nip)


@require_GET
@company_view()
def receipt(request: CompanyRequest, receipt_id: int) -> HttpResponse:
    """A receipt as it came."""
    row = FilingReceipt.objects.filter(company=request.company, id=receipt_id).first()
    if row is None:
        raise Http404("nie ma takiego UPO")
    ending = row.media_type.rpartition("/")[2]
    record_printout(request, f"UPO {row}", ending, kind="upo")
    return _answer(read_file(row.file_sha256), "application/octet-stream", f"upo-{row.pk}.{ending}")


def _filed(sha: str) -> Filed:
    found = next((f for f in filed_files() if f.file_sha256 == sha), None)
    if found is None:
        raise Http404("nie ma takiego pliku")
    return found


def _answer(data: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
