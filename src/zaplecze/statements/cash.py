"""Cash flow (indirect method), pure: from two balance sheets, the result, and turnovers of chosen accounts.

Sources: Accounting Act art. 48b, annex 1; KSR 1 (how changes of balances become flows).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from zaplecze.statements.cash_table import (
    CASH,
    SET_NAMES,
    FlowGroup,
    FlowSource,
    group_of,
    indirect_table,
    money_table,
    parts_of,
    sources_of,
    terms_of,
)
from zaplecze.statements.rules import Statement

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Flow:
    """A line of the cash flow; ``terms`` tell what it is made of, in words of the other statements."""

    code: str
    name: str
    amount: Decimal
    terms: tuple[tuple[str, Decimal], ...]
    previous: Decimal = ZERO

    @property
    def level(self) -> int:
        """0 for A, 1 for A.I …"""
        return self.code.count(".")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An amount (PLN) that goes from one line to another."""

    from_line: str
    to_line: str
    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Turnover:
    """What changed a set of accounts in a year, PLN: ``raised`` and ``lowered`` it by entries that may move money.

    ``exchange``, ``revalued`` and ``depreciated`` moved none; above zero they raised it.
    """

    raised: Decimal = ZERO
    lowered: Decimal = ZERO
    exchange: Decimal = ZERO
    revalued: Decimal = ZERO
    depreciated: Decimal = ZERO

    @property
    def change(self) -> Decimal:
        """All of them together."""
        return self.raised - self.lowered + self.exchange + self.revalued + self.depreciated


