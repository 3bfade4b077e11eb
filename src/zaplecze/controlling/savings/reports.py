"""Savings as tables: measures, months, the curve, and the papers that a figure was counted from."""

from __future__ import annotations

from django.utils.translation import gettext as _

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


def cost_lines(told: Savings) -> tuple[str, ...]:
    """Of a period of few months: what its months cost beside before, and the promise over twelve months."""
    found = []
    cost = told.of("cost")
    if told.cost_year is None:
        return ()
    if told.cost_gap is not None and cost.before is not None and cost.now is not None:
        much = words.figure(abs(told.cost_gap), "pln")
        texts = {"sum": words.figure(cost.now.value * cost.n, "pln"), "months": cost.n, "much": much,
                 "before": words.figure(cost.before.value * cost.n, "pln")}  # fmt: skip
        said = (
            _("Miesiące z kosztem: %(months)s, razem %(sum)s; przed zmianą %(before)s, czyli o %(much)s mniej.")
            if told.cost_gap < 0
            else _("Miesiące z kosztem: %(months)s, razem %(sum)s; przed zmianą %(before)s, czyli o %(much)s więcej.")
        )  # fmt: skip
        found.append(said % texts)
    year = told.cost_year
    c = year.comparison
    texts = {"period": period_label(year.first, year.last), "verdict": words.verdict(c),
             "change": change_text(c), "limits": f"95 %: {change_limits(c)}", "months": c.n}  # fmt: skip
    said = (
        _("Przez 12 miesięcy (%(period)s, z kosztem: %(months)s): obietnica %(verdict)s, %(change)s (%(limits)s).")
        if c.verdict
        else _("Przez 12 miesięcy (%(period)s, z kosztem: %(months)s): obietnicy nie da się osądzić, %(change)s.")
    )  # fmt: skip
    found.append(said % texts)
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


def measures_report(company: Company, told: Savings, link: Link | None = None) -> Report:
    """Every measure before and now."""
    rows = []
    for c in told.comparisons:
        was, now, moved = c.before, c.now, c.change
        cells: dict[str, object] = {
            "measure": words.name(c.measure),
            "unit": words.unit(c.unit),
            "before": words.number(was.value if was else None, c.unit),
            "now": words.number(now.value if now else None, c.unit),
            "now_low": words.number(now.low if now else None, c.unit),
            "now_high": words.number(now.high if now else None, c.unit),
            "change": words.number(moved.value if moved else None, "share"),
            "change_unit": words.change_unit(c) if moved else "",
            "change_low": words.number(moved.low if moved else None, "share"),
            "change_high": words.number(moved.high if moved else None, "share"),
            "promise": words.number(c.promise, "share"),
            "verdict": words.verdict(c),
            "n": c.n,
            "open": c.censored,
            "remark": "; ".join(filter(None, (words.missing(c), words.counted_to(c)))),
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
        title=_("Oszczędności"),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(told.first, told.last),
        columns=(
            Column("measure", _("Miara"), "text"),
            Column("unit", _("Jednostka"), "text"),
            Column("before", _("Przed"), "number"),
            Column("now", _("Teraz"), "number"),
            Column("now_low", _("od"), "number", group=_("teraz: 95 %")),
            Column("now_high", _("do"), "number", group=_("teraz: 95 %")),
            Column("change", _("Zmiana"), "number"),
            Column("change_unit", _("Jednostka zmiany"), "text"),
            Column("change_low", _("od"), "number", group=_("zmiana: 95 %")),
            Column("change_high", _("do"), "number", group=_("zmiana: 95 %")),
            Column("promise", _("Obietnica, procent"), "number"),
            Column("verdict", _("Wynik"), "text"),
            Column("n", _("Liczono z"), "int"),
            Column("open", _("W drodze"), "int"),
            Column("remark", _("Uwagi"), "text"),
        ),
        rows=tuple(rows),
        totals={},
        notes=(
            *notes(told),
            str(words.END),
            str(words.CAUTION),
            _(
                "„Liczono z”: dokumenty, a przy koszcie miesiące. „W drodze”: dokumenty jeszcze niezakończone."
            ),
        ),
    )


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
                "mean": words.number(line.mean.value if line.mean else None, "hours"),
                "low": words.number(line.mean.low if line.mean else None, "hours"),
                "high": words.number(line.mean.high if line.mean else None, "hours"),
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
        title=_("Oszczędności miesiąc po miesiącu"),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(told.first, told.last),
        columns=(
            Column("month", _("Miesiąc wpływu"), "code"),
            Column("papers", _("Dokumenty"), "int"),
            Column("open", _("W drodze"), "int"),
            Column("mean", _("Czas obiegu, h"), "number"),
            Column("low", _("od, h"), "number", group="95 %"),
            Column("high", _("do, h"), "number", group="95 %"),
            Column("straight", _("Bez ludzi"), "int"),
            Column("wrong", _("Z błędem"), "int"),
            Column("prints", _("Wydruki"), "int"),
            Column("downloads", _("Pobrania danych"), "int"),
            Column("cost", _("Koszt, zł"), "money"),
        ),
        rows=rows,
        totals={"cost": sum(costs, ZERO)},
    )


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
                        "hours": words.number(float(curve.times[i]), "hours"),
                        "left": words.number(float(curve.survival[i]), "share"),
                        "low": words.number(float(low[i]), "share"),
                        "high": words.number(float(high[i]), "share"),
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
        title=_("Ile dokumentów jest jeszcze w drodze"),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(told.first, told.last),
        columns=(
            Column("hours", _("Po godzinach roboczych"), "number"),
            Column("left", _("W drodze, procent"), "number"),
            Column("low", _("od, procent"), "number", group="95 %"),
            Column("high", _("do, procent"), "number", group="95 %"),
            Column("at_risk", _("Obserwowanych"), "int"),
        ),
        rows=tuple(rows),
        totals={},
    )
