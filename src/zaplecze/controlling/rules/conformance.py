"""Conformance: a paper's way beside the written procedure that it was opened by, deviation by deviation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from zaplecze.controlling.rules.clocks import HOUR, span_time
from zaplecze.controlling.rules.history import Happening, History, stays
from zaplecze.controlling.rules.way import VOICE


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
    """A step as written; ``asked`` tells whether its condition holds for this paper, None: nobody can tell yet.

    Neighbors with a ``lane`` run side by side, in any order.
    """

    key: str
    kind: str
    hours: int
    asked: bool | None = True
    lane: str = ""


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
    """Compare a paper's way with the steps as written, from where it took up the way that it goes by now."""
    whole, history = history, _from_its_opening(history)
    stages = _stages(written)
    steps = {step.key: step for step in written}
    began = next((stages[s.step] for s in history.spans if s.step in stages), None)
    if began is None:
        began = len(written) if history.ended_at is not None else 0
    found = [
        *_order(history, steps, stages),
        *_missing(history, written, stages, began),
        *_same_person(whole, written),
        *_late(history, steps, as_of),
    ]
    before = tuple(s.key for s in written if s.asked and stages[s.key] < began)
    return Judged(whole, tuple(sorted(found, key=lambda d: d.seq)), before)


def _from_its_opening(history: History) -> History:
    """Without what came before its last opening: those steps belong to another procedure."""
    began = history.began_seq
    return replace(
        history,
        spans=tuple(s for s in history.spans if s.opened_by >= began),
        happenings=tuple(h for h in history.happenings if h.seq >= began),
    )


def _stages(written: Sequence[Expected]) -> dict[str, int]:
    """The place of each step in the row; steps side by side share one."""
    stages: dict[str, int] = {}
    for n, step in enumerate(written):
        beside = n > 0 and step.lane and written[n - 1].lane
        stages[step.key] = stages[written[n - 1].key] if beside else n
    return stages


def _late(history: History, steps: Mapping[str, Expected], as_of: datetime) -> Iterator[Deviation]:
    """Stays in a step beyond its hours; while a question waits for its answer, nobody is late."""
    for stay in stays(history):
        step = steps.get(stay[0].step)
        if step is not None:
            worked_on = sum(span_time(s, as_of).working for s in stay if not s.asked)
            over = worked_on / HOUR - step.hours
            if over > 0:
                seq = stay[-1].closed_by or stay[-1].opened_by
                yield Deviation(Fault.LATE, step.key, seq, round(over, 4))


def _order(
    history: History, steps: Mapping[str, Expected], stages: Mapping[str, int]
) -> Iterator[Deviation]:
    reached = -1
    done: set[str] = set()
    for happening in history.happenings:
        step = happening.activity
        if happening.verdict == "returned":
            back = _stage_after(history, happening, stages)
            reached = back - 1
            done = {s for s in done if stages[s] < back}
        if happening.verdict != "accepted":
            continue
        if step not in steps or steps[step].asked is False:
            yield Deviation(Fault.ALIEN, step, happening.seq)
            continue
        if step in done:
            yield Deviation(Fault.REPEATED, step, happening.seq)
        elif stages[step] < reached:
            yield Deviation(Fault.ORDER, step, happening.seq)
        done.add(step)
        reached = max(reached, stages[step])


def _stage_after(history: History, happening: Happening, stages: Mapping[str, int]) -> int:
    """The place of the step that a return leads to."""
    for before, after in pairwise(history.spans):
        if before.closed_by == happening.seq:
            return stages.get(after.step, 0)
    return 0


def _missing(
    history: History, written: Sequence[Expected], stages: Mapping[str, int], began: int
) -> Iterator[Deviation]:
    """Steps that were asked for and passed over: others behind them were taken, or the paper ended."""
    accepted = [h for h in history.happenings if h.verdict == "accepted" and h.activity in stages]
    taken = {h.activity for h in accepted}
    given_up = any(h.verdict in ("rejected", "withdrawn") for h in history.happenings)
    passed = max((stages[h.activity] for h in accepted), default=0)
    if history.ended_at is not None and not given_up:
        passed = len(written)
    for step in written:
        stage = stages[step.key]
        if step.asked and began <= stage < passed and step.key not in taken:
            beyond = (h.seq for h in accepted if stages[h.activity] > stage)
            last = history.happenings[-1].seq if history.happenings else history.began_seq
            yield Deviation(Fault.MISSING, step.key, next(beyond, last))


def _same_person(history: History, written: Sequence[Expected]) -> list[Deviation]:
    kinds = {step.key: step.kind for step in written}
    acted: dict[int, str] = {}
    found = []
    for happening in history.happenings:
        kind = kinds.get(happening.activity)
        if happening.verdict not in ("accepted", VOICE) or happening.by is None:
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
