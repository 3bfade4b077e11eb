"""Pages behind one-time links: looked at without signing in, decided only by a POST.

The token leaves the address at once: it is changed for an entry in the visitor's session, so that it stands in no
history, no referrer and no log of what follows. A session holds several links, each under a key of its own which the
addresses of its page, its pictures, its file and its form carry: two links in two tabs never mix. The key opens
nothing by itself. Looking never decides anything: mail scanners may open what they like.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from zaplecze.documents.api import (
    OTHER_KIND,
    Document,
    DocumentKind,
    Source,
    drawn_page,
    invoice_of,
    kind_of,
    log_access,
    look_of,
    newest_file,
    newest_version,
    opened_paper,
    told_fields,
)
from zaplecze.formats.sheets import UnreadableSheetsError
from zaplecze.ledger.api import cost_centers
from zaplecze.platform.files import read_file
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import company_scope
from zaplecze.platform.webreport import as_download
from zaplecze.purchasing.api import cost_invoice
from zaplecze.workflow.api import (
    BadLink,
    LinkPurpose,
    company_of_token,
    decide_by_link,
    describe_by_link,
    link_of,
)

KEPT = "links"
MOST_KEPT = 20
"""A session holds so many links; what was opened longest ago goes first."""
PER_MINUTE = 30
COSTS = frozenset(
    {DocumentKind.COST_INVOICE, "foreign_invoice", "customs_declaration", "receipt", OTHER_KIND}
)
"""Kinds of papers of which somebody may be asked whose cost they are: those that cost, and the unknown."""
PAGE_WIDTH = 1000
View = Callable[..., HttpResponse]


def _quiet(view: View, *, counted: bool = True) -> View:
    """No referrer, no log line with the address, and where ``counted`` not too often from one place."""

    @wraps(view)
    def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if counted and _too_often(request):
            answer = _closed(request, _("Zbyt wiele prób. Odczekaj minutę."), status=429)
        else:
            answer = view(request, **kwargs)
        # The address with the token is told to nobody; the page behind it, which has none, only to this
        # server: without any referrer a browser sends no origin, and its POST would be refused.
        answer.headers["Referrer-Policy"] = "no-referrer" if "token" in kwargs else "same-origin"
        answer.headers["X-Robots-Tag"] = "noindex"
        # Django would log the address of an answer from 400 on.
        answer._has_been_logged = True  # type: ignore[attr-defined]
        return answer

    return inner


def _too_often(request: HttpRequest) -> bool:
    key = f"link:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, 60)
    try:
        return cache.incr(key) > PER_MINUTE
    except ValueError:  # it ran out between the two
        return False


def _closed(request: HttpRequest, message: str, *, status: int = 410) -> HttpResponse:
    return render(request, "office/link_closed.html", {"message": message}, status=status)


@csrf_exempt  # a POST here does nothing, and its refusal would be logged with the token
@_quiet
def link_enter(request: HttpRequest, token: str) -> HttpResponse:
    """Change the token for a place in the session, and go where the address shows nothing."""
    if request.method != "GET":
        return _closed(request, _("Otwórz odnośnik w przeglądarce."), status=405)
    try:
        company_id, token_hash = company_of_token(token)
    except BadLink as refusal:
        return _closed(request, refusal.message, status=404)
    key = _key(token_hash)
    kept = request.session.get(KEPT, {})
    others = [(k, v) for k, v in kept.items() if k != key][1 - MOST_KEPT :]
    request.session[KEPT] = dict([*others, (key, [company_id, token_hash.hex()])])
    return redirect("link", key=key)


def _key(token_hash: bytes) -> str:
    """What addresses call a link by: it tells neither the token nor its hash."""
    return hashlib.sha256(b"key:" + token_hash).hexdigest()[:20]


def _kept(request: HttpRequest, key: str) -> tuple[int, bytes] | None:
    """(company id, hash of the token) of the link of a key, where this visitor opened it."""
    found = request.session.get(KEPT, {}).get(key)
    return (int(found[0]), bytes.fromhex(found[1])) if found else None


def _unknown(request: HttpRequest) -> HttpResponse:
    return _closed(request, _("Otwórz odnośnik jeszcze raz prosto z wiadomości."), status=404)


@_quiet
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, key: str) -> HttpResponse:
    """The document with its one question; a POST answers it."""
    kept = _kept(request, key)
    if kept is None:
        return _unknown(request)
    company_id, token_hash = kept
    now = timezone.now()
    fault = ""
    if request.method == "POST":
        try:
            with company_scope(company_id):
                done = _answer(request, token_hash)
        except BadLink as refusal:
            return _closed(request, refusal.message)
        except Refusal as refusal:
            fault = refusal.message
        else:
            request.session[KEPT] = {k: v for k, v in request.session[KEPT].items() if k != key}
            return render(request, "office/link_done.html", {"message": done})
    try:
        with company_scope(company_id):
            found = link_of(token_hash=token_hash, at=now)
            opened = opened_paper(found.document_id)
            assert opened is not None
            paper = opened.document
            gone = bool(opened.protocol)
            read = paper.is_invoice and paper.source != Source.TYPED and not gone
            kind = kind_of(paper.kind)
            decides = found.purpose == LinkPurpose.DECIDE
            context = {
                "link": found,
                "key": key,
                "paper": paper,
                "invoice": invoice_of(paper) if read else None,
                "look": None if read or gone else look_of(paper),
                "gone": gone,
                "record": cost_invoice(paper.id),
                "firm": Company.objects.get(id=company_id),
                "newest": newest_version(paper.id),
                "subject": paper.fields.get("subject", ""),
                "told": told_fields(kind, paper.fields) if decides and kind and not read else [],
                "centers": cost_centers() if not decides and paper.kind in COSTS else [],
                "fault": fault,
                "typed": request.POST,
            }
            return render(request, "office/link.html", context, status=409 if fault else 200)
    except BadLink as refusal:
        return _closed(request, refusal.message)


def _linked(
    request: HttpRequest, key: str, how: str, made: Callable[[Document], HttpResponse]
) -> HttpResponse:
    """What of a paper may be seen by a link in the visitor's session; an opening of personal data is logged."""
    kept = _kept(request, key)
    if kept is None:
        return _unknown(request)
    company_id, token_hash = kept
    now = timezone.now()
    try:
        with company_scope(company_id):
            found = link_of(token_hash=token_hash, at=now)
            opened = opened_paper(found.document_id)
            if opened is None or opened.protocol:
                return _closed(request, _("Plik tego dokumentu zniszczono."))
            answer = made(opened.document)
            by = found.user_id or found.asked_by_id
            if by is not None and opened.personal:
                log_access(
                    document_ids=[found.document_id],
                    how=f"odnośnik, {how}",
                    by=by,
                    at=now,
                    outsider="" if found.user_id else f"{found.name} <{found.address}>".strip(),
                )
            return answer
    except BadLink as refusal:
        return _closed(request, refusal.message)


