"""``python -m tests.migrations``: the migrations say all that the models say."""

from __future__ import annotations

import tests.plugin  # noqa: F401 - a database and its environment


def main() -> None:
    """Exit with an error where a migration is missing."""
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "zaplecze.config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("makemigrations", check=True, dry_run=True)


if __name__ == "__main__":
    main()
