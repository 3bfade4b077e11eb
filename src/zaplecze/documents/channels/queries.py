"""Reads of channels."""

from __future__ import annotations

from zaplecze.documents.models import ApiCall, ApiKey, Mailbox, TakenMessage
from zaplecze.platform.files import sha256_hex
from zaplecze.platform.scope import current_company_id


def mailboxes(*, active_only: bool = False) -> list[Mailbox]:
    """Mailboxes of the open company."""
    rows = Mailbox.objects.filter(company_id=current_company_id()).order_by("id")
    return list(rows.filter(active=True) if active_only else rows)


def message_taken(*, mailbox_id: int, uid_validity: int, uid: int) -> bool:
    """True where this message was taken out of the mailbox before."""
    return TakenMessage.objects.filter(
        company_id=current_company_id(),
        mailbox_id=mailbox_id,
        uid_validity=uid_validity,
        uid=uid,
    ).exists()


def api_keys() -> list[ApiKey]:
    """Keys of the open company, newest first."""
    rows = ApiKey.objects.select_related("created_by").filter(company_id=current_company_id())
    return list(rows.order_by("-id"))


def api_key_of(secret: str) -> ApiKey | None:
    """The open company's key with this secret, where it is not revoked."""
    return ApiKey.objects.filter(
        company_id=current_company_id(),
        sha256=sha256_hex(secret.encode()),
        revoked_at__isnull=True,
    ).first()


def api_call(*, key_id: int, idempotency_key: str) -> ApiCall | None:
    """The call that a key made before under this idempotency key."""
    return ApiCall.objects.filter(
        company_id=current_company_id(), key_id=key_id, idempotency_key=idempotency_key
    ).first()
