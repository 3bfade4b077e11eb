"""The page of a company's business years: which there are, and telling of one that is no calendar year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import takewhile

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.commands.years import CannotSetYear, set_business_year
from zaplecze.ledger.month_rules import CLOSED, BookMonths
from zaplecze.ledger.months import book_months
from zaplecze.platform.business_years import BusinessYear, YearKind
from zaplecze.platform.models import Role
from zaplecze.platform.web import CompanyRequest, company_view

MANAGERS = frozenset({Role.MANAGER.value})


@require_GET
@company_view()
def page(request: CompanyRequest) -> HttpResponse:
    """Years from the first of the books, or the first told of, to the one after the running one."""
    books = book_months()
    told = list(_shown(books, timezone.localdate()))
    context = {
        "years": [(year, *_closed(books, year)) for year in told],
        "kinds": [
            (YearKind.STANDING, _("rok 12 miesięcy, od którego zaczynają się tu księgi")),
            (YearKind.FIRST, _("pierwszy rok firmy")),
            (YearKind.CHANGED, _("pierwszy rok po zmianie")),
        ],
        "running": books.years.of_day(timezone.localdate()),
        "may_change": bool(request.roles & MANAGERS),
    }
    return TemplateResponse(request, "ledger/years.html", context)


@require_POST
@company_view(roles=MANAGERS)
def save(request: CompanyRequest) -> HttpResponse:
    """Tell of a year."""
    try:
        first, last = (date.fromisoformat(request.POST.get(name, "")) for name in ("od", "do"))
        kind = YearKind(request.POST.get("rodzaj", ""))
    except ValueError as error:
        raise CannotSetYear(
            _("Podaj pierwszy i ostatni dzień roku i wybierz, jaki to rok.")
        ) from error
    set_business_year(first=first, last=last, kind=kind, by=request.person_id, at=request.now)
    messages.success(request, _("Zapisano lata obrotowe."))
    return redirect("business_years", nip=request.company.nip)


def _shown(books: BookMonths, today: date) -> Iterator[BusinessYear]:
    years = books.years
    running = years.of_day(today)
    begins = [running.first_day, *years.starts[:1]]
    if books.first is not None:
        begins.append(years.of_label(books.first[0]).first_day)
    last = years.after(years.of_day(max(today, *years.starts[-1:]) if years.starts else today))
    year = years.of_day(min(begins))
    while year.label <= last.label:
        yield year
        year = years.after(year)


def _closed(books: BookMonths, year: BusinessYear) -> tuple[int, int]:
    """How many of a year's months are closed, and how many are in the books."""
    months = [m for m in year.months if books.holds(m)]
    closed = list(takewhile(lambda m: books.state(m) == CLOSED, months))
    return len(closed), len(months)
