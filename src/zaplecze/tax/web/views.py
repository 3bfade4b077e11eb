"""Pages of the VAT registers, of JPK_V7M and of JPK_KR_PD."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.formats.jpk_v7m_3 import LABELS, Difference, JpkError, PurchaseRow, SalesRow
from zaplecze.ledger.api import trial_balance
from zaplecze.platform.periods import parse_month
from zaplecze.platform.scope import business_year
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import (
    FORMS,
    asked_period,
    company_link,
    dossier_downloads,
    download,
    record_printout,
    report_response,
)
from zaplecze.tax.cit import RPD_FIELDS
from zaplecze.tax.filing import BuiltJpk, build_jpk, preview_jpk, told_rows
from zaplecze.tax.filing import changes_since_filing as jpk_changes
from zaplecze.tax.jpk_report import jpk_reports
from zaplecze.tax.kr_pd import (
    NoSeat,
    books_filings,
    build_books,
    changes_since_filing,
    controls_of,
    preview_books,
)
from zaplecze.tax.models import Register
from zaplecze.tax.queries import filings
from zaplecze.tax.relief.queries import waiting
from zaplecze.tax.relief.rules import Tax
from zaplecze.tax.reports import books_accounts_report, vat_register_report
from zaplecze.tax.rules import MARKS_SINCE
from zaplecze.tax.settlement import settle_vat, vat_settled
from zaplecze.tax.web.years import asked_year, books_years


def _register(request: CompanyRequest, register: str) -> HttpResponse:
    first, last = asked_period(request)
    report = vat_register_report(
        request.company, first, last, register=register, link=company_link(request.company.nip)
    )
    return report_response(request, report, first, last, template="platform/report.html")


@require_GET
@company_view()
def sales_register(request: CompanyRequest) -> HttpResponse:
    """Rejestr VAT sprzedaży."""
    return _register(request, Register.SALES)


@require_GET
@company_view()
def purchase_register(request: CompanyRequest) -> HttpResponse:
    """Rejestr VAT zakupu."""
    return _register(request, Register.PURCHASE)


@require_GET
@company_view()
def jpk(request: CompanyRequest) -> HttpResponse:
    """JPK_V7M as a table before it is a file: findings, control totals, declaration, rows."""
    _, last = asked_period(request)
    month = parse_month(request.GET["miesiac"]) if request.GET.get("miesiac") else last
    built = preview_jpk(year=month[0], month=month[1], at=request.now)
    if form := request.GET.get("forma", ""):
        summary, registers = jpk_reports(request.company, built, month)
        return download(request, summary, form, more=registers)
    period = {"year": month[0], "month": month[1]}
    traced = f"v7m/{month[0]}-{month[1]:02}"
    return TemplateResponse(
        request,
        "tax/jpk.html",
        {
            "month": month,
            "built": built,
            "downloads": dossier_downloads(request),
            "marked": month >= MARKS_SINCE,
            "filings": filings(year=month[0], month=month[1]),
            "changes": _changes(built),
            "sales_agrees": built.sales_tax == built.ledger_sales_tax,
            "purchase_agrees": built.purchase_tax == built.ledger_purchase_tax,
            "declaration": [
                (f, LABELS.get(f, ""), a, f"{traced}/{f}" if f in built.declaration.amounts else "")
                for f, a in built.declaration.rows()
            ],
            "sales_key": f"{traced}/sprzedaz",
            "purchase_key": f"{traced}/zakup",
            "sales_books_key": f"{traced}/konta-sprzedaz",
            "purchase_books_key": f"{traced}/konta-zakup",
            "sales": list(
                zip(built.jpk.sales, told_rows(register=Register.SALES, **period), strict=True)
            ),
            "purchases": list(
                zip(
                    built.jpk.purchases,
                    told_rows(register=Register.PURCHASE, **period),
                    strict=True,
                )
            ),
            "bad_debts": sum(
                1
                for w in waiting(tax=Tax.VAT, period=month, today=timezone.localdate(request.now))
                if w.open and w.amount
            ),
            "settled": vat_settled(year=month[0], month=month[1]),
            "may_file": bool(request.roles & BOOKKEEPERS),
        },
    )


def _changes(built: BuiltJpk) -> list[dict[str, str]]:
    """What changed since the last file; one row that tells why, where that file can't be read."""
    try:
        return [_told(d) for d in jpk_changes(built)]
    except JpkError as error:
        unread = {"where": _("poprzedni plik"), "what": _("nie da się odczytać")}
        return [{**unread, "before": str(error), "now": ""}]


