"""Files kept by the SHA-256 of their bytes, each company's in a folder of its own.

A file is durable on disk before the transaction that names it commits, so a row never points at nothing; a
file without a row (the transaction failed) is harmless and is taken again by the next try.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.scope import current_company_id

_WRITERS = 4
_FILES_A_JOB = 10


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
    """Writes files of the open company to disk while the program goes on reading others.

    ``add`` takes one, ``keep`` writes the rows of those that stay, ``wait`` must end before the transaction
    commits: it raises what went wrong with the disk.
    """

    def __init__(self) -> None:
        self._company_id = current_company_id()
        self._pool: ThreadPoolExecutor | None = None
        self._jobs: list[Future[None]] = []
        self._waiting: list[NewFile] = []

    def add(self, file: NewFile) -> None:
        """Take a file; what is on disk already is left as it is."""
        self._waiting.append(file)
        if len(self._waiting) >= _FILES_A_JOB:
            self._hand_over()

    def keep(self, files: Sequence[NewFile]) -> None:
        """Write down that the open company keeps these files."""
        insert_rows(
            "platform_storedfile",
            {
                "company_id": ("bigint", [self._company_id] * len(files)),
                "sha256": ("text", [f.sha256 for f in files]),
                "size": ("bigint", [len(f.data) for f in files]),
                "media_type": ("text", [f.media_type for f in files]),
            },
            tail="ON CONFLICT (company_id, sha256) DO NOTHING",
        )

    def wait(self) -> None:
        """Until every file is durable."""
        if self._pool is None:
            _write_all(self._company_id, self._waiting)
            return
        self._hand_over()
        for job in self._jobs:
            job.result()
        self._pool.shutdown()

    def _hand_over(self) -> None:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_WRITERS)
        self._jobs.append(self._pool.submit(_write_all, self._company_id, self._waiting))
        self._waiting = []


def store_file(file: NewFile) -> None:
    """Keep one file of the open company."""
    writer = FileWriter()
    writer.add(file)
    writer.keep([file])
    writer.wait()


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
    for file in files:
        _write(_folder(company_id, file.sha256), file)


def _write(folder: str, file: NewFile) -> None:
    """Write beside, make durable, move into place: a name never stands for half a file.

    Plain system calls: this runs once a paper, and ``tempfile`` and ``pathlib`` cost as much as reading it.
    """
    path = f"{folder}/{file.sha256}"
    if os.path.exists(path):  # noqa: PTH110
        return
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
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(draft, path)  # noqa: PTH105
