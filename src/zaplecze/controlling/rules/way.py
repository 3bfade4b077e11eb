"""From a paper's events to its history: which step it stood in between them, and on whose clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
TAKEN_BACK = "workflow.task.taken-back"
NAMED = "workflow.center.named"
QUESTION, ANSWER = "workflow.consultation.asked", "workflow.consultation.answered"
DESCRIPTION_ASKED, DESCRIPTION_GIVEN = "workflow.description.asked", "workflow.description.given"
TALKS = (QUESTION, ANSWER, DESCRIPTION_ASKED, DESCRIPTION_GIVEN)
# What a history is read from; other events of a paper are details of these.
HANDED = (DELEGATED, TAKEN_BACK, NAMED)
READ = (RECEIVED, DESCRIBED, OPENED, TAKEN, CLOSED, POSTED, REVERSED, *HANDED, *TALKS)

# Activities that are no step of a procedure. A step's activity is its key; another verdict in it than acceptance
# stands behind the key, so does a question that the step waits for, and its answer. A paper is put back on a desk by
# a storno (reopen), resumed after its end (resume), or, on its way, because it turned out otherwise (renew).
RECEIVE, POST, REOPEN, RESUME, RENEW = "receive", "post", "reopen", "resume", "renew"
RETURNED, REJECTED, WITHDRAWN = ":returned", ":rejected", ":withdrawn"
ASKED, ANSWERED = ":asked", ":answered"
# Verdicts of what decides nothing.
TALK = frozenset({ASKED[1:], ANSWERED[1:]})
MARKS = {"returned": RETURNED, "rejected": REJECTED, "withdrawn": WITHDRAWN}
# The verdict of one voice of several, while the step waits for more.
VOICE = "voice"
# Steps that are no step of a procedure: before the case is opened; between its end and a storno; between its end and
# its resuming (of the kind of rest).
INTAKE, REST, ENDED = "intake", "rest", "ended"

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
        self.kinds = {**kinds, ENDED: REST}
        self.spans: list[Span] = []
        self.happenings: list[Happening] = []
        self.waiting: list[str] = []
        self.sides: dict[str, str] = {}
        # What each step waits for the answer to, in the order of asking: the event that asked, the side asked.
        self.asked: dict[str, list[tuple[str, str]]] = {}
        self.start: Span | None = None
        self.ended: tuple[datetime, int] | None = None
        self.reversed_at: datetime | None = None
        self.began = 0

    def stand(self, step: str, at: datetime, seq: int, *, goes_on: bool = False) -> None:
        """The paper stands in a step from here on."""
        kind = self.kinds.get(step, step)
        self.start = Span(step, kind, Clock.OURS, at, None, seq, None, goes_on=goes_on)

    def standing(self, told: str = "") -> Span | None:
        """The open span as it stands now, with its clock: of the side that was asked, else of the side it lies on.

        ``told`` is the side by the event that ends it, for where none was told before.
        """
        if self.start is None:
            return None
        step, kind = self.start.step, self.kinds.get(self.start.step, self.start.kind)
        awaited = self.asked.get(step)
        clock = (
            clock_of("", awaited[0][1]) if awaited else clock_of(kind, self.sides.get(step) or told)
        )
        return replace(self.start, kind=kind, clock=clock, asked=bool(awaited))

    def leave(self, span: Span | None, at: datetime, seq: int) -> None:
        """The span that it stood in (`standing`) ends here."""
        if span is not None:
            self.spans.append(replace(span, end=at, closed_by=seq))
        self.start = None

    def turn(self, before: Span | None, event: Read) -> None:
        """The step goes on; where its clock isn't that of ``before`` any more, a span ends and another begins."""
        after = self.standing()
        if before is None or after is None:
            return
        if (before.clock, before.asked) != (after.clock, after.asked):
            self.leave(before, event.at, event.seq)
            self.stand(before.step, event.at, event.seq, goes_on=True)

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
        elif received is not None:
            _go_on(way, event)
    if received is None:
        return None
    still = way.standing()
    if still is not None:
        way.spans.append(still)
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


def _go_on(way: _Way, event: Read) -> None:
    """One event after the intake."""
    if event.code == OPENED:
        _opened(way, event)
    elif event.code == TAKEN:
        _taken(way, event)
    elif event.code == CLOSED and way.ended is None:
        way.waiting.clear()
        way.leave(way.standing(), event.at, event.seq)
        way.asked.clear()
        way.ended = (event.at, event.seq)
    elif event.code in HANDED:
        _delegated(way, event)
    elif event.code in TALKS:
        _talked(way, event)
    elif event.code == REVERSED:
        way.reversed_at = event.at
    elif event.code == POSTED and way.by_program(event.at):
        way.happen(event, POST)


