"""The books of a year as the statements' rules take them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal

from zaplecze.ledger.api import (
    ASSET_GONE,
    AccountKind,
    ResultLine,
    result_lines,
    unmoved_results,
    year_balances,
    years_of_books,
)
from zaplecze.platform.periods import OPENING_MONTH, Month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_year, business_years
from zaplecze.statements.layouts import ASSETS, BY_NATURE
from zaplecze.statements.rules import TaggedBalance, tag_of

ZERO = Decimal("0.00")
RESULT_OF_THE_YEAR = "BPAVI"
RESULT_OF_YEARS_BEFORE = "BPAV"
# Between an account and the partner whose share of it a balance is, where they are told apart.
APART = "|"
# In place of a partner: what a result account holds of years before that weren't ended yet.
YEARS_BEFORE = "<"
UNMOVED = "wynik lat poprzednich, nieprzeniesiony"


# The lines of RZiS that tell the gain or the loss on assets that went: where their net value is set against proceeds.
ON_DISPOSAL = frozenset().union(*(x.tags for x in BY_NATURE.lines if x.code in {"D.I", "E.I"}))
STOCK = frozenset().union(*(x.tags for x in ASSETS.lines if x.code.startswith("B.I.")))
PROPERTY = frozenset().union(*(x.tags for x in ASSETS.lines if x.code in {"A.IV.1", "A.IV.2"}))


class YearOutside(Refusal):
    """Statements of a year that the books don't have: zeros would pass for its figures."""

    code = "statements.year-outside"


def require_year(year: int) -> None:
    """Refuse (`YearOutside`) a year before the first or after the last of the books."""
    kept, named = years_of_books(), business_years()
    if kept and min(kept) <= year <= max(kept):
        return
    next_step = "zacznij księgi"
    if kept:
        first, last = (named.of_label(label) for label in (min(kept), max(kept)))
        next_step = f"wybierz rok od {first.name} do {last.name}"
        if year == named.label_before(first.label):
            next_step = f"jego dane porównawcze stoją w sprawozdaniach roku {first.name}"
    raise YearOutside(
        f"Roku {named.of_label(year).name} nie ma w księgach, więc nie ma z czego ułożyć sprawozdań: {next_step}."
    )


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


def year_facts(year: int, *, apart: bool = False) -> YearFacts:
    """What the books hold at the end of the year's last month, before result accounts are closed.

    Each result account stands in the equity too, as its share of the year's result; what it holds of years before,
    until they are ended, is profit or loss of theirs. ``apart`` adds the partner to the number of an account of which
    a balance is a share: ``201|17``, ``201|`` without one.
    """
    return _facts(year, business_year(year).last, apart=apart)


def facts_before(year: int, *, apart: bool = False) -> YearFacts:
    """The year before; of books that begin in ``year``, the opening balance that was entered."""
    return _facts(business_years().label_before(year), end_before(year), apart=apart)


def end_before(year: int) -> Month:
    """The last month of what stands in the column of the year before."""
    earlier = any(other < year for other in years_of_books())
    years = business_years()
    return years.of_label(years.label_before(year)).last if earlier else (year, OPENING_MONTH)


def _facts(year: int, upto: Month, *, apart: bool) -> YearFacts:
    held: list[TaggedBalance] = []
    earned: list[TaggedBalance] = []
    rows = year_balances(upto=upto)
    if apart:
        shared = Counter(row.account for row in rows)
        rows = [
            replace(row, account=f"{row.account}{APART}{row.partner_id or ''}")
            if shared[row.account] > 1 or row.partner_id
            else row
            for row in rows
        ]
    for row in rows:
        if row.kind == AccountKind.OFF:
            continue
        tag = tag_of(tag_1=row.tag_1, tag_2=row.tag_2, amount=row.amount)
        balance = TaggedBalance(row.account, row.name, tag, row.amount)
        if row.kind == AccountKind.RESULT:
            earned.append(balance)
            held.append(TaggedBalance(row.account, row.name, RESULT_OF_THE_YEAR, row.amount))
        else:
            held.append(balance)
    mark = f"{APART}{YEARS_BEFORE}" if apart else ""
    held += [
        TaggedBalance(
            f"{r.account}{mark}", f"{r.name}: {UNMOVED}", RESULT_OF_YEARS_BEFORE, r.amount
        )
        for r in unmoved_results(before=upto[0])
    ]
    return YearFacts(year, tuple(held), tuple(earned))


def net_value_lines(year: int) -> dict[str, list[ResultLine]]:
    """What striking assets off cost in a year, and what became another asset, by the keys of `cash.NET_VALUE`."""
    found: dict[str, list[ResultLine]] = {
        "disposed": [], "other": [], "to_stock": [], "to_property": [],
    }  # fmt: skip
    for line in result_lines(voucher_kind=ASSET_GONE, year=year, kind=AccountKind.BALANCE):
        if line.tag_1 in STOCK:
            found["to_stock"].append(line)
        elif line.tag_1 in PROPERTY:
            found["to_property"].append(line)
    for line in result_lines(voucher_kind=ASSET_GONE, year=year):
        found["disposed" if line.tag_1 in ON_DISPOSAL else "other"].append(line)
    return found
