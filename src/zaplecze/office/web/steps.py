"""Steps that people take on a paper: describe, decide, code, post."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zaplecze.documents.api import Document, document
from zaplecze.ledger.api import FarFromTable, Proposal, cost_centers, rate_doubts, require_near
from zaplecze.office import posting as desk
from zaplecze.office.copying import copy_last
from zaplecze.office.web.forms import read_posting, read_rate
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, WORKERS, CompanyRequest, company_view
from zaplecze.purchasing.api import describe_invoice
from zaplecze.workflow.api import name_center, open_tasks_of, take_step

SCHEME = "scheme:"


def paper_or_404(document_id: int) -> Document:
    """The paper, where this company has it."""
    paper = document(document_id)
    if paper is None:
        raise Http404("nie ma takiego dokumentu")
    return paper


def _back(request: CompanyRequest, document_id: int) -> HttpResponse:
    return redirect("document", nip=request.company.nip, document_id=document_id)


@require_POST
@company_view(roles=WORKERS)
def describe(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Say whose cost it is and what for."""
    paper_or_404(document_id)
    describe_invoice(
        document_id=document_id,
        cost_center=request.POST.get("center", ""),
        purpose=request.POST.get("purpose", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Opisano. Dokument poszedł dalej."))
    return _back(request, document_id)


@require_POST
@company_view(roles=WORKERS)
def decide(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Accept, reject or return the paper in the step that it waits in."""
    paper_or_404(document_id)
    verdict, asked = request.POST.get("verdict", ""), request.POST.get("task")
    tasks = open_tasks_of(document_id=document_id)
    task = next((t for t in tasks if str(t.id) == asked), None)
    if task is None:
        raise Refusal("Ktoś już załatwił tę sprawę. Odśwież stronę.", code="workflow.not-waiting")
    if verdict not in ("accepted", "rejected", "returned"):
        raise Refusal("Wybierz: akceptuj, odrzuć albo zwróć.", code="office.verdict")
    if verdict == "accepted" and task.kind not in ("approve", "pay", "file"):
        raise Refusal("Ten krok kończy się opisem albo księgowaniem.", code="office.verdict")
    take_step(
        task_id=task.id,
        verdict=verdict,
        by=request.person_id,
        at=request.now,
        reason=request.POST.get("reason", ""),
        back_to=request.POST.get("back_to", ""),
    )
    done = {
        "accepted": _("Zaakceptowano."),
        "rejected": _("Odrzucono. Obieg dokumentu jest zakończony."),
        "returned": _("Zwrócono z powodem."),
    }
    messages.success(request, done[verdict])
    return _back(request, document_id)


@require_POST
@company_view(roles=WORKERS)
def say_center(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Name the cost center that a step waits for: its manager is asked then."""
    paper_or_404(document_id)
    code = request.POST.get("center", "")
    if code not in {c.code for c in cost_centers() if not c.closed}:
        raise Refusal("Wybierz MPK z listy.", code="office.center")
    name_center(document_id=document_id, center=code, by=request.person_id, at=request.now)
    messages.success(request, _("Podano MPK. Sprawa jest na biurku jego kierownika."))
    return _back(request, document_id)


@require_POST
@company_view(roles=BOOKKEEPERS)
def posting(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Save the grid; then, as asked, zadekretuj or zaksięguj."""
    paper = paper_or_404(document_id)
    action = request.POST.get("action", "save")
    lying = desk.on_the_desk(paper)
    if lying.proposal is None:
        raise lying.refusal or Refusal("Nie ma propozycji dekretu.", code="office.proposal")
    by, at = request.person_id, request.now
    if done := _instead(request, paper, lying.proposal, action):
        messages.success(request, done)
        return _back(request, document_id)
    changed = read_posting(request.POST, lying.proposal)
    sure = "rate_sure" in request.POST
    if action == "post" and changed == lying.proposal and lying.draft is not None:
        if not sure:
            require_near(changed.entry)
        posted = desk.post(paper, by=by, at=at)
        messages.success(request, _("Zaksięgowano: %(entry)s.") % {"entry": posted.label})
        return _back(request, document_id)
    desk.save(paper, changed)
    if action == "save":
        for doubt in rate_doubts(changed.entry).values():
            messages.warning(request, doubt)
        messages.success(request, _("Zapisano w buforze."))
        return _back(request, document_id)
    try:
        desk.code(paper, by=by, at=at, rate_sure=sure)
    except FarFromTable as doubt:  # what was typed stays in the buffer, and the page asks
        messages.error(request, doubt.message, extra_tags=doubt.code)
        return _back(request, document_id)
    if action == "code":
        messages.success(request, _("Zadekretowano. Można księgować."))
        return _back(request, document_id)
    posted = desk.post(paper, by=by, at=at)
    messages.success(request, _("Zaksięgowano: %(entry)s.") % {"entry": posted.label})
    return _back(request, document_id)


def _instead(request: CompanyRequest, paper: Document, proposal: Proposal, action: str) -> str:
    """Actions that don't take the grid as it was typed; what to tell, empty for all others."""
    if action == "close":
        desk.close_without_posting(paper, by=request.person_id, at=request.now)
        return _("Zamknięto bez księgowania.")
    if action == "undo":
        desk.undo(paper, by=request.person_id, at=request.now)
        return _("Cofnięto: na biurku leży znów propozycja programu.")
    if action == "copy":
        copy_last(paper, proposal)
        return _("Wstawiono konta z ostatniego dokumentu.")
    if action.startswith(SCHEME):
        desk.use_scheme(paper, proposal, action.removeprefix(SCHEME), request.POST.dict())
        return _("Wstawiono schemat.")
    return ""


@require_POST
@company_view(roles=BOOKKEEPERS)
def rate(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Give the exchange rate that the proposal lacks."""
    paper = paper_or_404(document_id)
    desk.set_rate(paper, read_rate(request.POST.get("rate", "")))
    messages.success(request, _("Przeliczono po podanym kursie."))
    return _back(request, document_id)
