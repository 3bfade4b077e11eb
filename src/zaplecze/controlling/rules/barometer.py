"""Growing Pains barometer, pure: a short self-assessment on six variables, never of one person.

Answers exist only as counts: how many gave a statement which mark. Nothing is shown of a group smaller than five. It
tells what people feel, beside what was counted; it claims no cause.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from zaplecze.controlling.rules.intervals import quantile95

SMALLEST_GROUP = 5
MARKS = (1, 2, 3, 4, 5)
"""1: I fully disagree, 5: I fully agree that it hurts."""


VARIABLES = ("culture", "management", "operations", "resources", "products", "markets")
EACH = 2
"""Statements of a variable; statement n belongs to ``VARIABLES[n // EACH]``."""
STATEMENTS = EACH * len(VARIABLES)


@dataclass(frozen=True, slots=True)
class Reading:
    """A variable's mean mark (1..5) over ``n`` answers, with an interval of about 95 %.

    It is Student's, with the people less one as degrees of freedom: marks of five people are no large sample.
    """

    key: str
    mean: float
    low: float
    high: float
    n: int


def readings(tally: Mapping[tuple[int, int], int], people: int) -> list[Reading] | None:
    """The six variables by counts of (number of the statement, mark); None for a group that is too small."""
    if people < SMALLEST_GROUP:
        return None
    found = []
    for place, key in enumerate(VARIABLES):
        numbers = range(place * EACH, (place + 1) * EACH)
        counts = {m: sum(tally.get((n, m), 0) for n in numbers) for m in MARKS}
        n = sum(counts.values())
        if n < SMALLEST_GROUP:
            return None
        mean = sum(m * c for m, c in counts.items()) / n
        # Two answers of one person are not two people: at worst they are one answer said twice.
        variance = sum(c * (m - mean) ** 2 for m, c in counts.items()) / (n - EACH)
        reach = quantile95(n // EACH - 1) * math.sqrt(variance / (n / EACH))
        found.append(Reading(key, mean, max(1, mean - reach), min(5, mean + reach), n))
    return found
