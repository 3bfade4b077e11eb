"""What really happened: the flow map, variants, bottlenecks, conformance; a picture first, its table behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from zaplecze.controlling import tables
from zaplecze.controlling.pictures import bars, flow
from zaplecze.controlling.rules.at_once import (
    Totals,
    VariantFigures,
    map_figures,
    rework_figures,
    totals,
    variant_figures,
    waiting_to_be_paid,
)
from zaplecze.controlling.rules.conformance import Fault, by_fault, judge
from zaplecze.controlling.rules.flow_map import Counted, FlowMap, frequent
from zaplecze.controlling.rules.folds import micros
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.rules.loads import LoadFigures, load_figures
from zaplecze.controlling.web.asked import KIND_FIELD, Asked, asked
from zaplecze.controlling.words import (
    CLOCKS,
    FAULTS,
    activity_words,
    cause_words,
    papers_words,
    percent,
    time_words,
)
from zaplecze.documents.api import all_kinds
from zaplecze.platform.periods import period_label
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.report import Report
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import report_response

# Arrows below this share of papers are left out of the picture, by the word in the address.
DETAILS = {"wszystko": 0.0, "1": 0.01, "5": 0.05, "20": 0.2}
SHOWN_VARIANTS = 20


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure above a picture: its name, its value in words, the papers that it was counted from."""

    name: str
    value: str
    url: str = ""


def page(
    request: CompanyRequest, question: Asked, report: Report, template: str, **context: object
) -> HttpResponse:
    """A page of the process: tabs, filter, picture, table; or the table as the file asked for."""
    return report_response(
        request,
        report,
        question.first,
        question.last,
        template=f"controlling/{template}.html",
        asked=question,
        kinds=[(kind.code, kind.label) for kind in all_kinds()],
        kind_field=KIND_FIELD,
        tabs=_tabs(request, question),
        **_shown_period(question),
        **context,
    )


def _shown_period(question: Asked) -> dict[str, object]:
    """The working period in the frame of the page, where it is the one asked about."""
    if question.single:
        return {}
    months = (question.first, question.last)
    return {"period": months, "period_label": period_label(*months)}


def _tabs(request: CompanyRequest, question: Asked) -> list[tuple[str, str, bool]]:
    match = request.resolver_match
    here = match.url_name if match else ""
    names = (
        ("flow_map", _("Mapa obiegu")),
        ("flow_variants", _("Warianty")),
        ("bottlenecks", _("Wąskie gardła")),
        ("conformance", pgettext("flow", "Zgodność")),
        ("open_work", _("Praca w toku i prognoza")),
        ("what_if", _("Co by było, gdyby")),
    )
    return [(title, question.url(name), here == name) for name, title in names]


def heading(request: CompanyRequest, question: Asked, *, now: bool = False) -> tables.Heading:
    """Heading of a page's table; ``now``: of what is counted whatever months are asked for."""
    label = question.now_label if now else question.label
    return tables.Heading(request.company, label, question)


def drawn(svg: str) -> str:
    """A picture for a template; `pictures.svg` has escaped every word of it."""
    return mark_safe(svg)  # noqa: S308


@require_GET
@company_view()
def map_page(request: CompanyRequest) -> HttpResponse:
    """Mapa obiegu: what followed what, how often, in what time."""
    question = asked(request)
    detail = request.GET.get("strzalki", "1")
    if detail not in DETAILS:
        raise Refusal("Wybierz z listy, które strzałki pokazać.", code="controlling.detail")
    whole = map_figures(question.folded)
    found = totals(question.folded, micros(question.as_of))
    shown = frequent(whole, DETAILS[detail])
    return page(
        request,
        question,
        tables.flow_table(heading(request, question), whole),
        "flow",
        picture=drawn(map_picture(shown, question)),
        legend=drawn(legend()),
        clocks=drawn(clock_picture(question, found.by_clock)),
        facts=_facts(question, found),
        detail=detail,
        details=[("wszystko", _("wszystkie")), ("1", "≥ 1 %"), ("5", "≥ 5 %"), ("20", "≥ 20 %")],
        hidden=len(whole.arrows) - len(shown.arrows),
        exports=[
            (name, question.url("flow_export", format=form))
            for form, name in (("xes", "XES"), ("ocel", "OCEL 2.0"))
        ],
    )


