"""The front door: bytes of a paper to what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from zaplecze.formats.pages import facturx, office
from zaplecze.formats.pages.draft import Draft
from zaplecze.formats.pages.facts import facts_of, side_of
from zaplecze.formats.pages.ocr import OcrMissing, OcrPage, look_again, read_picture
from zaplecze.formats.pages.pattern import Pattern, apply_pattern
from zaplecze.formats.pages.separators import is_separator
from zaplecze.formats.pages.shapes import days
from zaplecze.formats.pages.sheet import make_sheet
from zaplecze.formats.pages.sources import ImagePages, PdfPages, open_pages
from zaplecze.formats.pages.types import CERTAIN, DOUBTFUL, FoundField, Place, ReadPages, Word

#: Read once more, alone and enlarged, before they may be certain: no checksum or sum stands for them.
_LOOKED_AT_AGAIN = ("number", "issue_date", "sale_date", "due_date", "seller_name", "buyer_name")


@dataclass
class _Pages:
    """Words of all pages where lines are level, and how to get back to the page as shown."""

    words: list[Word] = field(default_factory=list)
    shapes: dict[int, float] = field(default_factory=dict)
    seen: dict[int, OcrPage] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    separators: list[int] = field(default_factory=list)
    texts: int = 0

    def shown(self, place: Place | None) -> Place | None:
        """A place as it is on the page that people see."""
        if place is None or place.page not in self.seen:
            return place
        return self.seen[place.page].prepared.shown_place(place)


def read_pages(
    data: bytes, media_type: str, *, own_nip: str = "", patterns: Sequence[Pattern] = ()
) -> ReadPages:
    """Read a PDF, a picture, or an Office file.

    ``own_nip`` is the NIP of the company whose paper it is: it tells purchases from sales. ``patterns`` were learnt
    from this company's corrections. Raises `UnreadablePages` for what is damaged, encrypted or too large.
    """
    if media_type in office.KINDS:
        laid = office.laid_text(data, office.KINDS[media_type])
        return office.read_laid(laid, own_nip=own_nip, patterns=patterns)
    with open_pages(data, media_type) as opened:
        embedded = _embedded(opened)
        pages = _words_of(opened)
        count = opened.count
    sheet = make_sheet(
        [w for w in pages.words if w.place.page not in pages.separators], pages.shapes
    )
    kind, drafts = facts_of(sheet, own_nip)
    drafts = {d.name: d for d in apply_pattern(patterns, sheet, list(drafts.values()))}
    drafts = _looked_at_again(drafts, pages)
    fields = [replace(d.field(), place=pages.shown(d.place)) for d in drafts.values()]
    fields = [f for f in fields if f.confidence >= DOUBTFUL]
    source = "mixed" if pages.texts and pages.seen else "ocr" if pages.seen else "text"
    if embedded is not None:
        try:
            inside = facturx.read_invoice(embedded)
        except facturx.FacturXError as error:
            pages.notes.append(
                f"Faktura XML w tym PDF nie została użyta: {error}. Odczytano to, co widać na stronie."
            )
        else:
            source = "facturx"
            fields = _with_embedded(inside, fields, pages.notes)
            kind = side_of([f for f in fields if f.name == "seller_nip"], own_nip)
            fields = [f for f in fields if f.name != "kind"]
            fields.insert(0, FoundField("kind", kind, 1.0, None, "faktura XML zaszyta w PDF"))
    words = tuple(replace(w, place=pages.shown(w.place) or w.place) for w in pages.words)
    return ReadPages(
        kind, source, count, words, tuple(fields), tuple(pages.notes), tuple(pages.separators)
    )


def _embedded(opened: PdfPages | ImagePages) -> bytes | None:
    return facturx.find_invoice(opened.attachments())


def _words_of(opened: PdfPages | ImagePages) -> _Pages:
    pages = _Pages()
    missing = ""
    for page in range(1, opened.count + 1):
        words = opened.words(page)
        if words is not None:
            pages.shapes[page] = opened.shape(page)
            pages.words += words
            pages.texts += 1
            if len(words) < 60 and is_separator(opened.picture(page, width=1200)):
                pages.separators.append(page)
            continue
        picture = opened.picture(page)
        pages.shapes[page] = picture.shape[1] / picture.shape[0]
        if is_separator(picture):
            pages.separators.append(page)
            continue
        if missing:
            continue
        try:
            seen = read_picture(picture, page)
        except OcrMissing as error:
            missing = str(error)
            pages.notes.append(missing)
            continue
        pages.seen[page] = seen
        pages.words += seen.words
        pages.notes += seen.notes
        high, wide = seen.prepared.gray.shape[:2]
        pages.shapes[page] = wide / high
    return pages


def _looked_at_again(drafts: dict[str, Draft], pages: _Pages) -> dict[str, Draft]:
    """Of scans: an unproven value that reads the same a second time is surer; read otherwise it is doubtful."""
    out = {}
    for name, draft in drafts.items():
        weak = (
            name in _LOOKED_AT_AGAIN
            and not draft.proven
            and draft.seen < 1
            and draft.evidence >= 0.9
        )
        if weak and draft.place is not None and draft.place.page in pages.seen and draft.text:
            again = look_again(pages.seen[draft.place.page], draft.place)
            draft = _second_opinion(draft, again)  # noqa: PLW2901
        out[name] = draft
    return out


def _second_opinion(draft: Draft, again: str) -> Draft:
    first, second = _bare(draft.text), _bare(again)
    if first and first in second and draft.name.endswith("_name"):
        # Marks over letters are lost at both readings alike: a name of a scan is never certain; the NIP is.
        return replace(draft, seen=0.99, proven=False, why=f"{draft.why}, odczytane dwa razy")
    if first and first in second:
        return replace(
            draft,
            seen=max(draft.seen, 0.9),
            proven=draft.seen > 0.6,
            why=f"{draft.why}, odczytane dwa razy",
        )
    if draft.name.endswith("_date") and any(h.value == draft.value for h in days(again.lower())):
        return replace(
            draft,
            seen=max(draft.seen, 0.9),
            proven=draft.seen > 0.6,
            why=f"{draft.why}, odczytane dwa razy",
        )
    return draft.weaker(0.7, "za drugim razem odczytane inaczej")


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _with_embedded(
    inside: list[FoundField], seen: list[FoundField], notes: list[str]
) -> list[FoundField]:
    """The file inside the file wins; where the page says otherwise, people are told."""
    on_page = {f.name: f for f in seen}
    merged: list[FoundField] = []
    for f in inside:
        other = on_page.get(f.name)
        if other is not None and other.value == f.value:
            f = replace(f, place=other.place)  # noqa: PLW2901
        elif other is not None and other.confidence >= CERTAIN and not f.name.endswith("_name"):
            notes.append(
                f"{f.name}: w pliku XML jest {f.value}, a na stronie {other.value}. "
                "Sprawdź, która wartość jest właściwa."
            )
            f = replace(f, confidence=0.8, why=f.why + f"; na stronie {other.value}")  # noqa: PLW2901
        merged.append(f)
    names = {f.name for f in inside}
    return merged + [f for f in seen if f.name not in names]
