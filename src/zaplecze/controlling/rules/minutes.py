"""Which sums of minutes may be shown: never one that tells what one person did, not even by subtraction.

A sum is told where enough people stand behind enough papers, and none of them makes most of it. Minutes of a month's
papers are counted to the end of the next month, told once that is over, and don't change any more: so neither two
periods nor two days differ by somebody's afternoon.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST_PEOPLE = 3
FEWEST_PAPERS = 10
"""A sum shows only with at least so many people, and so many papers that somebody was at."""
LEAST_SHARE = 0.05
"""A person counts as one of the people from this share of the sum on: a glance makes nobody."""
MOST_SHARE = 0.75
"""No one person's share of a sum that shows is larger: the sum would as good as tell it.

With `LEAST_SHARE` the third person has at least 5 % of the sum, and the largest at most 75 %: a colleague who
subtracts her own minutes misses the largest by a fifteenth of it, or more.
"""
MONTHS_COUNTED = 2
"""Minutes of a month's papers are counted in that month and in the next one."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def tells_nobody(seconds: Iterable[float], papers: int) -> bool:
    """Whether a sum may be shown: ``seconds`` by person, over ``papers`` that somebody was at.

    >>> tells_nobody([700, 200, 100], 10), tells_nobody([800, 100, 100], 10), tells_nobody([700, 290, 10], 10)
    (True, False, False)
    """
    shares = list(seconds)
    whole = sum(shares)
    if papers < FEWEST_PAPERS or whole <= 0:
        return False
    people = sum(s >= LEAST_SHARE * whole for s in shares)
    return people >= FEWEST_PEOPLE and max(shares) <= MOST_SHARE * whole


@dataclass(frozen=True, slots=True)
class Minutes:
    """Active time at papers: ``touched`` are seconds, one element a paper; the others have one a month.

    ``people`` and ``papers`` are how many had minutes there; ``told`` are the months whose sum may be shown.
    """

    touched: Ints
    people: Ints
    papers: Ints
    told: Bools


def minutes_of(
    efforts: Ints, *, document_ids: Ints, month: Ints, months: int, first: int, now: int
) -> Minutes:
    """Count the minutes of papers, and judge each month.

    ``efforts`` are rows of (paper, person, month, seconds); ``month`` of a paper counts from the first of ``months``,
    which is the month ``first``. Months of efforts, ``first`` and ``now`` are numbered alike, one after another.
    """
    paper, person, when, seconds = efforts.reshape(-1, 4).T
    order = np.argsort(document_ids)
    at = np.searchsorted(document_ids, paper, sorter=order)
    known = at < document_ids.size
    at, paper, person, when, seconds = (
        column[known] for column in (at, paper, person, when, seconds)
    )
    at = order[at]
    known = (
        (document_ids[at] == paper) & (when < first + month[at] + MONTHS_COUNTED) & (seconds > 0)
    )
    at, person, seconds = at[known], person[known], seconds[known]
    touched = np.bincount(at, weights=seconds, minlength=document_ids.size).astype(np.int64)
    who, person = np.unique(person, return_inverse=True)
    pairs, place = np.unique(month[at] * max(1, who.size) + person, return_inverse=True)
    sums = np.bincount(place, weights=seconds, minlength=pairs.size)
    of_month = pairs // max(1, who.size)
    papers = np.bincount(month[touched > 0], minlength=months)
    told = [
        first + m + MONTHS_COUNTED <= now and tells_nobody(sums[of_month == m], int(papers[m]))
        for m in range(months)
    ]
    return Minutes(
        touched=touched,
        people=np.bincount(of_month, minlength=months),
        papers=papers,
        told=np.array(told, dtype=bool),
    )
