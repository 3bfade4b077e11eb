"""Annexes 4 (micro) and 5 (small entities): shorter statements, each line a sum of lines of annex 1.

A line is ``code | name | lines of annex 1``, added or, after a minus, taken away. Lines below another one are "of
which" lines and add nothing to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShortLine:
    """A line and the (sign, line of annex 1) that it sums."""

    code: str
    name: str
    sums: tuple[tuple[int, str], ...]

    @property
    def level(self) -> int:
        """0 for A, 1 for A.I …"""
        return self.code.count(".")


@dataclass(frozen=True, slots=True)
class Shortened:
    """A shorter statement over the layout ``base`` of annex 1."""

    base: str
    title: str
    lines: tuple[ShortLine, ...]


_TERM = re.compile(r"(-?)\s*([A-Z][\w.]*)")


def _shortened(base: str, title: str, text: str) -> Shortened:
    lines = []
    for row in text.strip().splitlines():
        code, name, sums = (part.strip() for part in row.split("|"))
        lines.append(
            ShortLine(
                code, name, tuple((-1 if minus else 1, line) for minus, line in _TERM.findall(sums))
            )
        )
    return Shortened(base, title, tuple(lines))


SMALL: Mapping[str, Shortened] = {
    "assets": _shortened(
        "assets",
        "Aktywa",
        """
A | Aktywa trwałe | A
A.I | Wartości niematerialne i prawne | A.I
A.II | Rzeczowe aktywa trwałe | A.II
A.II.1 | w tym środki trwałe | A.II.1
A.II.2 | w tym środki trwałe w budowie | A.II.2
A.III | Należności długoterminowe | A.III
A.IV | Inwestycje długoterminowe | A.IV
A.IV.1 | w tym nieruchomości | A.IV.1
A.IV.2 | w tym długoterminowe aktywa finansowe | A.IV.3
A.V | Długoterminowe rozliczenia międzyokresowe | A.V
B | Aktywa obrotowe | B
B.I | Zapasy | B.I
B.II | Należności krótkoterminowe | B.II
B.II.a | w tym z tytułu dostaw i usług | B.II.1.a B.II.2.a B.II.3.a
B.II.a.1 | do 12 miesięcy | B.II.1.a.1 B.II.2.a.1 B.II.3.a.1
B.II.a.2 | powyżej 12 miesięcy | B.II.1.a.2 B.II.2.a.2 B.II.3.a.2
B.III | Inwestycje krótkoterminowe | B.III
B.III.a | w tym krótkoterminowe aktywa finansowe | B.III.1
B.III.a.1 | w tym środki pieniężne w kasie i na rachunkach | B.III.1.c.1
B.IV | Krótkoterminowe rozliczenia międzyokresowe | B.IV
C | Należne wpłaty na kapitał (fundusz) podstawowy | C
D | Udziały (akcje) własne | D
""",
    ),
    "liabilities": _shortened(
        "liabilities",
        "Pasywa",
        """
A | Kapitał (fundusz) własny | A
A.I | Kapitał (fundusz) podstawowy | A.I
A.II | Kapitał (fundusz) zapasowy | A.II
A.II.1 | w tym nadwyżka wartości emisyjnej nad nominalną | A.II.1
A.III | Kapitał (fundusz) z aktualizacji wyceny | A.III
A.III.1 | w tym z tytułu aktualizacji wartości godziwej | A.III.1
A.IV | Pozostałe kapitały (fundusze) rezerwowe | A.IV
A.V | Zysk (strata) z lat ubiegłych | A.V
A.VI | Zysk (strata) netto | A.VI
A.VII | Odpisy z zysku netto w ciągu roku obrotowego (wielkość ujemna) | A.VII
B | Zobowiązania i rezerwy na zobowiązania | B
B.I | Rezerwy na zobowiązania | B.I
B.I.1 | w tym rezerwa na świadczenia emerytalne i podobne | B.I.2
B.II | Zobowiązania długoterminowe | B.II
B.II.1 | w tym z tytułu kredytów i pożyczek | B.II.3.a
B.III | Zobowiązania krótkoterminowe | B.III
B.III.a | w tym z tytułu kredytów i pożyczek | B.III.3.a
B.III.b | w tym z tytułu dostaw i usług | B.III.1.a B.III.2.a B.III.3.d
B.III.b.1 | do 12 miesięcy | B.III.1.a.1 B.III.2.a.1 B.III.3.d.1
B.III.b.2 | powyżej 12 miesięcy | B.III.1.a.2 B.III.2.a.2 B.III.3.d.2
B.III.c | w tym fundusze specjalne | B.III.4
B.IV | Rozliczenia międzyokresowe | B.IV
""",
    ),
    "by-nature": _shortened(
        "by-nature",
        "Rachunek zysków i strat (wariant porównawczy)",
        """
