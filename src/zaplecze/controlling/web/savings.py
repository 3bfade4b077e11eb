"""Pages of savings: before beside now, the papers behind each figure, the state before, the calculator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from zaplecze.controlling.rules.calculator import yearly_saving
from zaplecze.controlling.rules.intervals import Estimate, Interval
from zaplecze.controlling.rules.savings import Comparison, Verdict
from zaplecze.controlling.savings import before, facts, pictures, queries, reports, words
from zaplecze.controlling.savings.commands import (
    SHARES,
    BaselineRefused,
    keep_baseline,
    keep_cost,
)
from zaplecze.controlling.savings.models import Measure, Source
from zaplecze.controlling.savings.queries import Savings
from zaplecze.controlling.savings.statement import print_statement
from zaplecze.platform.models import Company, Membership, Role
from zaplecze.platform.money import parse_pln
from zaplecze.platform.periods import Month, month_of, parse_month, period_label
from zaplecze.platform.printing import file_name
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Report
from zaplecze.platform.scope import company_scope, user_scope
from zaplecze.platform.tables import MAX_BYTES
from zaplecze.platform.web import CompanyRequest, company_view, my_companies, signed_in
from zaplecze.platform.webreport import (
    asked_period,
    company_link,
    record_printout,
    report_response,
)

SEES_SAVINGS = frozenset({Role.OWNER, Role.MANAGER})
KEEPS_BASELINE = frozenset({Role.OWNER, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class Line:
    """A measure as the page shows it: words beside the comparison."""

    c: Comparison
    name: str
    before: str
    now: str
    now_limits: str
    change: str
    change_limits: str
    promise: str
    verdict: str
    method: str
    drill: str


def lines_of(told: Savings) -> list[Line]:
    """Every measure in words."""
    return [
        Line(
            c=c,
            name=words.name(c.measure),
            before=words.figure(c.before.value if c.before else None, c.unit),
            now=words.figure(c.now.value if c.now else None, c.unit),
            now_limits=words.between(c.now, lambda v, u=c.unit: words.figure(v, u)),
            change=reports.change_text(c),
            change_limits=reports.change_limits(c),
            promise="" if c.promise is None else words.moved(c.promise, c),
            verdict=words.verdict(c),
            method=words.method(c.measure),
            drill=words.DRILLS[c.measure],
        )
        for c in told.comparisons
    ]


@require_GET
@company_view(roles=SEES_SAVINGS)
def savings(request: CompanyRequest) -> HttpResponse:
    """Before beside now, with pictures; ``tabela`` asks for the table behind one, ``forma`` for it as a file."""
    first, last = asked_period(request)
    told = queries.savings(first=first, last=last, as_of=request.now)
    link = company_link(request.company.nip)
    tables = {
        "miary": lambda: reports.measures_report(request.company, told, link),
        "krzywa": lambda: reports.curve_report(request.company, told),
        "miesiace": lambda: reports.months_report(request.company, told),
    }
    if wanted := request.GET.get("tabela", ""):
        if wanted not in tables:
            raise Refusal("Nie ma takiej tabeli.", code="controlling.table")
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
            "lines": lines_of(told),
            "changes": pictures.change_picture(told),
            "curve": pictures.curve_picture(told),
            "months": pictures.months_picture(told),
            "saved": _pln(told.saved),
            "saved_limits": words.between(told.saved, lambda v: words.figure(v, "pln")),
            "avoided": "" if told.avoided is None else words.decimal_text(told.avoided.value, 0),
            "avoided_limits": words.between(told.avoided, lambda v: words.decimal_text(v, 0)),
            "median": _hours(told),
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
    """The papers, prints or months that a figure was counted from (``co``)."""
    first, last = asked_period(request)
    what = request.GET.get("co", "all")
    report = _behind(request, what, first, last)
    return report_response(
        request, report, first, last, template="controlling/savings_papers.html", what=what
    )


def _behind(request: CompanyRequest, what: str, first: Month, last: Month) -> Report:
    label = period_label(first, last)
    if what == "prints":
        return reports.prints_report(request.company, reports.printouts_of(first, last), label)
    if what == "costs":
        told = queries.savings(first=first, last=last, as_of=request.now)
        return reports.costs_report(request.company, told)
    found = facts.cohort(first=first, last=last, as_of=request.now)
    ids = facts.chosen(found, what)
    if ids is None:
        raise Refusal("Nie ma takiej liczby: wróć na stronę oszczędności.", code="controlling.what")
    return reports.papers_report(
        request.company, found, ids, what=what, period=label, link=company_link(request.company.nip)
    )


@require_GET
@company_view(roles=SEES_SAVINGS)
def statement(request: CompanyRequest) -> HttpResponse:
    """The statement of the working period as PDF/A; the print is counted like any other."""
    first, last = asked_period(request)
    told = queries.savings(first=first, last=last, as_of=request.now)
    data = print_statement(
        request.company, told, printed_by=str(request.user), printed_at=request.now
    )
    record_printout(request, f"Zestawienie oszczędności, {period_label(first, last)}", "pdf")
    response = HttpResponse(data, content_type="application/pdf")
    name = file_name(reports.measures_report(request.company, told), "pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# ---- The state before


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the wizard: the measure, its question, the unit, and what stands there now."""

    key: str
    label: str
    hint: str
    value: str
    share: bool


