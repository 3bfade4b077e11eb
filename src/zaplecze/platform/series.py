"""Numbers without gaps: taken in the transaction that uses them, so a refusal gives them back."""

from __future__ import annotations

from zaplecze.platform.bulk import server_cursor
from zaplecze.platform.scope import current_company_id


def take_numbers(code: str, count: int = 1) -> range:
    """The next ``count`` numbers of the open company's series; the series starts at 1."""
    with server_cursor() as cursor:
        cursor.execute(
            b"INSERT INTO platform_series (company_id, code, last) VALUES (%s, %s, %s) "
            b"ON CONFLICT (company_id, code) DO UPDATE SET last = platform_series.last + excluded.last "
            b"RETURNING last",
            (current_company_id(), code, count),
        )
        row = cursor.fetchone()
    assert row is not None
    return range(row[0] - count + 1, row[0] + 1)
