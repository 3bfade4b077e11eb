"""The desk of papers: all that other departments may import."""

from zaplecze.documents.commands import NewPaper, Received, read_ahead, receive_papers
from zaplecze.documents.events import CostInvoiceRead, InvoiceRead, SalesInvoiceRead, StatementRead
from zaplecze.documents.models import Channel, Document, DocumentKind, Intake, Outcome
from zaplecze.documents.papers import InvoicePaper, StatementPaper
from zaplecze.documents.queries import (
    advances_of,
    document,
    document_list,
    documents_by_id,
    intake_log,
    invoice_of,
    newest_documents,
    newest_intake_id,
)

__all__ = [
    "Channel",
    "CostInvoiceRead",
    "Document",
    "DocumentKind",
    "Intake",
    "InvoicePaper",
    "InvoiceRead",
    "NewPaper",
    "Outcome",
    "Received",
    "SalesInvoiceRead",
    "StatementPaper",
    "StatementRead",
    "advances_of",
    "document",
    "document_list",
    "documents_by_id",
    "intake_log",
    "invoice_of",
    "newest_documents",
    "newest_intake_id",
    "read_ahead",
    "receive_papers",
]
