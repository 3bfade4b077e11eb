"""Pages of the register: list, card, taking into use, a month's depreciation, the year's file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from zaplecze.assets.commands import (
    change_asset,
    next_month,
    post_depreciation,
    register_asset,
)
from zaplecze.assets.disposal import FOR_MONEY, dispose_of_asset
from zaplecze.assets.kst import CAR, DRIVE_NAMES, Drive
from zaplecze.assets.models import CHOSEN_KINDS, Asset, ChangeKind, Depreciation, Gone
from zaplecze.assets.plans import planned_assets, posted_months
from zaplecze.assets.postings import CannotDepreciate
from zaplecze.assets.proceeds import correct_proceeds
from zaplecze.assets.regrouping import regroup_asset
from zaplecze.assets.reports import agreement_report, month_report, plan_report, register_report
from zaplecze.assets.sheet import asset_dossier, plan_years
from zaplecze.assets.web.forms import KST_CHOICES, AssetForm
from zaplecze.ledger.api import AccountKind, accounts
from zaplecze.platform.periods import month_of, parse_month
from zaplecze.platform.scope import in_books
from zaplecze.platform.tables import amount_of
from zaplecze.platform.web import BOOKKEEPERS, CompanyRequest, company_view
from zaplecze.platform.webreport import (
    FORMS,
    asked_period,
    company_link,
    dossier_downloads,
    dossier_response,
    download,
    report_response,
)


@require_GET
@company_view()
def register(request: CompanyRequest) -> HttpResponse:
    """Ewidencja środków trwałych at the end of the working period."""
    first, last = asked_period(request)
    report = register_report(request.company, last, company_link(request.company.nip))
    return report_response(request, report, first, last, template="assets/register.html")


@require_GET
@company_view()
def plan(request: CompanyRequest) -> HttpResponse:
    """Plan amortyzacji of the year of the working period."""
    first, last = asked_period(request)
    report = plan_report(request.company, in_books(last)[0], company_link(request.company.nip))
    return report_response(request, report, first, last, template="assets/register.html")


@require_GET
@company_view()
def agreement(request: CompanyRequest) -> HttpResponse:
    """Register against the books."""
    first, last = asked_period(request)
    report = agreement_report(request.company, last, company_link(request.company.nip))
    return report_response(request, report, first, last, template="assets/register.html")


@require_GET
@company_view()
def new_asset(request: CompanyRequest) -> HttpResponse:
    """The form of taking into use."""
    return _form(request, AssetForm())


@require_POST
@company_view(roles=BOOKKEEPERS)
def take_into_use(request: CompanyRequest) -> HttpResponse:
    """OT: the asset stands in the register with both plans."""
    form = AssetForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    asset = register_asset(form.asset(), by=request.person_id, at=request.now)
    return redirect("asset", nip=request.company.nip, asset_id=asset.pk)


def _form(request: CompanyRequest, form: AssetForm) -> HttpResponse:
    return TemplateResponse(
        request,
        "assets/new.html",
        {"form": form, "kinds": KST_CHOICES, "may_enter": bool(request.roles & BOOKKEEPERS)},
    )


@require_GET
@company_view()
def card(request: CompanyRequest, asset_id: int) -> HttpResponse:
    """Karta środka: facts, both plans by year, changes, what was posted."""
    asset = Asset.objects.filter(company=request.company, id=asset_id).first()
    if asset is None:
        raise Http404
    (planned,) = planned_assets(numbers=[asset.number])
    posted = Depreciation.objects.filter(company=request.company, asset=asset)
    if form := request.GET.get("forma", ""):
        day = f"{timezone.localdate(request.now):%d.%m.%Y}"
        taken = list(posted.order_by("year", "month"))
        return dossier_response(
            request, asset_dossier(request.company, planned, taken, day=day), form
        )
    return TemplateResponse(
        request,
        "assets/card.html",
        {
            "asset": asset,
            "planned": planned,
            "value": planned.value(planned.balance),
            "tax_value": planned.value(planned.tax),
            "years": plan_years(planned),
            "posted": posted.order_by("-year", "-month"),
            "downloads": dossier_downloads(request),
            "kinds": CHOSEN_KINDS,
            "kst": KST_CHOICES,
            "accounts": [a for a in accounts() if a.kind == AccountKind.BALANCE and not a.blocked],
            "reasons": Gone.choices,
            "drives": DRIVE_NAMES,
            "is_car": asset.kst == CAR,
            "today": timezone.localdate(),
            "may_change": bool(request.roles & BOOKKEEPERS) and asset.gone_on is None,
            "may_correct": bool(request.roles & BOOKKEEPERS) and asset.gone in FOR_MONEY,
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def change(request: CompanyRequest, asset_id: int) -> HttpResponse:
    """Improve, reduce, pause or move."""
    kind = request.POST.get("rodzaj", "")
    if kind not in ChangeKind.values:
        raise CannotDepreciate("Wybierz rodzaj zmiany.")
    change_asset(
        asset_id=asset_id,
        kind=ChangeKind(kind),
        on=_day(request),
        text=request.POST.get("opis", ""),
        amount=_amount(request, "kwota", "Kwota"),
        place=request.POST.get("miejsce", ""),
        responsible=request.POST.get("osoba", ""),
        drive=_drive(request),
        by=request.person_id,
        at=request.now,
    )
    return redirect("asset", nip=request.company.nip, asset_id=asset_id)


def _drive(request: CompanyRequest) -> Drive | None:
    told = request.POST.get("naped", "")
    return Drive(told) if told in set(Drive) else None


@require_POST
@company_view(roles=BOOKKEEPERS)
def strike_off(request: CompanyRequest, asset_id: int) -> HttpResponse:
    """LT: the asset is gone, and posted so."""
    reason = request.POST.get("przyczyna", "")
    if reason not in Gone.values:
        raise CannotDepreciate("Wybierz przyczynę wykreślenia.")
    if Gone(reason) in FOR_MONEY and not request.POST.get("przychod", "").strip():
        raise CannotDepreciate(
            "Podaj przychód ze zbycia netto (kwotę z faktury na koncie 762): wynik na zbyciu to jego różnica "
            "z wartością netto."
        )
    dispose_of_asset(
        asset_id=asset_id,
        on=_day(request),
        reason=Gone(reason),
        proceeds=_amount(request, "przychod", "Przychód ze zbycia"),
        tax_cost="niekoszt" not in request.POST,
        to_account=request.POST.get("konto", "").strip(),
        by=request.person_id,
        at=request.now,
    )
    return redirect("asset", nip=request.company.nip, asset_id=asset_id)


@require_POST
@company_view(roles=BOOKKEEPERS)
def regroup(request: CompanyRequest, asset_id: int) -> HttpResponse:
    """Move it to another group's accounts and kind."""
    regroup_asset(
        asset_id=asset_id,
        on=_day(request),
        account=request.POST.get("konto", "").strip(),
        depreciation_account=request.POST.get("umorzenie", "").strip(),
        kst=request.POST.get("kst", "").strip(),
        drive=_drive(request),
        text=request.POST.get("opis", ""),
        by=request.person_id,
        at=request.now,
    )
    return redirect("asset", nip=request.company.nip, asset_id=asset_id)


