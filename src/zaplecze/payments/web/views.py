"""Pages of bank statements: lines matched to open items, confirmed by a person."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.api import accounts, open_items
from zaplecze.partners.api import partner_names
from zaplecze.payments import queries
from zaplecze.payments.commands import book_line, choose_item, confirm_lines
from zaplecze.payments.models import LineState, Statement
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view


def _statement(statement_id: int) -> Statement:
    found = queries.statement(statement_id)
    if found is None:
        raise Http404("nie ma takiego wyciągu")
    return found


@require_GET
@company_view()
def statements(request: CompanyRequest) -> HttpResponse:
    """All statements, newest first, with how many lines wait."""
    waiting = queries.waiting_by_statement()
    rows = [(s, waiting.get(s.id, 0)) for s in queries.statements()]
    return TemplateResponse(request, "payments/statements.html", {"rows": rows})


@require_GET
@company_view()
def statement(request: CompanyRequest, statement_id: int) -> HttpResponse:
    """One statement: what each line pays, why, and how sure the program is."""
    found = _statement(statement_id)
    lines = queries.statement_lines(statement_id)
    waiting = {LineState.CERTAIN, LineState.DOUBTFUL, LineState.UNKNOWN}
    items = open_items()
    may = bool(request.roles & BOOKKEEPERS)
    return TemplateResponse(
        request,
        "payments/statement.html",
        {
            "statement": found,
            "lines": lines,
            "certain": sum(v.line.state == LineState.CERTAIN for v in lines),
            "doubtful": sum(v.line.state == LineState.DOUBTFUL for v in lines),
            "unknown": sum(v.line.state == LineState.UNKNOWN for v in lines),
            "waiting": sum(v.line.state in waiting for v in lines),
            "may": may,
            "items": items,
            "names": partner_names(i.partner_id for i in items),
            "accounts": [a for a in accounts() if not a.settles],
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def confirm(request: CompanyRequest, statement_id: int) -> HttpResponse:
    """Post the ticked lines and settle what they pay."""
    _statement(statement_id)
    ids = [int(i) for i in request.POST.getlist("line") if i.isdecimal()]
    if not ids:
        raise Refusal("Zaznacz operacje do zaksięgowania.", code="payments.nothing-ticked")
    count = confirm_lines(line_ids=ids, by=request.person_id, at=request.now)
    text = ngettext(
        "Zaksięgowano i rozliczono %(n)s operację.",
        "Zaksięgowano i rozliczono operacje: %(n)s.",
        count,
    )
    messages.success(request, text % {"n": count})
    return redirect("statement", nip=request.company.nip, statement_id=statement_id)


@require_POST
@company_view(roles=BOOKKEEPERS)
def choose(request: CompanyRequest, statement_id: int, line_id: int) -> HttpResponse:
    """Say which open item a line pays."""
    _statement(statement_id)
    item = request.POST.get("item", "")
    if not item.isdecimal():
        raise Refusal("Wybierz pozycję, której dotyczy operacja.", code="payments.item")
    choose_item(line_id=line_id, item_id=int(item))
    messages.success(request, _("Wybrano pozycję. Potwierdź operację, aby ją zaksięgować."))
    return redirect("statement", nip=request.company.nip, statement_id=statement_id)


@require_POST
@company_view(roles=BOOKKEEPERS)
def book(request: CompanyRequest, statement_id: int, line_id: int) -> HttpResponse:
    """Post a line against an account: charges, taxes, transfers between own accounts."""
    _statement(statement_id)
    book_line(
        line_id=line_id,
        account=request.POST.get("account", "").strip(),
        text=request.POST.get("text", "").strip(),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zaksięgowano operację."))
    return redirect("statement", nip=request.company.nip, statement_id=statement_id)
