"""From what was read to what the form asks, and back to what a person changed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from zaplecze.documents.appearances.rules import Appearance
from zaplecze.documents.kinds.rules import (
    BANDS,
    LONGEST_TEXT,
    Field,
    FieldFault,
    Kind,
    read_value,
)
from zaplecze.documents.readings.guess import Guess, guess_kind, value_of
from zaplecze.formats.numbers import nip_ok
from zaplecze.formats.pages import CERTAIN, DOUBTFUL, FoundField, Place, ReadPages, Word

_INVOICES = frozenset({"cost_invoice", "sales_invoice"})
_AMOUNT = re.compile(r"(?:net|vat)_(\w+)")
_BANDS = frozenset(key for net, vat, _ in BANDS for key in (net, vat) if key)
_SAME = frozenset(
    {"number", "issue_date", "sale_date", "due_date", "currency", "account", "gross", *_BANDS}
)
"""Fields of forms that the reader calls by the same name."""
_OF_PARTNER = {"partner_nip": "_nip", "partner_tax_id": "_nip", "partner_name": "_name"}
MEASURED = frozenset({"kind", "simplified", *_SAME, *_OF_PARTNER})
"""What reading is measured by; other fields of a form are never read."""

_TEACHES = _SAME | {"partner_nip"}
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Filled:
    """A field of a form as reading fills it in: the canonical value, why, and the place on the page or None."""

    key: str
    value: str
    certain: bool
    why: str
    place: Place | None = None


class Outcome(StrEnum):
    """What a person did with a field."""

    RIGHT = "right"
    CORRECTED = "corrected"
    REMOVED = "removed"
    TYPED = "typed"

    @property
    def label(self) -> str:
        """Polish name."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.RIGHT: "zostawione",
    Outcome.CORRECTED: "poprawione",
    Outcome.REMOVED: "usunięte",
    Outcome.TYPED: "dopisane",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """A field as read ("" for nothing) and as confirmed."""

    field: str
    read: str
    confirmed: str
    certain: bool
    outcome: Outcome


def fill_in(
    kind: Kind, fields: Sequence[FoundField], *, own_nip: str, names: Mapping[str, str]
) -> dict[str, Filled]:
    """The fields of a kind's form as reading knows them, by key.

    ``names`` are names by tax number, of partners in the register and the company's own: a known number tells the
    name better than letters on a scan do, and the company is no partner of itself.
    """
    found = {f.name: f for f in fields if f.confidence >= DOUBTFUL}
    filled: dict[str, Filled] = {}
    for field in kind.fields:
        one = _filled(field, kind, found, own_nip, names)
        if one is not None:
            filled[field.key] = one
    return filled


def _filled(
    field: Field,
    kind: Kind,
    found: Mapping[str, FoundField],
    own_nip: str,
    names: Mapping[str, str],
) -> Filled | None:
    if field.key == "simplified":
        guess = guess_kind(list(found.values()), own_nip)
        meant = guess.kind == kind.code and value_of(found, "kind") == "receipt"
        return Filled("simplified", "yes", guess.certain, guess.note) if meant else None
    if field.key not in _SAME and field.key not in _OF_PARTNER:
        return None
    side = other_side(kind, found, own_nip)
    name = f"{side}{_OF_PARTNER[field.key]}" if field.key in _OF_PARTNER else field.key
    one = found.get(name)
    if field.key == "partner_name":
        one = _partner(found.get(f"{side}_nip"), one, own_nip, names)
    if one is None or (field.key == "partner_nip" and not nip_ok(one.value)):
        return None
    if field.key == "partner_tax_id" and kind.code == "sales_invoice" and nip_ok(one.value):
        return None  # it stands in the field of the NIP
    try:
        value = read_value(replace(field, required=False), one.value)
    except FieldFault:
        return None  # what the form would refuse is not offered
    return Filled(field.key, value, one.confidence >= CERTAIN, one.why, one.place)


def _partner(
    tax_id: FoundField | None, name: FoundField | None, own_nip: str, names: Mapping[str, str]
) -> FoundField | None:
    """The name by the register where it knows the number, else as it was read; None for the company itself."""
    known = names.get(tax_id.value, "") if tax_id is not None else ""
    if tax_id is not None and known:
        why = "z kartoteki kontrahentów, wg numeru podatkowego"
        place = name.place if name is not None else None
        return FoundField("partner_name", known[:LONGEST_TEXT], tax_id.confidence, place, why)
    if name is None or name.value.casefold() == names.get(own_nip, "").casefold():
        return None
    return name


def other_side(kind: Kind, found: Mapping[str, FoundField], own_nip: str) -> str:
    """``buyer`` where the company is the seller, else ``seller``."""
    if kind.code in _INVOICES:
        return "buyer" if kind.code == "sales_invoice" else "seller"
    return "buyer" if value_of(found, "seller_nip") == own_nip else "seller"


