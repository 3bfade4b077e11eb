"""Working hours of many papers at once: the same clock as `platform.days`, on arrays.

Moments are seconds of the Polish wall clock since 1970 (local time without a zone), as PostgreSQL gives them for
``extract(epoch FROM at AT TIME ZONE 'Europe/Warsaw')``. Clocks change at night, outside of working hours.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from zaplecze.platform.days import CLOSES, OPENS, is_working_day

_DAY = 86_400
_OPENS, _CLOSES = OPENS.hour * 3600, CLOSES.hour * 3600
_EPOCH = date(1970, 1, 1)
Ints = NDArray[np.int64]


def working_hours_between(start: Ints, end: Ints) -> NDArray[np.float64]:
    """Working hours from each start to each end; 0 where the end is not later."""
    if start.size == 0:
        return np.zeros(0)
    first = int(start.min()) // _DAY
    last = max(int(end.max()), int(start.max())) // _DAY
    before, works = _calendar(first, last - first + 1)

    def passed(moments: Ints) -> Ints:
        day = moments // _DAY - first
        since = np.clip(moments % _DAY, _OPENS, _CLOSES) - _OPENS
        return before[day] + works[day] * since

    seconds = passed(np.maximum(end, start)) - passed(start)
    return seconds / 3600.0


@lru_cache(maxsize=16)
def _calendar(first: int, count: int) -> tuple[Ints, Ints]:
    """For each day from ``first`` on: working seconds before it, and whether it is a working day."""
    begins = _EPOCH + timedelta(days=first)
    works = np.array(
        [is_working_day(begins + timedelta(days=n)) for n in range(count)], dtype=np.int64
    )
    before = np.concatenate(([0], np.cumsum(works * (_CLOSES - _OPENS))[:-1])).astype(np.int64)
    return before, works
