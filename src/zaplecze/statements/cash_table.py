"""The form of the cash flow (annex 1, indirect method) as a table, and the accounts whose turnovers it tells.

Sources: Accounting Act art. 48b, annex 1; KSR 1. Names are those of the ministry's form of e-Sprawozdanie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

# ``AK:`` assets, ``PA:`` liabilities (changes in the year), ``RZ:`` profit and loss; a minus takes away.
# ``LT:`` is the net value of assets that went in the year: ``disposed`` on D.I and E.I, ``other`` on other costs,
# ``to_stock`` and ``to_property`` what became goods or an investment, which moves no money.
# ``TO:x+`` and ``TO:x-`` are what raised and lowered a group (below); of its changes that moved no money, ``EX:x``
# came from valuations of currencies, ``RV:x`` from those of worth (G.IV, H.III), ``DP:x`` from depreciation (B.I).
# ``CO:`` are corrections of years before, above (``gain``) and below zero (``loss``), which no owner paid or got.
# A line without a formula sums the lines right below it; ``=`` counts from lines of this table.
_INDIRECT = """
A.I | Zysk (strata) netto | RZ:L
A.II.1 | Amortyzacja | RZ:B.I
A.II.2 | Zyski (straty) z tytułu różnic kursowych | -EX:cash -EX:property -EX:related -EX:others -EX:lent -EX:more EX:loans EX:bonds EX:financial EX:leasing
A.II.3 | Odsetki i udziały w zyskach (dywidendy) | RZ:H.I -RZ:G.I -RZ:G.II
A.II.4 | Zysk (strata) z działalności inwestycyjnej | -RZ:D.I RZ:E.I -RZ:G.III RZ:H.II LT:other -RV:property -RV:related -RV:others -RV:lent -RV:more
A.II.5 | Zmiana stanu rezerw | PA:B.I
A.II.6 | Zmiana stanu zapasów | -AK:B.I LT:to_stock
A.II.7 | Zmiana stanu należności | -AK:B.II -AK:A.III
A.II.8 | Zmiana stanu zobowiązań krótkoterminowych, z wyjątkiem pożyczek i kredytów | PA:B.III -PA:B.III.3.a -PA:B.III.3.b -PA:B.III.3.c
A.II.9 | Zmiana stanu rozliczeń międzyokresowych | PA:B.IV -AK:B.IV -AK:A.V
A.II.10 | Inne korekty | CO:gain -CO:loss
A.II | Korekty razem |
A.III | Przepływy pieniężne netto z działalności operacyjnej (I±II) | = A.I + A.II
B.I.1 | Zbycie wartości niematerialnych i prawnych oraz rzeczowych aktywów trwałych | RZ:D.I -RZ:E.I LT:disposed
B.I.2 | Zbycie inwestycji w nieruchomości oraz wartości niematerialne i prawne | TO:property-
B.I.3.a | w jednostkach powiązanych | TO:related- RZ:G.I.a RZ:G.II.J RZ:G.III.J -RZ:H.II.J
B.I.3.b.1 | – zbycie aktywów finansowych | TO:others- RZ:G.III -RZ:G.III.J -RZ:H.II RZ:H.II.J
B.I.3.b.2 | – dywidendy i udziały w zyskach | RZ:G.I -RZ:G.I.a
B.I.3.b.3 | – spłata udzielonych pożyczek długoterminowych | TO:lent-
B.I.3.b.4 | – odsetki | RZ:G.II -RZ:G.II.J
B.I.3.b.5 | – inne wpływy z aktywów finansowych |
B.I.3.b | w pozostałych jednostkach |
B.I.3 | Z aktywów finansowych, w tym: |
B.I.4 | Inne wpływy inwestycyjne | TO:more-
B.I | Wpływy |
B.II.1 | Nabycie wartości niematerialnych i prawnych oraz rzeczowych aktywów trwałych | AK:A.I AK:A.II RZ:B.I LT:disposed LT:other LT:to_stock LT:to_property DP:property -TO:leasing+
B.II.2 | Inwestycje w nieruchomości oraz wartości niematerialne i prawne | TO:property+ -LT:to_property
B.II.3.a | w jednostkach powiązanych | TO:related+
B.II.3.b.1 | – nabycie aktywów finansowych | TO:others+
B.II.3.b.2 | – udzielone pożyczki długoterminowe | TO:lent+
B.II.3.b | w pozostałych jednostkach |
B.II.3 | Na aktywa finansowe, w tym: |
B.II.4 | Inne wydatki inwestycyjne | TO:more+
B.II | Wydatki |
B.III | Przepływy pieniężne netto z działalności inwestycyjnej (I–II) | = B.I - B.II
C.I.1 | Wpływy netto z wydania udziałów (emisji akcji) i innych instrumentów kapitałowych oraz dopłat do kapitału | TO:owners+ TO:own-shares+ -CO:gain
C.I.2 | Kredyty i pożyczki | TO:loans+
C.I.3 | Emisja dłużnych papierów wartościowych | TO:bonds+
C.I.4 | Inne wpływy finansowe | TO:financial+
C.I | Wpływy |
C.II.1 | Nabycie udziałów (akcji) własnych | TO:own-shares-
C.II.2 | Dywidendy i inne wypłaty na rzecz właścicieli | TO:owners- -CO:loss
C.II.3 | Inne, niż wypłaty na rzecz właścicieli, wydatki z tytułu podziału zysku |
C.II.4 | Spłaty kredytów i pożyczek | TO:loans-
C.II.5 | Wykup dłużnych papierów wartościowych | TO:bonds-
C.II.6 | Z tytułu innych zobowiązań finansowych | TO:financial-
C.II.7 | Płatności zobowiązań z tytułu umów leasingu finansowego | TO:leasing-
C.II.8 | Odsetki | RZ:H.I
C.II.9 | Inne wydatki finansowe |
C.II | Wydatki |
C.III | Przepływy pieniężne netto z działalności finansowej (I–II) | = C.I - C.II
D | Przepływy pieniężne netto razem (A.III±B.III±C.III) | = A.III + B.III + C.III
"""  # noqa: E501 - a table
# Below D; ``FX:`` is what valuations put on accounts of money: in the year (``year``), up to its beginning
# (``before``). The annex counts money without them (G is F±D) and tells them under E alone.
_MONEY = """
E | Bilansowa zmiana stanu środków pieniężnych, w tym: | AK:B.III.1.c
E.1 | – zmiana stanu środków pieniężnych z tytułu różnic kursowych | FX:year
F | Środki pieniężne na początek okresu | AK-previous:B.III.1.c -FX:before
G | Środki pieniężne na koniec okresu (F±D), w tym: | = F + D
G.1 | – o ograniczonej możliwości dysponowania | LM:vat
"""
CASH = "B.III.1.c"


@dataclass(frozen=True, slots=True)
class FlowGroup:
    """Accounts of which the form tells what raised them apart from what lowered them.

    ``change`` are the lines whose change in the year is the group's. Its entries belong to the first of ``sets``
    whose mark they touch, the rest to the last, which has none: a mark is a line of the statements (``@``) or a word
    in an account's name (``~``: the tags know no leasing). ``assets`` rise by Wn.
    """

    sets: tuple[tuple[str, str], ...]
    change: str

    @property
    def assets(self) -> bool:
        """Whether Wn raises it."""
        return self.change.startswith("AK")

    @property
    def rest(self) -> str:
        """The set that takes what no entry explains."""
        return self.sets[-1][0]


_LENT = "AK:A.IV.3.b.3 AK:A.IV.3.c.3 AK:B.III.1.b.3"
GROUPS = (
    FlowGroup((("own-shares", "@AK:D"), ("owners", "")), "PA:A -RZ:L -AK:C -AK:D"),
    FlowGroup((("loans", ""),), "PA:B.II.1 PA:B.II.2 PA:B.II.3.a PA:B.III.3.a"),
    FlowGroup((("bonds", ""),), "PA:B.II.3.b PA:B.III.3.b"),
    FlowGroup(
        (("leasing", "~leasing"), ("financial", "")),
        "PA:B.II.3.c PA:B.II.3.d PA:B.II.3.e PA:B.III.3.c",
    ),
    FlowGroup((("property", ""),), "AK:A.IV.1 AK:A.IV.2"),
    FlowGroup((("related", ""),), "AK:A.IV.3.a AK:B.III.1.a"),
    FlowGroup((("lent", f"@{_LENT}"), ("others", "")), "AK:A.IV.3.b AK:A.IV.3.c AK:B.III.1.b"),
    FlowGroup((("more", ""),), "AK:A.IV.4 AK:B.III.2"),
)
SET_NAMES = {
    "own-shares": "udziały (akcje) własne",
    "owners": "kapitał własny",
    "loans": "kredyty i pożyczki",
    "bonds": "dłużne papiery wartościowe",
    "leasing": "zobowiązania z leasingu",
    "financial": "inne zobowiązania finansowe i długoterminowe",
    "property": "inwestycje w nieruchomości i WNiP",
    "related": "aktywa finansowe w jednostkach powiązanych",
    "others": "aktywa finansowe w pozostałych jednostkach",
    "lent": "udzielone pożyczki",
    "more": "inne inwestycje",
    "cash": "środki pieniężne",
}
_SOURCE = re.compile(r"(-?)([A-Z]{2}(?:-previous)?):([\w.+-]+)")
_OWN = re.compile(r"([+-]?)\s*([A-Z][\w.]*)")


@dataclass(frozen=True, slots=True)
class FlowSource:
    """What a line is made of: a line of this table (``statement`` empty), or of what `_INDIRECT` names.

    ``RE`` is the part of a group's change that no turnover explains, on the side of ``line``.
    """

    sign: int
    statement: str
    line: str


def indirect_table() -> tuple[tuple[str, str, str], ...]:
    """Code, name and formula of each line up to D, parts before their sums."""
    return _rows(_INDIRECT)


def money_table() -> tuple[tuple[str, str, str], ...]:
    """Code, name and formula of the lines below D."""
    return _rows(_MONEY)


def indirect_lines() -> tuple[tuple[str, str], ...]:
    """Code and name of each line that an adjustment may go to: those that sum no others."""
    return tuple(
        (code, name)
        for code, name, formula in _rows(_INDIRECT)
        if not formula.startswith("=") and not parts_of(code)
    )


def parts_of(code: str) -> list[str]:
    """The lines right below a line."""
    return [each for each, _, _ in _rows(_INDIRECT) if each.rpartition(".")[0] == code]


def terms_of(formula: str) -> tuple[tuple[int, str], ...]:
    """(sign, line) of a formula over lines of its own table: ``= A.III + B.III``, ``A -B``."""
    return tuple((-1 if minus == "-" else 1, term) for minus, term in _OWN.findall(formula))


def sources_of(formula: str) -> list[FlowSource]:
    """Sources of a formula over statements, in order; a side of a group brings what no turnover explains."""
    found = []
    for minus, which, line in _SOURCE.findall(formula):
        sign = -1 if minus else 1
        found.append(FlowSource(sign, which, line))
        if which == "TO" and any(group.rest == line[:-1] for group in GROUPS):
            found.append(FlowSource(sign, "RE", line))
    return found


def flow_sources(code: str) -> list[FlowSource]:
    """Sources of a line besides its adjustments; KeyError where there is no such line."""
    formulas = {c: formula for c, _, formula in (*_rows(_INDIRECT), *_rows(_MONEY))}
    formula = formulas[code]
    if formula.startswith("="):
        return [FlowSource(sign, "", term) for sign, term in terms_of(formula)]
    if below := parts_of(code):
        return [FlowSource(1, "", c) for c in below]
    return sources_of(formula)


def group_of(key: str) -> FlowGroup:
    """The group of a set; StopIteration where there is none."""
    return next(g for g in GROUPS if key in {name for name, _ in g.sets})


@lru_cache(maxsize=2)
def _rows(text: str) -> tuple[tuple[str, str, str], ...]:
    rows = ([part.strip() for part in row.split("|")] for row in text.strip().splitlines())
    return tuple((code, name, formula) for code, name, formula in rows)
