"""Tables of what really happened: arrows, variants, bottlenecks, deviations."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zaplecze.controlling.rules.at_once import ReworkFigures, VariantFigures
from zaplecze.controlling.rules.conformance import FaultCount
from zaplecze.controlling.rules.flow_map import END, START, Counted, FlowMap
from zaplecze.controlling.rules.loads import LoadFigures
from zaplecze.controlling.tables.heading import Heading
from zaplecze.controlling.words import (
    CLOCKS,
    FAULTS,
    activity_words,
    cause_words,
    hours_cell,
    percent,
)
from zaplecze.platform.report import Column, Report, Row


def flow_table(heading: Heading, flow: FlowMap[Counted]) -> Report:
    """Arrows of the map, the most traveled first."""
    rows = []
    for arrow in flow.arrows.values():
        edge = START in (arrow.source, arrow.target) or arrow.target == END
        url = heading.addresses.papers_url("strzalka", a=arrow.source, b=arrow.target)
        rows.append(
            Row(
                {
                    "from": activity_words(arrow.source),
                    "to": activity_words(arrow.target),
                    "count": arrow.count,
                    "papers": arrow.papers,
                    "median": None if edge else hours_cell(arrow.median_hours),
                    "mean": None if edge else hours_cell(arrow.mean_hours),
                    "elapsed": None if edge else hours_cell(arrow.mean_elapsed),
                },
                links={"count": url},
            )
        )
    return heading.report(
        "flow-map",
        _("Mapa obiegu"),
        (
            Column("from", _("Z"), "text"),
            Column("to", _("Do"), "text"),
            Column("count", _("Przejść"), "int"),
            Column("papers", _("Dokumentów"), "int"),
            Column("median", _("Mediana"), "money", group=_("Godziny robocze")),
            Column("mean", _("Średnia"), "money", group=_("Godziny robocze")),
            Column("elapsed", _("Średnia, godziny zegarowe"), "money"),
        ),
        rows,
        (
            _(
                "Godziny robocze: dni robocze 8:00–16:00, bez świąt. Do końca prowadzą tylko dokumenty, "
                "których obieg się zakończył."
            ),
        ),
    )


def variants_table(heading: Heading, found: Sequence[VariantFigures]) -> Report:
    """Ways of papers, the most traveled first."""
    rows = [
        Row(
            {
                "number": v.number,
                "way": " → ".join(activity_words(a) for a in v.way),
                "count": v.count,
                "share": percent(v.share),
                "running": percent(v.running_share),
                "median": None if v.median_hours is None else hours_cell(v.median_hours),
            },
            links={"count": heading.addresses.papers_url("wariant", nr=v.number)},
        )
        for v in found
    ]
    return heading.report(
        "flow-variants",
        _("Warianty obiegu"),
        (
            Column("number", _("Nr"), "int"),
            Column("way", _("Droga"), "text", width=70),
            Column("count", _("Dokumentów"), "int"),
            Column("share", _("Udział"), "text"),
            Column("running", _("Narastająco"), "text"),
            Column("median", _("Mediana do końca, godz. robocze"), "money"),
        ),
        rows,
        (_("Dokumenty w drodze liczą się tak, jak stoją; mediana tylko z zakończonych."),),
    )


def bottlenecks_table(
    heading: Heading, loads: Sequence[LoadFigures], loops: ReworkFigures
) -> Report:
    """Steps by waiting, the causes under each, then the loops of rework."""
    rows: list[Row] = []
    to = heading.addresses.papers_url
    for load in loads:
        rows.append(
            Row(
                {
                    "what": activity_words(load.step),
                    "clock": str(CLOCKS[load.clock]),
                    "count": load.count,
                    "open": load.open,
                    "hours": hours_cell(load.hours),
                    "share": percent(load.share) if load.share else "",
                    "median": None if load.median_hours is None else hours_cell(load.median_hours),
                    "other": None if load.p90_hours is None else hours_cell(load.p90_hours),
                },
                links={"count": to("krok", krok=load.step, zegar=load.clock)},
            )
        )
        rows += [
            Row(
                {
                    "what": f"– {cause_words(c.code)}"
                    + ("" if c.sure else " " + _("(może być przypadkiem)")),
                    "count": c.count,
                    "hours": hours_cell(c.hours),
                    "median": hours_cell(c.median_with),
                    "other": hours_cell(c.median_without),
                },
                links={"count": to("przyczyna", krok=load.step, zegar=load.clock, kod=c.code)},
            )
            for c in load.causes
        ]
    if loops.loops:
        rows.append(Row({"what": _("Pętle: zwroty i storna")}, kind="group"))
    rows += [
        Row(
            {
                "what": f"{activity_words(x.source)} → {activity_words(x.back_to) or '–'}",
                "count": x.count,
                "hours": hours_cell(x.hours),
                "median": hours_cell(x.hours / x.count),
            },
            links={"count": to("petla", a=x.source, b=x.back_to)},
        )
        for x in loops.loops
    ]
    return heading.report(
        "flow-bottlenecks",
        _("Wąskie gardła"),
        (
            Column("what", _("Krok lub przyczyna"), "text", width=44),
            Column("clock", _("Zegar"), "text"),
            Column("count", _("Pobytów"), "int"),
            Column("open", _("W tym trwa"), "int"),
            Column("hours", _("Razem"), "money", group=_("Godziny robocze")),
            Column("share", _("Udział w czasie na biurkach"), "text"),
            Column("median", _("Mediana (pętla: średnia)"), "money", group=_("Godziny na pobyt")),
            Column(
                "other", _("9 na 10; przyczyna: bez niej"), "money", group=_("Godziny na pobyt")
            ),
        ),
        rows,
        (
            _(
                "Przy przyczynie „razem” to godziny ponad średnią pobytów bez niej. Przyczyny nigdy nie są ludźmi; "
                "różnica jest współwystępowaniem, nie dowodem. Pewne są te, które test rang (Manna-Whitneya) "
                "odróżnia od przypadku mimo tylu pytań naraz: szansa, że strona nazwie pewną choć jedną przyczynę, "
                "której nie ma, to najwyżej 5 % (poprawka Holma)."
            ),
        ),
    )


def conformance_table(heading: Heading, faults: Sequence[FaultCount], papers: int) -> Report:
    """Deviations by kind and step."""
    rows = []
    for found in faults:
        count = len({h.document_id for h, _d in found.shown})
        late = [d.hours for _h, d in found.shown if d.hours]
        rows.append(
            Row(
                {
                    "fault": str(FAULTS[found.fault]),
                    "step": activity_words(found.step),
                    "count": len(found.shown),
                    "papers": count,
                    "share": percent(count / papers if papers else 0),
                    "late": hours_cell(sum(late) / len(late)) if late else None,
                },
                links={
                    "count": heading.addresses.papers_url(
                        "odchylenie", odchylenie=found.fault, krok=found.step
                    )
                },
            )
        )
    return heading.report(
        "flow-conformance",
        _("Zgodność z procedurą"),
        (
            Column("fault", _("Odchylenie"), "text"),
            Column("step", _("Krok"), "text"),
            Column("count", _("Razy"), "int"),
            Column("papers", _("Dokumentów"), "int"),
            Column("share", _("Udział"), "text"),
            Column("late", _("Średnio po terminie, godz. robocze"), "money"),
        ),
        rows,
        (
            _(
                "Każdy dokument porównany z tą wersją procedury, którą zaczął obieg. Kroki, które program wykonał "
                "sam przed otwarciem obiegu, nie są odchyleniem."
            ),
        ),
    )
