"""Reads of readings: what was read of a paper, and what a company's corrections taught."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from zaplecze.documents.kinds.rules import BUILT_IN, Kind, label_of
from zaplecze.documents.models import Document
from zaplecze.documents.queries import file_of
from zaplecze.documents.readings.guess import Guess, guess_kind
from zaplecze.documents.readings.models import Lesson, Reading, ReadingState
from zaplecze.documents.readings.rules import (
    Filled,
    fields_from,
    fill_in,
    unasked_bands,
)
from zaplecze.formats.pages import FoundField, Pattern
from zaplecze.partners.api import partner_ids_by_tax_id, partner_names
from zaplecze.platform.models import Company
from zaplecze.platform.scope import current_company_id

_LABELS = {f.key: f.label for f in BUILT_IN["cost_invoice"].fields}
SOURCES = {
    "text": "tekst z pliku PDF",
    "ocr": "rozpoznanie obrazu (OCR)",
    "mixed": "tekst z pliku PDF i rozpoznanie obrazu (OCR)",
    "facturx": "dane Factur-X z wnętrza PDF",
    "office": "tekst z pliku Office",
}


def own_nip() -> str:
    """The open company's NIP."""
    return Company.objects.values_list("nip", flat=True).get(id=current_company_id())


def _own_name() -> str:
    return Company.objects.values_list("name", flat=True).get(id=current_company_id())


def reading_of(paper: Document) -> Reading | None:
    """The reading of a paper's pages as they stand now."""
    sha = file_of(paper).sha256
    rows = Reading.objects.filter(company_id=paper.company_id, document_id=paper.pk)
    return rows.filter(file_sha256=sha).first()


def names_for(fields: Iterable[FoundField]) -> dict[str, str]:
    """Names by the tax numbers that were read, and the company's own; a number of two partners names nobody."""
    found = {own_nip(): _own_name()}
    for number in {f.value for f in fields if f.name in ("seller_nip", "buyer_nip")}:
        ids = partner_ids_by_tax_id(number)
        if len(ids) == 1:
            found[number] = partner_names(ids)[ids[0]]
    return found


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a reading offers to the form of a paper."""

    reading: Reading
    guess: Guess
    fields: tuple[FoundField, ...]
    own_nip: str
    names: dict[str, str]

    @property
    def waiting(self) -> bool:
        """True while the pages are still to be read."""
        return self.reading.state == ReadingState.WAITING

    @property
    def read(self) -> bool:
        """True where they were."""
        return self.reading.state == ReadingState.READ

    @property
    def how(self) -> str:
        """Where the values come from, in Polish."""
        return SOURCES.get(self.reading.source, "")

    def filled(self, kind: Kind) -> dict[str, Filled]:
        """Fields of this kind's form, by key."""
        return fill_in(kind, self.fields, own_nip=self.own_nip, names=self.names)

    def notes(self, kind: Kind) -> list[str]:
        """What the reader of the screen should know."""
        notes = [self.guess.note] if self.guess.note else []
        if self.guess.kind not in ("", kind.code):
            notes.append(f"Papier wygląda na: {label_of(self.guess.kind)}.")
        notes += [
            f"Na papierze jest stawka „{rate}”, której ten formularz nie ma: tej faktury nie opisuj jako zwykłej, "
            "zaksięguj ją poleceniem księgowania."
            for rate in unasked_bands(kind, self.fields)
        ]
        return [*notes, *self.reading.notes]


def proposal_of(paper: Document) -> Proposal | None:
    """What the program read of a paper; None where it reads no such file."""
    row = reading_of(paper)
    if row is None:
        return None
    fields = fields_from(row.fields)
    nip = own_nip()
    return Proposal(row, guess_kind(fields, nip), fields, nip, names_for(fields))


def texts_of(document_ids: Sequence[int]) -> dict[int, str]:
    """Texts that were read of these papers' pages, the newest of each; papers without one are left out."""
    rows = Reading.objects.filter(
        company_id=current_company_id(), document_id__in=document_ids, state=ReadingState.READ
    )
    found = rows.exclude(text="").order_by("id").values_list("document_id", "text")
    return dict(found)


def patterns_of() -> dict[str, Pattern]:
    """What the open company's corrections taught, by the seller's number."""
    rows = Lesson.objects.filter(company_id=current_company_id(), forgotten_at__isnull=True)
    found: dict[str, Pattern] = {}
    for seller, taught in rows.order_by("id").values_list("seller_nip", "taught"):
        newer = Pattern.from_json(taught)
        found[seller] = found[seller].merged(newer) if seller in found else newer
    return found


@dataclass(frozen=True, slots=True)
class TaughtLesson:
    """A lesson as people see it: of which paper, and the names of the fields whose places it taught."""

    id: int
    document_id: int
    number: str
    on: date
    fields: tuple[str, ...]


def lessons() -> dict[str, list[TaughtLesson]]:
    """Lessons that stand, by the seller's number, oldest first."""
    rows = Lesson.objects.select_related("document").filter(
        company_id=current_company_id(), forgotten_at__isnull=True
    )
    found: dict[str, list[TaughtLesson]] = {}
    for row in rows.order_by("seller_nip", "id"):
        pattern = Pattern.from_json(row.taught)
        names = (*(s.field for s in pattern.spots), *(name for name, _ in pattern.constants))
        fields = tuple(_LABELS.get(name, name) for name in names)
        found.setdefault(row.seller_nip, []).append(
            TaughtLesson(row.pk, row.document_id, row.document.number, row.at.date(), fields)
        )
    return found
