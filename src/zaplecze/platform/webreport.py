"""A report on a page, or as the file that was asked for; every print and download is recorded."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from zaplecze.platform.business_years import BusinessYears
from zaplecze.platform.links import Link
from zaplecze.platform.periods import Month, calendar_month, month_of, parse_month
from zaplecze.platform.printing import Dossier, dossier_reports, dossier_sheet, letters_pdf, render
from zaplecze.platform.printing.render import file_name
from zaplecze.platform.printouts import keep_printout, keep_printouts
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


def asked_period(
    request: HttpRequest, at_first: tuple[Month, Month] | None = None
) -> tuple[Month, Month]:
    """The working period: what ``od`` and ``do`` ask for, else what was asked for last in this company.

    Each company has its own in the session, so that two clients in two tabs can't mix. At first it is the
    year up to this month, or what a page takes ``at_first``. A period that can't be read is refused.
    """
    today = month_of(timezone.localdate())
    kept = request.session.setdefault("period", {})
    nip = request.company.nip  # type: ignore[attr-defined]
    asked = [request.GET.get(name, "") for name in PERIOD_FIELDS]
    if not any(asked):
        if nip not in kept:
            return at_first or (_year_begins(request, today), today)
        asked = kept[nip]
    first = parse_month(asked[0]) if asked[0] else _year_begins(request, today)
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


def _year_begins(request: HttpRequest, today: Month) -> Month:
    """The first month of the business year that runs."""
    years: BusinessYears = request.company.business_years  # type: ignore[attr-defined]
    return min(years.of_month(today).begins, today)


def asked_books_period(request: HttpRequest) -> tuple[Month, Month]:
    """The working period as months of the books; ``calosc`` adds the opening and the closing of its ends' years."""
    first, last = asked_period(request)
    years: BusinessYears = request.company.business_years  # type: ignore[attr-defined]
    if request.GET.get(WHOLE_FIELD):
        return years.whole(first, last)
    return years.in_books(first), years.in_books(last)


def month_value(month: Month) -> str:
    """For an ``<input type=month>``."""
    year, number = calendar_month(month)
    return f"{year}-{number:02}"


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
            "downloads": report_downloads(request),
            **context,
        },
    )


def report_downloads(request: HttpRequest) -> list[tuple[str, str]]:
    """Addresses of the page's report in each form."""
    return [(f, _with_form(request, f)) for f in FORMS]


def _with_form(request: HttpRequest, form: str) -> str:
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

    ``more`` reports are further sheets of an Excel file, and further pages of a PDF.
    """
    if form not in FORMS:
        raise Refusal(f"Nie ma formatu {form}. Wybierz PDF, Excel albo CSV.", code="platform.form")
    data, media_type, name = render(
        report, form, printed_by=str(request.user), printed_at=request.now, more=more
    )
    record_printout(
        request,
        report.title,
        form,
        kind=report.code,
        period=report.period_label,
        document_id=document_id,
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


DOSSIER_FORMS = ("pdf", "xlsx")


def dossier_response(
    request: CompanyRequest, dossier: Dossier, form: str, *, document_id: int | None = None
) -> HttpResponse:
    """A dossier as PDF or Excel; who took it, and when, is kept."""
    facts, parts = dossier_reports(dossier)
    if form == "pdf":
        data = letters_pdf(
            [dossier_sheet(dossier)], printed_by=str(request.user), printed_at=request.now
        )
        media_type, name = "application/pdf", file_name(facts, "pdf")
    elif form == "xlsx":
        data, media_type, name = render(
            facts, form, printed_by=str(request.user), printed_at=request.now, more=parts
        )
    else:
        raise Refusal(f"Nie ma formatu {form}. Wybierz PDF albo Excel.", code="platform.form")
    record_printout(
        request,
        dossier.name,
        form,
        kind=dossier.code,
        period=dossier.period,
        document_id=document_id,
    )
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def dossier_downloads(request: HttpRequest) -> list[tuple[str, str]]:
    """Addresses of the page's dossier in each form."""
    return [(f, _with_form(request, f)) for f in DOSSIER_FORMS]


def record_printouts(
    request: CompanyRequest, papers: Sequence[tuple[int, str]], form: str, *, kind: str = ""
) -> None:
    """Count a download of many papers, (id, what it is) each, for the card of every one of them."""
    keep_printouts(papers, form=form, kind=kind, by=request.user.pk, at=request.now)


def record_printout(
    request: CompanyRequest,
    what: str,
    form: str,
    *,
    kind: str = "",
    period: str = "",
    document_id: int | None = None,
    department: str | None = None,
) -> None:
    """Count a print or a download; ``document_id`` where it is of one paper.

    ``department`` is the one whose page it is of, by itself that of the view which answers.
    """
    if department is None:
        view = getattr(request.resolver_match, "func", None)
        department = ".".join(getattr(view, "__module__", "").split(".")[1:2])
    keep_printout(
        what=what,
        form=form,
        kind=kind,
        period=period,
        by=request.user.pk,
        at=request.now,
        document_id=document_id,
        department=department,
    )
