"""The rules of statements, pure: which account stands on which line, what a line is, what does not fit.

Sources: Accounting Act art. 42, 45-47, 50 and annexes 1, 4, 5; account tags of JPK_KR_PD(1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.statements.layouts import Layout, Line, Shortened

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class TaggedBalance:
    """An account's balance, PLN, Wn positive; of a settlement account, a partner's share of it.

    ``tag`` is the one of its side: S_12_1, or S_12_2 where the account has it and the balance is Ma.
    """

    account: str
    name: str
    tag: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """What an account adds to a figure, PLN, in the figure's own sign."""

    account: str
    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A line with this year's and last year's amount, and the accounts that add up to this year's."""

    code: str
    name: str
    level: int
    amount: Decimal
    previous: Decimal
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A filled layout; ``total`` sums the lines on top where that means something (assets, liabilities)."""

    code: str
    title: str
    figures: tuple[Figure, ...]
    total: Decimal
    previous_total: Decimal

    def amount(self, code: str) -> Decimal:
        """This year's amount of a line, nothing where the layout has no such line."""
        return next((f.amount for f in self.figures if f.code == code), ZERO)

    def previous(self, code: str) -> Decimal:
        """Last year's amount of a line."""
        return next((f.previous for f in self.figures if f.code == code), ZERO)

    def figure(self, code: str) -> Figure:
        """A line; KeyError where there is none."""
        for figure in self.figures:
            if figure.code == code:
                return figure
        raise KeyError(code)


def tag_of(*, tag_1: str, tag_2: str, amount: Decimal) -> str:
    """The tag that tells where a balance stands: a Ma balance under S_12_2, where there is one."""
    return tag_2 if amount < 0 and tag_2 else tag_1


def statement_of(
    layout: Layout, balances: Sequence[TaggedBalance], previous: Sequence[TaggedBalance] = ()
) -> Statement:
    """Fill a layout with the balances of a year and of the year before."""
    now, before = _filled(layout, balances), _filled(layout, previous)
    figures = tuple(
        Figure(
            line.code,
            line.name,
            line.level,
            _sum(now[line.code]),
            _sum(before[line.code]),
            _merged(now[line.code]),
        )
        for line in layout.lines
    )
    tops = [f for f in figures if f.level == 0]
    return Statement(
        layout.code,
        layout.title,
        figures,
        sum((f.amount for f in tops), ZERO),
        sum((f.previous for f in tops), ZERO),
    )


def shortened(layout: Shortened, whole: Statement) -> Statement:
    """A statement of annex 4 or 5 from the one of annex 1."""
    figures = []
    for line in layout.lines:
        summed = [(sign, whole.figure(code)) for sign, code in line.sums]
        figures.append(
            Figure(
                line.code,
                line.name,
                line.level,
                sum((sign * f.amount for sign, f in summed), ZERO),
                sum((sign * f.previous for sign, f in summed), ZERO),
                _merged(
                    Part(p.account, p.name, sign * p.amount) for sign, f in summed for p in f.parts
                ),
            )
        )
    return Statement(whole.code, layout.title, tuple(figures), whole.total, whole.previous_total)


def without_place(
    balances: Iterable[TaggedBalance], layouts: Sequence[Layout]
) -> list[TaggedBalance]:
    """Balances that no line of these statements takes: each would make them wrong, so each is named."""
    known = frozenset().union(*(layout.tags | layout.left_out for layout in layouts))
    return [b for b in balances if b.amount and not _keys(b) & known]


def left_over(layout: Layout, balances: Iterable[TaggedBalance]) -> Decimal:
    """What accounts of the other variant leave unsettled (Wn positive): costs by nature that 490 did not move."""
    return sum((b.amount for b in balances if _keys(b) & layout.left_out), ZERO)


def _keys(balance: TaggedBalance) -> frozenset[str]:
    """What a line may know a balance by: its tag, or the account's synthetic number."""
    return frozenset({balance.tag, f"@{balance.account[:3]}"})


def _filled(layout: Layout, balances: Sequence[TaggedBalance]) -> dict[str, list[Part]]:
    """Parts of each line, those of the lines below it included."""
    parts: dict[str, list[Part]] = {line.code: _own(line, balances) for line in layout.lines}
    _net(layout, balances, parts)
    for line in reversed(layout.lines):
        if line.parent and not line.memo:
            parts[line.parent] += parts[line.code]
    for line in layout.lines:
        for sign, code in line.formula:
            parts[line.code] += [Part(p.account, p.name, sign * p.amount) for p in parts[code]]
    return parts


def _own(line: Line, balances: Sequence[TaggedBalance]) -> list[Part]:
    if not line.tags:
        return []
    return [Part(b.account, b.name, line.sign * b.amount) for b in balances if _keys(b) & line.tags]


def _net(
    layout: Layout, balances: Sequence[TaggedBalance], parts: Mapping[str, list[Part]]
) -> None:
    """Move income and cost that are told as one to the line of the greater."""
    lines = {line.code: line for line in layout.lines}
    for pair in layout.netted:
        chosen = {}
        for code in (pair.income, pair.cost):
            tags = lines[code].tags & (pair.tags or lines[code].tags)
            chosen[code] = [
                Part(b.account, b.name, lines[code].sign * b.amount)
                for b in balances
                if _keys(b) & tags and not _keys(b) & pair.apart
            ]
        income, cost = chosen[pair.income], chosen[pair.cost]
        if not income or not cost:
            continue
        loser, winner = pair.cost, pair.income
        if _sum(cost) > _sum(income):
            loser, winner = winner, loser
        for part in chosen[loser]:
            parts[loser].remove(part)
            parts[winner].append(Part(part.account, part.name, -part.amount))


def _sum(parts: Iterable[Part]) -> Decimal:
    return sum((part.amount for part in parts), ZERO)


def _merged(parts: Iterable[Part]) -> tuple[Part, ...]:
    """One part an account, by number; what sums to nothing stays out."""
    sums: dict[tuple[str, str], Decimal] = {}
    for part in parts:
        key = part.account, part.name
        sums[key] = sums.get(key, ZERO) + part.amount
    return tuple(Part(*key, amount) for key, amount in sorted(sums.items()) if amount)
