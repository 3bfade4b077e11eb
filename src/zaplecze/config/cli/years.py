"""``company year``, and the year with which a company is taken in."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from zaplecze.ledger.api import set_business_year
from zaplecze.platform.business_years import BusinessYear, YearKind, days_fault
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_years, company_scope


@dataclass(frozen=True, slots=True)
class AskedYear:
    """A year of the options."""

    first: date
    last: date
    kind: YearKind


def asked_year(options: argparse.Namespace) -> AskedYear | None:
    """The year that the options name, as a company without books could have it; None where they name none."""
    if not options.year_from and not options.year_to:
        return None
    if not options.year_from or not options.year_to:
        raise Refusal("Podaj oba dni roku: --year-from i --year-to.", code="cli.year")
    first, last = (_day(text) for text in (options.year_from, options.year_to))
    asked = AskedYear(first, last, YearKind(options.year_kind))
    if fault := days_fault(first, last, asked.kind):
        raise Refusal(fault, code="platform.business-year")
    return asked


def tell_year(company_id: int, asked: AskedYear) -> BusinessYear:
    """Set the year in the company."""
    with company_scope(company_id):
        set_business_year(
            first=asked.first, last=asked.last, kind=asked.kind, by=None, at=timezone.now()
        )
        return business_years().of_day(asked.first)


def year_told(year: BusinessYear) -> dict[str, Any]:
    """A year with stable keys."""
    return {
        "year": year.label,
        "first": year.first_day.isoformat(),
        "last": year.last_day.isoformat(),
        "months": year.length,
    }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(f"„{text}” nie jest dniem: wpisz np. 2025-07-01.", code="cli.year") from error
