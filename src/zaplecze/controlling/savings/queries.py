"""Reads of savings: the baseline, and before beside now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np
from django.db.models import QuerySet

from zaplecze.controlling.rules import savings as rules
from zaplecze.controlling.rules.intervals import Estimate, Interval
from zaplecze.controlling.rules.savings import Cohort, Comparison, CostMonth
from zaplecze.controlling.rules.survival import Curve, restricted_mean_by_group
from zaplecze.controlling.savings import facts
from zaplecze.controlling.savings.models import Baseline, BaselineFigure, Measure, MonthlyCost
from zaplecze.documents.api import Intake, Outcome
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class Before:
    """A baseline with its figures by measure."""

    row: Baseline
    figures: dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of the picture: papers, those still open, the mean time (working hours), prints, cost."""

    month: Month
    papers: int
    censored: int
    mean: Interval | None
    straight: int
    wrong: int
    paper_prints: int
    downloads: int
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class Stopped:
    """What was stopped at the door: twins of papers that are here already, and files that were refused."""

    twins: int
    refused: int


@dataclass(frozen=True, slots=True)
class Savings:
    """Before beside now, for a company and a period; ``saved`` is PLN, ``avoided`` are prints."""

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

    def of(self, measure: str) -> Comparison:
        """One measure's comparison."""
        return next(c for c in self.comparisons if c.measure == measure)


def newest_baseline() -> Before | None:
    """The baseline that counts; None where nobody wrote one down."""
    row = Baseline.objects.filter(company_id=current_company_id()).order_by("-id").first()
    if row is None:
        return None
    figures = BaselineFigure.objects.filter(company_id=row.company_id, baseline_id=row.id)
    return Before(row, {f.measure: _estimate(f) for f in figures})


def _estimate(figure: BaselineFigure) -> Estimate:
    """Months are few, so their figures have Student's degrees of freedom; papers are many."""
    months = figure.measure in (Measure.COST, Measure.VOLUME) and figure.n > 1
    return Estimate(
        float(figure.value), float(figure.error), figure.n, figure.n - 1 if months else None
    )


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
    """Every measure of the papers that came in from ``first`` to ``last``, beside the newest baseline."""
    before = newest_baseline()
    known = before.figures if before else {}
    papers = facts.cohort(first=first, last=last, as_of=as_of)
    prints = facts.prints_by_month(first=first, last=last, as_of=as_of)
    costs = monthly_costs(first=first, last=last)
    months = facts.months_between(first, last)
    counts = np.bincount(papers.month, minlength=len(months)) if len(papers) else [0] * len(months)
    costed = [
        CostMonth(float(costs[m]), int(c))
        for m, c in zip(months, counts, strict=True)
        if m in costs
    ]
    printed = sum(paper for paper, _ in prints.values())
    unit_before = rules.unit_cost_before(known)
    cycle, curve = rules.cycle(papers, known.get("cycle"))
    still_open = int((~papers.done).sum())
    hours = papers.hours()
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
            _month(papers, hours, month, number=number, printed=prints.get(month, (0, 0)), cost=costs.get(month))
            for number, month in enumerate(months)
        ),
        saved=rules.saved(costed, unit_before),
        avoided=rules.prints_avoided(printed, len(papers), known.get("prints")),
        stopped=_stopped(first, last, as_of),
    )  # fmt: skip


def _month(
    papers: Cohort,
    hours: np.ndarray,
    month: Month,
    *,
    number: int,
    printed: tuple[int, int],
    cost: Decimal | None,
) -> MonthLine:
    of_month = papers.month == number
    count = int(of_month.sum())
    mean = None
    if count:
        mean = rules.told(
            restricted_mean_by_group(hours[of_month], papers.done[of_month], papers.day[of_month])
        )
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
    )


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