def _told(change: Difference) -> dict[str, str]:
    """A row that came, went or changed, as people read it."""
    row = change.new or change.old
    assert row is not None
    side = _("sprzedaż") if isinstance(row, SalesRow) else _("zakup")
    what = (
        _("dodano")
        if change.old is None
        else _("usunięto")
        if change.new is None
        else _("zmieniono")
    )
    return {
        "where": f"{side}: {row.number}, {row.partner_name}",
        "what": what,
        "before": _fields(change.old, change.new),
        "now": _fields(change.new, change.old),
    }


def _fields(row: SalesRow | PurchaseRow | None, other: SalesRow | PurchaseRow | None) -> str:
    """What a row says in another way than the other; all of its amounts where there is no other."""
    if row is None:
        return ""
    if other is None:
        return ", ".join(f"{k} {v}" for k, v in row.amounts.items())
    found = [f"{k} {v}" for k, v in row.amounts.items() if other.amounts.get(k) != v]
    for field in fields(row):
        one = getattr(row, field.name)
        if field.name not in {"no", "amounts"} and one != getattr(other, field.name, None):
            found.append(f"{field.name} {one}")
    return ", ".join(found)


@require_POST
@company_view(roles=BOOKKEEPERS)
def jpk_file(request: CompanyRequest) -> HttpResponse:
    """The file, kept as built for filing."""
    year, month = parse_month(request.POST.get("miesiac", ""))
    built = build_jpk(
        year=year,
        month=month,
        at=request.now,
        by=request.person_id,
        filed_elsewhere="zlozono" in request.POST,
    )
    record_printout(
        request, f"JPK_V7M {year}-{month:02}", "xml", kind="jpk-v7m", period=f"{year}-{month:02}"
    )
    response = HttpResponse(built.data, content_type="application/xml")
    response["Content-Disposition"] = (
        f'attachment; filename="jpk_v7m_{request.company.nip}_{year}-{month:02}.xml"'
    )
    return response


@require_POST
@company_view(roles=BOOKKEEPERS)
def settle_month(request: CompanyRequest) -> HttpResponse:
    """Post the month's VAT to the tax office's account."""
    year, month = parse_month(request.POST.get("miesiac", ""))
    posted = settle_vat(year=year, month=month, by=request.person_id, at=request.now)
    return redirect("entry", nip=request.company.nip, entry_id=posted.id)


@require_GET
@company_view()
def books_file(request: CompanyRequest) -> HttpResponse:
    """JPK_KR_PD as a table before it is a file: findings, control sums, accounts, what changed since the last one."""
    year = asked_year(request.GET.get("rok", ""))
    of_year = business_year(year)
    try:
        built = preview_books(
            first=of_year.first, last=of_year.last, at=request.now, with_file=False
        )
    except NoSeat as refusal:
        messages.warning(request, refusal.message, extra_tags=refusal.code)
        return redirect("seat", nip=request.company.nip)
    report = books_accounts_report(request.company, built, company_link(request.company.nip))
    if form := request.GET.get("forma", ""):
        return download(request, report, form)
    rows = trial_balance(first=of_year.first, last=of_year.last)
    debit = sum((r.debit for r in rows), Decimal("0.00"))
    return TemplateResponse(
        request,
        "tax/kr_pd.html",
        {
            "year": of_year,
            "years": books_years(),
            "built": built,
            "report": report,
            "controls": controls_of(built),
            "trial_balance": debit,
            "filings": books_filings(year),
            "changes": changes_since_filing(built)[:200],
            "reconciliation": [
                (field, name, amount, f"cit/{year}/{field}")
                for (field, name), amount in zip(
                    RPD_FIELDS.items(), built.books.reconciliation.values(), strict=True
                )
            ],
            "debit_key": f"krpd/{year}/ctrl/-/debit",
            "credit_key": f"krpd/{year}/ctrl/-/credit",
            "downloads": [(form, f"?rok={year}&forma={form}") for form in FORMS],
            "may_file": bool(request.roles & BOOKKEEPERS) and not built.stopped,
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def books_download(request: CompanyRequest) -> HttpResponse:
    """The file of a year, kept as built for filing."""
    year = asked_year(request.POST.get("rok", ""))
    of_year = business_year(year)
    built = build_books(
        first=of_year.first,
        last=of_year.last,
        by=request.person_id,
        at=request.now,
        filed_elsewhere="zlozono" in request.POST,
    )
    record_printout(request, f"JPK_KR_PD {year}", "xml", kind="jpk-kr-pd", period=of_year.name)
    response = HttpResponse(built.data, content_type="application/xml")
    name = f"jpk_kr_pd_{request.company.nip}_{year}.xml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
