"""What PostgreSQL does at best with ready rows: COPY through staging, and one entry a commit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

import psycopg

from zaplecze.ledger.api import NewEntry

TABLES = ("ledger_entry", "ledger_line")
SCHEMA = "limit_run"
CHUNK = 10_000


def empty_copies(connection: psycopg.Connection[Any]) -> None:
    """The tables of entries, lines and balances once more: the same columns, indexes, keys and checks, no rows."""
    connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}")
    for table in (*TABLES, "ledger_balance"):
        connection.execute(
            f"CREATE TABLE {SCHEMA}.{table} (LIKE public.{table} INCLUDING ALL)".encode()
        )
    for table in TABLES:
        keys = connection.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = %s::regclass AND contype = 'f'",
            [table],
        ).fetchall()
        for (key,) in keys:
            own = key.replace("REFERENCES ledger_entry", f"REFERENCES {SCHEMA}.ledger_entry")
            connection.execute(f"ALTER TABLE {SCHEMA}.{table} ADD {own}".encode())
    connection.execute(f"SET search_path TO {SCHEMA}, public")


def staged_rate(url: str, company_id: int, count: int) -> float:
    """Entries a second that COPY loads: staging, sides checked, inserted, turnovers rolled up, 10,000 a commit.

    The company's first ``count`` entries, as ready blocks in memory. No number, hash, event or open item is made.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        blocks = list(_blocks(connection, company_id, count))
        empty_copies(connection)
        for table in TABLES:
            connection.execute(f"CREATE TEMP TABLE staged_{table} (LIKE public.{table})".encode())
        begun = time.perf_counter()
        for block in blocks:
            with connection.transaction():
                for table, data in zip(TABLES, block, strict=True):
                    with connection.cursor().copy(
                        f"COPY staged_{table} FROM STDIN (FORMAT binary)".encode()
                    ) as copy:
                        copy.write(data)
                _from_staging(connection)
        seconds = time.perf_counter() - begun
        connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
    return count / seconds


def _blocks(
    connection: psycopg.Connection[Any], company_id: int, count: int
) -> Iterator[tuple[bytes, ...]]:
    for first, last in pairwise([*range(0, count, CHUNK), count]):
        rows = (
            f"SELECT * FROM ledger_entry WHERE company_id = {company_id} AND seq > {first} AND seq <= {last}",
            f"SELECT l.* FROM ledger_line l JOIN ledger_entry e ON e.id = l.entry_id "
            f"WHERE e.company_id = {company_id} AND e.seq > {first} AND e.seq <= {last} ORDER BY e.seq, l.no",
        )
        yield tuple(_copied_out(connection, query) for query in rows)


def _copied_out(connection: psycopg.Connection[Any], query: str) -> bytes:
    with connection.cursor().copy(f"COPY ({query}) TO STDOUT (FORMAT binary)".encode()) as copy:
        return b"".join(bytes(chunk) for chunk in copy)


def _from_staging(connection: psycopg.Connection[Any]) -> None:
    wrong = connection.execute(
        "SELECT count(*) FROM (SELECT entry_id FROM staged_ledger_line "
        "GROUP BY entry_id HAVING sum(debit) <> sum(credit)) unequal"
    ).fetchone()
    assert wrong == (0,)
    for table in TABLES:
        connection.execute(f"INSERT INTO {table} SELECT * FROM staged_{table}".encode())
    connection.execute(
        "INSERT INTO ledger_balance (company_id, account_id, year, month, debit, credit) "
        "SELECT l.company_id, account_id, year, month, sum(l.debit), sum(l.credit) "
        "FROM staged_ledger_line l JOIN staged_ledger_entry e ON e.id = l.entry_id GROUP BY 1, 2, 3, 4 "
        "ON CONFLICT (company_id, account_id, year, month) DO UPDATE SET "
        "debit = ledger_balance.debit + excluded.debit, credit = ledger_balance.credit + excluded.credit"
    )
    connection.execute("TRUNCATE staged_ledger_entry, staged_ledger_line")


class BareWriter:
    """psycopg and nothing else: an entry, its lines and balances, one durable commit each."""

    def __init__(self, url: str, company_id: int, at: datetime) -> None:
        self.connection = psycopg.connect(url, autocommit=True)
        self.company_id, self.at, self.count = company_id, at, 0
        ids = self.connection.execute(
            "SELECT number, id FROM ledger_account WHERE company_id = %s", [company_id]
        )
        self.accounts = dict(ids.fetchall())
        journals = self.connection.execute(
            "SELECT code, id FROM ledger_journal WHERE company_id = %s", [company_id]
        )
        self.journals = dict(journals.fetchall())
        empty_copies(self.connection)

    def post(self, entry: NewEntry) -> None:
        """Write one entry."""
        self.count += 1
        amount = sum(line.debit for line in entry.lines)
        with self.connection.transaction():
            row = self.connection.execute(
                "INSERT INTO ledger_entry (company_id, journal_id, year, month, number, diary_number, seq, "
                "voucher_kind, voucher_number, operation_date, document_date, posting_date, posted_at, text, "
                "partner_id, ksef_number, amount, hash) "
                "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', %s, %s) RETURNING id",
                (self.company_id, self.journals[entry.journal], entry.year, entry.month, self.count, self.count,
                 self.count, entry.voucher_kind, entry.voucher_number, entry.operation_date, entry.document_date,
                 entry.operation_date, self.at, entry.text, entry.partner_id, amount, bytes(32)),
            ).fetchone()  # fmt: skip
            assert row is not None
            cursor = self.connection.cursor()
            cursor.executemany(
                "INSERT INTO ledger_line (company_id, entry_id, no, account_id, debit, credit, currency, partner_id, "
                "text) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    (self.company_id, row[0], no, self.accounts[line.account], line.debit, line.credit,
                     line.currency, line.partner_id, line.text)
                    for no, line in enumerate(entry.lines, 1)
                ],
            )  # fmt: skip
            cursor.executemany(
                "INSERT INTO ledger_balance (company_id, account_id, year, month, debit, credit) "
                "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (company_id, account_id, year, month) DO UPDATE SET "
                "debit = ledger_balance.debit + excluded.debit, credit = ledger_balance.credit + excluded.credit",
                [
                    (self.company_id, self.accounts[line.account], entry.year, entry.month, line.debit, line.credit)
                    for line in entry.lines
                ],
            )  # fmt: skip

    def close(self) -> None:
        """Leave nothing."""
        self.connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
        self.connection.close()
