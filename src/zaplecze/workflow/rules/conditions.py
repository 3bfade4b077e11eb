"""Conditions over a case's facts: compared by the fact's type, joined with and, or, not.

A fact that the case does not know is an error that names it, never a silent no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

COMPARISONS = ("over", "at_least", "under", "at_most")
OPERATORS = (*COMPARISONS, "is", "is_not")


class UnknownFact(KeyError):
    """A condition, a person or a limit asks for a fact that the case does not know."""

    def __init__(self, fact: str):
        super().__init__(f"warunek pyta o nieznany fakt „{fact}”")
        self.fact = fact


@dataclass(frozen=True, slots=True)
class Fact:
    """What a condition may ask for: ``label`` on screens, ``amount`` in PLN or else text.

    ``from_kind``: the kind of step that finds it out; empty where it is known from the start. ``values``: what it
    may be, code to name, where that is a list; people write the name, the condition keeps the code.
    """

    name: str
    label: str
    amount: bool = False
    from_kind: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """``fact operator value``; amounts compare as Decimal without their sign, all else as text."""

    fact: str
    operator: str
    value: str

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Decide by the case's facts; raises `UnknownFact`."""
        if self.fact not in facts:
            raise UnknownFact(self.fact)
        fact = facts[self.fact]
        if self.operator in COMPARISONS:
            found, limit = abs(Decimal(str(fact))), Decimal(self.value)
            return {
                "over": found > limit,
                "at_least": found >= limit,
                "under": found < limit,
                "at_most": found <= limit,
            }[self.operator]
        if self.operator in ("is", "is_not"):
            return _same(str(fact), self.value) == (self.operator == "is")
        raise ValueError(f"nieznany operator warunku „{self.operator}”")


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[AnyCondition, ...]

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """All parts are decided, so that an unknown fact is never hidden by an earlier no."""
        answers = [part.holds(facts) for part in self.parts]
        return all(answers)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[AnyCondition, ...]

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """All parts are decided, as in `AllOf`."""
        answers = [part.holds(facts) for part in self.parts]
        return any(answers)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: AnyCondition

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """The contrary of the part."""
        return not self.part.holds(facts)


AnyCondition = Condition | AllOf | AnyOf | Not


def _same(fact: str, value: str) -> bool:
    try:
        return Decimal(fact) == Decimal(value)
    except InvalidOperation:
        return fact == value


def leaves(condition: AnyCondition) -> Iterator[Condition]:
    """Every comparison in a condition."""
    match condition:
        case Condition():
            yield condition
        case Not(part):
            yield from leaves(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)


def condition_to(condition: AnyCondition) -> dict[str, Any]:
    """The stored form: a comparison, or ``{"all": [...]}``, ``{"any": [...]}``, ``{"not": ...}``."""
    match condition:
        case Condition(fact, operator, value):
            return {"fact": fact, "operator": operator, "value": value}
        case AllOf(parts):
            return {"all": [condition_to(p) for p in parts]}
        case AnyOf(parts):
            return {"any": [condition_to(p) for p in parts]}
        case Not(part):
            return {"not": condition_to(part)}


def condition_from(data: Mapping[str, Any]) -> AnyCondition:
    """Read the stored form; raises ValueError or KeyError for what is none."""
    match data:
        case {"all": parts}:
            return AllOf(tuple(condition_from(p) for p in parts))
        case {"any": parts}:
            return AnyOf(tuple(condition_from(p) for p in parts))
        case {"not": part}:
            return Not(condition_from(part))
    if data["operator"] not in OPERATORS:
        raise ValueError(f"nieznany operator warunku „{data['operator']}”")
    return Condition(data["fact"], data["operator"], data["value"])
