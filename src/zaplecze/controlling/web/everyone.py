"""All companies on one page, for who leads the office: how papers flow in each."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zaplecze.controlling.folding import read_folded
from zaplecze.controlling.pictures import bars
from zaplecze.controlling.rules.at_once import summary_figures
from zaplecze.controlling.rules.folds import micros
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.rules.summary import Summary
from zaplecze.controlling.web.office_file import office_download
from zaplecze.controlling.web.process import drawn
from zaplecze.controlling.words import (
    CLOCKS,
    activity_words,
    hours_cell,
    papers_words,
    percent,
    time_words,
)
from zaplecze.platform.models import Company, Membership, Role
from zaplecze.platform.periods import Month, last_twelve, parse_month, period_label
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import company_scope, user_scope
from zaplecze.platform.web import signed_in
from zaplecze.platform.webreport import month_value


@dataclass(frozen=True, slots=True)
class CompanyFlow:
    """A company on the page: its figures in words, and where they open."""

    company: Company
    summary: Summary
    median: str
    desks: str
    right_first: str
    bottleneck: str
    address: str
    papers_address: str
    open_address: str
    ended_address: str
    right_address: str
    narrow_address: str


@require_GET
@login_required
def office_flow(request: HttpRequest) -> HttpResponse:
    """Obieg w firmach: those that this person leads as manager, the most waiting on our desks first."""
    person_id = signed_in(request)
    companies = _led_by(person_id)
    if not companies:
        message = _(
            "Tę stronę widzi kierownik biura. Poproś go o rolę w firmach, które prowadzisz."
        )
        return render(request, "403.html", {"message": message}, status=403)
    try:
        first, last = _months(request)
    except Refusal as refusal:
        return render(
            request, "refused.html", {"message": refusal.message, "code": refusal.code}, status=409
        )
    now = timezone.now()
    lines = []
    for company in companies:
        with company_scope(company.id, user_id=person_id):
            found = summary_figures(read_folded(months=(first, last), as_of=now), micros(now))
        lines.append(_line(company, found, first, last))
    lines.sort(key=lambda x: (-x.summary.open_by_clock[Clock.OURS], x.company.short_name))
    if form := request.GET.get("forma", ""):
        report = _report(lines, period_label(first, last))
        return office_download(request, report, form, companies, at=now)
    return TemplateResponse(
        request,
        "controlling/office.html",
        {
            "lines": lines,
            "picture": drawn(_picture(lines)),
            "months": (first, last),
            "label": period_label(first, last),
        },
    )


def _led_by(person_id: int) -> list[Company]:
    with user_scope(person_id):
        held = Membership.objects.filter(user_id=person_id, role=Role.MANAGER)
        ids = list(held.values_list("company_id", flat=True))
        return list(Company.objects.filter(id__in=ids).order_by("short_name"))


def _months(request: HttpRequest) -> tuple[Month, Month]:
    """The months asked for; at first the last twelve."""
    begins, today = last_twelve(timezone.localdate())
    first = parse_month(request.GET["od"]) if request.GET.get("od") else begins
    last = parse_month(request.GET["do"]) if request.GET.get("do") else max(first, today)
    if last < first:
        raise Refusal(
            "Okres kończy się przed początkiem: zamień „od” i „do”.", code="platform.period"
        )
    return first, last


def _line(company: Company, found: Summary, first: Month, last: Month) -> CompanyFlow:
    period = {"od": month_value(first), "do": month_value(last)}

    def address(name: str, **more: str) -> str:
        return f"{reverse(name, kwargs={'nip': company.nip})}?{urlencode({**period, **more})}"

    worst = ""
    if found.bottleneck_clock is not None:
        clock = CLOCKS[found.bottleneck_clock]
        worst = f"{activity_words(found.bottleneck)} ({clock}), {percent(found.bottleneck_share)}"
    return CompanyFlow(
        company,
        found,
        "" if found.median_hours is None else time_words(found.median_hours),
        "" if found.median_desks is None else time_words(found.median_desks),
        "" if found.right_first is None else percent(found.right_first),
        worst,
        address("flow_map"),
        address("flow_papers", co="dokumenty"),
        address("flow_papers", co="dokumenty", stan="otwarte"),
        address("flow_papers", co="dokumenty", stan="zakonczone"),
        address("flow_papers", co="dokumenty", stan="bez-zwrotu"),
        address("bottlenecks"),
    )


def _report(lines: list[CompanyFlow], period: str) -> Report:
    """The page as a table."""
    return Report(
        code="flow-office",
        title=_("Obieg w firmach"),
        company_name=_("Firmy, które prowadzisz"),
        company_nip="",
        period_label=period,
        columns=(
            Column("firm", _("Firma"), "text"),
            Column("nip", "NIP", "code"),
            Column("papers", _("Dokumentów"), "int"),
            Column("open", _("W drodze, z zapłatą"), "int"),
            *(Column(clock, str(CLOCKS[clock]), "int", group=_("W drodze")) for clock in Clock),
            Column("median", _("Mediana do końca, z zapłatą, godz. robocze"), "money"),
            Column("desks", _("W tym na biurkach"), "money"),
            Column("right", _("Bez zwrotu"), "text"),
            Column("narrow", _("Wąskie gardło na biurkach"), "text"),
        ),
        rows=tuple(
            Row(
                {
                    "firm": x.company.name,
                    "nip": x.company.nip,
                    "papers": x.summary.papers,
                    "open": x.summary.open,
                    **{clock: x.summary.open_by_clock[clock] for clock in Clock},
                    "median": None
                    if x.summary.median_hours is None
                    else hours_cell(x.summary.median_hours),
                    "desks": None
                    if x.summary.median_desks is None
                    else hours_cell(x.summary.median_desks),
                    "right": x.right_first,
                    "narrow": x.bottleneck,
                }
            )
            for x in lines
        ),
        totals={},
    )


def _picture(lines: list[CompanyFlow]) -> str:
    """Papers on their way by company and clock."""
    return bars.draw(
        [
            bars.Bar(
                line.company.short_name,
                tuple(
                    bars.Part(
                        line.summary.open_by_clock[clock],
                        clock,
                        f"{line.company.short_name}, {CLOCKS[clock]}: "
                        + papers_words(line.summary.open_by_clock[clock]),
                        line.open_address,
                    )
                    for clock in Clock
                ),
                ", ".join(
                    f"{CLOCKS[c]} {line.summary.open_by_clock[c]}"
                    for c in Clock
                    if line.summary.open_by_clock[c]
                ),
            )
            for line in lines
        ],
        _("Dokumenty w drodze, według firm i zegarów"),
    )
