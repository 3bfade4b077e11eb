"""Dziennik podawczy on the screen: the book, a letter, new lines."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents.correspondence import commands, queries
from zaplecze.documents.correspondence.commands import NewLetter, NewLetterFile
from zaplecze.documents.correspondence.models import Direction, Way
from zaplecze.documents.web.asked import asked_day, asked_id
from zaplecze.documents.web.numbers import asked_papers
from zaplecze.platform.files import read_file
from zaplecze.platform.periods import last_day
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import WORKERS, CompanyRequest, company_view
from zaplecze.platform.webreport import (
    FORMS,
    as_download,
    asked_period,
    company_link,
    download,
    record_printout,
)

PAGE = 50
FILES_AT_ONCE = 20


@require_GET
@company_view()
def letters(request: CompanyRequest) -> HttpResponse:
    """The book of the working period, one direction at a time; as a printout it is whole."""
    asked = request.GET.get("kierunek", "")
    direction = asked if asked in Direction.values else Direction.INCOMING.value
    first_month, last_month = asked_period(request)
    first, last = date(first_month[0], first_month[1], 1), last_day(last_month)
    text = request.GET.get("szukaj", "").strip()
    if form := request.GET.get("forma", ""):
        rows = queries.letters(direction=direction, first=first, last=last, text=text)
        report = queries.book_report(
            request.company,
            rows,
            direction=direction,
            first=first,
            last=last,
            link=company_link(request.company.nip),
        )
        return download(request, report, form)
    rows = queries.letters(
        direction=direction,
        first=first,
        last=last,
        text=text,
        before=asked_id(request.GET.get("po", "")),
        limit=PAGE + 1,
    )
    query = request.GET.copy()
    query.pop("po", None)
    query["kierunek"] = direction
    return TemplateResponse(
        request,
        "documents/letters.html",
        {
            "rows": rows[:PAGE],
            "after": rows[PAGE - 1].pk if len(rows) > PAGE else None,
            "query": query.urlencode(),
            "direction": direction,
            "directions": Direction.choices,
            "ways": Way.choices,
            "text": text,
            "today": timezone.localdate(request.now),
            "may": bool(request.roles & WORKERS),
            "downloads": [(f, f"?{query.urlencode()}&forma={f}") for f in FORMS],
        },
    )


@require_POST
@company_view(roles=WORKERS)
def register_letter(request: CompanyRequest) -> HttpResponse:
    """Write a letter into the book with its files."""
    form = request.POST
    day = asked_day(form, "day", _("Dzień"))
    if day is None:
        raise Refusal("Podaj dzień wpływu albo wysłania.", code="documents.day")
    new = NewLetter(
        direction=form.get("direction", ""),
        day=day,
        party=form.get("party", ""),
        address=form.get("address", ""),
        subject=form.get("subject", ""),
        way=form.get("way", ""),
        written_on=asked_day(form, "written", _("Data pisma")),
        sign=form.get("sign", ""),
        tracking=form.get("tracking", ""),
        delivered_on=asked_day(form, "delivered", _("Doręczono")),
        answers=form.get("answers", ""),
        document_ids=asked_papers(form.get("papers", "")),
    )
    letter = commands.register_letter(
        new, files=_files(request), by=request.person_id, at=request.now
    )
    messages.success(request, _("Wpisano pod numerem %s.") % letter.label)
    return redirect("letter", nip=request.company.nip, post_id=letter.pk)


@require_GET
@company_view()
def letter(request: CompanyRequest, post_id: int) -> HttpResponse:
    """One line of the book with its papers and files."""
    view = queries.letter_view(post_id)
    if view is None:
        raise Http404("nie ma takiego pisma")
    return TemplateResponse(
        request,
        "documents/letter.html",
        {
            "view": view,
            "letter": view.letter,
            "may": bool(request.roles & WORKERS) and not view.letter.struck_at,
        },
    )


@require_POST
@company_view(roles=WORKERS)
def letter_step(request: CompanyRequest, post_id: int) -> HttpResponse:
    """Attach papers, keep files, take one in as a paper, note the delivery, or strike the line out."""
    if queries.letter_view(post_id) is None:
        raise Http404("nie ma takiego pisma")
    by, at = request.person_id, request.now
    match request.POST.get("action", ""):
        case "papers":
            commands.attach_papers(
                document_ids=asked_papers(request.POST.get("papers", "")),
                letter_id=post_id,
                by=by,
                at=at,
            )
        case "files":
            files = _files(request)
            if not files:
                raise Refusal("Wybierz plik.", code="documents.empty-file")
            for file in files:
                commands.keep_letter_file(file=file, letter_id=post_id, by=by, at=at)
        case "take":
            file_id = asked_id(request.POST.get("file", ""))
            commands.take_in(file_id=file_id or 0, letter_id=post_id, by=by, at=at)
        case "delivered":
            day = asked_day(request.POST, "delivered", _("Doręczono"))
            if day is None:
                raise Refusal("Podaj dzień doręczenia.", code="documents.day")
            commands.note_delivery(day=day, letter_id=post_id, by=by, at=at)
        case "strike":
            commands.strike_letter(
                reason=request.POST.get("reason", ""), letter_id=post_id, by=by, at=at
            )
        case _other:
            raise Refusal("Wybierz, co zapisać.", code="documents.action")
    messages.success(request, _("Zapisano w dzienniku."))
    return redirect("letter", nip=request.company.nip, post_id=post_id)


@require_GET
@company_view()
def letter_file(request: CompanyRequest, file_id: int) -> HttpResponse:
    """A file of a letter as it was received, always as a download."""
    file = queries.letter_file(file_id)
    if file is None:
        raise Http404("nie ma takiego pliku")
    record_printout(request, f"plik pisma {file.file_name}", "plik", kind="file")
    return as_download(read_file(file.file_sha256), file.file_name)


def _files(request: CompanyRequest) -> list[NewLetterFile]:
    files = request.FILES.getlist("files")
    if len(files) > FILES_AT_ONCE:
        raise Refusal(f"Naraz najwyżej {FILES_AT_ONCE} plików.", code="documents.too-many")
    evidence = request.POST.get("evidence") == "1"
    return [
        NewLetterFile(f.name or "", f.read(commands.MAX_FILE + 1), evidence=evidence) for f in files
    ]
