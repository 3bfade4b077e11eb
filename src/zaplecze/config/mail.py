"""How mail leaves the house, from one address in the environment."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

BACKENDS = "django.core.mail.backends"
TLS = {"": (False, False), "starttls": (True, False), "ssl": (False, True)}


def mail_settings(address: str) -> dict[str, Any]:
    """Django's settings for ``smtp://user:password@host:port/?tls=starttls``, ``file:/folder`` or ``console:``.

    Nothing for an empty address; raises ValueError, without the password, for one that can't be read.

    >>> mail_settings("smtp://a:b%40@mail.example:587/?tls=starttls")["EMAIL_HOST_PASSWORD"]
    'b@'
    >>> mail_settings("")
    {}
    """
    if not address:
        return {}
    parts = urlsplit(address)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{BACKENDS}.console.EmailBackend"}
    if parts.scheme == "file" and parts.path:
        return {
            "EMAIL_BACKEND": f"{BACKENDS}.filebased.EmailBackend",
            "EMAIL_FILE_PATH": parts.path,
        }
    tls = parse_qs(parts.query).get("tls", [""])[0]
    if parts.scheme != "smtp" or not parts.hostname or tls not in TLS:
        raise ValueError(
            "ZAPLECZE_MAIL: smtp://user:password@host:port/?tls=starttls, file:/folder or console:"
        )
    starttls, ssl = TLS[tls]
    return {
        "EMAIL_BACKEND": f"{BACKENDS}.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if ssl else 587 if starttls else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": ssl,
    }
