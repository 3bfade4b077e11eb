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


def as_is(pages: int) -> tuple[Sheet, ...]:
    """The plan that leaves every page where it is."""
    return tuple(Sheet(n) for n in range(1, pages + 1))


def unchanged(plan: Sequence[Sheet], *, pages: int) -> bool:
    """True where the plan leaves everything as it is."""
    return tuple(plan) == as_is(pages)


def split_at(
    plan: Sequence[Sheet], *, starts: Iterable[int], separators: Iterable[int] = ()
) -> tuple[tuple[Sheet, ...], ...]:
    """Groups of a plan's sheets: a new one begins at each page of ``starts`` and behind each separator.

    Separators are in no group, and no group is empty. Raises `PlanFault` where less than two are left, and for a
    start that the plan leaves out.

    >>> [[s.page for s in group] for group in split_at(as_is(5), starts=[2], separators=[4])]
    [[1], [2, 3], [5]]
    """
    marks, between = set(starts), set(separators)
    if lost := sorted(marks - {s.page for s in plan}):
        raise PlanFault(
            f"Strona {lost[0]} ma zaczynać dokument, a jest zaznaczona do usunięcia. Odznacz jedno z dwojga."
        )
    groups: list[list[Sheet]] = [[]]
    for sheet in plan:
        if sheet.page in between or sheet.page in marks:
            groups.append([])
        if sheet.page not in between:
            groups[-1].append(sheet)
    found = tuple(tuple(group) for group in groups if group)
    if len(found) < 2:
        raise PlanFault("Zaznacz strony, od których zaczynają się następne dokumenty.")
    return found


def plan_to(plan: Sequence[Sheet]) -> list[dict[str, Any]]:
    """The stored form of a plan."""
    return [{"page": s.page, "turn": s.turn, "source": s.source} for s in plan]
