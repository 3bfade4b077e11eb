"""From a paper's events to its history: which step it stood in between them, and on whose clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zaplecze.controlling.rules.history import Clock, Happening, History, Span

RECEIVED = "documents.document.received"
DESCRIBED = "documents.document.described"
OPENED = "workflow.case.opened"
TAKEN = "workflow.step.taken"
CLOSED = "workflow.case.closed"
POSTED = "ledger.entry.posted"
REVERSED = "ledger.entry.reversed"
DELEGATED = "workflow.task.delegated"
NAMED = "workflow.center.named"
# What a history is read from; other events of a paper are details of these.
READ = (RECEIVED, DESCRIBED, OPENED, TAKEN, CLOSED, POSTED, REVERSED, DELEGATED, NAMED)

# Activities that are no step of a procedure. A step's activity is its key; another verdict in it than acceptance
# stands behind the key.
RECEIVE, POST, REOPEN = "receive", "post", "reopen"
RETURNED, REJECTED, WITHDRAWN = ":returned", ":rejected", ":withdrawn"
MARKS = {"returned": RETURNED, "rejected": REJECTED, "withdrawn": WITHDRAWN}
# The verdict of one voice of several, while the step waits for more.
VOICE = "voice"
# Steps that are no step of a procedure: before the case is opened; between its end and a storno.
INTAKE, REST = "intake", "rest"

# Whose time a step of a kind takes where the event doesn't say: the client's people (owner, approver) approve, a
# bank pays, the office does the rest.
CLOCK_OF = {
    "describe": Clock.OURS,
    "approve": Clock.CLIENT,
    "code": Clock.OURS,
    "match": Clock.OURS,
    "pay": Clock.OUTSIDE,
    INTAKE: Clock.OURS,
    REST: Clock.OUTSIDE,
}
SIDES = {"client": Clock.CLIENT, "office": Clock.OURS, "outside": Clock.OUTSIDE}


class UnknownSide(ValueError):
    """An event tells of a side that has no clock."""


@dataclass(frozen=True, slots=True)
class Read:
    """An event as read from the log."""

    seq: int
    at: datetime
    by: int | None
    code: str
    data: Mapping[str, Any]


def clock_of(kind: str, side: str = "") -> Clock:
    """Whose clock a step runs on: the side that the events tell of, else the kind's; another kind is ours.

    Who sends a payment doesn't change that a bank is waited for.
    """
    if side:
        if side not in SIDES:
            raise UnknownSide(f"zdarzenie mówi o nieznanej stronie „{side}”")
        return CLOCK_OF[kind] if CLOCK_OF.get(kind) == Clock.OUTSIDE else SIDES[side]
    return CLOCK_OF.get(kind, Clock.OURS)


class _Way:
    """The walk along one paper's events."""

    def __init__(self, kinds: Mapping[str, str]) -> None:
        self.kinds = dict(kinds)
        self.spans: list[Span] = []
        self.happenings: list[Happening] = []
        self.waiting: list[str] = []
        self.sides: dict[str, str] = {}
        self.start: tuple[str, datetime, int] | None = None
        self.ended: tuple[datetime, int] | None = None
        self.began = 0

    def stand(self, step: str, at: datetime, seq: int) -> None:
        """The paper stands in a step from here on."""
        self.start = (step, at, seq)

    def leave(self, at: datetime, seq: int, data: Mapping[str, Any]) -> None:
        """The step it stood in ends here."""
        if self.start is None:
            return
        step, since, opened_by = self.start
        kind = self.kinds.get(step, step)
        told = str(data.get("side", "")) if data.get("step") == step else ""
        clock = clock_of(kind, told or self.sides.get(step, ""))
        self.spans.append(Span(step, kind, clock, since, at, opened_by, seq))
        self.start = None

    def open(self, data: Mapping[str, Any], step: str) -> list[str]:
        """Steps that an event opens: its ``desks`` with kind and side, else its one ``step``."""
        desks = data.get("desks") or ([{"step": step}] if step else [])
        found = [str(desk["step"]) for desk in desks]
        for key, desk in zip(found, desks, strict=True):
            self.sides[key] = str(desk.get("side", ""))
            if desk.get("kind"):
                self.kinds.setdefault(key, str(desk["kind"]))
        return found

    def by_program(self, at: datetime) -> bool:
        """Whether a posting is the program's own, and the first of this moment: nobody's step will tell of it."""
        last = self.happenings[-1]
        asked = any(self.kinds.get(step) in ("code", "match") for step in self.waiting)
        return not asked and (last.activity, last.at) != (POST, at)

    def happen(self, event: Read, activity: str, verdict: str = "") -> None:
        """Note what a map shows."""
        self.happenings.append(Happening(event.seq, event.at, activity, verdict, event.by))


