"""What a correction changes against the file sent before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from zaplecze.formats.jpk_v7m_3.types import Jpk, PurchaseRow, SalesRow

Row = SalesRow | PurchaseRow


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that came (no ``old``), went (no ``new``) or changed; numbers of rows don't count."""

    old: Row | None
    new: Row | None


def diff(old: Jpk, new: Jpk) -> list[Difference]:
    """Differences of both records, in the order of the newer file, then what is gone."""
    return [*_rows(old.sales, new.sales), *_rows(old.purchases, new.purchases)]


def _rows(old: tuple[Row, ...], new: tuple[Row, ...]) -> Iterator[Difference]:
    left: dict[tuple[str, str], list[Row]] = {}
    for row in old:
        left.setdefault((row.partner_tax_id, row.number), []).append(row)
    for row in new:
        before = left.get((row.partner_tax_id, row.number))
        match = before.pop(0) if before else None
        if match is None or replace(match, no=row.no) != row:
            yield Difference(match, row)
    for rows in left.values():
        yield from (Difference(row, None) for row in rows)
