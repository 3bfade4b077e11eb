"""The figures of the process pages from folded papers: the same as the rules of each give paper by paper.

`flow_map`, `variants`, `bottlenecks` and `rework` keep every paper behind a figure, and open it; these count only, so
that a page of a hundred thousand events takes a moment. Tests hold them equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zaplecze.controlling.rules.bottlenecks import LEAST, LONGER, certain, chance_of
from zaplecze.controlling.rules.clocks import BrokenHistory
from zaplecze.controlling.rules.flow_map import END, START, FlowMap
from zaplecze.controlling.rules.folds import Fold, Folded, Ints, wall_clock
from zaplecze.controlling.rules.history import Clock, Span, waits_to_be_paid
from zaplecze.platform.days import MICRO

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
HOUR = 3_600 * MICRO
_DAY = 24 * HOUR
THURSDAY = 3  # 1 January 1970, Monday is 0


@dataclass(frozen=True, slots=True)
class ArrowFigures:
    """What `flow_map.Arrow` says, without its passages."""

    source: str
    target: str
    count: int
    papers: int
    mean_hours: float
    median_hours: float
    mean_elapsed: float


@dataclass(frozen=True, slots=True)
class VariantFigures:
    """What `variants.Variant` says, without its papers."""

    number: int
    way: tuple[str, ...]
    count: int
    share: float
    running_share: float
    median_hours: float | None


@dataclass(frozen=True, slots=True)
class CauseFigures:
    """What `bottlenecks.Cause` says, without its visits."""

    code: str
    count: int
    others: int
    median_with: float
    median_without: float
    hours: float
    chance: float
    sure: bool = False


@dataclass(frozen=True, slots=True)
class LoadFigures:
    """What `bottlenecks.StepLoad` says, without its visits."""

    step: str
    kind: str
    clock: Clock
    count: int
    open: int
    hours: float
    share: float
    median_hours: float | None
    p90_hours: float | None
    causes: tuple[CauseFigures, ...]


@dataclass(frozen=True, slots=True)
class LoopFigures:
    """What `rework.Loop` says, without its returns."""

    source: str
    back_to: str
    count: int
    papers: int
    hours: float


@dataclass(frozen=True, slots=True)
class ReworkFigures:
    """What `rework.Rework` says."""

    loops: tuple[LoopFigures, ...]
    papers: int
    right_first: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures above the map: hours are working hours, medians of papers that ended (None: none did)."""

    papers: int
    open: int
    median_hours: float | None
    median_desks: float | None
    by_clock: Mapping[Clock, float]


def map_figures(folded: Folded) -> FlowMap[ArrowFigures]:
    """`flow_map` of folded papers."""
    activities: dict[str, int] = {}
    waiting: dict[str, int] = {}
    counts: dict[tuple[str, str], list[int]] = {}  # passages, papers
    times: dict[tuple[str, str], list[tuple[Ints, Ints]]] = {}
    for fold in folded.folds:
        steps = fold.way.happenings
        for step in steps:
            activities[step.activity] = activities.get(step.activity, 0) + fold.count
        pairs = [(START, steps[0].activity)]
        for before, after in pairwise(steps):
            pairs.append((before.activity, after.activity))
            worked = fold.worked[:, after.seq] - fold.worked[:, before.seq]
            elapsed = fold.at[:, after.seq] - fold.at[:, before.seq]
            if (elapsed < 0).any():
                raise BrokenHistory(f"dokument {fold.way.document_id}: {after.activity} cofa czas")
            times.setdefault(pairs[-1], []).append((worked, elapsed))
        if fold.ended is None:
            last = steps[-1].activity
            waiting[last] = waiting.get(last, 0) + fold.count
        else:
            pairs.append((steps[-1].activity, END))
        for pair in pairs:
            counts.setdefault(pair, [0, 0])[0] += fold.count
        for pair in set(pairs):
            counts[pair][1] += fold.count
    arrows = {}
    for pair, (count, papers) in sorted(counts.items(), key=lambda item: (-item[1][0], item[0])):
        found = times.get(pair)
        hours = _hours([w for w, _ in found]) if found else np.zeros(1)
        elapsed_hours = _hours([e for _, e in found]) if found else np.zeros(1)
        arrows[pair] = ArrowFigures(
            *pair,
            count,
            papers,
            float(hours.mean()),
            float(np.median(hours)),
            float(elapsed_hours.mean()),
        )
    return FlowMap(activities, arrows, waiting, folded.papers)


