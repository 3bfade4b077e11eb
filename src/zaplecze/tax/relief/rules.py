"""Relief for bad debts, pure: when a debt is bad, what of its tax is taken back, and given again after payment.

Sources: VAT Act art. 89a (creditor: ust. 1, 1a, 2, 3, 4, 7), 89b (debtor: ust. 1, 1a, 2, 4); CIT Act art. 18f. All of
it is one movement: an item is gross ``amount``, of which a part stands under relief. What relief has moved is always
the share of that part, rounded as one figure, so that all movements of an item sum to zero once nothing stands
under it, in whatever order and however often it was paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from zaplecze.platform.business_years import BusinessYear, BusinessYears
from zaplecze.platform.days import next_working_day
from zaplecze.platform.money import ZERO, round_half_up
from zaplecze.platform.periods import Month, first_day, last_day, month_after, month_of

Amounts = Mapping[str, Decimal]


class Tax(StrEnum):
    """Which tax a relief is in."""

    VAT = "vat"
    CIT = "cit"


class Side(StrEnum):
    """Whose relief it is: of the one who waits for money, or of the one who owes it."""

    CREDITOR = "creditor"
    DEBTOR = "debtor"


class Step(StrEnum):
    """Taken when the debt went bad (89a ust. 1, 89b ust. 1), returned when it was paid (ust. 4)."""

    TAKEN = "taken"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Law:
    """What holds for debts that go bad on ``since`` or later.

    ``days`` after the term of payment; ``years`` from the end of the year of issue within which a creditor may;
    ``source`` is the act.
    """

    since: date
    days: int
    years: int
    source: str


LAWS: Mapping[Tax, tuple[Law, ...]] = {
    Tax.VAT: (
        Law(date(2019, 1, 1), 90, 2, "art. 89a i 89b ustawy o VAT (Dz.U. 2018 poz. 2244)"),
        Law(date(2021, 10, 1), 90, 3, "art. 89a i 89b ustawy o VAT (Dz.U. 2021 poz. 1626)"),
    ),
    Tax.CIT: (Law(date(2020, 1, 1), 90, 2, "art. 18f ustawy o CIT (Dz.U. 2019 poz. 1649)"),),
}


def law_of(tax: Tax, day: date) -> Law:
    """The law on a day; ValueError before the first one that is kept."""
    for law in reversed(LAWS[tax]):
        if law.since <= day:
            return law
    raise ValueError(f"przepisy o złych długach z {day} nie są znane")


def bad_on(tax: Tax, due: date) -> date:
    """The day on which a debt due on ``due`` goes bad: the last of the days, counted from the day after it.

    >>> bad_on(Tax.VAT, date(2026, 1, 31))
    datetime.date(2026, 5, 1)
    """
    return due + timedelta(days=law_of(tax, due).days)


def too_old(tax: Tax, issued: date, bad: date) -> bool:
    """True where a creditor's years from the end of the year of issue had passed (art. 89a ust. 2 pkt 5)."""
    return bad > date(issued.year + law_of(tax, bad).years, 12, 31)


def due_between(tax: Tax, first: date, last: date) -> tuple[date, date]:
    """Terms of payment whose debts go bad between two days."""
    days = timedelta(days=law_of(tax, last).days)
    return first - days, last - days


@dataclass(frozen=True, slots=True)
class Claim:
    """An item of a document: its gross in PLN, what stands before it on the same document, the gross of all.

    ``amounts`` are what the whole document has of the tax: K_19, K_20 ..., or the value of an income tax.
    """

    amount: Decimal
    before: Decimal
    total: Decimal
    amounts: Amounts

    def under(self, unpaid: Decimal) -> dict[str, Decimal]:
        """What stands for ``unpaid`` of the item; what instalments stand for sums to the document."""

        def share(whole: Decimal, gross: Decimal) -> Decimal:
            return round_half_up(whole * gross / self.total)

        return {
            name: share(whole, self.before + unpaid) - share(whole, self.before)
            for name, whole in self.amounts.items()
        }

    def moved(self, standing: Decimal, change: Decimal) -> dict[str, Decimal]:
        """What relief moves where the part under it changes by ``change`` from ``standing``."""
        after, now = self.under(standing + change), self.under(standing)
        return {name: after[name] - now[name] for name in self.amounts}


# Invoices priced gross are a few grosze apart from the sum of their items: that is no other payment.
GROSZE = Decimal("0.05")


def whole_gross(items: Decimal, document: Decimal, *, in_pln: bool) -> Decimal:
    """The gross that a document's tax stands for: that of its items, or more where a part of it opened no item.

    A part may have been paid at once. In another currency the registers count PLN at another rate than the books:
    there the items are the whole.

    >>> whole_gross(Decimal("1000.00"), Decimal("1230.00"), in_pln=True)
    Decimal('1230.00')
    >>> whole_gross(Decimal("1230.00"), Decimal("1230.02"), in_pln=True)
    Decimal('1230.00')
    """
    return document if in_pln and document - items > GROSZE else items


@dataclass(frozen=True, slots=True)
class Move:
    """A movement: ``change`` is the gross that comes under relief (above zero) or leaves it (below), PLN.

    ``day`` is the term of payment for what was taken, the day of payment for what was returned.
    """

    step: Step
    day: date
    change: Decimal


