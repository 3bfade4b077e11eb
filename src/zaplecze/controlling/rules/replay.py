"""What-if replay: a month's papers run again through the house, with one thing changed (simpy).

The model is read from history, not assumed. Each person decides one paper after another, in the order in which she
really decided; papers that she decided at one moment are one batch. A batch is taken up when its papers are there
and she is free; from then to the decision it is *held*: that stretch is history's. A batch taken up as in history
ends as in history, so a replay without a change gives history back to the microsecond. Taken up earlier, it is
held for the same working time. What waits for outside (a bank, KSeF) ends when it ended, or later. What the program
decided takes the time it took.

Nobody is ever later than in history by skipping a step or adding a person: orders stay as they were.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import simpy

from zaplecze.controlling.rules.clocks import HOUR, between, check, mean, median, quantile, worked
from zaplecze.controlling.rules.history import Clock, History, Span
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
    """What the change would have done; ``stopped`` papers were returned or rejected in the skipped step."""

    papers: tuple[PaperEffect, ...]
    skipped: tuple[tuple[History, Span], ...]
    stopped: tuple[History, ...]

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

    span: Span
    person: int | None
    batch: _Batch | None = None
    starts: datetime | None = None
    ends: datetime | None = None


@dataclass(slots=True)
class _Batch:
    """What a person decided at one moment."""

    person: int
    at: datetime
    jobs: list[_Job] = field(default_factory=list)
    begins: datetime | None = None  # when its person was free in history; None: from the start
    free: Any = None
    left: int = 0
    done: Any = None


def replay(histories: Sequence[History], change: Change | None = None) -> Outcome:
    """Run the papers again; open spans stay as they are, at the end of what can be run."""
    change = change or Change()
    whole: list[list[_Job]] = []
    for history in histories:
        check(history)
        who = {h.seq: h.by for h in history.happenings}
        whole.append(
            [_Job(s, who.get(s.closed_by or 0)) for s in history.spans if s.end is not None]
        )
    lines = _lines([job for jobs in whole for job in jobs])
    ways: list[list[_Job]] = []
    skipped: list[tuple[History, Span]] = []
    stopped: list[History] = []
    for history, jobs in zip(histories, whole, strict=True):
        way, left_out = _without(history, jobs, change)
        ways.append(way)
        skipped += [(history, job.span) for job in left_out if job.span.step == change.skip]
        verdicts = {h.seq: h.verdict for h in history.happenings}
        if any(
            verdicts.get(j.span.closed_by or 0) in ("returned", "rejected")
            for j in left_out
            if j.span.step == change.skip
        ):
            stopped.append(history)
    _run(histories, ways, lines, change)
    papers = tuple(
        _effect(history, jobs, way)
        for history, jobs, way in zip(histories, whole, ways, strict=True)
    )
    return Outcome(papers, tuple(skipped), tuple(stopped))


def _lines(jobs: Sequence[_Job]) -> dict[int, list[_Batch]]:
    """Each person's batches in the order in which they were decided."""
    lines: dict[int, list[_Batch]] = {}
    mine = [j for j in jobs if j.person is not None and j.span.clock != Clock.OUTSIDE]
    for job in sorted(mine, key=lambda j: (j.span.end, j.span.closed_by)):
        assert job.person is not None
        assert job.span.end is not None
        line = lines.setdefault(job.person, [])
        if not line or line[-1].at != job.span.end:
            line.append(_Batch(job.person, job.span.end, begins=line[-1].at if line else None))
        line[-1].jobs.append(job)
        job.batch = line[-1]
    return lines


def _without(
    history: History, jobs: Sequence[_Job], change: Change
) -> tuple[list[_Job], list[_Job]]:
    """The jobs that stay and those that go; with a skipped step goes the loop that a return from it made."""
    verdicts = {h.seq: h.verdict for h in history.happenings}
    stay: list[_Job] = []
    gone: list[_Job] = []
    looping = False
    for n, job in enumerate(jobs):
        mine = change.skips(history, job.span)
        if looping or mine:
            gone.append(job)
            returned = verdicts.get(job.span.closed_by or 0) == "returned"
            later = any(change.skips(history, j.span) for j in jobs[n + 1 :])
            looping = (returned and later) if mine else looping
        else:
            stay.append(job)
    return stay, gone


