"""What people do beside a step: hand it on, ask and answer, ask somebody outside, take the paper back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zaplecze.documents.api import is_personal
from zaplecze.office.web.steps import paper_or_404
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import WORKERS, CompanyRequest, company_view
from zaplecze.workflow.api import (
    NotWaiting,
    answer_consultation,
    ask_consultation,
    ask_description,
    delegate_task,
    open_tasks_of,
    take_back_task,
    withdraw_case,
)


def _back(request: CompanyRequest, document_id: int) -> HttpResponse:
    return redirect("document", nip=request.company.nip, document_id=document_id)


def _task(request: CompanyRequest, document_id: int) -> int:
    """The task that the form was about, where the paper still waits in it."""
    paper_or_404(document_id)
    asked = request.POST.get("task", "")
    for task in open_tasks_of(document_id=document_id):
        if str(task.id) == asked:
            return task.id
    raise NotWaiting("Ktoś już załatwił tę sprawę. Odśwież stronę.")


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Refusal("Wybierz osobę z listy.", code="office.person")
    return int(text)


@require_POST
@company_view(roles=WORKERS)
def delegate(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Hand this one task on."""
    delegate_task(
        task_id=_task(request, document_id),
        receiver=_number(request.POST.get("person", "")),
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Przekazano. Sprawa jest na biurku tej osoby."))
    return _back(request, document_id)


@require_POST
@company_view(roles=WORKERS)
def take_back(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Take back what one handed on."""
    take_back_task(task_id=_task(request, document_id), by=request.person_id, at=request.now)
    messages.success(request, _("Cofnięto przekazanie. Sprawa jest znów na Twoim biurku."))
    return _back(request, document_id)


@require_POST
@company_view(roles=WORKERS)
def consult(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Ask somebody of the company."""
    ask_consultation(
        task_id=_task(request, document_id),
        asked=_number(request.POST.get("person", "")),
        question=request.POST.get("question", ""),
        blocks="blocks" in request.POST,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Pytanie zadane."))
    return _back(request, document_id)


@require_POST
@company_view(roles=WORKERS)
def answer(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Answer, or take one's question back."""
    paper_or_404(document_id)
    answer_consultation(
        consultation_id=_number(request.POST.get("talk", "")),
        answer=request.POST.get("answer", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zapisano odpowiedź."))
    return _back(request, document_id)


@require_POST
@company_view(roles=WORKERS)
def withdraw(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Take back a paper that one brought in or described."""
    paper_or_404(document_id)
    withdraw_case(
        document_id=document_id,
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Wycofano. Obieg dokumentu jest zakończony."))
    return _back(request, document_id)


@require_POST
@company_view(roles=WORKERS)
def ask_outside(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Ask somebody without an account for the description."""
    paper = paper_or_404(document_id)
    if is_personal(paper) and "personal" not in request.POST:
        raise Refusal(
            "Ten dokument zawiera dane osobowe. Potwierdź, że adresat może je zobaczyć.",
            code="office.personal",
        )
    ask_description(
        document_id=document_id,
        address=request.POST.get("address", "").strip(),
        name=request.POST.get("name", ""),
        about=", ".join(filter(None, (paper.number, paper.partner_name))),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Prośba o opis poszła e-mailem."))
    return _back(request, document_id)
