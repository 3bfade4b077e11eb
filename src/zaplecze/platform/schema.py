"""Bring a database to this program's shape: migrations, then the guards and functions that are SQL, then the wall.

Runs as the owner of the tables (Django's ``owner`` connection). Safe to repeat.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

from zaplecze.platform import wall


def prepare(alias: str = "owner") -> None:
    """Migrate, then apply every department's ``sql/*.sql`` (each repeatable) and build the wall."""
    call_command("migrate", database=alias, verbosity=0, interactive=False)
    with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
        for path in sql_files():
            cursor.execute(path.read_text(encoding="utf-8"))
        wall.build(cursor)
        cursor.execute("CREATE TABLE IF NOT EXISTS platform_shape (fingerprint text NOT NULL)")
        cursor.execute("TRUNCATE platform_shape")
        cursor.execute("INSERT INTO platform_shape VALUES (%s)", [fingerprint()])


def shaped(alias: str = "owner") -> bool:
    """True where every migration, guard and wall of this version was applied."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT to_regclass('platform_shape')")
        if cursor.fetchone()[0] is None:
            return False
        cursor.execute("SELECT fingerprint FROM platform_shape")
        row = cursor.fetchone()
    return row is not None and row[0] == fingerprint()


def fingerprint() -> str:
    """Changes with any migration, SQL file or rule of the wall."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parent.parent
    migrations = sorted(package.glob("*/migrations/0*.py"))
    for path in [
        *migrations,
        *sorted(package.glob("*/sql/*.sql")),
        package / "platform" / "wall.py",
    ]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def sql_files() -> list[Path]:
    """The departments' SQL, lowest floor first, each folder in the order of its file names."""
    names = [name.rpartition(".")[2] for name in settings.DEPARTMENTS]
    return [
        path
        for name in names
        for path in sorted((Path(apps.get_app_config(name).path) / "sql").glob("*.sql"))
    ]
