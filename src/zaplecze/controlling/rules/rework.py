"""Rework: papers sent back, where from and where to, and the time that went until they were there again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zaplecze.controlling.rules.clocks import Stretch, between
from zaplecze.controlling.rules.history import Happening, History


@dataclass(frozen=True, slots=True)
class Return:
    """One return: the event, and the time until the paper stood in the same step again (or now)."""

    history: History
    happening: Happening
    time: Stretch


@dataclass(frozen=True, slots=True)
class Loop:
    """Returns from one step to another."""

    source: str
    back_to: str
    returns: tuple[Return, ...]

    @property
    def papers(self) -> int:
        """How many papers."""
        return len({r.history.document_id for r in self.returns})

    @property
    def hours(self) -> float:
        """Working hours in all."""
        return sum(r.time.hours for r in self.returns)


@dataclass(frozen=True, slots=True)
class Rework:
    """All loops, those that cost most time first; ``right_first`` of ``papers`` were never sent back."""

    loops: tuple[Loop, ...]
    papers: int
    right_first: int


def rework(histories: Sequence[History], as_of: datetime) -> Rework:
    """Find the returns (verdict ``returned``) of papers."""
    found: dict[tuple[str, str], list[Return]] = {}
    right = 0
    for history in histories:
        right += all(h.verdict != "returned" for h in history.happenings)
        ends = {span.closed_by: n for n, span in enumerate(history.spans)}
        for happening in history.happenings:
            if happening.verdict != "returned" or happening.seq not in ends:
                continue
            n = ends[happening.seq]
            later = history.spans[n + 1 :]
            step = history.spans[n].step
            again = next((s.start for s in later if s.step == step), history.ended_at)
            time = between(happening.at, max(again or as_of, happening.at))
            key = (happening.activity, later[0].step if later else "")
            found.setdefault(key, []).append(Return(history, happening, time))
    loops = [Loop(a, b, tuple(returns)) for (a, b), returns in found.items()]
    loops.sort(key=lambda loop: (-loop.hours, loop.source, loop.back_to))
    return Rework(tuple(loops), len(histories), right)
