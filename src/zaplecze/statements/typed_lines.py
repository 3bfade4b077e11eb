"""Statements filled by hand, pure: which lines are typed, which are counted from others, and what doesn't fit.

Sources: Accounting Act art. 46 ust. 1, 47 ust. 1, 48a, 48b (figures of the year before) and annexes 1, 4, 5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from zaplecze.platform.money import format_pln
from zaplecze.statements.cash_table import CASH, indirect_table, money_table, terms_of
from zaplecze.statements.layouts import (
    ASSETS,
    BY_FUNCTION,
    BY_NATURE,
    LIABILITIES,
    MICRO,
    SMALL,
    Layout,
    Shortened,
)

ZERO = Decimal("0.00")
RESULTS = {"by-nature": BY_NATURE, "by-function": BY_FUNCTION}
SHORT = {"4": MICRO, "5": SMALL}
NET = {
    ("1", "by-nature"): "L",
    ("1", "by-function"): "O",
    ("5", "by-nature"): "J",
    ("5", "by-function"): "L",
    ("4", "by-nature"): "F",
}
# Lines of annexes 4 and 5 that are counted from lines before them.
SHORT_FORMULAS = {
    ("5", "by-nature"): {"C": "A -B", "H": "C D -E F -G", "J": "H -I"},
    ("5", "by-function"): {"E": "A -B -C -D", "J": "E F -G H -I", "L": "J -K"},
    ("4", "by-nature"): {"F": "A -B C -D -E"},
}
SHEETS = {
    "assets": "Aktywa",
    "liabilities": "Pasywa",
    "result": "Rachunek zysków i strat",
    "cash-flow": "Przepływy pieniężne",
    "equity": "Kapitał własny na początek roku",
}
Values = Mapping[str, Mapping[str, Decimal]]
Terms = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line; ``terms`` (sign, line) tell what it is counted from, and none that it is typed.

    ``within`` are lines below it that it holds without being their sum ("w tym").
    """

    code: str
    name: str
    terms: Terms = ()
    within: tuple[str, ...] = ()

    @property
    def level(self) -> int:
        """0 for A, 1 for A.I …"""
        return self.code.count(".")


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why figures can't be kept (``stops``) or may be wrong; the message names the place."""

    code: str
    message: str
    stops: bool = True


@lru_cache(maxsize=8)
def sheets_of(annex: str, variant: str) -> Mapping[str, tuple[TypedLine, ...]]:
    """The sheets that an annex has, each with its lines; KeyError for an annex or variant that there isn't.

    Cash flow and equity are parts of annex 1 alone: small and micro entities need not tell them (art. 48a, 48b).
    """
    whole = {"assets": ASSETS, "liabilities": LIABILITIES, "result": RESULTS[variant]}
    if annex in SHORT:
        formulas = SHORT_FORMULAS[annex, variant]
        return {
            sheet: _short(SHORT[annex][layout.code], layout, formulas if sheet == "result" else {})
            for sheet, layout in whole.items()
        }
    if annex != "1":
        raise KeyError(annex)
    sheets = {sheet: _whole(layout) for sheet, layout in whole.items()}
    return {**sheets, "cash-flow": _cash_flow(), "equity": _equity()}


