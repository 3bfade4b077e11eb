"""What a sample says of the whole: estimates with 95 % intervals, each by a named method.

Everything here is large-sample arithmetic on numbers that were counted elsewhere; shares are 0..1, errors are
standard errors in the unit of the value.

>>> exact = Estimate(40.0, 0.0, 0)
>>> change(exact, Estimate(24.0, 1.2, 300)).value
-0.4
>>> low, high = wilson(8, 100)
>>> round(low, 4), round(high, 4)
(0.0411, 0.15)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z95 = 1.959963984540054
# Two-sided 95 % quantiles of Student's t for 1..30 degrees of freedom.
_T95 = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its standard error and the number of papers (or months) that it rests on.

    ``error`` 0 with ``n`` 0 is a figure that was told, not counted: it is taken as exact. ``freedom`` are the degrees
    of freedom of Student's t, None for the normal distribution.
    """

    value: float
    error: float
    n: int
    freedom: int | None = None

    @property
    def low(self) -> float:
        """The lower end of the 95 % interval."""
        return self.value - quantile95(self.freedom) * self.error

    @property
    def high(self) -> float:
        """The upper end of the 95 % interval."""
        return self.value + quantile95(self.freedom) * self.error


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure between its 95 % limits; limits are None where the sample is too small to give any."""

    value: float
    low: float | None
    high: float | None


def quantile95(freedom: int | None) -> float:
    """How many standard errors a 95 % interval reaches to each side."""
    if freedom is None:
        return Z95
    if freedom > len(_T95):
        return Z95 + (Z95**3 + Z95) / (4 * freedom)  # Student's t for many degrees, to three places
    return _T95[freedom - 1] if freedom > 0 else math.inf


def mean(values: Sequence[float]) -> Estimate:
    """The mean with its standard error, s / sqrt(n); one value has no interval (an infinite error)."""
    n = len(values)
    if n == 0:
        raise ValueError("nie ma z czego liczyć średniej")
    middle = math.fsum(values) / n
    if n == 1:
        return Estimate(middle, math.inf, 1, 0)
    variance = math.fsum((v - middle) ** 2 for v in values) / (n - 1)
    return Estimate(middle, math.sqrt(variance / n), n, n - 1)


def ratio(tops: Sequence[float], bottoms: Sequence[float]) -> Estimate:
    """Sum of tops by sum of bottoms over months, such as cost a document; the error by linearisation."""
    n, bottom = len(tops), math.fsum(bottoms)
    if n == 0 or bottom <= 0:
        raise ValueError("nie ma przez co dzielić")
    value = math.fsum(tops) / bottom
    if n == 1:
        return Estimate(value, math.inf, 1, 0)
    squares = math.fsum((t - value * b) ** 2 for t, b in zip(tops, bottoms, strict=True))
    return Estimate(value, math.sqrt(n / (n - 1) * squares) / bottom, n, n - 1)


def change(before: Estimate, now: Estimate) -> Interval:
    """The relative change now / before - 1: an interval on the logarithm of the ratio (delta method).

    The limits are None where either side is 0 or rests on one observation.
    """
    if before.value <= 0:
        raise ValueError("punkt odniesienia musi być większy od zera")
    value = now.value / before.value - 1
    spread = _spread(before) ** 2 + _spread(now) ** 2
    if now.value <= 0 or not math.isfinite(spread):
        return Interval(round(value, 12), None, None)
    known = [e.freedom for e in (before, now) if e.freedom is not None]
    reach = quantile95(min(known) if known else None) * math.sqrt(spread)
    low, high = ((now.value / before.value) * math.exp(sign * reach) - 1 for sign in (-1, 1))
    return Interval(round(value, 12), low, high)


def _spread(estimate: Estimate) -> float:
    """The relative standard error, which is the error of the logarithm."""
    return estimate.error / estimate.value if estimate.value > 0 else math.inf


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927): holds for few hits and small samples too."""
    if n <= 0 or not 0 <= hits <= n:
        raise ValueError(f"{hits} z {n} nie jest udziałem")
    share, square = hits / n, Z95**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    reach = Z95 / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    # The share lies within its own interval, whatever floating point makes of the last digit.
    return min(share, max(0.0, middle - reach)), max(share, min(1.0, middle + reach))


def share_change(before: float, before_n: int, hits: int, n: int) -> Interval:
    """The change of a share in points (0.05: five points more), by Newcombe's score method (1998).

    ``before_n`` 0 takes the share before as exact.
    """
    low, high = wilson(hits, n)
    now = hits / n
    if before_n == 0:
        return Interval(now - before, low - before, high - before)
    past_low, past_high = wilson(round(before * before_n), before_n)
    down = math.hypot(now - low, past_high - before)
    up = math.hypot(high - now, before - past_low)
    return Interval(now - before, now - before - down, now - before + up)


def count_interval(count: int) -> tuple[float, float]:
    """The 95 % interval of a Poisson mean behind a count (Byar's approximation).

    >>> [round(limit, 2) for limit in count_interval(20)]
    [12.21, 30.89]
    """
    if count < 0:
        raise ValueError("liczba zdarzeń nie może być ujemna")
    low = 0.0
    if count:
        low = count * (1 - 1 / (9 * count) - Z95 / (3 * math.sqrt(count))) ** 3
    more = count + 1
    return low, more * (1 - 1 / (9 * more) + Z95 / (3 * math.sqrt(more))) ** 3
