"""What circulation announces: the lines of the circulation card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(Event):
    """A paper set out on its procedure; ``step`` is where it waits first, empty where nobody is asked."""

    code: ClassVar[str] = "workflow.case.opened"
    procedure: str
    version: int
    step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken(Event):
    """A person (or the program) took a step: ``verdict`` accepted, rejected or returned."""

    code: ClassVar[str] = "workflow.step.taken"
    step: str
    kind: str
    verdict: str
    reason: str
    on_behalf_of: int | None
    next_step: str
    opened_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(Event):
    """The paper's way ended."""

    code: ClassVar[str] = "workflow.case.closed"
    state: str
