"""Numbers of posted letters, pure: the registered-letter number (R-numer) and its check digit."""

from __future__ import annotations

import re

_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_S10 = re.compile(r"[A-Z]{2}([0-9]{8})([0-9])[A-Z]{2}")
_DOMESTIC = re.compile(r"00[0-9]{18}")


def tracking_fault(text: str) -> str:
    """What is wrong with a registered letter's number, in Polish; empty where nothing is.

    Two shapes are in use: thirteen characters of UPU standard S10 (RR123456785PL), and twenty digits that begin with
    00 (GS1 SSCC), both with a check digit. Courier numbers have no common shape and aren't asked about.

    >>> tracking_fault("RR123456785PL"), tracking_fault("RR123456784PL")
    ('', 'zła cyfra kontrolna')
    """
    plain = re.sub(r"[\s()-]", "", text).upper()
    if found := _S10.fullmatch(plain):
        return "" if _s10_digit(found[1]) == int(found[2]) else "zła cyfra kontrolna"
    if _DOMESTIC.fullmatch(plain):
        return "" if _sscc_digit(plain[2:-1]) == int(plain[-1]) else "zła cyfra kontrolna"
    return "to nie jest R-numer: trzynaście znaków (RR…PL) albo dwadzieścia cyfr (00…)"


def _s10_digit(digits: str) -> int:
    rest = 11 - sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def _sscc_digit(digits: str) -> int:
    weighed = sum(int(d) * (3 if i % 2 == 0 else 1) for i, d in enumerate(reversed(digits)))
    return -weighed % 10
