"""Pages of the books: reports, one entry with its storno, settling by hand, the account look-up."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.as_of import items_on
from zaplecze.ledger.card_reports import CardPage, account_card_report, account_cards_report
from zaplecze.ledger.commands.settling import settle_items, undo_settlement
from zaplecze.ledger.commands.storno import reverse_entry
from zaplecze.ledger.diary import Place, diary_page
from zaplecze.ledger.entry_sheet import entry_dossier, label_of, told_lines, told_partner
from zaplecze.ledger.item_reports import open_items_report
from zaplecze.ledger.models import Entry, OpenItem
from zaplecze.ledger.month_rules import month_name
from zaplecze.ledger.overseers import responsible_for
from zaplecze.ledger.partnerless import entry_of_nobody
from zaplecze.ledger.queries import account_lines, accounts, items_by_id
from zaplecze.ledger.reports import (
    Level,
    general_ledger_report,
    journal_report,
    trial_balance_report,
)
from zaplecze.ledger.web.accruals import spread_lines
from zaplecze.ledger.web.currencies import asked_settling_day
from zaplecze.ledger.web.turning import PLACE_FIELD, asked_start, pages
from zaplecze.partners.api import partner_names
from zaplecze.platform.periods import Month, last_day
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import (
    WHOLE_FIELD,
    asked_books_period,
    asked_period,
    company_link,
    dossier_downloads,
    dossier_response,
    report_response,
)

LOOKUP_ROWS = 20
PAGE_ENTRIES = 100
PAGE_LINES = 200
CARD_ROWS = 500


def _whole(request: CompanyRequest) -> dict[str, object]:
    """The other of both views: with or without the opening and the closing of the year."""
    query = request.GET.copy()
    whole = query.pop(WHOLE_FIELD, None)
    if not whole:
        query[WHOLE_FIELD] = "1"
    return {"whole": bool(whole), "whole_url": f"?{query.urlencode()}"}


@require_GET
@company_view()
def trial_balance(request: CompanyRequest) -> HttpResponse:
    """Zestawienie obrotów i sald."""
    first, last = asked_books_period(request)
    level: Level = "synthetic" if request.GET.get("poziom") == "synt" else "analytic"
    report = trial_balance_report(
        request.company, first, last, company_link(request.company.nip), level=level
    )
    return report_response(
        request, report, first, last, template="ledger/report.html", **_whole(request)
    )


@require_GET
@company_view()
def general_ledger(request: CompanyRequest) -> HttpResponse:
    """Księga główna."""
    first, last = asked_books_period(request)
    report = general_ledger_report(request.company, first, last, company_link(request.company.nip))
    return report_response(
        request, report, first, last, template="ledger/report.html", **_whole(request)
    )


@require_GET
@company_view()
def journal(request: CompanyRequest) -> HttpResponse:
    """Dziennik: on the screen a page of it, from the number asked for; whole in a file."""
    first, last = asked_books_period(request)
    page = None
    if not request.GET.get("forma"):
        page = diary_page(
            first=first, last=last, start=_asked_place(request, first), size=PAGE_ENTRIES
        )
    if page and page.before is None and page.after is None:
        page = None  # all of it is one page
    report = journal_report(
        request.company, first, last, company_link(request.company.nip), page=page
    )
    return report_response(
        request,
        report,
        first,
        last,
        template="ledger/journal.html",
        **_whole(request),
        **pages(request, _place(page.before) if page else "", _place(page.after) if page else ""),
        page=page,
    )


def _asked_place(request: CompanyRequest, first: Month) -> Place:
    """The year and number that the page begins with: ``101``, or ``2027/101`` where years differ."""
    found = re.fullmatch(r"(?:([0-9]{4})/)?([0-9]{1,9})", request.GET.get(PLACE_FIELD, "").strip())
    return (int(found[1] or first[0]), int(found[2])) if found else (first[0], 0)


def _place(place: Place | None) -> str:
    return f"{place[0]}/{place[1]}" if place else ""


@require_GET
@company_view()
def account_card(request: CompanyRequest, account: str) -> HttpResponse:
    """Karta konta: on the screen a page of it, from the line asked for; whole in a file."""
    first, last = asked_books_period(request)
    start = asked_start(request)
    more = account_lines(
        account=account, first=first, last=last, limit=1, offset=start - 1 + PAGE_LINES
    )
    whole = request.GET.get("forma") or (start == 1 and not more)
    page = None if whole else CardPage(start, PAGE_LINES)
    report = account_card_report(
        request.company,
        first,
        last,
        account=account,
        link=company_link(request.company.nip),
        page=page,
    )
    if (
        start > 1 and page and not any(row.kind == "row" and not row.balance for row in report.rows)
    ):  # past the end
        return redirect("account_card", nip=request.company.nip, account=account)
    return report_response(
        request,
        report,
        first,
        last,
        template="ledger/account_card.html",
        **_whole(request),
        **pages(
            request,
            str(max(start - PAGE_LINES, 1)) if start > 1 else "",
            str(start + PAGE_LINES) if more else "",
        ),
        start=start,
        accounts=accounts(),
        account=account,
    )


@require_GET
@company_view()
def account_cards(request: CompanyRequest) -> HttpResponse:
    """Karta konta of the account asked for, at first of the customers' account."""
    account = request.GET.get("konto", "")
    known = {a.number for a in accounts()}
    return redirect(
        "account_card", nip=request.company.nip, account=account if account in known else "201"
    )


