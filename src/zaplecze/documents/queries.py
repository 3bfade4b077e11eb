"""Reads of papers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from zaplecze.documents.models import Document, DocumentKind, Intake
from zaplecze.formats import fa3
from zaplecze.platform.files import read_file
from zaplecze.platform.scope import current_company_id


def document(document_id: int) -> Document | None:
    """One paper of the open company."""
    return Document.objects.filter(company_id=current_company_id(), id=document_id).first()


def documents_by_id(ids: Iterable[int | None]) -> dict[int, Document]:
    """Papers by id."""
    wanted = {i for i in ids if i is not None}
    return Document.objects.filter(company_id=current_company_id()).in_bulk(wanted)


def invoice_of(paper: Document) -> fa3.Invoice:
    """The invoice as it was received: the bytes are read again, they are the truth."""
    if paper.kind not in (DocumentKind.COST_INVOICE, DocumentKind.SALES_INVOICE):
        raise ValueError(f"document {paper.id} is no invoice")
    return fa3.read(read_file(paper.file_sha256))


def advances_of(
    invoice: fa3.Invoice, *, kind: str, partner_id: int | None
) -> list[Document | None]:
    """The advance invoices that a settlement names, each as its paper here or None where it is not here."""
    mine = Document.objects.filter(
        company_id=current_company_id(), kind=kind, partner_id=partner_id
    )
    return [
        mine.filter(Q(ksef_number=a.ksef_number) if a.ksef_number else Q(number=a.number)).first()
        for a in invoice.advance_invoices
    ]


def newest_intake_id() -> int:
    """Id of the newest line of the intake log, 0 where there is none."""
    newest = Intake.objects.filter(company_id=current_company_id()).order_by("-id")
    return newest.values_list("id", flat=True).first() or 0


def intake_log(*, after: int = 0, limit: int = 500) -> list[Intake]:
    """What was dropped in lately, newest first, and what became of it; ``after`` is an id in the log."""
    rows = Intake.objects.select_related("by").filter(company_id=current_company_id(), id__gt=after)
    return list(rows.order_by("-id")[:limit])
