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
class PostedIntoSoftMonth(Event):
    """Someone who may posted an entry into a softly closed month."""

    code: ClassVar[str] = "ledger.entry.into-soft-month"
    entry_id: int
    year: int
    month: int


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
class OverseerAppointed(Event):
    """A person began to answer for the entries that the program posts by itself."""

    code: ClassVar[str] = "ledger.overseer.appointed"
    person: str


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
class PeriodSoftlyClosed(Event):
    """A month takes only entries of those who may post into one that is being closed."""

    code: ClassVar[str] = "ledger.period.softly-closed"
    year: int
    month: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SoftClosingUndone(Event):
    """A softly closed month takes everybody's entries again."""

    code: ClassVar[str] = "ledger.period.soft-undone"
    year: int
    month: int


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
class BusinessYearSet(Event):
    """A business year was told of: its days, and whether it is ``standing``, the ``first`` or ``changed``."""

    code: ClassVar[str] = "ledger.business-year.set"
    first: str
    last: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountTagged(Event):
    """An account got other JPK_KR_PD tags; both are told as S_12_1/S_12_2/S_12_3."""

    code: ClassVar[str] = "ledger.account.tagged"
    account: str
    before: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleSet(Event):
    """The circle of costs was turned on or off, or its accounts changed; ``routes`` as MPK=account."""

    code: ClassVar[str] = "ledger.circle.set"
    year: int
    month: int
    on: bool
    account: str
    routes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeKept(Event):
    """A posting scheme got a new version, or was put out of use; ``version`` is its newest."""

    code: ClassVar[str] = "ledger.scheme.kept"
    scheme: str
    version: int
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitKept(Event):
    """A cost split, a key or a default of one was kept; ``what`` names it, ``how`` says it."""

    code: ClassVar[str] = "ledger.split.kept"
    what: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccrualPlanned(Event):
    """An amount on 64 or 84 got its schedule of months."""

    code: ClassVar[str] = "ledger.accrual.planned"
    accrual: str
    amount: Decimal
    first: str
    instalments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccrualEnded(Event):
    """A schedule ended before its last month; ``left`` went into ``month``, or back with its source."""

    code: ClassVar[str] = "ledger.accrual.ended"
    accrual: str
    month: str
    left: Decimal
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringKept(Event):
    """A recurring entry was made, or stopped after ``until``."""

    code: ClassVar[str] = "ledger.recurring.kept"
    name: str
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringSkipped(Event):
    """A recurring entry does not take place in a month, for a reason."""

    code: ClassVar[str] = "ledger.recurring.skipped"
    name: str
    month: str
    reason: str
