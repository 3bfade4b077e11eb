"""Pages of the papers: the intake log, the original file."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET

from zaplecze.documents.keeping.commands import log_access
from zaplecze.documents.keeping.queries import is_personal, protocol_of
from zaplecze.documents.models import Document, Outcome
from zaplecze.documents.queries import document, intake_log, versions_of
from zaplecze.platform.files import read_file
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import as_download, record_printout

ID_DIGITS = 19


@require_GET
@company_view()
def intake(request: CompanyRequest) -> HttpResponse:
    """Everything dropped into the inbox lately, and what became of it."""
    after = request.GET.get("po", "")
    rows = intake_log(after=int(after) if after.isdecimal() and len(after) < ID_DIGITS else 0)
    if after:
        rows.reverse()  # what was just sent, as it was sent: a message before its attachments
    counts = {outcome.label: sum(r.outcome == outcome for r in rows) for outcome in Outcome}
    return TemplateResponse(
        request,
        "documents/intake.html",
        {"rows": rows, "counts": {k: v for k, v in counts.items() if v}, "just_now": bool(after)},
    )


def paper_or_404(document_id: int) -> Document:
    """The paper, where this company has it."""
    paper = document(document_id)
    if paper is None:
        raise Http404("nie ma takiego dokumentu")
    return paper


def note_opening(request: CompanyRequest, paper: Document, how: str) -> None:
    """Log who opens a paper with personal data."""
    if is_personal(paper):
        log_access(document_ids=[paper.id], how=how, by=request.person_id, at=request.now)


@require_GET
@company_view()
def original(request: CompanyRequest, document_id: int) -> HttpResponse:
    """The file as it was received, or by ``?wersja=`` a version of its pages, always as a download.

    A destroyed one is told by its protocol.
    """
    paper = paper_or_404(document_id)
    refuse_destroyed(paper)
    asked = request.GET.get("wersja", "")
    sha, name = paper.file_sha256, paper.file_name
    if asked:
        kept = [v for v in versions_of(document_id) if str(v.no) == asked]
        if not kept:
            raise Http404("nie ma takiej wersji stron")
        sha, name = kept[0].file_sha256, f"{name}.w{asked}.pdf"
    note_opening(request, paper, "plik")
    record_printout(request, f"plik {paper.number}", "plik", kind="file", document_id=paper.id)
    return as_download(read_file(sha), name)


def refuse_destroyed(paper: Document) -> None:
    """Say by which protocol the bytes went."""
    if protocol := protocol_of(paper.id):
        raise Refusal(
            f"Plik dokumentu {paper.number} zniszczono protokołem {protocol}. Zostały dane, skrót i protokół.",
            code="documents.destroyed",
        )
