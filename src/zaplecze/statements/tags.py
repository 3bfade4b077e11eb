"""Account tags of JPK_KR_PD(1), pure: what a tag says, and what is missing or contradictory on an account.

Tags of the balance sheet and of the result are those of the layouts of annex 1 (ZOiS7); S_12_3 tags are listed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from zaplecze.statements.layouts import ASSETS, BY_FUNCTION, BY_NATURE, LIABILITIES

OTHER = "INNE"
PD_TAGS: Mapping[str, str] = {
    "PD1": "przychody zwolnione",
    "PD1_1": "przychody, do których nie stosuje się ustawy",
    "PD1_2": "przychody niezaliczane do podatkowych",
    "PD1_3": "dochody wolne",
    "PD2": "przychody niepodlegające opodatkowaniu w tym roku",
    "PD4": "koszty niestanowiące kosztów uzyskania",
    "PD4_1": "koszty przychodów, do których nie stosuje się ustawy",
    "PD4_2": "koszty przychodów niezaliczanych do podatkowych",
    "PD4_3": "koszty dochodów wolnych",
    "PD5": "koszty nieuznawane w tym roku",
    "PD7": "koszty badań i rozwoju",
    "PD8_1": "IP Box, przychody",
    "PD8_2": "IP Box, koszty",
}
PD_OFF: Mapping[str, str] = {
    "PD1_PB": PD_TAGS["PD1"],
    "PD1_PB_1": PD_TAGS["PD1_1"],
    "PD1_PB_2": PD_TAGS["PD1_2"],
    "PD1_PB_3": PD_TAGS["PD1_3"],
    "PD2_PB": PD_TAGS["PD2"],
    "PD3_PB": "przychody tego roku z ksiąg lat ubiegłych",
    "PD4_PB": PD_TAGS["PD4"],
    "PD4_PB_1": PD_TAGS["PD4_1"],
    "PD4_PB_2": PD_TAGS["PD4_2"],
    "PD4_PB_3": PD_TAGS["PD4_3"],
    "PD5_PB": PD_TAGS["PD5"],
    "PD6_PB": "koszty tego roku z ksiąg lat ubiegłych",
    "PD7_PB": PD_TAGS["PD7"],
    "PD8_PB_1": PD_TAGS["PD8_1"],
    "PD8_PB_2": PD_TAGS["PD8_2"],
}


class Side(StrEnum):
    """Where a tag puts an account."""

    ASSETS = "aktywa"
    LIABILITIES = "pasywa"
    RESULT = "wynik"
    NONE = "poza sprawozdaniem"


@dataclass(frozen=True, slots=True)
class TaggedAccount:
    """An account of the chart as the linter sees it; ``kind`` is ``balance``, ``result`` or ``off``."""

    number: str
    name: str
    kind: str
    settles: bool
    tag_1: str
    tag_2: str
    tag_pd: str


@dataclass(frozen=True, slots=True)
class TagFinding:
    """What is wrong with an account's tags, and what to do; what only ``warns`` may be right."""

    account: str
    code: str
    message: str
    warns: bool = False
    suggestion: str = ""


_Found = Callable[..., TagFinding]


def _names() -> dict[str, tuple[Side, str]]:
    names: dict[str, tuple[Side, str]] = {OTHER: (Side.NONE, "inne, niewskazane w słowniku")}
    for side, layout in (
        (Side.RESULT, BY_FUNCTION),
        (Side.RESULT, BY_NATURE),
        (Side.LIABILITIES, LIABILITIES),
        (Side.ASSETS, ASSETS),
    ):
        for line in layout.lines:
            if line.memo:
                continue
            for tag in line.tags:
                if not tag.startswith("@"):
                    names[tag] = (side, f"{layout.title}: {line.code} {line.name}")
    return names


TAGS = _names()


def side_of(tag: str) -> Side | None:
    """Where a tag puts an account; None for a tag that the schema doesn't know."""
    return TAGS[tag][0] if tag in TAGS else None


def lint(
    accounts: Sequence[TaggedAccount], usual: Mapping[str, tuple[str, str, str]]
) -> list[TagFinding]:
    """All findings by account; ``usual`` are the starting chart's tags by number, from which one is suggested."""
    return [
        finding
        for account in accounts
        for finding in _account(account, suggested(account.number, usual))
    ]


def suggested(number: str, usual: Mapping[str, tuple[str, str, str]]) -> str:
    """The tag of the account that is nearest by number: the longest common beginning of at least two digits."""
    best, length = "", 1
    for other, (tag, _, _) in usual.items():
        same = 0
        for a, b in zip(number, other, strict=False):
            if a != b:
                break
            same += 1
        if same > length:
            best, length = tag, same
    return best


def _account(a: TaggedAccount, suggestion: str) -> Iterator[TagFinding]:
    def found(code: str, message: str, *, warns: bool = False, hint: str = "") -> TagFinding:
        return TagFinding(a.number, code, message, warns, hint)

    if not a.tag_1:
        yield found("missing", "brak znacznika S_12_1, który jest obowiązkowy", hint=suggestion)
        return
    unknown = [t for t in (a.tag_1, a.tag_2) if t and t not in TAGS]
    for tag in unknown:
        yield found("unknown", f"znacznika {tag} nie ma w schemacie", hint=suggestion)
    if unknown:
        return
    yield from _sides(a, found)
    yield from _tax(a, found)


def _sides(a: TaggedAccount, found: _Found) -> Iterator[TagFinding]:
    one, two = TAGS[a.tag_1][0], TAGS[a.tag_2][0] if a.tag_2 else None
    if a.kind == "off" and (a.tag_1 != OTHER or a.tag_2):
        yield found("off", "konto pozabilansowe ma mieć znacznik INNE", hint=OTHER)
        return
    if a.kind == "result" and one in {Side.ASSETS, Side.LIABILITIES}:
        yield found("kind", f"konto wynikowe ma znacznik bilansu ({one})")
    if a.kind == "balance" and one is Side.RESULT:
        yield found("kind", "konto bilansowe ma znacznik rachunku zysków i strat")
    if a.kind == "balance" and one is Side.NONE:
        yield found("nowhere", "konto bilansowe poza bilansem: znacznik INNE", warns=True)
    if two is not None and two is one:
        yield found(
            "same-side", f"oba znaczniki leżą po jednej stronie ({one}): drugi ma być dla salda Ma"
        )
    if a.settles and two is None:
        yield found(
            "one-side",
            "konto rozrachunkowe może mieć salda po obu stronach: podaj S_12_2 dla drugiej",
            warns=True,
        )
    depreciation = a.number.startswith("07")
    if depreciation and not a.tag_1.endswith(("_U", "_A")):
        yield found(
            "gross", "konto umorzenia ma znacznik wartości brutto: wybierz ten z _U", warns=True
        )


def _tax(a: TaggedAccount, found: _Found) -> Iterator[TagFinding]:
    if not a.tag_pd:
        return
    if a.tag_pd not in PD_TAGS and a.tag_pd not in PD_OFF:
        yield found("unknown-pd", f"znacznika podatkowego {a.tag_pd} nie ma w schemacie")
    elif a.kind == "off" and a.tag_pd in PD_TAGS:
        yield found("pd-off", f"konto pozabilansowe: zamiast {a.tag_pd} użyj znacznika z PB")
    elif a.kind != "off" and a.tag_pd in PD_OFF:
        yield found("pd-on", f"znacznik {a.tag_pd} jest tylko dla kont pozabilansowych")
    elif a.kind == "balance":
        yield found("pd-balance", "znacznik podatkowy stoi na koncie bilansowym", warns=True)