def map_picture(shown: FlowMap[Counted], question: Asked) -> str:
    """The map with its words and addresses."""
    return flow.draw(
        shown,
        flow.Words(
            title=_("Mapa obiegu dokumentów"),
            activity=activity_words,
            papers=papers_words,
            hours=time_words,
            arrow_url=lambda a, b: question.papers_url("strzalka", a=a, b=b),
            activity_url=lambda a: question.papers_url("czynnosc", czynnosc=a),
        ),
    )


def legend() -> str:
    """The colors of the map in words."""
    names = (_("do 1 h"), _("do 4 h"), _("do 1 dnia"), _("do 3 dni"), _("ponad 3 dni"))
    return flow.legend(dict(enumerate(names)), _("Kolor: mediana czasu roboczego"))


def clock_picture(question: Asked, sums: Mapping[Clock, float]) -> str:
    """One bar: the papers' working time on the three clocks."""
    whole = sum(sums.values()) or 1.0
    rows = [
        bars.Bar(
            str(CLOCKS[clock]),
            (
                bars.Part(
                    hours,
                    clock,
                    f"{CLOCKS[clock]}: {time_words(hours)}",
                    question.papers_url("zegar", zegar=clock),
                ),
            ),
            f"{time_words(hours)}, {percent(hours / whole)}",
        )
        for clock, hours in sums.items()
    ]
    return bars.draw(rows, _("Czas roboczy na trzech zegarach"))


def _facts(question: Asked, found: Totals) -> list[Fact]:
    ended = question.papers_url("dokumenty", stan="zakonczone")
    unpaid = waiting_to_be_paid(question.folded)
    return [
        Fact(_("Dokumentów"), str(found.papers), question.papers_url("dokumenty")),
        Fact(
            _("W drodze do zaksięgowania"),
            str(found.open - unpaid),
            question.papers_url("dokumenty", stan="do-zaksiegowania"),
        ),
        Fact(
            _("Zaksięgowane, czekają na zapłatę"),
            str(unpaid),
            question.papers_url("dokumenty", stan="do-zaplaty"),
        ),
        Fact(_("Mediana do końca, z zapłatą"), _time_or_dash(found.median_hours), ended),
        Fact(_("W tym na biurkach"), _time_or_dash(found.median_desks), ended),
    ]


def _time_or_dash(hours: float | None) -> str:
    return "–" if hours is None else time_words(hours)


@require_GET
@company_view()
def variants_page(request: CompanyRequest) -> HttpResponse:
    """Warianty: the ways that papers really took."""
    question = asked(request)
    found = variant_figures(question.folded)
    return page(
        request,
        question,
        tables.variants_table(heading(request, question), found),
        "variants",
        variants=[_variant_line(v, question, found[0].count) for v in found[:SHOWN_VARIANTS]],
        rest=max(len(found) - SHOWN_VARIANTS, 0),
        papers=question.folded.papers,
    )


@dataclass(frozen=True, slots=True)
class VariantLine:
    """A variant on the page: its steps in words, its share of the most frequent one (0 to 100)."""

    number: int
    steps: tuple[str, ...]
    count: int
    share: str
    of_most: int
    median: str
    url: str


def _variant_line(variant: VariantFigures, question: Asked, most: int) -> VariantLine:
    return VariantLine(
        variant.number,
        tuple(activity_words(a) for a in variant.way),
        variant.count,
        percent(variant.share),
        round(100 * variant.count / most),
        "" if variant.median_hours is None else time_words(variant.median_hours),
        question.papers_url("wariant", nr=variant.number),
    )


