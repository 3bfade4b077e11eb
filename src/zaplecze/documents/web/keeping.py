"""Teczka of a paper: tags, folder, relations, versions, notes, personal data, hold; and mentions."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents.correspondence.queries import letters_of_paper
from zaplecze.documents.keeping import commands, queries
from zaplecze.documents.keeping.models import RelationKind, Version
from zaplecze.documents.models import Document
from zaplecze.documents.web.asked import asked_day, asked_id
from zaplecze.documents.web.numbers import asked_paper
from zaplecze.documents.web.views import (
    note_opening,
    paper_or_404,
    refuse_destroyed,
)
from zaplecze.platform.files import read_file
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import WORKERS, CompanyRequest, company_view
from zaplecze.platform.webreport import as_download, record_printout
from zaplecze.workflow.api import descriptions_of


@require_GET
@company_view()
def binder(request: CompanyRequest, document_id: int) -> HttpResponse:
    """All that hangs on a paper."""
    paper = paper_or_404(document_id)
    note_opening(request, paper, "teczka")
    return TemplateResponse(
        request,
        "documents/binder.html",
        {
            "paper": paper,
            "kept": queries.kept(paper),
            "folders": queries.folders(),
            "all_tags": queries.tags(),
            "relation_kinds": RelationKind.choices,
            "people": queries.colleagues(),
            "letters": letters_of_paper(document_id),
            "descriptions": [d for d in descriptions_of(document_id=document_id) if d.answer],
            "may": bool(request.roles & WORKERS),
        },
    )


@require_GET
@company_view()
def paper_version(request: CompanyRequest, document_id: int, version: int) -> HttpResponse:
    """A later state of a paper, as a download."""
    paper = paper_or_404(document_id)
    found = Version.objects.filter(
        company=request.company, document_id=document_id, number=version
    ).first()
    if found is None:
        raise Http404("nie ma takiej wersji")
    refuse_destroyed(paper)
    note_opening(request, paper, "wersja")
    record_printout(
        request, f"plik {paper.number}, wersja {version}", "plik", kind="file", document_id=paper.id
    )
    return as_download(read_file(found.file_sha256), found.file_name)


@require_POST
@company_view(roles=WORKERS)
def keep(request: CompanyRequest, document_id: int) -> HttpResponse:
    """One change beside a paper."""
    paper = paper_or_404(document_id)
    change = CHANGES.get(request.POST.get("action", ""))
    if change is None:
        raise Refusal("Wybierz, co zapisać.", code="documents.action")
    messages.success(request, change(request, paper))
    return redirect("binder", nip=request.company.nip, document_id=document_id)


def _tags(request: CompanyRequest, paper: Document) -> str:
    names = request.POST.get("tags", "").replace(";", ",").split(",")
    commands.set_tags(document_id=paper.id, names=names, by=request.person_id, at=request.now)
    return _("Zapisano znaczniki.")


def _file(request: CompanyRequest, paper: Document) -> str:
    commands.file_paper(
        document_id=paper.id,
        folder_id=asked_id(request.POST.get("folder", "")) or 0,
        since=asked_day(request.POST, "since", _("Sprawa zakończona")),
        by=request.person_id,
        at=request.now,
    )
    return _("Dokument leży w teczce.")


def _relate(request: CompanyRequest, paper: Document) -> str:
    commands.relate_papers(
        document_id=paper.id,
        other_id=asked_paper(request.POST.get("other", "")),
        kind=request.POST.get("kind", ""),
        by=request.person_id,
        at=request.now,
    )
    return _("Powiązano dokumenty.")


def _unrelate(request: CompanyRequest, paper: Document) -> str:
    commands.undo_relation(
        relation_id=asked_id(request.POST.get("relation", "")) or 0,
        by=request.person_id,
        at=request.now,
    )
    return _("Usunięto powiązanie.")


def _version(request: CompanyRequest, paper: Document) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise Refusal("Wybierz plik.", code="documents.empty-file")
    commands.add_version(
        document_id=paper.id,
        name=file.name or "",
        data=file.read(commands.MAX_VERSION + 1),
        note=request.POST.get("note", ""),
        by=request.person_id,
        at=request.now,
    )
    return _("Dodano wersję.")


def _note(request: CompanyRequest, paper: Document) -> str:
    commands.write_note(
        document_id=paper.id,
        text=request.POST.get("text", ""),
        by=request.person_id,
        at=request.now,
    )
    return _("Zapisano notatkę.")


def _personal(request: CompanyRequest, paper: Document) -> str:
    commands.mark_personal(
        document_id=paper.id,
        personal=request.POST.get("personal") == "1",
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    return _("Zapisano oznaczenie.")


def _hold(request: CompanyRequest, paper: Document) -> str:
    commands.hold_paper(
        document_id=paper.id,
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    return _("Dokument wstrzymano.")


def _lift(request: CompanyRequest, paper: Document) -> str:
    commands.lift_hold(
        document_id=paper.id,
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    return _("Wstrzymanie zdjęto.")


CHANGES: dict[str, Callable[[CompanyRequest, Document], str]] = {
    "tags": _tags,
    "file": _file,
    "relate": _relate,
    "unrelate": _unrelate,
    "version": _version,
    "note": _note,
    "personal": _personal,
    "hold": _hold,
    "lift": _lift,
}


@require_GET
@company_view()
def mentions(request: CompanyRequest) -> HttpResponse:
    """Notes that call on the person who looks."""
    rows = queries.unseen_mentions(request.person_id)
    return TemplateResponse(request, "documents/mentions.html", {"rows": rows})


@require_POST
@company_view()
def see_mention(request: CompanyRequest, mention_id: int) -> HttpResponse:
    """Tick a note off."""
    commands.see_mention(mention_id=mention_id, by=request.person_id, at=request.now)
    return redirect("mentions", nip=request.company.nip)
