"""Minutes at papers: a person's own, and sums that show nobody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Sum

from zaplecze.controlling.rules.savings import FEWEST_PAPERS, FEWEST_PEOPLE
from zaplecze.controlling.savings.models import Effort
from zaplecze.documents.api import documents_by_id
from zaplecze.platform.days import WARSAW
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
    """A month: minutes of all, over how many people and papers; ``minutes`` is None where they are too few."""

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
    """Active seconds by (paper, person); for rules that show sums over many people alone."""
    rows = Effort.objects.filter(
        company_id=current_company_id(), document_id__in=papers, last_at__lte=as_of
    )
    sums = rows.values("document_id", "user_id").annotate(told=Sum("seconds"))
    return {(r["document_id"], r["user_id"]): r["told"] for r in sums}


def counted_since() -> date | None:
    """The first day that has minutes of anybody."""
    rows = Effort.objects.filter(company_id=current_company_id())
    found: date | None = rows.aggregate(first=Min("day"))["first"]
    return found


def minutes_by_month(*, first: date, last: date, as_of: datetime) -> list[SumLine]:
    """What managers see: sums by month, hidden where they would show what one person did."""
    today = as_of.astimezone(WARSAW).date()
    rows = (
        Effort.objects.filter(
            company_id=current_company_id(), day__gte=first, day__lte=min(last, today)
        )
        .values("day__year", "day__month")
        .annotate(
            people=Count("user_id", distinct=True),
            papers=Count("document_id", distinct=True),
            seconds=Sum("seconds"),
        )
        .order_by("day__year", "day__month")
    )
    return [
        SumLine(
            (r["day__year"], r["day__month"]),
            r["people"],
            r["papers"],
            r["seconds"] / 60
            if r["people"] >= FEWEST_PEOPLE and r["papers"] >= FEWEST_PAPERS
            else None,
        )
        for r in rows
    ]