LABELS = {
    Measure.VOLUME: _lazy("dokumenty na miesiąc"),
    Measure.CYCLE: _lazy("czas obiegu, godziny robocze"),
    Measure.TOUCH: _lazy("minuty pracy przy dokumencie"),
    Measure.PRINTS: _lazy("wydruki na dokument"),
    Measure.ERRORS: _lazy("dokumenty z błędem, %"),
    Measure.STRAIGHT: _lazy("dokumenty bez udziału ludzi, %"),
    Measure.COST: _lazy("koszt miesięczny, zł"),
}
HINTS = {
    Measure.VOLUME: _lazy("ile dokumentów wpływa w zwykłym miesiącu"),
    Measure.CYCLE: _lazy(
        "średnio od wpływu do zaksięgowania; dzień roboczy to 8 godzin, najwyżej 240"
    ),
    Measure.TOUCH: _lazy("ile minut ludzie pracują nad jednym dokumentem, razem"),
    Measure.PRINTS: _lazy("ile wydruków przypada na dokument"),
    Measure.ERRORS: _lazy("ile dokumentów na sto trzeba poprawiać"),
    Measure.STRAIGHT: _lazy("ile dokumentów na sto nikt nie musi dotykać; zwykle 0"),
    Measure.COST: _lazy("płace z narzutami, usługi biura, programy i papier"),
}


@require_GET
@company_view(roles=SEES_SAVINGS)
def baseline(request: CompanyRequest) -> HttpResponse:
    """The state before: typed, from a spreadsheet, or measured in a first period; and what months cost."""
    held = queries.newest_baseline()
    figures = held.figures if held else {}
    first, last = asked_period(request)
    costs = queries.monthly_costs(first=first, last=last)
    return TemplateResponse(
        request,
        "controlling/baseline.html",
        {
            "held": held,
            "fields": [_field(m, figures.get(m)) for m in Measure],
            "earlier": [
                (row, [(str(LABELS[Measure(f.measure)]), _told(f.measure, f.value)) for f in row.figures.all()])
                for row in queries.baselines()
            ],
            "months": [(m, costs.get(m)) for m in facts.months_between(first, last)],
            "may": bool(request.roles & KEEPS_BASELINE),
        },
    )  # fmt: skip


def _field(measure: Measure, figure: Estimate | None) -> Field:
    share = measure in SHARES
    value = (
        "" if figure is None else f"{figure.value * (100 if share else 1):.6g}".replace(".", ",")
    )
    return Field(measure, str(LABELS[measure]), str(HINTS[measure]), value, share)


