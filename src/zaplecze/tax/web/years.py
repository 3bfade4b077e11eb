"""The year that a page of a yearly file is asked for."""

from __future__ import annotations

from django.utils import timezone

from zaplecze.ledger.api import years_of_books
from zaplecze.platform.refusal import Refusal


def asked_year(text: str) -> int:
    """The year asked for, else the newest that has ended, of those in the books; refuses one that they don't have."""
    if text.isdecimal() and 2000 <= int(text) <= 2100:
        kept = years_of_books()
        if kept and not min(kept) <= int(text) <= max(kept):
            raise Refusal(
                f"Roku {text} nie ma w księgach: wybierz rok od {min(kept)} do {max(kept)}.",
                code="tax.year-outside",
            )
        return int(text)
    today = timezone.localdate().year
    years = years_of_books() or [today]
    return next((year for year in years if year < today), years[0])
