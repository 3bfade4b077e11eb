"""Writes of savings: the state before, what months cost, the minutes at a paper."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from zaplecze.controlling.events import BaselineKept, CostKept
from zaplecze.controlling.rules.intervals import Estimate
from zaplecze.controlling.rules.survival import HORIZON_HOURS
from zaplecze.controlling.savings.models import (
    Baseline,
    BaselineFigure,
    BaselinePaper,
    Measure,
    MonthlyCost,
    Source,
)
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import Month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

SHARES = frozenset({Measure.ERRORS, Measure.STRAIGHT})
MOST = {
    Measure.VOLUME: 1_000_000,
    Measure.CYCLE: 240,
    Measure.TOUCH: 2_400,
    Measure.PRINTS: 1_000,
    Measure.ERRORS: 1,
    Measure.STRAIGHT: 1,
    Measure.COST: 100_000_000,
    Measure.UNIT_COST: 100_000_000,
}
HEARTBEAT_MOST = 120
"""Seconds that one report of minutes may bring: the script reports every half minute."""
DAY_MOST = 16 * 3600


class BaselineRefused(Refusal):
    """A figure of the state before that can't be; the message names it."""

    code = "controlling.baseline"


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """A paper of an imported list: the sheet's row, its days, minutes, prints, whether it was wrong."""

    number: int
    received: date
    posted: date | None
    minutes: float | None
    prints: float | None
    wrong: bool


def keep_baseline(
    *,
    figures: Mapping[str, Estimate],
    source: Source,
    by: int | None,
    at: datetime,
    period: tuple[date, date] | None = None,
    note: str = "",
    horizon: float = HORIZON_HOURS,
    carried: Collection[str] = (),
    papers: Sequence[SheetPaper] = (),
) -> Baseline:
    """Keep the state before, by measure; it counts from now on, the ones kept before stay readable.

    Of the one that counted so far, the measures ``carried`` stay as they are, with their source, error and days,
    where ``figures`` don't say them anew. ``horizon`` are the working hours to which the time of circulation was
    counted, ``papers`` the list that the figures were counted from.
    """
    lock_company()
    company_id = current_company_id()
    old = _carried(carried, figures)
    _check(figures, carried=old)
    row = Baseline.objects.create(
        company_id=company_id,
        source=source,
        first_day=period[0] if period else None,
        last_day=period[1] if period else None,
        note=note.strip()[:300],
        horizon=_rounded(horizon),
        at=at,
        by_id=by,
    )
    BaselineFigure.objects.bulk_create(
        BaselineFigure(
            company_id=company_id,
            baseline_id=row.id,
            origin_id=row.id,
            measure=measure,
            value=_rounded(figure.value),
            error=_rounded(figure.error),
            n=figure.n,
        )
        for measure, figure in figures.items()
    )
    BaselineFigure.objects.bulk_create(
        BaselineFigure(
            company_id=company_id,
            baseline_id=row.id,
            origin_id=figure.origin_id,
            measure=figure.measure,
            value=figure.value,
            error=figure.error,
            n=figure.n,
        )
        for figure in old
    )
    _keep_papers(row, papers)
    values = {m: f.value for m, f in figures.items()} | {f.measure: float(f.value) for f in old}
    told = tuple(f"{measure}={value:g}" for measure, value in sorted(values.items()))
    record_events([BaselineKept(baseline_id=row.id, source=source, figures=told)], Stamp(by, at))
    return row


def _carried(carried: Collection[str], figures: Mapping[str, Estimate]) -> list[BaselineFigure]:
    """Figures of the newest baseline that stay; a cost a paper only with the two that it was counted from."""
    mine = Baseline.objects.filter(company_id=current_company_id())
    newest = mine.order_by("-id").first()
    if newest is None or not carried:
        return []
    stay = set(carried) - set(figures)
    if not {Measure.COST, Measure.VOLUME} <= stay:
        stay.discard(Measure.UNIT_COST)
    rows = BaselineFigure.objects.filter(company_id=newest.company_id, baseline_id=newest.id)
    return list(rows.filter(measure__in=stay).order_by("id"))


