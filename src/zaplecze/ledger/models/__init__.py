"""The books: chart, journals, periods, drafts (bufor), posted entries, balances, open items.

Posted entries and their lines are append-only for the program's database role; corrections are reversals
(art. 25 of the Accounting Act). Amounts are PLN unless a column says ``currency``.
"""

from zaplecze.ledger.models.chart import (
    Account,
    AccountKind,
    CostCenter,
    Journal,
    Project,
)
from zaplecze.ledger.models.entries import (
    Balance,
    Draft,
    DraftLine,
    DraftState,
    Entry,
    EntryImport,
    Line,
)
from zaplecze.ledger.models.items import (
    OpenItem,
    Settlement,
)
from zaplecze.ledger.models.periods import (
    CLOSING_MONTH,
    OPENING_MONTH,
    Period,
    PeriodReopening,
    PeriodSeal,
    PeriodState,
)
from zaplecze.ledger.models.rates import (
    ExchangeRate,
    RateSource,
)

__all__ = [
    "CLOSING_MONTH",
    "OPENING_MONTH",
    "Account",
    "AccountKind",
    "Balance",
    "CostCenter",
    "Draft",
    "DraftLine",
    "DraftState",
    "Entry",
    "EntryImport",
    "ExchangeRate",
    "Journal",
    "Line",
    "OpenItem",
    "Period",
    "PeriodReopening",
    "PeriodSeal",
    "PeriodState",
    "Project",
    "RateSource",
    "Settlement",
]
