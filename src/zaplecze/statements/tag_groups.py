"""What tags the accounts of a group usually have, and which accounts a kind of company needs; pure.

Numbers of accounts are free for ordinary companies, so that what differs from the usual is only doubted: the groups
are those of common Polish charts (zespoły 0-8). Sources: annexes 1, 4 and 5 of the Accounting Act, art. 47 ust. 4
(both variants); dictionary of JPK_KR_PD(1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zaplecze.statements.tags import TAGS, TagFinding, TaggedAccount, lint


class Business(StrEnum):
    """What a company lives on."""

    SERVICES = "services"
    TRADE = "trade"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True)
class Entity:
    """How a company keeps its books: business, annex (1, 4 micro, 5 small), variant of RZiS, group 5 used."""

    business: Business
    annex: str = "1"
    variant: str = "by-nature"
    circle: bool = False


# Beginning of the number, what S_12_1 begins with, in words; the longest beginning that fits is taken.
_GROUPS: tuple[tuple[str, str, str], ...] = (
    ("01", r"BAAII1", "środki trwałe (A.II.1 aktywów)"),
    ("02", r"BAAI\d", "wartości niematerialne i prawne (A.I aktywów)"),
    ("03", r"BAAI(II|V)", "należności i inwestycje długoterminowe (A.III, A.IV aktywów)"),
    ("04", r"BAAIV", "inwestycje w nieruchomości i prawa (A.IV aktywów)"),
    ("07", r"BAA\w*_[UA]$", "umorzenie lub odpis aktywów trwałych (znacznik z _U albo _A)"),
    ("08", r"BAA(II[23]|I4|IV)", "środki trwałe w budowie i zaliczki (A.II.2, A.II.3 aktywów)"),
    ("10", r"BABIII1c", "środki pieniężne (B.III.1.c aktywów)"),
    ("13", r"BABIII1c", "środki pieniężne (B.III.1.c aktywów)"),
    ("14", r"BAB(III|I\d)", "inwestycje krótkoterminowe (B.III aktywów)"),
    ("2", r"BA(B(II\d|I5|III|IV)|AIII|AV|C)|BPB", "należności albo zobowiązania (B.II aktywów, B pasywów)"),
    ("25", r"BPB(II\d|III)", "kredyty i pożyczki (B.II, B.III pasywów)"),
    ("3", r"BABI\d", "zapasy (B.I aktywów)"),
    ("30", r"BA(BI\d|AII)|BPBIII", "rozliczenie zakupu: zapasy albo dostawcy"),
    ("4", r"RPB", "koszty rodzajowe (B wariantu porównawczego)"),
    ("400", r"RPBI$", "amortyzacja (B.I)"),
    ("401", r"RPBII$", "zużycie materiałów i energii (B.II)"),
    ("402", r"RPBIII$", "usługi obce (B.III)"),
    ("403", r"RPBIV", "podatki i opłaty (B.IV)"),
    ("404", r"RPBV$", "wynagrodzenia (B.V)"),
    ("405", r"RPBVI", "ubezpieczenia społeczne i inne świadczenia (B.VI)"),
    ("409", r"RPBVII", "pozostałe koszty rodzajowe (B.VII)"),
    ("49", r"INNE|RPAII", "rozliczenie kosztów (INNE)"),
    ("5", r"RK[BDE]", "koszty według miejsc (B, D, E wariantu kalkulacyjnego)"),
    ("527", r"RK[BD]", "koszty sprzedaży (D wariantu kalkulacyjnego)"),
    ("550", r"RKE", "koszty ogólnego zarządu (E wariantu kalkulacyjnego)"),
    ("6", r"BABI[23]", "produkty i produkcja w toku (B.I aktywów)"),
    ("64", r"BABIV|BPB(I\d|IV)|BAAV2", "rozliczenia międzyokresowe (B.IV aktywów, B.I.3, B.IV pasywów)"),
    ("65", r"BABIV|BPB(I\d|IV)|BAAV", "rozliczenia międzyokresowe"),
    ("70", r"RPAI(_|V)", "przychody ze sprzedaży (A)"),
    ("71", r"RKB", "koszt sprzedanych produktów (B wariantu kalkulacyjnego)"),
    ("730", r"RPAI(_|V)", "przychody ze sprzedaży towarów (A)"),
    ("731", r"RPBVIII", "wartość sprzedanych towarów (B.VIII)"),
    ("750", r"RPG", "przychody finansowe (G)"),
    ("751", r"RPH", "koszty finansowe (H)"),
    ("760", r"RPD", "pozostałe przychody operacyjne (D)"),
    ("761", r"RPE", "pozostałe koszty operacyjne (E)"),
    ("762", r"RPDI_", "zysk z rozchodu aktywów trwałych (D.I)"),
    ("763", r"RPEI_", "strata z rozchodu aktywów trwałych (E.I)"),
    ("79", r"RPAI{2,3}", "zmiana stanu produktów (A.II, A.III)"),
    ("80", r"BPA", "kapitały (A pasywów)"),
    ("81", r"BPA", "kapitały (A pasywów)"),
    ("82", r"BPAVI?", "wynik lat ubiegłych i roku (A.V, A.VI pasywów)"),
    ("83", r"BPBI\d", "rezerwy (B.I pasywów)"),
    ("84", r"BPB(IV|I\d)|BAB", "rezerwy i rozliczenia międzyokresowe przychodów (B.I, B.IV pasywów)"),
    ("86", r"BPAVI", "wynik roku (A.VI pasywów)"),
    ("87", r"RP[JK]", "podatek dochodowy i inne obciążenia (J, K)"),
)  # fmt: skip
_SETTLED = re.compile(r"BP(B)|BA(B(I5|II|III|IV)|AIII|AV|C)")
_INCOME = re.compile(r"RP[ADG]")
_COST = re.compile(r"RP[BEHJK]|RK[BDE]")
_INCOME_PD = re.compile(r"PD[123]|PD8_(PB_)?1")
_COST_PD = re.compile(r"PD[4567]|PD8_(PB_)?2")


def lint_chart(
    accounts: Sequence[TaggedAccount], usual: Mapping[str, tuple[str, str, str]], entity: Entity
) -> list[TagFinding]:
    """All that is wrong or doubtful: of each account (`lint` and its group), then of the chart as a whole."""
    return [
        *lint(accounts, usual),
        *(f for a in accounts for f in account_findings(a, usual)),
        *entity_findings(accounts, entity),
    ]


def account_findings(
    a: TaggedAccount, usual: Mapping[str, tuple[str, str, str]]
) -> Iterator[TagFinding]:
    """What an account's tags contradict: each other, or the group that its number is of."""
    if a.tag_2 and a.tag_2 not in TAGS:
        return
    if a.tag_2 and a.settles and not _SETTLED.match(a.tag_2):
        yield TagFinding(
            a.number, "second",
            f"S_12_2 {a.tag_2} to nie rozrachunki: saldo Ma konta rozrachunkowego to zobowiązanie (B pasywów)",
            suggestion=usual.get(a.number, ("", "", ""))[1],
        )  # fmt: skip
    for side, wrong, words in (
        (_INCOME, _COST_PD, "przychodów ma znacznik kosztów"),
        (_COST, _INCOME_PD, "kosztów ma znacznik przychodów"),
    ):
        if a.kind == "result" and side.match(a.tag_1) and wrong.match(a.tag_pd):
            yield TagFinding(
                a.number, "pd-side",
                f"konto {words} {a.tag_pd}: kwota trafiłaby do złego pola RPD; usuń go albo zmień",
            )  # fmt: skip
    if a.kind == "off" or a.tag_1 not in TAGS:
        return
    fits = [g for g in _GROUPS if a.number.startswith(g[0])]
    if fits:
        begins, tags, words = max(fits, key=lambda g: len(g[0]))
        if not re.match(tags, a.tag_1):
            yield TagFinding(
                a.number, "unusual",
                f"konta {begins}… to zwykle {words}, a znacznik {a.tag_1} mówi co innego",
                warns=True, suggestion=_nearest(a.number, tags, usual),
            )  # fmt: skip


