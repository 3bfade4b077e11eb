"""Bottlenecks: steps by the working time that papers wait in them, and causes that are not people.

A cause is a property of the visit (a queue, a return before, the week's day ...), never a person. Its effect is the
difference between visits with it and without; whether chance alone would give it is judged by the rank-sum test
(Mann and Whitney 1947, normal approximation with ties). A page asks many such questions at once, so the judgment is
of the page (Holm 1979): the chance that it calls any cause certain where there is none is at most `CHANCE`. A
difference is no proof of a cause.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from zaplecze.controlling.rules.clocks import Stretch, mean, median, quantile, span_time
from zaplecze.controlling.rules.history import Clock, History, Span
from zaplecze.platform.days import WARSAW

LEAST = 5  # visits on each side, below which no cause is named
CHANCE = 0.05  # of any certain cause on a page by chance alone
LONGER = 1.1  # by how much the median has to be longer


@dataclass(frozen=True, slots=True)
class Visit:
    """A paper's stay in a step; ``queue`` papers waited in it already, ``again``: it was returned before."""

    history: History
    span: Span
    time: Stretch
    queue: int
    again: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """A property of visits: with it they waited ``median_with`` working hours, without it ``median_without``.

    ``hours`` is what the visits with it waited longer in all, against the mean of those without; ``chance`` that
    visits differ so much where there is no cause, ``sure`` whether that is out of the question on its page.
    """

    code: str
    visits: tuple[Visit, ...]
    others: int
    median_with: float
    median_without: float
    hours: float
    chance: float
    sure: bool = False


@dataclass(frozen=True, slots=True)
class StepLoad:
    """A step on one clock: its visits (open ones last until the day asked for) and their working hours."""

    step: str
    kind: str
    clock: Clock
    visits: tuple[Visit, ...]
    open: int
    hours: float
    share: float
    median_hours: float | None
    p90_hours: float | None
    causes: tuple[Cause, ...]


def bottlenecks(histories: Sequence[History], as_of: datetime) -> list[StepLoad]:
    """Steps with the most waiting first. ``share`` is of the working hours on desks, 0 for what waits outside."""
    visits = _visits(histories, as_of)
    whole = sum(
        v.time.hours
        for (_step, _kind, clock), found in visits.items()
        if clock != Clock.OUTSIDE
        for v in found
    )
    loads = []
    chances: list[float] = []
    for (step, kind, clock), found in visits.items():
        named, asked = causes(found)
        chances += asked
        hours = sum(v.time.hours for v in found)
        closed = [v.time.hours for v in found if v.span.end is not None]
        loads.append(
            StepLoad(
                step=step,
                kind=kind,
                clock=clock,
                visits=tuple(found),
                open=len(found) - len(closed),
                hours=hours,
                share=hours / whole if whole and clock != Clock.OUTSIDE else 0.0,
                median_hours=median(closed) if closed else None,
                p90_hours=quantile(closed, 0.9) if closed else None,
                causes=named,
            )
        )
    least = certain(chances)
    loads = [replace(load, causes=judged(load.causes, least)) for load in loads]
    return sorted(loads, key=lambda load: (-load.hours, load.step))


def _visits(
    histories: Sequence[History], as_of: datetime
) -> dict[tuple[str, str, Clock], list[Visit]]:
    starts: dict[str, list[datetime]] = {}
    ends: dict[str, list[datetime]] = {}
    for history in histories:
        for span in history.spans:
            starts.setdefault(span.step, []).append(span.start)
            ends.setdefault(span.step, []).append(span.end or as_of)
    for times in (*starts.values(), *ends.values()):
        times.sort()
    found: dict[tuple[str, str, Clock], list[Visit]] = {}
    for history in histories:
        returned = [h.at for h in history.happenings if h.verdict == "returned"]
        for span in history.spans:
            came = bisect_left(starts[span.step], span.start)
            left = bisect_right(ends[span.step], span.start)
            again = any(at <= span.start for at in returned)
            visit = Visit(history, span, span_time(span, as_of), max(came - left, 0), again)
            found.setdefault((span.step, span.kind, span.clock), []).append(visit)
    return found


