"""Savings as tables: measures, months, the curve, and the papers that a figure was counted from."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from zaplecze.controlling.rules.savings import OPEN, Cohort, Comparison
from zaplecze.controlling.savings import words
from zaplecze.controlling.savings.facts import bounds
from zaplecze.controlling.savings.queries import MonthLine, Savings
from zaplecze.documents.api import documents_by_id
from zaplecze.platform.days import WARSAW
from zaplecze.platform.links import Link, cell_link
from zaplecze.platform.models import Company, Printout
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import Month, period_label
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import current_company_id

CURVE_ROWS = 60
WHAT_NAMES = {
    "all": "wszystkie dokumenty okresu",
    "open": "dokumenty w drodze",
    "done": "dokumenty zakończone",
    "straight": "zaksięgowane bez udziału ludzi",
    "errors": "zwrócone albo wystornowane",
    "returned": "zwrócone do poprawy",
    "reversed": "wystornowane",
    "timed": "dokumenty, przy których liczono czas pracy",
}


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
                "Minut z miesięcy %(months)s nie pokazujemy i nie liczymy: za mało osób albo dokumentów."
            )
            % {"months": words.months(told.quiet)}
        )
    return (*found, str(words.END))


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
        url = f"{link('savings_papers')}?co={words.DRILLS[c.measure]}" if link else ""
        rows.append(Row(cells, {"n": url, "measure": url} if url else {}))
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
            str(words.CAUTION),
            "„Liczono z”: dokumenty, a przy koszcie miesiące. „W drodze”: dokumenty jeszcze niezakończone.",
        ),
    )


@override("pl")
def months_report(company: Company, told: Savings) -> Report:
    """The months behind the picture."""
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
            }
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
def curve_report(company: Company, told: Savings) -> Report:
    """The curve behind the picture, thinned to at most `CURVE_ROWS` lines."""
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
                    }
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


@override("pl")
def papers_report(
    company: Company, papers: Cohort, ids: Sequence[int], *, what: str, period: str, link: Link
) -> Report:
    """The papers behind a figure; each leads to its circulation card, with every event."""
    known = documents_by_id(ids)
    hours = dict(zip(papers.document_ids.tolist(), papers.hours().tolist(), strict=True))
    place = {document_id: n for n, document_id in enumerate(papers.document_ids.tolist())}
    rows = []
    for document_id in ids:
        paper, n = known.get(document_id), place[document_id]
        rows.append(
            Row(
                {
                    "number": paper.number if paper else str(document_id),
                    "partner": paper.partner_name if paper else "",
                    "received": paper.received_at.astimezone(WARSAW).date() if paper else None,
                    "hours": words.decimal_text(hours[document_id]),
                    "state": _state(papers, n),
                },
                cell_link(link, "number", "card", document_id=document_id),
            )
        )
    return Report(
        code="savings-papers",
        title=f"Z czego policzono: {WHAT_NAMES[what]}",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period,
        columns=(
            Column("number", "Dokument", "code"),
            Column("partner", "Kontrahent", "text"),
            Column("received", "Wpłynął", "date"),
            Column("hours", "Godziny robocze", "text"),
            Column("state", "Stan", "text"),
        ),
        rows=tuple(rows),
        totals={},
        notes=("Numer prowadzi do karty obiegu z każdym zdarzeniem, z którego liczono.",)
        + (
            ("Minut przy jednym dokumencie nie pokazujemy: zdradzałyby czas jednej osoby.",)
            if what == "timed"
            else ()
        ),
    )


def _state(papers: Cohort, n: int) -> str:
    parts = ["w drodze" if papers.ended[n] == OPEN else "zakończony"]
    if papers.straight[n]:
        parts.append("bez udziału ludzi")
    if papers.returned[n]:
        parts.append("zwrócony")
    if papers.reversed[n]:
        parts.append("storno")
    return ", ".join(parts)


@override("pl")
def prints_report(company: Company, printouts: Sequence[Printout], period: str) -> Report:
    """The prints and downloads behind their figure; not who made them."""
    return Report(
        code="savings-prints",
        title="Z czego policzono: wydruki i pobrania",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period,
        columns=(
            Column("day", "Dzień", "date"),
            Column("what", "Co", "text"),
            Column("form", "Postać", "code"),
        ),
        rows=tuple(
            Row({"day": p.at.astimezone(WARSAW).date(), "what": p.what, "form": p.form})
            for p in printouts
        ),
        totals={},
    )


@override("pl")
def costs_report(company: Company, told: Savings) -> Report:
    """The months' costs behind the cost figures, beside their papers."""
    rows = [line for line in told.months if line.cost is not None and not line.is_before]
    return Report(
        code="savings-costs",
        title="Z czego policzono: koszty miesięcy",
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(told.first, told.last),
        columns=(
            Column("month", "Miesiąc", "code"),
            Column("papers", "Dokumenty", "int"),
            Column("cost", "Koszt, zł", "money"),
        ),
        rows=tuple(
            Row(
                {
                    "month": f"{r.month[1]:02}.{r.month[0]}",
                    "papers": r.papers,
                    "cost": r.cost,
                }
            )
            for r in rows
        ),
        totals={"cost": sum((r.cost for r in rows if r.cost is not None), ZERO)},
    )


def printouts_of(first: Month, last: Month) -> list[Printout]:
    """The printouts of a period, the newest first."""
    begins, ends = bounds(first, last)
    rows = Printout.objects.filter(company_id=current_company_id(), at__gte=begins, at__lt=ends)
    return list(rows.order_by("-at", "-id")[:5_000])
