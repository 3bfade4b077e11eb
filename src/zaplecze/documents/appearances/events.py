"""What twins announce."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zaplecze.platform.events import Event, transient


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinJoined(Event):
    """A paper (``document_id``) and another are one invoice from now on; told once of each of the two.

    ``leads``: this one circulates, the other is its appearance. ``why`` is the rule's reason or a person's.
    """

    code: ClassVar[str] = "documents.twin.joined"
    other_id: int
    leads: bool
    origin: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinsParted(Event):
    """A join was undone: both papers stand alone again; told of each of the two."""

    code: ClassVar[str] = "documents.twin.parted"
    other_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinsToldApart(Event):
    """A person said that two papers that look alike are two invoices; told of each of the two."""

    code: ClassVar[str] = "documents.twin.different"
    other_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReplaced(Event):
    """An invoice whose paper was withdrawn or rejected was entered again; told of both papers.

    ``leads``: this is the new paper, ``other_id`` the old one, which books nothing and keeps its history.
    """

    code: ClassVar[str] = "documents.paper.replaced"
    other_id: int
    leads: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadingChanged(Event):
    """Another appearance of a paper leads: the row shows its facts and its KSeF number from now on.

    ``changed`` names in Polish what it says otherwise than the one that led before. ``booked``: the paper stands in
    the books.
    """

    code: ClassVar[str] = "documents.twin.leading"
    appearance_id: int
    origin: str
    ksef_number: str
    changed: tuple[str, ...]
    booked: bool
    gross: Decimal = transient()
    currency: str = transient()
    split_payment: bool = transient()