@require_POST
@company_view(roles=BOOKKEEPERS)
def correct_price(request: CompanyRequest, asset_id: int) -> HttpResponse:
    """The price of what was sold was corrected: its result too."""
    correct_proceeds(
        asset_id=asset_id,
        on=_day(request),
        difference=_amount(request, "kwota", "Zmiana przychodu"),
        text=request.POST.get("opis", ""),
        by=request.person_id,
        at=request.now,
    )
    return redirect("asset", nip=request.company.nip, asset_id=asset_id)


@require_GET
@company_view()
def month(request: CompanyRequest) -> HttpResponse:
    """A month's depreciation: looked at, then posted."""
    asked = request.GET.get("miesiac", "")
    chosen = parse_month(asked) if asked else next_month() or month_of(timezone.localdate())
    report = month_report(request.company, chosen, company_link(request.company.nip))
    if form := request.GET.get("forma", ""):
        return download(request, report, form)
    value = f"{chosen[0]}-{chosen[1]:02}"
    return TemplateResponse(
        request,
        "assets/month.html",
        {
            "report": report,
            "month": chosen,
            "posted": chosen in posted_months(),
            "downloads": [(f, f"?miesiac={value}&forma={f}") for f in FORMS],
            "may_post": bool(request.roles & BOOKKEEPERS) and bool(report.rows),
        },
    )


@require_POST
@company_view(roles=BOOKKEEPERS)
def post_month(request: CompanyRequest) -> HttpResponse:
    """Post the month that was looked at."""
    chosen = parse_month(request.POST.get("miesiac", ""))
    posted = post_depreciation(month=chosen, by=request.person_id, at=request.now)
    if posted is None:
        return redirect("depreciation", nip=request.company.nip)
    return redirect("entry", nip=request.company.nip, entry_id=posted.id)


def _amount(request: CompanyRequest, name: str, label: str) -> Decimal:
    try:
        return amount_of(request.POST.get(name, ""))
    except ValueError as error:
        raise CannotDepreciate(f"{label}: {error}.") from error


def _day(request: CompanyRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("dzien", ""))
    except ValueError as error:
        raise CannotDepreciate("Podaj dzień.") from error
