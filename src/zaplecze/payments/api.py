"""The desk of payments: all that other departments may import."""

from zaplecze.payments.collections.commands import (
    hold_collection,
    lift_hold,
    make_confirmations,
    make_interest_note,
    make_reminders,
    record_outcome,
    save_policy,
)
from zaplecze.payments.collections.queries import (
    InterestDue,
    LetterView,
    ageing,
    holds,
    interest_due,
    letters,
    open_notes,
    proposed_reminders,
)
from zaplecze.payments.collections.rates import InterestKind
from zaplecze.payments.collections.reports import ageing_report
from zaplecze.payments.collections.rules import Level
from zaplecze.payments.commands import book_line, choose_item, confirm_lines, take_statements
from zaplecze.payments.models import (
    BankAccount,
    BankLine,
    LetterKind,
    LineState,
    Outcome,
    Statement,
)
from zaplecze.payments.procedures import DEFAULT_STEPS, KIND
from zaplecze.payments.queries import (
    statement,
    statement_lines,
    statements,
    statements_of,
    waiting_by_statement,
    waiting_line_count,
    waiting_lines,
)

__all__ = [
    "DEFAULT_STEPS",
    "KIND",
    "BankAccount",
    "BankLine",
    "InterestDue",
    "InterestKind",
    "LetterKind",
    "LetterView",
    "Level",
    "LineState",
    "Outcome",
    "Statement",
    "ageing",
    "ageing_report",
    "book_line",
    "choose_item",
    "confirm_lines",
    "hold_collection",
    "holds",
    "interest_due",
    "letters",
    "lift_hold",
    "make_confirmations",
    "make_interest_note",
    "make_reminders",
    "open_notes",
    "proposed_reminders",
    "record_outcome",
    "save_policy",
    "statement",
    "statement_lines",
    "statements",
    "statements_of",
    "take_statements",
    "waiting_by_statement",
    "waiting_line_count",
    "waiting_lines",
]
