"""Pages of service agreements: how each is kept, what is about to be missed, the card for the client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.controlling.rules.agreements import FEWEST_FINISHED, WHOLE, State
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.savings import words
from zaplecze.controlling.savings.before import number_of, share_of
from zaplecze.controlling.service.cards import (
    WORKS,
    card_report,
    force_words,
    papers_report,
    print_card,
    state_words,
    stopped_words,
)
from zaplecze.controlling.service.commands import end_agreement, keep_agreement
from zaplecze.controlling.service.queries import Kept, agreements_kept, all_agreements
from zaplecze.controlling.words import CLOCK_NAMES, kind_words
from zaplecze.documents.api import Document, all_kinds, choosable_kinds, documents_by_id
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Membership, Role
from zaplecze.platform.periods import period_label
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import (
    asked_period,
    company_link,
    download,
    record_printout,
    report_response,
)

KEEPS_AGREEMENTS = frozenset({Role.MANAGER})
BAR = 420
OPEN_ROWS = 50


@dataclass(frozen=True, slots=True)
class OpenLine:
    """An open paper under an agreement, with its chance to miss."""

    paper: Document | None
    document_id: int
    counted: str
    elsewhere: str
    state: str
    stopped: bool
    chance: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An agreement as the page shows it; places of its picture are in units of `BAR`.

    ``never_runs`` names the clocks that its work runs on, where its own isn't one; ``too_few`` is how many papers are
    finished, where that is too few to foretell anything.
    """

    kept: Kept
    kind: str
    work: str
    clock: str
    force: str
    share: str
    limits: str
    target: str
    bar: int
    low: int
    high: int
    mark: int
    stopped: str
    never_runs: str
    too_few: int | None
    forecast: str
    forecast_limits: str
    lines: list[OpenLine]


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an agreement in the list of all; ``may_end`` while it isn't over."""

    id: int
    kind: str
    work: str
    hours: Decimal
    share: str
    clock: str
    owner: str
    force: str
    may_end: bool


def _versions(today: date) -> list[Version]:
    return [
        Version(
            id=row.id,
            kind=kind_words(row.kind),
            work=str(WORKS[row.work]),
            hours=row.hours,
            share=words.figure(float(row.share), "share"),
            clock=str(CLOCK_NAMES[Clock(row.clock)]),
            owner=str(row.owner),
            force=force_words(row),
            may_end=row.until is None or row.until >= today,
        )
        for row in all_agreements()
    ]


@require_GET
@company_view()
def agreements(request: CompanyRequest) -> HttpResponse:
    """Each agreement with its share on time, its forecast, and the papers that may miss it."""
    first, last = asked_period(request)
    found = agreements_kept(months=(first, last), as_of=request.now)
    if form := request.GET.get("forma", ""):
        return download(request, card_report(request.company, found, first, last), form)
    today = request.now.astimezone(WARSAW).date()
    people = Membership.objects.filter(company_id=request.company.id).select_related("user")
    return TemplateResponse(
        request,
        "controlling/agreements.html",
        {
            "shown": [_shown(k) for k in found],
            "width": BAR,
            "label": period_label(first, last),
            "kinds": _kinds(),
            "works": WORKS.items(),
            "clocks": CLOCK_NAMES.items(),
            "people": sorted({(m.user_id, m.user.full_name) for m in people}, key=lambda p: p[1]),
            "fewest": FEWEST_FINISHED,
            "versions": _versions(today),
            "today": today,
            "may": bool(request.roles & KEEPS_AGREEMENTS),
        },
    )


def _kinds() -> list[tuple[str, str]]:
    """Kinds that an agreement may be about: built-in ones, and the company's own that aren't retired."""
    built_in = [kind for kind in all_kinds() if not kind.own]
    own = [kind for kind in choosable_kinds() if kind.own]
    return [(kind.code, kind.label) for kind in (*built_in, *own)]


