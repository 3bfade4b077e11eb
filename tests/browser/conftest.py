"""A real browser on the office as ``make run`` starts it, with the demo's people and papers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.program.conftest import Program

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
START_SECONDS = 180


@dataclass(frozen=True)
class Office:
    """A running office: its address, its people by the name before the @, its folder and environment."""

    base: str
    logins: dict[str, tuple[str, str]]
    home: Path
    environment: dict[str, str]


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """The demo office, running: one for all files of a worker, whatever it runs between them."""
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is not installed: {CHROMIUM}")
    from tests.program.test_kill import free_port

    folder = Path(tempfile.mkdtemp(prefix="zaplecze-browser-"))
    folder.chmod(0o755)
    program = Program(folder / "dane")
    port = free_port()
    log = (folder / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "-m", "zaplecze", "run", "--port", str(port)],
        env=program.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    try:
        base = f"http://127.0.0.1:{port}"
        _wait_for(base, folder / "log")
        logins = {
            row["email"].partition("@")[0]: (row["email"], row["password"])
            for row in program.json("demo")["logins"]
        }
        yield Office(base, logins, program.home, program.environment)
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()
        program.end()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(base: str, log: Path) -> None:
    from urllib.request import urlopen

    for _ in range(START_SECONDS * 5):
        try:
            with urlopen(f"{base}/konto/", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is not installed: {CHROMIUM}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        yield browser
        browser.close()


@pytest.fixture
def sign_in(chromium: Any, office: Office) -> Iterator[Callable[..., Any]]:
    """``sign_in("ksiegowa")`` opens a page as this person; any script error fails the test."""
    contexts = []
    errors: list[str] = []

    def open_page(name: str, *, width: int = 1360, height: int = 820, **options: Any) -> Any:
        context = chromium.new_context(
            base_url=office.base, viewport={"width": width, "height": height}, locale="pl-PL",
            accept_downloads=True, **options,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)  # a machine that does much else beside the tests
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        email, password = office.logins[name]
        page.goto("/konto/")
        page.fill("[name=login]", email)
        page.fill("[name=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{office.base}/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