@require_GET
@company_view()
def bottlenecks_page(request: CompanyRequest) -> HttpResponse:
    """Wąskie gardła: where papers wait, why (never who), and what comes back."""
    question = asked(request)
    as_of = micros(question.as_of)
    loads = load_figures(question.folded, as_of)
    loops = rework_figures(question.folded, as_of)
    inside = [load for load in loads if load.clock != Clock.OUTSIDE and load.hours > 0]
    outside = sum(load.hours for load in loads if load.clock == Clock.OUTSIDE)
    return page(
        request,
        question,
        tables.bottlenecks_table(heading(request, question), loads, loops),
        "bottlenecks",
        picture=drawn(load_picture(inside, question)),
        outside=time_words(outside) if outside else "",
        outside_url=question.papers_url("zegar", zegar=Clock.OUTSIDE),
        worst=_worst(inside[0], question) if inside else None,
        never_back_url=question.papers_url("dokumenty", stan="bez-zwrotu"),
        never_back=percent(loops.right_first / loops.papers) if loops.papers else "–",
        loop_picture=drawn(
            bars.draw(
                [
                    bars.Bar(
                        f"{activity_words(x.source)} → {activity_words(x.back_to) or '–'}",
                        (
                            bars.Part(
                                x.hours,
                                "t3",
                                f"{activity_words(x.source)}: {papers_words(x.papers)}",
                                question.papers_url("petla", a=x.source, b=x.back_to),
                            ),
                        ),
                        f"{x.count} ×, {time_words(x.hours)}",
                    )
                    for x in loops.loops
                ],
                _("Pętle: zwroty i storna"),
            )
        ),
    )


def load_picture(loads: Sequence[LoadFigures], question: Asked) -> str:
    """Steps by the working time that papers wait in them, colored by the clock."""
    return bars.draw(
        [
            bars.Bar(
                activity_words(load.step),
                (
                    bars.Part(
                        load.hours,
                        load.clock,
                        f"{activity_words(load.step)}, {CLOCKS[load.clock]}: {time_words(load.hours)}",
                        question.papers_url("krok", krok=load.step, zegar=load.clock),
                    ),
                ),
                f"{percent(load.share)}, {CLOCKS[load.clock]}; "
                + _("mediana %(time)s")
                % {"time": "–" if load.median_hours is None else time_words(load.median_hours)},
            )
            for load in loads
        ],
        _("Czekanie w krokach"),
    )


@dataclass(frozen=True, slots=True)
class Worst:
    """The main bottleneck in words, with its causes: name, with, without, how sure, papers."""

    step: str
    clock: str
    share: str
    causes: tuple[tuple[str, str, str, bool, str], ...]


def _worst(load: LoadFigures, question: Asked) -> Worst:
    return Worst(
        activity_words(load.step),
        str(CLOCKS[load.clock]),
        percent(load.share),
        tuple(
            (
                cause_words(c.code),
                time_words(c.median_with),
                time_words(c.median_without),
                c.sure,
                question.papers_url("przyczyna", krok=load.step, zegar=load.clock, kod=c.code),
            )
            for c in load.causes
        ),
    )


@require_GET
@company_view()
def conformance_page(request: CompanyRequest) -> HttpResponse:
    """Zgodność: each paper beside the version of the procedure that it was opened by."""
    question = asked(request)
    log = question.log
    judged = [judge(h, log.expected(h), question.as_of) for h in log.histories]
    faults = by_fault(judged)
    clean = sum(all(d.fault == Fault.LATE for d in j.deviations) for j in judged)
    in_time = sum(not j.deviations for j in judged)
    whole = len(judged)
    return page(
        request,
        question,
        tables.conformance_table(heading(request, question), faults, whole),
        "conformance",
        facts=[
            Fact(_("Dokumentów"), str(whole), question.papers_url("dokumenty")),
            Fact(
                _("Inną drogą niż w procedurze"),
                f"{whole - clean} ({percent(1 - clean / whole)})" if whole else "–",
                question.papers_url("zgodnosc", stan="droga"),
            ),
            Fact(
                _("Inną drogą lub po terminie"),
                f"{whole - in_time} ({percent(1 - in_time / whole)})" if whole else "–",
                question.papers_url("zgodnosc", stan="termin"),
            ),
            Fact(
                _("Z krokami wykonanymi przez program"),
                str(sum(bool(j.by_program) for j in judged)),
                question.papers_url("zgodnosc", stan="program"),
            ),
        ],
        picture=drawn(
            bars.draw(
                [
                    bars.Bar(
                        f"{activity_words(f.step)}: {FAULTS[f.fault]}",
                        (
                            bars.Part(
                                len(f.shown),
                                "t2" if f.fault == Fault.LATE else "t4",
                                f"{activity_words(f.step)}: {FAULTS[f.fault]}",
                                question.papers_url("odchylenie", odchylenie=f.fault, krok=f.step),
                            ),
                        ),
                        str(len(f.shown)),
                    )
                    for f in faults
                ],
                _("Odchylenia od procedury"),
            )
        ),
    )
