"""Cash flow (indirect method) and changes in equity, pure: from two balance sheets and the result.

Sources: Accounting Act art. 48a, 48b, annex 1; KSR 1 (how changes of balances become flows).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

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


# ``AK:`` assets, ``PA:`` liabilities (changes in the year), ``RZ:`` profit and loss; a minus takes away.
# ``LT:`` is the net value of assets that went in the year: ``disposed`` on D.I and E.I, ``other`` on other costs,
# ``to_stock`` and ``to_property`` what became goods or an investment, which moves no money.
# A line without a formula sums the lines below it; ``=`` counts from lines of this table.
_INDIRECT = """
A.I | Zysk (strata) netto | RZ:L
A.II.1 | Amortyzacja | RZ:B.I
A.II.2 | Zyski (straty) z tytułu różnic kursowych |
A.II.3 | Odsetki i udziały w zyskach (dywidendy) | RZ:H.I -RZ:G.I -RZ:G.II
A.II.4 | Zysk (strata) z działalności inwestycyjnej | -RZ:D.I RZ:E.I -RZ:G.III RZ:H.II -RZ:G.IV RZ:H.III LT:other
A.II.5 | Zmiana stanu rezerw | PA:B.I
A.II.6 | Zmiana stanu zapasów | -AK:B.I LT:to_stock
A.II.7 | Zmiana stanu należności | -AK:B.II -AK:A.III
A.II.8 | Zmiana stanu zobowiązań krótkoterminowych, bez pożyczek i kredytów | PA:B.III -PA:B.III.3.a -PA:B.III.3.b -PA:B.III.3.c
A.II.9 | Zmiana stanu rozliczeń międzyokresowych | PA:B.IV -AK:B.IV -AK:A.V
A.II.10 | Inne korekty |
A.II | Korekty razem |
A.III | Przepływy pieniężne netto z działalności operacyjnej (I±II) | = A.I + A.II
B.I.1 | Zbycie wartości niematerialnych i prawnych oraz rzeczowych aktywów trwałych | RZ:D.I -RZ:E.I LT:disposed
B.I.2 | Zbycie inwestycji w nieruchomości oraz wartości niematerialne i prawne |
B.I.3 | Z aktywów finansowych | RZ:G.I RZ:G.II RZ:G.III -RZ:H.II RZ:G.IV -RZ:H.III
B.I.4 | Inne wpływy inwestycyjne |
B.I | Wpływy |
B.II.1 | Nabycie wartości niematerialnych i prawnych oraz rzeczowych aktywów trwałych | AK:A.I AK:A.II RZ:B.I LT:disposed LT:other LT:to_stock LT:to_property
B.II.2 | Inwestycje w nieruchomości oraz wartości niematerialne i prawne | AK:A.IV.1 AK:A.IV.2 AK:A.IV.4 -LT:to_property
B.II.3 | Na aktywa finansowe | AK:A.IV.3 AK:B.III.1.a AK:B.III.1.b AK:B.III.2
B.II.4 | Inne wydatki inwestycyjne |
B.II | Wydatki |
B.III | Przepływy pieniężne netto z działalności inwestycyjnej (I–II) | = B.I - B.II
C.I.1 | Wpływy netto z wydania udziałów i dopłat do kapitału | PA:A.I PA:A.II.1 -AK:C
C.I.2 | Kredyty i pożyczki | PA:B.III.3.a PA:B.II
C.I.3 | Emisja dłużnych papierów wartościowych | PA:B.III.3.b
C.I.4 | Inne wpływy finansowe | PA:B.III.3.c
C.I | Wpływy |
C.II.1 | Nabycie udziałów (akcji) własnych | AK:D
C.II.2 | Dywidendy i inne wypłaty na rzecz właścicieli | RZ:L -PA:A PA:A.I PA:A.II.1
C.II.8 | Odsetki | RZ:H.I
C.II.9 | Inne wydatki finansowe |
C.II | Wydatki |
C.III | Przepływy pieniężne netto z działalności finansowej (I–II) | = C.I - C.II
D | Przepływy pieniężne netto razem (A.III±B.III±C.III) | = A.III + B.III + C.III
"""  # noqa: E501 - a table
CASH = "B.III.1.c"
_NAMES = {"AK": "zmiana stanu aktywów", "PA": "zmiana stanu pasywów", "RZ": "rachunek wyników"}
NET_VALUE: Mapping[str, str] = {
    "disposed": "wartość netto zbytych i zlikwidowanych środków trwałych i WNiP",
    "other": "wartość netto środków trwałych i WNiP odpisana w inne koszty",
    "to_stock": "wartość netto środków trwałych przekwalifikowanych do zapasów",
    "to_property": "wartość netto środków trwałych przekwalifikowanych do inwestycji",
}
_SOURCE = re.compile(r"(-?)(AK|PA|RZ|LT):([\w.]+)")
_OWN = re.compile(r"([+-]?)\s*([A-Z][\w.]*)")


def indirect_table() -> tuple[tuple[str, str, str], ...]:
    """Code, name and formula of each line, as they are counted."""
    return tuple(_table())


def terms_of(formula: str) -> tuple[tuple[int, str], ...]:
    """(sign, line) of a formula over lines of its own table: ``= A.III + B.III``, ``A -B``."""
    return tuple((-1 if minus == "-" else 1, term) for minus, term in _OWN.findall(formula))


def indirect_lines() -> tuple[tuple[str, str], ...]:
    """Code and name of each line, for choosing where an adjustment goes."""
    return tuple((code, name) for code, name, _ in _table())


def indirect_cash_flow(
    assets: Statement,
    liabilities: Statement,
    result: Statement,
    adjustments: Sequence[Adjustment] = (),
    gone: Mapping[str, Decimal] = MappingProxyType({}),
) -> CashFlow:
    """The cash flow of a year from statements of annex 1, the result by nature, and the net value of what went.

    ``gone`` has the keys of `NET_VALUE`; what isn't there is nothing.

    Each change of a balance stands on exactly one line, so the lines sum to the change in cash wherever both balance
    sheets balance; ``difference`` tells by how much they don't. Adjustments only move amounts between lines.
    """
    sources = {"AK": assets, "PA": liabilities, "RZ": result}
    table = _table()
    terms: dict[str, list[tuple[str, Decimal]]] = {}
    amounts: dict[str, Decimal] = {}
    for code, _, formula in table:
        if formula.startswith("="):
            amounts[code] = sum(
                (
                    (-1 if minus == "-" else 1) * amounts[term]
                    for minus, term in _OWN.findall(formula)
                ),
                ZERO,
            )
            terms[code] = []
            continue
        below = [c for c in amounts if c.startswith(f"{code}.")]
        if below:
            amounts[code] = sum((amounts[c] for c in below), ZERO)
            terms[code] = []
            continue
        terms[code] = [*_from_statements(formula, sources, gone), *_adjusted(code, adjustments)]
        amounts[code] = sum((amount for _, amount in terms[code]), ZERO)
    moved = assets.amount(CASH) - assets.previous(CASH)
    flows = [Flow(code, name, amounts[code], tuple(terms[code])) for code, name, _ in table]
    flows += [
        Flow("E", "Bilansowa zmiana stanu środków pieniężnych", moved, ()),
        Flow("F", "Środki pieniężne na początek okresu", assets.previous(CASH), ()),
        Flow("G", "Środki pieniężne na koniec okresu", assets.amount(CASH), ()),
    ]
    return CashFlow(tuple(flows), moved - amounts["D"])


@dataclass(frozen=True, slots=True)
class FlowSource:
    """What a line is made of: a line of this table, or of a statement (its change in the year, RZ its amount)."""

    sign: int
    statement: str
    line: str


def flow_sources(code: str) -> list[FlowSource]:
    """Sources of a line besides its adjustments; KeyError where there is no such line."""
    formulas = {c: formula for c, _, formula in _table()}
    if code in {"E", "F", "G"}:
        return [FlowSource(1, {"E": "AK", "F": "AK-previous", "G": "AK-amount"}[code], CASH)]
    formula = formulas[code]
    if formula.startswith("="):
        return [FlowSource(-1 if m == "-" else 1, "", term) for m, term in _OWN.findall(formula)]
    below = [
        c for c in formulas if c.startswith(f"{code}.") and c.count(".") == code.count(".") + 1
    ]
    if below:
        return [FlowSource(1, "", c) for c in below]
    return [
        FlowSource(-1 if minus else 1, which, line)
        for minus, which, line in _SOURCE.findall(formula)
    ]


def _table() -> list[tuple[str, str, str]]:
    rows = [row.split("|") for row in _INDIRECT.strip().splitlines()]
    return [(code.strip(), name.strip(), formula.strip()) for code, name, formula in rows]


def _from_statements(
    formula: str, sources: Mapping[str, Statement], gone: Mapping[str, Decimal]
) -> Iterable[tuple[str, Decimal]]:
    for minus, which, line in _SOURCE.findall(formula):
        if which == "LT":
            if net := gone.get(line, ZERO):
                yield NET_VALUE[line], -net if minus else net
            continue
        figure = sources[which].figure(line)
        amount = figure.amount if which == "RZ" else figure.amount - figure.previous
        if amount:
            yield f"{_NAMES[which]}: {line} {figure.name}", -amount if minus else amount


def _adjusted(code: str, adjustments: Sequence[Adjustment]) -> Iterable[tuple[str, Decimal]]:
    for a in adjustments:
        if a.to_line == code:
            yield a.reason, a.amount
        if a.from_line == code:
            yield a.reason, -a.amount


@dataclass(frozen=True, slots=True)
class EquityChange:
    """What became of one part of the equity in the year, PLN, and in the year before where it is known.

    ``told`` are the words of the version that tells the year before, where it isn't in the books.
    """

    code: str
    name: str
    opening: Decimal
    raised: Decimal
    lowered: Decimal
    closing: Decimal
    before: EquityChange | None = None
    told: str = ""


def change(code: str, name: str, opening: Decimal, closing: Decimal) -> EquityChange:
    """A part of the equity that rose or fell by what lies between both ends of a year."""
    moved = closing - opening
    return EquityChange(code, name, opening, max(moved, ZERO), max(-moved, ZERO), closing)


def beside(
    changes: Sequence[EquityChange], before: Sequence[EquityChange], told: str
) -> list[EquityChange]:
    """Changes of a year with those of the year before."""
    then = {c.code: c for c in before}
    return [replace(c, before=then.get(c.code), told=told) for c in changes]


def equity_changes(liabilities: Statement) -> list[EquityChange]:
    """Zestawienie zmian w kapitale własnym: each line of equity with its change, and the sum of all."""
    changes = []
    for figure in liabilities.figures:
        if figure.code != "A" and not (figure.code.startswith("A.") and figure.level == 1):
            continue
        changes.append(change(figure.code, figure.name, figure.previous, figure.amount))
    return [*changes[1:], changes[0]] if changes else []
