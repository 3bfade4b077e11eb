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
class StatementRead(Event):
    """A bank statement file was received and read."""

    code: ClassVar[str] = "documents.document.received"
    kind: str
    channel: str
    number: str
    file_sha256: str
    paper: StatementPaper = transient()
