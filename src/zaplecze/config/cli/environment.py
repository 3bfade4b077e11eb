"""The environment of every process: where the database, the files and the secrets are."""

from __future__ import annotations

import os
import secrets as random_secrets
from pathlib import Path

from zaplecze.platform import embedded


def environment(*, owner: bool) -> dict[str, str]:
    """Variables for `zaplecze.config.settings`; starts the embedded database where none is named."""
    home = embedded.data_home()
    urls = embedded.connect_urls()
    files = home / "files"
    files.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = {
        "DJANGO_SETTINGS_MODULE": "zaplecze.config.settings",
        "ZAPLECZE_APP_URL": urls.app,
        "ZAPLECZE_FILES": str(files),
        "ZAPLECZE_INBOX": os.environ.get("ZAPLECZE_INBOX", str(home / "inbox")),
        "ZAPLECZE_SECRET_KEY": os.environ.get("ZAPLECZE_SECRET_KEY") or _secret_key(home),
    }
    if owner:
        found["ZAPLECZE_OWNER_URL"] = urls.owner
    return found


def _secret_key(home: Path) -> str:
    path = home / "secret_key"
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as out:
            out.write(random_secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()


def prepare_django(*, owner: bool) -> None:
    """Set the environment, start Django, and bring a new or older database to this version's shape."""
    os.environ.update(environment(owner=owner))
    import django

    django.setup()
    if owner:
        from zaplecze.platform.schema import prepare, shaped

        if not shaped():
            prepare()
