"""Seller and buyer: whose tax number is whose, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from zaplecze.formats.pages.draft import Draft, draft_at
from zaplecze.formats.pages.labels import ANY_PARTY, BUYER, SELLER, THIRD
from zaplecze.formats.pages.shapes import Hit, tax_ids
from zaplecze.formats.pages.sheet import Segment, Sheet

_LEGAL_FORM = re.compile(
    r"\bsp(?:\.|olka) ?z ?o\. ?o\.|\bs\. ?a\.|\bsp\. ?[jkp]\.|\bs\. ?c\.|\bgmbh\b|\bag\b|\bkg\b|\bohg\b|\bug\b"
    r"|\be\. ?k\.|\bltd\b|\blimited\b"
    r"|\bllc\b|\bplc\b|\binc\b|\bb\. ?v\.|\bn\. ?v\.|\bs\. ?r\. ?o\.|\boy\b|\bab\b|\bsas\b|\bsarl\b"
)
_NOT_A_NAME = re.compile(
    r"^(?:ul|al|os|pl)\. |^[0-9]{2}-[0-9]{3}\b|\bnip\b|\bregon\b|\bkrs\b|^tel[. :]|^e-?mail|@|www\.|\bvat (?:id"
    r"|no|reg|ue)|\bust-id|\buid\b"
    r"|^bank\b|^iban|^konto|faktura|invoice|rechnung|^data |^date|^strona|^page|^[0-9]|paragon|^oryginal|^kopia"
)
_ADDRESSISH = re.compile(r"[0-9]|^(?:ul|al|os|pl)\.")
_SIDE_NIP = {
    "buyer": re.compile(
        r"nip nabywcy|nabywca nip|nip kupujacego|your vat|vat (?:no|id) of (?:the )?(?:buyer|customer)|ihre ust"
    ),
    "seller": re.compile(r"nip sprzedawcy|sprzedawca nip|nip wystawcy|our vat|unsere ust"),
}
_LIMITED = re.compile(r"\b(sp\. ?)[zżź2] ?(?:[0o]\. ?[0o]\.?|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _TaxId:
    hit: Hit
    segment: Segment


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines under a heading of a party."""

    side: str
    heading: Segment
    rest: int
    lines: tuple[Segment, ...]


def find_parties(sheet: Sheet, own_nip: str, *, receipt: bool) -> dict[str, Draft]:
    """Tax numbers and names of both sides."""
    ids = [_TaxId(hit, s) for s in sheet for hit in tax_ids(s.text)]
    ids += _split_ids(sheet, ids)
    blocks = list(_blocks(sheet))
    sides = _receipt_sides(sheet, ids, own_nip) if receipt else _sides(ids, blocks, own_nip)
    found: dict[str, Draft] = {}
    for side, (tax_id, sure, why) in sides.items():
        found[f"{side}_nip"] = draft_at(
            f"{side}_nip", tax_id.hit.value, tax_id.segment, tax_id.hit.start, tax_id.hit.end, evidence=sure,
            proven=True, why=why + (", litery poprawione na cyfry" if tax_id.hit.repaired else ""),
        )  # fmt: skip
    for side in ("seller", "buyer"):
        if receipt and side == "buyer":
            continue
        tax = sides.get(side)
        name = _top_name(sheet) if receipt else _name_under(side, blocks) or (
            _headless_name(sheet, tax[0] if tax else None, found, blocks) if side == "seller" else
            _name_by_id(sheet, tax[0], blocks) if tax else None
        )  # fmt: skip
        if name is not None:
            found[f"{side}_name"] = name
    return found


def _split_ids(sheet: Sheet, known: list[_TaxId]) -> list[_TaxId]:
    """Numbers whose figures OCR has put in two segments of a line."""
    lines = {t.segment.line for t in known}
    more = []
    for at, line in enumerate(sheet.lines):
        if (
            at in lines
            or len(line) < 2
            or not re.search(r"nip|vat|ust", " ".join(s.folded for s in line))
        ):
            continue
        joined = Segment(tuple(w for s in line for w in s.words), at)
        more += [_TaxId(hit, joined) for hit in tax_ids(joined.text)]
    return more


def _blocks(sheet: Sheet) -> Iterator[_Block]:
    for segment in sheet:
        for side, pattern in (("seller", SELLER), ("buyer", BUYER), ("third", THIRD)):
            m = pattern.search(segment.folded)
            if m and len(segment.text) < 90:
                yield _Block(side, segment, m.end(), tuple(sheet.block_below(segment, ANY_PARTY)))
                break