def _told(measure: str, value: Decimal) -> str:
    unit = {"cycle": "hours", "touch": "minutes", "cost": "pln"}.get(measure, "")
    return words.figure(float(value), "share" if measure in SHARES else unit)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def write_baseline(request: CompanyRequest) -> HttpResponse:
    """Keep what was typed; an empty field is a measure that nobody knows."""
    figures: dict[str, Estimate] = {}
    for measure in Measure:
        text = request.POST.get(measure, "").strip()
        if not text:
            continue
        try:
            value = before.number_of(text)
        except ValueError as error:
            raise BaselineRefused(f"{measure.label}: {error}.") from error
        figures[measure] = Estimate(value / 100 if measure in SHARES else value, 0.0, 0)
    keep_baseline(
        figures=figures,
        source=Source.TYPED,
        by=request.person_id,
        at=request.now,
        note=request.POST.get("note", ""),
    )
    messages.success(request, _("Zapisano stan przed."))
    return redirect("savings", nip=request.company.nip)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def import_baseline(request: CompanyRequest) -> HttpResponse:
    """Take the state before from a spreadsheet."""
    file = request.FILES.get("file")
    if file is None or not file.size:
        raise Refusal("Wybierz arkusz xlsx albo CSV.", code="controlling.no-file")
    if file.size > MAX_BYTES:
        raise Refusal("Ten plik jest za duży: podziel go.", code="controlling.file-size")
    figures, period = before.from_sheet(file.name or "", file.read())
    keep_baseline(
        figures=figures,
        source=Source.SHEET,
        by=request.person_id,
        at=request.now,
        period=period,
        note=file.name or "",
    )
    messages.success(request, _("Zapisano stan przed z arkusza."))
    return redirect("savings", nip=request.company.nip)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def measure_baseline(request: CompanyRequest) -> HttpResponse:
    """Measure the state before on the program's own papers of a first period."""
    first = parse_month(request.POST.get("od", ""))
    last = parse_month(request.POST.get("do", ""))
    if last < first:
        raise Refusal("Okres kończy się przed początkiem.", code="controlling.period")
    figures, period = before.from_period(first=first, last=last, as_of=request.now)
    keep_baseline(
        figures=figures, source=Source.MEASURED, by=request.person_id, at=request.now, period=period
    )
    messages.success(request, _("Zmierzono stan przed."))
    return redirect("savings", nip=request.company.nip)


@require_POST
@company_view(roles=KEEPS_BASELINE)
def write_cost(request: CompanyRequest) -> HttpResponse:
    """Write down what a month cost."""
    month = parse_month(request.POST.get("month", ""))
    try:
        amount = parse_pln(request.POST.get("amount", ""))
    except ValueError as error:
        raise Refusal(f"Koszt miesiąca: {error}.", code="controlling.cost") from error
    keep_cost(month=month, amount=amount, by=request.person_id, at=request.now)
    messages.success(request, _("Zapisano koszt miesiąca."))
    return redirect("baseline", nip=request.company.nip)


@require_GET
@company_view()
def calculator(request: CompanyRequest) -> HttpResponse:
    """The simple calculator: a monthly cost and a share give PLN a year."""
    monthly = request.GET.get("koszt", "70000")
    share = request.GET.get("udzial", "20")
    try:
        value = yearly_saving(
            parse_pln(monthly), Decimal(str(before.number_of(share.removesuffix("%")))) / 100
        )
    except ValueError as error:
        raise Refusal(f"Kalkulator: {error}.", code="controlling.calculator") from error
    return TemplateResponse(
        request,
        "controlling/calculator.html",
        {"monthly": monthly, "share": share, "yearly": value},
    )


# ---- All companies


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """A company on the page of all: its two promises, and how much was measured."""

    company: Company
    papers: int
    open: int
    cycle: str
    cycle_limits: str
    cycle_verdict: str
    cost: str
    cost_limits: str
    cost_verdict: str
    saved: str
    kept: bool


@require_GET
@login_required
def office(request: HttpRequest) -> HttpResponse:
    """Savings of every company that this person manages, over the last twelve months."""
    person_id = signed_in(request)
    now = timezone.now()
    last = month_of(timezone.localdate())
    first = (last[0] - 1, last[1] + 1) if last[1] < 12 else (last[0], 1)
    with user_scope(person_id):
        managed = set(
            Membership.objects.filter(user_id=person_id, role=Role.MANAGER).values_list(
                "company_id", flat=True
            )
        )
    lines, saved = [], 0.0
    for company in my_companies(person_id):
        if company.id not in managed:
            continue
        with company_scope(company.id, user_id=person_id):
            told = queries.savings(first=first, last=last, as_of=now)
        saved += told.saved.value if told.saved else 0.0
        lines.append(_office_line(company, told))
    return TemplateResponse(
        request,
        "controlling/savings_office.html",
        {
            "lines": lines,
            "saved": words.figure(saved, "pln"),
            "period": period_label(first, last),
            "caution": words.CAUTION,
        },
    )


def _office_line(company: Company, told: Savings) -> OfficeLine:
    cycle, cost = told.of("cycle"), told.of("cost")
    return OfficeLine(
        company=company,
        papers=cycle.n,
        open=cycle.censored,
        cycle=reports.change_text(cycle),
        cycle_limits=reports.change_limits(cycle),
        cycle_verdict=words.verdict(cycle),
        cost=reports.change_text(cost),
        cost_limits=reports.change_limits(cost),
        cost_verdict=words.verdict(cost),
        saved=_pln(told.saved),
        kept=cycle.verdict is Verdict.KEPT and cost.verdict is Verdict.KEPT,
    )
