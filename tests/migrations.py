"""``python -m tests.migrations``: the migrations say all that the models say; ``--anew`` writes them again.

Until the first release each department has one migration, written anew when its models change: there are no
installations to carry over, and a newcomer reads the tables in one place.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import tests.plugin  # noqa: F401 - a database and its environment
from tests.house_rules.rules import SOURCE


def main(arguments: list[str]) -> None:
    """Exit with an error where a migration is missing; with ``--anew`` write each department's one again."""
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "zaplecze.config.settings"
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    if arguments == ["--anew"]:
        for old in SOURCE.glob("*/migrations/0*.py"):
            old.unlink()
        for department in settings.DEPARTMENTS:
            label = department.rpartition(".")[2]
            call_command("makemigrations", label, name="start", include_header=False)
        made = [str(path) for path in SOURCE.glob("*/migrations/0*.py")]
        for path in made:
            write_at_once(Path(path))
        for tidy in (["check", "--select", "I", "--fix"], ["format"]):
            subprocess.run([sys.executable, "-m", "ruff", *tidy, "--quiet", *made], check=True)
    call_command("makemigrations", check=True, dry_run=True)


def write_at_once(path: Path) -> None:
    """Let a start migration make its tables in one step (`zaplecze.platform.at_once`)."""
    head, _, operations = path.read_text().partition("    operations = [\n")
    body = operations.rstrip().removesuffix("]")
    path.write_text(
        f"from zaplecze.platform.at_once import at_once\n{head}    operations = at_once([\n{body}])\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
