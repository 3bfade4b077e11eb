"""The engine: where a paper stands, and where a decision takes it. Pure: ``advance(state, decision) -> move``.

A state is the set of steps that wait, with the voices given in each. Lanes of a block run at once; the block is
through when nothing in it waits. Steps whose condition does not hold are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zaplecze.workflow.rules.conditions import UnknownFact
from zaplecze.workflow.rules.steps import Block, Step, blocks, place_of


class StepError(ValueError):
    """A step can't be decided or reached; the message names it."""

    def __init__(self, step: str, message: str):
        super().__init__(f"krok „{step}”: {message}")
        self.step = step


@dataclass(frozen=True, slots=True)
class State:
    """Keys of the steps that wait, in the order of the procedure, and who has accepted in each so far."""

    waiting: tuple[str, ...] = ()
    voices: Mapping[str, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision in a step: ``accepted``, ``rejected`` or ``returned``.

    ``voice``: whose it is (for an absent person: hers); None when the program itself saw that the step is
    done, which needs no further voice. ``back_to``: the step that a paper is returned to.
    """

    step: str
    verdict: str
    voice: int | None = None
    back_to: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What a decision changed: steps that ``opened`` and ``closed``; ``end`` is ``done`` or ``rejected`` at the end.

    ``missing``: how many voices the decided step still waits for.
    """

    state: State
    opened: tuple[Step, ...] = ()
    closed: tuple[str, ...] = ()
    end: str = ""
    missing: int = 0


def begin(steps: Sequence[Step], facts: Mapping[str, Any]) -> Move:
    """The first steps of a paper of these facts; ``end`` is ``done`` where nobody is asked."""
    return enter(blocks(steps), facts)


def enter(found: Sequence[Block], facts: Mapping[str, Any]) -> Move:
    """As `begin`, for a procedure that was laid out in blocks before: many papers begin at once."""
    return _enter(found, 0, facts, ())


def advance(
    steps: Sequence[Step], state: State, verdict: Verdict, facts: Mapping[str, Any]
) -> Move:
    """Take a decision; raises `StepError` where its step does not wait or the facts don't suffice."""
    if verdict.step not in state.waiting:
        raise StepError(verdict.step, "nie czeka na decyzję")
    match verdict.verdict:
        case "rejected":
            return Move(State(), closed=state.waiting, end="rejected")
        case "returned":
            return _return(steps, state, verdict)
        case "accepted":
            return _accept(steps, state, verdict, facts)
    raise ValueError(f"unknown verdict {verdict.verdict!r}")


def _accept(
    steps: Sequence[Step], state: State, verdict: Verdict, facts: Mapping[str, Any]
) -> Move:
    key = verdict.step
    found = blocks(steps)
    b, la, s = place_of(found, key)
    lane = found[b].lanes[la]
    voices = {k: v for k, v in state.voices.items() if k != key}
    if verdict.voice is not None:
        given = state.voices.get(key, frozenset())
        if verdict.voice in given:
            raise StepError(key, "ta osoba już się wypowiedziała")
        missing = lane[s].who.need - len(given) - 1
        if missing > 0:
            voices[key] = given | {verdict.voice}
            return Move(State(state.waiting, voices), missing=missing)
    others = tuple(k for k in state.waiting if k != key)
    following = next((step for step in lane[s + 1 :] if _asked(step, facts)), None)
    if following is not None:
        waiting = _in_order(steps, (*others, following.key))
        return Move(State(waiting, voices), (following,), (key,))
    if others:
        return Move(State(others, voices), closed=(key,))
    return _enter(found, b + 1, facts, (key,))


def _return(steps: Sequence[Step], state: State, verdict: Verdict) -> Move:
    targets = {s.key: s for s in returnable(steps, verdict.step)}
    key = verdict.back_to or return_step(steps, verdict.step).key
    if key not in targets and key != verdict.step:
        raise StepError(verdict.step, f"nie można zwrócić do kroku „{key}”: nie jest wcześniejszy")
    found = blocks(steps)
    b, _, _ = place_of(found, verdict.step)
    target_block, _, _ = place_of(found, key)
    target = next(s for s in steps if s.key == key)
    # Inside one block the other lanes go on; a return before the block calls all of them back.
    closed = (verdict.step,) if target_block == b else state.waiting
    waiting = _in_order(steps, (*(k for k in state.waiting if k not in closed), key))
    voices = {k: v for k, v in state.voices.items() if k in waiting and k != key}
    return Move(State(waiting, voices), (target,), closed)


def _enter(
    found: Sequence[Block], start: int, facts: Mapping[str, Any], closed: tuple[str, ...]
) -> Move:
    for block in found[start:]:
        opened = tuple(
            step
            for lane in block.lanes
            if (step := next((s for s in lane if _asked(s, facts)), None)) is not None
        )
        if opened:
            return Move(State(tuple(s.key for s in opened)), opened, closed)
    return Move(State(), closed=closed, end="done")


def _asked(step: Step, facts: Mapping[str, Any]) -> bool:
    try:
        return step.asked(facts)
    except UnknownFact as error:
        raise StepError(step.key, str(error.args[0])) from error


def _in_order(steps: Sequence[Step], keys: Sequence[str]) -> tuple[str, ...]:
    wanted = set(keys)
    return tuple(s.key for s in steps if s.key in wanted)


def returnable(steps: Sequence[Step], current: str) -> tuple[Step, ...]:
    """The steps that a paper may be returned to: all before ``current``, in its own lane or in earlier blocks."""
    found = blocks(steps)
    b, la, s = place_of(found, current)
    before = [step for block in found[:b] for lane in block.lanes for step in lane]
    return (*before, *found[b].lanes[la][:s])


def leads_through(steps: Sequence[Step], start: str, kinds: frozenset[str]) -> bool:
    """Whether a paper put back to ``start`` may go through a step of these kinds from there on."""
    found = blocks(steps)
    b, la, s = place_of(found, start)
    ahead = [
        *found[b].lanes[la][s:],
        *(x for block in found[b + 1 :] for n in block.lanes for x in n),
    ]
    return any(step.kind in kinds for step in ahead)


def return_step(steps: Sequence[Step], current: str) -> Step:
    """Where a returned paper goes unless told otherwise: the nearest earlier step that describes, else the first."""
    before = returnable(steps, current)
    describing = [s for s in before if s.kind == "describe"]
    return describing[-1] if describing else (before[0] if before else _step(steps, current))


def _step(steps: Sequence[Step], key: str) -> Step:
    return next(s for s in steps if s.key == key)


def path(steps: Sequence[Step], facts: Mapping[str, Any]) -> tuple[Step, ...]:
    """Every step that a paper of these facts goes through when all accept; raises `StepError`."""
    return tuple(s for s in steps if _asked(s, facts))


def walk(steps: Sequence[Step], facts: Mapping[str, Any]) -> Iterator[State]:
    """States of a paper whose first waiting step is always accepted, to its end."""
    state = begin(steps, facts).state
    while state.waiting:
        yield state
        state = advance(steps, state, Verdict(state.waiting[0], "accepted"), facts).state
