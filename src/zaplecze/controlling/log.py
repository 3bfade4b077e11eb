"""Histories of papers read from the event log, in a bounded number of queries however many papers."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zaplecze.controlling.grouped import papers_of, walked, ways_and_people
from zaplecze.controlling.rules.conformance import Expected
from zaplecze.controlling.rules.folds import alike, ended_at, unfold
from zaplecze.controlling.rules.history import History
from zaplecze.platform.periods import Month
from zaplecze.workflow.api import Circulating, Step, circulating


@dataclass(frozen=True, slots=True)
class Log:
    """Histories, and the written steps of each paper's own version of its procedure."""

    histories: list[History]
    written: dict[int, tuple[Step, ...]]

    def expected(self, history: History) -> list[Expected]:
        """What the procedure asks of this paper; a condition on a fact that isn't known yet asks nothing."""
        facts = dict(history.facts)
        found = []
        for step in self.written.get(history.document_id, ()):
            try:
                asked: bool | None = step.when is None or step.when.holds(facts)
            except (LookupError, ValueError):
                asked = None
            lane = step.lane
            found.append(Expected(step.key, step.kind, step.hours, asked, lane))
        return found


def read_log(
    *,
    kinds: Collection[str] = (),
    months: tuple[Month, Month] | None = None,
    as_of: datetime,
    on_way: bool = False,
) -> Log:
    """The open company's papers received in ``months`` (first, last; None: ever), of ``kinds`` (none: all).

    ``on_way``: of them only those that are on their way. Events after ``as_of`` are left out, so a log of a past day
    can be read again.
    """
    papers = list(papers_of(kinds, months, as_of, on_way=on_way).values_list("id", flat=True))
    cases = circulating(papers=papers)
    found = list(_histories(papers, cases, as_of))
    if on_way:
        found = [h for h in found if h.ended_at is None]
    found.sort(key=lambda h: (h.received_at, h.document_id))
    return Log(found, {document_id: case.steps for document_id, case in cases.items()})


def histories(
    *,
    kinds: Collection[str] = (),
    months: tuple[Month, Month] | None = None,
    as_of: datetime,
    on_way: bool = False,
) -> list[History]:
    """The histories of `read_log`, by the moment of intake."""
    return read_log(kinds=kinds, months=months, as_of=as_of, on_way=on_way).histories


def _histories(
    papers: Sequence[int], cases: Mapping[int, Circulating], as_of: datetime
) -> Iterator[History]:
    """Papers of one way are walked along once, and each told with its own moments."""
    own: dict[int, tuple[str, str]] = {}

    def rows() -> Iterator[tuple[int, Hashable, str]]:
        for paper, says, moments, seqs, people in ways_and_people(papers, as_of):
            own[paper] = (seqs, people)
            case = cases.get(paper)
            yield paper, (says, case.procedure_id if case else 0), moments

    parts = alike(rows())
    procedures = {paper: case.procedure_id for paper, case in cases.items()}
    ways = walked([ids[0] for ids, _ in parts], procedures, as_of)
    for ids, at in parts:
        way = ways.get(ids[0])
        if way is None:
            continue
        ended = ended_at(way, at)
        for paper, moments in zip(ids, at.tolist(), strict=True):
            seqs, people = own[paper]
            case = cases.get(paper)
            yield unfold(
                way,
                moments,
                [int(seq) for seq in seqs.split(",")],
                [int(person) or None for person in people.split(",")],
                ended=ended,
                document_id=paper,
                facts=tuple(sorted((k, str(v)) for k, v in case.facts.items())) if case else (),
            )
