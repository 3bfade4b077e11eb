"""The figures of the process pages from folded papers: the same as the rules of each give paper by paper.

`flow_map`, `variants`, `bottlenecks` and `rework` keep every paper behind a figure, and open it; these count only, so
that a page of a hundred thousand events takes a moment. Tests hold them equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from zaplecze.controlling.rules.clocks import BrokenHistory
from zaplecze.controlling.rules.flow_map import END, START, FlowMap
from zaplecze.controlling.rules.folds import Fold, Folded, Ints
from zaplecze.controlling.rules.history import Clock, Span, never_returned, waits_to_be_paid
from zaplecze.controlling.rules.summary import Summary
from zaplecze.platform.days import MICRO

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
HOUR = 3_600 * MICRO


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


def summary_figures(folded: Folded, as_of: int) -> Summary:
    """`summary` of folded papers."""
    told = totals(folded, as_of)
    open_by_clock = dict.fromkeys(Clock, 0)
    waiting: dict[tuple[str, Clock], float] = {}
    for fold in folded.folds:
        for span in fold.way.spans:
            if span.end is None:
                open_by_clock[span.clock] += fold.count
            if span.clock != Clock.OUTSIDE:
                key = (span.step, span.clock)
                hours = float(fold.span_worked(span, as_of).sum()) / HOUR
                waiting[key] = waiting.get(key, 0.0) + hours
    right = sum(f.count for f in folded.folds if never_returned(f.way))
    on_desks = sum(waiting.values())
    worst = max(waiting, key=lambda k: (waiting[k], k), default=None) if on_desks else None
    return Summary(
        papers=told.papers,
        open=told.open,
        events=folded.events,
        median_hours=told.median_hours,
        median_desks=told.median_desks,
        right_first=right / told.papers if told.papers else None,
        by_clock=told.by_clock,
        open_by_clock=open_by_clock,
        bottleneck=worst[0] if worst else "",
        bottleneck_clock=worst[1] if worst else None,
        bottleneck_share=waiting[worst] / on_desks if worst else 0.0,
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


def _hours(parts: list[Ints]) -> Floats:
    return np.concatenate(parts) / HOUR
