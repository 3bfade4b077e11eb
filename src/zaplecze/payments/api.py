"""The desk of payments: all that other departments may import."""

from zaplecze.payments.commands import book_line, choose_item, confirm_lines, take_statements
from zaplecze.payments.models import BankAccount, BankLine, LineState, Statement
from zaplecze.payments.procedures import DEFAULT_STEPS, KIND
from zaplecze.payments.queries import (
    statement,
    statement_lines,
    statements,
    statements_of,
    waiting_by_statement,
    waiting_lines,
)

__all__ = [
    "DEFAULT_STEPS",
    "KIND",
    "BankAccount",
    "BankLine",
    "LineState",
    "Statement",
    "book_line",
    "choose_item",
    "confirm_lines",
    "statement",
    "statement_lines",
    "statements",
    "statements_of",
    "take_statements",
    "waiting_by_statement",
    "waiting_lines",
]
