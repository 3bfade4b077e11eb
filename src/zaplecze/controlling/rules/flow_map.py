"""The flow map: what really followed what, how often, in what time (directly-follows graph)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from zaplecze.controlling.rules.clocks import Stretch, between, mean, median
from zaplecze.controlling.rules.history import History

START, END = "(start)", "(end)"


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage along an arrow: the paper, the events it lies between, its time."""

    company_id: int
    document_id: int
    from_seq: int
    to_seq: int
    time: Stretch


@dataclass(frozen=True, slots=True)
class Arrow:
    """What followed what: every passage, so that its figures open down to papers and events."""

    source: str
    target: str
    passages: tuple[Passage, ...]

    @property
    def count(self) -> int:
        """How often."""
        return len(self.passages)

    @property
    def papers(self) -> int:
        """By how many papers."""
        return len({p.document_id for p in self.passages})

    @property
    def mean_hours(self) -> float:
        """Mean working hours of a passage."""
        return mean(p.time.hours for p in self.passages)

    @property
    def median_hours(self) -> float:
        """Median working hours of a passage."""
        return median(p.time.hours for p in self.passages)

    @property
    def mean_elapsed(self) -> float:
        """Mean hours of all time, nights and holidays too."""
        return mean(p.time.elapsed_hours for p in self.passages)


class Counted(Protocol):
    """What a picture or a table shows of an arrow, whether it keeps its passages or not."""

    @property
    def source(self) -> str:
        """What was left."""

    @property
    def target(self) -> str:
        """What followed."""

    @property
    def count(self) -> int:
        """How often."""

    @property
    def papers(self) -> int:
        """By how many papers."""

    @property
    def mean_hours(self) -> float:
        """Mean working hours of a passage."""

    @property
    def median_hours(self) -> float:
        """Median working hours of a passage."""

    @property
    def mean_elapsed(self) -> float:
        """Mean hours of all time."""


A_co = TypeVar("A_co", bound=Counted, covariant=True)


@dataclass(frozen=True, slots=True)
class FlowMap(Generic[A_co]):
    """Activities with their counts, arrows by (source, target).

    `START` leads to each paper's first activity; only papers that ended lead to `END`. ``waiting`` counts the
    papers on their way by their last activity.
    """

    activities: Mapping[str, int]
    arrows: Mapping[tuple[str, str], A_co]
    waiting: Mapping[str, int]
    papers: int


def flow_map(histories: Sequence[History]) -> FlowMap[Arrow]:
    """Count the happenings that follow each other, in the order of the log."""
    activities: dict[str, int] = {}
    found: dict[tuple[str, str], list[Passage]] = {}
    waiting: dict[str, int] = {}
    papers = 0
    nothing = Stretch()
    for history in histories:
        steps = history.happenings
        if not steps:
            continue
        papers += 1

        def add(source: str, target: str, passage: Passage) -> None:
            found.setdefault((source, target), []).append(passage)

        of, paper = history.company_id, history.document_id
        add(START, steps[0].activity, Passage(of, paper, steps[0].seq, steps[0].seq, nothing))
        before = None
        for happening in steps:
            activities[happening.activity] = activities.get(happening.activity, 0) + 1
            if before is not None:
                time = between(before.at, happening.at)
                passage = Passage(of, paper, before.seq, happening.seq, time)
                add(before.activity, happening.activity, passage)
            before = happening
        last = steps[-1]
        if history.ended_at is None:
            waiting[last.activity] = waiting.get(last.activity, 0) + 1
        else:
            add(last.activity, END, Passage(of, paper, last.seq, last.seq, nothing))
    arrows = {
        (a, b): Arrow(a, b, tuple(passages))
        for (a, b), passages in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    }
    return FlowMap(activities, arrows, waiting, papers)


def frequent(whole: FlowMap[A_co], share: float) -> FlowMap[A_co]:
    """The map without what fewer than ``share`` of all papers did: rare activities go, then rare arrows.

    Each activity that stays keeps its most traveled way in and out, so that nothing hangs loose. The counts of what
    stays don't change.
    """
    least = share * whole.papers
    activities = {name: count for name, count in whole.activities.items() if count >= least}
    nodes = {*activities, START, END}
    ways = {key: arrow for key, arrow in whole.arrows.items() if nodes.issuperset(key)}
    kept = {key for key, arrow in ways.items() if arrow.count >= least}
    for activity in activities:
        for side in (0, 1):
            mine = [key for key in ways if key[side] == activity and key[0] != key[1]]
            kept.update(mine[:1])  # arrows are sorted, the most traveled first
    arrows = {key: arrow for key, arrow in ways.items() if key in kept}
    return FlowMap(activities, arrows, whole.waiting, whole.papers)
