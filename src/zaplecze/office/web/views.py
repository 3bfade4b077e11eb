"""The desk: what waits, what came in, one paper with all that is known of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zaplecze.documents.api import (
    Document,
    DocumentKind,
    Source,
    choosable_kinds,
    invoice_of,
    log_access,
    look_of,
    opened_paper,
    related_papers,
    twins_of,
)
from zaplecze.ledger.api import (
    Entry,
    GridRow,
    Line,
    accounts,
    cost_centers,
    entries_of,
    entry_lines,
    grid_rows,
    items_of_document,
    projects,
    schemes,
    spreadable,
)
from zaplecze.office.copying import can_copy
from zaplecze.office.desk import desk_rows
from zaplecze.office.posting import OnTheDesk, on_the_desk
from zaplecze.office.web.card import card_pdf, card_rows, printouts_of
from zaplecze.office.web.circulation import circulation_of
from zaplecze.office.web.pages import page_after, page_mark
from zaplecze.office.web.papers import other_paper
from zaplecze.office.web.steps import paper_or_404
from zaplecze.payments.api import statements_of
from zaplecze.platform.days import working_hours
from zaplecze.platform.models import Company
from zaplecze.platform.scope import company_scope
from zaplecze.platform.web import (
    BOOKKEEPERS,
    WORKERS,
    CompanyRequest,
    company_view,
    my_companies,
    signed_in,
)
from zaplecze.platform.webreport import record_printout
from zaplecze.purchasing.api import cost_invoice
from zaplecze.workflow.api import (
    COUNTED,
    MAY,
    LaneCounts,
    lane_counts,
    questions_for,
    standing_of,
)

LANE_ROWS = 20


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A company on the page of all: what waits there."""

    company: Company
    counts: LaneCounts
    oldest_hours: float | None


@require_GET
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """All companies of this person, with what waits in each; straight to the desk where there is one."""
    person_id = signed_in(request)
    companies = my_companies(person_id)
    if len(companies) == 1 and "wszystkie" not in request.GET:
        return redirect("desk", nip=companies[0].nip)
    now = timezone.now()
    lines = []
    for company in companies:
        with company_scope(company.id, user_id=person_id):
            counts = lane_counts(as_of=now)
        oldest = working_hours(counts.oldest, now) if counts.oldest else None
        lines.append(CompanyLine(company, counts, oldest))
    return TemplateResponse(request, "office/home.html", {"lines": lines, "counted": COUNTED})


@require_GET
@company_view()
def desk(request: CompanyRequest) -> HttpResponse:
    """The inbox under its headings, longest waiting first."""
    counts = request.lane_counts = lane_counts(as_of=request.now)
    lane = request.GET.get("kolejka", "")
    lanes = {**counts.waiting, "returned": counts.returned, "overdue": counts.overdue}
    if lane not in lanes:
        mine = [k for k in counts.waiting if counts.waiting[k] and request.roles & MAY[k]]
        lane = mine[0] if mine else next((k for k in counts.waiting if counts.waiting[k]), "code")
    rows = desk_rows(
        lane=lane,
        as_of=request.now,
        limit=LANE_ROWS + 1,
        after=page_after(request.GET.get("po", "")),
    )
    last = rows[LANE_ROWS - 1].task if len(rows) > LANE_ROWS else None
    return TemplateResponse(
        request,
        "office/desk.html",
        {
            "lane": lane,
            "lanes": lanes,
            "counts": counts,
            "counted": COUNTED,
            "oldest_hours": working_hours(counts.oldest, request.now) if counts.oldest else None,
            "rows": rows[:LANE_ROWS],
            "first": "po" not in request.GET,
            "after": page_mark(last),
            "may_upload": bool(request.roles & WORKERS),
            "questions": questions_for(person=request.person_id),
            "kinds": choosable_kinds(),
        },
    )


