"""What-if replay: a month's papers run again through the house, with one thing changed (simpy).

The model is read from history, not assumed. Each person decides one paper after another, in the order in which she
really decided; papers that she decided at one moment are one batch. A batch is taken up when its papers are there
and she is free; from then to the decision it is *held*: that stretch is history's. A batch taken up as in history
ends as in history, so a replay without a change gives history back to the microsecond. Taken up earlier, it is
held for the same working time. What waits for outside (a bank, KSeF) ends when it ended, or later. What the program
decided takes the time it took.

A batch that a change brings earlier goes ahead of the others where it fits into a gap that the person had in history.
So nobody is ever later than in history by skipping a step or adding a person.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import simpy

from zaplecze.controlling.rules.clocks import (
    HOUR,
    between,
    check,
    mean,
    median,
    quantile,
    worked,
)
from zaplecze.controlling.rules.history import Clock, History, Span, Stay, stays
from zaplecze.controlling.rules.way import TALK
from zaplecze.platform.days import add_working_hours

_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed: nothing, a step skipped, or people added.

    ``skip`` is the key of a step; with ``up_to`` only papers whose amount (fact ``gross_pln``) is at most that
    skip it, which is also how a limit is raised. ``help_kind`` is the kind of steps that ``helpers`` more people
    take.
    """

    skip: str = ""
    up_to: Decimal | None = None
    help_kind: str = ""
    helpers: int = 0

    def skips(self, history: History, span: Span) -> bool:
        """Whether this paper passes this step over; a paper without an amount passes no limit."""
        if not self.skip or span.step != self.skip:
            return False
        if self.up_to is None:
            return True
        amount = dict(history.facts).get("gross_pln")
        return amount is not None and abs(Decimal(amount)) <= self.up_to


@dataclass(frozen=True, slots=True)
class PaperEffect:
    """One paper before and after: working hours on each clock, and the spans as they would have been."""

    history: History
    before: Mapping[Clock, float]
    after: Mapping[Clock, float]
    spans: tuple[Span, ...]

    @property
    def saved(self) -> float:
        """Working hours less until the paper has passed everybody's desk (ours and the client's)."""
        inside = (Clock.OURS, Clock.CLIENT)
        return sum(self.before[c] - self.after[c] for c in inside)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the change would have done.

    ``skipped`` are the stays in the skipped step, ``stopped`` the papers that were returned or rejected in it. With a
    return goes the loop that it made: ``decided`` are all spans left out that a person decided, in whatever step.
    """

    papers: tuple[PaperEffect, ...]
    skipped: tuple[tuple[History, Stay], ...]
    stopped: tuple[History, ...]
    decided: tuple[tuple[History, Span], ...]

    def hours(self, when: str, clock: Clock | None = None) -> list[float]:
        """Working hours of each paper, ``before`` or ``after``, on a clock; None: ours and the client's."""
        asked = (clock,) if clock else (Clock.OURS, Clock.CLIENT)
        return [sum(getattr(p, when)[c] for c in asked) for p in self.papers]

    def figures(self, when: str, clock: Clock | None = None) -> tuple[float, float, float]:
        """Mean, median and nine-tenths of the papers' working hours."""
        hours = self.hours(when, clock)
        return mean(hours), median(hours), quantile(hours, 0.9)


@dataclass(slots=True)
class _Job:
    """One closed span to run again."""

    paper: int
    span: Span
    person: int | None
    batch: _Batch | None = None
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(slots=True)
class _Batch:
    """What a person decided at one moment: ``ready`` when its papers were there, ``free`` when she was."""

    at: datetime
    free: datetime | None
    jobs: list[_Job] = field(default_factory=list)
    missing: int = 0
    taken: Any = None

    @property
    def ready(self) -> datetime:
        return max(j.span.start for j in self.jobs)

    @property
    def begins(self) -> datetime:
        """When it was taken up in history."""
        return self.ready if self.free is None else max(self.ready, self.free)

    def ends(self, begins: datetime) -> datetime:
        """When it is decided, taken up then."""
        return _held(self.begins, self.at, begins)