@partial(_quiet, counted=False)
@require_GET
def link_page(request: HttpRequest, key: str, page: int) -> HttpResponse:
    """A page of the link's paper, drawn by us as PNG."""

    def made(paper: Document) -> HttpResponse:
        try:
            data = drawn_page(paper, page, width=PAGE_WIDTH)
        except (KeyError, UnreadableSheetsError):
            return _closed(request, _("Nie ma takiej strony."), status=404)
        return HttpResponse(data, content_type="image/png")

    return _linked(request, key, f"strona {page}", made)


@_quiet
@require_GET
def link_file(request: HttpRequest, key: str) -> HttpResponse:
    """The newest file of the link's paper, as a download."""

    def made(paper: Document) -> HttpResponse:
        sha, name = newest_file(paper)
        return as_download(read_file(sha), name)

    return _linked(request, key, "plik", made)


def _answer(request: HttpRequest, token_hash: bytes) -> str:
    now = timezone.now()
    form = request.POST
    found = link_of(token_hash=token_hash, at=now)
    if found.purpose == LinkPurpose.DESCRIBE:
        center, purpose = form.get("center", ""), form.get("purpose", "").strip()
        if center and center not in {c.code for c in cost_centers()}:
            raise Refusal(_("Wybierz dział z listy."), code="office.center")
        if len(purpose) < 3:
            raise Refusal(
                _("Napisz, czego dotyczy dokument (co najmniej 3 znaki)."), code="office.purpose"
            )
        describe_by_link(
            token_hash=token_hash, answer={"center": center, "purpose": purpose[:300]}, at=now
        )
        return _("Dziękujemy. Opis trafił do firmy.")
    verdict = form.get("verdict", "")
    decide_by_link(token_hash=token_hash, verdict=verdict, reason=form.get("reason", ""), at=now)
    return _("Zaakceptowano.") if verdict == "accepted" else _("Odrzucono z powodem.")
