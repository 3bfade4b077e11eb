"""The circle of costs, pure: what an entry on group 4 lacks on group 5 and on account 490.

Costs are kept by nature on group 4 and by place on group 5, joined by account 490 (rozliczenie kosztów): each
zloty on group 4 has Wn 5xx / Ma 490, so that the profit and loss account can be drawn up in either form
(Accounting Act art. 47 ust. 4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zaplecze.ledger.rules import NewEntry, NewLine
from zaplecze.platform.periods import calendar_month, is_ordinary

ZERO = Decimal(0)
SETTLED = "490"
WHY = "krąg kosztów"


@dataclass(frozen=True, slots=True)
class Circle:
    """The company's circle: since which month, and cost center -> account of group 5, ``account`` for the rest."""

    since: tuple[int, int]
    account: str
    routes: Mapping[str, str] = field(default_factory=dict)

    def route(self, center: str) -> tuple[str, str]:
        """The account of a cost center's costs, and why it is that one."""
        if center in self.routes:
            return self.routes[center], f"{WHY}: MPK {center}"
        return self.account, f"{WHY}: {f'MPK {center} bez konta' if center else 'bez MPK'}"

    def covers(self, month: tuple[int, int]) -> bool:
        """Whether entries of the month go round; the opening and the closing of a year never do."""
        return is_ordinary(month) and calendar_month(month) >= self.since


def is_cost(account: str) -> bool:
    """Group 4, account 490 left out."""
    return account.startswith("4") and not account.startswith(SETTLED)


def missing(entry: NewEntry) -> Decimal:
    """What of the entry's group 4 (PLN, Wn less Ma) has no counterpart on account 490."""
    costs = sum((x.debit - x.credit for x in entry.lines if is_cost(x.account)), ZERO)
    return costs + entry.turnover(SETTLED)


def complete(entry: NewEntry, circle: Circle | None) -> NewEntry:
    """The entry with its lines on 5xx and 490, written anew each time; what a person wrote there stays.

    >>> from datetime import date
    >>> day = date(2026, 5, 4)
    >>> lines = NewLine("402-01", debit=Decimal(9), cost_center="PROD"), NewLine("240", credit=Decimal(9))
    >>> entry = NewEntry("PK", 2026, 5, "PK", "1", day, day, "x", lines)
    >>> whole = complete(entry, Circle((2026, 1), "550", {"PROD": "500"}))
    >>> [(line.account, line.debit - line.credit) for line in whole.lines[2:]]
    [('500', Decimal('9')), ('490', Decimal('-9'))]
    """
    if circle is None or not circle.covers((entry.year, entry.month)):
        return entry
    bare = replace(entry, lines=tuple(x for x in entry.lines if not x.why.startswith(WHY)))
    settled = any(x.account.startswith(SETTLED) for x in bare.lines)
    if settled and not missing(bare):
        return bare
    return replace(bare, lines=bare.lines + circle_lines(places(bare), missing(bare), circle))


def without_circle(lines: Sequence[NewLine]) -> list[NewLine]:
    """The lines without those of the circle: group 5 and 490, where both are there."""
    if not any(x.account.startswith(SETTLED) for x in lines):
        return list(lines)
    return [x for x in lines if not x.account.startswith(("5", SETTLED))]


def places(entry: NewEntry) -> dict[tuple[str, str], Decimal]:
    """What goes to group 5, by cost center and project, less what a person put there as her part of the circle.

    Lines on group 5 of an entry that is even without its circle are something else, such as a transfer.
    """
    found: dict[tuple[str, str], Decimal] = {}
    even = sum((x.debit - x.credit for x in entry.lines), ZERO) == ZERO
    part = not even or any(x.account.startswith(SETTLED) for x in entry.lines)
    for line in entry.lines:
        key = line.cost_center, line.project
        if is_cost(line.account):
            found[key] = found.get(key, ZERO) + line.debit - line.credit
        elif part and line.account.startswith("5"):
            found[key] = found.get(key, ZERO) - line.debit + line.credit
    return found


def circle_lines(
    amounts: Mapping[tuple[str, str], Decimal], settled: Decimal, circle: Circle
) -> tuple[NewLine, ...]:
    """Wn 5xx by place, and Ma 490 for all of them; amounts below zero stay on the same sides, in red."""
    lines = []
    for (center, project), amount in amounts.items():
        if amount:
            account, why = circle.route(center)
            lines.append(
                NewLine(account, debit=amount, cost_center=center, project=project, why=why)
            )
    if settled:
        why = f"{WHY}: rozliczenie kosztów rodzajowych"
        lines.append(NewLine(SETTLED, credit=settled, why=why))
    return tuple(lines)