def history_of(
    *,
    company_id: int,
    document_id: int,
    events: Sequence[Read],
    kinds: Mapping[str, str],
    version: int = 0,
    facts: Sequence[tuple[str, str]] = (),
) -> History | None:
    """A paper's history from its events in the order of the log; None where its intake isn't among them.

    ``kinds`` tells the kind of each step of its procedure. Where several steps wait at once, the span is that of the
    one that has waited longest. Between a case's end and its opening again (storno) the paper rests, on the
    outside clock: it lies on nobody's desk.
    """
    way = _Way(kinds)
    received: Read | None = None
    of_storno = _made_by_storno(events)
    for event in events:
        if event.seq in of_storno:
            continue
        if event.code == RECEIVED:
            if received is None:
                received = event
                way.happen(event, RECEIVE)
                way.stand(INTAKE, event.at, event.seq)
        elif received is None:
            continue
        elif event.code == OPENED:
            _opened(way, event)
        elif event.code == TAKEN:
            _taken(way, event)
        elif event.code == CLOSED and way.ended is None:
            way.waiting.clear()
            way.leave(event.at, event.seq, {})
            way.ended = (event.at, event.seq)
        elif event.code in (DELEGATED, NAMED):
            _delegated(way, event)
        elif event.code == POSTED and way.by_program(event.at):
            way.happen(event, POST)
    if received is None:
        return None
    if way.start is not None:
        step, since, seq = way.start
        step_kind = way.kinds.get(step, step)
        clock = clock_of(step_kind, way.sides.get(step, ""))
        way.spans.append(Span(step, step_kind, clock, since, None, seq, None))
    return History(
        company_id=company_id,
        document_id=document_id,
        kind=_kind(events),
        received_at=received.at,
        ended_at=way.ended[0] if way.ended else None,
        spans=tuple(way.spans),
        happenings=tuple(way.happenings),
        version=version,
        facts=tuple(sorted(facts)),
        began_seq=way.began,
    )


def _kind(events: Sequence[Read]) -> str:
    """What the paper is, as it was last said to be."""
    said = [e.data.get("kind", "") for e in events if e.code in (RECEIVED, DESCRIBED)]
    return str(said[-1])


def _made_by_storno(events: Sequence[Read]) -> set[int]:
    """Events that a storno made by itself: its own entry, and the payment that it settled away.

    They stand in the log from the posting of the storno's entry to the storno; nobody paid or posted then.
    """
    posted = {e.data.get("entry_id"): e.seq for e in events if e.code == POSTED}
    found: set[int] = set()
    for event in events:
        if event.code == REVERSED and event.data.get("by_entry_id") in posted:
            first = posted[event.data["by_entry_id"]]
            found.update(e.seq for e in events if first <= e.seq < event.seq)
    return found


def _opened(way: _Way, event: Read) -> None:
    way.began = event.seq
    _rest(way, event)
    if way.start is not None and event.at > way.start[1]:
        way.leave(event.at, event.seq, {})
    way.waiting = way.open(event.data, str(event.data.get("step", "")))
    way.start = None
    if way.waiting:
        way.stand(way.waiting[0], event.at, event.seq)
    else:
        way.ended = (event.at, event.seq)


def _rest(way: _Way, event: Read) -> None:
    """A paper that had ended goes on: what lies between was rest."""
    if way.ended is not None:
        since, seq = way.ended
        if event.at > since:
            way.stand(REST, since, seq)
        way.ended = None


def _taken(way: _Way, event: Read) -> None:
    data = event.data
    step, verdict = str(data["step"]), str(data["verdict"])
    way.kinds.setdefault(step, str(data["kind"]))
    _rest(way, event)  # put back on a desk after its end
    head = way.waiting[0] if way.waiting else ""
    told = str(data.get("side", "")) if head == step else way.sides.get(head, "")
    following = way.open(data, str(data.get("next_step", "")))
    if verdict == "returned" and step in following:  # put back by a storno, whatever it waited for
        way.happen(event, REOPEN, verdict)
        way.waiting = []
    else:
        voice = verdict == "accepted" and data.get("missing")
        way.happen(event, step + MARKS.get(verdict, ""), VOICE if voice else verdict)
        gone = {*data.get("closed", ()), *(() if data.get("missing") else (step,))}
        way.waiting = [] if verdict != "accepted" else [s for s in way.waiting if s not in gone]
    way.waiting += [s for s in following if s not in way.waiting]
    stays = head and head == (way.waiting[0] if way.waiting else "")
    if stays and (head != step or data.get("missing")):
        return  # another of several steps was taken, or the step waits for more voices
    way.leave(event.at, event.seq, {"step": head, "side": told})
    if way.waiting:
        way.stand(way.waiting[0], event.at, event.seq)
    else:
        way.ended = (event.at, event.seq)


def _delegated(way: _Way, event: Read) -> None:
    """A task went to another person, or to the manager of a center that was named; the clock follows the side."""
    step, side = str(event.data["step"]), str(event.data.get("side", ""))
    standing = way.start is not None and way.start[0] == step
    kind = way.kinds.get(step, step)
    if standing and clock_of(kind, side) != clock_of(kind, way.sides.get(step, "")):
        way.leave(event.at, event.seq, {})
        way.stand(step, event.at, event.seq)
    way.sides[step] = side
