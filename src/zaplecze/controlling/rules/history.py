"""A paper's way as controlling sees it: spans of waiting and work, each on one clock.

Everything that is measured starts here, and every span and step names the events that it was read from, so that
any figure opens down to the event log.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Clock(StrEnum):
    """Whose time passes: the office's, the client's (we wait for an answer), or outside's (KSeF, a bank)."""

    OURS = "ours"
    CLIENT = "client"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paper's way in one step, ``kind`` of it as in workflow's `MAY`; open while ``end`` is None.

    ``opened_by`` and ``closed_by`` are the numbers (seq) of the events between which it lies. ``asked``: the step
    waited for the answer to a question, on the clock of whoever was asked. ``goes_on``: the same stay in the step as
    the span before; between them lies a question, its answer, or a hand-over to the other side.
    """

    step: str
    kind: str
    clock: Clock
    start: datetime
    end: datetime | None
    opened_by: int
    closed_by: int | None
    asked: bool = False
    goes_on: bool = False


PAYING = "pay"
"""The kind of step in which a booked paper waits for its payment."""


def waits_to_be_paid(history: History) -> bool:
    """Whether a paper on its way is booked and waits for nothing but its payment."""
    spans = history.spans
    return history.ended_at is None and bool(spans) and spans[-1].kind == PAYING


def never_returned(history: History) -> bool:
    """Whether a paper was never sent back, nor put back on a desk by a storno or a resuming."""
    return all(h.verdict != "returned" for h in history.happenings)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a paper: ``activity`` is what a map or a log calls it, ``verdict`` what was decided."""

    seq: int
    at: datetime
    activity: str
    verdict: str
    by: int | None


@dataclass(frozen=True, slots=True)
class History:
    """A paper from its intake to its end (None: on its way); spans follow each other without gap or overlap.

    ``version`` is that of the written procedure that the paper follows (0: none), ``facts`` what its conditions
    ask for, sorted by name. ``began_seq`` is the event that opened the way it goes by now: a scan that was described
    as an invoice left another way before. ``kind`` is what the paper was last said to be.
    """

    company_id: int
    document_id: int
    kind: str
    received_at: datetime
    ended_at: datetime | None
    spans: tuple[Span, ...]
    happenings: tuple[Happening, ...]
    version: int = 0
    facts: tuple[tuple[str, str], ...] = ()
    began_seq: int = 0


Stay = tuple[Span, ...]
"""The spans of one stay in a step."""


def stays(history: History) -> list[Stay]:
    """The paper's stays in steps: spans that only a question, its answer or a hand-over parts are one."""
    found: list[list[Span]] = []
    for span in history.spans:
        if span.goes_on and found:
            found[-1].append(span)
        else:
            found.append([span])
    return [tuple(stay) for stay in found]
