"""A typed paper in words, pure: its fields as people write them, and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from zaplecze.documents.kinds.rules import Field, FieldType, Kind
from zaplecze.platform.money import format_pln

SHOWN_APART = frozenset({"number", "issue_date", "partner_name", "gross", "currency", "subject"})
"""Fields that every list and head of a paper shows in a place of its own."""
KEPT_IN = frozenset({FieldType.PESEL, FieldType.ACCOUNT, FieldType.NIP})
"""Types that say nothing of what a paper is about, and don't leave the house."""
SUMMED_UP = 3
LONGEST = 160


def value_in_words(field: Field, value: str) -> str:
    """A canonical value as people write it.

    >>> value_in_words(Field("a", "Składka", FieldType.AMOUNT), "1234.50")
    '1\\xa0234,50'
    >>> value_in_words(Field("d", "Do", FieldType.DAY), "2026-12-31")
    '31.12.2026'
    """
    if not value:
        return ""
    match field.type:
        case FieldType.AMOUNT:
            return format_pln(Decimal(value))
        case FieldType.DAY:
            return f"{date.fromisoformat(value):%d.%m.%Y}"
        case FieldType.FLAG:
            return "tak"
    return value


def told_fields(kind: Kind, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """(label, value in words) of what a kind's own fields tell of a paper, in their order; numbers that stay in the
    house and what heads and lists show in a place of its own are left out.
    """
    return [
        (f.label, value_in_words(f, values[f.key]))
        for f in kind.fields
        if f.key not in SHOWN_APART and f.type not in KEPT_IN and values.get(f.key)
    ]


def summary_of(kind: Kind, values: Mapping[str, str]) -> str:
    """What a paper is about in one line: its subject, else the first of the fields that are its kind's own."""
    if subject := values.get("subject", ""):
        return subject[:LONGEST]
    own = [f"{label}: {value}" for label, value in told_fields(kind, values)]
    return ", ".join(own[:SUMMED_UP])[:LONGEST]
