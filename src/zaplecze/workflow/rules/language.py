"""Conditions as people type them: ``kwota > 10000 i (mpk = PROD lub nie dostawca = 9990012052)``.

Words: ``i``, ``lub``, ``nie``, brackets; a fact by its name; ``=``, ``<>``, ``>``, ``>=``, ``<``, ``<=``; a value,
in quotes where it has spaces or brackets. ``i`` binds before ``lub``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from zaplecze.workflow.rules.conditions import (
    COMPARISONS,
    AllOf,
    AnyCondition,
    AnyOf,
    Condition,
    Fact,
    Not,
)

SIGNS = {
    ">": "over",
    ">=": "at_least",
    "<": "under",
    "<=": "at_most",
    "=": "is",
    "<>": "is_not",
    "!=": "is_not",
}
SIGN_OF = {"over": ">", "at_least": ">=", "under": "<", "at_most": "<=", "is": "=", "is_not": "<>"}
_TOKEN = re.compile(r"\s*(?:(>=|<=|<>|!=|[><=()])|\"([^\"]*)\"|([^\s()<>=!\"]+))")
_NO_WORD = re.compile(r"[\s()<>=!\"]+")
_PLAIN = re.compile(r"[^\s()<>=!\"]+")
DEEPEST = 20
LONGEST = 500


class BadCondition(ValueError):
    """A condition can't be read; the message says where and what was expected."""


@dataclass
class _Reader:
    text: str
    names: Mapping[str, Fact]
    tokens: list[tuple[str, str]] = field(default_factory=list)
    at: int = 0
    depth: int = 0

    def __post_init__(self) -> None:
        end = 0
        stripped = self.text.rstrip()
        while end < len(stripped):
            found = _TOKEN.match(stripped, end)
            if found is None:
                raise BadCondition(f"nie rozumiem „{stripped[end:].strip()[:20]}”")
            sign, quoted, word = found.groups()
            if sign is not None:
                self.tokens.append(("sign", sign))
            elif quoted is not None:
                self.tokens.append(("quoted", quoted))
            else:
                self.tokens.append(("word", word))
            end = found.end()

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.at += 1
        return token

    def is_word(self, word: str) -> bool:
        kind, text = self.peek()
        return kind == "word" and text.lower() == word

    def either(self) -> AnyCondition:
        parts = [self.both()]
        while self.is_word("lub"):
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def both(self) -> AnyCondition:
        parts = [self.one()]
        while self.is_word("i") or self.is_word("oraz"):
            self.take()
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def one(self) -> AnyCondition:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadCondition("warunek jest zbyt zagnieżdżony")
        try:
            if self.is_word("nie"):
                self.take()
                return Not(self.one())
            if self.peek() == ("sign", "("):
                self.take()
                inner = self.either()
                if self.take() != ("sign", ")"):
                    raise BadCondition("brakuje nawiasu zamykającego")
                return inner
            return self.comparison()
        finally:
            self.depth -= 1

    def comparison(self) -> Condition:
        kind, name = self.take()
        if kind == "end":
            raise BadCondition("warunek urywa się: brakuje faktu")
        fact = self.names.get(name.lower())
        if kind != "word" or fact is None:
            known = ", ".join(sorted(self.names))
            raise BadCondition(f"nieznany fakt „{name}”; znane: {known}")
        kind, sign = self.take()
        operator = SIGNS.get(sign) if kind == "sign" else None
        if operator is None:
            raise BadCondition(f"po „{name}” brakuje znaku: = <> > >= < <=")
        kind, value = self.take()
        if kind not in ("word", "quoted"):
            raise BadCondition(f"po „{name} {sign}” brakuje wartości")
        if fact.amount:
            return Condition(fact.name, operator, _amount(name, value))
        if operator in COMPARISONS:
            raise BadCondition(f"„{name}” nie jest kwotą: porównaj znakiem = albo <>")
        return Condition(fact.name, operator, _listed(name, value, fact.values))


def _listed(name: str, text: str, values: Mapping[str, str]) -> str:
    """The code of a value of a list, by its name or itself; any value of a fact that has no list."""
    if not values:
        return text
    asked = text.casefold()
    for code, label in values.items():
        if asked in (code.casefold(), label.casefold()):
            return code
    known = ", ".join(f'"{v}"' if " " in v else v for v in values.values())
    raise BadCondition(f"{name} nie bywa „{text}”; bywa: {known}")


def _amount(name: str, text: str) -> str:
    try:
        amount = Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount < 10**12:
        raise BadCondition(f"„{text}” nie jest kwotą: wpisz np. {name} > 10000")
    return f"{amount:f}"


def names_of(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Facts by the word that people type: the label, small letters, without spaces and signs."""
    return {_NO_WORD.sub("_", fact.label.lower()).strip("_"): fact for fact in facts.values()}


def read_condition(text: str, facts: Mapping[str, Fact]) -> AnyCondition | None:
    """Read a typed condition; None for an empty one. Raises `BadCondition`."""
    if not text.strip():
        return None
    if len(text) > LONGEST:
        raise BadCondition(f"warunek jest dłuższy niż {LONGEST} znaków")
    reader = _Reader(text, names_of(facts))
    condition = reader.either()
    if reader.peek()[0] != "end":
        raise BadCondition(f"po warunku zostało „{reader.peek()[1]}”: połącz je słowem i albo lub")
    return condition


def write_condition(condition: AnyCondition, facts: Mapping[str, Fact]) -> str:
    """The condition as people type it; `read_condition` gives it back."""
    return _write(condition, {fact.name: (word, fact) for word, fact in names_of(facts).items()})


def _write(condition: AnyCondition, words: Mapping[str, tuple[str, Fact]]) -> str:
    match condition:
        case Condition(fact, operator, value):
            word, known = words.get(fact, (fact, Fact(fact, fact)))
            value = known.values.get(value, value)
            shown = value if _PLAIN.fullmatch(value) else f'"{value}"'
            return f"{word} {SIGN_OF[operator]} {shown}"
        case Not(part):
            return f"nie {_bracketed(part, words)}"
        case AllOf(parts):
            return " i ".join(_bracketed(p, words) for p in parts)
        case AnyOf(parts):
            return " lub ".join(_bracketed(p, words) for p in parts)


def _bracketed(condition: AnyCondition, words: Mapping[str, tuple[str, Fact]]) -> str:
    text = _write(condition, words)
    return text if isinstance(condition, Condition | Not) else f"({text})"
