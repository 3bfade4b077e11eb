"""Pages of RMK: what waits and what is due in a month, one schedule, a new one from a line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.accruals.commands import (
    Plan,
    Source,
    end_accrual,
    plan_accrual,
    post_accruals,
    source_line,
)
from zaplecze.ledger.accruals.models import Accrual
from zaplecze.ledger.accruals.queries import (
    due_instalments,
    instalments_of,
    standings,
    waiting_accruals,
)
from zaplecze.ledger.accruals.reports import accruals_report
from zaplecze.ledger.accruals.rules import HELD, KIND, CannotAccrue, Method
from zaplecze.ledger.models import Entry, Line
from zaplecze.ledger.queries import accounts, cost_centers, projects
from zaplecze.platform.money import parse_pln
from zaplecze.platform.periods import Month, month_of, parse_month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import company_link, report_response

METHODS = (
    (Method.EQUAL, gettext_lazy("równo")),
    (Method.DAYS, gettext_lazy("według dni")),
    (Method.CUSTOM, gettext_lazy("kwotami")),
)
PICTURE_WIDTH, PICTURE_HEIGHT = 640, 120


@dataclass(frozen=True, slots=True)
class Bar:
    """A month of the picture: what is left at its end, PLN; where it is drawn (units of the picture)."""

    label: str
    left: str
    x: int
    y: int
    width: int
    height: int
    posted: bool


def asked_month(request: HttpRequest) -> Month:
    """The month that ``miesiac`` asks for, in the address or the form; else this month."""
    text = request.GET.get("miesiac", "") or request.POST.get("miesiac", "")
    return parse_month(text) if text else month_of(timezone.localdate())


def spread_lines(entry: Entry) -> set[int]:
    """Numbers of an entry's lines that could be spread and are not: costs, revenue, and what waits on 64 and 84."""
    if entry.voucher_kind == KIND or entry.reverses_id is not None:
        return set()
    mine = Accrual.objects.filter(company_id=entry.company_id, ended_on=None, entry_id=entry.id)
    lines = Line.objects.filter(
        company_id=entry.company_id, entry=entry, account__number__regex="^(4[0-8]|7|64|84)"
    )
    return {*lines.values_list("no", flat=True)} - {*mine.values_list("line_no", flat=True)}


