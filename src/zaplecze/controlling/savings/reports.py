"""Savings as tables: measures, months, the curve, and the papers that a figure was counted from."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from zaplecze.controlling.rules.savings import Comparison
from zaplecze.controlling.savings import words
from zaplecze.controlling.savings.queries import MonthLine, Savings
from zaplecze.platform.links import Link
from zaplecze.platform.models import Company
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import Month, period_label
from zaplecze.platform.report import Column, Report, Row

CURVE_ROWS = 60
BEHIND_MONTHS = {
    "papers": "all", "open": "open", "mean": "all", "straight": "straight", "wrong": "errors", "prints": "prints",
    "downloads": "downloads", "cost": "costs",
}  # fmt: skip
"""Which list stands behind each figure of a month."""


def change_text(comparison: Comparison) -> str:
    """The change, or why there is none."""
    if comparison.change is None:
        return words.missing(comparison)
    return words.moved(comparison.change.value, comparison)


def change_limits(comparison: Comparison) -> str:
    """The change's 95 % interval, or why a change has none."""
    if comparison.change is None:
        return ""
    limits = words.between(comparison.change, lambda v: words.moved(v, comparison))
    return limits or words.missing(comparison)


def notes(told: Savings) -> tuple[str, ...]:
    """What a reader has to know of what was left out: the baseline's own months, months of too few people."""
    found = []
    if told.cut:
        found.append(
            _("W miesiącach %(months)s mierzono stan przed: nie liczą się do „teraz”.")
            % {"months": words.months(told.cut)}
        )
    if told.quiet:
        found.append(
            _(
                "Minut z miesięcy %(months)s nie pokazujemy i nie liczymy: za mało osób albo dokumentów, jedna osoba "
                "ma prawie wszystkie, albo nie minął jeszcze następny miesiąc."
            )
            % {"months": words.months(told.quiet)}
        )
    return tuple(found)


def now_text(comparison: Comparison) -> str:
    """The figure of now, with the hours that it was counted to where they are fewer than usual."""
    if comparison.now is None:
        return ""
    text = words.figure(comparison.now.value, comparison.unit)
    short = words.counted_to(comparison)
    return f"{text} ({short})" if short else text


def month_mean(line: MonthLine) -> str:
    """A month's mean time; where too little of it was seen, that it is too early."""
    if line.mean is not None:
        return words.figure(line.mean.value, "hours")
    return str(_("za wcześnie")) if line.papers else ""


def before_url(told: Savings, measure: str, link: Link) -> str:
    """What stands behind a figure before: its papers, or where nobody counted any the page that it was told on."""
    if told.before is not None and told.before.opens(measure):
        return f"{link('savings_papers')}?przed={measure}"
    return link("baseline")


@override("pl")
def measures_report(company: Company, told: Savings, link: Link | None = None) -> Report:
    """Every measure before and now."""
    rows = []
    for c in told.comparisons:
        cells: dict[str, object] = {
            "measure": words.name(c.measure),
            "before": words.figure(c.before.value if c.before else None, c.unit),
            "now": now_text(c),
            "now_limits": words.between(c.now, lambda v, u=c.unit: words.figure(v, u)),
            "change": change_text(c),
            "change_limits": change_limits(c),
            "promise": "" if c.promise is None else words.moved(c.promise, c),
            "verdict": words.verdict(c),
            "n": c.n,
            "open": c.censored,
        }
        links = {}
        if link:
            behind = f"{link('savings_papers')}?co={words.DRILLS[c.measure]}"
            of = f"{link('savings_papers')}?co={words.COUNTED_OF[c.measure]}"
            links = {"measure": behind, "now": behind, "change": behind, "n": of}
            links |= {"before": before_url(told, c.measure, link)}
            links |= {"open": f"{link('savings_papers')}?co=open"} if c.censored else {}
        rows.append(Row(cells, links))
    return Report(
        code="savings",
        title="Oszczędności",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(told.first, told.last),
        columns=(
            Column("measure", "Miara", "text"),
            Column("before", "Przed", "text"),
            Column("now", "Teraz", "text"),
            Column("now_limits", "95 %", "text"),
            Column("change", "Zmiana", "text"),
            Column("change_limits", "95 % zmiany", "text"),
            Column("promise", "Obietnica", "text"),
            Column("verdict", "Wynik", "text"),
            Column("n", "Liczono z", "int"),
            Column("open", "W drodze", "int"),
        ),
        rows=tuple(rows),
        totals={},
        notes=(
            *notes(told),
            str(words.END),
            str(words.CAUTION),
            "„Liczono z”: dokumenty, a przy koszcie miesiące. „W drodze”: dokumenty jeszcze niezakończone.",
        ),
    )


