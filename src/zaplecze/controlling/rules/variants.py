"""Variants: the ways that papers really took, from the most traveled to the rarest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zaplecze.controlling.rules.clocks import between, median
from zaplecze.controlling.rules.history import History


@dataclass(frozen=True, slots=True)
class Variant:
    """A sequence of activities and the papers that took it; hours are working hours of those that ended."""

    number: int
    way: tuple[str, ...]
    histories: tuple[History, ...]
    share: float
    running_share: float
    median_hours: float | None

    @property
    def count(self) -> int:
        """How many papers took this way."""
        return len(self.histories)


def variants(histories: Sequence[History]) -> list[Variant]:
    """Papers by their sequence of activities, the most frequent first; papers on their way count as they stand."""
    found: dict[tuple[str, ...], list[History]] = {}
    for history in histories:
        if history.happenings:
            found.setdefault(tuple(h.activity for h in history.happenings), []).append(history)
    total = sum(len(papers) for papers in found.values())
    result: list[Variant] = []
    running = 0
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    for number, (way, papers) in enumerate(ordered, 1):
        running += len(papers)
        hours = [between(p.received_at, p.ended_at).hours for p in papers if p.ended_at is not None]
        result.append(
            Variant(
                number,
                way,
                tuple(papers),
                len(papers) / total,
                running / total,
                median(hours) if hours else None,
            )
        )
    return result
