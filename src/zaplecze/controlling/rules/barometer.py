"""Growing Pains barometer, pure: a short self-assessment on six variables, never of one person.

Answers exist only as counts: how many gave a statement which mark. Nothing is shown of a group smaller than five. It
tells what people feel, beside what was counted; it claims no cause.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from zaplecze.controlling.rules.intervals import Z95

SMALLEST_GROUP = 5
MARKS = (1, 2, 3, 4, 5)
"""1: I fully disagree, 5: I fully agree that it hurts."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One of the six variables and its statements, as the survey asks them (Polish)."""

    key: str
    name: str
    statements: tuple[str, str]


VARIABLES = (
    Variable(
        "culture",
        "kultura",
        (
            "Ludzie nie wiedzą, co jest w firmie naprawdę ważne.",
            "O błędach mówi się dopiero wtedy, gdy wyjdą na jaw.",
        ),
    ),
    Variable(
        "management",
        "systemy zarządzania",
        (
            "Cele i plany powstają, ale nikt do nich nie wraca.",
            "Za wiele decyzji czeka na jedną osobę.",
        ),
    ),
    Variable(
        "operations",
        "systemy operacyjne",
        (
            "To samo wpisujemy albo sprawdzamy w kilku miejscach.",
            "Nie wiadomo, gdzie leży dokument i na kogo czeka.",
        ),
    ),
    Variable(
        "resources",
        "zasoby",
        (
            "Brakuje rąk albo narzędzi, żeby zdążyć w godzinach pracy.",
            "Gdy kogoś nie ma, jego praca stoi.",
        ),
    ),
    Variable(
        "products",
        "produkty",
        (
            "Klient dostaje za każdym razem coś innego niż ostatnio.",
            "Robimy rzeczy, których nikt nie zamówił ani nie używa.",
        ),
    ),
    Variable(
        "markets",
        "rynki",
        (
            "Przyjmujemy klientów, których nie umiemy dobrze obsłużyć.",
            "Nie wiemy, dlaczego klienci do nas przychodzą i odchodzą.",
        ),
    ),
)
STATEMENTS = tuple((v.key, text) for v in VARIABLES for text in v.statements)


@dataclass(frozen=True, slots=True)
class Reading:
    """A variable's mean mark (1..5) with its 95 % interval over ``n`` answers."""

    key: str
    name: str
    mean: float
    low: float
    high: float
    n: int


def readings(tally: Mapping[tuple[int, int], int], people: int) -> list[Reading] | None:
    """The six variables by counts of (number of the statement, mark); None for a group that is too small."""
    if people < SMALLEST_GROUP:
        return None
    found = []
    for variable in VARIABLES:
        numbers = [n for n, (key, _) in enumerate(STATEMENTS) if key == variable.key]
        counts = {m: sum(tally.get((n, m), 0) for n in numbers) for m in MARKS}
        n = sum(counts.values())
        if n < SMALLEST_GROUP:
            return None
        mean = sum(m * c for m, c in counts.items()) / n
        variance = sum(c * (m - mean) ** 2 for m, c in counts.items()) / (n - 1)
        # Two answers of one person are not two people: the error is that of n / 2 answers.
        reach = Z95 * math.sqrt(variance / (n / len(numbers)))
        found.append(
            Reading(
                variable.key, variable.name, mean, max(1, mean - reach), min(5, mean + reach), n
            )
        )
    return found