@require_GET
@company_view()
def document(request: CompanyRequest, document_id: int) -> HttpResponse:
    """A paper beside what is to be done with it."""
    opened = opened_paper(document_id)
    if opened is None:
        raise Http404("nie ma takiego dokumentu")
    paper = opened.document
    if paper.kind == DocumentKind.BANK_STATEMENT:
        first = statements_of(document_id=document_id)[0]
        return redirect("statement", nip=request.company.nip, statement_id=first.id)
    if opened.personal:
        log_access(document_ids=[paper.id], how="dokument", by=request.person_id, at=request.now)
    if not paper.is_invoice:
        return other_paper(request, opened)
    context = circulation_of(request, paper) | {
        "paper": paper,
        "opened": opened,
        "invoice": None if opened.protocol else invoice_of(paper),
        "look": look_of(paper) if _on_an_image(paper) and not opened.protocol else None,
        "related": related_papers(document_id),
        "twins": twins_of(paper),
        "may_reverse": bool(request.roles & BOOKKEEPERS),
        "entries": _entries(paper),
        "record": cost_invoice(document_id) if paper.kind == DocumentKind.COST_INVOICE else None,
        "today": timezone.localdate(),
    }
    task, may = context["task"], context["may"]
    if task is not None and task.kind == "pay":
        context["items"] = items_of_document(document_id)
    if task is not None and task.kind == "describe":
        nothing = {"center": context["named_center"], "purpose": ""}
        context["described"] = next(
            (d.answer for d in context["descriptions"] if d.answer), nothing
        )
    if task is not None and task.kind in ("describe", "code"):
        context["centers"] = cost_centers()
    if task is not None and task.kind == "code":
        lying = on_the_desk(paper)
        context["desk"] = lying
        context["rows"] = _rows(lying)
        context["projects"] = projects()
        context["schemes"] = schemes()
        context["spread"] = spreadable(lying.draft)
        context["may_copy"] = may and can_copy(paper)
        context["account_names"] = {a.number: a.name for a in accounts()}
    return TemplateResponse(request, "office/document.html", context)


def _rows(lying: OnTheDesk) -> list[GridRow]:
    """The lines on the desk as the grid shows them, doubts at their lines."""
    rows = grid_rows(lying.proposal.entry.lines) if lying.proposal else []
    return [replace(r, fault=lying.doubts.get(n, "")) for n, r in enumerate(rows, 1)]


def _on_an_image(paper: Document) -> bool:
    """True for an invoice whose own file is a picture, though another appearance may say its facts."""
    return paper.source == Source.TYPED or paper.facts_from_id is not None


@dataclass(frozen=True, slots=True)
class EntryView:
    """A posted entry with its lines."""

    entry: Entry
    lines: list[Line]
    reversed: bool


def _entries(paper: Document) -> list[EntryView]:
    entries = entries_of(document_id=paper.id)
    taken_back = {e.reverses_id for e in entries}
    return [EntryView(e, list(entry_lines(e.id)), e.id in taken_back) for e in entries]


@require_GET
@company_view()
def card(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Karta obiegu: every step, who, when, how long, on whose desk the paper lies now."""
    paper = paper_or_404(document_id)
    rows = card_rows(document_id)
    prints = printouts_of(document_id)
    if request.GET.get("forma", "") == "pdf":
        record_printout(
            request,
            f"Karta obiegu dokumentu {paper.number}",
            "pdf",
            kind="card",
            document_id=document_id,
        )
        return _as_pdf(
            card_pdf(
                request.company,
                paper,
                rows,
                printouts_of(document_id),
                printed_by=str(request.user),
                printed_at=request.now,
            ),
            f"karta-obiegu-{document_id}.pdf",
        )
    standing = standing_of(document_id=document_id, person=request.person_id, at=request.now)
    return TemplateResponse(
        request,
        "office/card.html",
        {
            "paper": paper,
            "rows": rows,
            "prints": prints,
            "longest": max([r.hours for r in rows], default=0.0) or 1.0,
            "total_hours": sum(r.hours for r in rows),
            "way": standing.way,
            "task": standing.task,
            "downloads": [("pdf", "?forma=pdf")],
        },
    )


def _as_pdf(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