@require_GET
@company_view()
def all_cards(request: CompanyRequest) -> HttpResponse:
    """Karty kont of a range of accounts at once: whole in a file, the beginning on the screen."""
    first, last = asked_books_period(request)
    since, until = (
        "".join(c for c in request.GET.get(name, "")[:20] if c.isdecimal() or c == "-")
        for name in ("od_konta", "do_konta")
    )
    report = account_cards_report(
        request.company,
        first,
        last,
        since=since,
        until=until,
        link=company_link(request.company.nip),
    )
    cut = not request.GET.get("forma") and len(report.rows) > CARD_ROWS
    if cut:
        report = replace(report, rows=report.rows[:CARD_ROWS])
    return report_response(
        request,
        report,
        first,
        last,
        template="ledger/account_cards.html",
        **_whole(request),
        since=since,
        until=until,
        cut=CARD_ROWS if cut else 0,
    )


@require_GET
@company_view()
def open_items(request: CompanyRequest) -> HttpResponse:
    """Rozrachunki: as a report, and with boxes to settle by hand."""
    first, last = asked_period(request)
    report = open_items_report(
        request.company, first, last, company_link(request.company.nip), on=timezone.localdate()
    )
    items = items_on(day=last_day(last))
    now = items_by_id([i.id for i in items])
    return report_response(
        request,
        report,
        first,
        last,
        template="ledger/open_items.html",
        items=[(i, now[i.id]) for i in items],
        names=partner_names(i.partner_id for i in items),
        may_settle=bool(request.roles & BOOKKEEPERS),
        today=min(timezone.localdate(), last_day(last)),
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def settle(request: CompanyRequest) -> HttpResponse:
    """Settle the ticked items among themselves."""
    ids = [int(i) for i in request.POST.getlist("item") if i.isdecimal()]
    if len(ids) < 2:
        raise Refusal(
            "Zaznacz co najmniej dwie pozycje: należność i zapłatę.", code="ledger.settle"
        )
    settle_items(
        groups=[ids],
        on=asked_settling_day(request.POST.get("day", "")),
        by=request.person_id,
        at=request.now,
    )
    return redirect("open_items", nip=request.company.nip)


@require_POST
@company_view(roles=BOOKKEEPERS)
def undo(request: CompanyRequest, item_id: int) -> HttpResponse:
    """Take back an item's settlements."""
    if not OpenItem.objects.filter(company=request.company, id=item_id).exists():
        raise Http404
    undo_settlement(item_id=item_id, on=timezone.localdate(), by=request.person_id, at=request.now)
    return redirect("open_items", nip=request.company.nip)


@require_GET
@company_view()
def entry(request: CompanyRequest, entry_id: int) -> HttpResponse:
    """One posted entry, its lines, its storno or the entry it takes back."""
    found = (
        Entry.objects.select_related("journal", "responsible")
        .filter(company=request.company, id=entry_id)
        .first()
    )
    if found is None:
        raise Http404
    items = OpenItem.objects.filter(company=request.company, entry_id=entry_id)
    reversals = Entry.objects.select_related("journal").filter(company=request.company)
    reversed_by = reversals.filter(reverses_id=entry_id).first()
    if form := request.GET.get("forma", ""):
        return dossier_response(
            request,
            entry_dossier(request.company, found, reversed_by),
            form,
            document_id=found.document_id,
        )
    lines = told_lines(found)
    return TemplateResponse(
        request,
        "ledger/entry.html",
        {
            "entry": found,
            "month": month_name((found.year, found.month)),
            "label": label_of(found),
            "lines": lines,
            "named": any(one.partner for one in lines),
            "projects": any(one.line.project_id for one in lines),
            "downloads": dossier_downloads(request),
            "items": items,
            "nobodys": entry_of_nobody(entry_id),
            "spread": spread_lines(found),
            "partner": told_partner(found, lines),
            "entries": [{"entry": found, "reversed": reversed_by is not None}],
            "reversed_by": reversed_by,
            "responsible": responsible_for(found),
            "may_reverse": bool(request.roles & BOOKKEEPERS),
            "today": timezone.localdate(),
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def reverse_one(request: CompanyRequest, entry_id: int) -> HttpResponse:
    """Storno: the day and the reason come from the form."""
    if not Entry.objects.filter(company=request.company, id=entry_id).exists():
        raise Http404
    try:
        on = date.fromisoformat(request.POST.get("day", ""))
    except ValueError as error:
        raise Refusal("Podaj dzień storna.", code="ledger.day") from error
    posted = reverse_entry(
        entry_id=entry_id,
        on=on,
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    return redirect("entry", nip=request.company.nip, entry_id=posted.id)


@require_GET
@company_view()
def account_lookup(request: CompanyRequest) -> HttpResponse:
    """Accounts whose number starts with ``q`` or whose name holds it, for the look-up (F2)."""
    found = [a for a in accounts(text=request.GET.get("q", "").strip()) if not a.blocked]
    return JsonResponse(
        {"results": [{"value": a.number, "label": str(a)} for a in found[:LOOKUP_ROWS]]}
    )
