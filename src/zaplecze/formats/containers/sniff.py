"""What bytes are, by the bytes: a name or a declared media type is only what somebody said."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Callable

import olefile

from zaplecze.formats.containers.types import FileType

_MAGIC = (
    (b"%PDF-", FileType.PDF),
    (b"\x89PNG\r\n\x1a\n", FileType.PNG),
    (b"\xff\xd8\xff", FileType.JPEG),
    (b"II*\x00", FileType.TIFF),
    (b"MM\x00*", FileType.TIFF),
    (b"GIF87a", FileType.GIF),
    (b"GIF89a", FileType.GIF),
    (b"{\\rtf", FileType.RTF),
    (b"\x78\x9f\x3e\x22", FileType.TNEF),
    (b"7z\xbc\xaf\x27\x1c", FileType.ARCHIVE),
    (b"Rar!\x1a\x07", FileType.ARCHIVE),
    (b"\x1f\x8b", FileType.ARCHIVE),
    (b"BZh", FileType.ARCHIVE),
    (b"\xfd7zXZ\x00", FileType.ARCHIVE),
    (b"\x28\xb5\x2f\xfd", FileType.ARCHIVE),
    (b"MSCF", FileType.ARCHIVE),
    (b"\x7fELF", FileType.PROGRAM),
    (b"#!", FileType.PROGRAM),
    (b"\xca\xfe\xba\xbe", FileType.PROGRAM),
    (b"\xcf\xfa\xed\xfe", FileType.PROGRAM),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEIC = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": FileType.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileType.ODS,
}
_OFFICE = {
    "word/document.xml": FileType.DOCX,
    "xl/workbook.xml": FileType.XLSX,
    "xl/workbook.bin": FileType.XLSX,
    "ppt/presentation.xml": FileType.PPTX,
}
_PDF_WITHIN = 1024  # a PDF's mark may stand behind rubbish, ISO 32000-1 annex H.3.4.1
_HEAD = 8_192
_MAIL_HEAD = re.compile(
    rb"\A(?:From [^\n]*\n)?(?:[!-9;-~]+[ \t]*:[^\n]*\n(?:[ \t]+[^\n]*\n)*)+", re.ASCII
)
_MAIL_FIELD = re.compile(
    rb"^(?:from|to|subject|date|received|message-id|return-path|mime-version|delivered-to)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_MAIL_FIELDS_NEEDED = 2
_HTML = re.compile(rb"\A\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ODD_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
ERRORS_OF_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError, EOFError,
    NotImplementedError, KeyError, IndexError, OverflowError, MemoryError,
)  # fmt: skip


def file_type(data: bytes) -> FileType:
    """Recognise a file; `FileType.UNKNOWN` where nothing fits."""
    if not data.strip(b"\x00 \t\r\n"):
        return FileType.EMPTY
    found = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if found is not None:
        return found
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _type_of_zip(data)
    if data.startswith(_OLE):
        return _type_of_ole(data)
    return next((kind for fits, kind in _MARKS if fits(data)), None) or _type_of_text(data)


# CMS (RFC 5652 section 5): signed data, and the OID of what was signed standing alone where it lies elsewhere.
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_ENVELOPED_DATA = _SIGNED_DATA[:-1] + b"\x03"
_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
_DETACHED = (b"\x30\x0b" + _DATA, b"\x30\x80" + _DATA + b"\x00\x00")
_PEM = re.compile(rb"\A\s*-----BEGIN (?:PKCS7|CMS)-----\s+([A-Za-z0-9+/=\s]{16,2000})")


def _cms(data: bytes) -> bytes:
    """The beginning of signed or enveloped data in DER or BER, out of PEM too; empty where it is none."""
    armored = _PEM.match(data[:_HEAD])
    if armored is not None:
        letters = b"".join(armored[1].split()).rstrip(b"=")
        data = base64.b64decode(letters[: len(letters) // 4 * 4])
    known = _SIGNED_DATA in data[:24] or _ENVELOPED_DATA in data[:24]
    return data[:_HEAD] if data[:1] == b"\x30" and known else b""


def _is_signature(data: bytes) -> bool:
    head = _cms(data)
    return any(mark in head for mark in _DETACHED)


# Marks that don't stand at the very beginning.
_MARKS: tuple[tuple[Callable[[bytes], bool], FileType], ...] = (
    (lambda d: d[4:8] == b"ftyp" and d[8:12] in _HEIC, FileType.HEIC),
    (lambda d: d.startswith(b"RIFF") and d[8:12] == b"WEBP", FileType.WEBP),
    (lambda d: d.startswith(b"BM") and len(d) > 26 and d[6:10] == b"\x00" * 4, FileType.BMP),
    (lambda d: d.startswith(b"MZ") and b"PE\x00\x00" in d[:4096], FileType.PROGRAM),
    (lambda d: d[257:262] == b"ustar", FileType.ARCHIVE),
    (lambda d: _ENVELOPED_DATA in _cms(d)[:24], FileType.ENVELOPED),
    (_is_signature, FileType.SIGNATURE),
    (lambda d: bool(_cms(d)), FileType.SIGNED),
    (lambda d: b"%PDF-" in d[:_PDF_WITHIN], FileType.PDF),
)


def _type_of_text(data: bytes) -> FileType:
    head = data[:_HEAD]
    for bom in _BOMS:
        head = head.removeprefix(bom)
    plain = head.replace(b"\x00", b"") if data.startswith(_BOMS[1:]) else head
    start = plain.lstrip()
    if _HTML.match(plain):
        return FileType.HTML
    if start.startswith(b"<"):
        return FileType.XML
    if looks_like_mail(head):
        return FileType.MAIL
    if _ODD_CONTROLS.search(plain):
        return FileType.UNKNOWN
    return FileType.TEXT


def looks_like_cms(head: bytes) -> bool:
    """True where the file begins as signed or enveloped data, in DER, BER or PEM."""
    return bool(_cms(head))


def looks_like_mail(head: bytes) -> bool:
    """True where the file begins as a message's head (RFC 5322) with at least two of its usual fields."""
    block = _MAIL_HEAD.match(head.replace(b"\r\n", b"\n").replace(b"\r", b"\n") + b"\n")
    return block is not None and len(_MAIL_FIELD.findall(block.group())) >= _MAIL_FIELDS_NEEDED


def _type_of_zip(data: bytes) -> FileType:
    if data[30:38] == b"mimetype" and data[26:28] == b"\x08\x00":
        for media_type, found in _OPEN_DOCUMENTS.items():
            if data[38:].startswith(media_type):
                return found
    if b"[Content_Types].xml" not in data:
        return FileType.ZIP
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except ERRORS_OF_ZIP:
        return FileType.ZIP
    return next((kind for name, kind in _OFFICE.items() if name in names), FileType.ZIP)


def _type_of_ole(data: bytes) -> FileType:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as storage:
            names = {"/".join(entry) for entry in storage.listdir()}
    except Exception:
        return FileType.UNKNOWN
    if "EncryptedPackage" in names:
        return FileType.LOCKED_OFFICE
    if "__properties_version1.0" in names:
        return FileType.MSG
    if "WordDocument" in names:
        return FileType.DOC
    return FileType.XLS if {"Workbook", "Book"} & names else FileType.UNKNOWN
