"""Papers folded together: those whose events say the same in the same order are read once, and counted as arrays.

A company has few ways and many papers. `history_of` walks along one paper of each way; of the others only the moments
differ, and they lie in a matrix. What comes out is what walking along each paper would give, to the microsecond.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from zaplecze.controlling.rules.clocks import BrokenHistory, check
from zaplecze.controlling.rules.history import Happening, History, Span
from zaplecze.platform.days import CLOSES, MICRO, OPENS, WARSAW, worked

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_HOUR = 3_600 * MICRO
_DAY = 24 * _HOUR
_OPENS = OPENS.hour * _HOUR
_OPEN = (CLOSES.hour - OPENS.hour) * _HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = (datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC) - _EPOCH) / MICRO


def micros(moment: datetime) -> int:
    """Microseconds since 1970 (UTC), as the columns of a fold hold moments."""
    return (moment - _EPOCH) // _TICK


@lru_cache(maxsize=256)
def _shifts(year: int) -> Ints:
    """Microseconds that the Polish wall clock is ahead in each hour of a year (UTC); it changes on the hour."""
    first = int(datetime(year, 1, 1, tzinfo=UTC).timestamp())
    hours = (int(datetime(year + 1, 1, 1, tzinfo=UTC).timestamp()) - first) // 3_600
    found = []
    for n in range(hours):
        local = datetime.fromtimestamp(first + 3_600 * n, WARSAW).utcoffset()
        assert local is not None
        found.append(local // _TICK)
    return np.array(found, dtype=np.int64)


@lru_cache(maxsize=256)
def _calendar(year: int) -> tuple[Ints, Ints]:
    """For each day of a year: working time before it (as `worked` counts) and whether it is a working day."""
    first = datetime(year, 1, 1, 12, tzinfo=WARSAW)
    days = (datetime(year + 1, 1, 1, 12, tzinfo=WARSAW).date() - first.date()).days
    begins = [
        worked(datetime.fromordinal(first.toordinal() + n).replace(tzinfo=WARSAW))
        for n in range(days + 1)
    ]
    before = np.array(begins, dtype=np.int64)
    return before[:-1], (np.diff(before) > 0).astype(np.int64)


def _years(moments: Ints) -> tuple[int, int]:
    low, high = (
        int(m.astype("datetime64[us]").astype("datetime64[Y]").astype(np.int64)) + 1970
        for m in (moments.min(), moments.max())
    )
    return low, high


def wall_clock(moments: Ints) -> Ints:
    """The same moments on the Polish wall clock: microseconds since midnight of 1 January 1970 there."""
    if moments.size == 0:
        return moments
    low, high = _years(moments)
    shifts = np.concatenate([_shifts(year) for year in range(low, high + 1)])
    first = int(datetime(low, 1, 1, tzinfo=UTC).timestamp()) * MICRO
    found: Ints = moments + shifts[(moments - first) // _HOUR]
    return found


def worked_at(moments: Ints) -> Ints:
    """`platform.days.worked` of many moments."""
    if moments.size == 0:
        return moments
    local = wall_clock(moments)
    low, high = _years(local)
    years = [_calendar(year) for year in range(low, high + 1)]
    before = np.concatenate([y[0] for y in years])
    works = np.concatenate([y[1] for y in years])
    first = (datetime(low, 1, 1, tzinfo=UTC) - _EPOCH).days
    day = local // _DAY - first
    found: Ints = before[day] + works[day] * np.clip(local % _DAY - _OPENS, 0, _OPEN)
    return found


@dataclass(frozen=True)
class Fold:
    """Papers of one way: ``way`` is the history of the first, whose ``seq`` are the places of events among its own.

    ``at``: a row for each paper, a column for each of its events, `micros`. ``amounts``: PLN gross as the case knows
    it, NaN where it doesn't.
    """

    way: History
    at: Ints
    amounts: Floats

    @property
    def count(self) -> int:
        """How many papers."""
        return len(self.at)

    @cached_property
    def worked(self) -> Ints:
        """Working time until each event, as `worked_at`."""
        return worked_at(self.at)

    @cached_property
    def ended(self) -> int | None:
        """`ended_at` of its papers."""
        return ended_at(self.way, self.at)

    @cached_property
    def received(self) -> int:
        """The place of the event by which the papers came in."""
        return self.way.happenings[0].seq

    def start(self, span: Span) -> Ints:
        """When a span begins, for each paper."""
        return self.at[:, span.opened_by]

    def end(self, span: Span, as_of: int) -> Ints:
        """When a span ends, for each paper; an open one lasts until ``as_of``."""
        if span.closed_by is None:
            return np.maximum(self.start(span), as_of)
        return self.at[:, span.closed_by]

    def span_worked(self, span: Span, as_of: int) -> Ints:
        """Working microseconds of a span, for each paper."""
        began = self.worked[:, span.opened_by]
        if span.closed_by is not None:
            return self.worked[:, span.closed_by] - began
        now = int(worked_at(np.array([as_of]))[0])
        return np.where(self.start(span) >= as_of, 0, now - began)

    def to_end(self) -> Ints:
        """Working microseconds from intake to end; only of papers that ended."""
        assert self.ended is not None
        return self.worked[:, self.ended] - self.worked[:, self.received]


@dataclass(frozen=True)
class Folded:
    """A company's papers, folded."""

    folds: tuple[Fold, ...]

    @property
    def papers(self) -> int:
        """How many papers."""
        return sum(fold.count for fold in self.folds)

    @property
    def events(self) -> int:
        """How many happenings."""
        return sum(fold.count * len(fold.way.happenings) for fold in self.folds)


