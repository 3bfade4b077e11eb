"""A walk over figures: each is the sum of its terms, down to lines of entries and rows of documents."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from zaplecze.ledger.api import Entry, Line
from zaplecze.office.lineage import Term, Tracer
from zaplecze.tax.models import VatRow

ZERO = Decimal(0)


def walk(tracer: Tracer, figures: Iterable[tuple[str, Decimal]]) -> dict[str, int]:
    """Open every figure all the way down; how many figures and ends of each kind were met.

    Fails where a figure isn't what was said, its terms don't sum to it, a term isn't its figure times its factor,
    or an end names an entry or a document that says something else.
    """
    books = _Books()
    seen: dict[str, Decimal] = {}
    met = {"figures": 0, "lines": 0, "rows": 0, "entries": 0, "others": 0}
    waiting = list(figures)
    while waiting:
        key, said = waiting.pop()
        if key in seen:
            assert seen[key] == said, key
            continue
        found = tracer.trace(key)
        assert found.amount == said, (key, found.amount, said)
        assert sum((t.amount for t in found.terms), ZERO) == said, key
        seen[key] = said
        met["figures"] += 1
        for term in found.terms:
            if term.key:
                assert term.factor, key
                waiting.append((term.key, term.amount / term.factor))
            elif term.entry_id is None:
                met["others"] += 1
            else:
                met[books.end(key, term)] += 1
    return met


class _Books:
    """What stands in the books, read once."""

    def __init__(self) -> None:
        self.entries = {e.pk: e for e in Entry.objects.all()}
        self.lines: dict[tuple[int, str], list[Line]] = {}
        for line in Line.objects.select_related("account"):
            self.lines.setdefault((line.entry_id, line.account.number), []).append(line)
        self.rows: dict[int, list[VatRow]] = {}
        for row in VatRow.objects.all():
            self.rows.setdefault(row.entry_id, []).append(row)

    def end(self, key: str, term: Term) -> str:
        """Check an end against the row that it names; its kind."""
        assert term.entry_id is not None
        entry = self.entries[term.entry_id]
        assert term.document_id in {entry.document_id, None}
        if key.startswith("linie/"):
            _, account, _, first, last, side = key.split("/")
            since, until = (tuple(map(int, end.split("-"))) for end in (first, last))
            assert since <= (entry.year, entry.month) <= until
            amounts = {
                {"saldo": n.debit - n.credit, "wn": n.debit, "ma": n.credit}[side]
                for n in self.lines[entry.pk, account]
            }
            assert term.amount in amounts, key
            return "lines"
        if key.startswith("v7m/"):
            field = key.rpartition("/")[2]
            told = {Decimal(r.amounts[field]) for r in self.rows[entry.pk] if field in r.amounts}
            assert term.amount in told, key
            return "rows"
        if key.startswith("wykreslenia/"):
            own = [ns for (entry_id, _), ns in self.lines.items() if entry_id == entry.pk]
            assert term.amount in {sum((n.debit - n.credit for n in ns), ZERO) for ns in own}, key
            return "lines"
        assert entry.amount == term.amount
        return "entries"
