"""A figure with its limit, and the table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured; ``limit`` is the least, or with ``at_most`` the most, that is asked for."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    at_most: bool = False
    note: str = ""

    @property
    def kept(self) -> bool:
        """True where the limit holds, or there is none."""
        if self.limit is None:
            return True
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    def plain(self) -> dict[str, object]:
        """For JSON."""
        return {**asdict(self), "kept": self.kept}


def table(figures: Sequence[Figure]) -> str:
    """Aligned lines: what, value, limit, verdict, note."""
    rows = [("what", "value", "", "limit", "", "")]
    for f in figures:
        limit = "" if f.limit is None else f"{'≤' if f.at_most else '≥'} {_number(f.limit)}"
        verdict = "" if f.limit is None else ("ok" if f.kept else "MISSED")
        rows.append((f.name, _number(f.value), f.unit, limit, verdict, f.note))
    widths = [max(len(r[i]) for r in rows) for i in range(6)]
    lines = []
    for row in rows:
        cells = [
            row[0].ljust(widths[0]),
            row[1].rjust(widths[1]),
            row[2].ljust(widths[2]),
            row[3].rjust(widths[3]),
            row[4].ljust(widths[4]),
            row[5],
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
