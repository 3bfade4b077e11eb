"""The page of what was printed, downloaded and exported, by month and kind."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Company, Printout, Role
from zaplecze.platform.periods import (
    Month,
    first_day,
    last_day,
    month_of,
    parse_month,
    period_label,
)
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.scope import current_company_id
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.platform.webreport import download, report_downloads

WATCHERS = frozenset({Role.OWNER, Role.MANAGER, Role.AUDITOR})
PAGE = 200
OTHER = "inne"
KINDS = {
    "account-card": "Karta konta",
    "account-cards": "Karty kont",
    "accruals": "Rozliczenia międzyokresowe",
    "ageing": "Wiekowanie",
    "asset-card": "Karta środka trwałego",
    "assets": "Ewidencja środków trwałych",
    "assets-agreement": "Uzgodnienie środków z księgami",
    "bad-debts-cit": "Złe długi w CIT",
    "bad-debts-vat": "Złe długi w VAT",
    "balance-sheet": "Bilans",
    "balances": "Salda do potwierdzenia",
    "barometer": "Barometr",
    "books": "Księgi z dowodem",
    "books-text": "Księgi jako tekst",
    "card": "Karta obiegu",
    "cash-flow": "Przepływy pieniężne",
    "chart": "Plan kont",
    "cit": "Kalkulacja CIT",
    "currency-valuation": "Wycena walut",
    "depreciation": "Amortyzacja miesiąca",
    "depreciation-plan": "Plan amortyzacji",
    "destruction": "Protokół zniszczenia",
    "dimension-card": "Karta wymiaru",
    "dimension-lines": "Zapisy wymiaru",
    "dimension-turnover": "Obroty według wymiaru",
    "documents-zip": "Spis dokumentów",
    "e-statement": "e-Sprawozdanie",
    "equity": "Zmiany w kapitale",
    "file": "Plik dokumentu",
    "filed": "Złożony plik",
    "flow-office": "Obieg wszystkich firm",
    "general-ledger": "Księga główna",
    "income": "Rachunek zysków i strat",
    "interest": "Odsetki do naliczenia",
    "jpk-kr-pd": "JPK_KR_PD",
    "jpk-st-kr": "JPK_ST_KR",
    "jpk-v7m": "JPK_V7M",
    "journal": "Dziennik",
    "letters": "Pisma windykacyjne",
    "letters-confirmation": "Rejestr potwierdzeń sald",
    "letters-interest": "Rejestr not odsetkowych",
    "letters-reminder": "Rejestr monitów",
    "letters-setoff": "Rejestr kompensat",
    "lineage": "Rodowód kwoty",
    "log": "Log zdarzeń",
    "month-closing": "Zamknięcie miesiąca",
    "open-items": "Rozrachunki",
    "partner-items": "Rozrachunki kontrahenta",
    "printouts": "Wydruki i pobrania",
    "reading-quality": "Jakość odczytu",
    "realised-differences": "Różnice kursowe zrealizowane",
    "reminders": "Monity do wystawienia",
    "savings": "Zestawienie oszczędności",
    "savings-office": "Oszczędności wszystkich firm",
    "screen": "Wydruk ekranu",
    "separator": "Strona rozdzielająca",
    "sla-card": "Karta SLA",
    "trial-balance": "Zestawienie obrotów i sald",
    "upo": "UPO",
    "vat-register-purchase": "Rejestr VAT zakupu",
    "vat-register-sales": "Rejestr VAT sprzedaży",
    "voucher": "Zapis, polecenie księgowania",
}


def kind_name(kind: str) -> str:
    """A kind of printout in words; one that has none stands as it is."""
    return KINDS.get(kind, kind or OTHER)


@require_GET
@company_view(roles=WATCHERS)
def printouts(request: CompanyRequest) -> HttpResponse:
    """Wydruki i pobrania of a month, all or of one kind, the newest first."""
    asked = request.GET.get("miesiac", "")
    month = parse_month(asked) if asked else month_of(timezone.localdate(request.now))
    rows = _of_month(month)
    kinds = sorted(set(rows.values_list("kind", flat=True)), key=kind_name)
    kind = request.GET.get("rodzaj", "")
    if kind == OTHER:
        rows = rows.filter(kind="")
    elif kind:
        rows = rows.filter(kind=kind)
    report = _report(request.company, list(rows[: PAGE + 1]), month, kind)
    if form := request.GET.get("forma", ""):
        whole = _report(request.company, list(rows), month, kind)
        return download(request, whole, form)
    return TemplateResponse(
        request,
        "office/printouts.html",
        {
            "report": report,
            "month": month,
            "kind": kind,
            "kinds": [(k or OTHER, kind_name(k)) for k in kinds],
            "cut": PAGE if len(report.rows) > PAGE else 0,
            "downloads": report_downloads(request),
        },
    )


def _of_month(month: Month) -> QuerySet[Printout]:
    """Printouts of the open company in a month, the newest first."""
    first = datetime.combine(first_day(month), datetime.min.time(), WARSAW)
    after = datetime.combine(last_day(month) + timedelta(days=1), datetime.min.time(), WARSAW)
    mine = Printout.objects.select_related("by").filter(company_id=current_company_id())
    return mine.filter(at__gte=first, at__lt=after).order_by("-at", "-id")


def _report(company: Company, rows: list[Printout], month: Month, kind: str) -> Report:
    return Report(
        code="printouts",
        title="Wydruki i pobrania" + (f": {kind_name(kind)}" if kind else ""),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(month, month),
        columns=(
            Column("at", "Kiedy", "code"),
            Column("by", "Kto", "text"),
            Column("kind", "Rodzaj", "text"),
            Column("what", "Co", "text", width=60),
            Column("period", "Okres", "text"),
            Column("form", "Postać", "code"),
        ),
        rows=tuple(
            Row(
                {
                    "at": f"{p.at.astimezone(WARSAW):%d.%m.%Y %H:%M}",
                    "by": str(p.by or "wiersz poleceń"),
                    "kind": kind_name(p.kind),
                    "what": p.what,
                    "period": p.period,
                    "form": p.form,
                }
            )
            for p in rows
        ),
        totals={},
    )
