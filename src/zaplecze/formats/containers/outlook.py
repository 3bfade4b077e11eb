"""Outlook's saved messages (.msg, [MS-OXMSG]): head, body and attachments out of the compound file."""

from __future__ import annotations

import io

import olefile

from zaplecze.formats.containers.mails import LONGEST_FIELD, Attachment, Mail, tidy
from zaplecze.formats.containers.types import MailFacts, UnreadableFileError

# Property tags of [MS-OXPROPS]; 001F is UTF-16 text, 001E text of one byte a character, 0102 bytes.
_SUBJECT, _BODY, _MESSAGE_ID = "0037", "1000", "1035"
_SENDER, _SENDER_NAME, _TO = "5D01", "0C1A", "0E04"
_DATA, _LONG_NAME, _SHORT_NAME = "3701", "3707", "3704"
_STREAM = "__substg1.0_"


def read_msg(data: bytes, most: int) -> Mail:
    """Open a message of Outlook, attachments of at most ``most`` bytes; raises `UnreadableFileError`."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as storage:
            return _read(storage, most)
    except UnreadableFileError:
        raise
    except Exception as error:
        raise UnreadableFileError(
            "container.damaged",
            f"Wiadomość Outlooka jest uszkodzona ({type(error).__name__}). Zapisz ją jeszcze raz jako .eml.",
        ) from error


def _read(storage: olefile.OleFileIO, most: int) -> Mail:
    sender = " ".join(
        t for t in (_text(storage, "", _SENDER_NAME), _text(storage, "", _SENDER)) if t
    )
    facts = MailFacts(
        subject=_text(storage, "", _SUBJECT)[:LONGEST_FIELD],
        sender=sender[:LONGEST_FIELD],
        recipients=_text(storage, "", _TO)[:LONGEST_FIELD],
        sent_at=None,
        message_id=_text(storage, "", _MESSAGE_ID)[:LONGEST_FIELD],
        text=tidy(_raw_text(storage, "", _BODY)),
    )
    folders = sorted({e[0] for e in storage.listdir() if e[0].startswith("__attach_version1.0_")})
    return Mail(facts, tuple(_attachment(storage, f, n, most) for n, f in enumerate(folders, 1)))


def _attachment(storage: olefile.OleFileIO, folder: str, number: int, most: int) -> Attachment:
    name = _text(storage, folder, _LONG_NAME) or _text(storage, folder, _SHORT_NAME)
    name = name or f"załącznik {number}"
    stream = f"{folder}/{_STREAM}{_DATA}0102"
    if not storage.exists(stream):
        return Attachment(
            name,
            b"",
            "container.embedded",
            "Załącznik jest obiektem Outlooka (np. inną wiadomością). Zapisz go osobno jako plik.",
        )
    if storage.get_size(stream) > most:
        return Attachment(
            name,
            b"",
            "container.too-big",
            f"Załącznik ma ponad {most // 1_000_000} MB. Podziel go.",
        )
    found = storage.openstream(stream).read()
    if not found:
        return Attachment(
            name, b"", "container.empty", "Załącznik jest pusty. Poproś o wysłanie go jeszcze raz."
        )
    return Attachment(name, found)


def _text(storage: olefile.OleFileIO, folder: str, tag: str) -> str:
    return " ".join(_raw_text(storage, folder, tag).split())


def _raw_text(storage: olefile.OleFileIO, folder: str, tag: str) -> str:
    for kind, charset in (("001F", "utf-16-le"), ("001E", "cp1250")):
        stream = f"{folder}/{_STREAM}{tag}{kind}" if folder else f"{_STREAM}{tag}{kind}"
        if storage.exists(stream):
            return str(storage.openstream(stream).read().decode(charset, "replace"))
    return ""
