"""Papers that come by hand and papers that a person describes: upload, the phone's camera, kind and facts."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents.api import (
    CannotDescribe,
    Channel,
    Document,
    InvoiceTwin,
    NewPaper,
    OpenedPaper,
    Source,
    choosable_kinds,
    describe_paper,
    document,
    kind_of,
    look_of,
    newest_intake_id,
    opened_paper,
    proposal_of,
    related_papers,
    twins_of,
)
from zaplecze.formats.containers import IMAGES, file_type
from zaplecze.formats.sheets import Sheet, UnreadableSheetsError, arrange, as_pdf
from zaplecze.ledger.api import cost_centers, entries_of, items_of_document
from zaplecze.office.desk import next_unread
from zaplecze.office.intake import receive
from zaplecze.office.web.circulation import circulation_of
from zaplecze.office.web.describing import describing_form
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, WORKERS, CompanyRequest, company_view
from zaplecze.purchasing.api import CUSTOMS, FROM_ABROAD, cost_invoice, paper_to_record
from zaplecze.workflow.api import Task, descriptions_of

MAX_FILES = 500
MAX_SHOTS = 40
OTHER = "other"
SHOWN_ABOVE = frozenset({"number", "issue_date", "partner_name", "gross", "currency"})
ID_DIGITS = 19


def other_paper(
    request: CompanyRequest,
    opened: OpenedPaper,
    *,
    typed: Mapping[str, str] | None = None,
    twin: Document | None = None,
) -> HttpResponse:
    """A paper that the program doesn't read, beside its description; ``typed`` is what was just refused,
    ``twin`` the paper that has the typed invoice's number.

    One whose file was destroyed is told by its protocol. Whoever calls has logged who opens it.
    """
    paper = opened.document
    wanted = (typed or request.GET).get("kind", "")
    offer = proposal_of(paper) if paper.source == Source.NONE and not opened.protocol else None
    if not wanted and offer is not None and paper.kind == OTHER:
        wanted = offer.guess.kind  # a doubtful guess is marked, not put in the paper's row
    kind = kind_of(wanted) or kind_of(paper.kind) or kind_of(OTHER)
    assert kind is not None
    context = circulation_of(request, paper)
    told = next((d.answer["purpose"] for d in context["descriptions"] if d.answer), "")
    form = describing_form(paper, kind, offer, typed, told=told)
    return TemplateResponse(
        request,
        "office/paper.html",
        context
        | _as_a_cost(paper, context["task"])
        | {
            "paper": paper,
            "opened": opened,
            "look": None if opened.protocol else look_of(paper),
            "related": related_papers(paper.pk),
            "twins": twins_of(paper),
            "twin": twin,
            "kind": kind,
            "kinds": choosable_kinds(kind_of(paper.kind)),
            "form": form,
            "to_record": _to_record(request, paper),
            "booked": entries_of(document_id=paper.pk),
            "facts": [
                a for a in (*form.asked, *form.gone) if a.value and a.field.key not in SHOWN_ABOVE
            ],
        },
    )


def _to_record(request: CompanyRequest, paper: Document) -> str:
    """The page on which a bookkeeper posts this approved paper from abroad; nothing for other papers and people."""
    if paper.kind not in FROM_ABROAD or not request.roles & BOOKKEEPERS:
        return ""
    if not isinstance(paper_to_record(paper.pk, kind=paper.kind), Document):
        return ""
    return "customs_declarations" if paper.kind == CUSTOMS else "foreign_purchases"


def _as_a_cost(paper: Document, task: Task | None) -> dict[str, object]:
    """What a paper from abroad shows of its way as a cost: whose it is, what is to be paid."""
    record = cost_invoice(paper.pk) if paper.kind in FROM_ABROAD else None
    if record is None or task is None:
        return {"record": record}
    shown: dict[str, object] = {"record": record, "today": timezone.localdate()}
    if task.kind == "pay":
        shown["items"] = items_of_document(paper.pk)
    if task.kind == "describe":
        asked = descriptions_of(document_id=paper.pk)
        said = {"center": "", "purpose": paper.fields.get("subject", "")}
        told = next((d.answer for d in asked if d.answer), said)
        shown |= {"descriptions": asked, "described": told, "centers": cost_centers()}
    return shown


def _kind_said(request: CompanyRequest) -> str:
    """The kind that the sender chose; refuses one that the company doesn't have."""
    code = request.POST.get("kind", "") or OTHER
    if code not in {k.code for k in choosable_kinds()}:
        raise Refusal("Wybierz rodzaj dokumentu z listy.", code="documents.kind")
    return code