def replay(histories: Sequence[History], change: Change | None = None) -> Outcome:
    """Run the papers again; open spans stay as they are, at the end of what can be run."""
    change = change or Change()
    whole: list[list[_Job]] = []
    for history in histories:
        check(history)
        whole.append(_jobs(history))
    lines = _lines([job for jobs in whole for job in jobs])
    ways: list[list[_Job]] = []
    skipped: list[tuple[History, Stay]] = []
    stopped: list[History] = []
    decided: list[tuple[History, Span]] = []
    for history, jobs in zip(histories, whole, strict=True):
        way, left_out = _without(history, jobs, change)
        ways.append(way)
        gone = {job.span.opened_by for job in left_out}
        skipped += [
            (history, stay)
            for stay in stays(history)
            if stay[0].step == change.skip and stay[0].opened_by in gone
        ]
        verdicts = {h.seq: h.verdict for h in history.happenings}
        if any(
            verdicts.get(j.span.closed_by or 0) in ("returned", "rejected")
            for j in left_out
            if j.span.step == change.skip
        ):
            stopped.append(history)
        decided += [
            (history, job.span)
            for job in left_out
            if job.person is not None and verdicts.get(job.span.closed_by or 0) not in TALK
        ]
    _run(histories, ways, lines, change)
    papers = tuple(
        _effect(history, jobs, way)
        for history, jobs, way in zip(histories, whole, ways, strict=True)
    )
    return Outcome(papers, tuple(skipped), tuple(stopped), tuple(decided))


def _jobs(history: History) -> list[_Job]:
    who = {h.seq: h.by for h in history.happenings}
    return [
        _Job(history.document_id, s, None if s.asked else who.get(s.closed_by or 0))
        for s in history.spans
        if s.end is not None
    ]


def _lines(jobs: Sequence[_Job]) -> dict[int, list[_Batch]]:
    """Each person's batches in the order in which they were decided; what took no time asks nobody."""
    lines: dict[int, list[_Batch]] = {}
    mine = [
        j
        for j in jobs
        if j.person is not None and j.span.clock != Clock.OUTSIDE and j.span.end != j.span.start
    ]
    for job in sorted(mine, key=lambda j: (j.span.end, j.span.closed_by)):
        assert job.person is not None
        assert job.span.end is not None
        line = lines.setdefault(job.person, [])
        if not line or line[-1].at != job.span.end:
            line.append(_Batch(job.span.end, line[-1].at if line else None))
        line[-1].jobs.append(job)
        job.batch = line[-1]
    return lines


def _without(
    history: History, jobs: Sequence[_Job], change: Change
) -> tuple[list[_Job], list[_Job]]:
    """The jobs that stay and those that go; with a skipped step goes the loop that a return from it made."""
    verdicts = {h.seq: h.verdict for h in history.happenings}
    lying = {s.opened_by for stay in stays(history) if stay[-1].end is None for s in stay}
    stay: list[_Job] = []
    gone: list[_Job] = []
    looping = False
    for n, job in enumerate(jobs):
        mine = change.skips(history, job.span) and job.span.opened_by not in lying
        if looping or mine:
            gone.append(job)
            returned = verdicts.get(job.span.closed_by or 0) == "returned"
            later = any(change.skips(history, j.span) for j in jobs[n + 1 :])
            looping = (returned and later) if mine else looping
        else:
            stay.append(job)
    return stay, gone


