"""Commands of one installation, each in a process of its own that has read the program's code before it began.

A command is a fork of one process that waits with Django ready, but without a connection: it parses its arguments,
opens its own connections, writes to its own output and ends with its own exit code, as ``zaplecze`` does, and is
there in a tenth of the time. What a test kills, or starts as ``zaplecze`` itself, is started anew (`Program.start`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path


class Commands:
    """The waiting process; ``run`` gives exit code, output and errors of a command."""

    def __init__(self, environment: Mapping[str, str]):
        self._folder = tempfile.TemporaryDirectory(prefix="zaplecze-polecenia-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.program.commands"],
            env=dict(environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).resolve().parents[2],
        )  # fmt: skip

    def run(self, arguments: Sequence[str]) -> tuple[int, str, str]:
        """Run a command to its end."""
        out, err = (Path(self._folder.name, name) for name in ("out", "err"))
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked = {
            "arguments": list(arguments),
            "cwd": str(Path.cwd()),
            "out": str(out),
            "err": str(err),
        }
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        code = self._process.stdout.readline()
        assert code, "the waiting process has ended"
        return int(code), out.read_text(), err.read_text()

    def end(self) -> None:
        """No more commands."""
        self._process.communicate(timeout=30)
        self._folder.cleanup()


def _become(asked: dict[str, str], arguments: Sequence[str]) -> None:
    """The forked process: a command from here to its exit code."""
    from zaplecze.config.cli.main import run

    for number, name in ((1, "out"), (2, "err")):
        file = os.open(asked[name], os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        os.dup2(file, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.chdir(asked["cwd"])
    code = 1
    try:
        code = run(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def main() -> None:
    """Wait for commands, one a line, until the input ends."""
    from zaplecze.config.cli.environment import prepare_django

    prepare_django(owner=True)
    from django.db import connections

    from zaplecze.config.cli import commands

    assert commands.COMMANDS
    connections.close_all()
    for line in sys.stdin:
        asked = json.loads(line)
        child = os.fork()
        if not child:
            _become(asked, asked["arguments"])
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
