"""Conformance: a paper's way beside the written procedure that it was opened by, deviation by deviation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zaplecze.controlling.rules.clocks import span_time
from zaplecze.controlling.rules.history import Happening, History


class Fault(StrEnum):
    """Kinds of deviations."""

    MISSING = "missing"  # a step that the procedure asks for was passed over
    ALIEN = "alien"  # a step that the procedure doesn't ask of this paper
    ORDER = "order"  # a step taken after one that follows it
    REPEATED = "repeated"  # a step accepted twice with no return between
    SAME_PERSON = "same_person"  # an approval by who described or approved before
    LATE = "late"  # a step beyond its working hours


@dataclass(frozen=True, slots=True)
class Expected:
    """A step as written; ``asked`` tells whether its condition holds for this paper, None: nobody can tell yet."""

    key: str
    kind: str
    hours: int
    asked: bool | None = True


@dataclass(frozen=True, slots=True)
class Deviation:
    """What differs, in which step, by the event that shows it; ``hours`` beyond the deadline where late."""

    fault: Fault
    step: str
    seq: int
    hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Judged:
    """A paper beside its procedure; ``by_program`` steps were done by the program before anyone was asked."""

    history: History
    deviations: tuple[Deviation, ...]
    by_program: tuple[str, ...]


def judge(history: History, written: Sequence[Expected], as_of: datetime) -> Judged:
    """Compare a paper's way with the steps as written."""
    place = {step.key: n for n, step in enumerate(written)}
    accepted = [h for h in history.happenings if h.verdict == "accepted"]
    found: list[Deviation] = []
    first = next((s for s in history.spans if s.step in place), None)
    began = place[first.step] if first else len(written)
    if history.ended_at is None and first is None:
        began = 0
    found += _order(history, written, place)
    found += _missing(history, written, place, began, accepted)
    found += _same_person(history, written)
    for span in history.spans:
        step = written[place[span.step]] if span.step in place else None
        if step is None:
            continue
        over = span_time(span, as_of).hours - step.hours
        if over > 0:
            found.append(
                Deviation(Fault.LATE, span.step, span.closed_by or span.opened_by, round(over, 4))
            )
    skipped = tuple(s.key for s in written[:began] if s.asked) if began else ()
    return Judged(history, tuple(sorted(found, key=lambda d: d.seq)), skipped)


def _order(
    history: History, written: Sequence[Expected], place: Mapping[str, int]
) -> list[Deviation]:
    found: list[Deviation] = []
    reached = -1
    for happening in history.happenings:
        if happening.verdict == "returned":
            reached = _place_after(history, happening, place) - 1
        if happening.verdict != "accepted":
            continue
        n = place.get(happening.activity)
        if n is None or written[n].asked is False:
            found.append(Deviation(Fault.ALIEN, happening.activity, happening.seq))
            continue
        if n == reached:
            found.append(Deviation(Fault.REPEATED, happening.activity, happening.seq))
        elif n < reached:
            found.append(Deviation(Fault.ORDER, happening.activity, happening.seq))
        reached = max(reached, n)
    return found


def _place_after(history: History, happening: Happening, place: Mapping[str, int]) -> int:
    """The place of the step that a return leads to."""
    for before, after in zip(history.spans, history.spans[1:], strict=False):
        if before.closed_by == happening.seq:
            return place.get(after.step, 0)
    return 0


def _missing(
    history: History,
    written: Sequence[Expected],
    place: Mapping[str, int],
    began: int,
    accepted: Sequence[Happening],
) -> list[Deviation]:
    taken = {h.activity for h in accepted}
    rejected = any(h.verdict == "rejected" for h in history.happenings)
    if history.ended_at is not None and not rejected:
        passed = len(written)
    else:
        passed = max((place[h.activity] for h in accepted if h.activity in place), default=0)
    last = history.happenings[-1].seq if history.happenings else 0
    found = []
    for n in range(began, passed):
        step = written[n]
        if step.asked and step.key not in taken:
            beyond = (h.seq for h in accepted if place.get(h.activity, -1) > n)
            found.append(Deviation(Fault.MISSING, step.key, next(beyond, last)))
    return found


def _same_person(history: History, written: Sequence[Expected]) -> list[Deviation]:
    kinds = {step.key: step.kind for step in written}
    acted: dict[int, str] = {}
    found = []
    for happening in history.happenings:
        kind = kinds.get(happening.activity)
        if happening.verdict != "accepted" or happening.by is None:
            continue
        if kind == "approve" and acted.get(happening.by, happening.activity) != happening.activity:
            found.append(Deviation(Fault.SAME_PERSON, happening.activity, happening.seq))
        if kind in ("describe", "approve"):
            acted[happening.by] = happening.activity
    return found


@dataclass(frozen=True, slots=True)
class FaultCount:
    """A deviation of one kind in one step, with the papers that show it."""

    fault: Fault
    step: str
    shown: tuple[tuple[History, Deviation], ...]


def by_fault(judged: Sequence[Judged]) -> list[FaultCount]:
    """Deviations by kind and step, the most frequent first."""
    found: dict[tuple[Fault, str], list[tuple[History, Deviation]]] = {}
    for paper in judged:
        for deviation in paper.deviations:
            found.setdefault((deviation.fault, deviation.step), []).append(
                (paper.history, deviation)
            )
    counts = [FaultCount(fault, step, tuple(shown)) for (fault, step), shown in found.items()]
    return sorted(counts, key=lambda c: (-len(c.shown), c.fault, c.step))
