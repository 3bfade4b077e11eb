"""Set-based writing: one statement for one row or for ten thousand.

COPY is not allowed under row-level security, so rows travel as arrays: INSERT ... SELECT unnest(...), unnest(...).
Side by side in the list of columns they need no store of their own, unlike as one table.
"""

from __future__ import annotations

import gc
import select
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection

Columns = Mapping[str, tuple[str, Sequence[Any]]]
"""Column name -> (PostgreSQL type, values); all of the same length."""


def server_cursor() -> psycopg.Cursor[tuple[Any, ...]]:
    """A cursor of the current transaction that binds parameters in the server, not as SQL text."""
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


@contextmanager
def pipelined() -> Iterator[None]:
    """Inside, statements that answer nothing are sent without waiting: the server works while Python prepares more.

    A statement's error is raised by a later one, or at the end; a question (`fetchall`) waits for all before it.
    """
    connection.ensure_connection()
    with connection.connection.pipeline():
        yield


@contextmanager
def rare_collection() -> Iterator[None]:
    """While thousands of objects live on, Python's collector of circles looks for dead ones seldom.

    What is alive already is left out of its sight, so a child that is forked here shares it with its parent.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def insert_rows(table: str, columns: Columns, *, tail: str = "") -> list[tuple[Any, ...]]:
    """Insert rows given as columns; ``tail`` may be ON CONFLICT ... RETURNING ..., whose rows come back."""
    lengths = {len(values) for _, values in columns.values()}
    if lengths == {0}:
        return []
    if len(lengths) != 1:
        raise ValueError(f"columns of {table} differ in length: {sorted(lengths)}")
    names = ", ".join(columns)
    arrays = ", ".join(f"unnest(%s::{sql_type}[])" for sql_type, _ in columns.values())
    statement = f"INSERT INTO {table} ({names}) SELECT {arrays} {tail}"
    with server_cursor() as cursor:
        literals = [array_literal(sql_type, values) for sql_type, values in columns.values()]
        cursor.execute(statement.encode(), literals)
        _push(cursor.connection)
        return cursor.fetchall() if "RETURNING" in tail else []


def _push(raw: psycopg.Connection[Any]) -> None:
    """In a pipeline, hand all of a statement to the server now; the driver would keep the rest for the next one."""
    server = raw.pgconn
    while server.pipeline_status and server.flush():
        readable, _, _ = select.select([server.socket], [server.socket], [])
        if readable:
            server.consume_input()


_QUOTED = frozenset({"text", "jsonb", "timestamptz", "bytea"})


def array_literal(sql_type: str, values: Sequence[Any]) -> str:
    """A PostgreSQL array as text, joined and escaped in whole-string steps.

    The driver's own way escapes element by element in Python, which costs more than the insert itself.
    """
    if sql_type not in _QUOTED:
        return "{" + ",".join(["NULL" if v is None else str(v) for v in values]) + "}"
    if sql_type == "bytea":
        texts = [_NULL if v is None else "\\x" + v.hex() for v in values]
    else:
        texts = [_NULL if v is None else str(v) for v in values]
    body = "\x00".join(texts)
    if body.count("\x00") != max(len(texts) - 1, 0):
        raise ValueError("text for the database holds a NUL character")
    body = body.replace("\\", "\\\\").replace('"', '\\"').replace("\x00", '","')
    return f'{{"{body}"}}'.replace(f'"{_NULL}"', "NULL") if texts else "{}"


_NULL = "\x01NULL\x01"


def take_ids(table: str, count: int) -> list[int]:
    """Draw ``count`` ids from the table's identity sequence, in order."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            (table, count),
        )
        return [row[0] for row in cursor.fetchall()]
