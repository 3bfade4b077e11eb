"""The state before, from a spreadsheet or from a first period of the program's own papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zaplecze.controlling.rules.intervals import Estimate, mean, ratio
from zaplecze.controlling.rules.survival import (
    HORIZON_HOURS,
    restricted_mean_by_group,
    survival_curve,
)
from zaplecze.controlling.savings import facts
from zaplecze.controlling.savings.commands import SHARES, BaselineRefused
from zaplecze.controlling.savings.models import Measure
from zaplecze.controlling.savings.queries import monthly_costs
from zaplecze.platform.days import HOURS_PER_DAY, is_working_day
from zaplecze.platform.periods import Month, first_day, last_day
from zaplecze.platform.polish import counted
from zaplecze.platform.tables import TableRow, day_of, read_table

TOTALS = ("miara", "wartość")
PAPERS = ("wpłynął", "zaksięgowany")
SHEET_NAMES = {
    "dokumenty na miesiąc": Measure.VOLUME,
    "czas obiegu": Measure.CYCLE,
    "minuty": Measure.TOUCH,
    "wydruki": Measure.PRINTS,
    "błędy": Measure.ERRORS,
    "bez udziału ludzi": Measure.STRAIGHT,
    "koszt miesięczny": Measure.COST,
    "documents a month": Measure.VOLUME,
    "time of circulation": Measure.CYCLE,
    "minutes": Measure.TOUCH,
    "prints": Measure.PRINTS,
    "errors": Measure.ERRORS,
    "straight through": Measure.STRAIGHT,
    "monthly cost": Measure.COST,
}
HEADINGS = {
    "measure": "miara",
    "value": "wartość",
    "received": "wpłynął",
    "posted": "zaksięgowany",
    "minutes": "minuty",
    "prints": "wydruki",
    "error": "błąd",
}
"""English headings, as people who work in English name them."""
OF_PAPERS = ("dokument", "dokumenty", "dokumentów")
FEWEST_ROWS = 10
YES = frozenset({"tak", "t", "yes", "y", "1", "x"})


@dataclass(frozen=True, slots=True)
class Told:
    """A state before: its figures, the days of its papers, the hours to which its time was counted."""

    figures: dict[str, Estimate]
    period: tuple[date, date] | None = None
    horizon: float = HORIZON_HOURS


def number_of(text: str, *, share: bool = False) -> float:
    """A figure as people write it: ``12,5``, ``1 234``, for shares ``8 %``. Raises ValueError in Polish."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
    percent = plain.endswith("%")
    try:
        value = float(plain.removesuffix("%"))
    except ValueError as error:
        raise ValueError(f"„{text.strip()}” nie jest liczbą") from error
    if value != value or abs(value) == float("inf"):  # noqa: PLR0124 - the one way to see NaN
        raise ValueError(f"„{text.strip()}” nie jest liczbą")
    return value / 100 if share and (percent or value > 1) else value


def from_sheet(name: str, data: bytes) -> Told:
    """Figures of a spreadsheet: a list of measures, or a list of papers with the days of intake and posting.

    Of papers, the figures have errors; of measures they are taken as exact, and there is no period.
    """
    rows = [
        TableRow(r.number, {HEADINGS.get(h, h): cell for h, cell in r.cells.items()})
        for r in read_table(name, data, headings=())
    ]
    heads = set(rows[0].cells) if rows else set()
    if set(PAPERS) <= heads:
        return _of_papers(name, rows)
    if set(TOTALS) <= heads:
        return Told(_of_totals(name, rows))
    raise BaselineRefused(
        f"W pliku {name} nie ma kolumn „miara” i „wartość” ani „wpłynął” i „zaksięgowany”: "
        f"dodaj je w pierwszym wierszu."
    )


def _of_totals(name: str, rows: Sequence[TableRow]) -> dict[str, Estimate]:
    found: dict[str, Estimate] = {}
    for row in rows:
        measure = SHEET_NAMES.get(" ".join(row.text("miara").split()).casefold())
        if measure is None:
            raise BaselineRefused(
                f"Plik {name}, wiersz {row.number}: nieznana miara „{row.text('miara')}”. "
                f"Można podać: {', '.join(SHEET_NAMES)}."
            )
        try:
            value = number_of(row.text("wartość"), share=measure in SHARES)
        except ValueError as error:
            raise BaselineRefused(f"Plik {name}, wiersz {row.number}: {error}.") from error
        found[measure] = Estimate(value, 0.0, 0)
    return found


