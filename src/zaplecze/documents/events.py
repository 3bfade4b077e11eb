"""What the papers' department announces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from zaplecze.documents.papers import InvoicePaper, StatementPaper
from zaplecze.platform.events import Event, transient


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceRead(Event):
    """An invoice was received and read; its owner (purchasing, sales) takes it from here."""

    code: ClassVar[str] = "documents.document.received"
    kind: str
    channel: str
    number: str
    file_sha256: str
    findings: tuple[str, ...]
    paper: InvoicePaper = transient()


@dataclass(frozen=True, slots=True, kw_only=True)
class CostInvoiceRead(InvoiceRead):
    """A supplier's invoice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesInvoiceRead(InvoiceRead):
    """The company's own invoice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFromAbroadDescribed(Event):
    """A foreign invoice or a customs declaration was described; ``gross_pln`` is its amount as limits compare it."""

    code: ClassVar[str] = "documents.document.from-abroad"
    kind: str
    number: str
    supplier: str
    currency: str
    gross_pln: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRead(Event):
    """A bank statement file was received and read."""

    code: ClassVar[str] = "documents.document.received"
    kind: str
    channel: str
    number: str
    file_sha256: str
    paper: StatementPaper = transient()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperReceived(Event):
    """A paper was received that the program does not read; a person describes it."""

    code: ClassVar[str] = "documents.document.received"
    kind: str
    channel: str
    number: str
    file_sha256: str
    source_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperDescribed(Event):
    """A person said what a paper is; ``fields`` are the keys of the facts that she typed or changed."""

    code: ClassVar[str] = "documents.document.described"
    kind: str
    label: str
    number: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesArranged(Event):
    """Pages of a paper were turned, put in another order, left out; ``version`` is what it shows from now on."""

    code: ClassVar[str] = "documents.pages.arranged"
    version: int
    pages: int
    file_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSplit(Event):
    """Pages of a scan became papers of their own."""

    code: ClassVar[str] = "documents.pages.split"
    parts: tuple[int, ...]
    by_separators: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperJoined(Event):
    """Another paper's pages were joined behind this one's."""

    code: ClassVar[str] = "documents.pages.joined"
    joined_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindDefined(Event):
    """The company defined a kind of paper of its own, changed or retired it."""

    code: ClassVar[str] = "documents.kind.defined"
    kind: str
    label: str
    fields: tuple[str, ...]
    retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelChanged(Event):
    """A way into the inbox was set, changed or closed: a mailbox, a key of the API."""

    code: ClassVar[str] = "documents.channel.changed"
    channel: str
    name: str
    state: str