def _sides(
    ids: list[_TaxId], blocks: list[_Block], own_nip: str
) -> dict[str, tuple[_TaxId, float, str]]:
    sides: dict[str, tuple[_TaxId, float, str]] = {}
    third: set[str] = set()
    for tax in ids:
        side, sure, why = _stands_under(tax, blocks)
        if side == "third":
            third.add(tax.hit.value)
        elif side and (side not in sides or sides[side][1] < sure):
            sides[side] = (tax, sure, why)
    loose = [
        t
        for t in ids
        if t.hit.value not in third and all(t.hit.value != s[0].hit.value for s in sides.values())
    ]
    own = next((t for t in loose if t.hit.value == own_nip), None)
    if own is not None:
        free, sure = _own_side(own, [t for t in loose if t.hit.value != own_nip], sides)
        if free:
            sides[free] = (own, sure, "NIP firmy, do której należy skrzynka")
            loose = [t for t in loose if t.hit.value != own_nip]
    values = list(dict.fromkeys(t.hit.value for t in loose))
    if "seller" not in sides and values:
        first = next(t for t in loose if t.hit.value == values[0])
        # Whose number is left over is only as sure as whose the other one is.
        sure = min(0.975, sides["buyer"][1]) if len(values) == 1 and "buyer" in sides else 0.8
        sides["seller"] = (
            first,
            sure,
            "jedyny inny numer na papierze" if len(values) == 1 else "pierwszy numer na papierze",
        )
        values = values[1:]
    if "buyer" not in sides and values and "seller" in sides:
        second = next(t for t in loose if t.hit.value == values[0])
        sides["buyer"] = (second, 0.8 if len(values) == 1 else 0.6, "drugi numer na papierze")
    seller, buyer = sides.get("seller"), sides.get("buyer")
    if seller and buyer and seller[0].hit.value == buyer[0].hit.value:
        del sides["buyer" if seller[1] >= buyer[1] else "seller"]
    return sides


def _receipt_sides(
    sheet: Sheet, ids: list[_TaxId], own_nip: str
) -> dict[str, tuple[_TaxId, float, str]]:
    """A receipt begins with the seller's NIP; the buyer's is named so, or is the company's own."""
    sides: dict[str, tuple[_TaxId, float, str]] = {}
    for tax in ids:
        line = " ".join(s.folded for s in sheet.lines[tax.segment.line])
        above = (
            " ".join(s.folded for s in sheet.lines[tax.segment.line - 1])
            if tax.segment.line
            else ""
        )
        named = _SIDE_NIP["buyer"].search(line) or _SIDE_NIP["buyer"].search(above)
        if named:
            sides.setdefault("buyer", (tax, 0.99, "NIP nabywcy"))
        elif "seller" not in sides:
            sides["seller"] = (
                tax,
                0.98 if tax.segment.line < 8 else 0.8,
                "pierwszy NIP na paragonie",
            )
        elif tax.hit.value == own_nip:
            sides.setdefault("buyer", (tax, 0.985, "NIP firmy, do której należy skrzynka"))
    return sides


def _own_side(
    own: _TaxId, others: list[_TaxId], sides: dict[str, tuple[_TaxId, float, str]]
) -> tuple[str, float]:
    """The side that is left for the company itself; without any heading the seller's number stands in the footer."""
    if "seller" in sides or "buyer" in sides:
        return (
            "buyer" if "buyer" not in sides else "seller" if "seller" not in sides else ""
        ), 0.985
    here = own.segment.place
    if others and here.y0 > 0.8 and others[0].segment.place.y0 < 0.5:
        return "seller", 0.96
    if others and here.y0 < 0.5 and others[0].segment.place.y0 > 0.8:
        return "buyer", 0.985
    return "buyer", 0.93


def _stands_under(tax: _TaxId, blocks: list[_Block]) -> tuple[str, float, str]:
    before = tax.segment.folded[: tax.hit.start]
    for side, pattern in _SIDE_NIP.items():
        if pattern.search(before):
            return side, 0.99, "przy NIP tej strony"
    for block in blocks:
        if tax.segment in block.lines or tax.segment is block.heading:
            label = block.heading.text[: block.rest].strip(" :")
            return block.side, 0.99, f"pod „{label}”, zgodna cyfra kontrolna"
    # A value cell beside its label in a block: "Nr NIP: | 9990010030"; "NIP NABYWCY: | 9990010030".
    for block in blocks:
        if any(
            line.line == tax.segment.line and _beside(line, tax.segment)
            for line in (*block.lines, block.heading)
        ):
            return block.side, 0.985, f"w bloku „{block.heading.text[:30]}”, zgodna cyfra kontrolna"
    return "", 0.0, ""


def _beside(line: Segment, other: Segment) -> bool:
    gap = other.place.x0 - line.place.x1
    return -0.01 < gap < 0.08 or ("nip" in line.folded and 0 <= gap < 0.75)


def _name_under(side: str, blocks: list[_Block]) -> Draft | None:
    for block in blocks:
        if block.side != side:
            continue
        rest = block.heading.text[block.rest :].strip(" :")
        if len(rest) > 3 and not _NOT_A_NAME.search(block.heading.folded[block.rest :].strip(" :")):
            at = block.heading.text.index(rest, block.rest)
            return _name(side, block.heading, at, len(block.heading.text), 0.955, "za nazwą strony")
        for at, line in enumerate(block.lines[:2]):
            if not _NOT_A_NAME.search(line.folded):
                name = _name(
                    side,
                    line,
                    0,
                    len(line.text),
                    0.965,
                    f"pod „{block.heading.text[: block.rest].strip(' :')}”",
                )
                return _joined(name, block.lines[at + 1 : at + 2])
    return None


