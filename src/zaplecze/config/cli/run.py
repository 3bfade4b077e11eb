"""``zaplecze run``: the whole office on one machine: database, demo, web, worker."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from django.utils import timezone

from zaplecze.config.cli.environment import environment
from zaplecze.config.demo import create_demo
from zaplecze.platform.embedded import data_home

POLL_SECONDS = 0.5
GRACE_SECONDS = 10


def start_office(*, host: str, port: int, with_demo: bool) -> int:
    """Start web and worker as the unprivileged database role; stops both on Ctrl+C or when one ends."""
    logins = create_demo(at=timezone.now()) if with_demo else []
    # The children never learn the owner's address: the web can't step over the wall.
    child = {k: v for k, v in os.environ.items() if k != "ZAPLECZE_OWNER_URL"}
    child |= environment(owner=False)
    child.setdefault("ZAPLECZE_URL", f"http://{host}:{port}")
    if with_demo:
        # Nobody of the demo has a mailbox: its mail lies in a folder beside the data.
        child.setdefault("ZAPLECZE_MAIL", f"file:{data_home() / 'poczta'}")
    web = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
            "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "--no-access-log",
            "zaplecze.config.wsgi:application",
        ],
        env=child,
    )  # fmt: skip
    # Reading of scans takes its time, in a process where nothing else waits behind it.
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "django", "procrastinate", "worker", "--name", name, "--queues", queue],
            env=child,
        )
        for name, queue in (("zaplecze", "default"), ("czytnik", "reading"))
    ]  # fmt: skip
    print(f"Zaplecze: http://{host}:{port}/", flush=True)
    for email, password, name in logins:
        print(f"  {name}: {email}  hasło: {password}", flush=True)
    print(
        "Ctrl+C zatrzymuje stronę i zadania; baza działa dalej (zaplecze stop ją zatrzyma).",
        flush=True,
    )
    return _wait([web, *workers])


def _wait(children: list[subprocess.Popen[bytes]]) -> int:
    asked = False

    def stop(signum: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not asked and all(c.poll() is None for c in children):
        time.sleep(POLL_SECONDS)
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if asked else 1