def _run(
    histories: Sequence[History],
    ways: Sequence[Sequence[_Job]],
    lines: Mapping[int, Sequence[_Batch]],
    change: Change,
) -> None:
    if not histories:
        return
    origin = min(h.received_at for h in histories)
    env = simpy.Environment()
    kept = {id(job) for way in ways for job in way}
    helpers = simpy.Resource(env, change.helpers) if change.helpers > 0 else None
    for line in lines.values():
        batches = []
        for batch in line:
            batch.jobs = [j for j in batch.jobs if id(j) in kept]
            if batch.jobs:
                batch.free, batch.done, batch.left = env.event(), env.event(), len(batch.jobs)
                batches.append(batch)
        if batches:
            env.process(_desk(env, batches, helpers, change.help_kind))
    for history, way in zip(histories, ways, strict=True):
        env.process(_paper(env, origin, history.received_at, way))
    env.run()


def _desk(
    env: Any, batches: Sequence[_Batch], helpers: Any, help_kind: str
) -> Generator[Any, Any, None]:
    """One person's line: a batch after another, or beside her with a helper where its kind allows."""
    own = simpy.Resource(env, 1)
    for batch in batches:
        ask = own.request()
        taken = own
        if helpers is not None and all(j.span.kind == help_kind for j in batch.jobs):
            other = helpers.request()
            yield ask | other
            if ask.triggered:
                other.cancel() if not other.triggered else helpers.release(other)
            else:
                ask.cancel()
                ask, taken = other, helpers
        else:
            yield ask
        batch.free.succeed()
        env.process(_give_back(batch, taken, ask))


def _give_back(batch: _Batch, taken: Any, ask: Any) -> Generator[Any, Any, None]:
    yield batch.done
    taken.release(ask)


def _paper(
    env: Any, origin: datetime, received: datetime, way: Sequence[_Job]
) -> Generator[Any, Any, None]:
    yield env.timeout((received - origin) // _TICK)
    for job in way:
        job.starts = origin + env.now * _TICK
        if job.batch is not None:
            yield job.batch.free
        job.ends = _end(job, origin + env.now * _TICK)
        yield env.timeout((job.ends - origin) // _TICK - env.now)
        if job.batch is not None:
            job.batch.left -= 1
            if job.batch.left == 0:
                job.batch.done.succeed()


def _end(job: _Job, begins: datetime) -> datetime:
    """When a job that is taken up at ``begins`` ends."""
    span = job.span
    assert span.end is not None
    if span.clock == Clock.OUTSIDE:
        return max(span.end, begins)
    began = span.start
    if job.batch is not None and job.batch.begins is not None:
        began = max(began, job.batch.begins)
    if begins == began:
        return span.end
    held = worked(span.end) - worked(began)
    if held == 0:  # decided outside of working hours: the stretch itself
        return begins + (span.end - began)
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
        spans.append(Span(s.step, s.kind, s.clock, job.starts, job.ends, s.opened_by, s.closed_by))
    return PaperEffect(history, sums([j.span for j in jobs]), sums(spans), tuple(spans))


def minutes_of_work(histories: Sequence[History]) -> dict[str, tuple[float, int]]:
    """Minutes of work that a step of a kind takes, and from how many decisions that was read.

    Read where a person decided one paper right after another and the second was lying there already: the
    working time between the two. The median, so that breaks don't count.
    """
    jobs = []
    for history in histories:
        who = {h.seq: h.by for h in history.happenings}
        jobs += [_Job(s, who.get(s.closed_by or 0)) for s in history.spans if s.end is not None]
    gaps: dict[str, list[float]] = {}
    for line in _lines(jobs).values():
        for batch in line:
            began = batch.begins
            kinds = {j.span.kind for j in batch.jobs}
            if began is None or len(kinds) > 1 or any(j.span.start > began for j in batch.jobs):
                continue
            time = between(began, batch.at)
            gaps.setdefault(kinds.pop(), []).append(time.working / HOUR * 60 / len(batch.jobs))
    return {kind: (median(found), len(found)) for kind, found in sorted(gaps.items())}
