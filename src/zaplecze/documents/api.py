"""The desk of papers: all that other departments may import."""

from zaplecze.documents.commands import Received, log_failure, receive_papers
from zaplecze.documents.events import (
    CostInvoiceRead,
    InvoiceRead,
    PaperDescribed,
    PaperReceived,
    SalesInvoiceRead,
    StatementRead,
)
from zaplecze.documents.kinds.commands import CannotDescribe, describe_paper
from zaplecze.documents.kinds.queries import choosable_kinds, kind_of
from zaplecze.documents.kinds.rules import Field, FieldType, Kind
from zaplecze.documents.models import (
    Channel,
    Document,
    DocumentKind,
    Intake,
    Outcome,
    Source,
)
from zaplecze.documents.papers import InvoicePaper, StatementPaper
from zaplecze.documents.procedures import DEFAULT_PROCEDURES
from zaplecze.documents.queries import (
    advances_of,
    document,
    document_list,
    documents_by_id,
    file_of,
    intake_log,
    invoice_of,
    newest_intake_id,
    related_papers,
    versions_of,
)
from zaplecze.documents.sheets.queries import look_of
from zaplecze.documents.unpacking import NewPaper, read_ahead

__all__ = [
    "DEFAULT_PROCEDURES",
    "CannotDescribe",
    "Channel",
    "CostInvoiceRead",
    "Document",
    "DocumentKind",
    "Field",
    "FieldType",
    "Intake",
    "InvoicePaper",
    "InvoiceRead",
    "Kind",
    "NewPaper",
    "Outcome",
    "PaperDescribed",
    "PaperReceived",
    "Received",
    "SalesInvoiceRead",
    "Source",
    "StatementPaper",
    "StatementRead",
    "advances_of",
    "choosable_kinds",
    "describe_paper",
    "document",
    "document_list",
    "documents_by_id",
    "file_of",
    "intake_log",
    "invoice_of",
    "kind_of",
    "log_failure",
    "look_of",
    "newest_intake_id",
    "read_ahead",
    "receive_papers",
    "related_papers",
    "versions_of",
]
