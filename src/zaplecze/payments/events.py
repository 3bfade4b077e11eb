"""What the payments department announces."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementTaken(Event):
    """A statement's lines were compared with the open items."""

    code: ClassVar[str] = "payments.statement.taken"
    account: str
    number: str
    lines: int
    certain: int
    doubtful: int
    doubled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePosted(Event):
    """A bank line was posted, and what it pays settled."""

    code: ClassVar[str] = "payments.line.posted"
    line_id: int
    entry_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMade(Event):
    """A balance confirmation, a reminder or an interest note was made, with a number."""

    code: ClassVar[str] = "payments.letter.made"
    letter_id: int
    kind: str
    number: str
    partner_id: int
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAnswered(Event):
    """A letter was sent, answered, paid or cancelled."""

    code: ClassVar[str] = "payments.letter.answered"
    letter_id: int
    number: str
    outcome: str
    amount: Decimal | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionHeld(Event):
    """A partner or an item was taken out of reminders, or put back (``lifted``)."""

    code: ClassVar[str] = "payments.collection.held"
    partner_id: int | None
    item_id: int | None
    reason: str
    lifted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionPolicyChanged(Event):
    """The company's bucket edges or reminder levels were changed; levels as ``name: days after the due day``."""

    code: ClassVar[str] = "payments.collection.policy-changed"
    edges: str
    levels: str