def variant_figures(folded: Folded) -> list[VariantFigures]:
    """`variants` of folded papers."""
    counts: dict[tuple[str, ...], int] = {}
    times: dict[tuple[str, ...], list[Ints]] = {}
    for fold in folded.folds:
        way = tuple(h.activity for h in fold.way.happenings)
        counts[way] = counts.get(way, 0) + fold.count
        if fold.ended is not None:
            times.setdefault(way, []).append(fold.to_end())
    found = []
    running = 0
    for number, (way, count) in enumerate(
        sorted(counts.items(), key=lambda item: (-item[1], item[0])), 1
    ):
        running += count
        hours = _hours(times[way]) if way in times else None
        found.append(
            VariantFigures(
                number,
                way,
                count,
                count / folded.papers,
                running / folded.papers,
                None if hours is None else float(np.median(hours)),
            )
        )
    return found


def totals(folded: Folded, as_of: int) -> Totals:
    """Figures above the map; ``as_of`` in `micros`."""
    by_clock = dict.fromkeys(Clock, 0)
    whole: list[Ints] = []
    desks: list[Ints] = []
    for fold in folded.folds:
        inside = np.zeros(fold.count, dtype=np.int64)
        for span in fold.way.spans:
            worked = fold.span_worked(span, as_of)
            by_clock[span.clock] += int(worked.sum())
            if span.clock != Clock.OUTSIDE:
                inside += worked
        if fold.ended is not None:
            whole.append(fold.to_end())
            desks.append(inside)
    return Totals(
        folded.papers,
        folded.papers - sum(len(w) for w in whole),
        float(np.median(_hours(whole))) if whole else None,
        float(np.median(_hours(desks))) if desks else None,
        {clock: time / HOUR for clock, time in by_clock.items()},
    )


def waiting_to_be_paid(folded: Folded) -> int:
    """How many papers are on their way and lie in no step but that of payment: they are booked."""
    return sum(fold.count for fold in folded.folds if waits_to_be_paid(fold.way))


def rework_figures(folded: Folded, as_of: int) -> ReworkFigures:
    """`rework` of folded papers."""
    found: dict[tuple[str, str], list[int]] = {}  # returns, papers, working time
    right = 0
    for fold in folded.folds:
        way = fold.way
        returns = [h for h in way.happenings if h.verdict == "returned"]
        right += 0 if returns else fold.count
        ends = {span.closed_by: n for n, span in enumerate(way.spans)}
        seen = set()
        for happening in returns:
            if happening.seq not in ends:
                continue
            n = ends[happening.seq]
            later = way.spans[n + 1 :]
            again = next(
                (s.opened_by for s in later if s.step == way.spans[n].step),
                fold.ended,
            )
            begun = happening.seq
            key = (happening.activity, later[0].step if later else "")
            row = found.setdefault(key, [0, 0, 0])
            row[0] += fold.count
            row[1] += 0 if key in seen else fold.count
            row[2] += int(_until(fold, begun, again, as_of).sum())
            seen.add(key)
    loops = [
        LoopFigures(a, b, n, papers, time / HOUR) for (a, b), (n, papers, time) in found.items()
    ]
    loops.sort(key=lambda loop: (-loop.hours, loop.source, loop.back_to))
    return ReworkFigures(tuple(loops), folded.papers, right)


def _until(fold: Fold, begun: int, again: int | None, as_of: int) -> Ints:
    """Working time from one event to another, or to now; none where the other is earlier."""
    if again is None:
        since = Span("", "", Clock.OURS, fold.way.received_at, None, begun, None)
        return fold.span_worked(since, as_of)
    worked: Ints = np.maximum(fold.worked[:, again] - fold.worked[:, begun], 0)
    return worked


@dataclass(frozen=True, slots=True)
class _Visits:
    """Stays in a step on one clock, as columns: ``start`` on the Polish wall clock."""

    hours: Floats
    closed: Mask
    queue: Ints
    again: Mask
    start: Ints
    amount: Floats
    kind: NDArray[np.str_]

    def only(self, mask: Mask) -> _Visits:
        return _Visits(
            self.hours[mask], self.closed[mask], self.queue[mask], self.again[mask], self.start[mask],
            self.amount[mask], self.kind[mask],
        )  # fmt: skip


def load_figures(folded: Folded, as_of: int) -> list[LoadFigures]:
    """`bottlenecks` of folded papers."""
    visits = _visits(folded, as_of)
    whole = sum(
        float(v.hours.sum()) for (_, _, clock), v in visits.items() if clock != Clock.OUTSIDE
    )
    loads = []
    chances: list[float] = []
    for (step, kind, clock), found in visits.items():
        named, asked = _causes(found.only(found.closed))
        chances += asked
        hours = float(found.hours.sum())
        closed = found.hours[found.closed]
        loads.append(
            LoadFigures(
                step=step,
                kind=kind,
                clock=clock,
                count=len(found.hours),
                open=len(found.hours) - len(closed),
                hours=hours,
                share=hours / whole if whole and clock != Clock.OUTSIDE else 0.0,
                median_hours=float(np.median(closed)) if len(closed) else None,
                p90_hours=float(np.quantile(closed, 0.9)) if len(closed) else None,
                causes=named,
            )
        )
    least = certain(chances)
    loads = [replace(load, causes=_judged(load.causes, least)) for load in loads]
    return sorted(loads, key=lambda load: (-load.hours, load.step))


