"""Reads of papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, with the count of all."""

    rows: list[Document]
    total: int


def document_list(*, kind: str = "", text: str = "", limit: int = 50, offset: int = 0) -> Page:
    """Papers, newest first; ``text`` looks in number, partner, KSeF number and file name."""
    rows = Document.objects.filter(company_id=current_company_id())
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(
            Q(number__icontains=text)
            | Q(partner_name__icontains=text)
            | Q(ksef_number__istartswith=text)
            | Q(file_name__icontains=text)
        )
    return Page(list(rows.order_by("-received_at", "-id")[offset : offset + limit]), rows.count())


def intake_log(*, limit: int = 100) -> list[Intake]:
    """What was dropped in lately, and what became of it."""
    return list(Intake.objects.filter(company_id=current_company_id()).order_by("-id")[:limit])