def _shown(kept: Kept) -> Shown:
    card, told = kept.card, kept.forecast
    open_papers = sorted(
        kept.open_papers,
        key=lambda p: -told.chances.get(p.document_id, 0.0),
    )[:OPEN_ROWS]
    known = documents_by_id(p.document_id for p in open_papers)
    return Shown(
        kept=kept,
        kind=kind_words(kept.terms.kind),
        work=str(WORKS[kept.terms.work]),
        clock=str(CLOCK_NAMES[kept.terms.clock]),
        force=force_words(kept.row),
        share=words.figure(card.share, "share"),
        limits=f"{words.figure(card.low, 'share')} … {words.figure(card.high, 'share')}"
        if card.share is not None
        else "",
        target=words.figure(kept.terms.share, "share"),
        bar=round((card.share or 0) * BAR),
        low=round((card.low or 0) * BAR),
        high=round((card.high or 0) * BAR),
        mark=round(kept.terms.share * BAR),
        stopped=stopped_words(kept),
        never_runs=" / ".join(str(CLOCK_NAMES[c]) for c in sorted(kept.runs_on))
        if kept.terms.clock not in kept.runs_on
        else "",
        too_few=told.learned_from if card.open and told.share is None else None,
        forecast=words.figure(told.share, "share") if told.chances else "",
        forecast_limits=f"{words.figure(told.low, 'share')} … {words.figure(told.high, 'share')}"
        if told.share is not None
        else "",
        lines=[
            OpenLine(
                paper=known.get(p.document_id),
                document_id=p.document_id,
                counted=words.figure(p.counted, "hours"),
                elsewhere=words.figure(p.waited_elsewhere, "hours"),
                state=state_words(p),
                stopped=p.state is State.STOPPED,
                chance=words.figure(told.chances.get(p.document_id), "share"),
            )
            for p in open_papers
        ],
    )


@require_GET
@company_view()
def agreement_papers(request: CompanyRequest, agreement_id: int) -> HttpResponse:
    """Every paper that an agreement's share was counted from."""
    first, last = asked_period(request)
    found = agreements_kept(months=(first, last), as_of=request.now)
    kept = next((k for k in found if k.row.id == agreement_id), None)
    if kept is None:
        raise Http404("nie ma takiej umowy")
    report = papers_report(
        request.company, kept, first, last, link=company_link(request.company.nip)
    )
    return report_response(
        request, report, first, last, template="controlling/savings_papers.html", what=""
    )


@require_GET
@company_view()
def agreement_card(request: CompanyRequest) -> HttpResponse:
    """The SLA card of the working period for the client, as PDF/A."""
    first, last = asked_period(request)
    found = agreements_kept(months=(first, last), as_of=request.now)
    data = print_card(
        request.company,
        found,
        first,
        last,
        printed_by=str(request.user),
        printed_at=request.now,
    )
    record_printout(request, "Karta SLA", "pdf", kind="sla-card", period=period_label(first, last))
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="karta-sla_{request.company.nip}.pdf"'
    return response


@require_POST
@company_view(roles=KEEPS_AGREEMENTS)
def write_agreement(request: CompanyRequest) -> HttpResponse:
    """Begin an agreement, today or on the day asked for."""
    post = request.POST
    owner = post.get("owner", "")
    since = _day(post.get("since", "")) if post.get("since") else None
    try:
        hours, share = number_of(post.get("hours", "")), share_of(post.get("share", ""))
    except ValueError as error:
        raise Refusal(f"Umowa: {error}.", code="controlling.agreement-number") from error
    row = keep_agreement(
        kind=post.get("kind", ""),
        work=post.get("work", WHOLE),
        clock=post.get("clock", Clock.OURS),
        owner_id=int(owner) if owner.isdecimal() else 0,
        hours=Decimal(str(round(hours, 2))),
        share=Decimal(str(round(share, 4))),
        by=request.person_id,
        at=request.now,
        since=since,
    )
    messages.success(
        request, _("Zapisano umowę: obowiązuje %(days)s.") % {"days": force_words(row)}
    )
    return redirect("agreements", nip=request.company.nip)


@require_POST
@company_view(roles=KEEPS_AGREEMENTS)
def finish_agreement(request: CompanyRequest, agreement_id: int) -> HttpResponse:
    """End an agreement with a day."""
    row = end_agreement(
        agreement_id=agreement_id,
        until=_day(request.POST.get("until", "")),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Umowa obowiązuje %(days)s.") % {"days": force_words(row)})
    return redirect("agreements", nip=request.company.nip)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal(
            "Umowa: wpisz dzień, np. 2026-10-31.", code="controlling.agreement-day"
        ) from error
