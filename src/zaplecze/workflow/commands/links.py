"""One-time links: made when their mail is sent, looked at as often as one likes, used once by a POST."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from zaplecze.platform.events import Stamp, canonical, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.commands.mail import queue_mail
from zaplecze.workflow.commands.refusals import BadLink
from zaplecze.workflow.commands.talks import right_in
from zaplecze.workflow.commands.tasks import require_step, take_step
from zaplecze.workflow.events import DescriptionAsked, DescriptionGiven, LinkSent
from zaplecze.workflow.models import Case, Link, LinkPurpose, MailState, OutgoingMail, Task
from zaplecze.workflow.org import works_here

LIFE = timedelta(days=7)
SALT = "zaplecze.workflow.link"
LONGEST_TOKEN = 200


def make_link(*, mail: OutgoingMail, at: datetime) -> str | None:
    """The address of a fresh link for a mail that is being sent; None where its task is over or its person left."""
    task = (
        Task.objects.select_related("case")
        .filter(company_id=mail.company_id, id=mail.task_id or 0, closed_at__isnull=True)
        .first()
    )
    if task is None or (mail.user is not None and not works_here(mail.user)):
        return None
    token = f"{mail.company_id}.{secrets.token_urlsafe(32)}"
    Link.objects.create(
        company_id=mail.company_id,
        token_hash=_hash(token),
        purpose=mail.purpose,
        task_id=task.id,
        document_id=task.document_id,
        user_id=mail.user_id,
        address=mail.address,
        name=mail.name,
        asked_by_id=mail.asked_by_id,
        fingerprint=fingerprint(task.case),
        created_at=at,
        expires_at=at + LIFE,
    )
    return f"{settings.SITE_URL}/odnosnik/{Signer(salt=SALT).sign(token)}/"


def note_sent(*, mail: OutgoingMail, at: datetime) -> None:
    """Write into the log that a link went out."""
    lock_company()
    task = Task.objects.get(company_id=mail.company_id, id=mail.task_id or 0)
    record_events(
        [
            LinkSent(
                document_id=task.document_id,
                step=task.step,
                purpose=mail.purpose,
                address=masked(mail.address),
            )
        ],
        Stamp(None, at),
    )


def company_of_token(signed: str) -> tuple[int, bytes]:
    """(company id, hash of the token) of a signed token; raises `BadLink` for one that we never gave out.

    Asks no database: whoever guesses learns nothing and costs little.
    """
    try:
        token = Signer(salt=SALT).unsign(signed[:LONGEST_TOKEN])
    except BadSignature as error:
        raise BadLink(
            _(
                "Ten odnośnik jest niepełny albo zmieniony. Otwórz go jeszcze raz prosto z wiadomości."
            )
        ) from error
    return int(token.partition(".")[0]), _hash(token)


def link_of(*, token_hash: bytes, at: datetime) -> Link:
    """The link of a token, where it may still be used; raises `BadLink` that says why not.

    Whoever left the company doesn't look at its papers by a link of yesterday.
    """
    link = (
        Link.objects.select_related("task", "task__case", "user")
        .filter(company_id=current_company_id(), token_hash=token_hash)
        .first()
    )
    if link is None:
        raise BadLink(_("Nie ma takiego odnośnika."))
    if link.used_at is not None:
        raise BadLink(_("Ten odnośnik został już użyty. Każdy działa jeden raz."))
    if at >= link.expires_at:
        raise BadLink(_("Ten odnośnik wygasł. Zaloguj się albo poproś o nowy."))
    if link.user is not None and not works_here(link.user):
        raise BadLink(_("Ten odnośnik jest dla osoby, która nie pracuje już w tej firmie."))
    if link.task.closed_at is not None:
        raise BadLink(_("Ta sprawa jest już załatwiona, odnośnik nie jest potrzebny."))
    if not hmac.compare_digest(link.fingerprint, fingerprint(link.task.case)):
        raise BadLink(
            _("Dokument zmienił się od wysłania wiadomości. Zaloguj się i obejrzyj go jeszcze raz.")
        )
    return link


def decide_by_link(*, token_hash: bytes, verdict: str, reason: str, at: datetime) -> Link:
    """Accept or reject by a link, as the person that it was sent to; the link is used up by it.

    Raises `BadLink`, and whatever `take_step` refuses; a refused decision leaves the link as it was.
    """
    lock_company()
    link = link_of(token_hash=token_hash, at=at)
    if link.purpose != LinkPurpose.DECIDE or link.user is None or not link.user.is_active:
        raise BadLink(_("Ten odnośnik nie służy do decyzji."))
    if verdict not in ("accepted", "rejected"):
        raise Refusal(_("Wybierz: akceptuj albo odrzuć."), code="workflow.link-verdict")
    take_step(
        task_id=link.task_id, verdict=verdict, by=link.user.pk, at=at, reason=reason, via="mail"
    )
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link


def ask_description(
    *, document_id: int, address: str, name: str, about: str, by: int, at: datetime
) -> None:
    """Ask somebody without an account what a paper is for, by a one-time link to a form and nothing else.

    Refuses to ask the same person twice while her link still serves; asks again once it is used, over or void.
    """
    lock_company()
    task = require_step(document_id=document_id, kind="describe")
    right_in(task=task, by=by, at=at)
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refusal(
            f"„{address}” nie jest adresem e-mail. Popraw go.", code="workflow.address"
        ) from error
    if len(name.strip()) < 3:
        raise Refusal("Podaj imię i nazwisko osoby, którą pytasz.", code="workflow.name")
    address = address.lower()
    asked = OutgoingMail.objects.filter(
        company_id=task.company_id, task_id=task.pk, purpose=LinkPurpose.DESCRIBE, address=address
    )
    if asked.filter(state=MailState.QUEUED).exists() or _serves(task, address, at):
        raise Refusal(
            "Ta osoba została już o to poproszona, a jej odnośnik jeszcze działa. Poczekaj na opis.",
            code="workflow.asked-already",
        )
    queue_mail(
        key=f"describe:{task.pk}:{asked.count()}:{hashlib.sha256(address.encode()).hexdigest()[:32]}",
        address=address,
        name=name.strip()[:150],
        subject=f"Prośba o opis dokumentu: {about}",
        body=(
            f"Dzień dobry,\n\nprosimy o krótki opis dokumentu: {about}.\n"
            "Wystarczy otworzyć odnośnik, obejrzeć dokument i napisać, czego dotyczy:\n\n{link}\n\n"
            "Odnośnik jest tylko dla Ciebie, działa jeden raz i przez 7 dni. Nie trzeba mieć konta.\n"
        ),
        at=at,
        task_id=task.pk,
        purpose=LinkPurpose.DESCRIBE,
        asked_by=by,
    )
    record_events(
        [DescriptionAsked(document_id=document_id, address=masked(address))], Stamp(by, at)
    )


def _serves(task: Task, address: str, at: datetime) -> bool:
    """Whether an address has a link to a task's description that could be used now."""
    sent = Link.objects.filter(
        company_id=task.company_id,
        task_id=task.pk,
        purpose=LinkPurpose.DESCRIBE,
        address=address,
        used_at__isnull=True,
        expires_at__gt=at,
    )
    return sent.filter(fingerprint=fingerprint(task.case)).exists()


def describe_by_link(*, token_hash: bytes, answer: Mapping[str, Any], at: datetime) -> Link:
    """Keep what a person without an account wrote; somebody of the company takes the step with it."""
    lock_company()
    link = link_of(token_hash=token_hash, at=at)
    if link.purpose != LinkPurpose.DESCRIBE:
        raise BadLink(_("Ten odnośnik nie służy do opisu."))
    link.used_at, link.answer = at, dict(answer)
    link.save(update_fields=["used_at", "answer"])
    record_events(
        [
            DescriptionGiven(
                document_id=link.document_id,
                address=masked(link.address),
                name=link.name,
                text=str(answer.get("purpose", ""))[:300],
            )
        ],
        Stamp(None, at),
    )
    return link


def fingerprint(case: Case) -> str:
    """What a case knows, as a hash: a link of yesterday decides nothing about a paper that changed today."""
    return hashlib.sha256(canonical(case.facts).encode()).hexdigest()


def masked(address: str) -> str:
    """j…@firma.example: enough to recognize one's own."""
    local, _sign, domain = address.partition("@")
    return f"{local[:1]}…@{domain}"


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
