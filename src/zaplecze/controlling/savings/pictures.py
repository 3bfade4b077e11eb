"""Where the pictures of savings are drawn: numbers in, places in units of the picture out.

The drawing itself is one SVG template for screen and paper: its colors are attributes, over which the screen's style
sheet lays its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from zaplecze.controlling.rules.intervals import Interval
from zaplecze.controlling.rules.savings import PROMISE, Comparison
from zaplecze.controlling.savings import words
from zaplecze.controlling.savings.queries import Savings
from zaplecze.controlling.savings.reports import month_mean
from zaplecze.platform.days import HOURS_PER_DAY
from zaplecze.platform.links import Link

WIDTH, LEFT, RIGHT, TOP = 680, 190, 24, 26
ROW = 34
CHANGE_LOW, CHANGE_HIGH = -1.0, 0.5
PLOT_LEFT, PLOT_HEIGHT, PLOT_BOTTOM = 46, 190, 34
CURVE_POINTS = 160


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis; ``url`` opens what lies there ("" opens nothing)."""

    at: float
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A measure of the picture of changes: where its point, its interval and its promise lie."""

    label: str
    text: str
    y: int
    point: float
    low: float | None
    high: float | None
    promise: float | None
    clipped: bool
    url: str


@dataclass(frozen=True, slots=True)
class ChangePicture:
    """Changes with intervals around a line of no change."""

    width: int
    height: int
    zero: float
    ticks: tuple[Tick, ...]
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class CurvePicture:
    """Papers still on their way by working days: a line, its 95 % band, and where the means stand."""

    width: int
    height: int
    bottom: float
    left: float
    line: str
    band: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    before: Tick | None
    now: Tick | None
    promised: Tick | None


@dataclass(frozen=True, slots=True)
class Bar:
    """A month: its bar, the whisker of its interval, and its words."""

    x: float
    width: float
    y: float
    height: float
    low: float | None
    high: float | None
    middle: float
    label: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class MonthsPicture:
    """Mean time month by month, with the line of the baseline and the line of the promise."""

    width: int
    height: int
    bottom: float
    left: float
    bars: tuple[Bar, ...]
    up: tuple[Tick, ...]
    before: Tick | None
    promised: Tick | None


def change_picture(told: Savings, link: Link | None = None) -> ChangePicture:
    """The relative changes; shares, which change in points, have no place on this axis."""
    return changes(
        [
            (words.name(c.measure), c, _papers(link, f"co={words.DRILLS[c.measure]}"))
            for c in told.comparisons
            if c.unit != "share"
        ]
    )


def _papers(link: Link | None, query: str) -> str:
    """Where a part of a picture opens: on paper nowhere."""
    return f"{link('savings_papers')}?{query}" if link else ""


def changes(found: Sequence[tuple[str, Comparison, str]]) -> ChangePicture:
    """Changes one under another, each with its label and what it opens; what has none is left out."""
    span = WIDTH - LEFT - RIGHT

    def place(value: float) -> float:
        inside = min(max(value, CHANGE_LOW), CHANGE_HIGH)
        return round(LEFT + (inside - CHANGE_LOW) / (CHANGE_HIGH - CHANGE_LOW) * span, 1)

    shown = [x for x in found if x[1].change is not None]
    return ChangePicture(
        width=WIDTH,
        height=TOP + ROW * len(shown) + 24,
        zero=place(0),
        ticks=tuple(
            Tick(place(v / 100), f"{words.decimal_text(v, 0)}\u00a0%") for v in range(-100, 51, 25)
        ),
        rows=tuple(_change_row(*x, n, place) for n, x in enumerate(shown)),
    )


def _change_row(
    label: str, c: Comparison, url: str, number: int, place: Callable[[float], float]
) -> ChangeRow:
    assert c.change is not None
    low, high = c.change.low, c.change.high
    return ChangeRow(
        label=label,
        text=words.moved(c.change.value, c),
        y=TOP + ROW * number,
        point=place(c.change.value),
        low=None if low is None else place(low),
        high=None if high is None else place(high),
        promise=None if c.promise is None else place(c.promise),
        clipped=high is not None and high > CHANGE_HIGH,
        url=url,
    )


def curve_picture(told: Savings, link: Link | None = None) -> CurvePicture | None:
    """Kaplan and Meier's curve in working days, up to where a tenth more than its last end lies.

    It ends where the longest watched paper does. A day of the axis opens the papers that were watched so long.
    """
    curve = told.curve
    cycle = told.of("cycle")
    if curve is None or curve.times.size == 0 or cycle.now is None:
        return None
    marks = [float(curve.times[-1]), cycle.before.value if cycle.before else 0.0, cycle.now.value]
    most = max(HOURS_PER_DAY, *marks) * 1.05
    span, bottom = WIDTH - PLOT_LEFT - RIGHT, TOP + PLOT_HEIGHT

    def x(hours: float) -> float:
        return round(PLOT_LEFT + min(hours, most) / most * span, 1)

    def y(share: float) -> float:
        return round(bottom - share * PLOT_HEIGHT, 1)

    step = max(1, -(-curve.times.size // CURVE_POINTS))
    picked = list(range(0, curve.times.size, step))
    low, high = curve.bounds()

    def stairs(shares: object) -> list[tuple[float, float]]:
        at, points = 1.0, [(x(0), y(1))]
        for i in picked:
            value = float(shares[i])  # type: ignore[index]
            points += [(x(float(curve.times[i])), y(at)), (x(float(curve.times[i])), y(value))]
            at = value
        return [*points, (x(min(most, curve.horizon)), y(at))]

    band = [*stairs(high), *reversed(stairs(low))]
    every = next(n for n in (1, 2, 5, 10, 20, 60) if most / HOURS_PER_DAY / n <= 10 or n == 60)
    days = range(0, int(most / HOURS_PER_DAY) + 1, every)
    before = cycle.before.value if cycle.before else None
    return CurvePicture(
        width=WIDTH,
        height=bottom + PLOT_BOTTOM,
        bottom=bottom,
        left=PLOT_LEFT,
        line=_points(stairs(curve.survival)),
        band=_points(band),
        across=tuple(
            Tick(
                x(d * HOURS_PER_DAY),
                str(d),
                _papers(link, f"co=at_risk&godzin={d * HOURS_PER_DAY}"),
            )
            for d in days
        ),
        up=tuple(Tick(y(s / 100), f"{s}\u00a0%") for s in (0, 25, 50, 75, 100)),
        before=None if before is None else Tick(x(before), words.figure(before, "hours")),
        now=Tick(x(cycle.now.value), words.figure(cycle.now.value, "hours")),
        promised=None
        if before is None
        else Tick(
            x(before * (1 + PROMISE["cycle"])),
            words.figure(before * (1 + PROMISE["cycle"]), "hours"),
        ),
    )


def _points(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{a:g},{b:g}" for a, b in points)


def months_picture(told: Savings, link: Link | None = None) -> MonthsPicture | None:
    """Bars of the mean time of each month's papers; each opens them."""
    if not any(m.mean for m in told.months):
        return None
    before = told.of("cycle").before
    tops = [_top(m.mean) for m in told.months if m.mean]
    most = max([*tops, before.value if before else 0.0, 1.0]) * 1.08
    span, bottom = WIDTH - PLOT_LEFT - RIGHT, TOP + PLOT_HEIGHT
    slot = span / len(told.months)

    def y(hours: float) -> float:
        return round(bottom - min(hours, most) / most * PLOT_HEIGHT, 1)

    bars = []
    for number, line in enumerate(told.months):
        value = line.mean.value if line.mean else 0.0
        bars.append(
            Bar(
                x=round(PLOT_LEFT + slot * number + slot * 0.2, 1),
                width=round(slot * 0.6, 1),
                y=y(value),
                height=round(bottom - y(value), 1),
                low=y(line.mean.low) if line.mean and line.mean.low is not None else None,
                high=y(line.mean.high) if line.mean and line.mean.high is not None else None,
                middle=round(PLOT_LEFT + slot * (number + 0.5), 1),
                label=f"{line.month[1]:02}.{line.month[0] % 100:02}",
                text=month_mean(line),
                url=_papers(link, f"miesiac={line.month[0]}-{line.month[1]:02}&co=all"),
            )
        )
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if most / s <= 6 or s == 100)
    promised = before.value * (1 + PROMISE["cycle"]) if before else None
    return MonthsPicture(
        width=WIDTH,
        height=bottom + PLOT_BOTTOM,
        bottom=bottom,
        left=PLOT_LEFT,
        bars=tuple(bars),
        up=tuple(Tick(y(h), f"{h}\u00a0h") for h in range(0, int(most) + 1, step)),
        before=Tick(y(before.value), words.figure(before.value, "hours")) if before else None,
        promised=None if promised is None else Tick(y(promised), words.figure(promised, "hours")),
    )


def _top(mean: Interval) -> float:
    return mean.value if mean.high is None else min(mean.high, mean.value * 2.2)


def svg(name: str, picture: object) -> str:
    """A picture as a file of its own, for paper; ``name`` is its template."""
    return render_to_string(f"controlling/pictures/{name}.html", {"picture": picture}).strip()
