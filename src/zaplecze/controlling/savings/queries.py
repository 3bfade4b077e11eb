"""Reads of savings: the baseline, and before beside now."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np
from django.db.models import QuerySet

from zaplecze.controlling.rules import savings as rules
from zaplecze.controlling.rules.intervals import Estimate, Interval
from zaplecze.controlling.rules.savings import Cohort, Comparison, CostMonth
from zaplecze.controlling.rules.survival import Curve
from zaplecze.controlling.savings import facts
from zaplecze.controlling.savings.models import (
    Baseline,
    BaselineFigure,
    BaselinePaper,
    Measure,
    MonthlyCost,
    Source,
)
from zaplecze.documents.api import Intake, Outcome
from zaplecze.platform.periods import Month, month_of
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class Before:
    """A baseline with its figures by measure, and the baseline that each was first kept with."""

    row: Baseline
    figures: dict[str, Estimate]
    origins: dict[str, Baseline]

    @property
    def months(self) -> frozenset[Month]:
        """The months that its papers came in: they are the state before, and never counted as now too."""
        return frozenset(m for origin in self.origins.values() for m in months_measured(origin))

    def origin_of(self, measure: str) -> Baseline | None:
        """Where a measure's figure comes from; of a cost a paper that was told in two, where the cost does."""
        if measure == Measure.UNIT_COST and measure not in self.origins:
            measure = Measure.COST
        return self.origins.get(measure)

    def opens(self, measure: str) -> bool:
        """Whether papers stand behind a measure's figure: ours of the months before, or an imported list."""
        origin = self.origin_of(measure)
        return origin is not None and origin.first_day is not None


def months_measured(origin: Baseline) -> list[Month]:
    """The months whose papers a baseline's own figures were counted from."""
    if origin.first_day is None or origin.last_day is None:
        return []
    return facts.months_between(month_of(origin.first_day), month_of(origin.last_day))


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of the picture: papers, those still open, the mean time (working hours), prints, cost.

    ``mean`` is None while too little was seen of its papers. ``is_before``: a month of the state before, which
    isn't counted as now.
    """

    month: Month
    papers: int
    censored: int
    mean: Interval | None
    straight: int
    wrong: int
    paper_prints: int
    downloads: int
    cost: Decimal | None
    is_before: bool


@dataclass(frozen=True, slots=True)
class Stopped:
    """What was stopped at the door: twins of papers that are here already, and files that were refused."""

    twins: int
    refused: int


@dataclass(frozen=True, slots=True)
class CostYear:
    """The cost of a month over the twelve months up to a period's last, beside the baseline.

    A few months tell their sum, and can't judge a promise.
    """

    first: Month
    last: Month
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Savings:
    """Before beside now, for a company and a period; ``saved`` is PLN, ``avoided`` are prints.

    ``papers`` are those of now: without the months of the baseline (``cut``). ``quiet`` are months whose minutes
    aren't told. Of a period of few months, ``cost_year`` is the promise of cost over twelve months; ``cost_gap`` are
    the PLN that the months of now cost more than as many before.
    """

    first: Month
    last: Month
    as_of: datetime
    before: Before | None
    papers: Cohort
    curve: Curve | None
    comparisons: tuple[Comparison, ...]
    months: tuple[MonthLine, ...]
    saved: Interval | None
    avoided: Interval | None
    stopped: Stopped
    cost_gap: float | None
    cost_year: CostYear | None
    cut: tuple[Month, ...]
    quiet: tuple[Month, ...]

    def of(self, measure: str) -> Comparison:
        """One measure's comparison."""
        return next(c for c in self.comparisons if c.measure == measure)


YEAR = 12
FEW_MONTHS = 6
"""A shorter period tells its sum of costs; their promise is judged over the year up to its end."""
OF_MONTHS = (Measure.COST, Measure.VOLUME, Measure.UNIT_COST)


