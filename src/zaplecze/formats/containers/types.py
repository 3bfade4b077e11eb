"""What comes out of a file: parts that can be taken, and parts that can't with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class FileType(Enum):
    """What bytes are: (media type, usual extension, Polish name)."""

    PDF = ("application/pdf", "pdf", "PDF")
    PNG = ("image/png", "png", "obraz PNG")
    JPEG = ("image/jpeg", "jpg", "zdjęcie JPEG")
    TIFF = ("image/tiff", "tif", "skan TIFF")
    WEBP = ("image/webp", "webp", "obraz WebP")
    HEIC = ("image/heic", "heic", "zdjęcie HEIC")
    GIF = ("image/gif", "gif", "obraz GIF")
    BMP = ("image/bmp", "bmp", "obraz BMP")
    XML = ("application/xml", "xml", "XML")
    HTML = ("text/html", "html", "strona HTML")
    TEXT = ("text/plain", "txt", "tekst")
    RTF = ("application/rtf", "rtf", "dokument RTF")
    DOCX = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        "dokument Word",
    )
    XLSX = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xlsx",
        "arkusz Excel",
    )
    PPTX = (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "pptx",
        "prezentacja PowerPoint",
    )
    ODT = ("application/vnd.oasis.opendocument.text", "odt", "dokument OpenDocument")
    ODS = ("application/vnd.oasis.opendocument.spreadsheet", "ods", "arkusz OpenDocument")
    DOC = ("application/msword", "doc", "dokument Word 97")
    XLS = ("application/vnd.ms-excel", "xls", "arkusz Excel 97")
    MAIL = ("message/rfc822", "eml", "wiadomość e-mail")
    MSG = ("application/vnd.ms-outlook", "msg", "wiadomość Outlooka")
    SIGNED = ("application/pkcs7-mime", "p7m", "papier w podpisie p7m")
    SIGNATURE = ("application/pkcs7-signature", "p7s", "podpis p7s")
    ENVELOPED = ("application/x-pkcs7-enveloped", "p7m", "zaszyfrowany plik p7m")
    ZIP = ("application/zip", "zip", "archiwum ZIP")
    TNEF = ("application/ms-tnef", "dat", "winmail.dat")
    LOCKED_OFFICE = ("application/x-ole-storage", "", "zaszyfrowany plik Office")
    ARCHIVE = ("application/x-archive", "", "archiwum innego rodzaju niż ZIP")
    PROGRAM = ("application/x-executable", "", "program")
    EMPTY = ("application/x-empty", "", "pusty plik")
    UNKNOWN = ("application/octet-stream", "", "plik nieznanego rodzaju")

    @property
    def media_type(self) -> str:
        """Media type of what was recognised, whatever the sender called it."""
        return self.value[0]

    @property
    def extension(self) -> str:
        """Usual extension without the dot; empty where there is none."""
        return self.value[1]

    @property
    def label(self) -> str:
        """Polish name."""
        return self.value[2]


IMAGES = frozenset(
    {
        FileType.PNG,
        FileType.JPEG,
        FileType.TIFF,
        FileType.WEBP,
        FileType.HEIC,
        FileType.GIF,
        FileType.BMP,
    }
)
"""Pictures, which become pages."""

CONTAINERS = frozenset(
    {FileType.ZIP, FileType.MAIL, FileType.MSG, FileType.SIGNED, FileType.SIGNATURE}
)
"""What is opened; all but an archive are papers of their own besides."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold. Bytes are counted unpacked, over the whole file."""

    depth: int = 5
    parts: int = 1_000
    part_bytes: int = 20_000_000
    total_bytes: int = 200_000_000
    ratio: int = 200  # unpacked to packed, of a part above `ratio_from`
    ratio_from: int = 5_000_000


@dataclass(frozen=True, slots=True)
class MailFacts:
    """What a message's head says; texts are decoded, white space is normalized, nothing is trusted."""

    subject: str
    sender: str
    recipients: str
    sent_at: datetime | None  # with its offset; None where the head has no readable date
    message_id: str
    text: str  # the body as plain text


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or a file out of a file.

    ``number`` counts from 0 (the file itself) in the order found; ``parent`` is the number of the part that it
    came out of. ``name`` is safe: no folders, no invisible characters, at most 255 characters. ``signers`` are
    whom the certificates in a p7m or p7s name; nobody checked it.
    """

    number: int
    parent: int | None
    name: str
    data: bytes
    type: FileType
    mail: MailFacts | None = None
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedPart:
    """A part that can't be taken: a stable code and a Polish message with the next step; ``size`` as declared."""

    number: int
    parent: int | None
    name: str
    size: int
    code: str
    message_pl: str


class UnreadableFileError(ValueError):
    """A file that can't be opened: a stable code, a Polish message."""

    def __init__(self, code: str, message_pl: str) -> None:
        super().__init__(message_pl)
        self.code = code
        self.message_pl = message_pl

    def __reduce__(self) -> tuple[type[UnreadableFileError], tuple[str, str]]:
        return (type(self), (self.code, self.message_pl))
