"""What search knows of typed facts, pure: their words, numbers, amounts and days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from zaplecze.documents.kinds.rules import FieldType
from zaplecze.documents.search.rules import Facts

_NUMBERS = frozenset({FieldType.NIP, FieldType.PESEL, FieldType.ACCOUNT})
_SAID_ALREADY = frozenset({FieldType.CURRENCY, FieldType.FLAG})


def facts_of_fields(types: Mapping[str, FieldType], values: Mapping[str, str]) -> Facts:
    """Facts of canonical values by the types of their fields; a field that the kind no longer has is text.

    A number inside of a text is found as a number too: ``ZL-77/B`` in "zamówienie ZL-77/B".
    """
    words: list[str] = []
    numbers: list[str] = []
    amounts: list[Decimal] = []
    days: list[date] = []
    for key, value in values.items():
        shape = types.get(key, FieldType.TEXT)
        if shape is FieldType.AMOUNT:
            amounts.append(Decimal(value))
        elif shape is FieldType.DAY:
            days.append(date.fromisoformat(value))
        elif shape in _NUMBERS:
            numbers.append(value)
        elif shape not in _SAID_ALREADY:
            words.append(value)
            numbers += [c for c in value.split() if any(s.isdigit() for s in c) and len(c) > 1]
    return Facts(tuple(numbers), " ".join(words), tuple(amounts), tuple(days))
