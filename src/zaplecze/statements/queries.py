"""Statements of the open company's year, straight from the books."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from zaplecze.ledger.api import years_of_books
from zaplecze.platform.money import ZERO, format_pln
from zaplecze.platform.scope import business_years, current_company_id
from zaplecze.statements.cash import Adjustment, CashFlow, indirect_cash_flow
from zaplecze.statements.comparatives import Told, told_before, with_previous
from zaplecze.statements.equity import Ends, EquityLine, Typed, beside, equity_form
from zaplecze.statements.facts import YearFacts, facts_before, require_year, year_facts
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
from zaplecze.statements.movements import equity_notes, year_movements
from zaplecze.statements.rules import (
    Statement,
    TaggedBalance,
    left_over,
    shortened,
    statement_of,
    without_place,
)
from zaplecze.statements.typed_lines import SHEETS, Misfit, Values, counted, sheets_of

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
    """Bilans and RZiS of a year with what is wrong with them, each finding naming accounts.

    ``opened``: the year before isn't in the books: its column is ``told`` by comparative figures or, without them, by
    the opening balance.
    """

    year: int
    annex: str
    variant: str
    assets: Statement
    liabilities: Statement
    result: Statement
    profit: Decimal
    misplaced: tuple[TaggedBalance, ...]
    unsettled: Decimal
    told: Told | None = None
    opened: bool = False

    @property
    def balanced(self) -> bool:
        """Bilans balances and RZiS ends with the change in results."""
        return (
            self.assets.total == self.liabilities.total
            and not self.misplaced
            and not self.unsettled
        )


def year_statements(*, year: int, annex: str = "1", variant: str = "by-nature") -> YearStatements:
    """Fill the statements of a year in the form of an annex; KeyError for an annex or variant that there isn't.

    Raises `YearOutside` for a year that the books don't have.
    """
    require_year(year)
    filled = fill(year_facts(year), facts_before(year), annex=annex, variant=variant)
    if in_books_before(year):
        return filled
    told = told_before(year=year, annex=annex, variant=filled.variant)
    if told is None:
        years = business_years()
        return replace(filled, opened=years.before(years.of_label(year)) is not None)
    return replace(
        filled,
        assets=with_previous(filled.assets, told.amounts["assets"]),
        liabilities=with_previous(filled.liabilities, told.amounts["liabilities"]),
        result=with_previous(filled.result, told.amounts.get("result")),
        told=told,
        opened=True,
    )


def in_books_before(year: int) -> bool:
    """Whether the books have the year before a year."""
    return any(other < year for other in years_of_books())


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


def opening_differences(*, year: int, annex: str, variant: str, values: Values) -> list[Misfit]:
    """Where a balance sheet of the year before says otherwise than the opening balance (art. 5 ust. 1).

    What the books open as profit of earlier years (A.V) is the result of the year before (A.VI) with them.
    """
    opened = fill(facts_before(year), YearFacts(0, (), ()), annex=annex, variant=variant)
    sheets = sheets_of(annex, opened.variant)
    found = []
    for sheet, statement in (("assets", opened.assets), ("liabilities", opened.liabilities)):
        told = counted(sheets[sheet], values.get(sheet, {}))
        books = {f.code: f.amount for f in statement.figures}
        for amounts in (told, books):
            amounts["A.V"] = amounts.get("A.V", ZERO) + amounts.pop("A.VI", ZERO)
        found += [
            Misfit(
                "opening",
                f"{SHEETS[sheet]} {code}{' i A.VI' if code == 'A.V' and sheet == 'liabilities' else ''}: wpisano "
                f"{format_pln(told[code])}, bilans otwarcia ma {format_pln(amount)}.",
                stops=False,
            )
            for code, amount in books.items()
            if amount != told.get(code, ZERO)
        ]
    return found


def _misplaced(facts: YearFacts, result_layout: Layout) -> list[TaggedBalance]:
    return [
        *without_place(facts.held, (ASSETS, LIABILITIES)),
        *without_place(facts.earned, (result_layout,)),
    ]


def cash_flow(*, year: int) -> CashFlow:
    """Rachunek przepływów pieniężnych of a year beside the year before, with the adjustments that people made."""
    flow = _cash_flow(year)
    if in_books_before(year):
        before = {f.code: f.amount for f in _cash_flow(_before(year)).flows}
        return flow.beside(before, "")
    told = told_before(year=year, annex="1", variant="by-nature")
    if told is None or "cash-flow" not in told.amounts:
        return flow
    return flow.beside(told.amounts["cash-flow"], told.by["cash-flow"])


def _before(year: int) -> int:
    return business_years().label_before(year)


def _cash_flow(year: int) -> CashFlow:
    filled = year_statements(year=year)
    rows = CashAdjustment.objects.filter(company_id=current_company_id(), year=year).order_by("id")
    return indirect_cash_flow(
        filled.assets,
        filled.liabilities,
        filled.result,
        [Adjustment(r.from_line, r.to_line, r.amount, r.reason) for r in rows],
        year_movements(year).movements,
    )


def adjustments(*, year: int) -> list[CashAdjustment]:
    """Adjustments of a year's cash flow."""
    return list(
        CashAdjustment.objects.filter(company_id=current_company_id(), year=year).order_by("id")
    )


def equity(*, year: int) -> list[EquityLine]:
    """Zestawienie zmian w kapitale własnym of a year beside the year before."""
    lines = _equity(year)
    if in_books_before(year):
        return beside(lines, _equity(_before(year)), "")
    told = told_before(year=year, annex="1", variant="by-nature")
    if told is None or "equity" not in told.amounts:
        return lines
    ends = Ends(told.amounts["equity"], told.amounts["liabilities"])
    return beside(lines, equity_form(ends, {}, Typed()), told.by["equity"])


def _equity(year: int) -> list[EquityLine]:
    figures = year_statements(year=year).liabilities.figures
    ends = Ends({f.code: f.previous for f in figures}, {f.code: f.amount for f in figures})
    notes = equity_notes(year)
    return equity_form(
        ends, year_movements(year).equity, Typed(notes.policy, notes.errors, notes.payout)
    )
