"""What the department of statements announces."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsPrepared(Event):
    """A version of a year's statements was kept."""

    code: ClassVar[str] = "statements.prepared"
    year: int
    no: int
    file_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparativesKept(Event):
    """A version of a year's comparative figures was kept."""

    code: ClassVar[str] = "statements.comparatives.kept"
    year: int
    no: int
    annex: str
    variant: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EquityNotesKept(Event):
    """Corrections of years before and the proposed payout of a year were told, PLN."""

    code: ClassVar[str] = "statements.equity.told"
    year: int
    policy: Decimal
    errors: Decimal
    payout: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementFileBuilt(Event):
    """An e-Sprawozdanie was built for filing."""

    code: ClassVar[str] = "statements.e_sprawozdanie.built"
    year: int
    annex: str
    variant: str
    file_sha256: str
