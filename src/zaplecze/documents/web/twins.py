"""Pages of twins: near misses to decide, joins made lately, their undoing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents.appearances.commands import join_twins, part_twins, tell_apart
from zaplecze.documents.appearances.queries import (
    LATELY,
    decided_pairs,
    joins,
    waiting_pair_count,
    waiting_pairs,
)
from zaplecze.documents.appearances.resuming import resume_paper
from zaplecze.documents.web.asked import asked_id
from zaplecze.documents.web.views import paper_or_404
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import WORKERS, CompanyRequest, company_view


@require_GET
@company_view()
def twins(request: CompanyRequest) -> HttpResponse:
    """Near misses that wait, and what was joined or told apart in the last month."""
    since = request.now - LATELY
    made, count = joins(since=since)
    return TemplateResponse(
        request,
        "documents/twins.html",
        {
            "pairs": waiting_pairs(),
            "waiting": waiting_pair_count(),
            "joins": made,
            "joined": count,
            "apart": decided_pairs(since=since),
            "may": bool(request.roles & WORKERS),
        },
    )


@require_POST
@company_view(roles=WORKERS)
def decide_twins(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Say whether two papers are one invoice."""
    paper = paper_or_404(document_id)
    other = asked_id(request.POST.get("other", "").strip().removeprefix("#"))
    if other is None:
        raise Refusal(
            "Podaj numer drugiego dokumentu z nagłówka jego strony (np. #12).",
            code="documents.twin",
        )
    verdict = request.POST.get("verdict", "")
    reason = request.POST.get("reason", "")
    by, at = request.person_id, request.now
    shown = paper.pk
    if verdict == "join":
        shown = join_twins(document_id=paper.pk, other_id=other, reason=reason, by=by, at=at).pk
        messages.success(request, _("Połączono: to jedna faktura, druga jest jej postacią."))
    elif verdict == "apart":
        tell_apart(document_id=paper.pk, other_id=other, reason=reason, by=by, at=at)
        messages.success(request, _("Zapamiętano: to różne faktury. Program nie zapyta ponownie."))
    else:
        raise Refusal("Wybierz: jedna faktura albo różne.", code="documents.twin")
    return _back(request, shown)


@require_POST
@company_view(roles=WORKERS)
def part(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Undo a join: the appearance circulates alone again."""
    paper = paper_or_404(document_id)
    part_twins(
        document_id=paper.pk,
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Rozdzielono: oba dokumenty idą dalej osobno."))
    return _back(request, paper.pk)


@require_POST
@company_view(roles=WORKERS)
def resume(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Put a paper that was withdrawn or rejected back on its way."""
    paper = paper_or_404(document_id)
    resume_paper(document_id=paper.pk, by=request.person_id, at=request.now)
    messages.success(request, _("Wznowiono obieg: dokument znów czeka na opis albo dekret."))
    return _back(request, paper.pk)


def _back(request: CompanyRequest, document_id: int) -> HttpResponse:
    """To the list where the person came from it, else to the paper."""
    if request.POST.get("list"):
        return redirect("twins", nip=request.company.nip)
    return redirect("document", nip=request.company.nip, document_id=document_id)
