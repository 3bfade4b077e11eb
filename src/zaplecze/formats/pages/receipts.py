"""Sums of fiscal receipts: gross by letter of rate, the tax inside it, one total.

What a receipt shows: Regulation of the Minister of Finance on cash registers, par. 25.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
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


@dataclass(slots=True)
class _Till:
    """The figures of a receipt by what their lines say."""

    bands: dict[str, _Band] = field(default_factory=dict)
    totals: list[Figure] = field(default_factory=list)
    tax_sums: list[Figure] = field(default_factory=list)
    paid: list[Figure] = field(default_factory=list)
    lines: list[Figure] = field(default_factory=list)
    nameless: Figure | None = None

    def take(self, head: str, line: list[Segment], figure: Figure) -> None:
        """One line of the receipt, by its head."""
        if m := _TAXED.search(head):
            if m["letter"]:
                self.bands.setdefault(m["letter"], _Band()).gross = figure
            self.nameless = None if m["letter"] else figure
        elif _TAX_SUM.search(head):
            self.tax_sums.append(figure)
        elif m := _TAX.search(head):
            band = self.bands.setdefault(m["letter"], _Band())
            # A letter alone is easily lost: the tax of a rate stands under its sales.
            band.gross, self.nameless = band.gross or self.nameless, None
            band.vat = figure
            band.rate = next((h.value for h in rates(head)), band.rate)
        elif _TOTAL.search(head):
            self.totals.append(figure)
        elif _PAID.search(head):
            self.paid.append(figure)
        elif _LINE_END.search(line[-1].folded):
            self.lines.append(figure)

    def total(self) -> Figure | None:
        """The sum that something else agrees with, else the first that is called so."""
        for figure in self.totals:
            if figure.value == self.taxed() or any(figure.value == p.value for p in self.paid):
                return figure
        return self.totals[0] if self.totals else None

    def taxed(self) -> Decimal:
        """Sales of all rates."""
        return sum((b.gross.value for b in self.bands.values() if b.gross), Decimal(0))

    def complete(self) -> bool:
        """Every rate has its sales and its tax."""
        return bool(self.bands) and all(b.gross and b.vat for b in self.bands.values())

    def confirmed(self, total: Figure) -> str:
        """What agrees with the total, in words; empty where nothing does."""
        if self.bands and self.taxed() == total.value:
            return "sprzedaż według stawek daje sumę"
        if self.lines and sum(f.value for f in self.lines) == total.value:
            return "pozycje dają sumę"
        if any(f.value == total.value for f in self.paid):
            return "zapłacono tyle samo"
        return ""

    def vat(self, total: Figure) -> Figure | None:
        """The tax of the whole: the sum of the rates, or the tax of the only one."""
        taxes = [b.vat for b in self.bands.values() if b.vat]
        if not taxes or len(taxes) < len(self.bands):
            return None
        whole = sum(f.value for f in taxes)
        named = next((f for f in self.tax_sums if f.value == whole), None)
        alone = len(taxes) == 1 and self.complete() and self.taxed() == total.value
        return named or (taxes[0] if alone else None)


def find_receipt_sums(sheet: Sheet) -> dict[str, Draft]:
    """``gross``, ``vat``, ``net`` and both per rate; net is reckoned, a receipt doesn't print it."""
    till = _Till()
    for head, line in _heads(sheet):
        figure = _last(line)
        if figure is not None:
            till.take(head, line, figure)
    total = till.total()
    if total is None:
        return {}
    confirmed = till.confirmed(total)
    gross_sure = 0.985 if confirmed else 0.8
    found = {
        "gross": _money("gross", total, gross_sure, confirmed or "suma, nic jej nie potwierdza")
    }
    adds_up = till.complete() and till.taxed() == total.value
    vat = till.vat(total)
    if vat is not None:
        proven = adds_up and bool(confirmed) and all(_band_proven(b) for b in till.bands.values())
        sure = 0.985 if proven else 0.85
        found["vat"] = _money("vat", vat, sure, "suma PTU stawek")
        found["net"] = _reckoned("net", total, vat, min(sure, gross_sure), "suma minus PTU")
    for letter, band in till.bands.items():
        if not band.rate or band.vat is None:
            continue
        sure = 0.985 if adds_up and _band_proven(band) else 0.8
        name = letter.upper()
        found[f"vat_{band.rate}"] = _money(f"vat_{band.rate}", band.vat, sure, f"PTU {name}")
        if band.gross is not None:
            found[f"net_{band.rate}"] = _reckoned(
                f"net_{band.rate}", band.gross, band.vat, sure, f"sprzedaż {name} minus PTU"
            )
    return found


def _reckoned(name: str, gross: Figure, vat: Figure, sure: float, why: str) -> Draft:
    seen = min(gross.seen, vat.seen)
    return Draft(name, f"{gross.value - vat.value:.2f}", sure, seen, gross.place, why, sure > 0.9)


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
                amount.value,
                segment.place_at(amount.start, amount.end),
                segment.confidence_at(amount.start, amount.end),
                amount.repaired,
                segment,
            )
    return None


def _money(name: str, figure: Figure, sure: float, why: str) -> Draft:
    return Draft(
        name, f"{figure.value:.2f}", sure, figure.seen, figure.place, why, proven=sure > 0.9
    )


def _band_proven(band: _Band) -> bool:
    if band.gross is None or band.vat is None or not band.rate.isdigit():
        return False
    # Registers round the tax of each line or of the sum; within a few grosze either is right.
    return abs(tax_inside(band.gross.value, band.rate) - band.vat.value) <= Decimal("0.02")