@dataclass(frozen=True, slots=True)
class Proposed:
    """A movement that has to be made, with what it moves (``amounts``, PLN, above zero where more is relieved)."""

    move: Move
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Debt:
    """An item with its term, what was paid on it by day, and what relief has moved already."""

    claim: Claim
    due: date
    paid: Sequence[tuple[date, Decimal]]
    moves: Sequence[Move] = ()

    @property
    def standing(self) -> Decimal:
        """The gross that stands under relief now."""
        return sum((m.change for m in self.moves), ZERO)

    @property
    def taken(self) -> Decimal:
        """The gross that was taken, whatever was returned since."""
        return sum((m.change for m in self.moves if m.step is Step.TAKEN), ZERO)

    def unpaid(self, on: date) -> Decimal:
        """What was unpaid at the end of a day."""
        return max(self.claim.amount - sum((a for d, a in self.paid if d <= on), ZERO), ZERO)


def proposed(debt: Debt, *, counted: date, until: date) -> list[Proposed]:
    """All that has to move by ``until``: what was to take on the day ``counted``, what payments after it return.

    ``counted`` is the day whose unpaid part is relieved (`counted_day`). Where less or more was moved than payments
    say now, the difference is proposed. What nobody has taken isn't returned.
    """
    taken = debt.unpaid(counted) - debt.taken
    moves = [Move(Step.TAKEN, debt.due, taken)] if taken else []
    if debt.taken:
        moves += _returned(debt, counted, until)
    return moving(debt, moves)


def _returned(debt: Debt, counted: date, until: date) -> Iterator[Move]:
    """By day, what payments still have to take out of relief; above zero where a payment was taken back."""
    left: dict[date, Decimal] = {}
    for day, amount in debt.paid:
        if counted < day <= until:
            left[day] = left.get(day, ZERO) - amount
    for move in debt.moves:
        if move.step is Step.RETURNED and move.day <= until:
            left[move.day] = left.get(move.day, ZERO) - move.change
    return (Move(Step.RETURNED, day, left[day]) for day in sorted(left) if left[day])


def moving(debt: Debt, moves: Iterable[Move]) -> list[Proposed]:
    """What movements move if just these are made, in their order."""
    found: list[Proposed] = []
    standing = debt.standing
    for move in moves:
        found.append(Proposed(move, debt.claim.moved(standing, move.change)))
        standing += move.change
    return found


CALENDAR = BusinessYears()


def period_of(tax: Tax, day: date, years: BusinessYears = CALENDAR) -> Month:
    """The month, or for income tax the name of the company's year (with month 0), that a day belongs to."""
    return month_of(day) if tax is Tax.VAT else (years.of_day(day).label, 0)


def last_of(tax: Tax, period: Month, years: BusinessYears = CALENDAR) -> date:
    """The last day of a period of `period_of`."""
    return last_day(period) if tax is Tax.VAT else years.of_label(period[0]).last_day


def first_of(tax: Tax, period: Month, years: BusinessYears = CALENDAR) -> date:
    """The first day of a period of `period_of`."""
    return first_day(period) if tax is Tax.VAT else years.of_label(period[0]).first_day


def cit_return(year: BusinessYear) -> date:
    """The day by which income tax of a year is told: the end of the third month after it (art. 27 ust. 1)."""
    month = year.ends
    for _ in range(3):
        month = month_after(month)
    return last_day(month)


# VAT is told by this day of the next month (art. 99 ust. 1 of the VAT Act).
VAT_RETURN = 25


def counted_day(
    tax: Tax,
    side: Side,
    period: Month,
    *,
    today: date,
    filed: date | None = None,
    years: BusinessYears = CALENDAR,
) -> date:
    """The day whose unpaid part is relieved in a period: never later than today.

    VAT: a debtor's is the last day of the month (art. 89b ust. 1a), a creditor's that on which the return was filed
    (art. 89a ust. 3), or was to be filed where no file was built here. Income tax: both until the return is due.
    """
    if tax is Tax.CIT:
        return min(today, cit_return(years.of_label(period[0])))
    if side is Side.DEBTOR:
        return min(today, last_day(period))
    return min(today, filed or next_working_day(date(*month_after(period), VAT_RETURN)))


def is_duty(side: Side, proposal: Proposed) -> bool:
    """True for what the law demands, not allows: a debtor's taking back, a creditor's giving back.

    A creditor's relief that was too large is such a giving back too; a debtor's that was too large may be regained.
    """
    return (proposal.move.change > 0) == (side is Side.DEBTOR)


CREDITOR_BASES = ("K_15", "K_17", "K_19")
CREDITOR_TAXES = ("K_16", "K_18", "K_20")
INPUT, TAKEN_FIELD, RETURNED_FIELD = "K_41+K_43", "K_46", "K_47"
VALUE = "value"


def register_amounts(side: Side, step: Step, amounts: Amounts) -> dict[str, Decimal]:
    """The K fields of a movement's row: relief lowers tax due and tax deducted alike."""
    if side is Side.CREDITOR:
        return {name: -amount for name, amount in amounts.items()}
    return {TAKEN_FIELD if step is Step.TAKEN else RETURNED_FIELD: -amounts[INPUT]}


def tax_of(side: Side, amounts: Amounts) -> Decimal:
    """The tax that a movement takes out of the register, PLN."""
    if side is Side.DEBTOR:
        return amounts[INPUT]
    return sum((amounts.get(name, ZERO) for name in CREDITOR_TAXES), ZERO)


def base_of(side: Side, amounts: Amounts) -> Decimal:
    """The base that goes with the tax; a debtor corrects the tax alone."""
    if side is Side.DEBTOR:
        return ZERO
    return sum((a for name, a in amounts.items() if name not in CREDITOR_TAXES), ZERO)
