"""Files kept by the SHA-256 of their bytes, each company's in a folder of its own.

A file is durable on disk before the transaction that names it commits, so a row never points at nothing; a
file without a row (the transaction failed) is harmless and is taken again by the next try.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.scope import current_company_id

_WRITERS = 4


@dataclass(frozen=True, slots=True)
class NewFile:
    """Bytes to keep, with their SHA-256 (hex) and media type."""

    data: bytes
    sha256: str
    media_type: str


def sha256_hex(data: bytes) -> str:
    """Name of a file: SHA-256 in 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def store_files(files: Sequence[NewFile]) -> None:
    """Keep the files of the open company; what is there already is left as it is."""
    if not files:
        return
    company_id = current_company_id()
    if len(files) == 1:
        _write(company_id, files[0])
    else:
        with ThreadPoolExecutor(_WRITERS) as pool:
            list(pool.map(lambda f: _write(company_id, f), files))
    insert_rows(
        "platform_storedfile",
        {
            "company_id": ("bigint", [company_id] * len(files)),
            "sha256": ("text", [f.sha256 for f in files]),
            "size": ("bigint", [len(f.data) for f in files]),
            "media_type": ("text", [f.media_type for f in files]),
        },
        tail="ON CONFLICT (company_id, sha256) DO NOTHING",
    )


def read_file(sha256: str) -> bytes:
    """Bytes of one of the open company's files; refuses what no longer matches its name."""
    data = _path(current_company_id(), sha256).read_bytes()
    if sha256_hex(data) != sha256:
        raise ValueError(f"plik {sha256} jest uszkodzony: odtwórz go z kopii zapasowej")
    return data


def _path(company_id: int, sha256: str) -> Path:
    return Path(settings.ZAPLECZE_FILES) / str(company_id) / sha256[:2] / sha256


def _write(company_id: int, file: NewFile) -> None:
    path = _path(company_id, file.sha256)
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(file.data)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
