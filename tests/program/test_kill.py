"""Killed in the middle of an import: nothing is lost, nothing doubled, no number skipped."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import psutil
import pytest
from bench.invoices import COMPANY_NIP, invoices

from tests.program.conftest import Program, write_papers

COUNT = 1000
BATCH = 500


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_papers(tmp_path_factory.mktemp("duzo"), list(invoices(COUNT, seed=7)))


@pytest.fixture(scope="module")
def program_with_company(program: Program) -> Program:
    program.json(
        "company", "add", "--nip", COMPANY_NIP, "--name", "Mlecz i Oset", "--straight-through"
    )
    return program


def entries(program: Program) -> list[dict[str, Any]]:
    return program.json(
        "report", "journal", "--company", COMPANY_NIP, "--period", "2026-01", "--to", "2026-12"
    )["rows"]


def postgres(program: Program) -> psutil.Process:
    pid = int((program.home / "cluster" / "postmaster.pid").read_text().splitlines()[0])
    return psutil.Process(pid)


def files(program: Program) -> int:
    return sum(1 for _ in (program.home / "files").rglob("*"))


def wait_for_files(program: Program, at_least: int) -> None:
    """Until the import has written files of its first papers."""
    for _ in range(600):
        if files(program) > at_least:
            return
        time.sleep(0.02)
    raise AssertionError("the import has not begun")


def check(program: Program) -> None:
    assert program.json("verify")["faults"] == []
    assert program.json("audit")["findings"] == []


def test_kill_9_of_an_import_and_of_the_database(
    program_with_company: Program, papers: Path
) -> None:
    program = program_with_company
    started = files(program)

    # The importing process dies in the middle of its first batches.
    importing = program.start("import", "--company", COMPANY_NIP, str(papers))
    wait_for_files(program, started + 300)
    os.killpg(importing.pid, signal.SIGKILL)
    importing.communicate()
    check(program)
    first = len({r["entry"] for r in entries(program)})
    assert first % BATCH == 0 or first == COUNT, "a batch is kept whole or not at all"

    # The database dies under the next try; the program starts it again by itself.
    importing = program.start("import", "--company", COMPANY_NIP, str(papers))
    wait_for_files(program, files(program))
    server = postgres(program)
    server.kill()
    _, told = importing.communicate(timeout=120)
    assert (importing.returncode, "[database.lost]" in told) == (2, True), told
    check(program)

    # The third try brings the rest; what was kept before is a twin of itself.
    rows = program.json("import", "--company", COMPANY_NIP, str(papers))
    assert {r["status"] for r in rows} <= {"accepted", "twin"}, [
        r for r in rows if r["status"] == "refused"
    ][:2]
    assert len(rows) == COUNT
    check(program)
    found = entries(program)
    numbers: dict[str, list[int]] = {}
    for label in dict.fromkeys(r["entry"] for r in found):
        journal, number, _ = label.split("/")
        numbers.setdefault(journal, []).append(int(number))
    assert sum(map(len, numbers.values())) == COUNT
    for journal, taken in numbers.items():
        assert sorted(taken) == list(range(1, len(taken) + 1)), journal
    diary = {r["diary_number"] for r in found}
    assert diary == set(range(1, COUNT + 1))
    again = program.json("import", "--company", COMPANY_NIP, str(papers))
    assert {r["status"] for r in again} == {"twin"}


class Browser:
    """As much of a browser as an upload needs."""

    def __init__(self, port: int):
        self.base = f"http://127.0.0.1:{port}"
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def post(self, path: str, data: bytes, kind: str) -> int:
        headers = {"Content-Type": kind, "Referer": self.base}
        with self.opener.open(Request(self.base + path, data, headers), timeout=60) as answer:
            return int(answer.status)

    def token(self) -> str:
        return next(c.value or "" for c in self.cookies if c.name == "csrftoken")

    def sign_in(self, email: str, password: str) -> None:
        self.opener.open(f"{self.base}/konto/", timeout=30).read()
        form = urlencode(
            {"csrfmiddlewaretoken": self.token(), "login": email, "password": password}
        )
        assert self.post("/konto/", form.encode(), "application/x-www-form-urlencoded") == 200

    def upload(self, nip: str, papers: Sequence[tuple[str, bytes]]) -> int:
        edge = "-----granica-----"
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n'
                 f"{self.token()}\r\n".encode()]  # fmt: skip
        for name, data in papers:
            head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
            parts += [head.encode(), data, b"\r\n"]
        body = b"".join([*parts, f"--{edge}--\r\n".encode()])
        return self.post(f"/f/{nip}/wgraj/", body, f"multipart/form-data; boundary={edge}")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def start_office(program: Program) -> tuple[subprocess.Popen[str], int]:
    port = free_port()
    office = program.start("run", "--no-demo", "--port", str(port))
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return office, port
        time.sleep(0.1)
    raise AssertionError("the web does not answer")


def members(office: subprocess.Popen[str], word: str) -> list[psutil.Process]:
    children = psutil.Process(office.pid).children(recursive=True)
    return [c for c in children if word in " ".join(c.cmdline())]


def test_kill_9_of_web_and_worker_in_an_upload(program: Program) -> None:
    nip = "9990010030"
    # Another test of the same installation may have added it.
    program.start(
        "company", "add", "--nip", nip, "--name", "Młyn", "--straight-through"
    ).communicate()
    person = subprocess.run(
        [sys.executable, "-m", "zaplecze", "company", "person", "--nip", nip, "--email", "klara@example.com",
         "--name", "Klara", "--role", "accountant", "--password-stdin"],
        env=program.environment, input="bardzo tajne hasło\n", text=True, check=True, capture_output=True,
    )  # fmt: skip
    assert "klara" in person.stdout
    papers = [
        (name, data.replace(COMPANY_NIP.encode(), nip.encode()))
        for name, data in invoices(300, seed=11)
    ]
    office, port = start_office(program)
    browser = Browser(port)
    browser.sign_in("klara@example.com", "bardzo tajne hasło")

    def send() -> None:
        with contextlib.suppress(OSError, HTTPException):
            browser.upload(nip, papers)

    sending = threading.Thread(target=send)
    sending.start()
    time.sleep(0.6)
    web, worker = members(office, "granian"), members(office, "procrastinate")
    assert len(web) >= 2
    assert worker
    for process in [*web, *worker]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    sending.join()
    office.communicate(timeout=30)
    check(program)

    office, port = start_office(program)
    try:
        browser = Browser(port)
        browser.sign_in("klara@example.com", "bardzo tajne hasło")
        assert browser.upload(nip, papers) == 200
    finally:
        office.send_signal(signal.SIGTERM)
        office.communicate(timeout=30)
    check(program)
    rows = program.json(
        "report", "journal", "--company", nip, "--period", "2026-01", "--to", "2026-12"
    )["rows"]
    vouchers = [r["voucher"] for r in rows if r["entry"].startswith(("ZK", "SP"))]
    assert (
        len({v for v in vouchers if "/2026" in v and v.split()[1].startswith(("FS/", "FZ/"))})
        == 300
    )