@require_GET
@company_view()
def accruals(request: CompanyRequest) -> HttpResponse:
    """Schedules with what is left at the end of a month, and what of them is to be posted."""
    month = asked_month(request)
    report = accruals_report(request.company, month, company_link(request.company.nip))
    return report_response(
        request,
        report,
        month,
        month,
        template="ledger/accruals/list.html",
        month=month,
        due=due_instalments(month),
        waiting=waiting_accruals(),
        may_post=bool(request.roles & BOOKKEEPERS),
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def post(request: CompanyRequest) -> HttpResponse:
    """Post what is due up to the month: the ticked schedules."""
    month = asked_month(request)
    ticked = [int(i) for i in request.POST.getlist("accrual") if i.isdecimal()]
    if not ticked:
        raise CannotAccrue("Zaznacz plany, których raty zaksięgować.")
    posted = post_accruals(month=month, accrual_ids=ticked, by=request.person_id, at=request.now)
    messages.success(request, _("Zaksięgowano rat: %(count)s.") % {"count": len(posted)})
    response = redirect("accruals", nip=request.company.nip)
    response["Location"] += f"?miesiac={month[0]}-{month[1]:02}"
    return response


@require_GET
@company_view()
def accrual(request: CompanyRequest, accrual_id: int) -> HttpResponse:
    """One schedule: its months, their entries, the way to end it."""
    found = Accrual.objects.filter(company=request.company, id=accrual_id).first()
    if found is None:
        raise Http404("nie ma takiego planu")
    rows = instalments_of(found)
    left = sum((i.amount for i in rows if i.entry_id is None), start=found.amount * 0)
    context = {
        "accrual": found,
        "rows": rows,
        "left": left,
        "bars": _bars(found),
        "width": PICTURE_WIDTH,
        "height": PICTURE_HEIGHT,
        "method": dict(METHODS)[Method(found.method)],
        "month": f"{timezone.localdate():%Y-%m}",
        "may_end": bool(request.roles & BOOKKEEPERS) and bool(left) and found.ended_on is None,
    }
    return TemplateResponse(request, "ledger/accruals/accrual.html", context)


def _bars(accrual: Accrual) -> list[Bar]:
    """What is left after each month, as bars that get shorter."""
    rows = instalments_of(accrual)
    if not rows:
        return []
    step = PICTURE_WIDTH // len(rows)
    left, bars = accrual.amount, []
    for n, row in enumerate(rows):
        left -= row.amount
        height = int(abs(left) * (PICTURE_HEIGHT - 4) / abs(accrual.amount)) + 2
        bars.append(
            Bar(
                f"{row.month:02}.{row.year}",
                f"{left:.2f}",
                n * step,
                PICTURE_HEIGHT - height,
                max(step - 3, 1),
                height,
                row.entry_id is not None,
            )
        )
    return bars


@require_GET
@company_view()
def new(request: CompanyRequest) -> HttpResponse:
    """A schedule of a line: ``zapis`` or ``dowod``, and ``wiersz``; without them, lines that could have one."""
    source = _source(request.GET)
    if source is None:
        return TemplateResponse(
            request, "ledger/accruals/choose.html", {"lines": _unplanned(request)}
        )
    return _form(request, source, request.GET)


def _unplanned(request: CompanyRequest) -> list[Line]:
    """Posted lines on 64 and 84 that no schedule takes, the newest first."""
    planned = {
        (a.entry_id, a.line_no)
        for a in Accrual.objects.filter(company=request.company, ended_on=None)
    }
    taken = {s.accrual.transfer_id for s in standings((2100, 13)) if s.accrual.transfer_id}
    reversed_ids = Entry.objects.filter(company=request.company, reverses_id__isnull=False)
    lines = (
        Line.objects.select_related("account", "entry", "entry__journal")
        .filter(company=request.company, account__number__regex="^(64|84)")
        .exclude(entry__voucher_kind=KIND)
        .exclude(entry__reverses_id__isnull=False)
        .exclude(entry_id__in=reversed_ids.values("reverses_id"))
        .order_by("-entry_id", "no")[:200]
    )
    return [x for x in lines if (x.entry_id, x.no) not in planned and x.entry_id not in taken]


def _source(values: QueryDict) -> Source | None:
    entry, draft, row = (values.get(name, "") for name in ("zapis", "dowod", "wiersz"))
    if not row.isdecimal() or not (entry.isdecimal() or draft.isdecimal()):
        return None
    return Source(
        int(row),
        entry_id=int(entry) if entry.isdecimal() else None,
        draft_id=int(draft) if not entry.isdecimal() else None,
    )


def _form(
    request: CompanyRequest, source: Source, typed: QueryDict, fault: str = ""
) -> HttpResponse:
    entry, line = source_line(source)
    first = entry.operation_date
    # A year as most insurances and subscriptions have it: twelve months with the one of the first day.
    last = date(first.year + 1, first.month, 1) - timedelta(days=1)
    context = {
        "source": source,
        "entry": entry,
        "line": line,
        "amount": line.debit - line.credit,
        "waits": line.account.startswith(HELD),
        "typed": {
            "first": typed.get("first", "") or first.isoformat(),
            "last": typed.get("last", "") or last.isoformat(),
            "method": typed.get("method", "") or Method.EQUAL,
            "target": typed.get("target", ""),
            "center": typed.get("center", "") or line.cost_center,
            "project": typed.get("project", "") or line.project,
            "text": typed.get("text", "") or line.text or entry.text,
            "custom": typed.get("custom", ""),
            "held": typed.get("held", "") or "640",
        },
        "methods": METHODS,
        "accounts": accounts(),
        "centers": cost_centers(),
        "projects": projects(),
        "fault": fault,
        "may_plan": bool(request.roles & BOOKKEEPERS),
    }
    return TemplateResponse(request, "ledger/accruals/new.html", context)


@require_POST
@company_view(roles=BOOKKEEPERS)
def save(request: CompanyRequest) -> HttpResponse:
    """Plan it; a fault comes back with what was typed."""
    source = _source(request.POST)
    if source is None:
        raise CannotAccrue("Wybierz wiersz zapisu albo dowodu w buforze.")
    try:
        made = plan_accrual(
            source=source, plan=_plan(request.POST), by=request.person_id, at=request.now
        )
    except Refusal as refusal:
        return _form(request, source, request.POST, refusal.message)
    messages.success(request, _("Zaplanowano %(number)s.") % {"number": made.number})
    return redirect("accrual", nip=request.company.nip, accrual_id=made.id)


def _plan(form: QueryDict) -> Plan:
    try:
        first, last = (date.fromisoformat(form.get(name, "")) for name in ("first", "last"))
    except ValueError as error:
        raise CannotAccrue("Podaj oba dni okresu, którego koszt dotyczy.") from error
    method = form.get("method", "")
    if method not in set(Method):
        raise CannotAccrue("Wybierz: równo, według dni albo kwotami.")
    custom = []
    for no, piece in enumerate(form.get("custom", "").replace("\n", ";").split(";"), 1):
        if piece.strip():
            try:
                custom.append(parse_pln(piece))
            except ValueError as error:
                raise CannotAccrue(f"Rata {no}: {error}.") from error
    return Plan(
        first=first,
        last=last,
        method=Method(method),
        target=form.get("target", "").split(" ")[0],
        cost_center=form.get("center", ""),
        project=form.get("project", ""),
        text=form.get("text", ""),
        custom=custom if method == Method.CUSTOM else (),
        held=form.get("held", "").split(" ")[0],
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def end(request: CompanyRequest, accrual_id: int) -> HttpResponse:
    """End it: the rest falls on the month that is named."""
    if not Accrual.objects.filter(company=request.company, id=accrual_id).exists():
        raise Http404("nie ma takiego planu")
    ended = end_accrual(
        accrual_id=accrual_id,
        month=parse_month(request.POST.get("month", "")),
        reason=request.POST.get("reason", ""),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zakończono plan %(number)s.") % {"number": ended.number})
    return redirect("accruals", nip=request.company.nip)