def _opened(way: _Way, event: Read) -> None:
    way.began = event.seq
    _rest(way, event)
    still = way.standing()
    if still is not None and event.at > still.start:
        way.leave(still, event.at, event.seq)
    way.asked.clear()
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
            way.stand(REST if way.reversed_at == event.at else ENDED, since, seq)
        way.ended = None


def _taken(way: _Way, event: Read) -> None:
    data = event.data
    step, verdict = str(data["step"]), str(data["verdict"])
    way.kinds.setdefault(step, str(data["kind"]))
    again = _put_back(way, event)
    _rest(way, event)  # put back on a desk after its end
    head = way.waiting[0] if way.waiting else ""
    lay = way.standing(str(data.get("side", "")) if _stands(way, step) else "")
    following = way.open(data, str(data.get("next_step", "")))
    if (
        verdict == "returned" and step in following
    ):  # put back by no decision, whatever it waited for
        way.happen(event, again, verdict)
        kept: list[str] = []
    else:
        voice = verdict == "accepted" and data.get("missing")
        way.happen(event, step + MARKS.get(verdict, ""), VOICE if voice else verdict)
        gone = {*data.get("closed", ()), *(() if data.get("missing") else (step,))}
        kept = [] if verdict != "accepted" else [s for s in way.waiting if s not in gone]
    way.waiting = kept + [s for s in following if s not in kept]
    answered = head in way.asked and head not in kept
    way.asked = {s: awaited for s, awaited in way.asked.items() if s in kept}
    stays = head and head == (way.waiting[0] if way.waiting else "") and not answered
    if stays and (head != step or data.get("missing")):
        return  # another of several steps was taken, or the step waits for more voices
    way.leave(lay, event.at, event.seq)
    if way.waiting:
        way.stand(way.waiting[0], event.at, event.seq)
    else:
        way.ended = (event.at, event.seq)


def _put_back(way: _Way, event: Read) -> str:
    """What puts a paper on a desk again at this moment, if anything does."""
    if way.reversed_at == event.at:
        return REOPEN
    return RENEW if way.ended is None else RESUME


def _stands(way: _Way, step: str) -> bool:
    return way.start is not None and way.start.step == step


def _delegated(way: _Way, event: Read) -> None:
    """A task went to another person, back, or to the manager of a center that was named; the clock follows."""
    before = way.standing()
    if side := str(event.data.get("side", "")):
        way.sides[str(event.data["step"])] = side
        way.turn(before, event)


def _talked(way: _Way, event: Read) -> None:
    """A question that a step waits for, or its answer: until then the step is on the clock of whoever was asked.

    A question that blocks nothing holds up nobody. Somebody without an account who is asked for a description is the
    client's; one description is enough, however many were asked for.
    """
    data = event.data
    if event.code in (QUESTION, ANSWER):
        step, side = str(data["step"]), str(data.get("side", "")) if data.get("blocks") else ""
    else:
        step = next((s for s in way.waiting if way.kinds.get(s) == "describe"), "")
        side = "client"
    if not side or step not in way.waiting:
        return
    awaited = way.asked.get(step, [])
    if event.code in (QUESTION, DESCRIPTION_ASKED):
        left = [*awaited, (event.code, side)]
    elif event.code == DESCRIPTION_GIVEN:
        left = [x for x in awaited if x[0] != DESCRIPTION_ASKED]
    else:
        left = _without_answered(awaited, side)
    if left == awaited:
        return  # an answer to what nobody waits for
    mark = ASKED if len(left) > len(awaited) else ANSWERED
    way.happen(event, step + mark, mark[1:])
    before = way.standing()
    way.asked[step] = left
    way.turn(before, event)


def _without_answered(awaited: list[tuple[str, str]], side: str) -> list[tuple[str, str]]:
    """What is still waited for after an answer: of the questions the oldest to that side is answered.

    Who has changed sides since answers the oldest of all.
    """
    questions = [n for n, (code, _) in enumerate(awaited) if code == QUESTION]
    there = [n for n in questions if awaited[n][1] == side] or questions
    return awaited[: there[0]] + awaited[there[0] + 1 :] if there else awaited
