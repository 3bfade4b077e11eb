"""Formulas of posting schemes: a small language of amounts, read by its own parser, never by Python's.

A formula has numbers (comma or point), names of facts, ``+ - * /``, ``%`` after a value (a hundredth of it),
parentheses and functions, whose arguments stand between semicolons. A condition compares (``= <> < <= > >=``) and
joins with ``i``, ``lub``, ``nie``; texts stand in quotation marks.

>>> evaluate("netto_23 * 75% + zaokr(vat_23 / 2; 2)", {"netto_23": Decimal(100), "vat_23": Decimal("23.01")})
Decimal('86.51')
>>> holds('brutto > 100 i kontrahent = "9990012052"', {"brutto": Decimal(123), "kontrahent": "9990012052"})
True
>>> evaluate("netto + vta", {"netto": Decimal(1)})
Traceback (most recent call last):
    ...
zaplecze.ledger.schemes.formula.FormulaFault: znak 9: nie ma wielkości „vta”. Znane: netto.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, DecimalException, localcontext

from zaplecze.platform.polish import counted
from zaplecze.platform.refusal import Refusal

LONGEST = 300
DEEPEST = 20
PRECISION = 40
LARGEST = Decimal("1e15")
MOST_PLACES = 6

Value = Decimal | str | bool
Facts = Mapping[str, Decimal | str]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:[.,][0-9]+)?)|(?P<name>[^\W\d]\w*)|(?P<text>\"[^\"]*\"|„[^”]*”)"
    r"|(?P<sign><=|>=|<>|[-+*/%();=<>]))"
)


class FormulaFault(Refusal):
    """A formula that can't be read or reckoned; ``place`` is the character, counted from 1."""

    code = "ledger.formula"

    def __init__(self, place: int, message: str):
        super().__init__(f"znak {place}: {message}")
        self.place = place


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula: what it is, how it is written, where (from 1)."""

    kind: str
    text: str
    place: int


def evaluate(formula: str, facts: Facts) -> Decimal:
    """The amount of a formula, unrounded; raises `FormulaFault`."""
    value = _Reader(formula, facts).whole()
    if not isinstance(value, Decimal):
        raise FormulaFault(1, "to warunek albo tekst, a tu trzeba kwoty.")
    return value


def holds(condition: str, facts: Facts) -> bool:
    """Whether a condition holds; raises `FormulaFault`."""
    value = _Reader(condition, facts).whole()
    if not isinstance(value, bool):
        raise FormulaFault(1, "to nie warunek: porównaj dwie wielkości, np. netto > 0.")
    return value


def names_in(formula: str) -> set[str]:
    """Names of facts that a formula asks for; raises `FormulaFault` for what can't be split into words."""
    tokens = _tokens(formula)
    return {
        token.text
        for token, after in zip(tokens, [*tokens[1:], Token("end", "", 0)], strict=True)
        if token.kind == "name"
        and token.text not in ("i", "lub", "nie")
        and not (token.text in FUNCTIONS and after.text == "(")
    }


def _tokens(formula: str) -> list[Token]:
    if len(formula) > LONGEST:
        raise FormulaFault(LONGEST, f"wzór ma więcej niż {LONGEST} znaków. Podziel go na wiersze.")
    found, at = [], 0
    while formula[at:].strip():
        piece = _TOKEN.match(formula, at)
        if piece is None:
            place = at + len(formula[at:]) - len(formula[at:].lstrip())
            raise FormulaFault(place + 1, f"nieznany znak „{formula[place]}”.")
        kind = piece.lastgroup or ""
        found.append(Token(kind, piece[kind], piece.start(kind) + 1))
        at = piece.end()
    return found


def _round(value: Decimal, places: Decimal) -> Decimal:
    if places != places.to_integral_value() or not 0 <= places <= MOST_PLACES:
        raise ValueError(f"zaokrąglać można do 0–{MOST_PLACES} miejsc")
    return value.quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)


FUNCTIONS: Mapping[str, tuple[int, Callable[..., Decimal]]] = {
    # Name: how many arguments (0 for one or more), and what it does.
    "zaokr": (2, _round),
    "grosze": (1, lambda x: _round(x, Decimal(2))),
    "zlote": (1, lambda x: _round(x, Decimal(0))),
    "abs": (1, abs),
    "min": (0, min),
    "max": (0, max),
}


