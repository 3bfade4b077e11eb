"""Reads of papers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from zaplecze.documents.keeping.models import Version
from zaplecze.documents.kinds.invoices import invoice_from
from zaplecze.documents.models import (
    Document,
    DocumentKind,
    Intake,
    Origin,
    OriginHow,
    PaperVersion,
    Source,
)
from zaplecze.formats import fa3
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.files import read_file
from zaplecze.platform.models import Company, StoredFile
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.scope import current_company_id

BESIDE = f"""
SELECT id FROM documents_document WHERE company_id = %(company)s AND lead_id IS NOT NULL
UNION SELECT id FROM documents_document WHERE company_id = %(company)s AND kind = ANY(%(kinds)s::text[])
UNION SELECT CASE how WHEN '{OriginHow.JOINED}' THEN document_id ELSE source_id END
    FROM documents_origin WHERE company_id = %(company)s AND how IN ('{OriginHow.JOINED}', '{OriginHow.ATTACHED}')
"""


def document(document_id: int) -> Document | None:
    """One paper of the open company."""
    return Document.objects.filter(company_id=current_company_id(), id=document_id).first()


def documents_by_id(ids: Iterable[int | None]) -> dict[int, Document]:
    """Papers by id."""
    wanted = sorted({i for i in ids if i is not None})
    if not wanted:
        return {}
    rows = ready_rows(
        Document,
        "WHERE company_id = %s AND id = ANY(%s::bigint[])",
        (current_company_id(), wanted),
    )
    return {d.pk: d for d in rows}


def papers_beside(*, kinds: Collection[str] = ()) -> list[int]:
    """Papers that are no work of their own, and those of ``kinds``, for whoever counts papers.

    Beside others stand appearances of another paper, papers whose pages were joined to another, and envelopes
    (mails, signed containers) whose papers came out of them.
    """
    with server_cursor() as cursor:
        cursor.execute(BESIDE.encode(), {"company": current_company_id(), "kinds": list(kinds)})
        return [id_ for (id_,) in cursor.fetchall()]


def invoice_of(paper: Document) -> fa3.Invoice:
    """The invoice as it was received: the bytes are read again, they are the truth.

    Of one that came as an image it is what a person typed; of one with several appearances the strongest says it.
    """
    if not paper.is_invoice:
        raise ValueError(f"document {paper.id} is no invoice")
    if paper.facts_from_id is not None:
        return invoice_of(Document.objects.get(company_id=paper.company_id, id=paper.facts_from_id))
    if paper.source == Source.TYPED:
        company = Company.objects.get(id=paper.company_id)
        sold = paper.kind == DocumentKind.SALES_INVOICE
        return invoice_from(paper.fields, sold=sold, nip=company.nip, name=company.name)
    return fa3.read(read_file(paper.file_sha256))


def newest_documents(*, kind: str, partner_id: int | None = None, limit: int) -> list[Document]:
    """The newest papers of a kind by their own day, of one partner or of all."""
    rows = Document.objects.filter(company_id=current_company_id(), kind=kind, lead_id=None)
    if partner_id is not None:
        rows = rows.filter(partner_id=partner_id)
    return list(rows.order_by("-issue_date", "-id")[:limit])


def advances_of(
    invoice: fa3.Invoice, *, kind: str, partner_id: int | None
) -> list[Document | None]:
    """The advance invoices that a settlement names, each as its paper here or None where it is not here."""
    mine = Document.objects.filter(
        company_id=current_company_id(), kind=kind, partner_id=partner_id, lead_id=None
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
    """What was dropped in lately, newest first, and what became of it; ``after`` is an id in the log.

    Each line knows the name of what it came out of (``parent_name``).
    """
    rows = Intake.objects.select_related("by").filter(company_id=current_company_id(), id__gt=after)
    found = list(rows.order_by("-id")[:limit])
    parents = Intake.objects.filter(
        company_id=current_company_id(), id__in={r.parent_id for r in found if r.parent_id}
    )
    names = dict(parents.values_list("id", "file_name"))
    for row in found:
        row.parent_name = names.get(row.parent_id or 0, "")
    return found


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a paper: its name in the archive, its media type and its bytes' number."""

    sha256: str
    media_type: str
    size: int


def file_of(paper: Document, *, version: int | None = None) -> Kept:
    """The pages of a paper as they stand (None), or of a version of its pages: 0 is the file as received.

    A later version that somebody put beside the paper is how it stands, until its pages are arranged again.
    """
    sha = paper.file_sha256
    if version != 0:
        rows = PaperVersion.objects.filter(company_id=paper.company_id, document_id=paper.pk)
        row = rows.order_by("-no").first() if version is None else rows.get(no=version)
        sha = row.file_sha256 if row is not None else sha
        later = newest_version(paper.pk) if version is None else None
        if later is not None and (row is None or later.at > row.at):
            sha = later.file_sha256
    kept = StoredFile.objects.get(company_id=paper.company_id, sha256=sha)
    return Kept(kept.sha256, kept.media_type, kept.size)


def newest_version(document_id: int) -> Version | None:
    """The newest of the later states of a paper that people put beside it; None where only the first is there."""
    found = ready_rows(
        Version,
        "WHERE company_id = %s AND document_id = %s ORDER BY number DESC LIMIT 1",
        (current_company_id(), document_id),
    )
    return found[0] if found else None


def newest_file(paper: Document) -> tuple[str, str]:
    """(SHA-256, name) of the file that a paper is downloaded as: its newest version, else as received."""
    later = newest_version(paper.pk)
    if later is not None:
        return later.file_sha256, later.file_name
    return paper.file_sha256, paper.file_name


def versions_of(document_id: int) -> list[PaperVersion]:
    """Versions of a paper's pages, newest first; without the file as received."""
    rows = PaperVersion.objects.select_related("by").filter(
        company_id=current_company_id(), document_id=document_id
    )
    return list(rows.order_by("-no"))


@dataclass(frozen=True, slots=True)
class Related:
    """A paper beside this one; ``outward`` says that it came out of this one."""

    paper: Document
    how: str
    outward: bool


def related_papers(document_id: int) -> list[Related]:
    """Papers that this one came out of, and those that came out of it."""
    company_id = current_company_id()
    rows = ready_rows(
        Origin,
        "WHERE company_id = %s AND (document_id = %s OR source_id = %s) ORDER BY id",
        (company_id, document_id, document_id),
    )
    if not rows:
        return []
    papers = documents_by_id(i for o in rows for i in (o.document_id, o.source_id))
    return [
        Related(papers[o.document_id], o.get_how_display(), True)
        if o.source_id == document_id
        else Related(papers[o.source_id], o.get_how_display(), False)
        for o in rows
    ]
