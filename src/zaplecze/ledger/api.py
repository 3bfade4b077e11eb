"""The desk of the books: all that other departments may import."""

from zaplecze.ledger.accruals.commands import (
    Plan,
    Source,
    end_accrual,
    on_entry_reversed,
    plan_accrual,
    post_accruals,
)
from zaplecze.ledger.accruals.queries import accruals_of_the_month, spreadable
from zaplecze.ledger.accruals.reports import accruals_report
from zaplecze.ledger.accruals.rules import CannotAccrue
from zaplecze.ledger.accruals.rules import Method as AccrualMethod
from zaplecze.ledger.as_of import ItemOn, ItemPart, items_on
from zaplecze.ledger.book_lines import BookEntry, FinalAccount, book_entries, final_accounts
from zaplecze.ledger.chart import VAT_SETTLED
from zaplecze.ledger.charts import CHART
from zaplecze.ledger.charts import DEFAULT as DEFAULT_CHART
from zaplecze.ledger.checklist import Blocker, check_before_closing
from zaplecze.ledger.circle.commands import post_circle, set_circle
from zaplecze.ledger.circle.queries import circle_of_the_month
from zaplecze.ledger.circle.rules import without_circle
from zaplecze.ledger.commands.chart import tag_account
from zaplecze.ledger.commands.closing import (
    CannotClose,
    agree_reopening,
    ask_reopening,
    close_month,
    close_softly,
    month_name,
    open_softly,
)
from zaplecze.ledger.commands.posting import CannotPost, Posted, post_entries, try_post_entries
from zaplecze.ledger.commands.rates import (
    NewRate,
    RatesDiffer,
    fetch_rates,
    read_nbp_rates,
    save_rates,
)
from zaplecze.ledger.commands.settling import (
    CannotSettle,
    Part,
    settle_amounts,
    settle_items,
    settle_parts,
    settling_preview,
    undo_settlement,
)
from zaplecze.ledger.commands.storno import load_entry, reverse_entry
from zaplecze.ledger.commands.valuing import value_currencies
from zaplecze.ledger.commands.year import close_year, enter_opening
from zaplecze.ledger.currency_reports import realised_differences, realised_report, valuation_report
from zaplecze.ledger.currency_rules import Lot, fifo_value, lots_left, to_pln
from zaplecze.ledger.drafts import (
    Proposal,
    code_draft,
    code_voucher,
    delete_draft,
    draft_of,
    drafts,
    move_draft,
    post_draft,
    post_voucher,
    proposal_of,
    save_draft,
    voucher,
)
from zaplecze.ledger.events import (
    EntryPosted,
    EntryReversed,
    ItemSettled,
    PeriodClosed,
    PeriodReopened,
)
from zaplecze.ledger.grid import FIELDS, MORE, GridRow, grid_rows, read_rows, typed_rows
from zaplecze.ledger.models import (
    Account,
    AccountKind,
    Draft,
    DraftState,
    Entry,
    Line,
    OpenItem,
    PeriodSeal,
)
from zaplecze.ledger.months import MonthState, month_state, months_of_year, seals, years_of_books
from zaplecze.ledger.proposing import HouseSettings, house_settings
from zaplecze.ledger.queries import (
    BalanceRow,
    JournalRow,
    MonthlyTurnover,
    account_lines,
    accounts,
    cost_centers,
    currency_moves,
    entries_of,
    entries_of_kind,
    entry_lines,
    exchange_rate,
    items_by_id,
    items_of_document,
    items_of_entries,
    journal,
    journal_size,
    last_entry_of,
    monthly_turnovers,
    open_item_count,
    open_items,
    opening_of,
    partner_lines,
    projects,
    settlements_of,
    trial_balance,
    turnover_of,
    turnover_of_kind,
)
from zaplecze.ledger.recurring.commands import (
    Template,
    keep_recurring,
    propose_recurring,
    skip_recurring,
)
from zaplecze.ledger.recurring.queries import recurring_of_the_month
from zaplecze.ledger.recurring.rules import LAST_WORKING, Rhythm
from zaplecze.ledger.reports import (
    account_card_report,
    general_ledger_report,
    journal_report,
    open_items_report,
    trial_balance_report,
)
from zaplecze.ledger.rules import NewEntry, NewLine, clean
from zaplecze.ledger.schemes.commands import add_scheme_rule, keep_scheme
from zaplecze.ledger.schemes.formula import Facts
from zaplecze.ledger.schemes.queries import scheme_by_code, schemes, with_scheme
from zaplecze.ledger.schemes.rules import SchemeFault, SchemeLine, document_facts, typed_parameters
from zaplecze.ledger.sealed import sealed_entries
from zaplecze.ledger.setup import open_books
from zaplecze.ledger.splits.commands import keep_key, keep_split, remember_split
from zaplecze.ledger.splits.rules import CannotSplit
from zaplecze.ledger.splits.rules import Part as SplitPart
from zaplecze.ledger.year_balances import YearBalance, year_balances