@override("pl")
def months_report(company: Company, told: Savings, link: Link | None = None) -> Report:
    """The months behind the picture; each figure leads to what was counted in that month."""

    def links(month: Month) -> dict[str, str]:
        if link is None:
            return {}
        at = f"{link('savings_papers')}?miesiac={month[0]}-{month[1]:02}&co="
        return {cell: f"{at}{what}" for cell, what in BEHIND_MONTHS.items()}

    rows = tuple(
        Row(
            {
                "month": f"{line.month[1]:02}.{line.month[0]}",
                "papers": line.papers,
                "open": line.censored,
                "mean": month_mean(line),
                "limits": words.between(line.mean, lambda v: words.figure(v, "hours")),
                "straight": line.straight,
                "wrong": line.wrong,
                "prints": line.paper_prints,
                "downloads": line.downloads,
                "cost": line.cost,
            },
            links=links(line.month),
        )
        for line in told.months
    )
    costs = [line.cost for line in told.months if line.cost is not None]
    return Report(
        code="savings-months",
        title="Oszczędności miesiąc po miesiącu",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(told.first, told.last),
        columns=(
            Column("month", "Miesiąc wpływu", "code"),
            Column("papers", "Dokumenty", "int"),
            Column("open", "W drodze", "int"),
            Column("mean", "Czas obiegu", "text"),
            Column("limits", "95 %", "text"),
            Column("straight", "Bez ludzi", "int"),
            Column("wrong", "Z błędem", "int"),
            Column("prints", "Wydruki", "int"),
            Column("downloads", "Pobrania danych", "int"),
            Column("cost", "Koszt, zł", "money"),
        ),
        rows=rows,
        totals={"cost": sum(costs, ZERO)},
    )


@override("pl")
def curve_report(company: Company, told: Savings, link: Link | None = None) -> Report:
    """The curve behind the picture, thinned to at most `CURVE_ROWS` lines; each opens the papers seen so long."""
    rows: list[Row] = []
    curve = told.curve
    if curve is not None:
        low, high = curve.bounds()
        step = max(1, -(-curve.times.size // CURVE_ROWS))
        for i in range(0, curve.times.size, step):
            rows.append(
                Row(
                    {
                        "hours": words.decimal_text(float(curve.times[i])),
                        "left": words.figure(float(curve.survival[i]), "share"),
                        "limits": f"{words.figure(float(low[i]), 'share')} … "
                        f"{words.figure(float(high[i]), 'share')}",
                        "at_risk": int(curve.at_risk[i]),
                    },
                    links={
                        "at_risk": f"{link('savings_papers')}?co=at_risk&godzin={float(curve.times[i])!r}"
                    }
                    if link
                    else {},
                )
            )
    return Report(
        code="savings-curve",
        title="Ile dokumentów jest jeszcze w drodze",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(told.first, told.last),
        columns=(
            Column("hours", "Po godzinach roboczych", "text"),
            Column("left", "W drodze", "text"),
            Column("limits", "95 %", "text"),
            Column("at_risk", "Obserwowanych", "int"),
        ),
        rows=tuple(rows),
        totals={},
    )
