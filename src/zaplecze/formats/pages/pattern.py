"""Patterns: where on this supplier's papers a field stands, learnt from a person's corrections."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from zaplecze.formats.pages.draft import Draft, draft_at
from zaplecze.formats.pages.shapes import accounts, amounts, days, ksef_numbers, tax_ids
from zaplecze.formats.pages.sheet import Segment, Sheet, fold, make_sheet
from zaplecze.formats.pages.types import ReadPages

#: Facts of the supplier itself: they stay the same on each of its papers.
_CONSTANT = ("seller_name", "account")
_LEARNT = 0.96
_NEAR = 0.16
_TEXT_VALUE = re.compile(r"[\w./-]*[0-9][\w./ -]*")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a field stands: under or right of a label, by ``dx``, ``dy`` in fractions of the page from its corner.

    ``shape`` is the value's own with figures as 9 and letters as A, so that a neighbour isn't taken for it.
    """

    field: str
    label: str
    way: str
    dx: float
    dy: float
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What was learnt about the papers of one seller."""

    seller_nip: str
    spots: tuple[Spot, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> str:
        """For a row of a table."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Pattern:
        """Of `to_json`; a ValueError for anything else."""
        try:
            plain: Any = json.loads(text)
            spots = tuple(
                Spot(
                    str(s["field"]),
                    str(s["label"]),
                    str(s["way"]),
                    float(s["dx"]),
                    float(s["dy"]),
                    str(s.get("shape", "")),
                )
                for s in plain["spots"]
            )
            constants = tuple((str(k), str(v)) for k, v in plain["constants"])
            return cls(str(plain["seller_nip"]), spots, constants)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValueError(f"not a pattern: {text[:80]}") from error

    def merged(self, newer: Pattern) -> Pattern:
        """With what a newer correction taught about the same seller; the newer wins."""
        spots = {s.field: s for s in (*self.spots, *newer.spots)}
        constants = dict((*self.constants, *newer.constants))
        return Pattern(self.seller_nip, tuple(spots.values()), tuple(sorted(constants.items())))


def learn_pattern(read: ReadPages, corrections: Mapping[str, str]) -> Pattern | None:
    """Of a person's corrections (field -> right value) the places where those values stand on this paper.

    None where the seller is unknown or no right value can be found on the paper. Values are canonical.
    """
    seller = corrections.get("seller_nip") or next(
        (f.value for f in read.fields if f.name == "seller_nip"), ""
    )
    if not seller:
        return None
    sheet = make_sheet(read.words, {})
    spots, constants = [], []
    for name, value in sorted(corrections.items()):
        if not value or name in ("seller_nip", "kind"):
            continue
        if name in _CONSTANT:
            constants.append((name, value))
            continue
        spot = next((s for s in _spots(sheet, name, value)), None)
        if spot is not None:
            spots.append(spot)
    return Pattern(seller, tuple(spots), tuple(constants)) if spots or constants else None


def apply_pattern(patterns: Sequence[Pattern], sheet: Sheet, drafts: list[Draft]) -> list[Draft]:
    """The drafts with what is known about this seller's papers; a proven value isn't overruled."""
    found = {d.name: d for d in drafts}
    seller = found["seller_nip"].value if "seller_nip" in found else ""
    pattern = next((p for p in patterns if p.seller_nip == seller), None)
    if pattern is None:
        return drafts
    for name, value in pattern.constants:
        other = found.get(name)
        if name == "account" and other is not None and other.value != value:
            # Another account than always is exactly what a person has to see.
            found[name] = other.weaker(
                0.6, f"dotąd na papierach tego dostawcy był rachunek {value}"
            )
        elif other is None and name == "account":
            continue  # what isn't printed isn't filled in: it may have been left out on purpose
        else:
            place, seen = (other.place, 1.0) if other is not None else (None, 1.0)
            found[name] = Draft(name, value, 0.98, seen, place, "z wcześniejszych poprawek", True)
    for spot in pattern.spots:
        draft = next(_at(sheet, spot), None)
        if draft is None:
            continue
        other = found.get(spot.field)
        if other is not None and other.value == draft.value:
            found[spot.field] = replace(
                other, evidence=max(other.evidence, 0.98), why=f"{other.why}; tam, gdzie zawsze"
            )
        else:
            found[spot.field] = draft
    return list(found.values())


