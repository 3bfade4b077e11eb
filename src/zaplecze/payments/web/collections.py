"""Windykacja: ageing, reminders, interest notes, balance confirmations, holds and the policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.api import items_by_id
from zaplecze.partners.api import partner_names
from zaplecze.payments.collections import commands, proposals, queries, reports
from zaplecze.payments.collections.models import LetterKind, Outcome
from zaplecze.payments.collections.proposal_reports import ALL_PARTNERS
from zaplecze.payments.collections.rules import Level, Sums, bucket_labels, sums_by_currency
from zaplecze.payments.web.asked import asked_day, asked_text
from zaplecze.platform.money import ZERO
from zaplecze.platform.periods import month_of
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import company_link, report_response

PICTURE_WIDTH = 420
ROW_HEIGHT = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """A bucket in the picture: name, PLN, where it is drawn (units of the picture)."""

    label: str
    amount: Decimal
    y: int
    width: int
    late: bool


def ageing_bars(labels: Sequence[str], amounts: Sequence[Decimal]) -> list[Bar]:
    """Bars as long as the buckets are large; an empty bucket has none."""
    most = max(amounts, default=ZERO) or Decimal(1)
    return [
        Bar(label, amount, number * ROW_HEIGHT, int(amount * PICTURE_WIDTH / most), late=number > 0)
        for number, (label, amount) in enumerate(zip(labels, amounts, strict=True))
    ]


@require_GET
@company_view()
def ageing(request: CompanyRequest) -> HttpResponse:
    """Wiekowanie of receivables or payables as of a day, with its picture."""
    day = asked_day(request.GET)
    receivables = request.GET.get("strona", "") != "zobowiazania"
    report = reports.ageing_report(
        request.company,
        day=day,
        receivables=receivables,
        link=company_link(request.company.nip),
        text=asked_text(request),
    )
    labels = bucket_labels(queries.bucket_edges())
    bars = ageing_bars(labels, [report.totals[f"b{i}"] for i in range(len(labels))])
    month = month_of(day)
    return report_response(
        request,
        report,
        month,
        month,
        template="payments/collections/ageing.html",
        day=day,
        receivables=receivables,
        bars=bars,
        width=PICTURE_WIDTH,
        height=len(bars) * ROW_HEIGHT,
        text=asked_text(request),
    )


@require_GET
@company_view()
def partner(request: CompanyRequest, partner_id: int) -> HttpResponse:
    """One partner: items as of a day, letters, holds."""
    if not partner_names([partner_id]):
        raise Http404("nie ma takiego kontrahenta")
    day = asked_day(request.GET)
    report = reports.partner_items_report(
        request.company, partner_id=partner_id, day=day, link=company_link(request.company.nip)
    )
    items = queries.side_items(day=day, partner_id=partner_id)
    own = {i.id for i in items}
    holds = [h for h in queries.holds() if h.partner_id == partner_id or h.item_id in own]
    month = month_of(day)
    return report_response(
        request,
        report,
        month,
        month,
        template="payments/collections/partner.html",
        day=day,
        partner_id=partner_id,
        items=items,
        holds=holds,
        numbers={i.id: i.number for i in items},
        letters=queries.letters(partner_id=partner_id),
        may=bool(request.roles & BOOKKEEPERS),
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def hold(request: CompanyRequest) -> HttpResponse:
    """Hold a partner, or one item, back from reminders."""
    item, whom = request.POST.get("item", ""), request.POST.get("partner", "")
    commands.hold_collection(
        item_id=int(item) if item.isdecimal() else None,
        partner_id=int(whom) if whom.isdecimal() and not item.isdecimal() else None,
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Wstrzymano monity."))
    return redirect("collection_partner", nip=request.company.nip, partner_id=int(whom))


@require_POST
@company_view(roles=BOOKKEEPERS)
def lift(request: CompanyRequest, hold_id: int) -> HttpResponse:
    """Lift a hold."""
    commands.lift_hold(hold_id=hold_id, by=request.person_id, at=request.now)
    messages.success(request, _("Zdjęto wstrzymanie."))
    return redirect("reminders", nip=request.company.nip)


def letters_register(
    request: CompanyRequest, kind: LetterKind, day: date, template: str, **context: object
) -> HttpResponse:
    """A page with what can be written now over the register of what was."""
    state, text = request.GET.get("stan", ""), asked_text(request)
    on = timezone.localdate()
    views = queries.register_of_letters(kind=kind, state=state, text=text, on=on)
    report = reports.letters_report(
        request.company,
        views,
        kind=kind,
        on=on,
        link=company_link(request.company.nip),
        state=state,
        text=text,
    )
    month = month_of(day)
    return report_response(
        request,
        report,
        month,
        month,
        template=template,
        day=day,
        kind=kind,
        state=state,
        states=[("new", "przygotowane"), *((o.value, o.label) for o in Outcome)],
        text=text,
        letter_ids=[v.letter.id for v in views],
        may=bool(request.roles & BOOKKEEPERS),
        **context,
    )


@require_GET
@company_view()
def reminders(request: CompanyRequest) -> HttpResponse:
    """Reminders proposed for a day, what is held back and why, and the register."""
    day = asked_day(request.GET)
    proposed = proposals.proposed_reminders(day=day)
    items = {i.id: i for i in queries.side_items(day=day)}
    held = queries.holds()
    held_items = items_by_id([h.item_id for h in held if h.item_id is not None])
    whom = [p.partner_id for p in proposed] + [
        h.partner_id or held_items[h.item_id or 0].partner_id for h in held
    ]
    return letters_register(
        request,
        LetterKind.REMINDER,
        day,
        "payments/collections/reminders.html",
        proposed=[
            (
                p,
                [items[i] for i in p.item_ids],
                figures(f"monit/{day.isoformat()}/{p.partner_id}/{p.level.no}", p.sums),
            )
            for p in proposed
        ],
        today=timezone.localdate(),
        credits=queries.unmatched_credits(day=day),
        names=partner_names(whom),
        sums=figures(
            f"monit/{day.isoformat()}/{ALL_PARTNERS}/0",
            sums_by_currency(pair for p in proposed for pair in p.sums),
        ),
        holds=[(h, held_items.get(h.item_id or 0)) for h in held],
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def write_reminders(request: CompanyRequest) -> HttpResponse:
    """Write the ticked reminders."""
    picks = [
        (int(who), int(level))
        for who, _dash, level in (v.partition("-") for v in request.POST.getlist("monit"))
        if who.isdecimal() and level.isdecimal()
    ]
    made = commands.make_reminders(
        picks=picks, on=timezone.localdate(), by=request.person_id, at=request.now
    )
    messages.success(
        request,
        _("Wystawiono pisma: %(n)s. Pobierz je i wyślij pocztą.") % {"n": len(made)},
    )
    return redirect("reminders", nip=request.company.nip)


def figures(base: str, sums: Sums) -> list[tuple[str, Decimal, str]]:
    """Sums by currency, each with the address of its lineage under ``base``."""
    return [(currency, amount, f"{base}/{currency}") for currency, amount in sums]


@require_GET
@company_view()
def confirmations(request: CompanyRequest) -> HttpResponse:
    """Whom to ask for a balance as of a day, and the register with answers and differences."""
    day = asked_day(request.GET)
    when = day.isoformat()
    asked = proposals.asked_for(day=day)
    found = [b for b in proposals.balances(day=day) if b.partner_id not in asked]
    names = partner_names(b.partner_id for b in found)
    return letters_register(
        request,
        LetterKind.CONFIRMATION,
        day,
        "payments/collections/confirmations.html",
        balances=[
            (b, names.get(b.partner_id, ""), figures(f"saldo/{when}/{b.partner_id}", b.sums))
            for b in found
        ],
        sums=figures(
            f"saldo/{when}/{ALL_PARTNERS}",
            sums_by_currency(pair for b in found for pair in b.sums),
        ),
        asked=len(asked),
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def write_confirmations(request: CompanyRequest) -> HttpResponse:
    """Write balance confirmations to the ticked partners."""
    ids = [int(i) for i in request.POST.getlist("partner") if i.isdecimal()]
    if not ids:
        raise Refusal("Zaznacz kontrahentów, do których idą pisma.", code="payments.nothing-ticked")
    made = commands.make_confirmations(
        as_of=asked_day(request.POST),
        partner_ids=ids,
        on=timezone.localdate(),
        by=request.person_id,
        at=request.now,
    )
    messages.success(
        request,
        _("Wystawiono pisma: %(n)s. Pobierz je i wyślij pocztą.") % {"n": len(made)},
    )
    return redirect("confirmations", nip=request.company.nip)


@require_GET
@company_view()
def policy(request: CompanyRequest) -> HttpResponse:
    """Bucket edges and reminder levels, with an empty one to fill."""
    levels = list(queries.reminder_levels())
    blank = [Level(len(levels) + 1, "", 0, 7, "")]
    return TemplateResponse(
        request,
        "payments/collections/policy.html",
        {
            "edges": ", ".join(str(e) for e in queries.bucket_edges()),
            "levels": levels + blank,
            "may": bool(request.roles & BOOKKEEPERS),
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def write_policy(request: CompanyRequest) -> HttpResponse:
    """Keep the edges and levels; a level without a name is left out."""
    post = request.POST
    rows = zip_longest(
        *(post.getlist(name) for name in ("name", "after", "pay", "text", "name_en", "text_en")),
        fillvalue="",
    )
    named = [row for row in rows if row[0].strip()]
    levels = [
        Level(
            no,
            name.strip(),
            _number(after),
            _number(pay),
            text.strip(),
            *(x.strip() for x in english),
        )
        for no, (name, after, pay, text, *english) in enumerate(named, 1)
    ]
    commands.save_policy(
        edges=[_number(part) for part in post.get("edges", "").split(",")],
        levels=levels,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zapisano zasady windykacji."))
    return redirect("collection_policy", nip=request.company.nip)


def _number(text: str) -> int:
    if not text.strip().isdecimal():
        raise Refusal(f"„{text.strip()}” nie jest liczbą dni.", code="payments.days")
    return int(text)
