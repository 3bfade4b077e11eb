"""Writes of channels: set up a mailbox, note a message as taken, give and take back keys of the API."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zaplecze.documents.events import ChannelChanged
from zaplecze.documents.models import ApiCall, ApiKey, Mailbox, Security, TakenMessage
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.files import sha256_hex
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.platform.secrets import seal

PURPOSE = "mailbox"
KEY_PREFIX = "zpl_"
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,198}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]")


@dataclass(frozen=True, slots=True)
class NewMailbox:
    """Settings of a mailbox; an empty password keeps the one that is stored."""

    host: str
    port: int
    security: str
    login: str
    password: str
    folder: str = "INBOX"
    active: bool = True


def save_mailbox(
    *, settings: NewMailbox, by: int | None, at: datetime, mailbox_id: int | None = None
) -> Mailbox:
    """Set up a mailbox or change one; another account or folder is taken from its beginning."""
    lock_company()
    company_id = current_company_id()
    row = Mailbox(company_id=company_id)
    if mailbox_id is not None:
        found = Mailbox.objects.filter(company_id=company_id, id=mailbox_id).first()
        if found is None:
            raise Refusal("Nie ma takiej skrzynki. Odśwież stronę.", code="documents.mailbox")
        row = found
    host, login, folder = settings.host.strip(), settings.login.strip(), settings.folder.strip()
    _check(settings, host, login, folder, known=mailbox_id is not None)
    where = (row.host, row.login, row.folder)
    same = Mailbox.objects.filter(
        company_id=company_id, host=host, login=login, folder=folder
    ).exclude(id=row.pk)
    if same.exists():
        raise Refusal("Ta skrzynka jest już ustawiona.", code="documents.mailbox")
    if where != (host, login, folder):
        row.uid_validity = row.last_uid = 0
    row.host, row.login, row.folder = host, login, folder
    row.port, row.security, row.active = settings.port, settings.security, settings.active
    row.fault = ""
    if settings.password:
        row.sealed_password = seal(settings.password, PURPOSE)
    row.save()
    state = "active" if row.active else "off"
    event = ChannelChanged(channel="mail", name=str(row)[:200], state=state)
    record_events([event], Stamp(by, at))
    return row


def _check(settings: NewMailbox, host: str, login: str, folder: str, *, known: bool) -> None:
    faults = []
    if not _HOST.fullmatch(host):
        faults.append("Podaj nazwę serwera IMAP, np. imap.example.com.")
    if not 1 <= settings.port <= 65535:
        faults.append("Port to liczba od 1 do 65535, zwykle 993.")
    if settings.security not in Security.values:
        faults.append("Wybierz TLS albo STARTTLS.")
    for name, text in (("Użytkownik", login), ("Folder", folder)):
        if not text or len(text) > 200 or not text.isprintable():
            faults.append(f"{name}: wpisz od 1 do 200 znaków.")
    if not settings.password and not known:
        faults.append("Wpisz hasło skrzynki.")
    if not settings.password.isprintable() or len(settings.password) > 500:
        faults.append("Hasło ma niedozwolone znaki albo jest za długie.")
    if faults:
        raise Refusal(" ".join(faults), code="documents.mailbox")


def note_message(
    *,
    mailbox_id: int,
    uid_validity: int,
    uid: int,
    message_id: str,
    sha256: str,
    outcome: str,
    at: datetime,
) -> None:
    """Note that a message was taken, in the transaction that takes it, and that newer ones come next."""
    company_id = current_company_id()
    TakenMessage.objects.create(
        company_id=company_id,
        mailbox_id=mailbox_id,
        uid_validity=uid_validity,
        uid=uid,
        message_id=message_id[:500],
        sha256=sha256,
        outcome=outcome,
        at=at,
    )
    Mailbox.objects.filter(company_id=company_id, id=mailbox_id).update(
        uid_validity=uid_validity, last_uid=uid
    )


def note_visit(*, mailbox_id: int, fault: str, at: datetime) -> None:
    """Note when a mailbox was visited and what went wrong ("" for nothing)."""
    Mailbox.objects.filter(company_id=current_company_id(), id=mailbox_id).update(
        checked_at=at, fault=fault[:500]
    )


def make_api_key(*, name: str, by: int, at: datetime) -> tuple[ApiKey, str]:
    """Make a key of the open company; the secret is told once and only its hash is kept."""
    lock_company()
    label = " ".join(name.split())
    if not 0 < len(label) <= 60:
        raise Refusal("Nazwij klucz (od 1 do 60 znaków), np. „sklep”.", code="documents.api-key")
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        company_id=current_company_id(),
        name=label,
        sha256=sha256_hex(secret.encode()),
        created_at=at,
        created_by_id=by,
    )
    record_events([ChannelChanged(channel="api", name=label, state="active")], Stamp(by, at))
    return row, secret


def revoke_api_key(*, key_id: int, by: int, at: datetime) -> None:
    """Take a key back; it opens nothing from now on."""
    lock_company()
    row = ApiKey.objects.filter(
        company_id=current_company_id(), id=key_id, revoked_at__isnull=True
    ).first()
    if row is None:
        raise Refusal("Ten klucz jest już unieważniony. Odśwież stronę.", code="documents.api-key")
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    record_events([ChannelChanged(channel="api", name=row.name, state="off")], Stamp(by, at))


def keep_api_call(
    *,
    key_id: int,
    idempotency_key: str,
    request_sha256: str,
    status: int,
    answer: dict[str, Any],
    at: datetime,
) -> None:
    """Keep the answer to a call, in the transaction that carried it out."""
    ApiCall.objects.create(
        company_id=current_company_id(),
        key_id=key_id,
        idempotency_key=idempotency_key,
        request_sha256=request_sha256,
        status=status,
        answer=answer,
        at=at,
    )
