"""A company's flow in a few figures: one walk over its histories, linear in their events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zaplecze.controlling.rules.clocks import between, median, span_time
from zaplecze.controlling.rules.history import Clock, History


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of a company: hours are working hours; ``bottleneck`` the step with most waiting on desks.

    ``median_hours`` and ``median_desks`` are of papers that ended: to the end, and of it on ours and the client's
    desks; None where none ended.
    """

    papers: int
    open: int
    events: int
    median_hours: float | None
    median_desks: float | None
    right_first: float | None
    by_clock: Mapping[Clock, float]
    open_by_clock: Mapping[Clock, int]
    bottleneck: str
    bottleneck_clock: Clock | None
    bottleneck_share: float


def summary(histories: Sequence[History], as_of: datetime) -> Summary:
    """Sum up a company's papers."""
    by_clock = dict.fromkeys(Clock, 0.0)
    open_by_clock = dict.fromkeys(Clock, 0)
    waiting: dict[tuple[str, Clock], float] = {}
    whole: list[float] = []
    desks: list[float] = []
    right = events = 0
    for history in histories:
        events += len(history.happenings)
        right += all(h.verdict != "returned" for h in history.happenings)
        inside = 0.0
        for span in history.spans:
            hours = span_time(span, as_of).hours
            by_clock[span.clock] += hours
            if span.end is None:
                open_by_clock[span.clock] += 1
            if span.clock != Clock.OUTSIDE:
                inside += hours
                key = (span.step, span.clock)
                waiting[key] = waiting.get(key, 0.0) + hours
        if history.ended_at is not None:
            whole.append(between(history.received_at, history.ended_at).hours)
            desks.append(inside)
    on_desks = sum(waiting.values())
    worst = max(waiting, key=lambda k: (waiting[k], k), default=None) if on_desks else None
    return Summary(
        papers=len(histories),
        open=len(histories) - len(whole),
        events=events,
        median_hours=median(whole) if whole else None,
        median_desks=median(desks) if desks else None,
        right_first=right / len(histories) if histories else None,
        by_clock=by_clock,
        open_by_clock=open_by_clock,
        bottleneck=worst[0] if worst else "",
        bottleneck_clock=worst[1] if worst else None,
        bottleneck_share=waiting[worst] / on_desks if worst else 0.0,
    )
