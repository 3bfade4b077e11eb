"""The CIT worksheet of the open company's year: what its books say, and what a person entered beside them."""

from __future__ import annotations

from decimal import Decimal

from zaplecze.ledger.api import TAX_ONLY_COST, AccountKind, year_balances
from zaplecze.platform.scope import business_year, current_company_id
from zaplecze.tax.cit import TAX_ONLY, CitInputs, CitWorksheet, TaxBalance, cit_worksheet
from zaplecze.tax.models import CitYear
from zaplecze.tax.relief.queries import cit_relief

ZERO = Decimal("0.00")
INCOME_TAX = "RPJ"


def worksheet(year: int) -> CitWorksheet:
    """From the books as they are now; the income tax itself is not a cost of the gross result."""
    of_year = business_year(year)
    rows = year_balances(upto=of_year.last)
    results = [r for r in rows if r.kind == AccountKind.RESULT]
    charged = sum((r.amount for r in results if r.tag_1.startswith(INCOME_TAX)), ZERO)
    net = -sum((r.amount for r in results), ZERO)
    return cit_worksheet(
        year=year,
        begins=of_year.first_day,
        gross_result=net + charged,
        balances=[
            TaxBalance(r.account, r.name, r.tag_pd or TAX_ONLY, r.amount)
            for r in rows
            if (r.tag_pd and r.kind != AccountKind.BALANCE)
            or (r.account == TAX_ONLY_COST and r.kind == AccountKind.OFF)
        ],
        inputs=inputs_of(year),
        advances=charged,
        relief=cit_relief(year),
    )


def inputs_of(year: int) -> CitInputs:
    """What was entered for a year; nothing at first."""
    kept = CitYear.objects.filter(company_id=current_company_id(), year=year).first()
    if kept is None:
        return CitInputs()
    return CitInputs(
        kept.income_outside,
        kept.costs_outside,
        kept.losses,
        kept.gifts,
        kept.small,
        kept.relief_left,
    )
