"""What a company's own postings say of the next one, pure: precedents in, a guess with its reason out.

A guess is a saying like "so were the last 7 lines of this supplier with these words". How far such a saying can be
trusted is not assumed but measured: `measure` walks the company's history in the order of time, lets each
invoice be guessed from those before it, and counts how often each kind of saying was right. Nothing is
learnt from other companies, and a supplier without history gets no guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

# The newest precedents that a guess looks at; older ones tell of a firm that is no more.
NEWEST = 24
# Words that change from month to month and say nothing of what was bought.
_FILLERS = frozenset(
    {
        "rok",
        "roku",
        "nr",
        "faktura",
        "szt",
        "oraz",
        "dla",
        "styczen",
        "stycznia",
        "luty",
        "lutego",
        "marzec",
    }
    | {
        "marca",
        "kwiecien",
        "kwietnia",
        "maj",
        "maja",
        "czerwiec",
        "czerwca",
        "lipiec",
        "lipca",
        "sierpien",
    }
    | {"sierpnia", "wrzesien", "wrzesnia", "pazdziernik", "pazdziernika", "listopad", "listopada"}
    | {"grudzien", "grudnia"}
)
_WORD = re.compile(r"[a-z]{3,}")
ALIKE = 0.5
# Before anything was measured a kind of saying counts as so many tries, right as often as `_BEFOREHAND` says.
BEFOREHAND_TRIES = 4
_NEITHER = str.maketrans({"ł": "l", "Ł": "L"})

Place = tuple[str, str]
"""An account and a cost centre ("" for none)."""


class Level(StrEnum):
    """How near the precedents are to the line at hand."""

    SAME = "same"
    ALIKE = "alike"
    SUPPLIER = "supplier"


class Agreement(StrEnum):
    """How far the precedents agree among themselves."""

    ALL = "all"
    LATELY = "lately"
    MOST = "most"


_BEFOREHAND = {Agreement.ALL: 0.95, Agreement.LATELY: 0.8, Agreement.MOST: 0.5}
_FURTHER = {Level.SAME: 0.0, Level.ALIKE: 0.05, Level.SUPPLIER: 0.1}


@dataclass(frozen=True, slots=True)
class Precedent:
    """A line of an invoice of this supplier and where it was posted."""

    document_id: int
    number: str
    day: date
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Saying:
    """A kind of guess, whose reliability is counted: how near, how many (1, 2, 3 for 3-5, 6 for more), how agreed."""

    level: Level
    support: int
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a saying was right."""

    hits: int = 0
    tries: int = 0


Reliability = Mapping[Saying, Tally]


@dataclass(frozen=True, slots=True)
class Guess:
    """Where a line goes, how sure that is (0 to 1), and the precedents that say so, newest first."""

    place: Place
    confidence: float
    saying: Saying
    precedents: tuple[Precedent, ...]
    asked: int

    @property
    def why(self) -> str:
        """The reason in words, with its newest precedent."""
        near = {
            Level.SAME: "takich samych pozycji tego dostawcy",
            Level.ALIKE: "podobnych pozycji tego dostawcy",
            Level.SUPPLIER: "pozycji tego dostawcy",
        }[self.saying.level]
        last = self.precedents[0]
        return (
            f"jak {len(self.precedents)} z {self.asked} ostatnich {near} "
            f"(ostatnio {last.number} z {last.day:%d.%m.%Y}: „{last.text[:60]}”), pewność {percent(self.confidence)}"
        )


def percent(share: float) -> str:
    """A share in whole percent, rounded down, so that a doubt never reads as certainty.

    >>> percent(0.999), percent(0.5)
    ('99 %', '50 %')
    """
    return f"{int(share * 100)} %"


def words_of(text: str) -> frozenset[str]:
    """What a line is about: words without diacritics, digits, months and fillers.

    >>> sorted(words_of("Najem hali, lipiec 2026 r. (nr 7/2026)"))
    ['hali', 'najem']
    """
    plain = unicodedata.normalize("NFKD", text.translate(_NEITHER).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return frozenset(_WORD.findall(plain)) - _FILLERS


def guess(text: str, precedents: Sequence[Precedent], reliability: Reliability) -> Guess | None:
    """Where a line with this text goes by its supplier's precedents (newest first); None without any."""
    words = words_of(text)
    known = [(p, words_of(p.text)) for p in precedents]
    for level, near in (
        (Level.SAME, [p for p, w in known if w == words]),
        (Level.ALIKE, [p for p, w in known if _alike(words, w)]),
        (Level.SUPPLIER, list(precedents)),
    ):
        if near:
            return _from(level, near[:NEWEST], reliability)
    return None


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) / len(one | other) >= ALIKE


def _from(level: Level, near: Sequence[Precedent], reliability: Reliability) -> Guess:
    """Who was right lately is right now, unless the places alternate: then the more frequent one."""
    newest = near[0].place
    streak = next((n for n, p in enumerate(near) if p.place != newest), len(near))
    if streak == len(near):
        place, agreement, support = newest, Agreement.ALL, streak
    elif streak >= 3:
        place, agreement, support = newest, Agreement.LATELY, streak
    else:
        counts = Counter(p.place for p in near)
        place = max(counts, key=lambda p: (counts[p], p == newest))
        agreement, support = Agreement.MOST, counts[place]
    saying = Saying(level, _step(support), agreement)
    agreeing = tuple(p for p in near if p.place == place)
    return Guess(place, confidence(saying, reliability), saying, agreeing, len(near))


def _step(support: int) -> int:
    return support if support < 3 else 3 if support < 6 else 6