def _values(name: str, segment: Segment) -> Iterator[tuple[str, int, int]]:
    """Values in a segment that a field of this name could have: canonical, with their characters."""
    if name.endswith("_date"):
        yield from ((h.value, h.start, h.end) for h in days(segment.folded))
    elif name.endswith("_nip"):
        yield from ((h.value, h.start, h.end) for h in tax_ids(segment.text))
    elif name == "account":
        yield from ((h.value, h.start, h.end) for h in accounts(segment.text))
    elif name == "ksef_number":
        yield from ((h.value, h.start, h.end) for h in ksef_numbers(segment.text))
    elif name in ("net", "vat", "gross") or name.startswith(("net_", "vat_")):
        yield from ((f"{a.value:.2f}", a.start, a.end) for a in amounts(segment.text))


def _spots(sheet: Sheet, name: str, value: str) -> Iterator[Spot]:
    for segment in sheet:
        places = [(s, e) for v, s, e in _values(name, segment) if v == value]
        if not places and (at := segment.text.find(value)) >= 0:
            places = [(at, at + len(value))]
        for start, end in places:
            spot = _labelled_spot(sheet, segment, start, end, name)
            if spot is not None:
                yield spot


def _labelled_spot(sheet: Sheet, segment: Segment, start: int, end: int, name: str) -> Spot | None:
    shape = _shape(segment.text[start:end])
    before = segment.folded[:start].strip(" :.;#-")
    if sum(c.isalpha() for c in before) >= 2:
        return Spot(name, before[-40:], "in", 0.0, 0.0, shape)
    here = segment.place_at(start, end)
    lefts = [s for s in sheet.lines[segment.line] if s.place.x1 <= here.x0 + 0.002 and _wordy(s)]
    if lefts:
        label = lefts[-1]
        return Spot(
            name,
            _label_text(label),
            "left",
            here.x0 - label.place.x0,
            here.y0 - label.place.y0,
            shape,
        )
    for line in reversed(sheet.lines[max(0, segment.line - 4) : segment.line]):
        for label in line:
            over = min(label.place.x1, here.x1) - max(label.place.x0, here.x0) > -0.01
            if (
                over
                and label.place.page == here.page
                and _wordy(label)
                and here.y0 - label.place.y0 < _NEAR
            ):
                return Spot(
                    name,
                    _label_text(label),
                    "above",
                    here.x0 - label.place.x0,
                    here.y0 - label.place.y0,
                    shape,
                )
    return None


def _at(sheet: Sheet, spot: Spot) -> Iterator[Draft]:
    for segment in sheet:
        at = segment.folded.find(spot.label)
        if at < 0:
            continue
        if spot.way == "in":
            yield from _taken(spot, segment, at + len(spot.label))
            continue
        want_x, want_y = segment.place.x0 + spot.dx, segment.place.y0 + spot.dy
        if spot.way == "left":
            # Columns are as wide as what stands in them: on the next paper the value may stand farther right.
            near = list(sheet.right_of(segment))
        else:
            near = [
                s
                for s in sheet
                if s is not segment
                and s.place.page == segment.place.page
                and abs(s.place.y0 - want_y) < 0.012
                and s.place.x0 - 0.03 < want_x < s.place.x1 + 0.03
            ]
        for other in sorted(
            near, key=lambda s: abs(s.place.x0 - want_x) + abs(s.place.y0 - want_y)
        ):
            yield from _taken(spot, other, 0)


def _taken(spot: Spot, segment: Segment, start: int) -> Iterator[Draft]:
    values = [(v, s, e) for v, s, e in _values(spot.field, segment) if s >= start]
    if not values and spot.field in ("number", "buyer_name", "payment_method"):
        m = (
            _TEXT_VALUE.search(segment.text, start)
            if spot.field == "number"
            else re.compile(r"\w.*").search(segment.text, start)
        )
        if m and (
            spot.field != "number" or _shape(m.group().strip()) == spot.shape or not spot.shape
        ):
            values = [(m.group().strip(), m.start(), m.start() + len(m.group().strip()))]
    for value, s, e in values[:1]:
        yield draft_at(
            spot.field,
            value,
            segment,
            s,
            e,
            evidence=_LEARNT,
            why=f"tam, gdzie zawsze u tego dostawcy („{spot.label}”)",
        )


def _wordy(segment: Segment) -> bool:
    return sum(c.isalpha() for c in segment.text) >= 2


def _label_text(segment: Segment) -> str:
    return (
        re.sub(r"[0-9].*", "", fold(segment.text)).strip(" :.;#-")[:40] or fold(segment.text)[:40]
    )


def _shape(text: str) -> str:
    """``FV/12/2026`` -> ``A/9/9``."""
    return re.sub(r"[0-9]+", "9", re.sub(r"[^\W\d_]+", "A", text))
