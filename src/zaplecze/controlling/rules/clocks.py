"""Time on three clocks: what passed, and what of it was working time, to the microsecond.

The calendar is `platform.days`: its `worked` counts from a fixed day on, so stretches that follow each other add up
exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from zaplecze.controlling.rules.history import Clock, History, Span
from zaplecze.platform.days import MICRO, worked

HOUR = 3_600 * MICRO
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


class BrokenHistory(ValueError):
    """Spans with a gap or an overlap: such a paper must not be measured."""


def passed(moment: datetime) -> int:
    """Microseconds of all time from 1 January 2000 (UTC) to an aware moment."""
    return (moment - _EPOCH) // _TICK


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in microseconds: all of it, and the working time in it."""

    elapsed: int = 0
    working: int = 0

    def __add__(self, other: Stretch) -> Stretch:
        return Stretch(self.elapsed + other.elapsed, self.working + other.working)

    @property
    def hours(self) -> float:
        """Working hours."""
        return self.working / HOUR

    @property
    def elapsed_hours(self) -> float:
        """Hours of all time."""
        return self.elapsed / HOUR


def between(start: datetime, end: datetime) -> Stretch:
    """The stretch between two aware moments; an end before its start is refused."""
    if end < start:
        raise BrokenHistory(f"odcinek kończy się ({end}) przed początkiem ({start})")
    return Stretch(passed(end) - passed(start), worked(end) - worked(start))


def span_time(span: Span, as_of: datetime) -> Stretch:
    """A span's time; an open one lasts until ``as_of``."""
    return between(span.start, span.end if span.end is not None else max(as_of, span.start))


@dataclass(frozen=True, slots=True)
class Clocks:
    """A paper's time on each clock, in whole and by step; ``total`` runs from intake to end."""

    total: Stretch
    by_clock: Mapping[Clock, Stretch]
    by_step: Mapping[tuple[str, Clock], Stretch]


def clocks(history: History, as_of: datetime) -> Clocks:
    """Read the clocks of a paper; raises `BrokenHistory` where its spans don't follow each other.

    The sums of ``by_clock`` and of ``by_step`` are ``total``, to the microsecond.
    """
    check(history)
    by_clock = dict.fromkeys(Clock, Stretch())
    by_step: dict[tuple[str, Clock], Stretch] = {}
    for span in history.spans:
        time = span_time(span, as_of)
        by_clock[span.clock] += time
        key = (span.step, span.clock)
        by_step[key] = by_step.get(key, Stretch()) + time
    end = history.ended_at
    if end is None:
        end = max([as_of, history.received_at, *(s.start for s in history.spans)])
    return Clocks(between(history.received_at, end), by_clock, by_step)


def check(history: History) -> None:
    """Refuse (`BrokenHistory`) spans that leave a gap, overlap, or miss the paper's intake or end."""
    at: datetime | None = history.received_at
    for span in history.spans:
        if at is None or span.start != at:
            raise BrokenHistory(
                f"dokument {history.document_id}: krok „{span.step}” zaczyna się {span.start}, "
                f"a poprzedni kończy się {at}"
            )
        if span.end is not None and span.end < span.start:
            raise BrokenHistory(f"dokument {history.document_id}: krok „{span.step}” cofa czas")
        at = span.end
    if at != history.ended_at and not (history.ended_at is None and not history.spans):
        raise BrokenHistory(
            f"dokument {history.document_id}: kroki kończą się {at}, a dokument {history.ended_at}"
        )


def median(values: Iterable[float]) -> float:
    """The middle value, or the mean of the two middle ones; 0 of none."""
    return quantile(values, 0.5)


def quantile(values: Iterable[float], share: float) -> float:
    """The value below which ``share`` of the values lie, between neighbors linearly; 0 of none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    place = (len(ordered) - 1) * share
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def mean(values: Iterable[float]) -> float:
    """The mean; 0 of none."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0