def unasked_bands(kind: Kind, fields: Iterable[FoundField]) -> list[str]:
    """Rates on the paper that the form has no field for; nothing of them may be lost silently."""
    if kind.code not in _INVOICES:
        return []
    keys = {f.key for f in kind.fields}
    rates = {
        m[1]
        for f in fields
        if (m := _AMOUNT.fullmatch(f.name)) and f.name not in keys and Decimal(f.value)
    }
    # A rate without tax has a field for its net amount only.
    return sorted(r for r in rates if f"net_{r}" not in keys)


def compare(
    kind: Kind, *, guess: Guess, filled: Mapping[str, Filled], facts: Mapping[str, str]
) -> list[Compared]:
    """What became of each measured field; ``facts`` are the canonical values that a person confirmed."""
    pairs = [("kind", guess.kind, kind.code, guess.certain)]
    for field in kind.fields:
        if field.key in MEASURED:
            one = filled.get(field.key)
            read, certain = (one.value, one.certain) if one is not None else ("", False)
            pairs.append((field.key, read, facts.get(field.key, ""), certain))
    return [
        Compared(key, read, confirmed, certain, _outcome(read, confirmed))
        for key, read, confirmed, certain in pairs
        # Nothing is złoty: a currency that nobody printed was not missed.
        if read or (confirmed and (key, confirmed) != ("currency", "PLN"))
    ]


def _outcome(read: str, confirmed: str) -> Outcome:
    if read == confirmed:
        return Outcome.RIGHT
    if not read:
        return Outcome.TYPED
    return Outcome.CORRECTED if confirmed else Outcome.REMOVED


def corrections(
    kind: Kind, compared: Sequence[Compared], *, facts: Mapping[str, str], own_nip: str
) -> dict[str, str]:
    """Right values of wrong or missing fields by the reader's names, with the seller's number: what can be learnt.

    Names of firms are left to the register. Empty where nothing was wrong or nobody knows whose paper it is.
    """
    side = "buyer" if kind.code == "sales_invoice" else "seller"
    seller = own_nip if side == "buyer" else facts.get("partner_nip", "")
    wrong = {
        f"{side}_nip" if c.field == "partner_nip" else c.field: c.confirmed
        for c in compared
        if c.outcome in (Outcome.CORRECTED, Outcome.TYPED) and c.field in _TEACHES
    }
    return {**wrong, "seller_nip": seller} if wrong and seller else {}


_ORIGINS = {"text": "text", "facturx": "facturx", "ocr": "scan", "mixed": "scan", "office": "text"}


def appearance_in(fields: Iterable[FoundField], source: str) -> Appearance:
    """What a reading shows of an invoice, for the rule of twins; doubtful fields count with their confidence."""
    found = {f.name: f for f in fields}
    day, gross = value_of(found, "issue_date"), value_of(found, "gross")
    return Appearance(
        seller_nip=value_of(found, "seller_nip"),
        number=value_of(found, "number"),
        gross=Decimal(gross) if gross else None,
        currency=value_of(found, "currency") or "PLN",
        issue_date=date.fromisoformat(day) if day else None,
        ksef_number=value_of(found, "ksef_number"),
        channel=_ORIGINS[source],
        confidences={f.name: f.confidence for f in found.values()},
    )


def fields_to(fields: Iterable[FoundField]) -> list[dict[str, Any]]:
    """The stored form of fields."""
    return [
        {
            "name": f.name,
            "value": f.value,
            "confidence": f.confidence,
            "place": _place_to(f.place) if f.place is not None else None,
            "why": f.why,
        }
        for f in fields
    ]


def fields_from(data: Iterable[Mapping[str, Any]]) -> tuple[FoundField, ...]:
    """Fields out of their stored form."""
    return tuple(
        FoundField(
            d["name"],
            d["value"],
            d["confidence"],
            Place(*d["place"]) if d["place"] else None,
            d["why"],
        )
        for d in data
    )


def words_to(words: Iterable[Word]) -> list[list[Any]]:
    """The stored form of words: text, confidence, page and corners."""
    return [[w.text, round(w.confidence, 2), *_place_to(w.place)] for w in words]


def words_from(data: Iterable[Sequence[Any]]) -> tuple[Word, ...]:
    """Words out of their stored form."""
    return tuple(Word(d[0], Place(*d[2:]), d[1]) for d in data)


def pages_from(
    fields: Iterable[Mapping[str, Any]], words: Iterable[Sequence[Any]], *, kind: str, source: str
) -> ReadPages:
    """What was read, as the reader told it, out of its stored form; without notes."""
    return ReadPages(kind, source, 0, words_from(words), fields_from(fields), (), ())


def _place_to(place: Place) -> list[Any]:
    corners = (place.x0, place.y0, place.x1, place.y1)
    return [place.page, *(round(c, _PLACES) for c in corners)]