A | Przychody netto ze sprzedaży i zrównane z nimi | A
A.I | Przychody netto ze sprzedaży | A.I A.IV
A.II | Zmiana stanu produktów | A.II
A.III | Koszt wytworzenia produktów na własne potrzeby jednostki | A.III
B | Koszty działalności operacyjnej | B
B.I | Amortyzacja | B.I
B.II | Zużycie materiałów i energii | B.II
B.III | Usługi obce | B.III
B.IV | Wynagrodzenia | B.V
B.V | Ubezpieczenia społeczne i inne świadczenia | B.VI
B.V.1 | w tym emerytalne | B.VI.1
B.VI | Pozostałe koszty | B.IV B.VII B.VIII
B.VI.1 | w tym wartość sprzedanych towarów i materiałów | B.VIII
C | Zysk (strata) ze sprzedaży (A–B) | C
D | Pozostałe przychody operacyjne | D
D.1 | w tym aktualizacja wartości aktywów niefinansowych | D.III
E | Pozostałe koszty operacyjne | E
E.1 | w tym aktualizacja wartości aktywów niefinansowych | E.II
F | Przychody finansowe | G
F.I | Dywidendy i udziały w zyskach od jednostek z zaangażowaniem w kapitale | G.I.a.1 G.I.b.1
F.I.1 | w tym od jednostek powiązanych | G.I.a.1
F.II | Odsetki | G.II
F.II.1 | w tym od jednostek powiązanych | G.II.J
F.III | Zysk z tytułu rozchodu aktywów finansowych | G.III
F.III.1 | w tym w jednostkach powiązanych | G.III.J
F.IV | Aktualizacja wartości aktywów finansowych | G.IV
G | Koszty finansowe | H
G.I | Odsetki | H.I
G.I.1 | w tym dla jednostek powiązanych | H.I.J
G.II | Strata z tytułu rozchodu aktywów finansowych | H.II
G.II.1 | w tym w jednostkach powiązanych | H.II.J
G.III | Aktualizacja wartości aktywów finansowych | H.III
H | Zysk (strata) brutto (C+D–E+F–G) | I
I | Podatek dochodowy | J K
J | Zysk (strata) netto (H–I) | L
""",
    ),
    "by-function": _shortened(
        "by-function",
        "Rachunek zysków i strat (wariant kalkulacyjny)",
        """
A | Przychody netto ze sprzedaży produktów, towarów i materiałów | A
B | Koszty sprzedanych produktów, towarów i materiałów | B
C | Koszty sprzedaży | D
D | Koszty ogólnego zarządu | E
E | Zysk (strata) ze sprzedaży (A–B–C–D) | F
F | Pozostałe przychody operacyjne | G
F.1 | w tym aktualizacja wartości aktywów niefinansowych | G.III
G | Pozostałe koszty operacyjne | H
G.1 | w tym aktualizacja wartości aktywów niefinansowych | H.II
H | Przychody finansowe | J
H.I | Dywidendy i udziały w zyskach od jednostek z zaangażowaniem w kapitale | J.I.a.1 J.I.b.1
H.I.1 | w tym od jednostek powiązanych | J.I.a.1
H.II | Odsetki | J.II
H.II.1 | w tym od jednostek powiązanych | J.II.J
H.III | Zysk z tytułu rozchodu aktywów finansowych | J.III
H.III.1 | w tym w jednostkach powiązanych | J.III.J
H.IV | Aktualizacja wartości aktywów finansowych | J.IV
I | Koszty finansowe | K
I.I | Odsetki | K.I
I.I.1 | w tym dla jednostek powiązanych | K.I.J
I.II | Strata z tytułu rozchodu aktywów finansowych | K.II
I.II.1 | w tym w jednostkach powiązanych | K.II.J
I.III | Aktualizacja wartości aktywów finansowych | K.III
J | Zysk (strata) brutto (E+F–G+H–I) | L
K | Podatek dochodowy | M N
L | Zysk (strata) netto (J–K) | O
""",
    ),
}

MICRO: Mapping[str, Shortened] = {
    "assets": _shortened(
        "assets",
        "Aktywa",
        """
A | Aktywa trwałe, w tym środki trwałe | A
B | Aktywa obrotowe | B
B.1 | w tym zapasy | B.I
B.2 | w tym należności krótkoterminowe | B.II
C | Należne wpłaty na kapitał (fundusz) podstawowy | C
D | Udziały (akcje) własne | D
""",
    ),
    "liabilities": _shortened(
        "liabilities",
        "Pasywa",
        """
A | Kapitał (fundusz) własny | A
A.1 | w tym kapitał (fundusz) podstawowy | A.I
B | Zobowiązania i rezerwy na zobowiązania | B
B.1 | w tym rezerwy na zobowiązania | B.I
B.2 | w tym zobowiązania z tytułu kredytów i pożyczek | B.II.3.a B.III.3.a
""",
    ),
    "by-nature": _shortened(
        "by-nature",
        "Rachunek zysków i strat",
        """
A | Przychody podstawowej działalności operacyjnej i zrównane z nimi | A
A.1 | w tym zmiana stanu produktów | A.II
B | Koszty podstawowej działalności operacyjnej | B
B.I | Amortyzacja | B.I
B.II | Zużycie materiałów i energii | B.II
B.III | Wynagrodzenia, ubezpieczenia społeczne i inne świadczenia | B.V B.VI
B.IV | Pozostałe koszty | B.III B.IV B.VII B.VIII
C | Pozostałe przychody i zyski | D G
C.1 | w tym aktualizacja wartości aktywów | D.III G.IV
D | Pozostałe koszty i straty | E H K
D.1 | w tym aktualizacja wartości aktywów | E.II H.III
E | Podatek dochodowy | J
F | Zysk (strata) netto (A–B+C–D–E) | L
""",
    ),
}