def _nearest(number: str, tags: str, usual: Mapping[str, tuple[str, str, str]]) -> str:
    """The usual tag that its group may have, of the account nearest by number."""
    found = [(_same(number, other), tag) for other, (tag, _, _) in usual.items()]
    fitting = [(same, tag) for same, tag in found if same and re.match(tags, tag)]
    return max(fitting, key=lambda f: f[0])[1] if fitting else ""


def _same(one: str, other: str) -> int:
    """How many first characters both have in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


# Tag (its beginning), what it is for, the usual account that has it.
_Need = tuple[str, str, str]
_ALL: tuple[_Need, ...] = (
    ("BABIII1c1", "środki pieniężne", "131"),
    ("BPAI", "kapitał podstawowy", "801"),
    ("BPAVI", "wynik roku", "860"),
    ("RPJ", "podatek dochodowy", "870"),
    ("RPDI_", "zysk z rozchodu środków trwałych (D.I)", "762"),
    ("RPEI_", "strata z rozchodu środków trwałych (E.I)", "763"),
)
_BY_BUSINESS: dict[Business, tuple[_Need, ...]] = {
    Business.SERVICES: (("RPAI_", "sprzedaż usług", "700-01"),),
    Business.TRADE: (
        ("BABI4", "towary", "330"),
        ("RPAIV", "sprzedaż towarów", "730-01"),
        ("RPBVIII", "wartość sprzedanych towarów", "731"),
    ),
    Business.PRODUCTION: (
        ("BABI1", "materiały", "310"),
        ("BABI2", "produkcja w toku", "601"),
        ("BABI3", "wyroby gotowe", "600"),
        ("RPAI_", "sprzedaż wyrobów", "700-01"),
    ),
}
_BY_NATURE: tuple[_Need, ...] = (
    ("RPBI", "amortyzacja", "400"),
    ("RPBIII", "usługi obce", "402-99"),
    ("RPBV", "wynagrodzenia", "404"),
)
_BY_FUNCTION: tuple[_Need, ...] = (
    ("RKB", "koszt wytworzenia", "500"),
    ("RKD", "koszty sprzedaży", "527"),
    ("RKE", "koszty ogólnego zarządu", "550"),
)
_TAX: tuple[_Need, ...] = (
    ("PD4_PB", "koszty nigdy niepodatkowe (K_4)", "091"),
    ("PD5_PB", "koszty nieuznane w tym roku (K_5)", "092"),
    ("PD6_PB", "koszty z ksiąg lat ubiegłych (K_6)", "094"),
)
TAX_ONLY = ("095", "koszty podatkowe nieujęte w księgach (K_8)")


def entity_findings(accounts: Sequence[TaggedAccount], entity: Entity) -> Iterator[TagFinding]:
    """What the chart of a company of this kind lacks or contradicts; ``account`` is the usual one to add."""
    tags = {t for a in accounts for t in (a.tag_1, a.tag_2)}
    pd_tags = {a.tag_pd for a in accounts if a.kind == "off"}
    numbers = {a.number for a in accounts}
    needs = [*_ALL, *_BY_BUSINESS[entity.business], *_BY_NATURE]
    if entity.business is Business.PRODUCTION and entity.variant == "by-nature":
        needs.append(("RPAII", "zmiana stanu produktów (A.II)", "790"))
    if entity.variant == "by-function" or entity.circle:
        needs += _BY_FUNCTION
    for begins, what, number in needs:
        if not any(t == begins or t.startswith(begins) for t in tags):
            yield _lacks(number, begins, what)
    for begins, what, number in _TAX:
        if begins not in pd_tags:
            yield _lacks(number, begins, what)
    if TAX_ONLY[0] not in numbers:
        yield _lacks(TAX_ONLY[0], "INNE", TAX_ONLY[1])
    if entity.annex == "4" and entity.variant == "by-function":
        yield TagFinding(
            "", "micro-variant",
            "jednostka mikro ma jeden układ rachunku wyników (zał. 4): wariantu kalkulacyjnego w nim nie ma",
        )  # fmt: skip
    if entity.variant == "by-function" and not entity.circle:
        yield TagFinding(
            "", "no-circle",
            "wariant kalkulacyjny wymaga kosztów w zespole 5: włącz krąg kosztów (490) albo zmień wariant",
            warns=True,
        )  # fmt: skip
    if entity.circle and "490" not in numbers:
        yield _lacks("490", "INNE", "rozliczenie kosztów między zespołem 4 i 5")


def _lacks(number: str, tag: str, what: str) -> TagFinding:
    return TagFinding(
        number,
        "lacks",
        f"brak konta dla pozycji: {what} ({tag}…); zwykle to {number}",
        warns=True,
    )


def guessed_business(accounts: Sequence[TaggedAccount]) -> Business:
    """What a chart looks like: products of one's own, shops and stores, or services."""
    tags = {a.tag_1 for a in accounts}
    numbers = {a.number for a in accounts}
    if {"BABI3"} & tags or {"501", "711"} & numbers:
        return Business.PRODUCTION
    if {"331", "332", "341"} & numbers:
        return Business.TRADE
    return Business.SERVICES
