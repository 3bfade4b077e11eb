"""What the correspondence book announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRegistered(Event):
    """A letter got its number in the book."""

    code: ClassVar[str] = "documents.letter.registered"
    letter: str
    direction: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperOfLetter(Event):
    """A paper of the archive came or went with a letter."""

    code: ClassVar[str] = "documents.document.in-letter"
    letter: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFileKept(Event):
    """A file was kept with a letter."""

    code: ClassVar[str] = "documents.letter.file-kept"
    letter: str
    file_sha256: str
    evidence: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDelivered(Event):
    """Somebody read from a proof of receipt when a letter was delivered."""

    code: ClassVar[str] = "documents.letter.delivered"
    letter: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterStruck(Event):
    """A mistaken line was struck out; it keeps its number."""

    code: ClassVar[str] = "documents.letter.struck"
    letter: str
    reason: str