class _House:
    """The run: a clock in microseconds since the first paper, each person's line, the added people."""

    def __init__(self, origin: datetime, lines: Sequence[_Line], change: Change) -> None:
        self.env = simpy.Environment()
        self.origin = origin
        self.lines = lines
        self.help_kind, self.helpers = change.help_kind, change.helpers
        for line in lines:
            line.news = self.env.event()

    @property
    def now(self) -> datetime:
        return self.origin + self.env.now * _TICK

    def until(self, moment: datetime) -> Any:
        return self.env.timeout((moment - self.origin) // _TICK - self.env.now)

    def tell(self, line: _Line) -> None:
        """Something changed for a line: a paper came, somebody is free."""
        if not line.news.triggered:
            line.news.succeed()

    def paper(self, received: datetime, way: Sequence[_Job]) -> Generator[Any, Any, None]:
        """One paper's way."""
        yield self.until(received)
        for job in way:
            job.starts = self.now
            if job.batch is None:
                yield self.until(_alone(job, self.now))
            else:
                job.batch.missing -= 1
                self.tell(self.line_of[id(job.batch)])
                yield job.batch.taken
                yield self.until(job.batch.ends(self.now))
            job.ends = self.now

    def desk(self, line: _Line) -> Generator[Any, Any, None]:
        """One person's line."""
        while line.todo:
            self._take_up(line)
            if line.todo:
                line.news = self.env.event()
                yield line.news

    def _take_up(self, line: _Line) -> None:
        for batch in list(line.todo):
            if batch.missing:
                continue
            if not line.busy and (batch is line.todo[0] or self._fits(batch, line.todo[0])):
                line.busy = True
                self._begin(line, batch, own=True)
            elif self.helpers and all(j.span.kind == self.help_kind for j in batch.jobs):
                self.helpers -= 1
                self._begin(line, batch, own=False)

    def _fits(self, batch: _Batch, first: _Batch) -> bool:
        """Whether a batch that is ready earlier than in history ends before the person was needed."""
        return self.now < batch.ready and batch.ends(self.now) <= first.begins

    def _begin(self, line: _Line, batch: _Batch, *, own: bool) -> None:
        line.todo.remove(batch)
        batch.taken.succeed()
        self.env.process(self._serve(line, batch, own=own))

    def _serve(self, line: _Line, batch: _Batch, *, own: bool) -> Generator[Any, Any, None]:
        yield self.until(batch.ends(self.now))
        if own:
            line.busy = False
            self.tell(line)
        else:
            self.helpers += 1
            for other in self.lines:
                self.tell(other)

    def run(self) -> None:
        """Start every desk and run until nothing moves."""
        self.line_of = {id(batch): line for line in self.lines for batch in line.todo}
        for line in self.lines:
            self.env.process(self.desk(line))
        self.env.run()


@dataclass(slots=True)
class _Line:
    """What a person has still to decide, in history's order."""

    todo: list[_Batch]
    busy: bool = False
    news: Any = None


def _run(
    histories: Sequence[History],
    ways: Sequence[Sequence[_Job]],
    lines: Mapping[int, Sequence[_Batch]],
    change: Change,
) -> None:
    if not histories:
        return
    kept = {id(job) for way in ways for job in way}
    todo = []
    for whole in lines.values():
        batches = [b for b in whole if any(id(j) in kept for j in b.jobs)]
        if batches:
            todo.append(_Line(batches))
    house = _House(min(h.received_at for h in histories), todo, change)
    for line in todo:
        for batch in line.todo:
            batch.missing = sum(id(j) in kept for j in batch.jobs)
            batch.taken = house.env.event()
    for history, way in zip(histories, ways, strict=True):
        house.env.process(house.paper(history.received_at, way))
    house.run()


def _alone(job: _Job, begins: datetime) -> datetime:
    """When a step ends that waits for nobody of the house, reached then."""
    assert job.span.end is not None
    if job.span.clock == Clock.OUTSIDE:
        return max(job.span.end, begins)
    return _held(job.span.start, job.span.end, begins)


def _held(began: datetime, ended: datetime, begins: datetime) -> datetime:
    """The end of a stretch of history when it begins at another moment: as much working time later."""
    if begins == began:
        return ended
    held = worked(ended) - worked(began)
    if held == 0:  # outside of working hours: the stretch itself
        return begins + (ended - began)
    return _after(begins, held)


def _after(start: datetime, micros: int) -> datetime:
    """The moment when so much working time has passed since ``start``, to the microsecond."""
    whole, rest = divmod(micros, HOUR)
    moment = add_working_hours(start, whole) if whole else start
    if rest:
        moment = add_working_hours(moment, rest / HOUR)
    return moment + (micros - (worked(moment) - worked(start))) * _TICK


def _effect(history: History, jobs: Sequence[_Job], way: Sequence[_Job]) -> PaperEffect:
    def sums(spans: Sequence[Span]) -> dict[Clock, float]:
        found = dict.fromkeys(Clock, 0.0)
        for span in spans:
            assert span.end is not None
            found[span.clock] += between(span.start, span.end).hours
        return found

    spans = []
    for job in way:
        assert job.starts is not None
        assert job.ends is not None
        s = job.span
        spans.append(replace(s, start=job.starts, end=job.ends))
    return PaperEffect(history, sums([j.span for j in jobs]), sums(spans), tuple(spans))
