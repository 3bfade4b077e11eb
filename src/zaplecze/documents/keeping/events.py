"""What keeping announces; every line of a paper's card about keeping comes from one of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTagged(Event):
    """Tags were set anew."""

    code: ClassVar[str] = "documents.document.tagged"
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFiled(Event):
    """A paper was put into a folder, with the end of its matter where it is known."""

    code: ClassVar[str] = "documents.document.filed"
    symbol: str
    title: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersRelated(Event):
    """One paper was related to another; ``undone`` where the relation was taken away."""

    code: ClassVar[str] = "documents.document.related"
    kind: str
    other_id: int
    other_number: str
    undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionAdded(Event):
    """A later state of a paper was kept beside the first."""

    code: ClassVar[str] = "documents.document.version-added"
    number: int
    file_sha256: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Event):
    """A note was written; its text stays with the note, which may hold personal data."""

    code: ClassVar[str] = "documents.document.note-written"
    note_id: int
    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalMarked(Event):
    """Somebody said whether a paper holds personal data."""

    code: ClassVar[str] = "documents.document.personal-marked"
    personal: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHeld(Event):
    """A paper must stay."""

    code: ClassVar[str] = "documents.document.held"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(Event):
    """A paper need not stay any longer."""

    code: ClassVar[str] = "documents.document.hold-lifted"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionProposed(Event):
    """A protocol was proposed; ``list_hash`` covers its papers."""

    code: ClassVar[str] = "documents.destruction.proposed"
    protocol: str
    papers: int
    list_hash: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionWithdrawn(Event):
    """A proposed protocol was given up."""

    code: ClassVar[str] = "documents.destruction.withdrawn"
    protocol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDestroyed(Event):
    """A second person confirmed: the bytes go, the row, the hash and the protocol stay.

    ``erased`` are the hashes of the files that go with the paper: an export of the books has no bytes of them.
    """

    code: ClassVar[str] = "documents.document.destroyed"
    protocol: str
    erased: tuple[str, ...]
    basis: str
