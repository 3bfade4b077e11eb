"""Pages of the statements: Bilans, RZiS, cash flow, equity, and the versions that were kept."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.api import years_of_books
from zaplecze.platform.money import parse_pln
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Report
from zaplecze.platform.scope import business_year, business_years
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import FORMS, company_link, download
from zaplecze.statements.cash_table import indirect_lines
from zaplecze.statements.commands import (
    adjust_cash_flow,
    drop_adjustment,
    keep_equity_notes,
    prepare_statements,
)
from zaplecze.statements.facts import YearOutside
from zaplecze.statements.models import EquityNotes
from zaplecze.statements.movements import equity_notes
from zaplecze.statements.queries import (
    ANNEX_NAMES,
    VARIANTS,
    YearStatements,
    adjustments,
    cash_flow,
    equity,
    year_statements,
)
from zaplecze.statements.reports import (
    balance_sheet_report,
    cash_flow_report,
    equity_report,
    income_report,
)
from zaplecze.statements.versions import changes_since, versions

KINDS = {
    "bilans": "Bilans",
    "wynik": "Rachunek zysków i strat",
    "przeplywy": "Przepływy pieniężne",
    "kapital": "Kapitał własny",
}


@require_GET
@company_view()
def newest(request: CompanyRequest) -> HttpResponse:
    """The balance sheet of the newest year in the books that has ended, or else of the newest."""
    today, named = timezone.localdate(), business_years()
    years = years_of_books() or [named.of_day(today).label]
    ended = [year for year in years if named.of_label(year).last_day < today]
    year = (ended or years)[0]
    return redirect("year_statement", nip=request.company.nip, year=year, kind="bilans")


@require_GET
@company_view()
def statement_page(request: CompanyRequest, year: int, kind: str) -> HttpResponse:
    """One statement of a year with its tabs, findings and versions."""
    if kind not in KINDS or not 2000 <= year <= 2100:
        raise Http404
    form = request.GET.get("forma", "")
    try:
        filled = _asked(request, year)
    except YearOutside as refusal:
        if form:
            raise
        return outside(request, year, kind, refusal)
    report = _report(request, filled, kind)
    if form:
        return download(request, report, form)
    kept = versions(year)
    return TemplateResponse(
        request,
        "statements/statement.html",
        {
            "report": report,
            "filled": filled,
            "kind": kind,
            "kinds": KINDS,
            "year": business_year(year),
            "years": [business_year(other) for other in years_of_books()],
            "annexes": ANNEX_NAMES,
            "variants": {"by-nature": "porównawczy", "by-function": "kalkulacyjny"},
            "query": _query(request),
            "opened": bool(request.GET.get("konta")),
            "downloads": [(form, f"?{_query(request)}&forma={form}") for form in FORMS],
            "versions": kept,
            "changes": changes_since(kept[0], filled) if kept else [],
            "lines": indirect_lines() if kind == "przeplywy" else (),
            "adjustments": adjustments(year=year) if kind == "przeplywy" else (),
            "notes": EquityForm(instance=equity_notes(year)) if kind == "kapital" else None,
            "may_prepare": bool(request.roles & BOOKKEEPERS),
        },
    )


def outside(request: CompanyRequest, year: int, kind: str, refusal: YearOutside) -> HttpResponse:
    """A page that says why there are no statements of a year, and where there are."""
    years, named = years_of_books(), business_years()
    first = min(years, default=None)
    return TemplateResponse(
        request,
        "statements/outside.html",
        {
            "year": named.of_label(year),
            "kind": kind,
            "years": [named.of_label(other) for other in years],
            "why": refusal.message,
            "compared": first if first and year == named.label_before(first) else None,
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def prepare(request: CompanyRequest, year: int) -> HttpResponse:
    """Keep a version of the year's statements."""
    prepare_statements(
        year=year,
        annex=_choice(request.POST.get("zalacznik", ""), ANNEX_NAMES, "1"),
        variant=_choice(request.POST.get("wariant", ""), VARIANTS, "by-nature"),
        by=request.person_id,
        at=request.now,
    )
    return redirect("year_statement", nip=request.company.nip, year=year, kind="bilans")


@require_POST
@company_view(roles=BOOKKEEPERS)
def adjust(request: CompanyRequest, year: int) -> HttpResponse:
    """Move an amount between lines of the cash flow."""
    try:
        amount = parse_pln(request.POST.get("kwota", ""))
    except ValueError as error:
        raise Refusal(f"Kwota: {error}.", code="statements.amount") from error
    adjust_cash_flow(
        year=year,
        from_line=request.POST.get("z", ""),
        to_line=request.POST.get("do", ""),
        amount=amount,
        reason=request.POST.get("powod", ""),
    )
    return redirect("year_statement", nip=request.company.nip, year=year, kind="przeplywy")


class EquityForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the books don't tell of changes in equity."""

    class Meta:
        model = EquityNotes
        fields = ("policy", "errors", "payout")
        localized_fields = "__all__"


@require_POST
@company_view(roles=BOOKKEEPERS)
def save_equity(request: CompanyRequest, year: int) -> HttpResponse:
    """Keep corrections of years before and the proposed payout."""
    form = EquityForm(request.POST)
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        raise Refusal(f"{form.fields[name].label}: {errors[0]}", code="statements.equity")
    keep_equity_notes(year=year, **form.cleaned_data, by=request.person_id, at=request.now)
    return redirect("year_statement", nip=request.company.nip, year=year, kind="kapital")


@require_POST
@company_view(roles=BOOKKEEPERS)
def drop(request: CompanyRequest, year: int) -> HttpResponse:
    """Take an adjustment out again."""
    number = request.POST.get("przesuniecie", "")
    if number.isdecimal():
        drop_adjustment(adjustment_id=int(number))
    return redirect("year_statement", nip=request.company.nip, year=year, kind="przeplywy")


def _asked(request: CompanyRequest, year: int) -> YearStatements:
    return year_statements(
        year=year,
        annex=_choice(request.GET.get("zalacznik", ""), ANNEX_NAMES, "1"),
        variant=_choice(request.GET.get("wariant", ""), VARIANTS, "by-nature"),
    )


def _choice(asked: str, known: object, default: str) -> str:
    return asked if asked in known else default  # type: ignore[operator]


def _query(request: CompanyRequest) -> str:
    query = request.GET.copy()
    query.pop("forma", None)
    return query.urlencode()


def _report(request: CompanyRequest, filled: YearStatements, kind: str) -> Report:
    link, opened = company_link(request.company.nip), bool(request.GET.get("konta"))
    match kind:
        case "bilans":
            return balance_sheet_report(request.company, filled, link, open_all=opened)
        case "wynik":
            return income_report(request.company, filled, link, open_all=opened)
        case "przeplywy":
            return cash_flow_report(request.company, cash_flow(year=filled.year), filled.year, link)
    return equity_report(request.company, equity(year=filled.year), filled.year, link)
