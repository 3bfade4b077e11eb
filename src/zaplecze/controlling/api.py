"""The desk of controlling: what others may import."""

from zaplecze.controlling.barometer.commands import (
    answer_barometer,
    close_barometer,
    open_barometer,
)
from zaplecze.controlling.models import Measure, Source
from zaplecze.controlling.rules.agreements import WHOLE
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.rules.intervals import Estimate
from zaplecze.controlling.savings.commands import keep_baseline, keep_cost, note_effort
from zaplecze.controlling.savings.queries import Savings, savings
from zaplecze.controlling.service.commands import keep_agreement
from zaplecze.controlling.service.queries import agreements_kept

__all__ = [
    "WHOLE",
    "Clock",
    "Estimate",
    "Measure",
    "Savings",
    "Source",
    "agreements_kept",
    "answer_barometer",
    "close_barometer",
    "keep_agreement",
    "keep_baseline",
    "keep_cost",
    "note_effort",
    "open_barometer",
    "savings",
]
