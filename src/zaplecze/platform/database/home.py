"""The data folder of one installation, and the secrets kept in it.

<home>/            mode 700 (for root 710: the server's own group must pass through)
  lock             one process at a time changes anything here
  secrets.json     mode 600, passwords of the database roles
  cluster/         PostgreSQL's data, mode 700
  log/  socket/    the server's, mode 700
  local.conf       optional, the operator's own PostgreSQL settings
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from zaplecze.platform.database.problems import DatabaseProblem

PACKAGE = Path(__file__).resolve().parents[2]
_LOCK = "lock"
_SECRETS = "secrets.json"


def short_hash(text: str) -> str:
    """Ten hexadecimal digits that tell two folders apart."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def data_home() -> Path:
    """Return this installation's data folder, made (mode 700) when it is missing.

    ``ZAPLECZE_DATA`` names it. Without that it is a folder of the user's own, told apart by the
    place of installation, so that two checkouts never share a database. For root the folder lies
    in ``/var/lib``: PostgreSQL refuses to run as root, and the user that it runs as instead can't
    enter ``/root``.

    Raises ``DatabaseProblem`` (``database.home-taken``) for a folder that holds other things: its
    access rights would be changed, and nobody wants that done to ``/tmp`` by a slip of the pen.
    """
    home = _home_path()
    if home.is_dir() and not (home / _LOCK).exists() and any(home.iterdir()):
        raise DatabaseProblem(
            f"Folder danych {home} zawiera już inne pliki. "
            "Wskaż w ZAPLECZE_DATA pusty albo nieistniejący folder.",
            code="database.home-taken",
        )
    if not (home / _LOCK).exists():
        # Parents get the ordinary mode: only the folder itself is private.
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        home.chmod(0o700)
        (home / _LOCK).touch(mode=0o600)
    return home


def _home_path() -> Path:
    named = os.environ.get("ZAPLECZE_DATA", "").strip()
    if named:
        return Path(named).expanduser().resolve()
    place = short_hash(str(PACKAGE))
    if os.geteuid() == 0:
        return Path(f"/var/lib/zaplecze-{place}")
    return platformdirs.user_data_path("zaplecze").resolve() / place


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the folder's lock. The kernel drops it when the process dies, however it dies."""
    descriptor = os.open(home / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def secret(home: Path, name: str) -> str:
    """Return the secret of that name, drawn and stored (mode 600) on first use."""
    with locked(home):
        path = home / _SECRETS
        known: dict[str, str] = {}
        if path.exists():
            try:
                known = json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                raise DatabaseProblem(
                    f"Plik {path} jest uszkodzony. Przywróć go z kopii zapasowej albo usuń: "
                    "nowe hasła powstaną przy następnym uruchomieniu.",
                    code="database.secrets-broken",
                ) from error
        if name not in known:
            known[name] = secrets.token_urlsafe(32)
            _replace(path, json.dumps(known, indent=2) + "\n")
        return known[name]


def _replace(path: Path, text: str) -> None:
    """Write a private file whole or not at all: a crash half-way must not lose the passwords."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(draft).replace(path)