def _of_papers(name: str, rows: Sequence[TableRow]) -> Told:
    if len(rows) < FEWEST_ROWS:
        raise BaselineRefused(
            f"Plik {name} ma {counted(len(rows), *OF_PAPERS)}. "
            f"Żeby policzyć przedział, podaj co najmniej {FEWEST_ROWS}."
        )
    days: list[date] = []
    hours: list[float] = []
    ended: list[bool] = []
    extra: dict[str, list[float]] = {"minuty": [], "wydruki": [], "błąd": []}
    try:
        pairs = [(r, day_of(r.text("wpłynął")), day_of(r.text("zaksięgowany"))) for r in rows]
        newest = max((d for _, a, b in pairs for d in (a, b) if d), default=None)
        for row, came, booked in pairs:
            days.append(_day_of_intake(row, came, booked))
            hours.append(_working_days(days[-1], booked or newest or days[-1]) * HOURS_PER_DAY)
            ended.append(booked is not None)
            for key in ("minuty", "wydruki"):
                if row.text(key):
                    extra[key].append(number_of(row.text(key)))
            extra["błąd"].append(float(row.text("błąd").strip().casefold() in YES))
    except ValueError as error:
        raise BaselineRefused(f"Plik {name}: {error}.") from error
    if sum(ended) < FEWEST_ROWS:
        raise BaselineRefused(
            f"W pliku {name} zaksięgowanych jest tylko {sum(ended)}: podaj co najmniej {FEWEST_ROWS}."
        )
    curve = survival_curve(hours, ended)
    if not curve.told:
        raise BaselineRefused(
            f"W pliku {name} zaksięgowana jest mniej niż połowa dokumentów: za wcześnie na średni czas. "
            "Podaj starszy okres."
        )
    found: dict[str, Estimate] = {
        Measure.CYCLE: restricted_mean_by_group(hours, ended, [d.toordinal() for d in days])
    }
    for key, measure in (("minuty", Measure.TOUCH), ("wydruki", Measure.PRINTS)):
        if len(extra[key]) >= FEWEST_ROWS:
            found[measure] = mean(extra[key])
    if "błąd" in rows[0].cells:
        found[Measure.ERRORS] = mean(extra["błąd"])
    first, last = min(days), max(days)
    months = facts.months_between((first.year, first.month), (last.year, last.month))
    counts = [sum((d.year, d.month) == m for d in days) for m in months]
    found[Measure.VOLUME] = _finite(mean([float(c) for c in counts]))
    return Told(found, (first, last), curve.horizon)


def _day_of_intake(row: TableRow, came: date | None, booked: date | None) -> date:
    if came is None:
        raise ValueError(f"wiersz {row.number}: brak dnia wpływu")
    if booked is not None and booked < came:
        raise ValueError(f"wiersz {row.number}: zaksięgowany przed wpływem")
    return came


def _working_days(start: date, end: date) -> int:
    """Working days after ``start`` up to ``end``: a paper booked on its day of intake took none."""
    first, last = start.toordinal() + 1, end.toordinal()
    if last - first > HORIZON_HOURS * 10:
        raise ValueError(f"od {start:%d.%m.%Y} do {end:%d.%m.%Y} minęły lata: sprawdź daty")
    return sum(is_working_day(date.fromordinal(n)) for n in range(first, last + 1))


def from_period(*, first: Month, last: Month, as_of: datetime) -> Told:
    """Figures measured on the program's own papers of a first period; refuses one with too few papers."""
    papers = facts.cohort(first=first, last=last, as_of=as_of)
    if int(papers.done.sum()) < FEWEST_ROWS:
        raise BaselineRefused(
            f"W tym okresie zakończono {counted(int(papers.done.sum()), *OF_PAPERS)}. "
            f"Wybierz okres z co najmniej {FEWEST_ROWS}."
        )
    curve = survival_curve(papers.hours(), papers.done)
    if not curve.told:
        raise BaselineRefused(
            "W tym okresie skończyła się mniej niż połowa dokumentów: za wcześnie na średni czas. "
            "Wybierz starszy okres."
        )
    months = facts.months_between(first, last)
    n = len(papers)
    counts = [int((papers.month == number).sum()) for number in range(len(months))]
    wrong = float(papers.wrong.mean())
    posted = int(papers.posted.sum())
    found: dict[str, Estimate] = {
        Measure.CYCLE: restricted_mean_by_group(papers.hours(), papers.done, papers.day),
        Measure.ERRORS: Estimate(wrong, (wrong * (1 - wrong) / n) ** 0.5, n),
        Measure.VOLUME: _finite(mean([float(c) for c in counts])),
    }
    if posted:
        straight = float(papers.straight.sum()) / posted
        error = (straight * (1 - straight) / posted) ** 0.5
        found[Measure.STRAIGHT] = Estimate(straight, error, posted)
    minuted = papers.minuted
    if minuted.any():
        found[Measure.TOUCH] = mean((papers.touched[minuted] / 60.0).tolist())
    prints = facts.prints_by_month(first=first, last=last, as_of=as_of)
    printed = sum(paper for paper, _ in prints.values())
    if printed:
        found[Measure.PRINTS] = Estimate(printed / n, printed**0.5 / n, n)
    costs = [float(c) for c in monthly_costs(first=first, last=last).values()]
    if len(costs) == len(months) and sum(costs) > 0:
        found[Measure.COST] = _finite(mean(costs))
        if (
            len(costs) > 1
        ):  # month by month: a month of many papers costs more, and that is no doubt
            found[Measure.UNIT_COST] = ratio(costs, [float(c) for c in counts])
    return Told(found, (first_day(first), last_day(last)), curve.horizon)


def _finite(of_months: Estimate) -> Estimate:
    """To be kept: one month has no error of its own, and is read again as one that has none to tell."""
    return of_months if of_months.n > 1 else Estimate(of_months.value, 0.0, of_months.n)
