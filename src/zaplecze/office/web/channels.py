"""Channels on the screen: mailboxes, the watched folder, keys of the API."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zaplecze.documents.api import (
    NewMailbox,
    Security,
    api_keys,
    mailboxes,
    make_api_key,
    revoke_api_key,
    save_mailbox,
)
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.web import CompanyRequest, company_view

SETTERS = frozenset({"owner", "manager"})
DIGITS = 18


@require_GET
@company_view(roles=SETTERS)
def channels(request: CompanyRequest) -> HttpResponse:
    """Ways into the inbox, with what was heard of each."""
    return _page(request)


def _page(request: CompanyRequest, secret: str = "") -> HttpResponse:
    boxes = mailboxes()
    chosen = request.GET.get("skrzynka", "")
    return TemplateResponse(
        request,
        "office/channels.html",
        {
            "boxes": boxes,
            "box": next((b for b in boxes if str(b.pk) == chosen), None),
            "securities": Security.choices,
            "keys": api_keys(),
            "secret": secret,
            "folder": f"{settings.ZAPLECZE_INBOX}/{request.company.nip}"
            if settings.ZAPLECZE_INBOX
            else "",
        },
    )


def _number(text: str, what: str) -> int:
    if not text.isdecimal() or len(text) > DIGITS:
        raise Refusal(f"{what} musi być liczbą.", code="documents.channel")
    return int(text)


@require_POST
@company_view(roles=SETTERS)
def save_box(request: CompanyRequest) -> HttpResponse:
    """Set up a mailbox or change one."""
    given = request.POST
    number = given.get("mailbox", "")
    save_mailbox(
        settings=NewMailbox(
            host=given.get("host", ""),
            port=_number(given.get("port", ""), "Port"),
            security=given.get("security", ""),
            login=given.get("login", ""),
            password=given.get("password", ""),
            folder=given.get("folder", ""),
            active=bool(given.get("active")),
        ),
        mailbox_id=_number(number, "Skrzynka") if number else None,
        by=request.person_id,
        at=request.now,
    )
    messages.success(request, _("Zapisano skrzynkę. Wiadomości przyjdą w ciągu kilku minut."))
    return redirect("channels", nip=request.company.nip)


@require_POST
@company_view(roles=SETTERS)
def make_key(request: CompanyRequest) -> HttpResponse:
    """Make a key of the API and show its secret this one time."""
    _row, secret = make_api_key(
        name=request.POST.get("name", ""), by=request.person_id, at=request.now
    )
    return _page(request, secret)


@require_POST
@company_view(roles=SETTERS)
def revoke_key(request: CompanyRequest) -> HttpResponse:
    """Take a key back."""
    number = _number(request.POST.get("key", ""), "Klucz")
    revoke_api_key(key_id=number, by=request.person_id, at=request.now)
    messages.success(request, _("Klucz jest unieważniony."))
    return redirect("channels", nip=request.company.nip)
