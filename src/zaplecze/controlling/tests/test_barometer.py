"""Intervals of the barometer, judged by rounds whose truth is known."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from zaplecze.controlling.rules.barometer import EACH, STATEMENTS, VARIABLES, readings

ROUNDS = 700
"""Of six variables each: 4,200 intervals."""
FEELINGS = ((1, 0.15), (2, 0.25), (3, 0.3), (4, 0.2), (5, 0.1))
TRUTH = sum(mark * share for mark, share in FEELINGS)


def held(people: int, alike: float, *, seed: int) -> float:
    """The share of intervals that hold the truth; ``alike``: how often a person's two marks are the same."""
    draw = Random(seed)
    marks, weights = [m for m, _ in FEELINGS], [w for _, w in FEELINGS]
    inside = 0
    for _ in range(ROUNDS):
        tally: Counter[tuple[int, int]] = Counter()
        for _ in range(people):
            for variable in range(len(VARIABLES)):
                first, second = draw.choices(marks, weights, k=EACH)
                both = (first, first if draw.random() < alike else second)
                for n, mark in enumerate(both):
                    tally[variable * EACH + n, mark] += 1
        found = readings(tally, people)
        assert found is not None
        inside += sum(r.low <= TRUTH <= r.high for r in found)
    return inside / (ROUNDS * len(VARIABLES))


@pytest.mark.parametrize("alike", [0.5, 1.0])
def test_five_people_hold_the_truth_in_95_of_100_intervals(alike: float) -> None:
    assert 0.935 <= held(5, alike, seed=5) <= 0.995


def test_an_interval_of_five_is_wider_than_the_normal_one() -> None:
    tally = {(n, mark): 1 for n in range(STATEMENTS) for mark in (1, 2, 3, 4, 5)}
    five = readings(tally, 5)
    assert five is not None
    # Each of five people gave one mark: 1.414 by the root of five, times Student's 2.776 at four degrees.
    assert five[0].high - five[0].mean == pytest.approx(2.776 * (2.5 / 5) ** 0.5, abs=0.001)
