"""Tables of what lies ahead: work in progress and its forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from zaplecze.controlling.rules.ageing import DAYS, AgeRow
from zaplecze.controlling.rules.forecast import Forecast, Week
from zaplecze.controlling.tables.heading import Heading
from zaplecze.controlling.words import CLOCKS, activity_words, hours_cell
from zaplecze.platform.report import Column, Report, Row


def class_names() -> list[str]:
    """Classes of age in words."""
    edges = [0, *DAYS]
    return [
        *(
            _("do 1 dnia") if a == 0 else _("%(first)s–%(last)s dni") % {"first": a, "last": b}
            for a, b in zip(edges, DAYS, strict=False)
        ),
        _("ponad %(days)s dni") % {"days": DAYS[-1]},
    ]


def ageing_table(heading: Heading, rows: Sequence[AgeRow]) -> Report:
    """Waiting papers by step and class of age."""
    names = class_names()
    shown = []
    for row in rows:
        counts = {f"c{n}": len(c) or None for n, c in enumerate(row.classes)}
        links = {
            f"c{n}": heading.addresses.papers_url("wiek", krok=row.step, zegar=row.clock, klasa=n)
            for n, c in enumerate(row.classes)
            if c
        }
        links["count"] = heading.addresses.papers_url("wiek", krok=row.step, zegar=row.clock)
        shown.append(
            Row(
                {
                    "step": activity_words(row.step),
                    "clock": str(CLOCKS[row.clock]),
                    "count": row.count,
                    **counts,
                    "oldest": hours_cell(row.oldest),
                },
                links=links,
            )
        )
    return heading.report(
        "flow-open-work",
        _("Praca w toku"),
        (
            Column("step", _("Krok"), "text"),
            Column("clock", _("Zegar"), "text"),
            Column("count", _("Czeka"), "int"),
            *(
                Column(f"c{n}", name, "int", group=_("Leży w kroku, dni robocze"))
                for n, name in enumerate(names)
            ),
            Column("oldest", _("Najdłużej, godz. robocze"), "money"),
        ),
        shown,
    )


def _week_url(heading: Heading, step: str, monday: date) -> str:
    return heading.addresses.papers_url("tydzien", tydzien=monday.isoformat(), krok=step)


def _week_row(heading: Heading, step: str, week: Week) -> Row:
    """A week to come; of the running one what was, too."""
    return Row(
        {
            "week": f"{week.monday:%d.%m.%Y}",
            "known": week.known or None,
            "expected": hours_cell(week.expected),
            "low": hours_cell(week.low),
            "high": hours_cell(week.high),
            "days": len(week.days),
        },
        links={"known": _week_url(heading, step, week.monday)} if week.known else {},
    )


def forecast_table(heading: Heading, forecasts: Mapping[str, Forecast]) -> Report:
    """Past and coming weeks of each step."""
    rows = []
    for step, found in forecasts.items():
        rows.append(Row({"week": activity_words(step)}, kind="group"))
        rows += [
            Row(
                {"week": f"{monday:%d.%m.%Y}", "known": count},
                links={"known": _week_url(heading, step, monday)},
            )
            for monday, count in found.past
        ]
        rows += [_week_row(heading, step, w) for w in (found.running, *found.coming)]
    return heading.report(
        "flow-forecast",
        _("Prognoza pracy"),
        (
            Column("week", _("Tydzień od"), "text"),
            Column("known", _("Było"), "int"),
            Column("expected", _("Oczekiwane"), "money", group=_("Prognoza")),
            Column("low", _("od"), "money", group=_("Prognoza")),
            Column("high", _("do"), "money", group=_("Prognoza")),
            Column("days", _("Dni roboczych"), "int"),
        ),
        rows,
        (
            _(
                "Metoda: średnia każdego dnia tygodnia z ostatnich 12 pełnych tygodni, bez dni wolnych; w bieżącym "
                "tygodniu to, co już było, i reszta dni, z dzisiejszego tyle, ile brakuje do zwykłego; przedział "
                "90 % z rozrzutu liczebności poszerzonego o zmienność ponad przypadek (quasi-Poisson) "
                "i o niepewność średnich."
            ),
        ),
    )
