"""The desk of papers: all that other departments may import."""

from zaplecze.documents.channels.commands import PURPOSE as MAILBOX_PURPOSE
from zaplecze.documents.channels.commands import (
    NewMailbox,
    keep_api_call,
    make_api_key,
    note_message,
    note_visit,
    revoke_api_key,
    save_mailbox,
)
from zaplecze.documents.channels.queries import (
    api_call,
    api_key_of,
    api_keys,
    mailboxes,
    message_taken,
)
from zaplecze.documents.commands import log_failure, log_refusal, receive_papers
from zaplecze.documents.correspondence.queries import letters_of_paper
from zaplecze.documents.events import (
    CostInvoiceRead,
    InvoiceRead,
    PaperDescribed,
    PaperReceived,
    SalesInvoiceRead,
    StatementRead,
)
from zaplecze.documents.keeping.commands import erase_confirmed, log_access
from zaplecze.documents.keeping.queries import (
    OpenedPaper,
    ask_before_destroying,
    ask_when_used,
    is_personal,
    opened_paper,
    unseen_mention_count,
)
from zaplecze.documents.kinds.commands import CannotDescribe, describe_paper
from zaplecze.documents.kinds.queries import (
    all_kinds,
    ask_rates,
    choosable_kinds,
    kind_of,
)
from zaplecze.documents.kinds.rules import Field, FieldType, Kind
from zaplecze.documents.models import (
    Channel,
    Document,
    DocumentKind,
    Intake,
    Mailbox,
    Outcome,
    Security,
    Source,
)
from zaplecze.documents.papers import InvoicePaper, StatementPaper
from zaplecze.documents.procedures import DEFAULT_PROCEDURES, PAPERS
from zaplecze.documents.queries import (
    advances_of,
    document,
    documents_by_id,
    file_of,
    intake_log,
    invoice_of,
    newest_documents,
    newest_intake_id,
    related_papers,
    versions_of,
)
from zaplecze.documents.reading import OTHER as OTHER_KIND
from zaplecze.documents.rows import Received
from zaplecze.documents.search.commands import index_facts, index_text, index_waiting, rebuild_index
from zaplecze.documents.search.queries import Filters, found, hints
from zaplecze.documents.sheets.queries import drawn_page, look_of
from zaplecze.documents.unpacking import MAX_CONTAINER_BYTES, NewPaper, read_ahead

__all__ = [
    "DEFAULT_PROCEDURES",
    "MAILBOX_PURPOSE",
    "MAX_CONTAINER_BYTES",
    "OTHER_KIND",
    "PAPERS",
    "CannotDescribe",
    "Channel",
    "CostInvoiceRead",
    "Document",
    "DocumentKind",
    "Field",
    "FieldType",
    "Filters",
    "Intake",
    "InvoicePaper",
    "InvoiceRead",
    "Kind",
    "Mailbox",
    "NewMailbox",
    "NewPaper",
    "OpenedPaper",
    "Outcome",
    "PaperDescribed",
    "PaperReceived",
    "Received",
    "SalesInvoiceRead",
    "Security",
    "Source",
    "StatementPaper",
    "StatementRead",
    "advances_of",
    "all_kinds",
    "api_call",
    "api_key_of",
    "api_keys",
    "ask_before_destroying",
    "ask_rates",
    "ask_when_used",
    "choosable_kinds",
    "describe_paper",
    "document",
    "documents_by_id",
    "drawn_page",
    "erase_confirmed",
    "file_of",
    "found",
    "hints",
    "index_facts",
    "index_text",
    "index_waiting",
    "intake_log",
    "invoice_of",
    "is_personal",
    "keep_api_call",
    "kind_of",
    "letters_of_paper",
    "log_access",
    "log_failure",
    "log_refusal",
    "look_of",
    "mailboxes",
    "make_api_key",
    "message_taken",
    "newest_documents",
    "newest_intake_id",
    "note_message",
    "note_visit",
    "opened_paper",
    "read_ahead",
    "rebuild_index",
    "receive_papers",
    "related_papers",
    "revoke_api_key",
    "save_mailbox",
    "unseen_mention_count",
    "versions_of",
]
