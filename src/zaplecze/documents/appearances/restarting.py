"""A paper that parts from another goes on by itself, from where it stood when it joined."""

from __future__ import annotations

from zaplecze.documents.events import CostInvoiceRead, InvoiceRead, SalesInvoiceRead
from zaplecze.documents.models import Document, DocumentKind, Source
from zaplecze.documents.papers import InvoicePaper
from zaplecze.documents.reading import ReadInvoice, read_paper
from zaplecze.platform.events import Stamp, record_events
from zaplecze.platform.files import read_file
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.workflow.api import reopen_case

FILE, DESCRIBED, UNDESCRIBED, CIRCULATING = "file", "described", "undescribed", "circulating"
"""What a paper was when it joined: a file that just came in, described just then, nobody's yet, on its way."""


def restart_paper(paper: Document, *, was: str, reason: str, stamp: Stamp) -> None:
    """Put a paper that stands alone again on its way."""
    if was == FILE:
        _hand_over(paper, stamp)
        return
    if was == DESCRIBED:
        # Its facts were typed as another paper's: the person looks at them again, filled in.
        paper.source = Source.NONE
        paper.save(update_fields=["source"])
    try:
        reopen_case(document_id=paper.pk, kind="describe", reason=reason[:500], stamp=stamp)
    except Refusal as refusal:
        if refusal.code != "workflow.no-step":
            raise
        reopen_case(document_id=paper.pk, kind="code", reason=reason[:500], stamp=stamp)


def _hand_over(paper: Document, stamp: Stamp) -> None:
    """Announce an invoice that came as a file, as its intake would have done."""
    nip = Company.objects.values_list("nip", flat=True).get(id=paper.company_id)
    read = read_paper(read_file(paper.file_sha256), paper.file_name, nip)
    if not isinstance(read, ReadInvoice):
        raise TypeError(f"document {paper.pk} was read as an invoice and is none")
    event: type[InvoiceRead] = (
        SalesInvoiceRead if paper.kind == DocumentKind.SALES_INVOICE else CostInvoiceRead
    )
    record_events([event_of(event, paper, read)], stamp)


def event_of(event: type[InvoiceRead], paper: Document, read: ReadInvoice) -> InvoiceRead:
    """What its owner is told of a paper that was read whole."""
    return event(
        document_id=paper.pk,
        kind=paper.kind,
        channel=paper.channel,
        number=read.facts.number,
        file_sha256=paper.file_sha256,
        findings=tuple(f.code for f in read.findings),
        paper=InvoicePaper(
            paper.pk,
            invoice=read.invoice,
            partner_id=paper.partner_id,
            ksef_number=read.ksef_number,
            findings=read.findings,
        ),
    )
