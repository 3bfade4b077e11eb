"""Bottlenecks from folded papers: the same as `bottlenecks` gives paper by paper, for pages of many events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zaplecze.controlling.rules.at_once import HOUR, Floats, Mask
from zaplecze.controlling.rules.bottlenecks import LEAST, LONGER, certain, chance_of
from zaplecze.controlling.rules.folds import Folded, Ints, wall_clock
from zaplecze.controlling.rules.history import Clock

_DAY = 24 * HOUR
THURSDAY = 3  # 1 January 1970, Monday is 0


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
