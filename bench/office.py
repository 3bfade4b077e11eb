"""An installation of its own to measure: its processes and its database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Timed:
    """What a whole process took: seconds and the most memory of its tree, MB."""

    seconds: float
    megabytes: float
    out: Any


@dataclass(frozen=True)
class Office:
    """A data folder and the commands on it."""

    home: Path

    def __post_init__(self) -> None:
        os.environ["ZAPLECZE_DATA"] = str(self.home)
        # Measured as installed: with its bytecode, not compiled again at each start.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(self, *arguments: str) -> Timed:
        """Run a command with ``--json`` as a process of its own."""
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "zaplecze", *arguments, "--json"],
            stdout=subprocess.PIPE,
            text=True,
        )
        most = 0.0

        def watch() -> None:
            nonlocal most
            while process.poll() is None:
                try:
                    tree = [psutil.Process(process.pid)]
                    tree += tree[0].children(recursive=True)
                    most = max(most, sum(p.memory_info().rss for p in tree) / MEGABYTE)
                except psutil.Error:
                    pass
                time.sleep(0.05)

        watcher = threading.Thread(target=watch)
        watcher.start()
        out, _ = process.communicate()
        seconds = time.perf_counter() - begun
        watcher.join()
        if process.returncode != 0:
            raise SystemExit(
                f"zaplecze {' '.join(arguments)} ended with {process.returncode}: {out[:500]}"
            )
        return Timed(seconds, most, json.loads(out) if out else None)

    def owner_url(self) -> str:
        """The database as the owner of its tables."""
        from zaplecze.platform import embedded

        return embedded.connect_urls().owner

    def settle(self) -> None:
        """Statistics and a checkpoint, so that no run pays for the one before."""
        import psycopg

        from zaplecze.platform import embedded

        with psycopg.connect(self.owner_url(), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        with psycopg.connect(embedded.ensure_running().dsn_owner, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        os.sync()
