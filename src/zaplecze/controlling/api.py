"""The desk of controlling: all that other departments may import."""

from zaplecze.controlling.barometer.commands import (
    answer_barometer,
    close_barometer,
    open_barometer,
)
from zaplecze.controlling.exports import LOG_FORMS, export_log
from zaplecze.controlling.log import Log, histories, read_log
from zaplecze.controlling.models import Measure, Source
from zaplecze.controlling.rules.agreements import WHOLE
from zaplecze.controlling.rules.history import Clock, Happening, History, Span
from zaplecze.controlling.rules.intervals import Estimate
from zaplecze.controlling.savings.commands import keep_baseline, keep_cost, note_effort
from zaplecze.controlling.savings.queries import Savings, savings
from zaplecze.controlling.service.commands import keep_agreement
from zaplecze.controlling.service.queries import agreements_kept

__all__ = [
    "LOG_FORMS",
    "WHOLE",
    "Clock",
    "Estimate",
    "Happening",
    "History",
    "Log",
    "Measure",
    "Savings",
    "Source",
    "Span",
    "agreements_kept",
    "answer_barometer",
    "close_barometer",
    "export_log",
    "histories",
    "keep_agreement",
    "keep_baseline",
    "keep_cost",
    "note_effort",
    "open_barometer",
    "read_log",
    "savings",
]
