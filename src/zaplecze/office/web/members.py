"""People of the company: their roles, new people, and the way out for whoever leaves."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents.api import documents_by_id
from zaplecze.office.web.procedures import PAPERS
from zaplecze.platform.models import Role, User
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import CompanyRequest, company_view
from zaplecze.workflow.api import (
    add_member,
    change_roles,
    hanging_on,
    members,
    working_people,
)

KEEPERS = frozenset({Role.OWNER, Role.MANAGER})
HEIR_ROLES = (Role.OWNER, Role.APPROVER, Role.ACCOUNTANT, Role.MANAGER)
LONGEST_ID = 18


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A person on the list, with the names of her roles."""

    user: User
    roles: tuple[str, ...]


@require_GET
@company_view(roles=KEEPERS)
def people(request: CompanyRequest) -> HttpResponse:
    """Everyone who has a role in the company."""
    return _list(request)


@require_POST
@company_view(roles=KEEPERS)
def add_person(request: CompanyRequest) -> HttpResponse:
    """Give somebody roles; the first password of a new account is shown here, once."""
    made = add_member(
        email=request.POST.get("email", ""),
        full_name=request.POST.get("name", ""),
        roles=request.POST.getlist("roles"),
        by=request.person_id,
        at=request.now,
    )
    answer = _list(request, made.user, made.password)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_GET
@company_view(roles=KEEPERS)
def person(request: CompanyRequest, user_id: int) -> HttpResponse:
    """One person: her roles, what asks her by name, and who takes over when she leaves."""
    found = next(((u, roles) for u, roles in members() if u.pk == user_id), None)
    if found is None:
        raise Http404("nie ma takiej osoby w tej firmie")
    user, held = found
    hangs = hanging_on(person=user_id)
    ids = (*(d for d, _step in hangs.tasks), *hangs.handed, *hangs.questions)
    papers = documents_by_id(ids)
    context = {
        "member": user,
        "held": held,
        "roles": Role.choices,
        "hangs": hangs,
        "steps": [(PAPERS[kind].label if kind in PAPERS else kind, s) for kind, s in hangs.steps],
        "tasks": [(papers[d], s) for d, s in hangs.tasks if d in papers],
        "handed": [papers[d] for d in hangs.handed if d in papers],
        "questions": [papers[d] for d in hangs.questions if d in papers],
        "heirs": [u for u in working_people() if u.pk != user_id],
        "heir_roles": [(r.value, r.label) for r in HEIR_ROLES],
        "herself": user_id == request.person_id,
    }
    return TemplateResponse(request, "office/person.html", context)


@require_POST
@company_view(roles=KEEPERS)
def save_roles(request: CompanyRequest, user_id: int) -> HttpResponse:
    """Give and take roles, or with the button of leaving all of them."""
    leaves = request.POST.get("do") == "remove"
    kind, _sep, value = request.POST.get("heir", "").partition(":")
    if kind == "person" and not (value.isdecimal() and len(value) <= LONGEST_ID):
        raise Refusal("Wybierz osobę z listy.", code="office.person")
    wanted = request.POST.getlist("roles")
    if not leaves and not wanted:
        raise Refusal(
            "Zostaw co najmniej jedną rolę albo użyj przycisku „Usuń z firmy”.", code="office.roles"
        )
    change_roles(
        person=user_id,
        roles=() if leaves else wanted,
        heir=int(value) if kind == "person" else None,
        heir_role=value if kind == "role" else "",
        by=request.person_id,
        at=request.now,
    )
    if leaves:
        messages.success(
            request, _("Ta osoba nie ma już dostępu do firmy. Jej odnośniki nie działają.")
        )
        return redirect("people", nip=request.company.nip)
    messages.success(request, _("Role zapisane."))
    return redirect("person", nip=request.company.nip, user_id=user_id)


def _list(
    request: CompanyRequest, added: User | None = None, password: str | None = None
) -> HttpResponse:
    lines = [
        MemberLine(user, tuple(str(Role(r).label) for r in Role.values if r in roles))
        for user, roles in members()
    ]
    context = {"lines": lines, "roles": Role.choices, "added": added, "password": password}
    return TemplateResponse(request, "office/people.html", context)
