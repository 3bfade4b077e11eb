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
