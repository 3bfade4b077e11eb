"""Minutes at papers: a person's own, and sums that show nobody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import Min, Sum

from zaplecze.controlling.savings import facts
from zaplecze.controlling.savings.models import Effort
from zaplecze.documents.api import documents_by_id
from zaplecze.platform.days import WARSAW
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A paper on a day: the person's own minutes."""

    day: date
    document_id: int
    number: str
    minutes: float


@dataclass(frozen=True, slots=True)
class SumLine:
    """The papers of a month: minutes of all, over how many people and papers.

    ``minutes`` is None where they would tell one person's, and until the next month is over.
    """

    month: tuple[int, int]
    people: int
    papers: int
    minutes: float | None


def own_minutes(*, user_id: int, first: date, last: date, limit: int = 500) -> list[OwnLine]:
    """What a person sees of herself, the newest first."""
    rows = Effort.objects.filter(
        company_id=current_company_id(), user_id=user_id, day__gte=first, day__lte=last
    ).order_by("-day", "-id")[:limit]
    found = list(rows)
    papers = documents_by_id(r.document_id for r in found)
    return [
        OwnLine(r.day, r.document_id, str(papers.get(r.document_id, "")), r.seconds / 60)
        for r in found
    ]


def effort_at(*, papers: Collection[int], as_of: datetime) -> dict[tuple[int, int], int]:
    """Active seconds by (paper, person) of the months that are over, for rules that show sums over many people alone.

    Of the running month nothing is told: two days would differ by what one person did between them.
    """
    begun = as_of.astimezone(WARSAW).date().replace(day=1)
    rows = Effort.objects.filter(
        company_id=current_company_id(), document_id__in=papers, day__lt=begun
    )
    sums = rows.values("document_id", "user_id").annotate(told=Sum("seconds"))
    return {(r["document_id"], r["user_id"]): r["told"] for r in sums}


def counted_since() -> date | None:
    """The first day that has minutes of anybody."""
    rows = Effort.objects.filter(company_id=current_company_id())
    found: date | None = rows.aggregate(first=Min("day"))["first"]
    return found


def minutes_by_month(*, first: Month, last: Month, as_of: datetime) -> list[SumLine]:
    """What managers see: sums over the papers that came in in a month, the very ones of the savings page."""
    papers = facts.cohort(first=first, last=last, as_of=as_of)
    counted = papers.minutes
    sums = np.bincount(papers.month, weights=papers.touched, minlength=counted.papers.size) / 60
    return [
        SumLine(
            month,
            int(counted.people[n]),
            int(counted.papers[n]),
            float(sums[n]) if counted.told[n] else None,
        )
        for n, month in enumerate(facts.months_between(first, last))
        if counted.papers[n]
    ]