def _keep_papers(row: Baseline, papers: Sequence[SheetPaper]) -> None:
    BaselinePaper.objects.bulk_create(
        (
            BaselinePaper(
                company_id=row.company_id,
                baseline_id=row.id,
                number=p.number,
                received=p.received,
                posted=p.posted,
                minutes=None if p.minutes is None else round(Decimal(repr(p.minutes)), 2),
                prints=None if p.prints is None else round(Decimal(repr(p.prints)), 2),
                wrong=p.wrong,
            )
            for p in papers
        ),
        batch_size=5_000,
    )


def _check(figures: Mapping[str, Estimate], *, carried: Collection[BaselineFigure]) -> None:
    if not figures and not carried:
        raise BaselineRefused("Podaj co najmniej jedną miarę: nie ma z czym porównywać.")
    for measure, figure in figures.items():
        if measure not in set(Measure):
            raise BaselineRefused(f"Nie ma miary „{measure}”: wybierz z listy na stronie.")
        name = Measure(measure).label
        most = MOST[Measure(measure)]
        if not 0 <= figure.value <= most:
            limit = "100 %" if measure in SHARES else str(most)
            raise BaselineRefused(f"{name}: wpisz liczbę od 0 do {limit}.")
        if measure in (Measure.CYCLE, Measure.VOLUME, Measure.COST) and figure.value == 0:
            raise BaselineRefused(f"{name}: wpisz liczbę większą od zera albo zostaw pole puste.")


def _rounded(value: float) -> Decimal:
    try:
        return Decimal(repr(value)).quantize(Decimal("0.000001"))
    except InvalidOperation as error:
        raise BaselineRefused(
            "Za mało danych, żeby policzyć błąd: potrzeba dokumentów z co najmniej pięciu dni."
        ) from error


def keep_cost(*, month: Month, amount: Decimal, by: int | None, at: datetime) -> None:
    """Write down what the back office cost in a month, PLN; what stood there is kept in the event."""
    if amount < 0:
        raise Refusal("Koszt miesiąca nie może być ujemny.", code="controlling.cost")
    if month > (at.astimezone(WARSAW).year, at.astimezone(WARSAW).month):
        raise Refusal(
            "Ten miesiąc jeszcze się nie zaczął: wpisz koszt, gdy będzie znany.",
            code="controlling.cost-future",
        )
    lock_company()
    where: dict[str, Any] = {
        "company_id": current_company_id(),
        "year": month[0],
        "month": month[1],
    }
    old = MonthlyCost.objects.filter(**where).first()
    MonthlyCost.objects.update_or_create(**where, defaults={"amount": amount})
    before = "" if old is None else str(old.amount)
    record_events(
        [CostKept(year=month[0], month=month[1], amount=amount + ZERO, before=before)],
        Stamp(by, at),
    )


def note_effort(*, document_id: int, seconds: int, by: int, at: datetime) -> None:
    """Add active seconds of a person at a paper; never more than passed since her last report on it.

    It is a counter and no event: the log tells decisions, and these minutes are hers alone.
    """
    if not 1 <= seconds <= HEARTBEAT_MOST:
        raise Refusal(
            f"Zgłoszenie czasu ma mieć od 1 do {HEARTBEAT_MOST} sekund.", code="controlling.effort"
        )
    day = at.astimezone(WARSAW).date()
    with server_cursor() as cursor:
        cursor.execute(
            b"INSERT INTO controlling_effort AS e "
            b"(company_id, user_id, document_id, day, seconds, last_at) "
            b"VALUES (%s, %s, %s, %s, %s, %s) "
            b"ON CONFLICT (company_id, document_id, user_id, day) DO UPDATE SET "
            b"seconds = LEAST(%s, e.seconds + LEAST(EXCLUDED.seconds, "
            b"GREATEST(0, extract(epoch FROM EXCLUDED.last_at - e.last_at))::int)), "
            b"last_at = GREATEST(e.last_at, EXCLUDED.last_at)",
            (current_company_id(), by, document_id, day, seconds, at, DAY_MOST),
        )
