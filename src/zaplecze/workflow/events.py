"""What circulation announces: the lines of the circulation card, and the clocks of controlling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zaplecze.platform.events import Event

Desk = Mapping[str, Any]
"""An opened step: ``step``, ``kind``, ``side`` (``client`` or ``office``), ``people``, ids of those asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Event):
    """A paper set out on its procedure; ``step`` is where it waits first, empty where nobody is asked."""

    code: ClassVar[str] = "workflow.case.opened"
    procedure: str
    version: int
    step: str
    desks: tuple[Desk, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken(Event):
    """A person (or the program) took a step: ``verdict`` accepted, rejected, returned or withdrawn.

    ``side``: whose desk it lay on, the client's or the office's. ``missing``: voices that the step still waits
    for (it is not through then). ``desks``: the steps that opened by it. ``closed``: other steps that were
    called back by it.
    ``via``: ``mail`` by a one-time link, ``bulk`` with others, empty on the paper's own page.
    """

    code: ClassVar[str] = "workflow.step.taken"
    step: str
    kind: str
    verdict: str
    reason: str
    on_behalf_of: int | None
    next_step: str
    opened_at: str
    side: str = ""
    via: str = ""
    missing: int = 0
    desks: tuple[Desk, ...] = ()
    closed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(Event):
    """The paper's way ended."""

    code: ClassVar[str] = "workflow.case.closed"
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDelegated(Event):
    """``giver`` handed one task on to ``receiver``; ``side`` is the receiver's."""

    code: ClassVar[str] = "workflow.task.delegated"
    step: str
    kind: str
    giver: int
    receiver: int
    reason: str
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationTakenBack(Event):
    """``giver`` took back what she had handed on to ``receiver``; ``side`` is hers."""

    code: ClassVar[str] = "workflow.task.taken-back"
    step: str
    kind: str
    giver: int
    receiver: int
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterNamed(Event):
    """Somebody named the cost center that a step had waited for: from now on its ``people``, managers, are asked."""

    code: ClassVar[str] = "workflow.center.named"
    step: str
    kind: str
    center: str
    side: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationAsked(Event):
    """Somebody, of ``side``, was asked beside a step; where ``blocks``, the step waits for the answer."""

    code: ClassVar[str] = "workflow.consultation.asked"
    step: str
    asked: int
    question: str
    blocks: bool
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationAnswered(Event):
    """The answer to a question; ``blocks``: the step has waited for it till now. ``side``: of who was asked."""

    code: ClassVar[str] = "workflow.consultation.answered"
    step: str
    answer: str
    blocks: bool
    side: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskReminded(Event):
    """The people of a step were reminded of its deadline."""

    code: ClassVar[str] = "workflow.task.reminded"
    step: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEscalated(Event):
    """A late step went to the superior too."""

    code: ClassVar[str] = "workflow.task.escalated"
    step: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedurePublished(Event):
    """A version of a procedure went live; cases that run keep theirs."""

    code: ClassVar[str] = "workflow.procedure.published"
    kind: str
    version: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChanged(Event):
    """Who answers for what changed: a substitution, a limit of authority, a manager of a cost center."""

    code: ClassVar[str] = "workflow.people.changed"
    what: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSent(Event):
    """A one-time link went out; ``address`` shows no more than its holder would recognize."""

    code: ClassVar[str] = "workflow.link.sent"
    step: str
    purpose: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptionAsked(Event):
    """Somebody without an account was asked for a description."""

    code: ClassVar[str] = "workflow.description.asked"
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptionGiven(Event):
    """Somebody without an account wrote the description; a person of the company still has to take the step."""

    code: ClassVar[str] = "workflow.description.given"
    address: str
    name: str
    text: str = ""