def confidence(saying: Saying, reliability: Reliability) -> float:
    """The measured share of right guesses of this kind, drawn to a careful prior while tries are few."""
    tally = reliability.get(saying, Tally())
    beforehand = (
        _BEFOREHAND[saying.agreement] - _FURTHER[saying.level] - 0.15 * (saying.support == 1)
    )
    return (tally.hits + beforehand * BEFOREHAND_TRIES) / (tally.tries + BEFOREHAND_TRIES)


@dataclass(frozen=True, slots=True)
class Guesser:
    """Guesses for the lines of one supplier's invoice, and how sure they must be."""

    precedents: tuple[Precedent, ...]
    reliability: Reliability
    threshold: float

    def __call__(self, text: str) -> Guess | None:
        """Where a line goes by precedents, however sure; None for a supplier without any."""
        return guess(text, self.precedents, self.reliability)

    def proposes(self, made: Guess) -> bool:
        """Whether a guess is sure enough to be proposed."""
        return made.confidence >= self.threshold


NOBODY = Guesser((), {}, 1.0)


@dataclass(frozen=True, slots=True)
class PostedInvoice:
    """An invoice as it was posted: its lines with the place of each (None where it can't be told)."""

    document_id: int
    supplier: int
    number: str
    day: date
    lines: tuple[tuple[str, Place | None], ...]

    @property
    def precedents(self) -> Iterable[Precedent]:
        """What it teaches."""
        for text, place in self.lines:
            if place is not None:
                yield Precedent(self.document_id, self.number, self.day, text, place)


@dataclass(frozen=True, slots=True)
class Trial:
    """One guess that was tried on history: None where there was nothing to go by, and the truth beside it."""

    guess: Guess | None
    truth: Place


def rehearse(
    history: Sequence[PostedInvoice], *, learning: bool = True, reliability: Reliability | None = None,
    known: Sequence[PostedInvoice] = (),
) -> tuple[list[Trial], dict[Saying, Tally]]:  # fmt: skip
    """Guess each line of a history in the order of time from what came before it.

    ``known`` came before all of it. With ``learning`` the reliability grows on the way, else it stays as given.
    """
    counted = dict(reliability or {})
    memory: dict[int, list[Precedent]] = {}
    for invoice in known:
        memory.setdefault(invoice.supplier, [])[:0] = list(invoice.precedents)
    trials: list[Trial] = []
    for invoice in history:
        before = memory.setdefault(invoice.supplier, [])
        for text, truth in invoice.lines:
            if truth is None:
                continue
            made = guess(text, before, counted)
            trials.append(Trial(made, truth))
            if learning and made is not None:
                tally = counted.get(made.saying, Tally())
                hit = made.place == truth
                counted[made.saying] = Tally(tally.hits + hit, tally.tries + 1)
        before[:0] = list(invoice.precedents)
    return trials, counted


def measure(history: Sequence[PostedInvoice]) -> dict[Saying, Tally]:
    """How often each kind of saying was right in this company's own past (oldest first)."""
    return rehearse(history)[1]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What trials show at a threshold: shares of 0 to 1; ``precision`` is None where nothing was proposed."""

    lines: int
    proposed: int
    right: int
    calibration_error: float

    @property
    def precision(self) -> float | None:
        """Of the proposed, how many were right."""
        return self.right / self.proposed if self.proposed else None

    @property
    def coverage(self) -> float:
        """Of all lines, how many got a proposal."""
        return self.proposed / self.lines if self.lines else 0.0


def judge(trials: Sequence[Trial], *, threshold: float) -> Judgement:
    """Count trials; the calibration error is the mean gap between confidence and truth over ten bins (ECE)."""
    sure = [t for t in trials if t.guess is not None and t.guess.confidence >= threshold]
    right = sum(t.guess is not None and t.guess.place == t.truth for t in sure)
    bins: dict[int, list[tuple[float, bool]]] = {}
    for t in trials:
        if t.guess is not None:
            bins.setdefault(min(int(t.guess.confidence * 10), 9), []).append(
                (t.guess.confidence, t.guess.place == t.truth)
            )
    guessed = sum(map(len, bins.values()))
    gap = sum(abs(sum(c for c, _ in rows) - sum(hit for _, hit in rows)) for rows in bins.values())
    return Judgement(len(trials), len(sure), right, gap / guessed if guessed else 0.0)


def places_of_lines(
    lines: Sequence[tuple[str, Decimal]], posted: Mapping[Place, Decimal]
) -> tuple[tuple[str, Place | None], ...]:
    """Which line of an invoice went where: ``lines`` are (text, net), ``posted`` the net by place, both in PLN.

    One place takes all lines. Of several, a line is told by its amount or its share of the whole, where just one
    place fits; what can't be told teaches nothing.
    """
    if len(posted) == 1:
        (place,) = posted
        return tuple((text, place) for text, _ in lines)
    whole, of_lines = sum(posted.values()), sum((net for _, net in lines), Decimal(0))
    if not of_lines or not whole:
        return tuple((text, None) for text, _ in lines)
    by_text: dict[frozenset[str], Decimal] = {}
    for text, net in lines:
        by_text[words_of(text)] = by_text.get(words_of(text), Decimal(0)) + net
    found: dict[frozenset[str], Place | None] = {}
    for words, net in by_text.items():
        share = whole * net / of_lines
        fits = [p for p, amount in posted.items() if abs(amount - share) < Decimal("0.02")]
        found[words] = fits[0] if len(fits) == 1 else None
    return tuple((text, found[words_of(text)]) for text, _ in lines)
