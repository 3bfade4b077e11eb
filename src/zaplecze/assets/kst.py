"""Klasyfikacja Środków Trwałych: groups with usual yearly rates, and limits, as dated data.

Source: CIT Act, annex 1 (list of yearly rates), art. 16d (10 000 zł), 16 ust. 1 pkt 4 (cars). Only frequent kinds are
listed; another rate is entered by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of assets: KŚT group or a longer code, name, usual rate per cent a year."""

    code: str
    name: str
    rate: Decimal


KINDS = (
    Kind("0", "Grunty", Decimal(0)),
    Kind("1", "Budynki i lokale (niemieszkalne)", Decimal("2.5")),
    Kind("121", "Lokale niemieszkalne", Decimal("2.5")),
    Kind("2", "Obiekty inżynierii lądowej i wodnej", Decimal("4.5")),
    Kind("3", "Kotły i maszyny energetyczne", Decimal(7)),
    Kind("4", "Maszyny, urządzenia i aparaty ogólnego zastosowania", Decimal(10)),
    Kind("487", "Zespoły komputerowe", Decimal(30)),
    Kind("5", "Maszyny i urządzenia specjalistyczne", Decimal(14)),
    Kind("6", "Urządzenia techniczne", Decimal(10)),
    Kind("629", "Telefony i urządzenia telekomunikacyjne", Decimal(20)),
    Kind("7", "Środki transportu", Decimal(20)),
    Kind("741", "Samochody osobowe", Decimal(20)),
    Kind("8", "Narzędzia, przyrządy, ruchomości i wyposażenie", Decimal(20)),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the act from a day on, PLN."""

    since: date
    amount: Decimal
    source: str


LOW_VALUE = (Limit(date(2018, 1, 1), Decimal(10_000), "art. 16d ust. 1"),)
CARS = (
    Limit(date(2019, 1, 1), Decimal(150_000), "art. 16 ust. 1 pkt 4"),
    Limit(date(2026, 1, 1), Decimal(100_000), "art. 16 ust. 1 pkt 4 (emisja od 50 g CO2/km)"),
)


def limit_on(limits: tuple[Limit, ...], day: date) -> Limit:
    """The limit in force on a day; LookupError before the first."""
    for limit in reversed(limits):
        if limit.since <= day:
            return limit
    raise LookupError(f"limit z dnia {day} nie jest znany")


def usual_rate(code: str) -> Decimal | None:
    """The usual rate of a KŚT code: that of its longest listed beginning."""
    fitting = [k for k in KINDS if code.startswith(k.code)]
    return max(fitting, key=lambda k: len(k.code)).rate if fitting else None
