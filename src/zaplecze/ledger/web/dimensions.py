"""Pages of turnover by dimension: the report, the card of one member, his lines from the newest on."""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from zaplecze.ledger.card_reports import CardPage
from zaplecze.ledger.dimensions.cards import dimension_card_report, newest_report
from zaplecze.ledger.dimensions.queries import NEWEST, Dimension, member_lines, newest_lines
from zaplecze.ledger.dimensions.reports import (
    ONE,
    TITLES,
    Choice,
    Layout,
    NoSuchMember,
    dimension_report,
    the_member,
)
from zaplecze.ledger.queries import accounts
from zaplecze.ledger.web.turning import asked_start, pages
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import asked_books_period, company_link, report_response

PAGE = 100
KINDS = [(d.value, ONE[d]) for d in Dimension]
REGISTERS = {Dimension.COST_CENTER: "mpk", Dimension.PROJECT: "projekty"}


def _dimension(word: str) -> Dimension:
    try:
        return Dimension(word)
    except ValueError as error:
        raise Http404("nie ma takiego wymiaru") from error


@require_GET
@company_view()
def turnover(request: CompanyRequest, dimension: str) -> HttpResponse:
    """Obroty i salda według wymiaru."""
    first, last = asked_books_period(request)
    layout: Layout = "wymiar" if request.GET.get("uklad") == "wymiar" else "konto"
    choice = Choice(
        _dimension(dimension),
        layout,
        first,
        last,
        account=request.GET.get("konto", "").strip()[:21],
        who=request.GET.get("szukaj", "").strip()[:100],
    )
    report = dimension_report(request.company, choice, company_link(request.company.nip))
    return report_response(
        request,
        report,
        first,
        last,
        template="ledger/dimensions/turnover.html",
        choice=choice,
        kinds=KINDS,
        titles=TITLES,
    )


@require_GET
@company_view()
def card(request: CompanyRequest, dimension: str, member: int) -> HttpResponse:
    """Karta wymiaru of one member: on the screen a page of it, from the line asked for; whole in a file."""
    first, last = asked_books_period(request)
    kind = _dimension(dimension)
    account = request.GET.get("konto", "").strip()[:20]
    start = asked_start(request)
    more = member_lines(
        dimension=kind, member=member, first=first, last=last, account=account,
        limit=1, offset=start - 1 + PAGE,
    )  # fmt: skip
    whole = request.GET.get("forma") or (start == 1 and not more)
    page = None if whole else CardPage(start, PAGE)
    try:
        report = dimension_card_report(
            request.company,
            first,
            last,
            dimension=kind,
            member=member,
            account=account,
            page=page,
            link=company_link(request.company.nip),
        )
    except NoSuchMember as error:
        raise Http404 from error
    lines = any(row.kind == "row" and not row.balance for row in report.rows)
    if start > 1 and page and not lines:  # past the end
        return redirect(
            "dimension_card", nip=request.company.nip, dimension=dimension, member=member
        )
    return report_response(
        request,
        report,
        first,
        last,
        template="ledger/dimensions/card.html",
        **pages(
            request,
            str(max(start - PAGE, 1)) if start > 1 else "",
            str(start + PAGE) if more else "",
        ),
        start=start,
        dimension=kind.value,
        register=REGISTERS.get(kind, ""),
        member=member,
        account=account,
        accounts=accounts(),
    )


@require_GET
@company_view()
def newest(request: CompanyRequest, dimension: str, member: int) -> HttpResponse:
    """A member's lines, newest first: a page of them on the screen, all of them in a file."""
    kind = _dimension(dimension)
    link = company_link(request.company.nip)
    found = re.fullmatch(r"([0-9]{1,18})\.([0-9]{1,5})", request.GET.get("przed", ""))
    before = (int(found[1]), int(found[2])) if found else NEWEST
    try:
        the_member(kind, member)
    except NoSuchMember as error:
        raise Http404 from error
    page = newest_lines(dimension=kind, member=member, limit=PAGE + 1, before=before)
    lines = None if request.GET.get("forma") else page[:PAGE]
    report = newest_report(request.company, dimension=kind, member=member, lines=lines, link=link)
    first, last = asked_books_period(request)
    end = page[PAGE - 1] if len(page) > PAGE else None
    return report_response(
        request,
        report,
        first,
        last,
        template="ledger/dimensions/newest.html",
        dimension=kind.value,
        register=REGISTERS.get(kind, ""),
        member=member,
        paged=bool(found),
        after=f"{end.entry_id}.{end.line_no}" if end else "",
    )
