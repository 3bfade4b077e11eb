"""Rows of models by statements that stay ready: for the questions that every page asks.

The ORM writes each of its questions anew and the server plans it anew; both cost more than the answer. Here the text
is written once for a model, parameters are bound in the server, and the driver keeps the statement prepared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models

from zaplecze.platform.bulk import server_cursor

M = TypeVar("M", bound=models.Model)
Converter = Callable[[Any], Any]


def ready_rows(
    model: type[M], tail: str, values: Sequence[object], *, planned: bool | None = None
) -> list[M]:
    """Instances of ``model`` that a fixed ``tail`` of SQL finds (WHERE, ORDER BY); no text from outside in it.

    ``planned`` False has each question planned by its values: for words, of which one stands in three papers and
    another in every second.
    """
    statement, names, converters = _ready(model, tail)
    with server_cursor() as cursor:
        cursor.execute(statement, values, prepare=planned)
        rows = cursor.fetchall()
    if not converters:
        return [model.from_db(connection.alias, names, row) for row in rows]
    found = []
    for row in rows:
        told = list(row)
        for place, convert in converters:
            told[place] = convert(told[place])
        found.append(model.from_db(connection.alias, names, told))
    return found


@lru_cache(maxsize=1_000)
def _ready(
    model: type[models.Model], tail: str
) -> tuple[bytes, list[str], list[tuple[int, Converter]]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f"t.{connection.ops.quote_name(str(f.column))}" for f in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    converters: list[tuple[int, Converter]] = []
    for place, field in enumerate(fields):
        for convert in field.get_db_converters(connection):
            converters.append((place, lambda v, c=convert: c(v, None, connection)))  # type: ignore[misc]
    names = [f.attname for f in fields]
    return f"SELECT {columns} FROM {table} t {tail}".encode(), names, converters
