"""The books: chart, journals, periods, drafts (bufor), posted entries, balances, open items.

Posted entries and their lines are append-only for the program's database role; corrections are reversals
(art. 25 of the Accounting Act). Amounts are PLN unless a column says ``currency``.
"""

from zaplecze.ledger.accruals.models import Accrual, AccrualInstalment
from zaplecze.ledger.circle.models import CircleRoute, CostCircle
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
from zaplecze.ledger.models.overseers import Overseer
from zaplecze.ledger.models.periods import (
    Period,
    PeriodReopening,
    PeriodSeal,
    PeriodState,
)
from zaplecze.ledger.models.rates import (
    ExchangeRate,
    RateSource,
)
from zaplecze.ledger.recurring.models import RecurringEntry, RecurringRun
from zaplecze.ledger.schemes.models import PostingScheme, SchemeRule, SchemeVersion
from zaplecze.ledger.splits.models import (
    CostSplit,
    SplitDefault,
    SplitKey,
    SplitMethod,
    SplitWeight,
)

__all__ = [
    "Account",
    "AccountKind",
    "Accrual",
    "AccrualInstalment",
    "Balance",
    "CircleRoute",
    "CostCenter",
    "CostCircle",
    "CostSplit",
    "Draft",
    "DraftLine",
    "DraftState",
    "Entry",
    "EntryImport",
    "ExchangeRate",
    "Journal",
    "Line",
    "OpenItem",
    "Overseer",
    "Period",
    "PeriodReopening",
    "PeriodSeal",
    "PeriodState",
    "PostingScheme",
    "Project",
    "RateSource",
    "RecurringEntry",
    "RecurringRun",
    "SchemeRule",
    "SchemeVersion",
    "Settlement",
    "SplitDefault",
    "SplitKey",
    "SplitMethod",
    "SplitWeight",
]
