"""Writes of collections: letters are made, then followed."""

from zaplecze.payments.collections.commands.cancelling import on_entry_reversed
from zaplecze.payments.collections.commands.following import (
    CLOSED,
    NEXT_OUTCOMES,
    hold_collection,
    lift_hold,
    record_outcome,
    save_policy,
)
from zaplecze.payments.collections.commands.making import (
    make_confirmations,
    make_reminders,
)
from zaplecze.payments.collections.commands.noting import make_interest_note
from zaplecze.payments.collections.commands.receiving import book_received_interest
from zaplecze.payments.collections.commands.setoff import (
    CannotSetOff,
    make_setoff,
    undo_setoff,
)

__all__ = [
    "CLOSED",
    "NEXT_OUTCOMES",
    "CannotSetOff",
    "book_received_interest",
    "hold_collection",
    "lift_hold",
    "make_confirmations",
    "make_interest_note",
    "make_reminders",
    "make_setoff",
    "on_entry_reversed",
    "record_outcome",
    "save_policy",
    "undo_setoff",
]
