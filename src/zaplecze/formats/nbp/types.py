"""Mid rates of the National Bank of Poland, table A."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


class NbpError(ValueError):
    """A file that is no table A of NBP; ``code`` is stable, the message is Polish and names the place."""

    def __init__(self, code: str, place: str, message: str):
        super().__init__(f"{place}: {message}")
        self.code = code
        self.place = place


@dataclass(frozen=True, slots=True)
class Rate:
    """PLN for one unit of a currency, by the day of publication; ``table`` is its number (182/A/NBP/2026)."""

    currency: str
    day: date
    mid: Decimal
    table: str
