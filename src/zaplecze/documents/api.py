"""The desk of papers: all that other departments may import."""

from zaplecze.documents.commands import NewPaper, Received, read_ahead, receive_papers
from zaplecze.documents.correspondence.queries import letters_of_paper
from zaplecze.documents.events import CostInvoiceRead, InvoiceRead, SalesInvoiceRead, StatementRead
from zaplecze.documents.keeping.commands import erase_confirmed, log_access
from zaplecze.documents.keeping.queries import (
    ask_before_destroying,
    ask_when_used,
    is_personal,
    opened_paper,
    unseen_mention_count,
)
from zaplecze.documents.models import Channel, Document, DocumentKind, Intake, Outcome
from zaplecze.documents.papers import InvoicePaper, StatementPaper
from zaplecze.documents.queries import (
    advances_of,
    document,
    documents_by_id,
    intake_log,
    invoice_of,
    newest_intake_id,
)
from zaplecze.documents.search.commands import (
    index_facts,
    index_text,
    index_waiting,
    rebuild_index,
)
from zaplecze.documents.search.queries import Filters, found, hints

__all__ = [
    "Channel",
    "CostInvoiceRead",
    "Document",
    "DocumentKind",
    "Filters",
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
    "ask_before_destroying",
    "ask_when_used",
    "document",
    "documents_by_id",
    "erase_confirmed",
    "found",
    "hints",
    "index_facts",
    "index_text",
    "index_waiting",
    "intake_log",
    "invoice_of",
    "is_personal",
    "letters_of_paper",
    "log_access",
    "newest_intake_id",
    "opened_paper",
    "read_ahead",
    "rebuild_index",
    "receive_papers",
    "unseen_mention_count",
]
