"""Who answers for what: substitutions, limits of authority, managers of cost centers, and the mail that asks them."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.ledger.api import cost_centers
from zaplecze.office.web.forms import read_day
from zaplecze.platform.days import WARSAW
from zaplecze.platform.models import Role, Substitution
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.platform.web import WORKERS, CompanyRequest, company_view
from zaplecze.workflow.api import (
    add_limit,
    add_substitution,
    center_managers,
    end_limit,
    end_substitution,
    limits,
    newest_mail,
    set_center_managers,
    substitutions,
    working_people,
)

KEEPERS = frozenset({Role.OWNER, Role.MANAGER})


@require_GET
@company_view()
def people_rules(request: CompanyRequest) -> HttpResponse:
    """Substitutions, limits and managers as they stand."""
    today = request.now.astimezone(WARSAW).date()
    managers = center_managers()
    context = {
        "substitutions": substitutions(as_of=today),
        "limits": limits(as_of=today),
        "centers": [(c, [m.user_id for m in managers.get(c.code, [])]) for c in cost_centers()],
        "people": working_people(),
        "limited_roles": [(r.value, r.label) for r in (Role.OWNER, Role.APPROVER)],
        "may_keep": bool(request.roles & KEEPERS),
        "may_substitute": bool(request.roles & WORKERS),
        "mails": newest_mail(limit=20) if request.roles & KEEPERS else [],
        "mail_ready": settings.MAIL_READY,
        "today": today,
    }
    return TemplateResponse(request, "office/people_rules.html", context)


def _back(request: CompanyRequest) -> HttpResponse:
    return redirect("people_rules", nip=request.company.nip)


def _person(text: str, name: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Refusal(f"{name}: wybierz osobę.", code="office.person")
    return int(text)


@require_POST
@company_view(roles=WORKERS)
def save_substitution(request: CompanyRequest) -> HttpResponse:
    """Anyone names her own substitute; owners and managers anybody's."""
    form = request.POST
    absent = _person(form.get("absent", ""), _("Kogo nie będzie"))
    _own_or_keeper(request, absent)
    add_substitution(
        absent=absent,
        substitute=_person(form.get("substitute", ""), _("Kto zastępuje")),
        first_day=read_day(form.get("first", ""), _("Od dnia")),
        last_day=read_day(form.get("last", ""), _("Do dnia")),
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zastępstwo zapisane."))
    return _back(request)


@require_POST
@company_view(roles=WORKERS)
def drop_substitution(request: CompanyRequest, substitution_id: int) -> HttpResponse:
    """End it: one's own, or as an owner or manager anybody's."""
    found = Substitution.objects.filter(company_id=request.company.id, id=substitution_id).first()
    if found is not None:
        _own_or_keeper(request, found.absent_id)
    end_substitution(substitution_id=substitution_id, by=request.person_id, at=request.now)
    messages.success(request, _("Zastępstwo zakończone."))
    return _back(request)


def _own_or_keeper(request: CompanyRequest, absent: int) -> None:
    if absent != request.person_id and not request.roles & KEEPERS:
        raise NotAllowed("Zastępstwo za kogoś innego ustala właściciel albo kierownik biura.")


@require_POST
@company_view(roles=KEEPERS)
def save_limit(request: CompanyRequest) -> HttpResponse:
    """Limit of a person or of a role."""
    form = request.POST
    whose, _sep, value = form.get("whose", "").partition(":")
    last = form.get("last", "")
    add_limit(
        person=_person(value, _("Czyj limit")) if whose == "person" else None,
        role=value if whose == "role" else "",
        up_to=_amount(form.get("up_to", "")),
        first_day=read_day(form.get("first", ""), _("Od dnia")),
        last_day=read_day(last, _("Do dnia")) if last else None,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Limit zapisany."))
    return _back(request)


def _amount(text: str) -> Decimal:
    try:
        return Decimal(text.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation as error:
        raise Refusal(f"„{text}” nie jest kwotą: wpisz np. 10000.", code="office.amount") from error


@require_POST
@company_view(roles=KEEPERS)
def drop_limit(request: CompanyRequest, limit_id: int) -> HttpResponse:
    """Take a limit away."""
    end_limit(limit_id=limit_id, by=request.person_id, at=request.now)
    messages.success(request, _("Limit zakończony."))
    return _back(request)


@require_POST
@company_view(roles=KEEPERS)
def save_center(request: CompanyRequest) -> HttpResponse:
    """Say who manages a cost center."""
    code = request.POST.get("center", "")
    if code not in {c.code for c in cost_centers()}:
        raise Refusal("Nie ma takiego MPK. Wybierz go z listy.", code="office.center")
    people = [_person(p, _("Kierownik MPK")) for p in request.POST.getlist("people")]
    set_center_managers(center=code, people=people, by=request.person_id, at=request.now)
    messages.success(request, _("Kierownicy MPK zapisani."))
    return _back(request)
