"""Pages of savings: before beside now, the papers behind each figure, the calculator, all companies."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from zaplecze.controlling.rules.calculator import yearly_saving
from zaplecze.controlling.rules.intervals import Interval
from zaplecze.controlling.rules.savings import Comparison
from zaplecze.controlling.savings import before, behind, facts, pictures, queries, reports, words
from zaplecze.controlling.savings.models import Source
from zaplecze.controlling.savings.queries import Savings
from zaplecze.controlling.savings.statement import print_statement
from zaplecze.platform.links import Link
from zaplecze.platform.models import Role
from zaplecze.platform.money import parse_pln
from zaplecze.platform.periods import Month, parse_month, period_label
from zaplecze.platform.printing import file_name
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Report
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import (
    asked_period,
    company_link,
    download,
    record_printout,
    report_response,
)

SEES_SAVINGS = frozenset({Role.OWNER, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class Line:
    """A measure as the page shows it: words beside the comparison."""

    c: Comparison
    name: str
    before: str
    before_url: str
    now: str
    now_limits: str
    change: str
    change_limits: str
    promise: str
    verdict: str
    method: str
    drill: str
    counted_of: str


def lines_of(told: Savings, link: Link) -> list[Line]:
    """Every measure in words."""
    return [
        Line(
            c=c,
            name=words.name(c.measure),
            before=words.figure(c.before.value if c.before else None, c.unit),
            before_url=reports.before_url(told, c.measure, link),
            now=reports.now_text(c),
            now_limits=words.between(c.now, lambda v, u=c.unit: words.figure(v, u)),
            change=reports.change_text(c),
            change_limits=reports.change_limits(c),
            promise="" if c.promise is None else words.moved(c.promise, c),
            verdict=words.verdict(c),
            method=words.method(c),
            drill=words.DRILLS[c.measure],
            counted_of=words.COUNTED_OF[c.measure],
        )
        for c in told.comparisons
    ]


@require_GET
@company_view(roles=SEES_SAVINGS)
def savings(request: CompanyRequest) -> HttpResponse:
    """Before beside now, with pictures; ``tabela`` asks for the table behind one, ``forma`` for it as a file.

    In Excel the papers that it was counted from are the second sheet.
    """
    first, last = asked_period(request)
    told = queries.savings(first=first, last=last, as_of=request.now)
    link = company_link(request.company.nip)
    tables = {
        "miary": lambda: reports.measures_report(request.company, told, link),
        "krzywa": lambda: reports.curve_report(request.company, told, link),
        "pola": lambda: behind.fields_report(
            request.company,
            facts.fields_read(told.papers, as_of=request.now),
            period_label(first, last),
        ),
        "miesiace": lambda: reports.months_report(request.company, told, link),
    }
    if wanted := request.GET.get("tabela", ""):
        if wanted not in tables:
            raise Refusal("Nie ma takiej tabeli.", code="controlling.table")
        if request.GET.get("forma") == "xlsx":
            papers = behind.papers_report(
                request.company, told.papers, told.papers.document_ids.tolist(),
                what="all", period=period_label(first, last), link=link,
            )  # fmt: skip
            return download(request, tables[wanted](), "xlsx", more=[papers])
        return report_response(
            request,
            tables[wanted](),
            first,
            last,
            template="controlling/savings_papers.html",
            what=wanted,
        )
    return TemplateResponse(
        request,
        "controlling/savings.html",
        {
            "told": told,
            "lines": lines_of(told, link),
            "changes": pictures.change_picture(told, link),
            "curve": pictures.curve_picture(told, link),
            "months": pictures.months_picture(told, link),
            "saved": _pln(told.saved),
            "saved_limits": words.between(told.saved, lambda v: words.figure(v, "pln")),
            "avoided": "" if told.avoided is None else words.decimal_text(told.avoided.value, 0),
            "avoided_limits": words.between(told.avoided, lambda v: words.decimal_text(v, 0)),
            "median": _hours(told),
            "cost_lines": reports.cost_lines(told),
            "notes": reports.notes(told),
            "end": words.END,
            "caution": words.CAUTION,
        },
    )


def _pln(amount: Interval | None) -> str:
    return "" if amount is None else words.figure(amount.value, "pln")


def _hours(told: Savings) -> str:
    median = told.curve.median() if told.curve else None
    return "" if median is None else words.figure(median, "hours")


@require_GET
@company_view(roles=SEES_SAVINGS)
def papers(request: CompanyRequest) -> HttpResponse:
    """The papers, prints or months that a figure was counted from (``co``), of ``miesiac`` alone where it is told.

    ``przed`` asks for those behind a measure's figure before.
    """
    first, last = asked_period(request)
    if measure := request.GET.get("przed", ""):
        report = _behind_before(request, measure)
        return report_response(
            request, report, first, last, template="controlling/savings_papers.html", what="all"
        )
    if month := request.GET.get("miesiac", ""):
        first = last = parse_month(month)
    what = request.GET.get("co", "all")
    report = _behind(request, what, first, last)
    return report_response(
        request, report, first, last, template="controlling/savings_papers.html", what=what
    )


def _behind_before(request: CompanyRequest, measure: str) -> Report:
    """What a figure of the state before was counted from, as it was known then."""
    held = queries.newest_baseline()
    if held is None or not held.opens(measure):
        raise Refusal(
            "Tej miary sprzed zmiany nie policzono z dokumentów: wpisano ją. Zobacz „Stan przed”.",
            code="controlling.before",
        )
    origin = held.origin_of(measure)
    assert origin is not None
    if origin.source == Source.SHEET:
        return behind.imported_report(request.company, origin, queries.imported_papers(origin))
    months = queries.months_measured(origin)
    what = words.DRILLS.get(measure, "all")
    return _behind(request, what, months[0], months[-1], as_of=origin.at)


def _behind(
    request: CompanyRequest, what: str, first: Month, last: Month, *, as_of: datetime | None = None
) -> Report:
    label = period_label(first, last)
    as_of = as_of or request.now
    if what in ("prints", "downloads"):
        made = behind.printouts_of(
            first,
            last,
            as_of=as_of,
            on_paper=what == "prints",
            cut=queries.months_of_before(first, last),
        )
        return behind.prints_report(request.company, made, label)
    if what == "stopped":
        lines = list(queries.stopped_at(first, last, as_of=as_of))
        return behind.stopped_report(request.company, lines, label)
    if what == "costs":
        told = queries.savings(first=first, last=last, as_of=as_of)
        return behind.costs_report(request.company, told)
    found = queries.papers_counted(first=first, last=last, as_of=as_of)
    ids = facts.chosen(found, what, hours=_asked_hours(request))
    if ids is None:
        raise Refusal("Nie ma takiej liczby: wróć na stronę oszczędności.", code="controlling.what")
    return behind.papers_report(
        request.company, found, ids, what=what, period=label, link=company_link(request.company.nip)
    )


def _asked_hours(request: CompanyRequest) -> float:
    """Where on the curve; 0 where nothing, or no number, is asked for."""
    try:
        hours = float(request.GET.get("godzin", "0"))
    except ValueError:
        return 0.0
    return hours if math.isfinite(hours) else 0.0


@require_GET
@company_view(roles=SEES_SAVINGS)
def statement(request: CompanyRequest) -> HttpResponse:
    """The statement of the working period as PDF/A; the print is counted like any other."""
    first, last = asked_period(request)
    told = queries.savings(first=first, last=last, as_of=request.now)
    data = print_statement(
        request.company, told, printed_by=str(request.user), printed_at=request.now
    )
    record_printout(
        request, "Zestawienie oszczędności", "pdf", kind="savings", period=period_label(first, last)
    )
    response = HttpResponse(data, content_type="application/pdf")
    name = file_name(reports.measures_report(request.company, told), "pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
@company_view()
def calculator(request: CompanyRequest) -> HttpResponse:
    """The simple calculator: a monthly cost and a share give PLN a year."""
    monthly = request.GET.get("koszt", "70000")
    share = request.GET.get("udzial", "20")
    try:
        value = yearly_saving(parse_pln(monthly), Decimal(str(before.share_of(share))))
    except ValueError as error:
        raise Refusal(f"Kalkulator: {error}.", code="controlling.calculator") from error
    return TemplateResponse(
        request,
        "controlling/calculator.html",
        {"monthly": monthly, "share": share, "yearly": value},
    )
