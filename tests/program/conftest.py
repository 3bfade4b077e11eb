"""The whole program as a user runs it: its own folder, its own server, its own processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.program.commands import Commands


class Program:
    """An installation with a data folder of its own; stopped by ``end``."""

    def __init__(self, home: Path):
        self.home = home

    @property
    def environment(self) -> dict[str, str]:
        """What the processes see: nothing of the tests' own settings."""
        mine = {k: v for k, v in os.environ.items() if not k.startswith(("ZAPLECZE_", "DJANGO_"))}
        return mine | {
            "ZAPLECZE_DATA": str(self.home),
            "ZAPLECZE_NBP_API": "",
            "PYTHONWARNINGS": "ignore",
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start a command and don't wait."""
        return subprocess.Popen(
            [sys.executable, "-m", "zaplecze", *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    @cached_property
    def commands(self) -> Commands:
        """What runs commands to their end."""
        return Commands(self.environment)

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command to its end; its standard output."""
        found, out, err = self.commands.run(arguments)
        assert found == code, (arguments, found, out, err)
        return out

    def end(self) -> None:
        """Stop its database; nothing of it runs any more."""
        self.run("stop")
        self.commands.end()

    def json(self, *arguments: str, code: int = 0) -> Any:
        """Run a command with ``--json``; what it says."""
        return json.loads(self.run(*arguments, "--json", code=code))


@pytest.fixture(scope="package")
def program() -> Iterator[Program]:
    """A fresh installation; the server is stopped and everything removed at the end."""
    # Not under pytest's own folder: its parents are closed to the server's user.
    folder = Path(tempfile.mkdtemp(prefix="zaplecze-program-"))
    folder.chmod(0o755)
    made = Program(folder / "dane")
    try:
        yield made
    finally:
        made.end()
        shutil.rmtree(folder, ignore_errors=True)


def write_papers(folder: Path, papers: Sequence[tuple[str, bytes]]) -> Path:
    """Papers as files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in papers:
        (folder / name).write_bytes(data)
    return folder
