"""A file taken apart: archives and messages into their parts, each a `Part` or a `RefusedPart`, none left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain

from zaplecze.formats.containers.mails import Attachment, read_mail
from zaplecze.formats.containers.names import safe_name
from zaplecze.formats.containers.outlook import read_msg
from zaplecze.formats.containers.signed import read_signed
from zaplecze.formats.containers.sniff import file_type
from zaplecze.formats.containers.types import (
    CONTAINERS,
    FileType,
    Limits,
    MailFacts,
    Part,
    RefusedPart,
    UnreadableFileError,
)
from zaplecze.formats.containers.zips import read_zip

_REFUSED_TYPES = {
    FileType.EMPTY: ("container.empty", "Plik jest pusty. Sprawdź, czy wysłał się cały."),
    FileType.TNEF: (
        "container.tnef",
        "winmail.dat to załączniki w formacie, który otwiera tylko Outlook. "
        "Poproś nadawcę o wysłanie wiadomości jako HTML albo zwykły tekst.",
    ),
    FileType.LOCKED_OFFICE: (
        "container.encrypted",
        "Plik Office jest zaszyfrowany hasłem. Zapisz go bez hasła i wyślij jeszcze raz.",
    ),
    FileType.ENVELOPED: (
        "container.encrypted",
        "Plik p7m jest zaszyfrowany (S/MIME). Odszyfruj go w programie pocztowym i wyślij sam papier.",
    ),
    FileType.ARCHIVE: (
        "container.archive",
        "Archiwum tego rodzaju (7z, RAR, TAR, GZ) nie jest otwierane. Spakuj pliki do ZIP.",
    ),
    FileType.PROGRAM: (
        "container.program",
        "To program, nie papier. Nie przyjęto go. Sprawdź, kto go przysłał.",
    ),
    FileType.UNKNOWN: (
        "container.unknown",
        "Nie wiadomo, co to za plik. Przyjmowane są: PDF, zdjęcia i skany, XML, MT940, "
        "dokumenty i arkusze Office, wiadomości e-mail, ZIP.",
    ),
}

Opened = Part | RefusedPart
_HEAD = 4_096
# What S/MIME signs is a part of a message: its head says what it is (RFC 8551 section 3.1).
_MIME_ENTITY = re.compile(rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t]+[^\n]*\n)*)*?(?i:content-type)[ \t]*:")


def _name_inside(name: str, kind: FileType) -> str:
    """The name of what was signed: without the envelope's ending, with the one that it needs.

    >>> _name_inside("umowa.pdf.p7m", FileType.PDF), _name_inside("smime.p7m", FileType.MAIL)
    ('umowa.pdf', 'smime.eml')
    """
    stem = re.sub(r"(?i)\.(?:p7m|p7s|p7|sig|pem)$", "", name) or "papier"
    ending = kind.extension
    return stem if "." in stem or not ending else f"{stem}.{ending}"


# Office files are ZIP inside; a damaged one shows no more than that, but its name still says what it was.
_OFFICE_NAMES = {
    kind.extension: kind for kind in (
        FileType.DOCX, FileType.XLSX, FileType.PPTX, FileType.ODT, FileType.ODS,
    )
}  # fmt: skip


def _as_named(name: str, error: UnreadableFileError) -> str:
    """What is told of a damaged archive: of an Office file by its name, not of a ZIP that nobody made."""
    kind = _OFFICE_NAMES.get(name.rpartition(".")[2].casefold())
    if kind is None or error.code != "container.damaged":
        return error.message_pl
    return (
        f"Plik miał być papierem rodzaju: {kind.label}, ale jest uszkodzony albo niepełny. Zapisz go jeszcze "
        "raz w programie, w którym powstał, i wyślij."
    )


@dataclass(slots=True)
class _Opening:
    limits: Limits
    found: list[Opened] = field(default_factory=list)
    bytes_left: int = 0

    def refuse(self, name: str, parent: int | None, size: int, code: str, message: str) -> None:
        self.found.append(
            RefusedPart(len(self.found), parent, safe_name(name), size, code, message)
        )

    def take(
        self, name: str, data: bytes, parent: int | None, depth: int, kind: FileType | None = None
    ) -> None:
        if len(data) > self.limits.part_bytes and parent is not None:
            most = self.limits.part_bytes // 1_000_000
            message = f"Plik ma ponad {most} MB. Podziel go na mniejsze."
            self.refuse(name, parent, len(data), "container.too-big", message)
            return
        kind = kind or file_type(data)
        if kind in _REFUSED_TYPES:
            self.refuse(name, parent, len(data), *_REFUSED_TYPES[kind])
            return
        if kind not in CONTAINERS:
            self.found.append(Part(len(self.found), parent, safe_name(name), data, kind))
            return
        if depth >= self.limits.depth:
            self.refuse(
                name,
                parent,
                len(data),
                "container.too-deep",
                "Archiwa i wiadomości leżą jedne w drugich zbyt głęboko. Wyślij ten plik osobno.",
            )
            return
        try:
            self._open(kind, name, data, parent, depth)
        except UnreadableFileError as error:
            told = _as_named(name, error) if kind is FileType.ZIP else error.message_pl
            self.refuse(name, parent, len(data), error.code, told)

    def _open(self, kind: FileType, name: str, data: bytes, parent: int | None, depth: int) -> None:
        if kind is FileType.ZIP:
            entries = read_zip(data, self.limits, self.bytes_left)
            first = next(entries, None)  # raises here, before the archive counts as opened
            if first is None:
                raise UnreadableFileError(
                    "container.empty", "Archiwum jest puste. Sprawdź, czy spakowało się całe."
                )
            number = self._number(name, data, kind, parent, None)
            for entry in chain([first], entries):
                part = Attachment(entry.name, entry.data, entry.code, entry.message_pl)
                self._part(part, entry.size, number, depth)
            return
        if kind in (FileType.SIGNED, FileType.SIGNATURE):
            self._open_signed(name, data, parent, depth)
            return
        mail = read_mail(data) if kind is FileType.MAIL else read_msg(data, self.limits.part_bytes)
        number = self._number(name, data, kind, parent, mail.facts)
        for part in mail.attachments:
            self._part(part, len(part.data), number, depth)

    def _open_signed(self, name: str, data: bytes, parent: int | None, depth: int) -> None:
        """The envelope stays as it came; what was signed, where it lies inside, comes out of it."""
        signed = read_signed(data)
        kind = FileType.SIGNATURE if signed.content is None else FileType.SIGNED
        number = len(self.found)
        self.found.append(Part(number, parent, safe_name(name), data, kind, signers=signed.signers))
        if signed.content is None:
            return
        entity = _MIME_ENTITY.match(signed.content[:_HEAD]) is not None
        inside = FileType.MAIL if entity else file_type(signed.content)
        part = Attachment(_name_inside(name, inside), signed.content)
        self._part(part, len(part.data), number, depth, FileType.MAIL if entity else None)

    def _number(
        self, name: str, data: bytes, kind: FileType, parent: int | None, facts: MailFacts | None
    ) -> int:
        number = len(self.found)
        self.found.append(Part(number, parent, safe_name(name), data, kind, facts))
        return number

    def _part(
        self, part: Attachment, size: int, parent: int, depth: int, kind: FileType | None = None
    ) -> None:
        if part.code:
            self.refuse(part.name, parent, size, part.code, part.message_pl)
        elif len(self.found) >= self.limits.parts:
            message = f"Plik ma w sobie ponad {self.limits.parts} części. Wyślij tę część osobno."
            self.refuse(part.name, parent, size, "container.too-many", message)
        elif len(part.data) > self.bytes_left:
            most = self.limits.total_bytes // 1_000_000
            message = f"Razem po rozpakowaniu jest ponad {most} MB. Wyślij tę część osobno."
            self.refuse(part.name, parent, size, "container.too-much", message)
        else:
            self.bytes_left -= len(part.data)
            self.take(part.name, part.data, parent, depth + 1, kind)


def open_file(
    data: bytes, name: str, limits: Limits | None = None, *, kind: FileType | None = None
) -> tuple[Opened, ...]:
    """Take a file apart, as deep as ``limits`` allow; never raises.

    The first answer is the file itself. A container (ZIP, message, p7m) is a part and is followed by what it held;
    a file that is no container is the one answer. ``kind`` is what the file is known to be (a message out of a
    mailbox); without it its bytes tell.
    """
    limits = limits or Limits()
    opening = _Opening(limits, bytes_left=limits.total_bytes)
    opening.take(name, data, None, 0, kind)
    return tuple(opening.found)


def mail_text(data: bytes, kind: FileType) -> str:
    """The words of a message (``kind`` says which), without its attachments; empty where it can't be read."""
    first = open_file(data, "", kind=kind)[0]
    return first.mail.text if isinstance(first, Part) and first.mail is not None else ""
