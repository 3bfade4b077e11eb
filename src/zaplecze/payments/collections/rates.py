"""The law's interest for delay and compensation, as dated data.

Everything follows from the reference rate of the National Bank of Poland, so the table below is the only one to
keep: a change of the rate is a new row. Source: announcements of the NBP on the resolutions of the Monetary Policy
Council (nbp.pl, Podstawowe stopy procentowe, archive); the last row is the newest change known to this version.

- Statutory interest for delay: reference rate + 5.5 points, from the day the rate changes (art. 481 § 2 of the Civil
  Code, since 2016-01-01).
- Delay in commercial transactions: the rate of 1 January (for January to June) or of 1 July (for July to December)
  + 10 points, or + 8 where the debtor is a public medical entity (art. 4 pkt 3 and art. 11b of the Act of
  8 March 2013 on counteracting excessive delays in commercial transactions, in this form since 2020-01-01).

>>> interest_rate(InterestKind.DELAY, date(2022, 9, 7)), interest_rate(InterestKind.DELAY, date(2022, 9, 8))
(Decimal('12.00'), Decimal('12.25'))
>>> interest_rate(InterestKind.TRADE, date(2022, 6, 30)), interest_rate(InterestKind.TRADE, date(2022, 7, 1))
(Decimal('11.75'), Decimal('16.00'))
>>> compensation_eur(Decimal("5000.00")), compensation_eur(Decimal("5000.01")), compensation_eur(Decimal("50000.00"))
(40, 70, 100)
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from zaplecze.platform.refusal import Refusal

# Day the rate came into force, percent a year.
REFERENCE_RATES: tuple[tuple[date, Decimal], ...] = tuple(
    (date.fromisoformat(day), Decimal(rate))
    for day, rate in (
        ("2015-03-05", "1.50"),
        ("2020-03-18", "1.00"),
        ("2020-04-09", "0.50"),
        ("2020-05-29", "0.10"),
        ("2021-10-07", "0.50"),
        ("2021-11-04", "1.25"),
        ("2021-12-09", "1.75"),
        ("2022-01-05", "2.25"),
        ("2022-02-09", "2.75"),
        ("2022-03-09", "3.50"),
        ("2022-04-07", "4.50"),
        ("2022-05-06", "5.25"),
        ("2022-06-09", "6.00"),
        ("2022-07-08", "6.50"),
        ("2022-09-08", "6.75"),
        ("2023-09-07", "6.00"),
        ("2023-10-05", "5.75"),
        ("2025-05-08", "5.25"),
        ("2025-07-03", "5.00"),
        ("2025-09-04", "4.75"),
        ("2025-10-09", "4.50"),
        ("2025-11-06", "4.25"),
        ("2025-12-04", "4.00"),
        ("2026-03-05", "3.75"),
    )
)
LAST_CHANGE = REFERENCE_RATES[-1][0]


class InterestKind(StrEnum):
    """Which interest is due."""

    DELAY = "delay"
    TRADE = "trade"
    TRADE_MEDICAL = "trade_medical"


KIND_NAMES = {
    InterestKind.DELAY: "odsetki ustawowe za opóźnienie (art. 481 k.c.)",
    InterestKind.TRADE: "odsetki ustawowe za opóźnienie w transakcjach handlowych",
    InterestKind.TRADE_MEDICAL: "odsetki w transakcjach handlowych, dłużnik publiczny podmiot leczniczy",
}
# Points over the reference rate, and the first day from which this form of the law holds.
MARGINS = {
    InterestKind.DELAY: (Decimal("5.50"), date(2016, 1, 1)),
    InterestKind.TRADE: (Decimal("10.00"), date(2020, 1, 1)),
    InterestKind.TRADE_MEDICAL: (Decimal("8.00"), date(2020, 1, 1)),
}


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """What the law leaves open about claims in a currency: how the program reads it, of which rule, since when."""

    since: date
    source: str
    reading: str


# Shown beside notes in a currency, so that a person decides knowingly; a judgment or an amendment is a new row.
OPEN_QUESTIONS = (
    OpenQuestion(
        date(2016, 1, 1),
        "art. 481 § 2 k.c.; art. 4 pkt 3 ustawy z 8 marca 2013 r.",
        "Przepisy znają jedną stopę odsetek, opartą na stopie referencyjnej NBP, i nie różnicują jej według waluty. "
        "Program liczy nią odsetki w walucie roszczenia. Dotyczy to roszczeń, do których stosuje się prawo polskie; "
        "gdy umowa wskazuje inne prawo, policz odsetki osobno.",
    ),
    OpenQuestion(
        date(2020, 1, 1),
        "art. 10 ust. 1 i 1a ustawy z 8 marca 2013 r.",
        "Progi 5 000 i 50 000 zł są w złotych, a ustawa nie mówi, jak przeliczyć na nie roszczenie w walucie. "
        "Program bierze średni kurs NBP z tego samego dnia, z którego ust. 1a każe przeliczyć euro.",
    ),
)


class NoInterestRate(Refusal):
    """The tables don't reach back to this day."""

    code = "payments.no-interest-rate"


def reference_rate(day: date) -> Decimal:
    """The NBP reference rate in force on a day, percent a year."""
    index = bisect_right(REFERENCE_RATES, day, key=lambda row: row[0])
    if index == 0:
        raise NoInterestRate(f"Nie ma w tablicy stopy referencyjnej NBP na {day:%d.%m.%Y}.")
    return REFERENCE_RATES[index - 1][1]


def interest_rate(kind: InterestKind, day: date) -> Decimal:
    """The yearly rate (percent) of interest for one day of delay."""
    margin, first = MARGINS[kind]
    if day < first:
        raise NoInterestRate(
            f"Stawki „{KIND_NAMES[kind]}” są w programie od {first:%d.%m.%Y}: "
            f"dzień {day:%d.%m.%Y} policz osobno albo zacznij notę od późniejszego dnia."
        )
    if kind is InterestKind.DELAY:
        return reference_rate(day) + margin
    return reference_rate(date(day.year, 1 if day.month < 7 else 7, 1)) + margin


def rate_changes(kind: InterestKind, first: date, last: date) -> list[date]:
    """Days in ``first`` < day <= ``last`` on which the rate of this kind changes."""
    if kind is InterestKind.DELAY:
        days = [day for day, _ in REFERENCE_RATES]
    else:
        days = [date(y, m, 1) for y in range(first.year, last.year + 1) for m in (1, 7)]
    return [
        day
        for day in days
        if first < day <= last
        and interest_rate(kind, day) != interest_rate(kind, date.fromordinal(day.toordinal() - 1))
    ]


def compensation_eur(amount: Decimal) -> int:
    """Compensation for recovery costs in EUR by the claim's value in PLN (art. 10 ust. 1 of the Act of 2013)."""
    if amount <= 5000:
        return 40
    return 70 if amount < 50000 else 100
