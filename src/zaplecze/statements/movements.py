"""What balances alone don't tell of a year, from the books: turnovers by entry, valuations, corrections.

An entry is looked at as a whole: what it moves between accounts of one group (a loan that becomes a short-term one, a
capital raised from profits) is no turnover of the group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zaplecze.ledger.api import (
    VAT_BANK,
    AccountKind,
    EntryNet,
    accounts,
    entry_nets,
    valuation_nets,
    year_balances,
    years_of_books,
)
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import business_year, business_years, current_company_id
from zaplecze.statements.cash import Movements, Turnover
from zaplecze.statements.cash_table import CASH, GROUPS, FlowGroup, sources_of
from zaplecze.statements.equity import PARTS, EntryChange
from zaplecze.statements.facts import net_value_lines
from zaplecze.statements.layouts import ASSETS, BY_NATURE, LIABILITIES
from zaplecze.statements.models import EquityNotes

ZERO = Decimal("0.00")
LAYOUTS = {"AK": ASSETS, "PA": LIABILITIES, "RZ": BY_NATURE}
REVALUED, DEPRECIATED = ("RZ:G.IV", "RZ:H.III"), ("RZ:B.I",)


@dataclass(frozen=True, slots=True)
class EntryTurn:
    """What an entry did to a set of accounts, PLN, by a field of `Turnover` (``how``)."""

    entry: EntryNet
    how: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class YearMovements:
    """The movements of a year with the entries that make them, by set of accounts."""

    movements: Movements
    entries: Mapping[str, tuple[EntryTurn, ...]]
    valuations: tuple[EntryNet, ...]
    equity: Mapping[str, tuple[EntryChange, ...]] = field(default_factory=dict)


def year_movements(year: int) -> YearMovements:
    """Read a year's movements; nothing is written."""
    numbers, last = _Numbers(), business_year(year).last
    nets = entry_nets(accounts=numbers.watched(), after=_beginning(year), upto=last)
    by_entry: dict[int, list[EntryNet]] = defaultdict(list)
    for net in nets:
        by_entry[net.entry_id].append(net)
    entries: dict[str, list[EntryTurn]] = defaultdict(list)
    for group in GROUPS:
        for key, turn in _turns(group, by_entry.values(), numbers):
            entries[key].append(turn)
    valuations = valuation_nets(accounts=numbers.of(f"AK:{CASH}"), upto=last)
    movements = Movements(
        gone={
            k: sum((x.amount for x in lines), ZERO) for k, lines in net_value_lines(year).items()
        },
        turnovers={key: _summed(turns) for key, turns in entries.items()},
        valued=sum((v.amount for v in valuations if v.year == year), ZERO),
        valued_before=sum((v.amount for v in valuations if v.year < year), ZERO),
        restricted=restricted_money(year),
        corrections=equity_notes(year).corrections,
    )
    return YearMovements(
        movements,
        {key: tuple(turns) for key, turns in entries.items()},
        tuple(valuations),
        _equity(by_entry.values(), numbers),
    )


def equity_notes(year: int) -> EquityNotes:
    """What a person told of a year's equity; nothing at first."""
    found = EquityNotes.objects.filter(company_id=current_company_id(), year=year).first()
    return found or EquityNotes(company_id=current_company_id(), year=year)


def restricted_money(year: int) -> Decimal:
    """What the VAT account held at the end of a year (art. 62b of the Banking Act): it pays VAT and taxes alone."""
    balances = year_balances(upto=business_year(year).last)
    return sum((r.amount for r in balances if r.account == VAT_BANK), ZERO)


def _beginning(year: int) -> Month:
    """Where a year's entries begin: after the closing of the year before, or after the opening that was entered."""
    opening = business_year(year).opening
    earlier = any(other < year for other in years_of_books())
    return business_years().month_before(opening) if earlier else opening


class _Numbers:
    """Accounts of the chart by what they stand on."""

    def __init__(self) -> None:
        self.chart = [a for a in accounts() if a.kind != AccountKind.OFF]
        self.known: dict[str, frozenset[str]] = {}

    def of(self, text: str) -> frozenset[str]:
        """Numbers of the accounts on lines: ``PA:B.II.1 AK:C``, lines below them included."""
        if text not in self.known:
            tags = frozenset[str]().union(
                *(
                    line.tags
                    for source in sources_of(text)
                    for line in LAYOUTS[source.statement].lines
                    if f"{line.code}.".startswith(f"{source.line}.")
                )
            )
            self.known[text] = frozenset(
                a.number for a in self.chart if a.tag_1 in tags or (a.tag_2 and a.tag_2 in tags)
            )
        return self.known[text]

    def marked(self, mark: str) -> frozenset[str]:
        """Numbers that a mark of a set means."""
        if mark.startswith("@"):
            return self.of(mark[1:])
        return frozenset(a.number for a in self.chart if mark[1:] in a.name.lower())

    def group(self, group: FlowGroup) -> frozenset[str]:
        """Accounts of the balance sheet that a group has; those of two sides tell their change by balance alone."""
        balance = " ".join(t for t in group.change.split() if "RZ:" not in t)
        single = {a.number for a in self.chart if not a.tag_2 and a.kind == AccountKind.BALANCE}
        return self.of(balance) & single

    def watched(self) -> frozenset[str]:
        """Every account whose entries have to be read."""
        found = self.of(" ".join((*REVALUED, *DEPRECIATED)))
        return found.union(*(self.group(group) for group in GROUPS))


def _turns(
    group: FlowGroup, entries: Iterable[list[EntryNet]], numbers: _Numbers
) -> Iterable[tuple[str, EntryTurn]]:
    own = numbers.group(group)
    revalued, depreciated = (numbers.of(" ".join(x)) for x in (REVALUED, DEPRECIATED))
    for nets in entries:
        touched = {n.account for n in nets}
        mine = [n for n in nets if n.account in own]
        amount = sum((n.amount for n in mine), ZERO) * (1 if group.assets else -1)
        if not amount:
            continue
        key = next(k for k, mark in group.sets if not mark or touched & numbers.marked(mark) & own)
        how = "raised" if amount > 0 else "lowered"
        if mine[0].values:
            how = "exchange"
        elif group.assets and touched & revalued:
            how = "revalued"
        elif group.rest == "property" and touched & depreciated:
            how = "depreciated"
        yield key, EntryTurn(mine[0], how, -amount if how == "lowered" else amount)


def _summed(turns: Iterable[EntryTurn]) -> Turnover:
    found = Turnover()
    for turn in turns:
        found = replace(found, **{turn.how: getattr(found, turn.how) + turn.amount})
    return found


def _equity(
    entries: Iterable[list[EntryNet]], numbers: _Numbers
) -> dict[str, tuple[EntryChange, ...]]:
    """By part of the equity, what each entry of the year changed in it."""
    found: dict[str, list[EntryChange]] = {part.code: [] for part in PARTS}
    for nets in entries:
        for part in PARTS:
            own = numbers.of(" ".join(f"PA:{line}" for line in part.lines))
            mine = [n for n in nets if n.account in own]
            if amount := -sum((n.amount for n in mine), ZERO):
                n = mine[0]
                found[part.code].append(EntryChange(n.entry_id, n.label, n.voucher, n.text, amount))
    return {code: tuple(changes) for code, changes in found.items()}
