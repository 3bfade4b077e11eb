"""Minutes of work that a step takes, from the active time that was counted at papers; never one person's alone.

Gaps between decisions say how long papers waited, not how long anybody worked: they are no source here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from zaplecze.controlling.rules.history import Clock, History, Span
from zaplecze.controlling.rules.minutes import tells_nobody
from zaplecze.controlling.rules.way import INTAKE, REST, TALK
from zaplecze.platform.days import WARSAW

Effort = Mapping[tuple[int, int], int]
"""Active seconds by (paper, person)."""


class Source(StrEnum):
    """Where minutes of a step come from."""

    STEPS = "steps"  # counted, step by step
    DECISIONS = "decisions"  # counted, an average of all steps
    BASELINE = "baseline"  # the state before, in equal parts to the steps of a paper
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class StepMinutes:
    """Minutes a step by its kind, with ``other`` for kinds that aren't named; ``n`` decisions told them."""

    source: Source
    by_kind: Mapping[str, float]
    other: float | None
    n: int

    def of(self, kind: str) -> float | None:
        """Minutes of a step of a kind; None where nobody knows."""
        return self.by_kind.get(kind, self.other)


@dataclass(frozen=True, slots=True)
class Decision:
    """A person left a step of a paper behind on a day."""

    document_id: int
    person: int
    kind: str
    day: date


def decisions(histories: Iterable[History]) -> list[Decision]:
    """What people decided, program and banks aside."""
    found = []
    for history in histories:
        who = {h.seq: h.by for h in history.happenings if h.verdict not in TALK}
        for span in history.spans:
            person = who.get(span.closed_by or 0)
            desk = span.clock != Clock.OUTSIDE and span.kind not in (INTAKE, REST)
            if person is not None and desk and span.end is not None:
                day = span.end.astimezone(WARSAW).date()
                found.append(Decision(history.document_id, person, span.kind, day))
    return found


def step_minutes(
    taken: Sequence[Decision], effort: Effort, *, since: date | None, before: float | None
) -> StepMinutes:
    """Minutes a step, by the best source there is.

    ``effort`` are the seconds at the papers that were decided on, counted ``since`` a day (None: never); ``before``
    are the baseline's minutes a paper. A person's seconds at a paper go in equal parts to the steps that she took
    there. Kinds of steps are told apart only where each has the minutes of enough people at enough papers, and so
    have the rest: else what is missing would come out by subtraction. Then all steps share one average, if all of
    them together are enough.
    """
    counted = [d for d in taken if since is not None and d.day >= since]
    papers = {d.document_id for d in counted}
    shares: dict[tuple[int, int], list[Decision]] = {}
    for decision in counted:
        shares.setdefault((decision.document_id, decision.person), []).append(decision)
    groups: dict[str, _Group] = {}
    whole = _Group()
    for (paper, person), seconds in effort.items():
        if paper not in papers or not seconds:
            continue
        whole.add(paper, person, seconds)
        mine = shares.get((paper, person), ())
        for decision in mine:
            groups.setdefault(decision.kind, _Group()).add(paper, person, seconds / len(mine))
        if not mine:
            groups.setdefault("", _Group()).add(paper, person, seconds)
    if whole.enough:
        average = whole.minutes / len(counted)
        if all(group.enough for group in groups.values()):
            times = {kind: sum(d.kind == kind for d in counted) for kind in groups if kind}
            by_kind = {kind: groups[kind].minutes / count for kind, count in times.items()}
            return StepMinutes(Source.STEPS, by_kind, average, len(counted))
        return StepMinutes(Source.DECISIONS, {}, average, len(counted))
    decided_on = len({d.document_id for d in taken})
    if before is not None and decided_on:
        return StepMinutes(Source.BASELINE, {}, before * decided_on / len(taken), len(taken))
    return StepMinutes(Source.UNKNOWN, {}, None, 0)


def hours_of(decided: Iterable[tuple[History, Span]], minutes: StepMinutes) -> dict[Clock, float]:
    """Hours of work in these decisions, by the clock that each ran on; nothing for a kind that nobody knows."""
    found = dict.fromkeys(Clock, 0.0)
    for _history, span in decided:
        found[span.clock] += (minutes.of(span.kind) or 0.0) / 60
    return found


class _Group:
    """Seconds of people at papers."""

    def __init__(self) -> None:
        self.people: dict[int, float] = {}
        self.papers: set[int] = set()

    def add(self, paper: int, person: int, seconds: float) -> None:
        self.people[person] = self.people.get(person, 0.0) + seconds
        self.papers.add(paper)

    @property
    def minutes(self) -> float:
        return sum(self.people.values()) / 60

    @property
    def enough(self) -> bool:
        return tells_nobody(self.people.values(), len(self.papers))
