"""Numbers without gaps: taken in the transaction that uses them, so a refusal gives them back."""

from __future__ import annotations

from collections.abc import Mapping

from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.scope import current_company_id


def take_numbers(code: str, count: int = 1) -> range:
    """The next ``count`` numbers of the open company's series; the series starts at 1."""
    return take_numbers_of({code: count})[code]


def take_numbers_of(counts: Mapping[str, int]) -> dict[str, range]:
    """The next numbers of several series at once, as many of each as asked."""
    codes = sorted(counts)
    rows = insert_rows(
        "platform_series",
        {
            "company_id": ("bigint", [current_company_id()] * len(codes)),
            "code": ("text", codes),
            "last": ("int", [counts[code] for code in codes]),
        },
        tail="ON CONFLICT (company_id, code) DO UPDATE SET last = platform_series.last + excluded.last "
        "RETURNING code, last",
    )
    return {code: range(last - counts[code] + 1, last + 1) for code, last in rows}
