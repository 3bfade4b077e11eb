"""Exchange rates of the year that nobody published: plausible, the same for the same year, and named as made up."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from zaplecze.ledger.api import NewRate, exchange_rates, save_rates
from zaplecze.platform.days import is_working_day, working_day_before

CURRENCY = "EUR"
FIRST, LOWEST, HIGHEST = Decimal("4.2700"), Decimal("4.1600"), Decimal("4.3600")
STEP = 90  # ten-thousandths of a zloty that a day may move


@lru_cache(maxsize=2)
def euro(year: int) -> dict[date, NewRate]:
    """A mid rate of EUR for each working day from the December before to mid-January after."""
    rng = random.Random(f"zmyślona {year}")  # noqa: S311 - the same rates each time
    day, last, mid, number = date(year - 1, 12, 1), date(year + 1, 1, 15), FIRST, 0
    rates: dict[date, NewRate] = {}
    while day <= last:
        if is_working_day(day):
            number += 1
            mid = min(max(mid + Decimal(rng.randint(-STEP, STEP)).scaleb(-4), LOWEST), HIGHEST)
            rates[day] = NewRate(CURRENCY, day, mid, f"ZMYŚLONA {number:03}/{year}")
        day += timedelta(days=1)
    return rates


def mid_before(day: date, year: int) -> Decimal:
    """The rate of the working day before (art. 31a of the VAT Act), PLN for one euro."""
    return euro(year)[working_day_before(day)].mid


def know_rates(year: int) -> None:
    """Give the office the year's rates for days of which it knows none."""
    rates = euro(year)
    known = {
        row.day for row in exchange_rates(currency=CURRENCY, first=min(rates), last=max(rates))
    }
    save_rates(rate for day, rate in rates.items() if day not in known)
