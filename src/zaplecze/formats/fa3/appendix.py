"""Footer and attachment of an invoice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Registration:
    """Rejestry: entries of the seller in other registers."""

    full_name: str | None = None
    krs: str | None = None
    regon: str | None = None
    bdo: str | None = None


@dataclass(frozen=True, slots=True)
class FooterText:
    """Informacje: one block of free text."""

    text: str | None = None


@dataclass(frozen=True, slots=True)
class Footer:
    """Stopka."""

    texts: tuple[FooterText, ...] = ()
    registrations: tuple[Registration, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyValue:
    """MetaDane or TMetaDane."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Column:
    """Kol: a column of a table."""

    title: str
    type: str  # date, datetime, dec, int, time or txt


@dataclass(frozen=True, slots=True)
class Table:
    """Tabela: `rows` are tuples of cells as written."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    metadata: tuple[KeyValue, ...] = ()
    description: str | None = None
    sums: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachmentBlock:
    """BlokDanych of the Zalacznik."""

    metadata: tuple[KeyValue, ...]
    title: str | None = None
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
