"""What all processes count together: Django's cache in the program's database, for limits of log-ins and links.

Values are JSON, never pickles; keys are kept as hashes, so that no address of a visitor lies there. `add` and `incr`
are one statement each, and the database's clock tells when a value ends: processes on several machines agree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

_TABLE = "platform_sharedvalue"
_ENDS = "COALESCE(clock_timestamp() + %s * interval '1 second', 'infinity')"
_LIVES = f"{_TABLE}.expires_at > clock_timestamp()"


class SharedCache(BaseCache):
    """A cache for few and small values, such as counters; each call is a statement of its own."""

    def __init__(self, location: str, params: Mapping[str, Any]) -> None:
        super().__init__(dict(params))

    def _name(self, key: str, version: int | None) -> str:
        return hashlib.sha256(self.make_key(key, version=version).encode()).hexdigest()

    def _seconds(self, timeout: object) -> float | None:
        """How long a value lives; None for ever."""
        chosen = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if chosen is None else float(str(chosen))

    def _put(self, name: str, value: object, timeout: object, condition: str = "") -> bool:
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {_TABLE} (key, value, expires_at) VALUES (%s, %s::jsonb, {_ENDS}) "
                "ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, expires_at = EXCLUDED.expires_at "
                f"{condition}",
                [name, json.dumps(value), self._seconds(timeout)],
            )
            return bool(cursor.rowcount)

    def add(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Put a value where none lives; False where one does."""
        return self._put(self._name(key, version), value, timeout, f"WHERE NOT ({_LIVES})")

    def set(
        self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        """Put a value in place of any."""
        self._put(self._name(key, version), value, timeout)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value that lives, else ``default``."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT value::text FROM {_TABLE} WHERE key = %s AND {_LIVES}",
                [self._name(key, version)],
            )
            row = cursor.fetchone()
        return default if row is None else json.loads(row[0])

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count on; raises ValueError where nothing lives."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {_TABLE} SET value = to_jsonb((value #>> '{{}}')::bigint + %s) WHERE key = %s AND {_LIVES} "
                "RETURNING (value #>> '{}')::bigint",
                [delta, self._name(key, version)],
            )
            row = cursor.fetchone()
        if row is None:
            raise ValueError(f"Key {key!r} not found")
        return int(row[0])

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let a value live from now on for ``timeout``; False where none lives."""
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {_TABLE} SET expires_at = {_ENDS} WHERE key = %s AND {_LIVES}",
                [self._seconds(timeout), self._name(key, version)],
            )
            return bool(cursor.rowcount)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Drop a value."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {_TABLE} WHERE key = %s", [self._name(key, version)])
            return bool(cursor.rowcount)

    def clear(self) -> None:
        """Drop all."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {_TABLE}")


def sweep_shared() -> int:
    """Drop what lives no more; returns how much it was. Nothing depends on it but the size of the table."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_TABLE} WHERE NOT ({_LIVES})")
        return int(cursor.rowcount)
