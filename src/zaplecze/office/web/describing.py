"""The describing form of a paper: what reading fills in, what is to be checked first, where it stands on the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.documents.api import (
    Document,
    Field,
    FieldType,
    Filled,
    Kind,
    Proposal,
    value_in_words,
)
from zaplecze.platform.money import format_pln

SPAN = 1000
"""Places on a page are told in thousandths of it, as the picture's SVG counts them."""

_CANONICAL = re.compile(r"-?[0-9]+[.][0-9]{2}")
_INPUTS = {
    FieldType.DAY: "date",
    FieldType.AMOUNT: "amount",
    FieldType.CHOICE: "choice",
    FieldType.FLAG: "flag",
}
_CHECKS = {FieldType.NIP: "nip", FieldType.ACCOUNT: "account", FieldType.AMOUNT: "amount"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the describing form with what is known of it; ``filled`` is what was read."""

    field: Field
    value: str
    filled: Filled | None = None

    @property
    def input(self) -> str:
        """How it is typed: date, amount, choice, flag or text."""
        return _INPUTS.get(self.field.type, "text")

    @property
    def shown(self) -> str:
        """The value as people write it: an amount with a comma."""
        if self.field.type is FieldType.AMOUNT and _CANONICAL.fullmatch(self.value):
            return format_pln(Decimal(self.value))
        return self.value

    @property
    def in_words(self) -> str:
        """The value as a page tells it: amounts and days as people write them."""
        return value_in_words(self.field, self.value)

    @property
    def check(self) -> str:
        """What is checked while it is typed: nip, account, amount, or nothing."""
        return _CHECKS.get(self.field.type, "")

    @property
    def doubtful(self) -> bool:
        """True for a value that was read and has to be looked at."""
        return self.filled is not None and not self.filled.certain

    @property
    def first(self) -> bool:
        """True for what a person has to do: look at a doubtful value, write a missing one that is asked for."""
        return self.doubtful or (self.field.required and not self.value)


@dataclass(frozen=True, slots=True)
class Mark:
    """The place of a field on a page, in thousandths of the picture."""

    key: str
    label: str
    sure: bool
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DescribingForm:
    """Fields in the order in which they are walked: to be looked at first, then known, then the rest.

    ``gone`` are facts of fields that the kind has no more.
    """

    asked: tuple[Asked, ...]
    gone: tuple[Asked, ...]
    offer: Proposal | None
    notes: tuple[str, ...]
    marks: dict[int, list[Mark]]

    @property
    def to_check(self) -> list[Asked]:
        """Doubtful values and missing ones."""
        return [a for a in self.asked if a.first]

    @property
    def known(self) -> list[Asked]:
        """Values that are there."""
        return [a for a in self.asked if not a.first and a.value]

    @property
    def empty(self) -> list[Asked]:
        """Fields that may stay empty."""
        return [a for a in self.asked if not a.first and not a.value]

    @property
    def reads(self) -> bool:
        """True where reading has filled in what it knows."""
        return self.offer is not None and self.offer.read


def describing_form(
    paper: Document,
    kind: Kind,
    offer: Proposal | None,
    typed: Mapping[str, str] | None = None,
    *,
    told: str = "",
) -> DescribingForm:
    """The form of a kind: filled in with what was just typed, else as read, else as the paper's row knows it.

    ``told`` is what somebody outside wrote of the paper: its subject, where nothing better is known.
    """
    filled = offer.filled(kind) if offer is not None and offer.read else {}
    known = {
        "issue_date": paper.issue_date.isoformat() if paper.issue_date else "",
        "partner_name": paper.partner_name,
        "currency": paper.currency,
        **paper.fields,
        **{key: one.value for key, one in filled.items()},
    }
    if offer is not None and offer.read:
        # What reading is not sure of stands in the row neither.
        known |= {f.key: "" for f in kind.fields if f.key not in filled and f.key != "currency"}
    if told and not known.get("subject"):
        known["subject"] = told
    values = known if typed is None else typed
    asked = tuple(Asked(f, str(values.get(f.key, "")), filled.get(f.key)) for f in kind.fields)
    gone = tuple(Asked(f, str(paper.fields.get(f.key, ""))) for f in kind.gone)
    notes = tuple(offer.notes(kind)) if offer is not None else ()
    return DescribingForm(asked, gone, offer, notes, _marks(asked))


def _marks(asked: tuple[Asked, ...]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = {}
    for one in asked:
        if one.filled is None or one.filled.place is None:
            continue
        place = one.filled.place
        x, y = round(place.x0 * SPAN), round(place.y0 * SPAN)
        width, height = round(place.x1 * SPAN) - x, round(place.y1 * SPAN) - y
        mark = Mark(
            one.field.key,
            one.field.label,
            one.filled.certain,
            x - 4,
            y - 3,
            width + 8,
            height + 6,
        )
        found.setdefault(place.page, []).append(mark)
    return found