@dataclass(frozen=True, slots=True)
class Movements:
    """What balances alone don't tell of a year, PLN; what isn't there is nothing.

    ``gone`` has the keys of `NET_VALUE`, ``turnovers`` those of `SET_NAMES`. ``valued`` is what valuations of
    currencies put on money in the year, ``valued_before`` up to its beginning. ``restricted`` money can't be spent
    freely. ``corrections`` of years before stand in the equity, above zero a gain.
    """

    gone: Mapping[str, Decimal] = field(default_factory=dict)
    turnovers: Mapping[str, Turnover] = field(default_factory=dict)
    valued: Decimal = ZERO
    valued_before: Decimal = ZERO
    restricted: Decimal = ZERO
    corrections: tuple[Decimal, ...] = ()

    def of(self, key: str) -> Turnover:
        """Turnovers of a set."""
        return self.turnovers.get(key, Turnover())

    def corrected(self, which: str) -> Decimal:
        """Corrections above (``gain``) or below zero (``loss``), neither below zero."""
        sign = 1 if which == "gain" else -1
        return sum((max(sign * c, ZERO) for c in self.corrections), ZERO)


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Lines in order; ``difference`` is what they miss of the real change in cash.

    ``compared``: the lines tell the year before too; ``told`` are the words of the version that tells it, where it
    isn't in the books.
    """

    flows: tuple[Flow, ...]
    difference: Decimal
    compared: bool = False
    told: str = ""

    def beside(self, before: Mapping[str, Decimal], told: str) -> CashFlow:
        """With the amounts of the year before."""
        flows = tuple(replace(f, previous=before.get(f.code, ZERO)) for f in self.flows)
        return replace(self, flows=flows, compared=True, told=told)

    def amount(self, code: str) -> Decimal:
        """Amount of a line, PLN."""
        return next(f.amount for f in self.flows if f.code == code)


NET_VALUE: Mapping[str, str] = {
    "disposed": "wartość netto zbytych i zlikwidowanych środków trwałych i WNiP",
    "other": "wartość netto środków trwałych i WNiP odpisana w inne koszty",
    "to_stock": "wartość netto środków trwałych przekwalifikowanych do zapasów",
    "to_property": "wartość netto środków trwałych przekwalifikowanych do inwestycji",
}
_NAMES = {"AK": "zmiana stanu aktywów", "PA": "zmiana stanu pasywów", "RZ": "rachunek wyników"}
_UNPAID = {
    "EX": ("exchange", "wycena walut"),
    "RV": ("revalued", "aktualizacja wartości"),
    "DP": ("depreciated", "amortyzacja"),
}


def indirect_cash_flow(
    assets: Statement,
    liabilities: Statement,
    result: Statement,
    adjustments: Sequence[Adjustment] = (),
    movements: Movements | None = None,
) -> CashFlow:
    """The cash flow of a year from statements of annex 1, the result by nature, and what balances don't tell.

    Each change of a balance stands on exactly one line, so the lines sum to the change in cash wherever both balance
    sheets balance; ``difference`` tells by how much they don't. Where turnovers don't explain a change, its rest
    stands on the side that it moved to. Adjustments only move amounts between lines.
    """
    counting = _Counting(
        {"AK": assets, "PA": liabilities, "RZ": result}, movements or Movements(), adjustments
    )
    flows = [counting.flow(*row) for row in (*indirect_table(), *money_table())]
    moved = assets.amount(CASH) - assets.previous(CASH)
    return CashFlow(tuple(flows), moved - counting.movements.valued - counting.amounts["D"])


class _Counting:
    """Counts line after line; ``amounts`` are those done."""

    def __init__(
        self,
        statements: Mapping[str, Statement],
        movements: Movements,
        adjustments: Sequence[Adjustment],
    ) -> None:
        self.statements, self.movements, self.adjustments = statements, movements, adjustments
        self.amounts: dict[str, Decimal] = {}

    def flow(self, code: str, name: str, formula: str) -> Flow:
        terms: list[tuple[str, Decimal]] = []
        if formula.startswith("="):
            amount = sum((sign * self.amounts[line] for sign, line in terms_of(formula)), ZERO)
        elif below := parts_of(code):
            amount = sum((self.amounts[c] for c in below), ZERO)
        else:
            terms = [(text, a) for text, a in self._terms(formula) if a] + list(self._moved(code))
            amount = sum((a for _, a in terms), ZERO)
            if code in {each for each, _, _ in money_table()}:
                terms = []
        self.amounts[code] = amount
        return Flow(code, name, amount, tuple(terms))

    def _terms(self, formula: str) -> Iterator[tuple[str, Decimal]]:
        for source in sources_of(formula):
            text, amount = self._source(source)
            yield text, source.sign * amount

    def _source(self, source: FlowSource) -> tuple[str, Decimal]:
        which, line = source.statement, source.line
        moved = self.movements
        if which in _NAMES:
            figure = self.statements[which].figure(line)
            amount = figure.amount if which == "RZ" else figure.amount - figure.previous
            return f"{_NAMES[which]}: {line} {figure.name}", amount
        if which == "TO":
            return turnover_name(line), _side(moved.of(line[:-1]), line)
        if which == "RE":
            rest = unexplained(group_of(line[:-1]), self.statements, moved)
            return rest_name(line), max(rest if line.endswith("+") else -rest, ZERO)
        if which in _UNPAID:
            attribute, text = _UNPAID[which]
            amount = moved.valued if line == "cash" else getattr(moved.of(line), attribute)
            return f"{text}: {SET_NAMES[line]}", amount
        return {
            "LT": lambda: (NET_VALUE[line], moved.gone.get(line, ZERO)),
            "CO": lambda: (CORRECTIONS, moved.corrected(line)),
            "FX": lambda: ("", moved.valued if line == "year" else moved.valued_before),
            "LM": lambda: ("", moved.restricted),
            "AK-previous": lambda: ("", self.statements["AK"].previous(line)),
        }[which]()

    def _moved(self, code: str) -> Iterator[tuple[str, Decimal]]:
        for a in self.adjustments:
            if a.to_line == code:
                yield a.reason, a.amount
            if a.from_line == code:
                yield a.reason, -a.amount


CORRECTIONS = "korekty błędów i zmiany zasad lat ubiegłych"


def turnover_name(side: str) -> str:
    """A side of a set (``loans+``) in words."""
    key, raised = side[:-1], side.endswith("+")
    column = "Wn" if raised == group_of(key).assets else "Ma"
    return f"obroty {column}: {SET_NAMES[key]}"


def rest_name(side: str) -> str:
    """The rest of a group's change in words."""
    return f"zmiana salda poza obrotami: {SET_NAMES[side[:-1]]}"


def _side(turnover: Turnover, line: str) -> Decimal:
    return turnover.raised if line.endswith("+") else turnover.lowered


def unexplained(
    group: FlowGroup, statements: Mapping[str, Statement], movements: Movements
) -> Decimal:
    """What of a group's change its turnovers don't explain, PLN, above zero where it rose."""
    change = ZERO
    for source in sources_of(group.change):
        figure = statements[source.statement].figure(source.line)
        then = ZERO if source.statement == "RZ" else figure.previous
        change += source.sign * (figure.amount - then)
    return change - sum((movements.of(key).change for key, _ in group.sets), ZERO)
