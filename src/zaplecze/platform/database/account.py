"""The operating system's user that the server runs as, and what that user can reach.

PostgreSQL refuses to run as root, rightly. Everyone else runs it as themselves.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

from zaplecze.platform.database.problems import DatabaseProblem

# A system user of our own: ``nobody`` is shared with other services, which could then read the
# books. It stays the way out where users can't be added.
SERVICE_USER = "zaplecze"
LAST_RESORT = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    """Who runs the server. ``switch`` is true when this process must become someone else."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run(self, command: list[str], *, timeout: float) -> subprocess.CompletedProcess[str]:
        """Run a server program as this user, in a session and an environment of its own.

        Output is captured; the exit status is the caller's to judge. The session keeps Ctrl+C in
        the terminal away from the server; the environment keeps the caller's PG* variables out.
        """
        try:
            return subprocess.run(
                command,
                check=False,
                capture_output=True,
                text=True,
                timeout=timeout,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C", "HOME": "/"},
                start_new_session=True,
                user=self.uid if self.switch else None,
                group=self.gid if self.switch else None,
                extra_groups=[] if self.switch else None,
            )
        except PermissionError as error:
            raise DatabaseProblem(
                f"Nie można uruchomić {command[0]} jako użytkownik {self.name}: {error.strerror}. "
                "Uruchom program jako zwykły użytkownik albo wskaż serwer w DATABASE_URL.",
                code="database.user-switch",
            ) from error

    def own(self, folder: Path) -> None:
        """Make a folder that only this user may enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (self.uid, os.geteuid()):
            raise DatabaseProblem(
                f"{folder} należy do innego użytkownika systemu. "
                "Usuń go albo wskaż inny folder w ZAPLECZE_DATA.",
                code="database.folder-owner",
            )
        if self.switch:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)

    def closed_folder(self, path: Path) -> Path | None:
        """Return the first folder on the way to ``path`` that this user can't pass, if any."""
        for folder in reversed(path.parents):
            found = folder.stat()
            if found.st_uid == self.uid:
                passes = found.st_mode & stat.S_IXUSR
            elif found.st_gid == self.gid:
                passes = found.st_mode & stat.S_IXGRP
            else:
                passes = found.st_mode & stat.S_IXOTH
            if not passes:
                return folder
        return None


def account_for(cluster: Path) -> Account:
    """Return who runs this cluster's server: its owner; under root, at first, a service user."""
    me = os.geteuid()
    if cluster.exists():
        owner = cluster.stat().st_uid
        if me not in (0, owner):
            raise DatabaseProblem(
                f"Baza w {cluster} należy do innego użytkownika systemu. "
                "Uruchom program jako ten użytkownik albo wskaż inny folder w ZAPLECZE_DATA.",
                code="database.cluster-owner",
            )
        if owner != 0:
            return _named(pwd.getpwuid(owner), me)
    if me != 0:
        return _named(pwd.getpwuid(me), me)
    return _named(_service_user(), me)


def _named(entry: pwd.struct_passwd, me: int) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, switch=entry.pw_uid != me)


def _service_user() -> pwd.struct_passwd:
    for name in (SERVICE_USER, LAST_RESORT):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            _add_user(name)
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise DatabaseProblem(
        f"PostgreSQL nie działa jako root, a w systemie nie ma użytkownika {SERVICE_USER}. "
        f"Utwórz go (useradd --system {SERVICE_USER}) albo uruchom program jako zwykły użytkownik.",
        code="database.no-service-user",
    )


def _add_user(name: str) -> None:
    """Add a system user without a home or a shell; a failure shows in the next look-up."""
    if (useradd := shutil.which("useradd")) is not None:
        subprocess.run(
            [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name],
            check=False,
            capture_output=True,
        )
