"""The year that a page of a yearly file is asked for."""

from __future__ import annotations

from django.utils import timezone

from zaplecze.ledger.api import years_of_books


def asked_year(text: str) -> int:
    """The year asked for, else the newest that has ended, of those in the books."""
    if text.isdecimal() and 2000 <= int(text) <= 2100:
        return int(text)
    today = timezone.localdate().year
    years = years_of_books() or [today]
    return next((year for year in years if year < today), years[0])
