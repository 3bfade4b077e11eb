"""Service agreements (SLA), pure: on whose clock time passed, what was kept, what is going to be missed.

A paper waits on one clock at a time. Only time on the agreement's own clock counts; what waits for the client stops
it, and the paper says so. Working hours: Monday to Friday, 8 to 16, without public holidays.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zaplecze.controlling.rules.history import PAYING, Clock, History, Span
from zaplecze.controlling.rules.intervals import wilson
from zaplecze.controlling.rules.survival import Curve, survival_curve
from zaplecze.platform.days import working_hours

WHOLE = "whole"
"""The whole way of a paper up to its booking: when it is paid is the client's affair."""
FEWEST_FINISHED = 10
"""From fewer finished papers no chance is read: what a handful did is no law."""


def clocks_of(work: str) -> frozenset[Clock]:
    """The clocks that a work can run on: a bank is waited for when paying, people of either side do the rest."""
    return frozenset({Clock.OUTSIDE}) if work == PAYING else frozenset({Clock.OURS, Clock.CLIENT})


def clocks_seen(work: str, ways: Sequence[History]) -> frozenset[Clock]:
    """The clocks that a work really ran on in these ways, of those it can run on; a question is no work."""
    seen = {s.clock for h in ways for s in spans_of(work, h) if not s.asked}
    return frozenset(seen) & clocks_of(work)


def spans_of(work: str, history: History) -> list[Span]:
    """The stretches of a paper's way that are part of a work."""
    if work == WHOLE:
        return [s for s in history.spans if s.kind != PAYING]
    return [s for s in history.spans if s.kind == work]


class State(StrEnum):
    """How a paper stands against its agreement."""

    KEPT = "kept"
    MISSED = "missed"
    RUNNING = "running"
    STOPPED = "stopped"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: papers of ``kind`` pass ``work`` (a kind of step, or the whole way) within ``hours``.

    ``share`` (0..1) of them have to; ``clock`` is the one that runs.
    """

    kind: str
    work: str
    clock: Clock
    hours: float
    share: float


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper under an agreement: working hours on each clock, and where it stands.

    ``waits_on`` is the clock of where it lies now; None where the work is done.
    """

    document_id: int
    counted: float
    waited_elsewhere: float
    state: State
    done_at: datetime | None
    waits_on: Clock | None = None

    @property
    def open(self) -> bool:
        """True while the work isn't done."""
        return self.state in (State.RUNNING, State.STOPPED, State.LATE)


@dataclass(frozen=True, slots=True)
class Card:
    """How an agreement was kept: done papers, on time, the share with its 95 % interval, what is still open.

    ``stopped_on`` tells on which clocks the stopped ones lie, and how many on each.
    """

    done: int
    on_time: int
    share: float | None
    low: float | None
    high: float | None
    open: int
    stopped: int
    late: int
    stopped_on: tuple[tuple[Clock, int], ...] = ()

    def kept(self, terms: Terms) -> bool | None:
        """Whether the share was reached; None where nothing was done yet."""
        return None if self.share is None else self.share >= terms.share


def papers_under(terms: Terms, histories: Sequence[History], *, as_of: datetime) -> list[Paper]:
    """Each paper that the agreement covers and whose work has begun, in the order given.

    A paper whose step never ran on the agreement's clock isn't judged by it.
    """
    found = (_paper(terms, h, as_of) for h in histories if h.kind == terms.kind)
    return [paper for paper in found if paper is not None]


def _paper(terms: Terms, history: History, as_of: datetime) -> Paper | None:
    spans = spans_of(terms.work, history)
    if terms.work != WHOLE and all(s.clock != terms.clock for s in spans):
        return None
    if not spans:
        # Nobody had to do anything: the whole way took no time.
        if not (history.spans or history.ended_at):
            return None
        return Paper(history.document_id, 0.0, 0.0, State.KEPT, history.received_at)
    counted = _hours([s for s in spans if s.clock == terms.clock], as_of)
    elsewhere = _hours([s for s in spans if s.clock != terms.clock], as_of)
    last = spans[-1]
    done_at = last.end
    if done_at is not None:
        state = State.KEPT if counted <= terms.hours else State.MISSED
    elif counted > terms.hours:
        state = State.LATE
    else:
        state = State.RUNNING if last.clock == terms.clock else State.STOPPED
    waits_on = None if done_at is not None else last.clock
    return Paper(history.document_id, counted, elsewhere, state, done_at, waits_on)


def _hours(spans: Sequence[Span], as_of: datetime) -> float:
    return math.fsum(working_hours(s.start, s.end or as_of) for s in spans)


def card(papers: Sequence[Paper]) -> Card:
    """How an agreement was kept by these papers; one that is late already counts as missed, done or not."""
    judged = [p for p in papers if p.state in (State.KEPT, State.MISSED, State.LATE)]
    on_time = sum(p.state is State.KEPT for p in judged)
    share = on_time / len(judged) if judged else None
    low, high = wilson(on_time, len(judged)) if judged else (None, None)
    return Card(
        done=sum(not p.open for p in papers),
        on_time=on_time,
        share=share,
        low=low,
        high=high,
        open=sum(p.open for p in papers),
        stopped=sum(p.state is State.STOPPED for p in papers),
        late=sum(p.state is State.LATE for p in papers),
        stopped_on=tuple(
            (clock, count)
            for clock in Clock
            if (count := sum(p.state is State.STOPPED and p.waits_on is clock for p in papers))
        ),
    )


@dataclass(frozen=True, slots=True)
class Forecast:
    """What open papers will do: each one's chance to miss, and the share expected on time, with its 95 % interval.

    ``learned_from`` are the finished papers; under `FEWEST_FINISHED` of them nothing is foretold.
    """

    chances: dict[int, float]
    expected_missed: float
    share: float | None
    low: float | None
    high: float | None
    learned_from: int


def forecast(terms: Terms, papers: Sequence[Paper], also: Sequence[Paper] = ()) -> Forecast:
    """Chances by the company's own past: of papers that lay this long, how many went over the target.

    ``also`` are open papers beside: they get their chance, and are no part of the share.

    With u hours counted so far, the chance to miss is S(target) / S(u), S being Kaplan and Meier's curve of the
    counted hours; the interval adds the papers as independent throws.
    """
    finished = sum(not p.open for p in papers)
    if finished < FEWEST_FINISHED:
        return Forecast({}, 0.0, None, None, None, finished)
    curve = survival_curve([p.counted for p in papers], [not p.open for p in papers])
    chances = {p.document_id: miss_chance(curve, p.counted, terms.hours) for p in papers if p.open}
    beside = {p.document_id: miss_chance(curve, p.counted, terms.hours) for p in also}
    judged = card([p for p in papers if not p.open])
    expected = math.fsum(chances.values())
    spread = math.sqrt(math.fsum(c * (1 - c) for c in chances.values()))
    total = len(papers)
    kept = judged.on_time + len(chances) - expected
    low, high = (max(0.0, min(1.0, (kept + s * 1.96 * spread) / total)) for s in (-1, 1))
    return Forecast({**beside, **chances}, expected, kept / total, low, high, finished)


def miss_chance(curve: Curve, counted: float, target: float) -> float:
    """The chance that a paper which has counted so many hours passes the target (both working hours)."""
    if counted > target:
        return 1.0
    still_here = curve.at(counted)
    return curve.at(target) / still_here if still_here > 0 else 0.0