def _to_the_log(request: CompanyRequest, before: int) -> HttpResponse:
    return redirect(f"{reverse('intake', kwargs={'nip': request.company.nip})}?po={before}")


@require_POST
@company_view(roles=WORKERS)
def upload(request: CompanyRequest) -> HttpResponse:
    """Take dropped files in; the answer shows what became of each."""
    files = request.FILES.getlist("files")
    if not files:
        raise Refusal("Nie wybrano żadnego pliku.", code="office.no-files")
    if len(files) > MAX_FILES:
        raise Refusal(
            f"Naraz można wgrać {MAX_FILES} plików. Podziel je albo użyj: zaplecze import.",
            code="office.too-many-files",
        )
    kind = _kind_said(request)
    before = newest_intake_id()
    receive(
        request.company.id,
        [NewPaper(f.name or "", f.read(), kind=kind) for f in files],
        channel=Channel.UPLOAD,
        stamp=Stamp(request.person_id, request.now),
    )
    return _to_the_log(request, before)


@require_GET
@company_view()
def camera(request: CompanyRequest) -> HttpResponse:
    """The phone's page: one paper, several shots, one PDF."""
    return TemplateResponse(
        request,
        "office/camera.html",
        {
            "kinds": choosable_kinds(),
            "most": MAX_SHOTS,
            "may": bool(request.roles & WORKERS),
        },
    )


@require_POST
@company_view(roles=WORKERS)
def take_shots(request: CompanyRequest) -> HttpResponse:
    """Join the shots into one paper; one that is no picture is refused by its name."""
    files = request.FILES.getlist("files")
    if not files:
        raise Refusal("Zrób co najmniej jedno zdjęcie.", code="office.no-files")
    if len(files) > MAX_SHOTS:
        raise Refusal(
            f"Najwyżej {MAX_SHOTS} zdjęć w jednym dokumencie.", code="office.too-many-files"
        )
    kind = _kind_said(request)
    pages = []
    for file in files:
        data = file.read()
        found = file_type(data)
        if found not in IMAGES:
            raise Refusal(
                f"„{file.name}” ({found.label}) nie jest zdjęciem. Zrób je jeszcze raz.",
                code="office.no-picture",
            )
        try:
            pages.append(as_pdf(data, found.media_type))
        except UnreadableSheetsError as error:
            raise Refusal(f"„{file.name}”: {error.message_pl}", code=error.code) from error
    paper = pages[0]
    if len(pages) > 1:
        paper = arrange(pages, [Sheet(1, source=n) for n in range(len(pages))])
    name = f"zdjęcie {request.now.astimezone(WARSAW):%Y-%m-%d %H.%M.%S}.pdf"
    before = newest_intake_id()
    receive(
        request.company.id,
        [NewPaper(name, paper, kind=kind)],
        channel=Channel.CAMERA,
        stamp=Stamp(request.person_id, request.now),
    )
    return _to_the_log(request, before)


@require_POST
@company_view(roles=WORKERS)
def describe_other(request: CompanyRequest, document_id: int) -> HttpResponse:
    """Say what the paper is and write its facts down, and go on to the next one that waits.

    What doesn't fit comes back with what was typed.
    """
    opened = opened_paper(document_id)
    if opened is None:
        raise Http404("nie ma takiego dokumentu")
    typed = {k: str(v) for k, v in request.POST.items()}
    seen = typed.get("reading", "")
    following = next_unread(person=request.person_id, at=request.now, after=document_id)
    try:
        lead_id = describe_paper(
            document_id=document_id,
            kind=typed.get("kind", ""),
            values=typed,
            by=request.person_id,
            at=request.now,
            reading_id=int(seen) if seen.isdecimal() and len(seen) < ID_DIGITS else None,
        )
    except CannotDescribe as refusal:
        messages.error(request, refusal.message, extra_tags=refusal.code)
        return other_paper(request, opened, typed=typed)
    except InvoiceTwin as refusal:
        messages.error(request, refusal.message, extra_tags=refusal.code)
        return other_paper(request, opened, typed=typed, twin=document(refusal.twin_id))
    if lead_id is not None:
        messages.success(request, _("Ta faktura już jest: dokument dołączono do niej jako postać."))
        return redirect("document", nip=request.company.nip, document_id=following or lead_id)
    if following is None:
        messages.success(request, _("Opisano. Dokument poszedł dalej."))
    else:
        messages.success(
            request,
            _("Opisano. %(number)s poszedł dalej; to następny, który czeka.")
            % {"number": opened.document.number},
        )
    return redirect("document", nip=request.company.nip, document_id=following or document_id)
