"""A table over several companies as a file: each of them keeps who took it, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as render_page

from zaplecze.controlling.savings.facts import MEASURING
from zaplecze.platform.models import Company
from zaplecze.platform.printing import render
from zaplecze.platform.printouts import keep_report_printout
from zaplecze.platform.report import Report
from zaplecze.platform.scope import company_scope
from zaplecze.platform.web import signed_in
from zaplecze.platform.webreport import FORMS


def office_download(
    request: HttpRequest, report: Report, form: str, companies: Sequence[Company], *, at: datetime
) -> HttpResponse:
    """The report as a file; an unknown form is refused."""
    if form not in FORMS:
        message = f"Nie ma formatu {form}. Wybierz PDF, Excel albo CSV."
        return render_page(
            request, "refused.html", {"message": message, "code": "platform.form"}, status=409
        )
    person_id = signed_in(request)
    data, media_type, name = render(report, form, printed_by=str(request.user), printed_at=at)
    for company in companies:
        with company_scope(company.id, user_id=person_id):
            keep_report_printout(report, form, by=person_id, at=at, department=MEASURING)
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