def newest_baseline() -> Before | None:
    """The baseline that counts; None where nobody wrote one down."""
    row = Baseline.objects.filter(company_id=current_company_id()).order_by("-id").first()
    if row is None:
        return None
    kept = BaselineFigure.objects.filter(company_id=row.company_id, baseline_id=row.id)
    figures = list(kept.select_related("origin").order_by("id"))
    return Before(
        row, {f.measure: _estimate(f) for f in figures}, {f.measure: f.origin for f in figures}
    )


def _estimate(figure: BaselineFigure) -> Estimate:
    """Months are few, so their figures have Student's degrees of freedom, and one has no error; papers are many."""
    value, error = float(figure.value), float(figure.error)
    if figure.measure not in OF_MONTHS or figure.n == 0:
        return Estimate(value, error, figure.n)
    return Estimate(value, error if figure.n > 1 else math.inf, figure.n, figure.n - 1)


def baselines() -> list[Baseline]:
    """Every baseline ever kept, the newest first."""
    rows = Baseline.objects.filter(company_id=current_company_id()).select_related("by")
    return list(rows.prefetch_related("figures").order_by("-id")[:20])


def monthly_costs(*, first: Month, last: Month) -> dict[Month, Decimal]:
    """What the months of a period cost, PLN, where it is known."""
    rows = MonthlyCost.objects.filter(
        company_id=current_company_id(), year__gte=first[0], year__lte=last[0]
    )
    months = set(facts.months_between(first, last))
    return {
        (r.year, r.month): r.amount
        for r in rows.order_by("year", "month")
        if (r.year, r.month) in months
    }


def savings(*, first: Month, last: Month, as_of: datetime) -> Savings:
    """Every measure of the papers that came in from ``first`` to ``last``, beside the newest baseline.

    Months in which the baseline was measured are shown, and left out of now.
    """
    before = newest_baseline()
    known = before.figures if before else {}
    whole = facts.cohort(first=first, last=last, as_of=as_of)
    prints = facts.prints_by_month(first=first, last=last, as_of=as_of)
    costs = monthly_costs(first=first, last=last)
    months = facts.months_between(first, last)
    cut = before.months if before else frozenset()
    papers = _without(whole, months, cut)
    counts = np.bincount(papers.month, minlength=len(months))
    costed = [
        CostMonth(float(costs[m]), int(c))
        for m, c in zip(months, counts, strict=True)
        if m in costs and m not in cut
    ]
    printed = sum(paper for month, (paper, _) in prints.items() if month not in cut)
    unit_before = rules.unit_cost_before(known)
    cycle, curve = _cycle(papers, before)
    still_open = int((~papers.done).sum())
    hours = whole.hours()
    return Savings(
        first=first,
        last=last,
        as_of=as_of,
        before=before,
        papers=papers,
        curve=curve,
        comparisons=(
            cycle,
            rules.touch(papers, known.get("touch")),
            rules.monthly_cost(costed, known.get("cost")),
            rules.cost_a_paper(costed, unit_before),
            rules.share("errors", papers.wrong, len(papers), known.get("errors"), censored=still_open),
            rules.share("straight", papers.straight, int(papers.posted.sum()), known.get("straight")),
            rules.prints(printed, len(papers), known.get("prints")),
            *((fields,) if (fields := rules.corrected(papers)) else ()),
        ),
        months=tuple(
            _month(
                whole, hours, month, number=number, printed=prints.get(month, (0, 0)),
                cost=costs.get(month), is_before=month in cut,
            )
            for number, month in enumerate(months)
        ),
        saved=rules.saved(costed, unit_before),
        avoided=rules.prints_avoided(printed, len(papers), known.get("prints")),
        stopped=_stopped(first, last, as_of),
        cost_gap=rules.cost_difference([c.cost for c in costed], known.get("cost")),
        cost_year=_cost_year(last, before) if len(months) < FEW_MONTHS else None,
        cut=tuple(m for m in months if m in cut),
        quiet=tuple(
            m for m, some, told in zip(months, papers.minutes.papers, papers.minutes.told, strict=True)
            if some and not told and m not in cut
        ),
    )  # fmt: skip


