"""Savings of all companies that a person leads or owns: the two promises in a picture, a table, an Excel file."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zaplecze.controlling.rules.savings import Comparison, Verdict
from zaplecze.controlling.savings import pictures, queries, reports, words
from zaplecze.controlling.savings.queries import Savings
from zaplecze.controlling.web.office_file import office_download
from zaplecze.controlling.web.savings import SEES_SAVINGS
from zaplecze.platform.models import Company, Membership
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import month_of, period_label
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import company_scope, user_scope
from zaplecze.platform.web import my_companies, signed_in
from zaplecze.platform.webreport import month_value

LABEL = 22
"""Characters of a company's name that fit before the picture."""


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """A company on the page of all: its two promises, how much was measured; ``query`` asks for the same months."""

    company: Company
    told: Savings
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
    query: str


@require_GET
@login_required
def office(request: HttpRequest) -> HttpResponse:
    """Savings of every company whose savings this person sees, over the last twelve months."""
    person_id = signed_in(request)
    now = timezone.now()
    last = month_of(timezone.localdate())
    first = (last[0] - 1, last[1] + 1) if last[1] < 12 else (last[0], 1)
    with user_scope(person_id):
        seen = set(
            Membership.objects.filter(user_id=person_id, role__in=SEES_SAVINGS).values_list(
                "company_id", flat=True
            )
        )
    lines, saved = [], 0.0
    for company in my_companies(person_id):
        if company.id not in seen:
            continue
        with company_scope(company.id, user_id=person_id):
            told = queries.savings(first=first, last=last, as_of=now)
        saved += told.saved.value if told.saved else 0.0
        lines.append(_office_line(company, told))
    period = period_label(first, last)
    if form := request.GET.get("forma", ""):
        companies = [line.company for line in lines]
        return office_download(request, _report(lines, period), form, companies, at=now)
    return TemplateResponse(
        request,
        "controlling/savings_office.html",
        {
            "lines": lines,
            "changes": _picture(lines),
            "saved": words.figure(saved, "pln"),
            "period": period,
            "caution": words.CAUTION,
            "end": words.END,
        },
    )


def _office_line(company: Company, told: Savings) -> OfficeLine:
    cycle, cost = told.of("cycle"), told.of("cost")
    return OfficeLine(
        company=company,
        told=told,
        papers=cycle.n,
        open=cycle.censored,
        cycle=reports.change_text(cycle),
        cycle_limits=reports.change_limits(cycle),
        cycle_verdict=words.verdict(cycle),
        cost=reports.change_text(cost),
        cost_limits=reports.change_limits(cost),
        cost_verdict=words.verdict(cost),
        saved="" if told.saved is None else words.figure(told.saved.value, "pln"),
        kept=cycle.verdict is Verdict.KEPT and cost.verdict is Verdict.KEPT,
        query=urlencode({"od": month_value(told.first), "do": month_value(told.last)}),
    )


def _picture(lines: list[OfficeLine]) -> pictures.ChangePicture:
    """Both promises of each company that has something to compare with."""
    rows: list[tuple[str, Comparison, str]] = []
    for line in lines:
        address = f"{reverse('savings', kwargs={'nip': line.company.nip})}?{line.query}"
        for measure, name in (("cycle", _("czas")), ("cost", _("koszt"))):
            label = f"{Truncator(line.company.short_name).chars(LABEL)}, {name}"
            rows.append((label, line.told.of(measure), address))
    return pictures.changes(rows)


def _numbers(key: str, c: Comparison) -> dict[str, object]:
    """A change as cells of numbers, with what keeps it from being told."""
    moved = c.change
    return {
        key: words.number(moved.value if moved else None, "share"),
        f"{key}_low": words.number(moved.low if moved else None, "share"),
        f"{key}_high": words.number(moved.high if moved else None, "share"),
        f"{key}_why": words.missing(c),
    }


def _report(lines: list[OfficeLine], period: str) -> Report:
    """The page as a table."""
    rows = tuple(
        Row(
            {
                "firm": line.company.name,
                "nip": line.company.nip,
                "papers": line.papers,
                "open": line.open,
                **_numbers("cycle", line.told.of("cycle")),
                "cycle_verdict": line.cycle_verdict,
                **_numbers("cost", line.told.of("cost")),
                "cost_verdict": line.cost_verdict,
                "saved": None if line.told.saved is None else words.money(line.told.saved.value),
            }
        )
        for line in lines
    )
    saved = (words.money(x.told.saved.value) for x in lines if x.told.saved is not None)
    return Report(
        code="savings-office",
        title=_("Oszczędności wszystkich firm"),
        company_name=_("Firmy, których oszczędności widzisz"),
        company_nip="",
        period_label=period,
        columns=(
            Column("firm", _("Firma"), "text"),
            Column("nip", "NIP", "code"),
            Column("papers", _("Dokumenty"), "int"),
            Column("open", _("W drodze"), "int"),
            Column("cycle", _("Czas obiegu, procent"), "number"),
            Column("cycle_low", _("od"), "number", group=_("czas: 95 %")),
            Column("cycle_high", _("do"), "number", group=_("czas: 95 %")),
            Column("cycle_why", _("Uwagi do czasu"), "text"),
            Column("cycle_verdict", _("Obietnica −40 %"), "text"),
            Column("cost", _("Koszt miesiąca, procent"), "number"),
            Column("cost_low", _("od"), "number", group=_("koszt: 95 %")),
            Column("cost_high", _("do"), "number", group=_("koszt: 95 %")),
            Column("cost_why", _("Uwagi do kosztu"), "text"),
            Column("cost_verdict", _("Obietnica −20 %"), "text"),
            Column("saved", _("Oszczędzono, zł"), "money"),
        ),
        rows=rows,
        totals={"saved": sum(saved, ZERO)},
        notes=(str(words.END), str(words.CAUTION)),
    )