def fold_of(way: History, at: Ints, amounts: Sequence[float]) -> Fold:
    """A fold that may be measured; raises `BrokenHistory` where a paper of it can't."""
    check(way)
    for span in way.spans:
        if span.closed_by is not None and (at[:, span.closed_by] < at[:, span.opened_by]).any():
            raise BrokenHistory(f"dokument {way.document_id}: krok „{span.step}” cofa czas")
    return Fold(way, at, np.array(amounts, dtype=np.float64))


def ended_at(way: History, at: Ints) -> int | None:
    """The place of the event at which papers of a way ended, ``way`` the first; None where they are on their way."""
    if way.ended_at is None:
        return None
    return int(np.flatnonzero(at[0] == micros(way.ended_at))[0])


def unfold(
    way: History,
    at: Sequence[int],
    seqs: Sequence[int],
    people: Sequence[int | None],
    *,
    ended: int | None,
    document_id: int,
    facts: tuple[tuple[str, str], ...] = (),
) -> History:
    """One paper of a fold as it is: ``way`` with its own moments (`micros`), numbers of events and people.

    ``ended`` is the place of the event that ended it (`ended_at`).
    """
    moments = [_EPOCH + timedelta(microseconds=moment) for moment in at]
    spans = []
    for s in way.spans:
        closed = s.closed_by
        spans.append(
            Span(
                s.step, s.kind, s.clock, moments[s.opened_by],
                None if closed is None else moments[closed],
                seqs[s.opened_by], None if closed is None else seqs[closed], s.asked, s.goes_on,
            )
        )  # fmt: skip
    return History(
        company_id=way.company_id,
        document_id=document_id,
        kind=way.kind,
        received_at=moments[way.happenings[0].seq],
        ended_at=None if ended is None else moments[ended],
        spans=tuple(spans),
        happenings=tuple(
            Happening(seqs[h.seq], moments[h.seq], h.activity, h.verdict, people[h.seq])
            for h in way.happenings
        ),
        version=way.version,
        facts=facts,
        began_seq=seqs[way.began_seq] if way.began_seq else 0,
    )


def alike(rows: Iterable[tuple[int, Hashable, str]]) -> list[tuple[list[int], Ints]]:
    """Papers with their moments, folded: ``rows`` are papers, what their events say, their `micros` with commas."""
    found: dict[Hashable, tuple[list[int], list[str]]] = {}
    for paper, says, moments in rows:
        ids, texts = found.setdefault(says, ([], []))
        ids.append(paper)
        texts.append(moments)
    folded = []
    for ids, texts in found.values():
        at = np.array(",".join(texts).split(","), dtype=np.int64).reshape(len(ids), -1)
        numbers = np.array(ids)
        folded += [(numbers[mask].tolist(), at[mask]) for mask in _same_order(at)]
    return folded


def _same_order(at: Ints) -> Iterable[NDArray[np.bool_]]:
    """Masks of the papers whose events lie in the same order in time: equal moments are told from later ones."""
    if at.shape[1] < 2:
        yield np.ones(len(at), dtype=bool)
        return
    signs = np.sign(np.diff(at, axis=1)).astype(np.int8)
    first = signs[0]
    if (signs == first).all():
        yield np.ones(len(at), dtype=bool)
        return
    _, which = np.unique(signs, axis=0, return_inverse=True)
    for number in range(int(which.max()) + 1):
        yield which.ravel() == number
