"""The desk of payments: all that other departments may import."""

from zaplecze.payments.collections.commands import (
    CannotSetOff,
    hold_collection,
    lift_hold,
    make_confirmations,
    make_interest_note,
    make_reminders,
    make_setoff,
    on_entry_reversed,
    record_outcome,
    save_policy,
    undo_setoff,
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
from zaplecze.payments.collections.setoffs import SetoffProposal, proposed_setoffs
from zaplecze.payments.commands import book_line, choose_item, confirm_lines, take_statements
from zaplecze.payments.models import (
    BankAccount,
    BankLine,
    LetterKind,
    LineState,
    Outcome,
    Statement,
)
from zaplecze.payments.procedures import DEFAULT_STEPS, KIND, PAPER
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
    "PAPER",
    "BankAccount",
    "BankLine",
    "CannotSetOff",
    "InterestDue",
    "InterestKind",
    "LetterKind",
    "LetterView",
    "Level",
    "LineState",
    "Outcome",
    "SetoffProposal",
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
    "make_setoff",
    "on_entry_reversed",
    "open_notes",
    "proposed_reminders",
    "proposed_setoffs",
    "record_outcome",
    "save_policy",
    "statement",
    "statement_lines",
    "statements",
    "statements_of",
    "take_statements",
    "undo_setoff",
    "waiting_by_statement",
    "waiting_line_count",
    "waiting_lines",
]
