"""Files kept by the SHA-256 of their bytes, each company's in a folder of its own.

A file is durable on disk before the transaction that names it commits, so a row never points at nothing; a
file without a row (the transaction failed) is harmless and is written anew by the next try.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.scope import current_company_id

MANY = 16
"""From so many files on, the whole file system is asked to be durable at once, where the system can (Linux)."""
_SYNCFS = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


@dataclass(frozen=True, slots=True)
class NewFile:
    """Bytes to keep, with their SHA-256 (hex) and media type."""

    data: bytes
    sha256: str
    media_type: str


def sha256_hex(data: bytes) -> str:
    """Name of a file: SHA-256 in 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


class FileWriter:
    """Keeps files of the open company: their rows at once, their bytes while the program goes on.

    ``wait`` must end before the transaction commits: it raises what went wrong with the disk.
    """

    def __init__(self, files: Sequence[NewFile]) -> None:
        company_id = current_company_id()
        rows = insert_rows(
            "platform_storedfile",
            {
                "company_id": ("bigint", [company_id] * len(files)),
                "sha256": ("text", [f.sha256 for f in files]),
                "size": ("bigint", [len(f.data) for f in files]),
                "media_type": ("text", [f.media_type for f in files]),
            },
            tail="ON CONFLICT (company_id, sha256) DO NOTHING RETURNING sha256",
        )
        new = {row[0] for row in rows}
        # What has its row already is durable, unless it was erased.
        fresh = [f for f in files if f.sha256 in new or not file_path(f.sha256).exists()]
        pool = ThreadPoolExecutor(1)
        self._job = pool.submit(_write_all, company_id, fresh)
        pool.shutdown(wait=False)

    def wait(self) -> None:
        """Until every file is durable."""
        self._job.result()


def store_file(file: NewFile) -> None:
    """Keep one file of the open company."""
    FileWriter([file]).wait()


def read_file(sha256: str) -> bytes:
    """Bytes of one of the open company's files; refuses what no longer matches its name."""
    data = file_path(sha256).read_bytes()
    if sha256_hex(data) != sha256:
        raise ValueError(f"plik {sha256} jest uszkodzony: odtwórz go z kopii zapasowej")
    return data


def file_path(sha256: str) -> Path:
    """Where one of the open company's files lies, for whoever reads it after the wall is closed again."""
    return Path(_folder(current_company_id(), sha256), sha256)


def erase_file(sha256: str) -> bool:
    """Erase the bytes of one of the open company's files; its row stays. False where they are gone already."""
    try:
        file_path(sha256).unlink()
    except FileNotFoundError:
        return False
    return True


def _folder(company_id: int, sha256: str) -> str:
    return f"{settings.ZAPLECZE_FILES}/{company_id}/{sha256[:2]}"


def _write_all(company_id: int, files: Sequence[NewFile]) -> None:
    _make_durable([_write(_folder(company_id, f.sha256), f) for f in files])


def _write(folder: str, file: NewFile) -> str:
    """Write beside and move into place; returns the path, whose bytes the disk may not hold yet.

    Plain system calls: this runs once a paper, and ``tempfile`` and ``pathlib`` cost as much as reading it.
    """
    path = f"{folder}/{file.sha256}"
    draft = f"{path}.{os.getpid()}.{threading.get_ident()}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    except FileNotFoundError:
        os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        left = memoryview(file.data)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)
    os.replace(draft, path)  # noqa: PTH105
    return path


def _make_durable(paths: Sequence[str]) -> None:
    """Wait until the disk holds these files, and their names in their folders."""
    if len(paths) >= MANY and _SYNCFS is not None:
        _sync(paths[0], whole=True)
        return
    folders = {os.path.dirname(path) for path in paths}  # noqa: PTH120
    for path in [*paths, *folders, *{os.path.dirname(folder) for folder in folders}]:  # noqa: PTH120
        _sync(path)


def _sync(path: str, *, whole: bool = False) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        if not whole or _SYNCFS is None:
            os.fsync(handle)
        elif _SYNCFS(handle) != 0:
            failed = ctypes.get_errno()
            raise OSError(failed, os.strerror(failed), path)
    finally:
        os.close(handle)
