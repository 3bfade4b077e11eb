"""The books of a year as the statements' rules take them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zaplecze.ledger.api import AccountKind, year_balances, years_of_books
from zaplecze.platform.periods import OPENING_MONTH
from zaplecze.statements.rules import TaggedBalance, tag_of

ZERO = Decimal("0.00")
RESULT_OF_THE_YEAR = "BPAVI"


@dataclass(frozen=True, slots=True)
class YearFacts:
    """Balances of a year: ``held`` for the balance sheet, ``earned`` for the result; PLN, Wn positive."""

    year: int
    held: tuple[TaggedBalance, ...]
    earned: tuple[TaggedBalance, ...]

    @property
    def result(self) -> Decimal:
        """Profit of the year, a loss below zero."""
        return -sum((b.amount for b in self.earned), ZERO)


def year_facts(year: int) -> YearFacts:
    """What the books hold at the end of December, before result accounts are closed.

    Each result account stands in the equity too, as its share of the year's result.
    """
    return _facts(year, (year, 12))


def facts_before(year: int) -> YearFacts:
    """The year before; of books that begin in ``year``, the opening balance that was entered."""
    if any(other < year for other in years_of_books()):
        return _facts(year - 1, (year - 1, 12))
    return _facts(year - 1, (year, OPENING_MONTH))


def _facts(year: int, upto: tuple[int, int]) -> YearFacts:
    held: list[TaggedBalance] = []
    earned: list[TaggedBalance] = []
    for row in year_balances(upto=upto):
        if row.kind == AccountKind.OFF:
            continue
        tag = tag_of(tag_1=row.tag_1, tag_2=row.tag_2, amount=row.amount)
        balance = TaggedBalance(row.account, row.name, tag, row.amount)
        if row.kind == AccountKind.RESULT:
            earned.append(balance)
            held.append(TaggedBalance(row.account, row.name, RESULT_OF_THE_YEAR, row.amount))
        else:
            held.append(balance)
    return YearFacts(year, tuple(held), tuple(earned))
