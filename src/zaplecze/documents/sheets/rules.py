"""What is done with pages, pure: a plan as people make it, checked, and the papers that a split gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zaplecze.formats.sheets import Sheet

TURNS = (0, 90, 180, 270)


class PlanFault(ValueError):
    """A plan that can't be carried out; the message is Polish."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A page (from 1) as a person placed it; the lowest ``place`` comes first, equal ones by number."""

    page: int
    place: int
    turn: int = 0
    dropped: bool = False


def plan_of(placed: Sequence[Placed], *, pages: int) -> tuple[Sheet, ...]:
    """Sheets in their new order; raises `PlanFault` for a page that is missing, doubled or turned askew."""
    if sorted(p.page for p in placed) != list(range(1, pages + 1)):
        raise PlanFault("Strony zmieniły się w międzyczasie. Odśwież stronę i ułóż je jeszcze raz.")
    if any(p.turn not in TURNS for p in placed):
        raise PlanFault("Stronę można obrócić o 90, 180 albo 270 stopni.")
    kept = [p for p in placed if not p.dropped]
    if not kept:
        raise PlanFault("Zostaw co najmniej jedną stronę.")
    return tuple(Sheet(p.page, p.turn) for p in sorted(kept, key=lambda p: (p.place, p.page)))


def unchanged(plan: Sequence[Sheet], *, pages: int) -> bool:
    """True where the plan leaves everything as it is."""
    return list(plan) == [Sheet(n) for n in range(1, pages + 1)]


def split_at(
    *, pages: int, starts: Iterable[int], separators: Iterable[int] = ()
) -> tuple[tuple[Sheet, ...], ...]:
    """Groups of sheets: a new one begins at each page of ``starts`` and behind each separator.

    Separators are in no group, and no group is empty. Raises `PlanFault` where less than two are left.

    >>> [[s.page for s in group] for group in split_at(pages=5, starts=[2], separators=[4])]
    [[1], [2, 3], [5]]
    """
    marks, sheets = set(starts), set(separators)
    groups: list[list[Sheet]] = [[]]
    for page in range(1, pages + 1):
        if page in sheets or page in marks:
            groups.append([])
        if page not in sheets:
            groups[-1].append(Sheet(page))
    found = tuple(tuple(group) for group in groups if group)
    if len(found) < 2:
        raise PlanFault("Zaznacz strony, od których zaczynają się następne dokumenty.")
    return found


def plan_to(plan: Sequence[Sheet]) -> list[dict[str, Any]]:
    """The stored form of a plan."""
    return [{"page": s.page, "turn": s.turn, "source": s.source} for s in plan]
