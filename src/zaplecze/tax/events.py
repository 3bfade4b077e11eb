"""What the tax department announces."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class VatRecorded(Event):
    """A document's row stands in a VAT register."""

    code: ClassVar[str] = "tax.vat.recorded"
    register: str
    year: int
    month: int
    net: Decimal
    vat: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class JpkBuilt(Event):
    """A JPK_V7M file was built for filing."""

    code: ClassVar[str] = "tax.jpk_v7m.built"
    year: int
    month: int
    file_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksFileBuilt(Event):
    """A JPK_KR_PD file was built for filing."""

    code: ClassVar[str] = "tax.jpk_kr_pd.built"
    year: int
    first: int
    last: int
    file_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefMoved(Event):
    """Relief for a bad debt was taken, returned or undone; ``change`` is the gross under relief, PLN."""

    code: ClassVar[str] = "tax.relief.moved"
    move_id: int
    tax: str
    side: str
    step: str
    year: int
    month: int
    change: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliefRefused(Event):
    """A person refused relief for an item, or ``lifted`` the refusal."""

    code: ClassVar[str] = "tax.relief.refused"
    refusal_id: int
    tax: str
    side: str
    reason: str
    lifted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMarked(Event):
    """A person gave a register's row its mark (OFF, BFK, DI) and kind of document."""

    code: ClassVar[str] = "tax.row.marked"
    entry_id: int
    number: str
    proof: str
    document_type: str
