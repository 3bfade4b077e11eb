"""Secrets that the program must be able to use again (a mailbox's password), sealed before they are stored.

The key is derived from the installation's secret key and the purpose (HKDF, RFC 5869), so a seal of one purpose or
company opens nothing of another. With another secret key nothing can be opened: people type their passwords again.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from zaplecze.platform.scope import current_company_id


class CannotUnseal(ValueError):
    """The seal was made with another secret key, for another purpose or company, or was changed."""


def seal(text: str, purpose: str) -> bytes:
    """Encrypt a secret of the open company."""
    return _fernet(purpose).encrypt(text.encode())


def unseal(sealed: bytes | memoryview, purpose: str) -> str:
    """The secret again; raises `CannotUnseal`."""
    try:
        return _fernet(purpose).decrypt(bytes(sealed)).decode()
    except InvalidToken as error:
        raise CannotUnseal("hasła nie da się odczytać: wpisz je jeszcze raz") from error


def _fernet(purpose: str) -> Fernet:
    info = f"zaplecze/{purpose}/{current_company_id()}".encode()
    key = HKDF(SHA256(), 32, salt=None, info=info).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
