"""What differs between two versions of a statement: positions by code, then texts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from zaplecze.formats.e_sprawozdanie_1_2.types import FinancialStatement, Position

PLACES = (("Aktywa", "assets"), ("Pasywa", "liabilities"), ("RZiS", "result"))


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that one version has and the other hasn't, or has in another way."""

    where: str
    what: str
    before: str
    now: str


def diff(before: FinancialStatement, now: FinancialStatement) -> list[Difference]:
    """Differences in the order of the newer file; the day of preparation alone is none."""
    found = [
        d
        for place, name in PLACES
        for d in _positions(place, getattr(before, name), getattr(now, name))
    ]
    for name in ("kind", "variant", "name", "nip", "krs", "seat", "notes"):
        if getattr(before, name) != getattr(now, name):
            found.append(
                Difference(name, "", _text(getattr(before, name)), _text(getattr(now, name)))
            )
    for field in fields(now.introduction):
        one, other = (getattr(s.introduction, field.name) for s in (before, now))
        if one != other:
            found.append(Difference("wprowadzenie", field.name, _text(one), _text(other)))
    return found  # fmt: skip


def _positions(
    place: str, before: tuple[Position, ...], now: tuple[Position, ...]
) -> Iterator[Difference]:
    old = {p.code: p for p in before}
    for position in now:
        was = old.pop(position.code, None)
        if was is None:
            yield Difference(f"{place} {position.code}", "dodano", "", f"{position.amount}")
            continue
        for name, what in (("amount", "rok bieżący"), ("previous", "rok poprzedni")):
            one, other = getattr(was, name), getattr(position, name)
            if one != other:
                yield Difference(f"{place} {position.code}", what, f"{one}", f"{other}")
    for gone in old.values():
        yield Difference(f"{place} {gone.code}", "usunięto", f"{gone.amount}", "")


def _text(value: object) -> str:
    return " ".join(str(v) for v in value) if isinstance(value, tuple) else str(value)
