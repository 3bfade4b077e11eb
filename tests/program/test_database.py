"""The embedded database's life: started once, shared, stopped cleanly, started again after kill -9."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
ASK = """
import json, sys
from zaplecze.platform import embedded
action = sys.argv[1]
if action == "start":
    print(json.dumps({"app": embedded.connect_urls().app, "owner": embedded.connect_urls().owner}))
elif action == "stop":
    print(json.dumps(bool(embedded.stop())))
"""


class Folder:
    """A data folder and processes that use it, as one user of the system or another."""

    def __init__(self, home: Path, user: str | None = None):
        self.home = home
        self.user = user

    def start_asking(self, action: str) -> subprocess.Popen[str]:
        mine = {
            k: v for k, v in os.environ.items() if not k.startswith(("ZAPLECZE_", "DATABASE_URL"))
        }
        return subprocess.Popen(
            [sys.executable, "-c", ASK, action],
            env=mine | {"ZAPLECZE_DATA": str(self.home), "PYTHONPATH": str(SOURCE), "HOME": "/nonexistent"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, user=self.user, cwd="/",
        )  # fmt: skip

    def ask(self, action: str) -> Any:
        process = self.start_asking(action)
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        return json.loads(out)

    @property
    def postmaster(self) -> psutil.Process:
        return psutil.Process(
            int((self.home / "cluster" / "postmaster.pid").read_text().splitlines()[0])
        )


def runs(pid: int) -> bool:
    """Whether the process works still; one that ended and was not yet reaped does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every user can pass through."""
    folder = Path(tempfile.mkdtemp(prefix="zaplecze-baza-"))
    folder.chmod(0o777)
    yield folder
    for home in folder.iterdir():
        if (home / "cluster").exists():
            Folder(home).ask("stop")
    shutil.rmtree(folder, ignore_errors=True)


def rows(url: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT x FROM zapis ORDER BY x").fetchall()


def test_started_once_by_many_and_stopped_cleanly(place: Path) -> None:
    folder = Folder(place / "dane")
    asking = [folder.start_asking("start") for _ in range(4)]
    answers = []
    for process in asking:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
        answers.append(json.loads(out))
    assert all(a == answers[0] for a in answers)
    first = folder.postmaster.pid
    folder.ask("start")
    assert folder.postmaster.pid == first
    assert folder.ask("stop") is True
    assert not (folder.home / "cluster" / "postmaster.pid").exists()
    assert not runs(first)
    assert folder.ask("stop") is False


def test_killed_while_writing_it_comes_back_whole(place: Path) -> None:
    folder = Folder(place / "dane")
    url = folder.ask("start")["owner"]
    with suppress(psycopg.OperationalError), psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE zapis (x int PRIMARY KEY)")
        connection.execute("INSERT INTO zapis SELECT generate_series(1, 100)")
        connection.commit()
        connection.execute("INSERT INTO zapis SELECT generate_series(101, 5000)")
        postmaster = folder.postmaster
        for process in [postmaster, *postmaster.children()]:
            process.kill()
    again = folder.ask("start")["owner"]
    assert rows(again) == [(n,) for n in range(1, 101)]


def test_two_folders_are_two_servers(place: Path) -> None:
    one, two = Folder(place / "jeden"), Folder(place / "dwa")
    first, second = one.ask("start")["owner"], two.ask("start")["owner"]
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE zapis (x int)")
    with pytest.raises(psycopg.errors.UndefinedTable):
        rows(second)
    assert one.postmaster.pid != two.postmaster.pid


def test_a_long_path_still_has_a_socket(place: Path) -> None:
    folder = Folder(place / ("bardzo-dlugi-folder-" * 6))
    assert rows_of_one(folder.ask("start")["app"]) == [(1,)]


def rows_of_one(url: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchall()


def test_a_folder_with_other_things_in_it_is_left_alone(place: Path) -> None:
    home = place / "moje"
    home.mkdir()
    (home / "praca.txt").write_text("ważne")
    process = Folder(home).start_asking("start")
    _, err = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "zawiera już inne pliki" in err
    assert [p.name for p in home.iterdir()] == ["praca.txt"]


def test_the_runtime_role_may_nothing_but_its_work(place: Path) -> None:
    urls = Folder(place / "dane").ask("start")
    with psycopg.connect(urls["app"], autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE moja (x int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE DATABASE moja")


def _nobody() -> str | None:
    try:
        return pwd.getpwnam("nobody").pw_name
    except KeyError:
        return None


def open_to(user: str) -> bool:
    """Whether another user may run this environment's Python and read the program."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", "import zaplecze"],
            user=user,
            env={"PYTHONPATH": str(SOURCE)},
            check=False,
            cwd="/",
            capture_output=True,
        )
    except PermissionError:
        return False
    return done.returncode == 0


@pytest.mark.skipif(
    os.geteuid() != 0 or _nobody() is None, reason="only root can become another user"
)
def test_an_ordinary_user_and_root_each_have_their_own(place: Path) -> None:
    if not open_to("nobody"):
        pytest.skip("this environment is closed to other users")
    theirs = Folder(place / "ich", user="nobody")
    assert rows_of_one_as(theirs.ask("start")["app"], "nobody")
    assert theirs.postmaster.username() == "nobody"
    ours = Folder(place / "nasze")
    ours.ask("start")
    assert ours.postmaster.username() != "root"
    # Root may use what an ordinary user made; the server stays that user's.
    assert Folder(theirs.home).ask("start")
    theirs.ask("stop")


def rows_of_one_as(url: str, user: str) -> bool:
    code = "import psycopg, sys; print(psycopg.connect(sys.argv[1]).execute('SELECT 1').fetchall())"
    done = subprocess.run(
        [sys.executable, "-c", code, url],
        user=user,
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    )
    return done.stdout.strip() == "[(1,)]"