class _Reader:
    """Reads by recursive descent and reckons on the way; nothing that is read is ever executed."""

    def __init__(self, formula: str, facts: Facts):
        self.tokens = _tokens(formula)
        self.end = Token("end", "", len(formula) + 1)
        self.facts = facts
        self.at = 0
        self.depth = 0
        self.idle = 0

    def whole(self) -> Value:
        """The value of all of it."""
        if not self.tokens:
            raise FormulaFault(1, "pusty wzór.")
        with localcontext(Context(prec=PRECISION)):
            value = self.either()
        if self.next.kind != "end":
            raise FormulaFault(self.next.place, f"niespodziewane „{self.next.text}”.")
        return value

    @property
    def next(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else self.end

    def taken(self, *texts: str) -> Token | None:
        token = self.next
        if token.text not in texts or token.kind not in ("sign", "name"):
            return None
        self.at += 1
        return token

    def either(self) -> Value:
        value = self.both()
        while token := self.taken("lub"):
            known = _truth(value, token)
            value = _truth(self._idle(self.both, known), token) | known
        return value

    def both(self) -> Value:
        value = self.negated()
        while token := self.taken("i"):
            known = _truth(value, token)
            value = _truth(self._idle(self.negated, not known), token) & known
        return value

    def _idle(self, read: Callable[[], Value], decided: bool) -> Value:
        """Read what can't change the answer any more: it has to be right, and may divide by zero."""
        self.idle += decided
        value = read()
        self.idle -= decided
        return value

    def negated(self) -> Value:
        if token := self.taken("nie"):
            self._deeper(token)
            value = not _truth(self.negated(), token)
            self.depth -= 1
            return value
        return self.compared()

    def compared(self) -> Value:
        left = self.sum()
        token = self.taken("=", "<>", "<", "<=", ">", ">=")
        if token is None:
            return left
        right = self.sum()
        if type(left) is not type(right) or isinstance(left, bool):
            raise FormulaFault(token.place, "porównać można dwie kwoty albo dwa teksty.")
        if token.text in ("=", "<>"):
            return (left == right) == (token.text == "=")
        one, other = _number(left, token), _number(right, token)
        match token.text:
            case "<":
                return one < other
            case "<=":
                return one <= other
            case ">":
                return one > other
            case _:
                return one >= other

    def sum(self) -> Value:
        value = self.product()
        while token := self.taken("+", "-"):
            left, right = _number(value, token), _number(self.product(), token)
            value = _fit(left + right if token.text == "+" else left - right, token)
        return value

    def product(self) -> Value:
        value = self.signed()
        while token := self.taken("*", "/"):
            left, right = _number(value, token), _number(self.signed(), token)
            if token.text == "/" and not right:
                if self.idle:
                    continue
                raise FormulaFault(token.place, "dzielenie przez zero.")
            value = _fit(left * right if token.text == "*" else left / right, token)
        return value

    def signed(self) -> Value:
        if token := self.taken("-", "+"):
            self._deeper(token)
            number = _number(self.signed(), token)
            self.depth -= 1
            return -number if token.text == "-" else number
        value = self.single()
        while token := self.taken("%"):
            value = _number(value, token) / 100
        return value

    def single(self) -> Value:
        token = self.next
        self.at += 1
        if token.kind == "number":
            return _fit(Decimal(token.text.replace(",", ".")), token)
        if token.kind == "text":
            return token.text[1:-1]
        if token.kind == "name":
            return self._called(token) if token.text in FUNCTIONS else self._fact(token)
        if token.text == "(":
            self._deeper(token)
            inner = self.either()
            self.depth -= 1
            self._closed(token)
            return inner
        what = f"przed „{token.text}”" if token.text else "na końcu"
        raise FormulaFault(token.place, f"{what} brakuje wielkości.")

    def _fact(self, token: Token) -> Value:
        if token.text not in self.facts:
            known = ", ".join(sorted(self.facts)) or "żadne"
            raise FormulaFault(token.place, f"nie ma wielkości „{token.text}”. Znane: {known}.")
        return self.facts[token.text]

    def _called(self, token: Token) -> Decimal:
        if not (opened := self.taken("(")):
            raise FormulaFault(token.place, f"po „{token.text}” brakuje nawiasu.")
        self._deeper(token)
        arguments = [_number(self.either(), token)]
        while self.taken(";"):
            arguments.append(_number(self.either(), token))
        self.depth -= 1
        self._closed(opened)
        count, function = FUNCTIONS[token.text]
        if count and len(arguments) != count:
            raise FormulaFault(
                token.place,
                f"„{token.text}” bierze {counted(count, 'wielkość', 'wielkości', 'wielkości')}, "
                f"podano {len(arguments)}.",
            )
        try:
            return function(*arguments)
        except (ValueError, DecimalException) as error:
            raise FormulaFault(
                token.place, str(error) if isinstance(error, ValueError) else "za duża liczba."
            ) from error

    def _closed(self, opened: Token) -> None:
        if not self.taken(")"):
            raise FormulaFault(opened.place, "nawias bez zamknięcia.")

    def _deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaFault(token.place, f"więcej niż {DEEPEST} zagnieżdżeń. Uprość wzór.")


def _number(value: Value, token: Token) -> Decimal:
    if not isinstance(value, Decimal):
        raise FormulaFault(token.place, f"„{token.text}” liczy tylko na kwotach.")
    return value


def _truth(value: Value, token: Token) -> bool:
    if not isinstance(value, bool):
        raise FormulaFault(token.place, f"„{token.text}” łączy tylko warunki.")
    return value


def _fit(value: Decimal, token: Token) -> Decimal:
    if abs(value) >= LARGEST:
        raise FormulaFault(token.place, "za duża liczba.")
    return value
