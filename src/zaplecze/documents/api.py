"""The desk of papers: all that other departments may import."""

from zaplecze.documents.appearances.commands import (
    CannotJoin,
    Matched,
    TwinUndecided,
    join_twins,
    match_twins,
    part_twins,
    require_decided,
    tell_apart,
)
from zaplecze.documents.appearances.describing import InvoiceTwin
from zaplecze.documents.appearances.ended import ended_ids
from zaplecze.documents.appearances.events import LeadingChanged, TwinJoined
from zaplecze.documents.appearances.leading import circulate_again
from zaplecze.documents.appearances.queries import twins_of, waiting_pair_count
from zaplecze.documents.appearances.resuming import resume_paper
from zaplecze.documents.appearances.rules import Appearance
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
    PaperFromAbroadDescribed,
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
from zaplecze.documents.kinds.buyers import eu_number
from zaplecze.documents.kinds.commands import CannotDescribe, describe_paper
from zaplecze.documents.kinds.queries import (
    all_kinds,
    ask_rates,
    choosable_kinds,
    kind_of,
)
from zaplecze.documents.kinds.rules import Field, FieldType, Kind
from zaplecze.documents.kinds.words import summary_of, told_fields, value_in_words
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
    newest_file,
    newest_intake_id,
    newest_version,
    papers_beside,
    related_papers,
    versions_of,
)
from zaplecze.documents.reading import OTHER as OTHER_KIND
from zaplecze.documents.readings.commands import read_waiting_papers
from zaplecze.documents.readings.events import ReadingConfirmed
from zaplecze.documents.readings.quality import CorrectedFields, corrected_fields
from zaplecze.documents.readings.queries import Proposal, proposal_of
from zaplecze.documents.readings.reader import ReadApart
from zaplecze.documents.readings.rules import Filled
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
    "Appearance",
    "CannotDescribe",
    "CannotJoin",
    "Channel",
    "CorrectedFields",
    "CostInvoiceRead",
    "Document",
    "DocumentKind",
    "Field",
    "FieldType",
    "Filled",
    "Filters",
    "Intake",
    "InvoicePaper",
    "InvoiceRead",
    "InvoiceTwin",
    "Kind",
    "LeadingChanged",
    "Mailbox",
    "Matched",
    "NewMailbox",
    "NewPaper",
    "OpenedPaper",
    "Outcome",
    "PaperDescribed",
    "PaperFromAbroadDescribed",
    "PaperReceived",
    "Proposal",
    "ReadApart",
    "ReadingConfirmed",
    "Received",
    "SalesInvoiceRead",
    "Security",
    "Source",
    "StatementPaper",
    "StatementRead",
    "TwinJoined",
    "TwinUndecided",
    "advances_of",
    "all_kinds",
    "api_call",
    "api_key_of",
    "api_keys",
    "ask_before_destroying",
    "ask_rates",
    "ask_when_used",
    "choosable_kinds",
    "circulate_again",
    "corrected_fields",
    "describe_paper",
    "document",
    "documents_by_id",
    "drawn_page",
    "ended_ids",
    "erase_confirmed",
    "eu_number",
    "file_of",
    "found",
    "hints",
    "index_facts",
    "index_text",
    "index_waiting",
    "intake_log",
    "invoice_of",
    "is_personal",
    "join_twins",
    "keep_api_call",
    "kind_of",
    "letters_of_paper",
    "log_access",
    "log_failure",
    "log_refusal",
    "look_of",
    "mailboxes",
    "make_api_key",
    "match_twins",
    "message_taken",
    "newest_documents",
    "newest_file",
    "newest_intake_id",
    "newest_version",
    "note_message",
    "note_visit",
    "opened_paper",
    "papers_beside",
    "part_twins",
    "proposal_of",
    "read_ahead",
    "read_waiting_papers",
    "rebuild_index",
    "receive_papers",
    "related_papers",
    "require_decided",
    "resume_paper",
    "revoke_api_key",
    "save_mailbox",
    "summary_of",
    "tell_apart",
    "told_fields",
    "twins_of",
    "unseen_mention_count",
    "value_in_words",
    "versions_of",
    "waiting_pair_count",
]
