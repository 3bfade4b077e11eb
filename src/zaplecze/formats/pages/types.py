"""Nouns of reading: places, words, found fields, what was read of a paper, refusals."""

from __future__ import annotations

from dataclasses import dataclass

#: A field at or above this may fill in by itself: on the judging half of the corpus 99.5 % of them are right.
CERTAIN = 0.95
#: A field at or above this, and below `CERTAIN`, is filled in and marked; below it the field stays out.
DOUBTFUL = 0.5

KINDS = (
    "cost_invoice", "sales_invoice", "receipt", "letter", "contract", "bank_statement", "order", "delivery_note",
    "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page: page from 1, fractions 0..1 of the page as it is shown, y down."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    def joined(self, other: Place) -> Place:
        """The smallest place around both; they stand on one page."""
        return Place(
            self.page, min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands; ``confidence`` 1 from a text layer, the reader's own 0..1 from OCR."""

    text: str
    place: Place
    confidence: float


@dataclass(frozen=True, slots=True)
class FoundField:
    """A fact read from a paper.

    ``value`` is canonical: an ISO day, ``1234.56``, digits of NIP and NRB (a foreign VAT number or IBAN with its
    country), ``PLN``. ``place`` is None where the value comes from a file inside the file, or is reckoned.
    ``why`` says in Polish what speaks for it.
    """

    name: str
    value: str
    confidence: float
    place: Place | None
    why: str


@dataclass(frozen=True, slots=True)
class ReadPages:
    """All that was read of a paper.

    ``kind`` is one of `KINDS`; ``source`` is text, ocr, facturx, mixed or office. ``notes`` tell in Polish what
    the reader of the screen should know. ``separators`` are the pages that are our separator sheets, where a scan is
    split.
    """

    kind: str
    source: str
    pages: int
    words: tuple[Word, ...]
    fields: tuple[FoundField, ...]
    notes: tuple[str, ...]
    separators: tuple[int, ...]

    def field(self, name: str) -> FoundField | None:
        """The field of this name, or None where it was not found."""
        return next((f for f in self.fields if f.name == name), None)


class UnreadablePages(Exception):
    """The file can't be read at all; ``code`` is stable, ``message_pl`` says what to do."""

    def __init__(self, code: str, message_pl: str) -> None:
        super().__init__(message_pl)
        self.code = code
        self.message_pl = message_pl

    def __reduce__(self) -> tuple[type[UnreadablePages], tuple[str, str]]:
        return (type(self), (self.code, self.message_pl))
