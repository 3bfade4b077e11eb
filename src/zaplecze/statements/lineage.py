"""Figures of statements with what they are made of: balances of accounts, of settlement accounts by partner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zaplecze.ledger.api import ANYONE, BEGINNING, NOBODY, LinesOf
from zaplecze.platform.periods import OPENING_MONTH, Month
from zaplecze.platform.scope import business_year, business_years
from zaplecze.statements.comparatives import Told, told_before, with_previous
from zaplecze.statements.facts import (
    APART,
    YEARS_BEFORE,
    YearFacts,
    end_before,
    facts_before,
    year_facts,
)
from zaplecze.statements.queries import YearStatements, fill
from zaplecze.statements.rules import Figure, Statement

ZERO = Decimal("0.00")
SHEET_OF = {"AK": "assets", "PA": "liabilities", "RZ": "result"}
NOTHING = YearFacts(0, (), ())


@dataclass(frozen=True, slots=True)
class Share:
    """What lines of an account add to a figure: ``sign`` times their balance is ``amount`` (PLN)."""

    name: str
    lines: LinesOf
    sign: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class FigureSources:
    """A column of the statements, each figure with its shares.

    ``told``: by statement, the words of the version that tells a year outside of the books: figures without shares.
    """

    filled: YearStatements
    year: int
    upto: Month
    balances: dict[str, Decimal]
    results: frozenset[str]
    told: Mapping[str, str] = field(default_factory=dict)

    def shares(self, figure: Figure) -> list[Share]:
        """The balances that add up to a figure."""
        return [self._share(part.account, part.name, part.amount) for part in figure.parts]

    def version(self, side: str) -> str:
        """The words of the version that tells a statement; empty for one of the books."""
        return self.told.get(SHEET_OF[side], "")

    def statement(self, side: str) -> Statement:
        """``AK`` assets, ``PA`` liabilities, ``RZ`` result; KeyError for another."""
        return {
            "AK": self.filled.assets,
            "PA": self.filled.liabilities,
            "RZ": self.filled.result,
        }[side]

    def _share(self, labelled: str, name: str, amount: Decimal) -> Share:
        account, apart, partner = labelled.partition(APART)
        balance = self.balances[labelled]
        sign = int(amount / balance)
        if sign * balance != amount:
            raise ValueError(f"{labelled}: {amount} is no multiple of {balance}")
        if partner == YEARS_BEFORE:
            years = business_years()
            ended = years.month_before(years.of_label(self.upto[0]).opening)
            return Share(name, LinesOf(account, BEGINNING, ended), sign, amount)
        # Result accounts open each year with nothing.
        since = (self.upto[0], OPENING_MONTH) if labelled in self.results else BEGINNING
        who = (partner or NOBODY) if apart else ANYONE
        return Share(name, LinesOf(account, since, self.upto, "saldo", who), sign, amount)


def figure_sources(*, year: int, annex: str, variant: str, previous: bool = False) -> FigureSources:
    """The column of a year, or of the year before; KeyError for an annex or variant that there isn't."""
    if previous and (told := told_before(year=year, annex=annex, variant=variant)):
        return _told(year, annex, variant, told)
    facts = facts_before(year, apart=True) if previous else year_facts(year, apart=True)
    filled = fill(facts, NOTHING, annex=annex, variant=variant)
    return FigureSources(
        filled,
        year,
        end_before(year) if previous else business_year(year).last,
        {b.account: b.amount for b in facts.held},
        frozenset(b.account for b in facts.earned),
    )


def _told(year: int, annex: str, variant: str, told: Told) -> FigureSources:
    """The column of a year that comparative figures tell."""
    empty = fill(NOTHING, NOTHING, annex=annex, variant=variant)

    def column(statement: Statement, sheet: str) -> Statement:
        then = with_previous(statement, told.amounts.get(sheet))
        figures = tuple(replace(f, amount=f.previous) for f in then.figures)
        return replace(then, figures=figures, total=then.previous_total)

    filled = replace(
        empty,
        assets=column(empty.assets, "assets"),
        liabilities=column(empty.liabilities, "liabilities"),
        result=column(empty.result, "result"),
    )
    return FigureSources(filled, year, end_before(year), {}, frozenset(), told.by)
