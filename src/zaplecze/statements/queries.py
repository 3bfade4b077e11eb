"""Statements of the open company's year, straight from the books."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zaplecze.platform.scope import current_company_id
from zaplecze.statements.cash import (
    Adjustment,
    CashFlow,
    EquityChange,
    equity_changes,
    indirect_cash_flow,
)
from zaplecze.statements.facts import YearFacts, facts_before, year_facts
from zaplecze.statements.layouts import (
    ASSETS,
    BY_FUNCTION,
    BY_NATURE,
    LIABILITIES,
    MICRO,
    SMALL,
    Layout,
)
from zaplecze.statements.models import CashAdjustment
from zaplecze.statements.rules import (
    Statement,
    TaggedBalance,
    left_over,
    shortened,
    statement_of,
    without_place,
)

ANNEXES = {"1": None, "4": MICRO, "5": SMALL}
ANNEX_NAMES = {
    "1": "jednostka inna (zał. 1)",
    "4": "jednostka mikro (zał. 4)",
    "5": "jednostka mała (zał. 5)",
}
VARIANTS = {"by-nature": BY_NATURE, "by-function": BY_FUNCTION}
NET = {"by-nature": "L", "by-function": "O"}


@dataclass(frozen=True, slots=True)
class YearStatements:
    """Bilans and RZiS of a year with what is wrong with them, each finding naming accounts."""

    year: int
    annex: str
    variant: str
    assets: Statement
    liabilities: Statement
    result: Statement
    profit: Decimal
    misplaced: tuple[TaggedBalance, ...]
    unsettled: Decimal

    @property
    def balanced(self) -> bool:
        """Bilans balances and RZiS ends with the change in results."""
        return (
            self.assets.total == self.liabilities.total
            and not self.misplaced
            and not self.unsettled
        )


def year_statements(*, year: int, annex: str = "1", variant: str = "by-nature") -> YearStatements:
    """Fill the statements of a year in the form of an annex; KeyError for an annex or variant that there isn't."""
    return fill(year_facts(year), facts_before(year), annex=annex, variant=variant)


def fill(facts: YearFacts, before: YearFacts, *, annex: str, variant: str) -> YearStatements:
    """The statements of a year from its facts and those before."""
    short = ANNEXES[annex]
    variant = "by-nature" if annex == "4" else variant

    def filled(layout: Layout, which: str) -> Statement:
        now, then = (getattr(f, which) for f in (facts, before))
        whole = statement_of(layout, now, then)
        return shortened(short[layout.code], whole) if short else whole

    result_layout = VARIANTS[variant]
    return YearStatements(
        facts.year,
        annex,
        variant,
        filled(ASSETS, "held"),
        filled(LIABILITIES, "held"),
        filled(result_layout, "earned"),
        facts.result,
        tuple(_misplaced(facts, result_layout)),
        left_over(result_layout, facts.earned),
    )


def _misplaced(facts: YearFacts, result_layout: Layout) -> list[TaggedBalance]:
    return [
        *without_place(facts.held, (ASSETS, LIABILITIES)),
        *without_place(facts.earned, (result_layout,)),
    ]


def cash_flow(*, year: int) -> CashFlow:
    """Rachunek przepływów pieniężnych of a year, with the adjustments that people made."""
    filled = year_statements(year=year)
    rows = CashAdjustment.objects.filter(company_id=current_company_id(), year=year).order_by("id")
    return indirect_cash_flow(
        filled.assets,
        filled.liabilities,
        filled.result,
        [Adjustment(r.from_line, r.to_line, r.amount, r.reason) for r in rows],
    )


def adjustments(*, year: int) -> list[CashAdjustment]:
    """Adjustments of a year's cash flow."""
    return list(
        CashAdjustment.objects.filter(company_id=current_company_id(), year=year).order_by("id")
    )


def equity(*, year: int) -> list[EquityChange]:
    """Zestawienie zmian w kapitale własnym of a year."""
    return equity_changes(year_statements(year=year).liabilities)
