"""Candidates by keys, and the choice among them: nothing is compared with everything. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b

from zaplecze.documents.appearances.rules import (
    Appearance,
    Twin,
    bare_number,
    compare,
    find_twin,
    plain_number,
)


def keys(appearance: Appearance) -> Iterator[tuple[object, ...]]:
    """Blocking keys: appearances of one invoice share at least one even where one field is misread or unknown.

    Each key leaves out one field, so that a misreading of it does not part twins.
    """
    a = appearance
    if a.ksef_number:
        yield "ksef", a.ksef_number
    plain, bare = plain_number(a.number), bare_number(a.number)
    if a.seller_nip and plain:
        yield "nip-number", a.seller_nip, plain
        yield "nip-bare", a.seller_nip, bare
    if a.gross is not None:
        if a.seller_nip and a.issue_date:
            yield "nip-gross-day", a.seller_nip, a.gross, a.issue_date
        if bare and a.issue_date:
            yield "number-gross-day", bare, a.gross, a.issue_date


def key_numbers(appearance: Appearance) -> dict[str, int]:
    """Blocking `keys` as 64-bit numbers by their name, as the database keeps them; equal keys give equal numbers."""
    return {
        str(key[0]): int.from_bytes(
            blake2b("\x1f".join(map(_plain, key)).encode(), digest_size=8).digest(), signed=True
        )
        for key in keys(appearance)
    }


def _plain(part: object) -> str:
    """Part of a key as text: 1230 and 1230.00 are one amount."""
    return f"{part:.2f}" if isinstance(part, Decimal) else str(part)


@dataclass(frozen=True, slots=True)
class Match:
    """What an appearance is to the papers here: ``paper`` has the same invoice (None: none has), ``near`` may have.

    ``why`` and the reasons of near ones are Polish.
    """

    paper: int | None = None
    why: str = ""
    near: tuple[tuple[int, str], ...] = ()


NOTHING = Match()


def match(new: Appearance, candidates: Sequence[tuple[int, Appearance]]) -> Match:
    """Whose invoice an appearance shows, among candidates told as (paper, one of its appearances).

    Where the invoices of two papers would both be the same, nothing joins, unless one has its very KSeF number.
    """
    same: dict[int, Twin] = {}
    near: dict[int, Twin] = {}
    for paper, candidate in candidates:
        twin = compare(new, candidate)
        if twin is not None:
            (same if twin.same else near).setdefault(paper, twin)
    if len(same) > 1 and new.ksef_number:
        sure = {p: t for p, t in same.items() if t.candidate.ksef_number == new.ksef_number}
        same = sure if len(sure) == 1 else same
    if len(same) == 1:
        ((paper, twin),) = same.items()
        return Match(paper, twin.why)
    doubtful = {p: f"{t.why}; pasuje więcej niż jeden dokument" for p, t in same.items()}
    unsure = doubtful | {p: t.why for p, t in near.items() if p not in same}
    return Match(near=tuple(sorted(unsure.items()))) if unsure else NOTHING


class TwinIndex:
    """Appearances by their keys: what a new one has to be compared with, in constant time each."""

    def __init__(self, appearances: Iterable[Appearance] = ()) -> None:
        self._by_key: dict[tuple[object, ...], list[Appearance]] = defaultdict(list)
        self.compared = 0
        for appearance in appearances:
            self.add(appearance)

    def add(self, appearance: Appearance) -> None:
        """Make an appearance findable."""
        for key in keys(appearance):
            self._by_key[key].append(appearance)

    def candidates(self, new: Appearance) -> list[Appearance]:
        """Appearances that share a key, each once, in the order in which they came in."""
        found: dict[int, Appearance] = {}
        for key in keys(new):
            for other in self._by_key.get(key, ()):
                found.setdefault(id(other), other)
        self.compared += len(found)
        return list(found.values())

    def find(self, new: Appearance) -> Twin | None:
        """`find_twin` among the candidates."""
        return find_twin(new, self.candidates(new))
