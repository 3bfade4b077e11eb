"""A report on a page, or as the file that was asked for; every print and download is recorded."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from zaplecze.platform.links import Link
from zaplecze.platform.models import Printout
from zaplecze.platform.periods import Month, month_of, parse_month, whole_year
from zaplecze.platform.printing import render
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Report
from zaplecze.platform.web import CompanyRequest

FORMS = ("pdf", "xlsx", "csv")


def company_link(nip: str) -> Link:
    """Makes addresses inside one company."""

    def link(name: str, **parts: object) -> str:
        return reverse(name, kwargs={"nip": nip, **parts})

    return link


PERIOD_FIELDS = ("od", "do")
WHOLE_FIELD = "calosc"


def asked_period(request: HttpRequest) -> tuple[Month, Month]:
    """The working period: what ``od`` and ``do`` ask for, else what was asked for last in this company.

    Each company has its own in the session, so that two clients in two tabs can't mix. At first it is the
    year up to this month. A period that can't be read is refused.
    """
    today = month_of(timezone.localdate())
    kept = request.session.setdefault("period", {})
    nip = request.company.nip  # type: ignore[attr-defined]
    asked = [request.GET.get(name, "") for name in PERIOD_FIELDS]
    if not any(asked):
        if nip not in kept:
            return (today[0], 1), today
        asked = kept[nip]
    first = parse_month(asked[0]) if asked[0] else (today[0], 1)
    last = parse_month(asked[1]) if asked[1] else max(first, today)
    if last < first:
        raise Refusal(
            "Okres kończy się przed początkiem: zamień „od” i „do”.", code="platform.period"
        )
    text = [month_value(first), month_value(last)]
    if kept.get(nip) != text:
        kept[nip] = text
        request.session.modified = True
    return first, last


def asked_books_period(request: HttpRequest) -> tuple[Month, Month]:
    """The working period, with ``calosc`` together with the opening and the closing of the years at its ends."""
    first, last = asked_period(request)
    return whole_year(first, last) if request.GET.get(WHOLE_FIELD) else (first, last)


def month_value(month: Month) -> str:
    """For an ``<input type=month>``."""
    return f"{month[0]}-{min(max(month[1], 1), 12):02}"


def report_response(
    request: CompanyRequest,
    report: Report,
    first: Month,
    last: Month,
    *,
    template: str,
    **context: object,
) -> HttpResponse:
    """The report on its page, or in the form asked for by ``forma``."""
    form = request.GET.get("forma", "")
    if form:
        return download(request, report, form)
    return TemplateResponse(
        request,
        template,
        {
            "report": report,
            "downloads": [(f, _with_form(request, f)) for f in FORMS],
            **context,
        },
    )


def _with_form(request: CompanyRequest, form: str) -> str:
    query = request.GET.copy()
    query["forma"] = form
    return f"?{query.urlencode()}"


def download(
    request: CompanyRequest,
    report: Report,
    form: str,
    *,
    document_id: int | None = None,
    more: Sequence[Report] = (),
) -> HttpResponse:
    """The report as a file; who took it, and when, is kept, with the paper it is about.

    ``more`` reports are further sheets of an Excel file.
    """
    if form not in FORMS:
        raise Refusal(f"Nie ma formatu {form}. Wybierz PDF, Excel albo CSV.", code="platform.form")
    data, media_type, name = render(
        report, form, printed_by=str(request.user), printed_at=request.now, more=more
    )
    record_printout(
        request, f"{report.title}, {report.period_label}", form, document_id=document_id
    )
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def as_download(data: bytes, name: str) -> HttpResponse:
    """Bytes as a download, whatever they are: an upload is never shown as a page of ours."""
    response = HttpResponse(data, content_type="application/octet-stream")
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "_" for c in name)
    response["Content-Disposition"] = f'attachment; filename="{plain}"'
    return response


def record_printout(
    request: CompanyRequest,
    what: str,
    form: str,
    *,
    document_id: int | None = None,
    department: str | None = None,
) -> None:
    """Count a print or a download; ``document_id`` where it is of one paper.

    ``department`` is the one whose page it is of, by itself that of the view which answers.
    """
    if department is None:
        view = getattr(request.resolver_match, "func", None)
        department = ".".join(getattr(view, "__module__", "").split(".")[1:2])[:20]
    Printout.objects.create(
        company=request.company,
        at=request.now,
        by_id=request.user.pk,
        what=what[:120],
        form=form,
        document_id=document_id,
        department=department,
    )
