"""The answer itself, as a table with the same wall around it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connections

from zaplecze.ledger.api import trial_balance
from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.scope import company_scope
from zaplecze.platform.wall import APP_ROLE, OPEN_COMPANY


def ready_balances(company_id: int, period: dict[str, tuple[int, int]]) -> Callable[[], int]:
    """Make the table of a period's trial balance; what comes back reads it and counts its rows."""

    with company_scope(company_id):
        rows = trial_balance(**period)
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_ready")
        cursor.execute(
            "CREATE TABLE bench_ready (company_id bigint, account_id bigint, account text, name text, "
            "a numeric(18,2), b numeric(18,2), c numeric(18,2), d numeric(18,2), e numeric(18,2), f numeric(18,2), "
            "PRIMARY KEY (company_id, account))"
        )
        cursor.executemany(
            "INSERT INTO bench_ready VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (company_id, r.account_id, r.account, r.name, r.opening_debit, r.opening_credit, r.debit,
                 r.credit, r.closing_debit, r.closing_credit)
                for r in rows
            ],
        )  # fmt: skip
        cursor.execute("ALTER TABLE bench_ready ENABLE ROW LEVEL SECURITY")
        cursor.execute(
            f"CREATE POLICY w ON bench_ready TO {APP_ROLE} USING (company_id = {OPEN_COMPANY})"
        )
        cursor.execute(f"GRANT SELECT ON bench_ready TO {APP_ROLE}")
        cursor.execute("ANALYZE bench_ready")

    def read() -> int:
        with company_scope(company_id), server_cursor() as cursor:
            cursor.execute(
                b"SELECT * FROM bench_ready WHERE company_id = %s ORDER BY account", (company_id,)
            )
            return len(cursor.fetchall())

    return read
