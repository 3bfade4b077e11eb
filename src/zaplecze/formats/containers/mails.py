"""Messages (RFC 5322, MIME): the head, the body as text, the attachments; damaged ones as far as they go."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.message
import email.policy
import email.utils
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from zaplecze.formats.containers.types import MailFacts, UnreadableFileError

LONGEST_TEXT = 200_000
LONGEST_FIELD = 500
_DECORATION_BYTES = 30_000
_TAGS = re.compile(r"(?is)<(script|style|head)\b.*?</\1\s*>|<!--.*?-->|<[^>]{0,2000}>")
_BREAKS = re.compile(r"(?i)<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^>]{0,200}>")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_MANY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Attachment:
    """What hangs on a message; ``code`` says why it can't be had."""

    name: str
    data: bytes
    code: str = ""
    message_pl: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message, opened."""

    facts: MailFacts
    attachments: tuple[Attachment, ...]


def read_mail(data: bytes) -> Mail:
    """Open a message; raises `UnreadableFileError` where its parts lie in each other without end."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        leaves = list(_leaves(message))
    except RecursionError as error:
        raise UnreadableFileError(
            "container.too-deep",
            "Części wiadomości leżą jedna w drugiej zbyt głęboko. Wyślij załączniki osobno.",
        ) from error
    except Exception as error:
        raise UnreadableFileError(
            "container.damaged",
            f"Wiadomość jest uszkodzona ({type(error).__name__}). Poproś o wysłanie jeszcze raz.",
        ) from error
    texts: list[tuple[str, str]] = []
    attachments: list[Attachment] = []
    for part in leaves:
        if _is_body(part):
            texts.append((part.get_content_type(), _text_of(part)))
        else:
            attachments.append(_attachment(part, len(attachments) + 1))
    return Mail(_facts(message, _body(texts)), tuple(attachments))


def _leaves(message: email.message.Message) -> Iterator[email.message.Message]:
    """Parts without parts; an attached message stays whole."""
    stack = [message]
    while stack:
        part = stack.pop()
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() != "message":
            stack.extend(reversed([p for p in inner if isinstance(p, email.message.Message)]))
        else:
            yield part


def _is_body(part: email.message.Message) -> bool:
    if part.get_content_maintype() == "multipart":
        return True  # said to have parts and has none: what is there is text
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and part.get_content_disposition() != "attachment"
        and not _declared_name(part)
    )


def _attachment(part: email.message.Message, number: int) -> Attachment:
    name = _declared_name(part)
    try:
        if part.get_content_maintype() == "message" and isinstance(part.get_payload(), list):
            inner = part.get_payload(0)
            data = inner.as_bytes() if isinstance(inner, email.message.Message) else b""
            name = name or f"{_field(inner, 'subject') or 'wiadomość'}.eml"
        else:
            payload = part.get_payload(decode=True)
            data = payload if isinstance(payload, bytes) else b""
    except Exception as error:
        return _damaged(name or f"załącznik {number}", type(error).__name__)
    name = name or f"załącznik {number}"
    if any(isinstance(d, email.errors.InvalidBase64LengthDefect) for d in part.defects):
        return _damaged(name, "urwane kodowanie base64")
    if not data.strip(b"\x00 \t\r\n"):
        return Attachment(
            name,
            b"",
            "container.empty",
            "Załącznik jest pusty. Poproś nadawcę o wysłanie go jeszcze raz.",
        )
    decoration = part.get("Content-ID") and part.get_content_disposition() != "attachment"
    if decoration and part.get_content_maintype() == "image" and len(data) < _DECORATION_BYTES:
        return Attachment(
            name,
            data,
            "container.decoration",
            "Obrazek w treści wiadomości (logo, podpis), nie papier. Zostaje w wiadomości.",
        )
    return Attachment(name, data)


def _damaged(name: str, what: str) -> Attachment:
    return Attachment(
        name,
        b"",
        "container.damaged",
        f"Załącznik jest uszkodzony ({what}). Poproś nadawcę o wysłanie go jeszcze raz.",
    )


def _declared_name(part: email.message.Message) -> str:
    try:
        found = part.get_filename()
    except Exception:
        found = None
    return _decoded(str(found)) if found else ""


def _decoded(raw: str) -> str:
    """A field of the head with its encoded words (RFC 2047) read; what can't be read stays as it came."""
    try:
        text = str(email.header.make_header(email.header.decode_header(raw)))
    except Exception:
        text = raw
    text = text.encode("utf-8", "replace").decode()
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _field(message: object, name: str) -> str:
    if not isinstance(message, email.message.Message):
        return ""
    try:
        raw = message.get(name)
        return _decoded(str(raw))[:LONGEST_FIELD] if raw is not None else ""
    except Exception:
        return ""


def _text_of(part: email.message.Message) -> str:
    try:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else str(part.get_payload()).encode()
        charset = str(part.get_content_charset() or "")
    except Exception:
        return ""
    return decode_text(data[: 4 * LONGEST_TEXT], charset)


def decode_text(data: bytes, charset: str = "") -> str:
    """Text in the charset that it names, else UTF-8, else Windows-1250, which never fails."""
    for name in (charset, "utf-8-sig", "cp1250"):
        try:
            return data.decode(name) if name else data.decode("utf-8-sig")
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1250", "replace")


def plain_text(text: str) -> str:
    """HTML as plain text: tags, scripts and styles fall away, breaks stay."""
    text = _TAGS.sub(" ", _BREAKS.sub("\n", text))
    return tidy(html.unescape(text))


def tidy(text: str) -> str:
    """Blank space normalized, invisible characters dropped, at most `LONGEST_TEXT` characters."""
    kept = "".join(c for c in text[: 2 * LONGEST_TEXT] if c.isprintable() or c in "\n\t")
    lines = "\n".join(_BLANKS.sub(" ", line).strip() for line in kept.split("\n"))
    return _MANY_LINES.sub("\n\n", lines).strip()[:LONGEST_TEXT]


def _body(texts: list[tuple[str, str]]) -> str:
    plain = [t for kind, t in texts if kind != "text/html" and t.strip()]
    if plain:
        return tidy("\n\n".join(plain))
    return plain_text("\n".join(t for _, t in texts)[: 4 * LONGEST_TEXT])


def _facts(message: email.message.Message, text: str) -> MailFacts:
    return MailFacts(
        subject=_field(message, "subject"),
        sender=_field(message, "from"),
        recipients=_field(message, "to"),
        sent_at=_moment(_field(message, "date")),
        message_id=_field(message, "message-id"),
        text=text,
    )


def _moment(text: str) -> datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(text)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC)
    except (TypeError, ValueError, IndexError, OverflowError, AttributeError):
        return None


__all__ = ["Attachment", "Mail", "decode_text", "plain_text", "read_mail", "tidy"]