def _cost_year(last: Month, before: Before | None) -> CostYear | None:
    """The cost over twelve months; None where there is nothing to judge."""
    known = before.figures.get("cost") if before else None
    if before is None or known is None:
        return None
    number = facts.month_number(last) - YEAR + 1
    first = (number // 12, number % 12 + 1)
    costs = monthly_costs(first=first, last=last)
    of_now = [
        CostMonth(float(cost), 0) for month, cost in costs.items() if month not in before.months
    ]
    return CostYear(first, last, rules.monthly_cost(of_now, known)) if of_now else None


def months_of_before(first: Month, last: Month) -> frozenset[Month]:
    """The months of a period that are the baseline's and don't count as now; none where all of them are.

    Who asks for months of the baseline alone wants to see what is behind them.
    """
    before = newest_baseline()
    months = frozenset(facts.months_between(first, last))
    cut = months & before.months if before else frozenset()
    return frozenset() if cut == months else cut


def papers_counted(*, first: Month, last: Month, as_of: datetime) -> Cohort:
    """The papers behind the figures of a period: without the months of `months_of_before`."""
    whole = facts.cohort(first=first, last=last, as_of=as_of)
    return _without(whole, facts.months_between(first, last), months_of_before(first, last))


def _without(papers: Cohort, months: list[Month], cut: Collection[Month]) -> Cohort:
    stays = np.array([m not in cut for m in months], dtype=bool)
    return papers if stays.all() else papers.only(stays[papers.month])


def _cycle(papers: Cohort, before: Before | None) -> tuple[Comparison, Curve | None]:
    """Time of circulation; a measured baseline is counted again to the hours that both sides have seen."""
    known = before.figures.get("cycle") if before else None
    if before is None or known is None:
        return rules.cycle(papers, None)
    origin = before.origins["cycle"]
    until = float(origin.horizon)
    found, curve = rules.cycle(papers, known, until=until)
    months = months_measured(origin)
    short = found.horizon is not None and found.horizon < until
    if not short or origin.source != Source.MEASURED or not months:
        return found, curve
    past = facts.cohort(first=months[0], last=months[-1], as_of=origin.at)
    return rules.cycle(papers, known, until=until, past=past)


def _month(
    papers: Cohort,
    hours: np.ndarray,
    month: Month,
    *,
    number: int,
    printed: tuple[int, int],
    cost: Decimal | None,
    is_before: bool,
) -> MonthLine:
    of_month = papers.month == number
    count = int(of_month.sum())
    mean = None
    if count:
        mean = rules.month_mean(hours[of_month], papers.done[of_month], papers.day[of_month])
    return MonthLine(
        month=month,
        papers=count,
        censored=int((of_month & ~papers.done).sum()),
        mean=mean,
        straight=int((of_month & papers.straight).sum()),
        wrong=int((of_month & papers.wrong).sum()),
        paper_prints=printed[0],
        downloads=printed[1],
        cost=cost,
        is_before=is_before,
    )


def imported_papers(origin: Baseline) -> list[BaselinePaper]:
    """The list of papers that a baseline was imported with, in the order of its sheet."""
    rows = BaselinePaper.objects.filter(company_id=origin.company_id, baseline_id=origin.id)
    return list(rows.order_by("number"))


def stopped_at(first: Month, last: Month, *, as_of: datetime) -> QuerySet[Intake]:
    """Lines of the intake log that tell of twins and refused files, the newest first."""
    begins, ends = facts.bounds(first, last)
    return Intake.objects.filter(
        company_id=current_company_id(),
        at__gte=begins,
        at__lt=ends,
        at__lte=as_of,
        outcome__in=(Outcome.TWIN, Outcome.REFUSED),
    ).order_by("-id")


def _stopped(first: Month, last: Month, as_of: datetime) -> Stopped:
    found = list(stopped_at(first, last, as_of=as_of).values_list("outcome", flat=True))
    return Stopped(found.count(Outcome.TWIN), found.count(Outcome.REFUSED))
