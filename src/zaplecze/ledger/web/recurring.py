"""Pages of recurring entries: a month with what is due, one template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.commands.storno import load_entry
from zaplecze.ledger.grid import FIELDS, MORE, GridFault, GridRow, grid_rows, read_rows, typed_rows
from zaplecze.ledger.models import Entry, Journal, RecurringEntry
from zaplecze.ledger.queries import accounts, cost_centers, projects
from zaplecze.ledger.recurring.commands import (
    CannotRecur,
    Template,
    keep_recurring,
    propose_recurring,
    skip_recurring,
    stop_recurring,
)
from zaplecze.ledger.recurring.queries import coming, recurring_entries
from zaplecze.ledger.recurring.rules import LAST_DAY, LAST_WORKING, Rhythm, lines_from_data
from zaplecze.ledger.web.accruals import asked_month
from zaplecze.platform.periods import parse_month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view

RHYTHMS = (
    (Rhythm.MONTHLY, gettext_lazy("co miesiąc")),
    (Rhythm.QUARTERLY, gettext_lazy("co kwartał")),
    (Rhythm.YEARLY, gettext_lazy("co rok")),
)
DAYS = (
    (LAST_WORKING, gettext_lazy("ostatni roboczy")),
    *((n, str(n)) for n in range(1, LAST_DAY)),
    (LAST_DAY, gettext_lazy("ostatni")),
)
HEADER = ("name", "journal", "text", "rhythm", "day", "first", "last")
EMPTY_ROWS = 2


@dataclass(frozen=True, slots=True)
class Form:
    """A template as its fields hold it."""

    header: Mapping[str, str]
    rows: Sequence[GridRow]
    recurring_id: int | None = None
    fault: str = ""


@require_GET
@company_view()
def month_page(request: CompanyRequest) -> HttpResponse:
    """What is due in a month and what became of it; all templates."""
    month = asked_month(request)
    rhythms, days = dict(RHYTHMS), dict(DAYS)
    context = {
        "month": month,
        "coming": coming(month),
        "templates": [(r, rhythms[Rhythm(r.rhythm)], days[r.day]) for r in recurring_entries()],
        "may_change": bool(request.roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "ledger/recurring/month.html", context)


@require_POST
@company_view(roles=BOOKKEEPERS)
def propose(request: CompanyRequest) -> HttpResponse:
    """Put the month's recurring entries into the buffer; those that were there already stay one."""
    month = asked_month(request)
    made = propose_recurring(month=month, by=request.person_id, at=request.now)
    if made:
        messages.success(request, _("W buforze jest nowych: %(count)s.") % {"count": len(made)})
    else:
        messages.success(request, _("Wszystko z tego miesiąca było już zaproponowane."))
    return _back(request)


def _back(request: CompanyRequest) -> HttpResponse:
    month = asked_month(request)
    response = redirect("recurring", nip=request.company.nip)
    response["Location"] += f"?miesiac={month[0]}-{month[1]:02}"
    return response


@require_GET
@company_view()
def new(request: CompanyRequest) -> HttpResponse:
    """A new template: empty, or with the lines of the posted entry ``wzor``."""
    today = timezone.localdate()
    header = {
        "journal": "PK",
        "day": str(LAST_WORKING),
        "first": f"{today:%Y-%m}",
        "rhythm": Rhythm.MONTHLY,
    }
    pattern = request.GET.get("wzor", "")
    if not pattern.isdecimal():
        return _page(request, Form(header, [GridRow()] * EMPTY_ROWS))
    if not Entry.objects.filter(company=request.company, id=int(pattern)).exists():
        raise Http404("nie ma takiego zapisu")
    _, entry = load_entry(int(pattern))
    return _page(
        request,
        Form({**header, "text": entry.text, "name": entry.text[:120]}, grid_rows(entry.lines)),
    )


@require_GET
@company_view()
def edit(request: CompanyRequest, recurring_id: int) -> HttpResponse:
    """A template, to be changed for the months to come."""
    found = _found(request, recurring_id)
    last = f"{found.last_year}-{found.last_month:02}" if found.last_month else ""
    header = {
        "name": found.name,
        "journal": found.journal,
        "text": found.text,
        "rhythm": found.rhythm,
        "day": str(found.day),
        "first": f"{found.first_year}-{found.first_month:02}",
        "last": last,
    }
    rows = grid_rows(lines_from_data(found.lines, why=""))
    return _page(request, Form(header, rows, found.id))


def _found(request: CompanyRequest, recurring_id: int) -> RecurringEntry:
    found = RecurringEntry.objects.filter(company=request.company, id=recurring_id).first()
    if found is None:
        raise Http404("nie ma takiego zapisu cyklicznego")
    return found


@require_POST
@company_view(roles=BOOKKEEPERS)
def save(request: CompanyRequest) -> HttpResponse:
    """Keep a template; a fault comes back in its place."""
    header = {name: request.POST.get(name, "").strip() for name in HEADER}
    held = request.POST.get("recurring", "")
    recurring_id = int(held) if held.isdecimal() else None
    rows: list[GridRow] = []
    try:
        rows = typed_rows({name: request.POST.getlist(name) for name in (*FIELDS, *MORE)})
        keep_recurring(
            template=_template(header, rows),
            recurring_id=recurring_id,
            by=request.person_id,
            at=request.now,
        )
    except Refusal as refusal:
        row = refusal.row if isinstance(refusal, GridFault) else 0
        shown = [
            replace(r, fault=refusal.message if n == row else "") for n, r in enumerate(rows, 1)
        ]
        form = Form(header, shown or [GridRow()] * EMPTY_ROWS, recurring_id, refusal.message)
        return _page(request, form)
    messages.success(request, _("Zapisano: %(name)s.") % {"name": header["name"]})
    return redirect("recurring", nip=request.company.nip)


def _template(header: Mapping[str, str], rows: Sequence[GridRow]) -> Template:
    if header["rhythm"] not in set(Rhythm):
        raise CannotRecur("Wybierz, jak często zapis wraca.")
    return Template(
        name=header["name"],
        text=header["text"],
        lines=read_rows(rows),
        rhythm=Rhythm(header["rhythm"]),
        day=int(header["day"]) if header["day"].isdecimal() else -1,
        first=parse_month(header["first"]),
        last=parse_month(header["last"]) if header["last"] else None,
        journal=header["journal"],
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def skip(request: CompanyRequest, recurring_id: int) -> HttpResponse:
    """It does not take place in this month."""
    _found(request, recurring_id)
    skip_recurring(
        recurring_id=recurring_id,
        month=asked_month(request),
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    return _back(request)


@require_POST
@company_view(roles=BOOKKEEPERS)
def stop(request: CompanyRequest, recurring_id: int) -> HttpResponse:
    """It ends with this month."""
    _found(request, recurring_id)
    stop_recurring(
        recurring_id=recurring_id, last=asked_month(request), by=request.person_id, at=request.now
    )
    return _back(request)


def _page(request: CompanyRequest, form: Form) -> HttpResponse:
    context = {
        "form": form,
        "rows": form.rows,
        "journals": Journal.objects.filter(company=request.company).order_by("code"),
        "account_names": {a.number: a.name for a in accounts()},
        "centers": cost_centers(),
        "projects": projects(),
        "rhythms": RHYTHMS,
        "days": [(str(n), label) for n, label in DAYS],
        "may": bool(request.roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "ledger/recurring/template.html", context)
