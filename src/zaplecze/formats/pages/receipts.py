"""Sums of fiscal receipts: gross by letter of rate, the tax inside it, one total (Regulation on cash registers, par. 25)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.formats.pages.draft import Draft
from zaplecze.formats.pages.shapes import amounts, rates
from zaplecze.formats.pages.sheet import Segment, Sheet
from zaplecze.formats.pages.sums import Figure, tax_inside

_TAXED = re.compile(
    r"(?:sprzed|spr)\w*\.? ?(?:opodatk?\w*|op\w*)\.? ?(?:ptu )?(?P<letter>[a-g])?(?: |$|=)"
)
_TAX = re.compile(r"^(?:kwota|ptu|podatek)(?: ptu)? ?(?P<letter>[a-g])(?: |$|=)")
_TAX_SUM = re.compile(r"^(?:suma ptu|podatek ptu|razem ptu|lacznie ptu)\b")
_TOTAL = re.compile(r"^(?:suma(?!\s*ptu)|razem|do zaplaty)\b")
_PAID = re.compile(r"gotowka|karta|platnosc|zaplacono|przelew")
_LINE_END = re.compile(r"[0-9][,.][0-9]{2} ?[a-g]$")


@dataclass(slots=True)
class _Band:
    rate: str = ""
    gross: Figure | None = None
    vat: Figure | None = None


def find_receipt_sums(sheet: Sheet) -> dict[str, Draft]:
    """``gross``, ``vat``, ``net`` and both per rate; net is reckoned, a receipt doesn't print it."""
    bands: dict[str, _Band] = {}
    totals: list[Figure] = []
    tax_sums: list[Figure] = []
    paid: list[Figure] = []
    lines: list[Figure] = []
    nameless: Figure | None = None
    for head, line in _heads(sheet):
        figure = _last(line)
        if figure is None:
            continue
        if m := _TAXED.search(head):
            if m["letter"]:
                bands.setdefault(m["letter"], _Band()).gross = figure
            nameless = None if m["letter"] else figure
        elif _TAX_SUM.search(head):
            tax_sums.append(figure)
        elif m := _TAX.search(head):
            band = bands.setdefault(m["letter"], _Band())
            band.vat = figure
            # A letter alone is easily lost: the tax of a rate stands under its sales.
            band.gross, nameless = band.gross or nameless, None
            band.rate = next((h.value for h in rates(head)), band.rate)
        elif _TOTAL.search(head):
            totals.append(figure)
        elif _PAID.search(head):
            paid.append(figure)
        elif _LINE_END.search(line[-1].folded):
            lines.append(figure)
    total = _total(totals, bands, paid)
    if total is None:
        return {}
    found: dict[str, Draft] = {}
    confirmed = _gross_confirmed(total, bands, lines, paid)
    found["gross"] = _money(
        "gross", total, 0.985 if confirmed else 0.8, confirmed or "suma, nic jej nie potwierdza"
    )
    proven = {letter: _band_proven(band) for letter, band in bands.items()}
    taxes = [b.vat.value for b in bands.values() if b.vat is not None]
    complete = len(taxes) == len(bands) and bool(bands)
    vat = next((f for f in tax_sums if complete and f.value == sum(taxes)), None)
    bands_add_up = complete and all(b.gross for b in bands.values()) and sum(
        b.gross.value for b in bands.values() if b.gross
    ) == total.value  # fmt: skip
    if vat is None and complete and bands_add_up and all(proven.values()):
        vat = next(b.vat for b in bands.values() if b.vat is not None) if len(bands) == 1 else None
    if vat is not None:
        sure = 0.985 if all(proven.values()) and bands_add_up and confirmed else 0.85
        found["vat"] = _money("vat", vat, sure, "suma PTU stawek")
        net = total.value - vat.value
        found["net"] = Draft(
            "net",
            f"{net:.2f}",
            min(sure, found["gross"].evidence),
            1.0,
            total.place,
            "suma minus PTU",
            sure > 0.9,
        )
    for letter, band in bands.items():
        if not band.rate or band.vat is None:
            continue
        sure = 0.985 if proven[letter] and bands_add_up else 0.8
        found[f"vat_{band.rate}"] = _money(
            f"vat_{band.rate}", band.vat, sure, f"PTU {letter.upper()}"
        )
        if band.gross is not None:
            net = band.gross.value - band.vat.value
            found[f"net_{band.rate}"] = Draft(
                f"net_{band.rate}",
                f"{net:.2f}",
                sure,
                1.0,
                band.gross.place,
                f"sprzedaż {letter.upper()} minus PTU",
                sure > 0.9,
            )
    return found


def _heads(sheet: Sheet) -> Iterator[tuple[str, list[Segment]]]:
    for line in sheet.lines:
        if line:
            yield " ".join(s.folded for s in line).strip(" .:*"), line


def _last(line: list[Segment]) -> Figure | None:
    for segment in reversed(line):
        found = list(amounts(segment.text))
        if found:
            amount = found[-1]
            return Figure(
                amount.value, segment.place_at(amount.start, amount.end), segment.confidence_at(amount.start, amount.end),
                amount.repaired, segment,
            )  # fmt: skip
    return None


def _money(name: str, figure: Figure, sure: float, why: str) -> Draft:
    return Draft(
        name, f"{figure.value:.2f}", sure, figure.seen, figure.place, why, proven=sure > 0.9
    )


def _total(totals: list[Figure], bands: dict[str, _Band], paid: list[Figure]) -> Figure | None:
    sums = {b.gross.value for b in bands.values() if b.gross}
    whole = sum(sums) if sums else None
    for figure in totals:
        if figure.value == whole or any(figure.value == p.value for p in paid):
            return figure
    return totals[0] if totals else None


def _gross_confirmed(
    total: Figure, bands: dict[str, _Band], lines: list[Figure], paid: list[Figure]
) -> str:
    grosses = [b.gross.value for b in bands.values() if b.gross]
    if grosses and sum(grosses) == total.value:
        return "sprzedaż według stawek daje sumę"
    if lines and sum(f.value for f in lines) == total.value:
        return "pozycje dają sumę"
    if any(f.value == total.value for f in paid):
        return "zapłacono tyle samo"
    return ""


def _band_proven(band: _Band) -> bool:
    if band.gross is None or band.vat is None or not band.rate.isdigit():
        return False
    # Registers round the tax of each line or of the sum; within a few grosze either is right.
    return abs(tax_inside(band.gross.value, band.rate) - band.vat.value) <= Decimal("0.02")