def certain(chances: Sequence[float]) -> float:
    """The greatest chance that still counts as certain among all that were asked (Holm 1979); -1 where none does."""
    greatest = -1.0
    for n, chance in enumerate(sorted(chances)):
        if chance > CHANCE / (len(chances) - n):
            break
        greatest = chance
    return greatest


def judged(found: Sequence[Cause], least: float) -> tuple[Cause, ...]:
    """The causes of a step with what is certain on their page, the certain ones first, then by hours."""
    told = [replace(cause, sure=cause.chance <= least) for cause in found]
    return tuple(sorted(told, key=lambda c: (not c.sure, -c.hours)))


def chance_of(deviations: float) -> float:
    """The chance that ranks lie so many standard deviations above the middle, or more."""
    return math.erfc(deviations / math.sqrt(2)) / 2


def causes(visits: Sequence[Visit]) -> tuple[tuple[Cause, ...], list[float]]:
    """Causes that lengthen these visits, and the chance of each question that was asked.

    Each side of a comparison has `LEAST` visits.
    """
    closed = [v for v in visits if v.span.end is not None]
    found = []
    asked = []
    for code, has in _questions(closed).items():
        there = [v for v in closed if has(v)]
        without = [v.time.hours for v in closed if not has(v)]
        if len(there) < LEAST or len(without) < LEAST:
            continue
        hours = [v.time.hours for v in there]
        chance = chance_of(rank_sum(hours, without))
        asked.append(chance)
        longer = sum(hours) - len(hours) * mean(without)
        if longer <= 0 or median(hours) <= LONGER * median(without):
            continue
        found.append(
            Cause(
                code,
                tuple(there),
                len(without),
                median(hours),
                median(without),
                longer,
                chance,
            )
        )
    return tuple(found), asked


def _questions(visits: Sequence[Visit]) -> Mapping[str, Callable[[Visit], bool]]:
    usual = median(v.queue for v in visits)
    large = median(a for v in visits if (a := _amount(v)) is not None)
    kinds = sorted({v.history.kind for v in visits})
    asked: dict[str, Callable[[Visit], bool]] = {
        "queue": lambda v: v.queue > usual,
        "again": lambda v: v.again,
        "friday": lambda v: v.span.start.astimezone(WARSAW).weekday() == 4,
        "monday": lambda v: v.span.start.astimezone(WARSAW).weekday() == 0,
        "afternoon": lambda v: v.span.start.astimezone(WARSAW).hour >= 13,
        "vat_days": lambda v: 20 <= v.span.start.astimezone(WARSAW).day <= 25,
        "month_turn": lambda v: not 4 <= v.span.start.astimezone(WARSAW).day <= 27,
        "large": lambda v: (_amount(v) or 0.0) > large,
    }
    if len(kinds) > 1:
        for kind in kinds:
            asked[f"kind:{kind}"] = lambda v, kind=kind: v.history.kind == kind  # type: ignore[misc]
    return asked


def _amount(visit: Visit) -> float | None:
    value = dict(visit.history.facts).get("gross_pln")
    return abs(float(value)) if value else None


def rank_sum(first: Sequence[float], second: Sequence[float]) -> float:
    """How many standard deviations the ranks of ``first`` lie above what chance would give; 0 where all tie."""
    n, m = len(first), len(second)
    everyone = sorted([(x, 0) for x in first] + [(x, 1) for x in second])
    ranks = ties = 0.0
    at = 0
    while at < len(everyone):
        end = at
        while end < len(everyone) and everyone[end][0] == everyone[at][0]:
            end += 1
        same = end - at
        ranks += (at + end + 1) / 2 * sum(1 for k in range(at, end) if everyone[k][1] == 0)
        ties += same**3 - same
        at = end
    total = n + m
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 0:
        return 0.0
    return (ranks - n * (n + 1) / 2 - n * m / 2) / math.sqrt(variance)
