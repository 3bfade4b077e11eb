"""Reading judged against the truth: per sort of paper and per field, never one number for all."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bench.reading.corpus import Made
from zaplecze.formats.pages import CERTAIN, DOUBTFUL, ReadPages, read_pages

#: Without one of these nobody can post a paper.
NEEDED = (
    "kind",
    "number",
    "issue_date",
    "seller_nip",
    "buyer_nip",
    "currency",
    "net",
    "vat",
    "gross",
)
INVOICES = ("cost_invoice", "sales_invoice", "receipt")


@dataclass(slots=True)
class Tally:
    """Of one field on one sort of paper."""

    printed: int = 0
    found: int = 0
    right: int = 0
    right_printed: int = 0
    certain: int = 0
    certain_right: int = 0

    def add(self, other: Tally) -> None:
        """Sum up."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class Verdict:
    """Of one paper."""

    made: Made
    read: ReadPages
    seconds: float
    wrong: list[tuple[str, str, str, float]] = field(default_factory=list)
    straight: bool = False
    let_through: bool = False


@dataclass
class Judgement:
    """Of all papers."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=lambda: defaultdict(Tally))
    verdicts: list[Verdict] = field(default_factory=list)

    def of_sort(self, sort: str) -> Tally:
        """All fields of a sort."""
        whole = Tally()
        for (s, _), tally in self.tallies.items():
            if s == sort:
                whole.add(tally)
        return whole

    @property
    def sorts(self) -> list[str]:
        """In the order of the corpus."""
        return list(dict.fromkeys(v.made.sort for v in self.verdicts))

    @property
    def whole(self) -> Tally:
        """Everything."""
        whole = Tally()
        for tally in self.tallies.values():
            whole.add(tally)
        return whole


def judge(papers: Iterable[Made]) -> Judgement:
    """Read each paper and compare."""
    result = Judgement()
    for made in papers:
        started = time.perf_counter()
        read = read_pages(made.data, made.media_type, own_nip=made.own_nip)
        verdict = Verdict(made, read, time.perf_counter() - started)
        for name, right, found, confidence in _compared(made, read):
            tally = result.tallies[made.sort, field_sort(name)]
            printed = name in made.printed
            tally.printed += printed
            if found is None:
                if printed:
                    verdict.wrong.append((name, made.truth[name], "", 0.0))
                continue
            tally.found += 1
            tally.right += right
            tally.right_printed += right and printed
            tally.certain += confidence >= CERTAIN
            tally.certain_right += right and confidence >= CERTAIN
            if not right:
                verdict.wrong.append((name, made.truth.get(name, "(not there)"), found, confidence))
        _straight(verdict)
        result.verdicts.append(verdict)
    return result


def field_sort(name: str) -> str:
    """Rates are counted together."""
    return re.sub(r"^(net|vat)_.*", r"\1 per rate", name)


def _compared(made: Made, read: ReadPages) -> Iterator[tuple[str, bool, str | None, float]]:
    """(field, right, value or None, confidence) of all that is true or was found."""
    found = {f.name: f for f in read.fields if f.confidence >= DOUBTFUL}
    other = made.truth["kind"] not in INVOICES
    for name in {**made.truth, **dict.fromkeys(found, "")}:
        f = found.get(name)
        if f is None:
            yield name, False, None, 0.0
        elif other and name != "kind":
            # Of papers that are no invoices only the kind is known; anything certain beside it would be a false fill.
            if f.confidence >= CERTAIN:
                yield name, False, f.value, f.confidence
        else:
            yield name, _same(name, f.value, made.truth.get(name)), f.value, f.confidence


def _same(name: str, value: str, truth: str | None) -> bool:
    if truth is None:
        return False
    if name.endswith("_name"):
        return " ".join(value.split()) == " ".join(truth.split())
    return value == truth


def _straight(verdict: Verdict) -> None:
    truth = verdict.made.truth
    if truth["kind"] not in INVOICES:
        return
    found = {f.name: f for f in verdict.read.fields}
    needed = [n for n in NEEDED if n in truth]
    certain = all(n in found and found[n].confidence >= CERTAIN for n in needed)
    right = all(n in found and _same(n, found[n].value, truth[n]) for n in needed)
    verdict.straight = certain and right
    verdict.let_through = certain and not right
