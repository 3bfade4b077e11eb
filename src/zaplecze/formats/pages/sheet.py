"""Words put in lines, lines cut into segments where columns part: what the finders look at."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median

from zaplecze.formats.pages.types import Place, Word

_FOLDED = {
    "ł": "l",
    "Ł": "l",
    "ß": "s",
    "\u00a0": " ",
    "\u202f": " ",
    "–": "-",
    "—": "-",
    "’": "'",
    "ø": "o",
}


def fold(text: str) -> str:
    """Lower case without marks over letters, each character for one, so that offsets stay."""
    out = []
    for char in text:
        plain = _FOLDED.get(char) or unicodedata.normalize("NFD", char)[0].lower()
        out.append(plain if len(plain) == 1 else char)
    return "".join(out)


@dataclass(frozen=True)
class Segment:
    """A run of words without a column's gap between them; ``line`` counts over the whole paper."""

    words: tuple[Word, ...]
    line: int

    @cached_property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(w.text for w in self.words)

    @cached_property
    def folded(self) -> str:
        """`fold` of the text, offset for offset."""
        return fold(self.text)

    @cached_property
    def place(self) -> Place:
        """Around all words."""
        return _around(self.words)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [], 0
        for word in self.words:
            starts.append(at)
            at += len(word.text) + 1
        return starts

    def words_at(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that hold these characters of the text."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        return self.words[first : last + 1]

    def place_at(self, start: int, end: int) -> Place:
        """Where these characters stand; a part of a word is cut out of it in proportion."""
        words = self.words_at(start, end)
        around = _around(words)
        first, last = words[0], words[-1]
        at = self._starts[self.words.index(first)]
        x0 = first.place.x0 + (first.place.x1 - first.place.x0) * max(0, start - at) / max(
            1, len(first.text)
        )
        at = self._starts[self.words.index(last)]
        x1 = last.place.x0 + (last.place.x1 - last.place.x0) * min(
            1.0, (end - at) / max(1, len(last.text))
        )
        return Place(around.page, x0, around.y0, max(x1, x0), around.y1)

    def confidence_at(self, start: int, end: int) -> float:
        """Of the worst word there."""
        return min(w.confidence for w in self.words_at(start, end))


@dataclass
class Sheet:
    """A paper's segments in lines, top down and left to right; ``shapes`` is width / height of each page."""

    lines: list[list[Segment]]
    shapes: dict[int, float]
    height: float = 0.012
    _flat: list[Segment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._flat = [s for line in self.lines for s in line]
        heights = [s.place.y1 - s.place.y0 for s in self._flat]
        if heights:
            self.height = median(heights)

    def __iter__(self) -> Iterator[Segment]:
        return iter(self._flat)

    @cached_property
    def folded(self) -> str:
        """Everything, folded, a line a row."""
        return "\n".join(" ".join(s.folded for s in line) for line in self.lines)

    def right_of(self, segment: Segment) -> Iterator[Segment]:
        """Segments of the same line farther right, nearest first."""
        yield from (s for s in self.lines[segment.line] if s.place.x0 >= segment.place.x1 - 0.002)

    def below(self, segment: Segment, *, reach: float = 2.4) -> Iterator[Segment]:
        """Segments under this one that share some of its width, nearest first, within ``reach`` line heights."""
        here = segment.place
        limit = here.y1 + reach * max(self.height, here.y1 - here.y0)
        for line in self.lines[segment.line + 1 : segment.line + 12]:
            for other in line:
                there = other.place
                if there.page != here.page or there.y0 > limit:
                    continue
                if min(here.x1, there.x1) - max(here.x0, there.x0) > -0.004:
                    yield other

    def block_below(self, segment: Segment, stop: re.Pattern[str]) -> list[Segment]:
        """The lines of an address under its heading: left edges agree, no gap of more than two lines."""
        block: list[Segment] = []
        last = segment.place
        for line in self.lines[segment.line + 1 :]:
            if not line or line[0].place.page != last.page:
                break
            near = [s for s in line if abs(s.place.x0 - segment.place.x0) < 0.025]
            if not near:
                if line[0].place.y0 - last.y1 > 3.5 * self.height:
                    break
                continue
            found = near[0]
            if found.place.y0 - last.y1 > 1.9 * self.height or stop.search(found.folded):
                break
            block.append(found)
            last = found.place
            if len(block) == 8:
                break
        return block

    def block_around(self, segment: Segment) -> list[Segment]:
        """The lines that stand in one column with this one: left, right or middle agree, gaps are small."""
        up = self._chain(segment, -1)
        down = self._chain(segment, 1)
        return [*reversed(up), segment, *down]

    def _chain(self, segment: Segment, step: int) -> list[Segment]:
        chain: list[Segment] = []
        last = segment.place
        at = segment.line + step
        while 0 <= at < len(self.lines) and len(chain) < 7:
            for other in self.lines[at]:
                there = other.place
                gap = (there.y0 - last.y1) if step > 0 else (last.y0 - there.y1)
                if (
                    there.page == last.page
                    and gap < 1.3 * self.height
                    and _aligned(there, segment.place)
                ):
                    chain.append(other)
                    last = there
                    break
            else:
                first = self.lines[at][0].place
                gap = (first.y0 - last.y1) if step > 0 else (last.y0 - first.y1)
                if first.page != last.page or gap > 1.3 * self.height:
                    break
            at += step
        return chain


def make_sheet(words: Sequence[Word], shapes: dict[int, float]) -> Sheet:
    """Words of all pages in lines and segments."""
    lines: list[list[Segment]] = []
    for page in sorted({w.place.page for w in words}):
        here = [w for w in words if w.place.page == page]
        for row in _rows(here):
            lines.append(_cut(row, shapes.get(page, 0.707), len(lines)))
    return Sheet(lines, shapes)


def _rows(words: Sequence[Word]) -> list[list[Word]]:
    """Words whose middles stand at one height."""
    rows: list[list[Word]] = []
    middles: list[float] = []
    for word in sorted(words, key=lambda w: (w.place.y0 + w.place.y1, w.place.x0)):
        middle, height = (word.place.y0 + word.place.y1) / 2, word.place.y1 - word.place.y0
        best, best_gap = -1, 1.0
        for at in range(len(rows) - 1, max(-1, len(rows) - 8), -1):
            # The nearest word of the row, not its mean: a line that sinks over the page's width stays one line.
            near = min(
                rows[at], key=lambda w: max(w.place.x0 - word.place.x1, word.place.x0 - w.place.x1)
            )
            tall = max(
                min(height, near.place.y1 - near.place.y0),
                0.6 * max(height, near.place.y1 - near.place.y0),
            )
            gap = abs(middle - (near.place.y0 + near.place.y1) / 2)
            apart = max(near.place.x0 - word.place.x1, word.place.x0 - near.place.x1)
            if (
                gap < 0.55 * tall
                and gap < best_gap
                and apart > -0.3 * (word.place.x1 - word.place.x0)
            ):
                best, best_gap = at, gap
        if best < 0:
            rows.append([word])
            middles.append(middle)
        else:
            row = rows[best]
            row.append(word)
            middles[best] += (middle - middles[best]) / len(row)
    order = sorted(range(len(rows)), key=lambda i: middles[i])
    return [sorted(rows[i], key=lambda w: w.place.x0) for i in order]


def _cut(row: Sequence[Word], shape: float, line: int) -> list[Segment]:
    heights = sorted(w.place.y1 - w.place.y0 for w in row)
    height = heights[int(len(heights) * 0.75)]
    scanned = row[0].confidence < 1
    # OCR boxes hold the ink only, about seven tenths of the size of the type.
    limit = (1.25 if scanned else 0.78) * height / shape
    parts: list[list[Word]] = [[row[0]]]
    for before, word in pairwise(row):
        if word.place.x0 - before.place.x1 > limit:
            parts.append([])
        parts[-1].append(word)
    return [Segment(tuple(p), line) for p in parts]


def _aligned(a: Place, b: Place) -> bool:
    return (
        abs(a.x0 - b.x0) < 0.006
        or abs(a.x1 - b.x1) < 0.006
        or abs((a.x0 + a.x1) - (b.x0 + b.x1)) < 0.008
    )


def _around(words: Sequence[Word]) -> Place:
    place = words[0].place
    for word in words[1:]:
        place = place.joined(word.place)
    return place
