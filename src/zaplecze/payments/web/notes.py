"""Interest notes: what they could charge, one issued, and what was received of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.partners.api import partner_names
from zaplecze.payments.collections import commands, proposals, queries
from zaplecze.payments.collections.commands.receiving import receipts_to_book
from zaplecze.payments.collections.models import LetterKind
from zaplecze.payments.collections.proposal_reports import ALL_PARTNERS
from zaplecze.payments.collections.rates import (
    KIND_NAMES,
    LAST_CHANGE,
    OPEN_QUESTIONS,
    InterestKind,
)
from zaplecze.payments.collections.rules import sums_by_currency
from zaplecze.payments.web.asked import asked_day
from zaplecze.payments.web.collections import figures, letters_register
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import month_of
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view


def _kind(text: str) -> InterestKind:
    if text not in set(InterestKind):
        raise Refusal("Wybierz rodzaj odsetek.", code="payments.interest-kind")
    return InterestKind(text)


@require_GET
@company_view()
def notes(request: CompanyRequest) -> HttpResponse:
    """What interest notes could charge up to a day, and the register of notes."""
    day = min(asked_day(request.GET), timezone.localdate())
    kind = _kind(request.GET.get("odsetki") or InterestKind.TRADE)
    due = proposals.interest_due(kind=kind, upto=day)
    received = receipts_to_book(day=timezone.localdate())
    return letters_register(
        request,
        LetterKind.INTEREST,
        day,
        "payments/collections/notes.html",
        due=[(d, f"odsetki/{kind}/{day.isoformat()}/{d.partner_id}/{d.currency}") for d in due],
        sums=figures(
            f"odsetki/{kind}/{day.isoformat()}/{ALL_PARTNERS}",
            sums_by_currency((d.currency, d.total) for d in due),
        ),
        names=partner_names(d.partner_id for d in due),
        questions=OPEN_QUESTIONS if any(d.currency != "PLN" for d in due) else (),
        received=received,
        received_sum=sum((r.amount for r in received), ZERO),
        interest=kind,
        credits=queries.unmatched_credits(day=day),
        kinds=[(k.value, name) for k, name in KIND_NAMES.items()],
        last_change=LAST_CHANGE,
        outstanding=sums_by_currency(pair for v in proposals.open_notes() for pair in v.sums),
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def write_note(request: CompanyRequest) -> HttpResponse:
    """Issue an interest note to one partner."""
    whom = request.POST.get("partner", "")
    if not whom.isdecimal():
        raise Refusal("Wybierz kontrahenta noty.", code="payments.interest-partner")
    made = commands.make_interest_note(
        partner_id=int(whom),
        kind=_kind(request.POST.get("odsetki", "")),
        upto=asked_day(request.POST),
        currency=request.POST.get("waluta", "PLN"),
        with_compensation=bool(request.POST.get("rekompensata")),
        compensation_in_pln=request.POST.get("rekompensata") == "pln",
        on=timezone.localdate(),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Wystawiono notę %(number)s.") % {"number": made.number})
    return redirect("collection_letter", nip=request.company.nip, letter_id=made.id)


@require_POST
@company_view(roles=BOOKKEEPERS)
def write_receipts(request: CompanyRequest) -> HttpResponse:
    """Move interest received by the end of a month to received interest."""
    made = commands.book_received_interest(
        month=month_of(asked_day(request.POST)), by=request.person_id, at=request.now
    )
    messages.success(request, _("Przeniesiono otrzymane odsetki, noty: %(n)s.") % {"n": len(made)})
    return redirect("interest_notes", nip=request.company.nip)
