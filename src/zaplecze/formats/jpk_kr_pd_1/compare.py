"""What differs between two versions of a file: accounts and entries, by number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from zaplecze.formats.jpk_kr_pd_1.types import Account, Books, Entry


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that one version has and the other hasn't, or has in another way."""

    where: str
    what: str
    before: str
    now: str


def diff(before: Books, now: Books) -> list[Difference]:
    """Differences in the order of the newer file; what it no longer has comes last."""
    return [
        *_compared("konto", {a.number: a for a in before.accounts}, {a.number: a for a in now.accounts}),
        *_compared("zapis", {e.number: e for e in before.entries()}, {e.number: e for e in now.entries()}),
        *(
            Difference("rozliczenie podatku", f"K_{n}", str(old), str(new))
            for n, (old, new) in enumerate(
                zip(before.reconciliation.values(), now.reconciliation.values(), strict=True), 1
            )
            if old != new
        ),
    ]  # fmt: skip


def _compared(
    kind: str, before: Mapping[str, Account | Entry], now: Mapping[str, Account | Entry]
) -> list[Difference]:
    found = []
    for number, row in now.items():
        old = before.get(number)
        if old is None:
            found.append(Difference(f"{kind} {number}", "dodano", "", ""))
        elif old != row:
            found += [
                Difference(f"{kind} {number}", f.name, str(getattr(old, f.name)), str(getattr(row, f.name)))
                for f in fields(row)
                if getattr(old, f.name) != getattr(row, f.name)
            ]  # fmt: skip
    found += [
        Difference(f"{kind} {number}", "usunięto", "", "") for number in before if number not in now
    ]
    return found
