"""ZIP archives, opened with bounds: what an archive says of itself is not believed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from zaplecze.formats.containers.sniff import ERRORS_OF_ZIP
from zaplecze.formats.containers.types import Limits, UnreadableFileError

_CHUNK = 1 << 16
_SYSTEM = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive: its bytes, or why it can't be had (code and Polish message)."""

    name: str
    size: int
    data: bytes = b""
    code: str = ""
    message_pl: str = ""


def read_zip(data: bytes, limits: Limits, left: int) -> Iterator[Entry]:
    """Files of an archive in its order; ``left`` bytes may still be unpacked.

    Raises `UnreadableFileError` for an archive that is damaged as a whole or holds too many files.
    """
    count = data.count(_DIRECTORY_ENTRY)
    if count > limits.parts:
        raise UnreadableFileError(
            "container.too-many",
            f"Archiwum ma więcej niż {limits.parts} plików. Podziel je na mniejsze.",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except ERRORS_OF_ZIP as error:
        raise UnreadableFileError(
            "container.damaged",
            "Archiwum ZIP jest uszkodzone albo niepełne. Spakuj pliki i wyślij je jeszcze raz.",
        ) from error
    with archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            entry = _entry(archive, info, limits, left)
            left -= len(entry.data)
            yield entry


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits, left: int) -> Entry:
    name, size = _name(info), info.file_size
    if "__MACOSX/" in name or name.rpartition("/")[2].casefold() in _SYSTEM:
        return Entry(name, size, b"", *_HELPER)
    if info.flag_bits & _ENCRYPTED:
        return Entry(name, size, b"", *_LOCKED)
    try:
        data, whole = _unpack(archive, info, min(limits.part_bytes, max(left, 0)), limits)
    except (*ERRORS_OF_ZIP, zlib.error) as error:
        message = (
            f"Plik w archiwum jest uszkodzony ({type(error).__name__}). "
            "Wyślij go jeszcze raz, najlepiej osobno."
        )
        return Entry(name, size, b"", "container.damaged", message)
    if whole:
        return Entry(name, len(data), data)
    return Entry(name, size, b"", *_too_much(len(data), info, limits, left))


def _name(info: zipfile.ZipInfo) -> str:
    """The name of an entry; one that isn't marked as UTF-8 is in the code page of Polish Windows."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("cp852")
    except UnicodeError:
        return info.filename


_HELPER = (
    "container.system-file",
    "Plik pomocniczy systemu, nie papier. Nic nie trzeba robić.",
)
_LOCKED = (
    "container.encrypted",
    "Plik w archiwum jest zaszyfrowany hasłem. Wyślij go bez hasła.",
)


def _too_much(found: int, info: zipfile.ZipInfo, limits: Limits, left: int) -> tuple[str, str]:
    """Which bound an entry broke after ``found`` bytes: a code and a message."""
    if found > limits.ratio_from and found > limits.ratio * max(info.compress_size, 1):
        return (
            "container.bomb",
            "Plik po rozpakowaniu rośnie ponad miarę (bomba). Nie rozpakowano go. Sprawdź, kto go przysłał.",
        )
    if left < limits.part_bytes:
        most = limits.total_bytes // 1_000_000
        return (
            "container.too-much",
            f"Archiwum po rozpakowaniu ma ponad {most} MB. Wyślij ten plik osobno.",
        )
    most = limits.part_bytes // 1_000_000
    return "container.too-big", f"Plik ma ponad {most} MB. Podziel go na mniejsze."


def _unpack(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int, limits: Limits
) -> tuple[bytes, bool]:
    """Bytes of an entry and whether that is all of it; stops at a bound, whatever the entry declares."""
    found = bytearray()
    with archive.open(info) as stream:
        while chunk := stream.read(_CHUNK):
            found += chunk
            if len(found) > most:
                return bytes(found), False
            if len(found) > limits.ratio_from and len(found) > limits.ratio * max(
                info.compress_size, 1
            ):
                return bytes(found), False
    return bytes(found), True