__all__ = [
    "CHART",
    "DEFAULT_CHART",
    "FIELDS",
    "LAST_WORKING",
    "MORE",
    "VAT_SETTLED",
    "Account",
    "AccountKind",
    "AccrualMethod",
    "BalanceRow",
    "Blocker",
    "BookEntry",
    "CannotAccrue",
    "CannotClose",
    "CannotPost",
    "CannotSettle",
    "CannotSplit",
    "Draft",
    "DraftState",
    "Entry",
    "EntryPosted",
    "EntryReversed",
    "Facts",
    "FinalAccount",
    "GridRow",
    "HouseSettings",
    "ItemOn",
    "ItemPart",
    "ItemSettled",
    "JournalRow",
    "Line",
    "Lot",
    "MonthState",
    "MonthlyTurnover",
    "NewEntry",
    "NewLine",
    "NewRate",
    "OpenItem",
    "Part",
    "PeriodClosed",
    "PeriodReopened",
    "PeriodSeal",
    "Plan",
    "Posted",
    "Proposal",
    "RatesDiffer",
    "Rhythm",
    "SchemeFault",
    "SchemeLine",
    "Source",
    "SplitPart",
    "Template",
    "YearBalance",
    "account_card_report",
    "account_lines",
    "accounts",
    "accruals_of_the_month",
    "accruals_report",
    "add_scheme_rule",
    "agree_reopening",
    "ask_reopening",
    "book_entries",
    "check_before_closing",
    "circle_of_the_month",
    "clean",
    "close_month",
    "close_softly",
    "close_year",
    "code_draft",
    "code_voucher",
    "cost_centers",
    "currency_moves",
    "delete_draft",
    "document_facts",
    "draft_of",
    "drafts",
    "end_accrual",
    "enter_opening",
    "entries_of",
    "entries_of_kind",
    "entry_lines",
    "exchange_rate",
    "fetch_rates",
    "fifo_value",
    "final_accounts",
    "general_ledger_report",
    "grid_rows",
    "house_settings",
    "items_by_id",
    "items_of_document",
    "items_of_entries",
    "items_on",
    "journal",
    "journal_report",
    "journal_size",
    "keep_key",
    "keep_recurring",
    "keep_scheme",
    "keep_split",
    "last_entry_of",
    "load_entry",
    "lots_left",
    "month_name",
    "month_state",
    "monthly_turnovers",
    "months_of_year",
    "move_draft",
    "on_entry_reversed",
    "open_books",
    "open_item_count",
    "open_items",
    "open_items_report",
    "open_softly",
    "opening_of",
    "partner_lines",
    "plan_accrual",
    "post_accruals",
    "post_circle",
    "post_draft",
    "post_entries",
    "post_voucher",
    "projects",
    "proposal_of",
    "propose_recurring",
    "read_nbp_rates",
    "read_rows",
    "realised_differences",
    "realised_report",
    "recurring_of_the_month",
    "remember_split",
    "reverse_entry",
    "save_draft",
    "save_rates",
    "scheme_by_code",
    "schemes",
    "sealed_entries",
    "seals",
    "set_circle",
    "settle_amounts",
    "settle_items",
    "settle_parts",
    "settlements_of",
    "settling_preview",
    "skip_recurring",
    "spreadable",
    "tag_account",
    "to_pln",
    "trial_balance",
    "trial_balance_report",
    "try_post_entries",
    "turnover_of",
    "turnover_of_kind",
    "typed_parameters",
    "typed_rows",
    "undo_settlement",
    "valuation_report",
    "value_currencies",
    "voucher",
    "with_scheme",
    "without_circle",
    "year_balances",
    "years_of_books",
]