def _visits(folded: Folded, as_of: int) -> dict[tuple[str, str, Clock], _Visits]:
    starts: dict[str, list[Ints]] = {}
    ends: dict[str, list[Ints]] = {}
    for fold in folded.folds:
        for span in fold.way.spans:
            starts.setdefault(span.step, []).append(fold.start(span))
            closed = span.closed_by
            end = np.full(fold.count, as_of) if closed is None else fold.at[:, closed]
            ends.setdefault(span.step, []).append(end)
    came = {step: np.sort(np.concatenate(times)) for step, times in starts.items()}
    left = {step: np.sort(np.concatenate(times)) for step, times in ends.items()}
    found: dict[tuple[str, str, Clock], list[_Visits]] = {}
    for fold in folded.folds:
        returned = [h.seq for h in fold.way.happenings if h.verdict == "returned"]
        for span in fold.way.spans:
            start = fold.start(span)
            queue = np.searchsorted(came[span.step], start, "left")
            queue -= np.searchsorted(left[span.step], start, "right")
            found.setdefault((span.step, span.kind, span.clock), []).append(
                _Visits(
                    hours=fold.span_worked(span, as_of) / HOUR,
                    closed=np.full(fold.count, span.end is not None),
                    queue=np.maximum(queue, 0),
                    again=np.asarray((fold.at[:, returned] <= start[:, None]).any(axis=1)),
                    start=wall_clock(start),
                    amount=fold.amounts,
                    kind=np.full(fold.count, fold.way.kind),
                )
            )
    return {key: _joined(parts) for key, parts in found.items()}


def _joined(parts: list[_Visits]) -> _Visits:
    names = _Visits.__dataclass_fields__
    return _Visits(*(np.concatenate([getattr(p, name) for p in parts]) for name in names))


def _judged(found: tuple[CauseFigures, ...], least: float) -> tuple[CauseFigures, ...]:
    """`bottlenecks.judged` of causes without their visits."""
    told = [replace(cause, sure=cause.chance <= least) for cause in found]
    return tuple(sorted(told, key=lambda c: (not c.sure, -c.hours)))


def _causes(closed: _Visits) -> tuple[tuple[CauseFigures, ...], list[float]]:
    found = []
    asked = []
    for code, there in _questions(closed).items():
        hours, without = closed.hours[there], closed.hours[~there]
        if len(hours) < LEAST or len(without) < LEAST:
            continue
        chance = chance_of(rank_sum_of(hours, without))
        asked.append(chance)
        longer = float(hours.sum() - len(hours) * without.mean())
        usual, other = float(np.median(hours)), float(np.median(without))
        if longer <= 0 or usual <= LONGER * other:
            continue
        found.append(CauseFigures(code, len(hours), len(without), usual, other, longer, chance))
    return tuple(found), asked


def _questions(visits: _Visits) -> Mapping[str, Mask]:
    if not len(visits.hours):
        return {}
    day = visits.start // _DAY
    weekday = (day + THURSDAY) % 7
    date = day.astype("datetime64[D]")
    of_month = (date - date.astype("datetime64[M]")).astype(np.int64) + 1
    known = visits.amount[~np.isnan(visits.amount)]
    large = float(np.median(known)) if len(known) else 0.0
    asked: dict[str, Mask] = {
        "queue": visits.queue > float(np.median(visits.queue)),
        "again": visits.again,
        "friday": weekday == 4,
        "monday": weekday == 0,
        "afternoon": visits.start % _DAY >= 13 * HOUR,
        "vat_days": (of_month >= 20) & (of_month <= 25),
        "month_turn": (of_month < 4) | (of_month > 27),
        "large": np.nan_to_num(visits.amount) > large,
    }
    kinds = sorted(set(visits.kind.tolist()))
    if len(kinds) > 1:
        asked |= {f"kind:{kind}": visits.kind == kind for kind in kinds}
    return asked


def rank_sum_of(first: Floats, second: Floats) -> float:
    """`bottlenecks.rank_sum` of arrays."""
    n, m = len(first), len(second)
    total = n + m
    _, which, ties = np.unique(
        np.concatenate([first, second]), return_inverse=True, return_counts=True
    )
    upto = np.cumsum(ties)
    ranks = (upto - (ties - 1) / 2)[which.ravel()[:n]].sum()
    tied = float((ties.astype(np.float64) ** 3 - ties).sum())
    variance = n * m / 12 * (total + 1 - tied / (total * (total - 1)))
    if variance <= 0:
        return 0.0
    return float((ranks - n * (n + 1) / 2) - n * m / 2) / float(np.sqrt(variance))


def _hours(parts: list[Ints]) -> Floats:
    return np.concatenate(parts) / HOUR
