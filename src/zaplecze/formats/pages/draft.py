"""A field on its way: found, not yet judged against the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from zaplecze.formats.pages.sheet import Segment
from zaplecze.formats.pages.types import FoundField, Place

#: Nothing but a file inside the file is beyond doubt.
MOST = 0.995


@dataclass(frozen=True, slots=True)
class Draft:
    """A candidate. ``evidence`` is how sure the way it was found is, ``seen`` how well its characters were seen
    (1 in a text layer), ``proven`` that a checksum or a sum stands for each of its characters.
    """

    name: str
    value: str
    evidence: float
    seen: float
    place: Place | None
    why: str
    proven: bool = False
    text: str = ""

    @property
    def confidence(self) -> float:
        """Both together: what is proven needs not be seen well."""
        if self.proven:
            return min(self.evidence, MOST)
        if self.seen >= 1:
            return min(self.evidence, MOST)
        # One more reading has to agree before an unproven value of a scan may be certain.
        return min(self.evidence, 0.93) * (0.6 + 0.4 * self.seen)

    def field(self) -> FoundField:
        """As others see it."""
        return FoundField(self.name, self.value, round(self.confidence, 3), self.place, self.why)

    def weaker(self, limit: float, why: str) -> Draft:
        """With its evidence cut to at most ``limit``, and why."""
        return replace(
            self, evidence=min(self.evidence, limit), proven=False, why=f"{self.why}; {why}"
        )


def draft_at(
    name: str,
    value: str,
    segment: Segment,
    start: int,
    end: int,
    *,
    evidence: float,
    why: str,
    proven: bool = False,
) -> Draft:
    """A draft of these characters of a segment."""
    return Draft(
        name, value, evidence, segment.confidence_at(start, end), segment.place_at(start, end), why, proven,
        segment.text[start:end],
    )  # fmt: skip


def best(drafts: Iterable[Draft]) -> Draft | None:
    """The surest; where another value is nearly as sure, less sure than it was."""
    ranked = sorted(drafts, key=lambda d: -d.confidence)
    if not ranked:
        return None
    first = ranked[0]
    agreeing = [d for d in ranked if d.value == first.value]
    rival = next((d for d in ranked if d.value != first.value), None)
    if rival is not None and rival.confidence > first.confidence - 0.03 and len(agreeing) == 1:
        return first.weaker(0.75, f"jest też {rival.value}")
    return first