def counted(lines: tuple[TypedLine, ...], typed: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Every line's amount, in order: typed, or counted from others."""
    by_code = {line.code: line for line in lines}
    done: dict[str, Decimal] = {}

    def amount(code: str) -> Decimal:
        if code not in done:
            terms = by_code[code].terms
            done[code] = (
                sum((sign * amount(term) for sign, term in terms), ZERO)
                if terms
                else typed.get(code, ZERO)
            )
        return done[code]

    return {line.code: amount(line.code) for line in lines}


def totals(amounts: Mapping[str, Decimal]) -> Decimal:
    """The sum of the lines on top: assets or liabilities in all."""
    return sum((a for code, a in amounts.items() if "." not in code), ZERO)


def misfits(annex: str, variant: str, values: Values) -> list[Misfit]:
    """What is wrong with figures as a whole: nothing for those that can be kept."""
    sheets = sheets_of(annex, variant)
    amounts = {name: counted(lines, values.get(name, {})) for name, lines in sheets.items()}
    return [
        *_balance(annex, variant, amounts),
        *_within(sheets, amounts),
        *(_flow(amounts) if any(values.get("cash-flow", {}).values()) else ()),
    ]


def _balance(
    annex: str, variant: str, amounts: Mapping[str, Mapping[str, Decimal]]
) -> Iterator[Misfit]:
    left, right = totals(amounts["assets"]), totals(amounts["liabilities"])
    if not left and not right:
        yield Misfit("empty", "Bilans jest pusty. Wpisz aktywa i pasywa.")
    if left != right:
        yield Misfit(
            "balance",
            f"Aktywa {format_pln(left)} i pasywa {format_pln(right)} różnią się o {format_pln(left - right)} zł. "
            "Popraw pozycje bilansu.",
        )
    net = NET[annex, variant]
    earned, told = amounts["result"][net], amounts["liabilities"].get("A.VI")
    if told is not None and earned != told:
        yield Misfit(
            "result",
            f"Wynik netto w RZiS ({net}) to {format_pln(earned)}, a w bilansie (Pasywa A.VI) {format_pln(told)}. "
            "Popraw jedno z nich.",
        )


def _within(
    sheets: Mapping[str, tuple[TypedLine, ...]], amounts: Mapping[str, Mapping[str, Decimal]]
) -> Iterator[Misfit]:
    for name, lines in sheets.items():
        for line in lines:
            whole = amounts[name][line.code]
            for code in line.within:
                if amounts[name][code] > max(whole, ZERO):
                    yield Misfit(
                        "within",
                        f"{SHEETS[name]} {code}: „w tym” {format_pln(amounts[name][code])} jest większe niż "
                        f"{line.code} {format_pln(whole)}.",
                        stops=False,
                    )


def _flow(amounts: Mapping[str, Mapping[str, Decimal]]) -> Iterator[Misfit]:
    """Money without what valuations of currencies put on it: then G may differ from the balance sheet's."""
    flow = amounts["cash-flow"]
    for code, told, place, stops in (
        ("D", flow["G"] - flow["F"], "zmiana stanu środków (G–F)", True),
        (
            "G",
            amounts["assets"][CASH],
            f"środki pieniężne w bilansie (Aktywa {CASH})",
            not flow["E.1"],
        ),
    ):
        if flow[code] != told:
            yield Misfit(
                "flow",
                f"Przepływy {code} to {format_pln(flow[code])}, a {place} {format_pln(told)}. Popraw jedno z nich.",
                stops=stops,
            )


def _whole(layout: Layout) -> tuple[TypedLine, ...]:
    """Annex 1: a line without tags of its own sums those below it; with them, it holds them."""
    lines = []
    for line in layout.lines:
        below = tuple(x.code for x in layout.lines if x.parent == line.code)
        added = tuple((1, x.code) for x in layout.lines if x.parent == line.code and not x.memo)
        if line.formula or not line.tags:
            terms = line.formula or added
            lines.append(TypedLine(line.code, line.name, terms, _memos(below, terms)))
        else:
            lines.append(TypedLine(line.code, line.name, (), below))
    return tuple(lines)


def _memos(below: tuple[str, ...], terms: Terms) -> tuple[str, ...]:
    added = {code for _, code in terms}
    return tuple(code for code in below if code not in added)


def _short(short: Shortened, layout: Layout, formulas: Mapping[str, str]) -> tuple[TypedLine, ...]:
    """Annexes 4, 5: a line is the sum of those below it where both hold the same lines of annex 1."""
    whole = {line.code: line for line in _whole(layout)}
    held: dict[str, Counter[str]] = {}
    for line in short.lines:
        held[line.code] = Counter()
        for sign, code in line.sums:
            held[line.code].update(_leaves(whole, code, sign))
    lines = []
    for line in short.lines:
        below = tuple(x.code for x in short.lines if x.code.rpartition(".")[0] == line.code)
        together: Counter[str] = Counter()
        for code in below:
            together.update(held[code])
        if line.code in formulas:
            lines.append(TypedLine(line.code, line.name, terms_of(formulas[line.code])))
        elif below and together == held[line.code]:
            lines.append(TypedLine(line.code, line.name, tuple((1, code) for code in below)))
        else:
            lines.append(TypedLine(line.code, line.name, (), below))
    return tuple(lines)


def _leaves(lines: Mapping[str, TypedLine], code: str, sign: int) -> Counter[str]:
    """Typed lines of annex 1 that a line is made of, with their signs."""
    found: Counter[str] = Counter()
    if not lines[code].terms:
        found[code] = sign
    for factor, term in lines[code].terms:
        found.update(_leaves(lines, term, sign * factor))
    return found


def _cash_flow() -> tuple[TypedLine, ...]:
    rows = {code: (name, formula) for code, name, formula in indirect_table()}
    lines: dict[str, TypedLine] = {}
    for code in rows:
        parts = code.split(".")
        for depth in range(1, len(parts) + 1):  # a sum stands over what it sums
            each = ".".join(parts[:depth])
            if each not in rows or each in lines:
                continue
            name, formula = rows[each]
            below = tuple((1, c) for c in rows if c.rpartition(".")[0] == each)
            counted_from = terms_of(formula) if formula.startswith("=") else below
            lines[each] = TypedLine(each, name, counted_from)
    counted_too = {"E": ((1, "G"), (-1, "F"), (1, "E.1"))}
    within = {"G": ("G.1",)}
    money = (
        TypedLine(code, name, counted_too.get(code, ()), within.get(code, ()))
        for code, name, _ in money_table()
    )
    return (*lines.values(), *money)


def _equity() -> tuple[TypedLine, ...]:
    """Parts of the equity at the beginning of the year; their end is the balance sheet's."""
    parts = [TypedLine(x.code, x.name) for x in LIABILITIES.lines if x.parent == "A"]
    whole = next(x for x in LIABILITIES.lines if x.code == "A")
    return (TypedLine("A", whole.name, tuple((1, p.code) for p in parts)), *parts)
