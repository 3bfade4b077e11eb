"""What the same PostgreSQL does at best: COPY of the same rows, a read of a table made ready."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

import zaplecze

ENTRIES, LINES = "ledger_entry", "ledger_line"
GUARDS = Path(zaplecze.__file__).parent / "ledger" / "sql" / "guards.sql"


def copy_rate(url: str) -> float:
    """Documents a second that COPY loads: entries and lines into tables with the same keys, checks and guards.

    Rows come from memory, already formed; one connection, one transaction a table, committed.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        rows = {table: _copied_out(connection, table) for table in (ENTRIES, LINES)}
        count = _one(connection, f"SELECT count(*) FROM {ENTRIES}")
        connection.execute("DROP SCHEMA IF EXISTS limit_run CASCADE")
        connection.execute("CREATE SCHEMA limit_run")
        for table in (ENTRIES, LINES):
            connection.execute(
                f"CREATE TABLE limit_run.{table} (LIKE public.{table} INCLUDING ALL)"
            )
        keys = [
            (
                ENTRIES,
                "FOREIGN KEY (company_id, journal_id) REFERENCES public.ledger_journal (company_id, id)",
            ),
            (
                LINES,
                f"FOREIGN KEY (company_id, entry_id) REFERENCES limit_run.{ENTRIES} (company_id, id)",
            ),
            (
                LINES,
                "FOREIGN KEY (company_id, account_id) REFERENCES public.ledger_account (company_id, id)",
            ),
            (
                LINES,
                "FOREIGN KEY (company_id, cost_center_id) REFERENCES public.ledger_costcenter (company_id, id)",
            ),
        ]
        for table, key in keys:
            connection.execute(f"ALTER TABLE limit_run.{table} ADD {key}")
        # The same guards: balance of each entry, whole entries, open months.
        connection.execute("SET search_path TO limit_run, public")
        connection.execute(GUARDS.read_bytes())
        begun = time.perf_counter()
        with connection.transaction():
            for table in (ENTRIES, LINES):
                names, data = rows[table]
                statement = sql.SQL("COPY limit_run.{} ({}) FROM STDIN (FORMAT binary)").format(
                    sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
                )
                with connection.cursor().copy(statement) as copy:
                    copy.write(data)
        seconds = time.perf_counter() - begun
        connection.execute("RESET search_path")
        connection.execute("DROP SCHEMA limit_run CASCADE")
    return count / seconds


def _copied_out(connection: psycopg.Connection[Any], table: str) -> tuple[list[str], bytes]:
    names = [
        row[0]
        for row in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
            "ORDER BY attnum",
            [table],
        )
    ]
    statement = sql.SQL("COPY {} ({}) TO STDOUT (FORMAT binary)").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with connection.cursor().copy(statement) as copy:
        return names, b"".join(bytes(chunk) for chunk in copy)


def _one(connection: psycopg.Connection[Any], query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


def interleaved(*jobs: Callable[[], object], runs: int = 30) -> list[float]:
    """Median milliseconds of each job, all run in turns so that none has the quieter machine."""
    times: list[list[float]] = [[] for _ in jobs]
    for _ in range(runs):
        for kept, job in zip(times, jobs, strict=True):
            begun = time.perf_counter()
            job()
            kept.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(t) for t in times]
