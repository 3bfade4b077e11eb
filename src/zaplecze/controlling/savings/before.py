"""The state before, from a spreadsheet or from a first period of the program's own papers."""

from __future__ import annotations

import re
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
from zaplecze.controlling.savings.commands import SHARES, BaselineRefused, SheetPaper
from zaplecze.controlling.savings.models import Measure
from zaplecze.controlling.savings.queries import monthly_costs
from zaplecze.platform.days import HOURS_PER_DAY, is_working_day
from zaplecze.platform.money import parse_pln
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
    """A state before: its figures, the days of its papers, the hours to which its time was counted, its list."""

    figures: dict[str, Estimate]
    period: tuple[date, date] | None = None
    horizon: float = HORIZON_HOURS
    papers: tuple[SheetPaper, ...] = ()


def number_of(text: str, *, machine: bool = False) -> float:
    """A figure as people write it: ``12,5``, ``1 234``. Raises ValueError in Polish.

    ``4.600`` may be thousands or a fraction, so it is refused, unless a ``machine`` wrote it: Excel's dot is a point.
    """
    plain = text.strip().replace("\u00a0", "").replace(" ", "").replace("\u2212", "-")
    if not machine and re.fullmatch(r"-?\d{1,3}(\.\d{3})+", plain):
        raise ValueError(
            f"„{text.strip()}”: nie wiadomo, czy kropka dzieli tysiące; wpisz np. 4600 albo 4,6"
        )
    if not re.fullmatch(r"-?\d{1,12}([.,]\d{1,9})?", plain):
        raise ValueError(f"„{text.strip()}” nie jest liczbą")
    return float(plain.replace(",", "."))


def share_of(text: str, *, machine: bool = False) -> float:
    """A share in percent, 0..1: ``8`` and ``8 %`` are 0.08. Raises ValueError in Polish.

    ``0,95`` may be a share or less than one percent, so it is refused without the sign.
    """
    plain = text.strip()
    value = number_of(plain.removesuffix("%"), machine=machine)
    if 0 < value < 1 and not plain.endswith("%"):
        raise ValueError(
            f"„{plain}”: udział podaj w procentach, np. 95; mniej niż jeden procent ze znakiem, np. 0,5 %"
        )
    return value / 100


def figure_of(measure: Measure, text: str, *, machine: bool = False) -> float:
    """A figure of a measure as people write it: shares in percent, costs as amounts. Raises ValueError in Polish."""
    if measure in SHARES:
        return share_of(text, machine=machine)
    return float(parse_pln(text)) if measure == Measure.COST else number_of(text, machine=machine)


def from_sheet(name: str, data: bytes, *, on: date) -> Told:
    """Figures of a spreadsheet: a list of measures, or a list of papers with the days of intake and posting.

    Of papers, the figures have errors; of measures they are taken as exact, and there is no period. Refused is what
    lies after ``on``, the day of the import: nobody was there yet.
    """
    rows = [
        TableRow(r.number, {HEADINGS.get(h, h): cell for h, cell in r.cells.items()})
        for r in read_table(name, data, headings=())
    ]
    machine = data[:2] == b"PK"
    heads = set(rows[0].cells) if rows else set()
    if set(PAPERS) <= heads:
        return _of_papers(name, rows, on=on, machine=machine)
    if set(TOTALS) <= heads:
        return Told(_of_totals(name, rows, machine=machine))
    raise BaselineRefused(
        f"W pliku {name} nie ma kolumn „miara” i „wartość” ani „wpłynął” i „zaksięgowany”: "
        f"dodaj je w pierwszym wierszu."
    )


def _of_totals(name: str, rows: Sequence[TableRow], *, machine: bool) -> dict[str, Estimate]:
    found: dict[str, Estimate] = {}
    stands: dict[Measure, int] = {}
    for row in rows:
        measure = SHEET_NAMES.get(" ".join(row.text("miara").split()).casefold())
        if measure is None:
            raise BaselineRefused(
                f"Plik {name}, wiersz {row.number}: nieznana miara „{row.text('miara')}”. "
                f"Można podać: {', '.join(SHEET_NAMES)}."
            )
        if measure in stands:
            raise BaselineRefused(
                f"Plik {name}, wiersz {row.number}: miara „{row.text('miara')}” stoi już w wierszu "
                f"{stands[measure]}. Zostaw jedną."
            )
        stands[measure] = row.number
        try:
            value = figure_of(measure, row.text("wartość"), machine=machine)
        except ValueError as error:
            raise BaselineRefused(f"Plik {name}, wiersz {row.number}: {error}.") from error
        found[measure] = Estimate(value, 0.0, 0)
    return found


def _of_papers(name: str, rows: Sequence[TableRow], *, on: date, machine: bool) -> Told:
    if len(rows) < FEWEST_ROWS:
        raise BaselineRefused(
            f"Plik {name} ma {counted(len(rows), *OF_PAPERS)}. "
            f"Żeby policzyć przedział, podaj co najmniej {FEWEST_ROWS}."
        )
    try:
        papers = [_sheet_paper(row, on=on, machine=machine) for row in rows]
        newest = max(d for p in papers for d in (p.received, p.posted) if d)
        days = [p.received for p in papers]
        hours = [
            float(_working_days(p.received, p.posted or newest) * HOURS_PER_DAY) for p in papers
        ]
        ended = [p.posted is not None for p in papers]
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
    for values, measure in (
        ([p.minutes for p in papers], Measure.TOUCH),
        ([p.prints for p in papers], Measure.PRINTS),
    ):
        told = [v for v in values if v is not None]
        if len(told) >= FEWEST_ROWS:
            found[measure] = mean(told)
    if "błąd" in rows[0].cells:
        found[Measure.ERRORS] = mean([float(p.wrong) for p in papers])
    first, last = min(days), max(days)
    months = facts.months_between((first.year, first.month), (last.year, last.month))
    counts = [sum((d.year, d.month) == m for d in days) for m in months]
    found[Measure.VOLUME] = _finite(mean([float(c) for c in counts]))
    return Told(found, (first, last), curve.horizon, tuple(papers))


def _sheet_paper(row: TableRow, *, on: date, machine: bool) -> SheetPaper:
    came, booked = day_of(row.text("wpłynął")), day_of(row.text("zaksięgowany"))
    if came is None:
        raise ValueError(f"wiersz {row.number}: brak dnia wpływu")
    if booked is not None and booked < came:
        raise ValueError(f"wiersz {row.number}: zaksięgowany przed wpływem")
    if (late := booked or came) > on:
        raise ValueError(
            f"wiersz {row.number}: dzień {late:%d.%m.%Y} jeszcze nie nadszedł, a to ma być stan przed"
        )
    minutes, prints = (
        number_of(row.text(key), machine=machine) if row.text(key) else None
        for key in ("minuty", "wydruki")
    )
    wrong = row.text("błąd").strip().casefold() in YES
    return SheetPaper(row.number, came, booked, minutes, prints, wrong)


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
