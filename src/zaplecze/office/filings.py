"""What was built for filing, of every kind, with its receipts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from zaplecze.assets.api import register_filings
from zaplecze.platform.models import FilingReceipt
from zaplecze.platform.receipts import receipts_of
from zaplecze.statements.api import statement_filings
from zaplecze.tax.api import all_books_filings, all_filings


@dataclass(frozen=True, slots=True)
class Filed:
    """A kept file: its form, what it covers, when it was built; ``sort`` is its period, year and month."""

    form: str
    period: str
    sort: tuple[int, int]
    file_sha256: str
    built_at: datetime
    built_by_id: int | None
    receipts: tuple[FilingReceipt, ...] = ()

    @property
    def name(self) -> str:
        """What to call the downloaded file."""
        return f"{self.form}_{self.period}".lower().replace("-", "_").replace(" ", "_") + ".xml"


def filed_files() -> list[Filed]:
    """Every file built for filing, the newest first."""
    found = sorted(_all(), key=lambda f: (f.built_at, f.sort), reverse=True)
    receipts = receipts_of(f.file_sha256 for f in found)
    return [
        Filed(
            f.form,
            f.period,
            f.sort,
            f.file_sha256,
            f.built_at,
            f.built_by_id,
            tuple(receipts.get(f.file_sha256, ())),
        )
        for f in found
    ]


def _all() -> Iterator[Filed]:
    for v in all_filings():
        yield Filed("JPK_V7M", f"{v.year}-{v.month:02}", (v.year, v.month), *_kept(v))
    for b in all_books_filings():
        period = f"{b.year}-{b.first:02}-{b.last:02}"
        yield Filed("JPK_KR_PD", period, (b.year, b.last), *_kept(b))
    for r in register_filings():
        yield Filed("JPK_ST_KR", str(r.year), (r.year, 12), *_kept(r))
    for s in statement_filings():
        yield Filed("e-Sprawozdanie", str(s.year), (s.year, 12), *_kept(s))


def _kept(row: object) -> tuple[str, datetime, int | None]:
    return row.file_sha256, row.built_at, row.built_by_id  # type: ignore[attr-defined]
