"""What the books announce."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPosted(Event):
    """An entry was posted (zaksięgowany)."""

    code: ClassVar[str] = "ledger.entry.posted"
    entry_id: int
    journal: str
    number: int
    year: int
    month: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReversed(Event):
    """An entry was taken back by storno."""

    code: ClassVar[str] = "ledger.entry.reversed"
    entry_id: int
    by_entry_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCoded(Event):
    """A draft's accounts were accepted (zadekretowany)."""

    code: ClassVar[str] = "ledger.draft.coded"
    draft_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSettled(Event):
    """An open item was settled in full; ``document_id`` is the item's document."""

    code: ClassVar[str] = "ledger.item.settled"
    item_id: int
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodClosed(Event):
    """A month was closed; ``root`` seals its entries up to ``last_seq`` of the chain."""

    code: ClassVar[str] = "ledger.period.closed"
    year: int
    month: int
    last_seq: int
    entries: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopeningAsked(Event):
    """Someone asked to open a closed month again."""

    code: ClassVar[str] = "ledger.period.reopening-asked"
    year: int
    month: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReopened(Event):
    """A second person agreed, and the month is open again."""

    code: ClassVar[str] = "ledger.period.reopened"
    year: int
    month: int
    reason: str
    asked_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartChanged(Event):
    """An account, cost centre or project was added or changed; ``what`` names it, ``how`` says it in a word."""

    code: ClassVar[str] = "ledger.chart.changed"
    what: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDeleted(Event):
    """A draft was taken out of the buffer unposted."""

    code: ClassVar[str] = "ledger.draft.deleted"
    draft_id: int
    voucher: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMoved(Event):
    """A draft was put into another month."""

    code: ClassVar[str] = "ledger.draft.moved"
    draft_id: int
    year: int
    month: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountTagged(Event):
    """An account got other JPK_KR_PD tags; both are told as S_12_1/S_12_2/S_12_3."""

    code: ClassVar[str] = "ledger.account.tagged"
    account: str
    before: str
    now: str
