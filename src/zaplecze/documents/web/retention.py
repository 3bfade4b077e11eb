"""How long papers are kept: what is due, holds, protocols of destruction, the list of subjects, who opened what."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents.keeping import commands, queries
from zaplecze.documents.keeping.models import Destruction
from zaplecze.documents.keeping.protocol import protocol_pdf
from zaplecze.documents.keeping.rules import CATEGORIES, KIND_CATEGORIES
from zaplecze.documents.kinds.queries import all_kinds
from zaplecze.documents.web.asked import asked_id
from zaplecze.platform.models import Role
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import record_printout

KEEPERS = BOOKKEEPERS | {Role.OWNER}
WATCHERS = frozenset({Role.OWNER, Role.MANAGER, Role.AUDITOR})
LOG_PAGE = 100


@require_GET
@company_view()
def retention(request: CompanyRequest) -> HttpResponse:
    """Papers whose time is over, those held back, and the protocols."""
    return TemplateResponse(
        request,
        "documents/retention.html",
        {
            "due": queries.papers_due(on=timezone.localdate(request.now)),
            "cut": queries.CUT,
            "holds": queries.held_papers(),
            "protocols": queries.protocols(),
            "categories": CATEGORIES.values(),
            "may": bool(request.roles & KEEPERS),
        },
    )


@require_POST
@company_view(roles=KEEPERS)
def propose(request: CompanyRequest) -> HttpResponse:
    """List the ticked papers in a new protocol."""
    made = commands.propose_destruction(
        document_ids=[i for t in request.POST.getlist("id") if (i := asked_id(t)) is not None],
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Protokół czeka na potwierdzenie drugiej osoby."))
    return redirect("destruction", nip=request.company.nip, destruction_id=made.pk)


def _protocol(destruction_id: int) -> Destruction:
    found = queries.protocol(destruction_id)
    if found is None:
        raise Http404("nie ma takiego protokołu")
    return found


@require_GET
@company_view()
def destruction(request: CompanyRequest, destruction_id: int) -> HttpResponse:
    """A protocol on the screen, or as PDF/A."""
    made = _protocol(destruction_id)
    items = queries.protocol_items(destruction_id)
    if request.GET.get("forma") == "pdf":
        data = protocol_pdf(
            request.company, made, items, printed_by=str(request.user), printed_at=request.now
        )
        record_printout(request, f"Protokół zniszczenia {made}", "pdf", kind="destruction")
        response = HttpResponse(data, content_type="application/pdf")
        name = f"protokol-zniszczenia-{made.number}-{made.year}.pdf"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return TemplateResponse(
        request,
        "documents/destruction.html",
        {
            "made": made,
            "items": items,
            "open": not made.confirmed_at and not made.withdrawn_at,
            "may": bool(request.roles & KEEPERS),
            "mine": made.proposed_by_id == request.person_id,
            "downloads": [("pdf", "?forma=pdf")],
        },
    )


@require_POST
@company_view(roles=KEEPERS)
def end_destruction(request: CompanyRequest, destruction_id: int) -> HttpResponse:
    """Confirm a protocol as its second person, or give it up."""
    _protocol(destruction_id)
    by, at = request.person_id, request.now
    match request.POST.get("action", ""):
        case "confirm":
            commands.confirm_destruction(destruction_id=destruction_id, by=by, at=at)
            messages.success(request, _("Potwierdzono. Pliki są usuwane, protokół zostaje."))
        case "withdraw":
            commands.withdraw_destruction(destruction_id=destruction_id, by=by, at=at)
            messages.success(request, _("Protokół wycofano."))
        case _other:
            raise Refusal("Wybierz: potwierdź albo wycofaj.", code="documents.action")
    return redirect("destruction", nip=request.company.nip, destruction_id=destruction_id)


@require_GET
@company_view()
def subjects(request: CompanyRequest) -> HttpResponse:
    """The list of subjects, and what the company says of kinds of papers."""
    policies = queries.kind_policies()
    kinds = [
        (kind, policies.get(kind.code), CATEGORIES.get(KIND_CATEGORIES.get(kind.code, "")))
        for kind in all_kinds()
    ]
    return TemplateResponse(
        request,
        "documents/subjects.html",
        {
            "folders": [(f, CATEGORIES[f.category]) for f in queries.folders()],
            "kinds": kinds,
            "categories": CATEGORIES.values(),
            "may": bool(request.roles & KEEPERS),
        },
    )


@require_POST
@company_view(roles=KEEPERS)
def save_subject(request: CompanyRequest) -> HttpResponse:
    """Begin the list, add a class, or say how a kind is kept."""
    form = request.POST
    personal = form.get("personal") == "1"
    match form.get("action", ""):
        case "begin":
            count = commands.begin_subjects()
            messages.success(request, _("Dodano teczek: %s.") % count)
        case "folder":
            commands.add_folder(
                symbol=form.get("symbol", ""),
                title=form.get("title", ""),
                category=form.get("category", ""),
                personal=personal,
            )
            messages.success(request, _("Dodano teczkę."))
        case "kind":
            commands.set_kind_policy(
                kind=form.get("kind", ""), category=form.get("category", ""), personal=personal
            )
            messages.success(request, _("Zapisano zasady rodzaju."))
        case _other:
            raise Refusal("Wybierz, co zapisać.", code="documents.action")
    return redirect("subjects", nip=request.company.nip)


@require_GET
@company_view(roles=WATCHERS)
def access_log(request: CompanyRequest) -> HttpResponse:
    """Who opened papers with personal data, newest first."""
    lines = queries.access_log(
        document_id=asked_id(request.GET.get("dokument", "")),
        before=asked_id(request.GET.get("po", "")),
        limit=LOG_PAGE + 1,
    )
    return TemplateResponse(
        request,
        "documents/access_log.html",
        {
            "lines": lines[:LOG_PAGE],
            "document_id": asked_id(request.GET.get("dokument", "")) or "",
            "after": lines[LOG_PAGE - 1].access.pk if len(lines) > LOG_PAGE else None,
        },
    )
