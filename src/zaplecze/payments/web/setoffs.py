"""Kompensaty: whose claims could meet, setting them off, taking a set-off back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.partners.api import partner_names
from zaplecze.payments.collections import commands
from zaplecze.payments.collections.models import LetterKind
from zaplecze.payments.collections.setoff_rules import taken_of
from zaplecze.payments.collections.setoffs import PLN, open_sides, owed, proposed_setoffs
from zaplecze.payments.web.asked import asked_amount, asked_day
from zaplecze.payments.web.collections import letters_register
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view


@require_GET
@company_view()
def setoffs(request: CompanyRequest) -> HttpResponse:
    """Proposed set-offs of a day, a form for two partners, and the register."""
    day = min(asked_day(request.GET), timezone.localdate())
    proposed = [
        (p, [(i, owed(i), taken_of(p.met).get(i.id)) for i in (*p.sides.receivables, *p.sides.payables)])
        for p in proposed_setoffs(on=day)
    ]  # fmt: skip
    found = open_sides(on=day)
    names = partner_names(partner_id for partner_id, _currency in found)
    parties = {
        side: sorted(
            {(names[who], who) for (who, _currency), sides in found.items() if getattr(sides, side)}
        )
        for side in ("receivables", "payables")
    }
    return letters_register(
        request,
        LetterKind.SETOFF,
        day,
        "payments/collections/setoffs.html",
        proposed=proposed,
        debtors=parties["receivables"],
        creditors=parties["payables"],
        currencies=sorted({PLN, *(currency for _who, currency in found)}, key=lambda c: (c != PLN, c)),
    )  # fmt: skip


@require_POST
@company_view(roles=BOOKKEEPERS)
def write_setoff(request: CompanyRequest) -> HttpResponse:
    """Set off what was ticked, or what two partners agreed on."""
    post = request.POST
    whom, other = post.get("partner", ""), post.get("wierzyciel", "")
    if not whom.isdecimal():
        raise Refusal("Wybierz kontrahenta kompensaty.", code="payments.setoff-partner")
    ids = [int(i) for i in post.getlist("pozycja") if i.isdecimal()]
    if post.get("pozycje") and not ids:
        raise Refusal("Zaznacz pozycje, które mają się spotkać.", code="payments.nothing-ticked")
    made = commands.make_setoff(
        partner_id=int(whom),
        other_id=int(other) if other.isdecimal() else None,
        currency=post.get("waluta", PLN),
        by_agreement=post.get("tryb", "") == "umowa",
        amount=asked_amount(post, "kwota"),
        item_ids=ids or None,
        on=asked_day(post),
        by=request.person_id,
        at=request.now,
    )
    messages.success(
        request,
        _("Zaksięgowano kompensatę %(number)s. Pobierz pismo i wyślij je kontrahentowi.")
        % {"number": made.number},
    )
    return redirect("collection_letter", nip=request.company.nip, letter_id=made.id)


@require_POST
@company_view(roles=BOOKKEEPERS)
def undo(request: CompanyRequest, letter_id: int) -> HttpResponse:
    """Take a set-off back by storno."""
    commands.undo_setoff(
        letter_id=letter_id,
        reason=request.POST.get("powod", ""),
        on=asked_day(request.POST),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Cofnięto kompensatę: pozycje są znowu otwarte."))
    return redirect("collection_letter", nip=request.company.nip, letter_id=letter_id)
