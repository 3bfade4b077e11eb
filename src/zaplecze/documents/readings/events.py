"""What reading announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRead(Event):
    """The program read a paper's pages; ``fields`` were found, ``certain`` of them surely."""

    code: ClassVar[str] = "documents.paper-read"
    kind: str
    source: str
    fields: tuple[str, ...]
    certain: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingConfirmed(Event):
    """A person confirmed what was read: of the ``read`` fields some stayed as they were, some she ``corrected``."""

    code: ClassVar[str] = "documents.reading-confirmed"
    read: tuple[str, ...]
    confirmed: tuple[str, ...]
    corrected: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternLearned(Event):
    """Corrections taught where on this supplier's papers these fields stand."""

    code: ClassVar[str] = "documents.pattern-learned"
    seller_nip: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternForgotten(Event):
    """A person took back what papers of a supplier had taught; ``lessons`` says how many."""

    code: ClassVar[str] = "documents.pattern-forgotten"
    seller_nip: str
    lessons: int
