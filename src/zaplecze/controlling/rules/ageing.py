"""Ageing of open work: papers on their way by the step they lie in and by how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zaplecze.controlling.rules.clocks import Stretch, between, span_time
from zaplecze.controlling.rules.history import Clock, History, Span
from zaplecze.platform.days import HOURS_PER_DAY

# Upper ends of the classes in working days; the last class has none.
DAYS = (1, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper on its way: where it lies, how long there, how long since its intake."""

    history: History
    span: Span
    here: Stretch
    whole: Stretch


@dataclass(frozen=True, slots=True)
class AgeRow:
    """A step with its waiting papers by class of age; as many classes as `DAYS` and one more."""

    step: str
    clock: Clock
    classes: tuple[tuple[Waiting, ...], ...]

    @property
    def count(self) -> int:
        """All that wait in the step."""
        return sum(len(c) for c in self.classes)

    @property
    def oldest(self) -> float:
        """Working hours of the one that has lain longest."""
        return max((w.here.hours for c in self.classes for w in c), default=0.0)


def class_of(hours: float) -> int:
    """The class of so many working hours: up to 1, 3, 5, 10 working days, and beyond."""
    return sum(hours > days * HOURS_PER_DAY for days in DAYS)


def ageing(histories: Sequence[History], as_of: datetime) -> list[AgeRow]:
    """Open papers by step and class of age in the step, the fullest step first."""
    found: dict[tuple[str, Clock], list[list[Waiting]]] = {}
    for history in histories:
        if not history.spans or history.spans[-1].end is not None:
            continue
        span = history.spans[-1]
        whole = between(history.received_at, max(as_of, history.received_at))
        paper = Waiting(history, span, span_time(span, as_of), whole)
        classes = found.setdefault((span.step, span.clock), [[] for _ in range(len(DAYS) + 1)])
        classes[class_of(paper.here.hours)].append(paper)
    rows = [
        AgeRow(
            step,
            clock,
            tuple(tuple(sorted(c, key=lambda w: -w.here.working)) for c in classes),
        )
        for (step, clock), classes in found.items()
    ]
    return sorted(rows, key=lambda row: (-row.count, row.step))
