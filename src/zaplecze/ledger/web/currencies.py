"""Pages of currencies: the valuation with its preview, realised differences, the effect of a settlement."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.commands.settling import settling_preview
from zaplecze.ledger.commands.valuing import value_currencies
from zaplecze.ledger.currency_reports import realised_report, valuation_report
from zaplecze.ledger.queries import items_by_id
from zaplecze.ledger.valued import to_post, to_realise
from zaplecze.platform.periods import Month, parse_month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import asked_period, company_link, report_response

POLICIES = {"odwroc": True, "zostaw": False}


@require_GET
@company_view()
def valuation(request: CompanyRequest) -> HttpResponse:
    """Wycena walut at the end of the working period, and what it has to add to the books."""
    first, last = asked_period(request)
    report = valuation_report(request.company, last, company_link(request.company.nip))
    return report_response(
        request,
        report,
        first,
        last,
        template="ledger/valuation.html",
        month=f"{last[0]}-{last[1]:02}",
        waits=bool(to_realise(last) or to_post(last)) and bool(request.roles & BOOKKEEPERS),
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def post_valuation(request: CompanyRequest) -> HttpResponse:
    """Post the valuation of a month, to be taken back next month or to stay."""
    policy = request.POST.get("potem", "")
    if policy not in POLICIES:
        raise Refusal(
            "Wybierz, czy wycenę odwrócić pierwszego dnia następnego miesiąca.",
            code="ledger.valuation-policy",
        )
    posted = value_currencies(
        month=_month(request.POST.get("miesiac", "")),
        reverse=POLICIES[policy],
        by=request.person_id,
        at=request.now,
    )
    if posted:
        messages.success(
            request,
            _("Zaksięgowano wycenę: %(entry)s.") % {"entry": ", ".join(p.label for p in posted)},
        )
    else:
        messages.info(request, _("Wycena jest już zaksięgowana: nie ma nic nowego."))
    return redirect("currency_valuation", nip=request.company.nip)


def _month(text: str) -> Month:
    try:
        return parse_month(text)
    except ValueError as error:
        raise Refusal(f"„{text}” nie jest miesiącem.", code="ledger.month") from error


@require_GET
@company_view()
def differences(request: CompanyRequest) -> HttpResponse:
    """Różnice kursowe zrealizowane of the working period."""
    first, last = asked_period(request)
    report = realised_report(request.company, first, last, company_link(request.company.nip))
    return report_response(request, report, first, last, template="platform/report.html")


@require_POST
@company_view(roles=BOOKKEEPERS)
def preview_settling(request: CompanyRequest) -> HttpResponse:
    """What settling the ticked items would do, the exchange difference with it, before it is done."""
    ids = [int(i) for i in request.POST.getlist("item") if i.isdecimal()]
    if len(ids) < 2:
        raise Refusal(
            "Zaznacz co najmniej dwie pozycje: należność i zapłatę.", code="ledger.settle"
        )
    pairs = settling_preview(item_ids=ids)
    items = items_by_id(ids)
    return TemplateResponse(
        request,
        "ledger/settling.html",
        {
            "ids": ids,
            "rows": [(p, items[p.debit_id], items[p.credit_id]) for p in pairs],
            "difference": sum(p.difference for p in pairs),
            "day": min(timezone.localdate(), max(i.document_date for i in items.values())),
        },
    )


def asked_settling_day(text: str) -> date:
    """The day on which items settle and their difference is posted; today where the form has none."""
    if not text:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refusal("Podaj dzień rozliczenia.", code="ledger.day") from error
