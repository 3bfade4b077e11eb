"""The business year that a page of a yearly file is asked for."""

from __future__ import annotations

from django.utils import timezone

from zaplecze.ledger.api import years_of_books
from zaplecze.platform.business_years import BusinessYear
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_year, business_years


def asked_year(text: str) -> int:
    """The name of the year asked for, else of the newest that has ended, of those in the books.

    Raises `Refusal` for a year before the first or after the last of them.
    """
    years = books_years()
    if text.isdecimal() and 2000 <= int(text) <= 2100:
        year = business_year(int(text))
        if years and not years[-1].label <= year.label <= years[0].label:
            raise Refusal(
                f"Roku {year.name} nie ma w księgach: wybierz rok od {years[-1].name} do {years[0].name}.",
                code="tax.year-outside",
            )
        return year.label
    today = timezone.localdate()
    years = years or [business_years().of_day(today)]
    return next((year.label for year in years if year.last_day < today), years[0].label)


def books_years() -> list[BusinessYear]:
    """Years of the books, the newest first."""
    return [business_year(label) for label in years_of_books()]
