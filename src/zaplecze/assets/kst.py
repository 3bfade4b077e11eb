"""Klasyfikacja Środków Trwałych: groups with usual yearly rates, and limits, as dated data.

Source: CIT Act, annex 1 (list of yearly rates), art. 16d (10 000 zł), 16 ust. 1 pkt 4 (cars). Only frequent kinds are
listed; another rate is entered by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


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


# Subgroups (podgrupy) of KŚT 2016 by group; a symbol is a kind (rodzaj) of one of them: three digits.
SUBGROUPS = {
    "0": "123456789",
    "1": "012",
    "2": "0123456789",
    "3": "12345",
    "4": "123456789",
    "5": "0123456789",
    "6": "01234568",
    "7": "012346789",
    "8": "0",
    "9": "0",
}
_KIND_DIGITS = 3
CAR = "741"
# Groups whose assets may be written down at once above the limit of art. 16d: art. 16k ust. 7 (de minimis aid) and
# ust. 14 (new machines).
AT_ONCE_GROUPS = frozenset("345678")


def symbol_fault(symbol: str) -> str:
    """What is wrong with a symbol of KŚT, in Polish; nothing where it stands in the classification."""
    if not symbol.isascii() or not symbol.isdecimal():
        return f"KŚT „{symbol}” nie jest symbolem klasyfikacji: podaj trzy cyfry rodzaju, np. 741"
    if len(symbol) != _KIND_DIGITS:
        return (
            f"KŚT „{symbol}”: podaj symbol rodzaju, trzy cyfry, np. 741; sama grupa nie wystarcza"
        )
    if symbol[1] not in SUBGROUPS[symbol[0]]:
        return f"KŚT „{symbol}”: w klasyfikacji nie ma podgrupy {symbol[:2]}"
    return ""


class Drive(StrEnum):
    """What moves a car; its limit depends on it (art. 16 ust. 1 pkt 4)."""

    ELECTRIC = "electric"
    LOW = "low"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the act from a day on, PLN; ``drive`` of the cars that it is of."""

    since: date
    amount: Decimal
    source: str
    drive: Drive | None = None


LOW_VALUE = (Limit(date(2018, 1, 1), Decimal(10_000), "art. 16d ust. 1"),)
_CARS = "art. 16 ust. 1 pkt 4"
# Cars taken into the register before 2026 keep the limits of before (Act of 2 December 2021, Dz.U. poz. 2269).
CARS = (
    Limit(date(2019, 1, 1), Decimal(225_000), _CARS, Drive.ELECTRIC),
    Limit(date(2019, 1, 1), Decimal(150_000), _CARS, Drive.LOW),
    Limit(date(2019, 1, 1), Decimal(150_000), _CARS, Drive.OTHER),
    Limit(date(2026, 1, 1), Decimal(225_000), f"{_CARS} lit. a", Drive.ELECTRIC),
    Limit(date(2026, 1, 1), Decimal(150_000), f"{_CARS} lit. b", Drive.LOW),
    Limit(date(2026, 1, 1), Decimal(100_000), f"{_CARS} lit. c", Drive.OTHER),
)


def limit_on(limits: tuple[Limit, ...], day: date, drive: Drive | None = None) -> Limit:
    """The limit in force on a day; LookupError before the first."""
    for limit in reversed(limits):
        if limit.since <= day and limit.drive == drive:
            return limit
    raise LookupError(f"limit z dnia {day} nie jest znany")


def _car_limits(day: date) -> dict[Drive, Limit]:
    return {drive: limit_on(CARS, max(day, CARS[0].since), drive) for drive in Drive}


def lowest_car_limit(day: date) -> Decimal:
    """What tax accepts of any car taken into use on a day, PLN."""
    return min(limit.amount for limit in _car_limits(day).values())


def car_limit(day: date, value: Decimal, drive: Drive | None) -> Limit | None:
    """The limit of a car's value for tax; None where no limit touches it.

    Raises ValueError (in Polish) where it depends on the drive, and nobody told it.
    """
    drives = _car_limits(day)
    if value <= lowest_car_limit(day):
        return None
    if drive is None:
        told = ", ".join(f"{DRIVE_NAMES[each]}: {drives[each].amount:.0f} zł" for each in Drive)
        raise ValueError(f"podaj napęd auta, od niego zależy limit ({told}; {_CARS} ustawy o CIT)")
    return drives[drive] if value > drives[drive].amount else None


DRIVE_NAMES = {
    Drive.ELECTRIC: "elektryczny albo wodór",
    Drive.LOW: "emisja poniżej 50 g CO2/km",
    Drive.OTHER: "inny",
}


def at_once_fault(*, symbol: str, intangible: bool, value: Decimal, day: date) -> str:
    """Why tax can't take a value at once, in Polish; nothing where it can (art. 16f ust. 3, 16k ust. 7 and 14)."""
    limit = limit_on(LOW_VALUE, max(day, LOW_VALUE[0].since))
    if value <= limit.amount:
        return ""
    if not intangible and symbol[:1] in AT_ONCE_GROUPS and not symbol.startswith(CAR):
        return ""
    return (
        f"jednorazowo można odpisać wartość do {limit.amount:.0f} zł ({limit.source} ustawy o CIT), a więcej tylko "
        "środki z grup 3–8 KŚT bez samochodów osobowych (art. 16k ust. 7 i 14)"
    )


def usual_rate(code: str) -> Decimal | None:
    """The usual rate of a KŚT code: that of its longest listed beginning."""
    fitting = [k for k in KINDS if code.startswith(k.code)]
    return max(fitting, key=lambda k: len(k.code)).rate if fitting else None