def _joined(name: Draft, following: tuple[Segment, ...]) -> Draft:
    """A long name goes on in the next line: no address, and the legal form only there."""
    for line in following:
        goes_on = not _ADDRESSISH.search(line.folded) and not _NOT_A_NAME.search(line.folded)
        if (
            goes_on
            and _LEGAL_FORM.search(line.folded)
            and not _LEGAL_FORM.search(name.value.lower())
            and name.place
        ):
            return Draft(
                name.name,
                f"{name.value} {_spelt(line.text)}",
                0.9,
                min(name.seen, line.confidence_at(0, len(line.text))),
                name.place.joined(line.place),
                name.why + ", w dwóch wierszach",
                text=f"{name.text} {line.text}",
            )
    return name


def _name(  # noqa: PLR0917
    side: str, segment: Segment, start: int, end: int, sure: float, why: str
) -> Draft:
    """A draft of a name; of a picture never certain by itself, since nothing proves its letters."""
    return draft_at(
        f"{side}_name", _spelt(segment.text[start:end]), segment, start, end, evidence=sure, why=why
    )


def _spelt(text: str) -> str:
    """A name without what stands around it.

    „sp. z” goes on as „o.o.” by law (Commercial Companies Code art. 160), whatever OCR saw there.
    """
    text = _LIMITED.sub(lambda m: f"{m[1].rstrip()} z o.o.", text.strip(" ,;:|"))
    return re.sub(r"\s+", " ", text).strip(" ,;:|")


def _headless_name(
    sheet: Sheet, tax: _TaxId | None, found: dict[str, Draft], blocks: list[_Block]
) -> Draft | None:
    """Of a seller without a heading: the name before its tax number, over its address, or on the letterhead."""
    taken = {found[k].value for k in ("buyer_name",) if k in found}
    in_blocks = {id(s) for b in blocks if b.side != "seller" for s in (b.heading, *b.lines)}
    drafts: list[Draft] = []
    if tax is not None:
        before = tax.segment.text[: tax.hit.start].split(",")[0]
        if (
            len(before) > 3
            and "," in tax.segment.text[: tax.hit.start]
            and not _NOT_A_NAME.search(before.lower())
        ):
            drafts.append(
                _name("seller", tax.segment, 0, len(before), 0.94, "przed numerem podatkowym")
            )
        chain = [s for s in sheet.block_around(tax.segment) if id(s) not in in_blocks]
        if len(chain) > 1 and tax.segment in chain:
            for line in chain[: chain.index(tax.segment)]:
                if not _NOT_A_NAME.search(line.folded) and not ANY_PARTY.search(line.folded):
                    drafts.append(
                        _name(
                            "seller",
                            line,
                            0,
                            len(line.text),
                            0.955,
                            "nad adresem i numerem podatkowym",
                        )
                    )
                    break
    for segment in sheet:
        if (
            id(segment) in in_blocks
            or ANY_PARTY.search(segment.folded)
            or not _LEGAL_FORM.search(segment.folded)
            or _NOT_A_NAME.search(segment.folded)
        ):
            continue
        head = segment.text.split(",")[0]
        drafts.append(_name("seller", segment, 0, len(head), 0.9, "nazwa z formą prawną"))
    drafts = [d for d in drafts if d.value not in taken and 3 < len(d.value) < 120]
    if not drafts:
        return None
    first = drafts[0]
    twice = {
        (d.place.page, round(d.place.y0, 3)) for d in drafts if d.place and d.value == first.value
    }
    if len(twice) > 1:
        return replace(first, evidence=0.97, why=f"{first.why}, dwa razy")
    if any(d.value != first.value for d in drafts[1:]):
        return first.weaker(0.85, "są też inne nazwy")
    return first


def _top_name(sheet: Sheet) -> Draft | None:
    """Of a receipt: its first line, which names the shop (Regulation on cash registers, par. 25 ust. 1)."""
    for segment in list(sheet)[:4]:
        letters = sum(c.isalpha() for c in segment.text)
        if (
            letters >= 4
            and letters > 0.6 * len(segment.text.replace(" ", ""))
            and not _NOT_A_NAME.search(segment.folded)
        ):
            return _name("seller", segment, 0, len(segment.text), 0.955, "pierwszy wiersz paragonu")
    return None


def _name_by_id(sheet: Sheet, tax: _TaxId, blocks: list[_Block]) -> Draft | None:
    """Of a buyer without a heading: over the address in the block that holds the tax number."""
    chain = sheet.block_around(tax.segment)
    for line in chain[: chain.index(tax.segment)]:
        # The sender's own address in small print stands over the window of an envelope.
        if (
            not _NOT_A_NAME.search(line.folded)
            and not ANY_PARTY.search(line.folded)
            and line.text.count(",") < 2
        ):
            return _name("buyer", line, 0, len(line.text), 0.9, "nad numerem podatkowym")
    return None
