"""What was built for filing, of every kind, with its receipts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from zaplecze.assets.api import register_filings
from zaplecze.platform.models import FilingReceipt
from zaplecze.platform.periods import calendar_month
from zaplecze.platform.receipts import receipts_of
from zaplecze.platform.scope import business_years
from zaplecze.statements.api import statement_filings
from zaplecze.tax.api import all_books_filings, all_filings

_PLAIN = str.maketrans("- /", "___")  # in names of downloaded files


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
        return f"{self.form}_{self.period}".lower().translate(_PLAIN) + ".xml"


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
    years = business_years()
    for v in all_filings():
        yield Filed("JPK_V7M", f"{v.year}-{v.month:02}", (v.year, v.month), *_kept(v))
    for b in all_books_filings():
        first, last = map(calendar_month, b.months)
        period = (
            f"{first[0]}-{first[1]:02}-{'' if first[0] == last[0] else f'{last[0]}-'}{last[1]:02}"
        )
        yield Filed("JPK_KR_PD", period, last, *_kept(b))
    for r in register_filings():
        of_year = years.of_label(r.year)
        yield Filed("JPK_ST_KR", of_year.name, of_year.ends, *_kept(r))
    for s in statement_filings():
        of_year = years.of_label(s.year)
        yield Filed("e-Sprawozdanie", of_year.name, of_year.ends, *_kept(s))


def _kept(row: object) -> tuple[str, datetime, int | None]:
    return row.file_sha256, row.built_at, row.built_by_id  # type: ignore[attr-defined]
