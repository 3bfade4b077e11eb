"""The door of every company page: who is it, may she, which company; then one transaction behind its wall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from zaplecze.platform.models import Company, Membership, Role
from zaplecze.platform.ready import ready_rows
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.platform.scope import company_scope, user_scope

READERS = frozenset(Role.values)
WORKERS = READERS - {Role.AUDITOR}
BOOKKEEPERS = frozenset({Role.ACCOUNTANT, Role.MANAGER})
# Who may take the whole books out; the auditor takes them herself, that is what they are handed out for.
BOOKS_TAKERS = BOOKKEEPERS | {Role.OWNER, Role.AUDITOR}


class CompanyRequest(HttpRequest):
    """A request behind a company's door."""

    company: Company
    roles: frozenset[str]
    now: datetime
    person_id: int
    lane_counts: object


View = Callable[..., HttpResponseBase]


def company_view(*, roles: frozenset[str] = READERS) -> Callable[[View], View]:
    """Let in members of the company with one of ``roles``.

    A stranger gets 404, so that she learns nothing; a member without the role gets 403. A `Refusal` becomes
    a message on the page the person came from, with nothing changed.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def inner(request: CompanyRequest, nip: str, **kwargs: Any) -> HttpResponseBase:
            request.person_id = signed_in(request)
            request.now = timezone.now()
            try:
                with user_scope(request.person_id), _company_of(request, nip):
                    _let_in(request.roles, roles)
                    response = view(request, **kwargs)
                    if isinstance(response, SimpleTemplateResponse):
                        response.render()
                    return response
            except NotAllowed as refusal:
                return render(request, "403.html", {"message": refusal.message}, status=403)
            except Refusal as refusal:
                return _refused(request, refusal)

        return login_required(inner)

    return wrap


def _let_in(held: frozenset[str], roles: frozenset[str]) -> None:
    if not held & roles:
        raise NotAllowed("Twoja rola w tej firmie na to nie pozwala.")


def signed_in(request: HttpRequest) -> int:
    """Id of the person behind a request that `login_required` let in."""
    person_id = request.user.pk
    assert person_id is not None
    return person_id


@contextmanager
def _company_of(request: CompanyRequest, nip: str) -> Iterator[None]:
    """Find the company among the person's own, then open its wall, in the transaction that is open already."""
    mine = "JOIN platform_company c ON c.id = t.company_id WHERE t.user_id = %s AND c.nip = %s"
    held = ready_rows(Membership, mine, (request.person_id, nip))
    if not held:
        raise Http404("nie ma takiej firmy")
    (request.company,) = ready_rows(Company, "WHERE id = %s", (held[0].company_id,))
    request.roles = frozenset(row.role for row in held)
    years = request.company.business_years
    with company_scope(request.company.id, user_id=request.person_id, years=years):
        yield


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if request.method != "POST":
        return render(
            request, "refused.html", {"message": refusal.message, "code": refusal.code}, status=409
        )
    messages.error(request, refusal.message, extra_tags=refusal.code)
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    return redirect(back)


def my_companies(user_id: int) -> list[Company]:
    """The companies a person belongs to, by name."""
    with user_scope(user_id):
        return ready_rows(Company, "ORDER BY short_name", ())
