"""Letters of collections: on the screen, as PDF/A or a ZIP, and what became of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.payments.collections import commands, queries
from zaplecze.payments.collections.commands import NEXT_OUTCOMES
from zaplecze.payments.collections.letter_words import (
    BOTH,
    ENGLISH,
    LANGUAGES,
    POLISH,
    language_of,
)
from zaplecze.payments.collections.letters import (
    file_stem,
    letter_sheet,
    print_letters,
    zip_letters,
)
from zaplecze.payments.collections.models import LetterKind, Outcome
from zaplecze.payments.collections.queries import LetterView
from zaplecze.payments.web.asked import asked_amount, asked_day
from zaplecze.platform.polish import counted
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import record_printout


def _letter(letter_id: int) -> LetterView:
    found = queries.letter(letter_id)
    if found is None:
        raise Http404("nie ma takiego pisma")
    return found


@require_GET
@company_view()
def letter(request: CompanyRequest, letter_id: int) -> HttpResponse:
    """A letter as it prints, beside what became of it."""
    view = _letter(letter_id)
    closed = view.state in commands.CLOSED
    return TemplateResponse(
        request,
        "payments/collections/letter.html",
        {
            "view": view,
            "letter": view.letter,
            "sheet": letter_sheet(view),
            "next": [] if closed else NEXT_OUTCOMES[LetterKind(view.letter.kind)],
            "other": ENGLISH if language_of(view.letter) == POLISH else POLISH,
            "currencies": [currency for currency, _amount in view.sums] or ["PLN"],
            "amounts": [
                *((c, a, f"pismo/{letter_id}/{c}") for c, a in view.sums),
                *(
                    [("", view.letter.total, f"pismo/{letter_id}/total")]
                    if view.letter.total
                    else []
                ),
            ],
            "today": timezone.localdate(),
            "may": bool(request.roles & BOOKKEEPERS),
        },
    )


@require_GET
@company_view()
def printed(request: CompanyRequest, letter_id: int) -> HttpResponse:
    """One letter as PDF/A; the print is recorded."""
    view = _letter(letter_id)
    language = request.GET.get("jezyk", "")
    if language not in ("", BOTH, *LANGUAGES):
        raise Refusal(
            "Pismo jest po polsku, po angielsku albo w obu językach: wybierz jedno z nich.",
            code="payments.letter-language",
        )
    data = print_letters(
        [view], printed_by=str(request.user), printed_at=request.now, language=language
    )
    return _file(request, data, f"{file_stem(view.letter)}.pdf", view.letter.number)


@require_GET
@company_view()
def package(request: CompanyRequest) -> HttpResponse:
    """Letters of a kind, or those named by ``id``, in one PDF/A or as a ZIP; the print is recorded."""
    ids = [int(i) for i in request.GET.getlist("id") if i.isdecimal()]
    views = queries.letters(kind=request.GET.get("rodzaj", ""), ids=ids or None)[::-1]
    if not views:
        raise Refusal("Nie ma pism do pobrania: zmień wybór.", code="payments.no-letters")
    make, ending = (
        (zip_letters, "zip") if request.GET.get("forma") == "zip" else (print_letters, "pdf")
    )
    data = make(views, printed_by=str(request.user), printed_at=request.now)
    return _file(
        request,
        data,
        f"pisma-{request.company.nip}.{ending}",
        counted(len(views), "pismo", "pisma", "pism"),
    )


def _file(request: CompanyRequest, data: bytes, name: str, what: str) -> HttpResponse:
    ending = name.rpartition(".")[2]
    record_printout(request, f"Windykacja: {what}", ending, kind="letters")
    response = HttpResponse(data, content_type=f"application/{ending}")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@company_view(roles=BOOKKEEPERS)
def outcome(request: CompanyRequest, letter_id: int) -> HttpResponse:
    """Note what became of a letter."""
    _letter(letter_id)
    chosen = request.POST.get("stan", "")
    if chosen not in Outcome.values:
        raise Refusal("Wybierz, co stało się z pismem.", code="payments.letter-outcome")
    commands.record_outcome(
        letter_id=letter_id,
        outcome=Outcome(chosen),
        on=asked_day(request.POST),
        amount=asked_amount(request.POST, "kwota"),
        currency=request.POST.get("waluta", "PLN"),
        note=request.POST.get("uwagi", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zapisano w rejestrze."))
    return redirect("collection_letter", nip=request.company.nip, letter_id=letter_id)
