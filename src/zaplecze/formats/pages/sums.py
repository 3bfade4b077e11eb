"""Net, VAT and gross, in total and per rate: of all readings of a paper's figures, the one whose sums agree.

A row ``net, VAT, gross`` proves itself by net + VAT = gross. The total is the row that is called so, or whose
gross is what is to be paid, or that the rows per rate add up to. An amount that no sum proves is never certain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, product

from zaplecze.formats.pages.draft import Draft
from zaplecze.formats.pages.labels import GROSS, NET, TO_PAY, TOTAL_ROW, VAT, labelled
from zaplecze.formats.pages.shapes import Amount, amounts, rates
from zaplecze.formats.pages.sheet import Segment, Sheet
from zaplecze.formats.pages.types import Place

_GROSZ = Decimal("0.01")
_MOST_RATES = 6
_OTHER_MONEY = re.compile(r"kapital|stammkapital|share capital|kurs|exchange rate|w przeliczeniu")


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount on the paper, in one of its readings."""

    value: Decimal
    place: Place
    seen: float
    repaired: bool
    segment: Segment
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Triple:
    """Net, VAT and gross that agree; ``rate`` where the row names one; ``score``: what speaks for the total."""

    net: Figure
    vat: Figure
    gross: Figure
    rate: str = ""
    line: int = -1
    total: bool = False
    score: float = 0.0
    why: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[Decimal, Decimal, Decimal]:
        """For comparing."""
        return self.net.value, self.vat.value, self.gross.value


@dataclass
class _Row:
    line: int
    figures: list[list[Figure]]
    rates: list[str]
    total: bool
    number: bool = False
    triples: list[Triple] = field(default_factory=list)


def find_sums(sheet: Sheet) -> dict[str, Draft]:
    """``net``, ``vat``, ``gross``, ``net_23``, ``vat_23`` ... as drafts."""
    rows = [_row(sheet, at) for at in range(len(sheet.lines))]
    rows = [r for r in rows if r.figures]
    for row in rows:
        row.triples = list(_triples(row))
    labels = _Labels.of(sheet, rows)
    candidates = [*(t for r in rows for t in r.triples), *labels.stacked()]
    total = _total(candidates, rows, labels)
    if total is None:
        return labels.unproven()
    sure, why = _sureness(total, candidates)
    found = {
        name: _draft(name, figure, sure, why)
        for name, figure in (("net", total.net), ("vat", total.vat), ("gross", total.gross))
    }
    found.update(_per_rate(total, rows, labels, sheet, sure))
    return found


def _draft(name: str, figure: Figure, sure: float, why: str) -> Draft:
    return Draft(
        name, f"{figure.value:.2f}", sure, figure.seen, figure.place, why, proven=sure > 0.9
    )


def _row(sheet: Sheet, at: int) -> _Row:
    line = sheet.lines[at]
    figures: list[list[Figure]] = []
    found_rates: list[str] = []
    for segment in line:
        if _OTHER_MONEY.search(segment.folded):
            continue
        found_rates += [h.value for h in rates(segment.folded)]
        figures += [_readings(segment, a) for a in amounts(segment.text)]
    head = line[0].folded.strip() if line else ""
    total = any(TOTAL_ROW.search(s.folded) for s in line)
    return _Row(
        at,
        figures,
        list(dict.fromkeys(found_rates)),
        total,
        bool(re.match(r"[0-9]{1,3}(?:[. ]|$)", head)),
    )


def _readings(segment: Segment, amount: Amount) -> list[Figure]:
    place, seen = (
        segment.place_at(amount.start, amount.end),
        segment.confidence_at(amount.start, amount.end),
    )
    first = Figure(amount.value, place, seen, amount.repaired, segment)
    if amount.other is None:
        return [first]
    return [first, Figure(amount.other, place, seen, amount.repaired, segment, sure=False)]


def _triples(row: _Row) -> Iterator[Triple]:
    """In a row: three amounts from left to right of which two make the third."""
    rate = row.rates[-1] if len(row.rates) == 1 else ""
    for parts in combinations(row.figures[-6:], 3):
        for a, b, c in product(*parts):
            if a.value <= 0 or c.value <= 0:
                continue
            if a.value + b.value == c.value and _is_tax(a.value, b.value, rate):
                yield Triple(a, b, c, rate, row.line, row.total)
            elif a.value + c.value == b.value and c.value > 0 and _is_tax(a.value, c.value, rate):
                yield Triple(a, c, b, rate, row.line, row.total)
    if rate in {"0", "zw", "np", "oo"} and len(row.figures) >= 2:
        # Net and gross of an exempt row, with a dash for the tax, say nothing of their own: left to the total.
        return


def _is_tax(net: Decimal, vat: Decimal, rate: str) -> bool:
    """The tax of this net: at the rate of the row within a grosz per line, else at any rate up to 27 %."""
    if rate.isdigit():
        exact = net * Decimal(rate) / 100
        return abs(exact - vat) <= Decimal("0.15")
    if rate:
        return vat == 0
    return 0 <= vat <= net * Decimal("0.2705")


@dataclass
class _Labels:
    nets: list[Figure]
    vats: list[tuple[str, Figure]]
    grosses: list[Figure]
    to_pay: list[Figure]

    @classmethod
    def of(cls, sheet: Sheet, rows: Sequence[_Row]) -> _Labels:
        """Amounts that stand after, right of or under their labels."""
        found = cls([], [], [], [])
        for name, label in (("to_pay", TO_PAY), ("nets", NET), ("grosses", GROSS)):
            getattr(found, name).extend(f for _, f in _amounts_of(sheet, label))
        found.vats = [(rate, f) for rate, f in _amounts_of(sheet, VAT)]
        return found

    def stacked(self) -> Iterator[Triple]:
        """Sums that stand under each other with their names."""
        vat_sums: list[tuple[Figure, str]] = [(f, rate) for rate, f in self.vats]
        for net in self.nets:
            for gross in (*self.grosses, *self.to_pay):
                gap = gross.value - net.value
                if gap < 0 or net.value <= 0 or not _is_tax(net.value, gap, ""):
                    continue
                for vat, rate in vat_sums:
                    if vat.value == gap and _is_tax(net.value, gap, rate):
                        yield Triple(
                            net,
                            vat,
                            gross,
                            rate,
                            gross.segment.line,
                            True,
                            3.5,
                            ("podpisane netto, VAT i brutto",),
                        )
                        break
                else:
                    parts = _adding_up(self.vats, gap)
                    if parts:
                        whole = Figure(
                            gap,
                            parts[0][1].place.joined(parts[-1][1].place)
                            if _one_page(parts)
                            else parts[0][1].place,
                            min(f.seen for _, f in parts),
                            False,
                            parts[0][1].segment,
                        )
                        yield Triple(
                            net,
                            whole,
                            gross,
                            "",
                            gross.segment.line,
                            True,
                            3.0,
                            ("VAT według stawek daje różnicę",),
                        )

    def unproven(self) -> dict[str, Draft]:
        """Where no sum agrees: what the labels say, and that nothing proves it."""
        found: dict[str, Draft] = {}
        for name, figures in (
            ("gross", self.to_pay or self.grosses), ("net", self.nets), ("vat", [f for _, f in self.vats]),
        ):  # fmt: skip
            values = Counter(f.value for f in figures if f.value > 0)
            if len(values) == 1 or (name == "gross" and values):
                figure = max((f for f in figures if f.value > 0), key=lambda f: f.value)
                found[name] = _draft(
                    name,
                    figure,
                    0.75 if name == "gross" else 0.6,
                    "podpisana kwota, suma nie potwierdza",
                )
        return found


def _one_page(parts: Sequence[tuple[str, Figure]]) -> bool:
    return len({f.place.page for _, f in parts}) == 1


def _adding_up(vats: Sequence[tuple[str, Figure]], gap: Decimal) -> list[tuple[str, Figure]]:
    """Taxes of different rates that make the difference between gross and net."""
    named = {rate: figure for rate, figure in vats if rate}
    parts = list(named.items())
    return parts if len(parts) > 1 and sum(f.value for _, f in parts) == gap else []


def _amounts_of(sheet: Sheet, label: re.Pattern[str]) -> Iterator[tuple[str, Figure]]:
    seen: set[tuple[int, float, float]] = set()
    for near in labelled(sheet, label):
        part = near.segment.folded[near.start : near.end]
        rate = next((h.value for h in rates(part)), "")
        if near.way == "right" and not rate:
            label_segments = [
                s for s in sheet.lines[near.segment.line] if s.place.x1 <= near.segment.place.x0
            ]
            rate = next((h.value for s in label_segments for h in rates(s.folded)), "")
        for amount in amounts(near.segment.text):
            if amount.start < near.start:
                continue
            between = near.segment.folded[near.start : amount.start]
            if near.way == "after" and not re.fullmatch(
                r"[\s:.;()-]*(?:[0-9]{1,2}(?:[.,]0+)? ?%|zw|np|oo)?[\s:.;()-]*(?:pln|zl|eur|usd|[€$£])?[\s:.]*",
                between,
            ):
                break
            if near.way != "after" and len(between.strip()) > 4:
                break
            figure = _readings(near.segment, amount)[0]
            key = (figure.place.page, round(figure.place.x0, 3), round(figure.place.y0, 3))
            if key not in seen:
                seen.add(key)
                yield rate, figure
            break


def _total(candidates: Sequence[Triple], rows: Sequence[_Row], labels: _Labels) -> Triple | None:
    """The candidate for which most speaks; of equals the larger, then the later."""
    named = Counter(f.value for f in labels.to_pay)
    grosses = {f.value for f in labels.grosses}
    added = {_run_sum(run) for run in _runs(rows) if len(run) > 1}
    scored = []
    for triple in candidates:
        score, why = triple.score, list(triple.why)
        if triple.total and triple.line >= 0 and not triple.why:
            score += 3
            why.append("wiersz razem")
        if triple.gross.value in named:
            score += 3
            why.append("brutto równe kwocie do zapłaty")
        elif triple.gross.value in grosses:
            score += 1
            why.append("podpisane brutto")
        if triple.values in added:
            score += 2
            why.append("suma wierszy według stawek")
        if triple.rate:
            score += 0.5
        if triple.net.sure and triple.vat.sure and triple.gross.sure:
            score += 0.25
        scored.append(
            Triple(
                triple.net,
                triple.vat,
                triple.gross,
                triple.rate,
                triple.line,
                triple.total,
                score,
                tuple(why),
            )
        )
    if not scored:
        return None
    return max(scored, key=lambda t: (t.score, t.gross.value, t.line))


def _sureness(total: Triple, candidates: Sequence[Triple]) -> tuple[float, str]:
    """How sure the total is: agreeing sums and a name make it certain, a larger agreeing row elsewhere does not."""
    why = ", ".join(("netto + VAT = brutto", *total.why))
    sure = (
        0.99
        if total.score >= 5
        else 0.98
        if total.score >= 3
        else 0.9
        if total.score >= 2
        else 0.75
    )
    larger = [t for t in candidates if t.gross.value > total.gross.value and t.total]
    if larger:
        return min(sure, 0.7), f"{why}; jest też {larger[0].gross.value}"
    if total.gross.repaired and total.score < 5:
        sure = min(sure, 0.9)
    return sure, why


def _rated(rows: Sequence[_Row]) -> list[Triple]:
    """One triple of each row that names a rate: lines of the paper, then its table of rates."""
    found = [_fitting(row) for row in rows if not row.total]
    return [t for t in found if t is not None and t.rate]


def _runs(rows: Sequence[_Row]) -> Iterator[list[Triple]]:
    """Neighbouring rows of different rates, and all rows together: whatever may add up to a total."""
    rated = _rated(rows)[-80:]
    for start in range(len(rated)):
        for end in range(start + 1, min(start + _MOST_RATES, len(rated)) + 1):
            run = rated[start:end]
            if len({t.rate for t in run}) < len(run):
                break
            yield run
    if len(rated) > 1:
        yield rated


def _fitting(row: _Row) -> Triple | None:
    """Of a row's triples the last in reading order: quantities and prices stand before."""
    sure = [t for t in row.triples if t.net.sure and t.vat.sure and t.gross.sure]
    fitting = sure or row.triples
    return fitting[-1] if fitting else None


def _run_sum(run: Sequence[Triple]) -> tuple[Decimal, Decimal, Decimal]:
    return (
        sum((t.net.value for t in run), Decimal(0)), sum((t.vat.value for t in run), Decimal(0)),
        sum((t.gross.value for t in run), Decimal(0)),
    )  # fmt: skip


def _per_rate(
    total: Triple, rows: Sequence[_Row], labels: _Labels, sheet: Sheet, sure: float
) -> dict[str, Draft]:
    """Net and VAT of each rate, if they add up to the total."""
    found: dict[str, Draft] = {}
    band_rows = [t for r in rows for t in r.triples if t.rate]
    for run in _bands(rows, total):
        for triple in run:
            why = f"wiersz stawki {triple.rate}, stawki dają razem"
            found[f"net_{triple.rate}"] = _draft(f"net_{triple.rate}", triple.net, sure, why)
            found[f"vat_{triple.rate}"] = _draft(f"vat_{triple.rate}", triple.vat, sure, why)
        return found
    named = (
        {t.rate for t in band_rows}
        | {rate for rate, _ in labels.vats if rate}
        | {r for row in rows for r in row.rates}
    )
    if (total.rate and named <= {total.rate}) or (
        len(named) == 1 and _is_tax(total.net.value, total.vat.value, next(iter(named)))
    ):
        rate = total.rate or next(iter(named))
        why = "jedyna stawka na papierze"
        limit = min(sure, 0.98)
        found[f"net_{rate}"] = _draft(f"net_{rate}", total.net, limit, why)
        found[f"vat_{rate}"] = _draft(f"vat_{rate}", total.vat, limit, why)
        return found
    lines = _by_lines(rows, total)
    for rate, figure in labels.vats:
        if rate and _adding_up(labels.vats, total.vat.value):
            found[f"vat_{rate}"] = _draft(
                f"vat_{rate}", figure, sure, "VAT stawki, stawki dają VAT razem"
            )
    for rate, (net, vat, figure) in lines.items():
        found[f"net_{rate}"] = Draft(
            f"net_{rate}",
            f"{net:.2f}",
            min(sure, 0.97),
            1.0,
            figure.place,
            "suma wierszy stawki",
            True,
        )
        if vat is not None:
            found.setdefault(
                f"vat_{rate}",
                Draft(
                    f"vat_{rate}",
                    f"{vat:.2f}",
                    min(sure, 0.97),
                    1.0,
                    figure.place,
                    "suma wierszy stawki",
                    True,
                ),
            )
    return found


def _bands(rows: Sequence[_Row], total: Triple) -> Iterator[list[Triple]]:
    """Runs of different rates that add up to the total; the shortest way to it first."""
    runs = [
        r for r in _runs(rows) if _run_sum(r) == total.values and len({t.rate for t in r}) == len(r)
    ]
    yield from sorted(runs, key=lambda r: (abs(r[-1].line - total.line), len(r)))


def _by_lines(
    rows: Sequence[_Row], total: Triple
) -> dict[str, tuple[Decimal, Decimal | None, Figure]]:
    """The lines of the paper added up by rate, where all of them make the total net."""
    nets: dict[str, Decimal] = {}
    vats: dict[str, Decimal] = {}
    where: dict[str, Figure] = {}
    whole = True
    for row in rows:
        if len(row.rates) != 1 or row.total:
            continue
        rate = row.rates[0]
        triple = _fitting(row)
        if triple is not None:
            net, vat = triple.net, triple.vat.value
        elif row.number or len(row.figures) >= 2:
            net, vat, whole = row.figures[-1][0], Decimal(0), False
        else:
            continue
        nets[rate] = nets.get(rate, Decimal(0)) + net.value
        vats[rate] = vats.get(rate, Decimal(0)) + vat
        where.setdefault(rate, net)
    if len(nets) < 2 or sum(nets.values()) != total.net.value:
        return {}
    if whole and sum(vats.values()) != total.vat.value:
        return {}
    return {rate: (net, vats[rate] if whole else None, where[rate]) for rate, net in nets.items()}


def tax_inside(gross: Decimal, rate: str) -> Decimal:
    """The VAT that a gross amount holds, half up to the grosz (receipts; VAT Act art. 106e ust. 7)."""
    percent = Decimal(rate)
    return (gross * percent / (100 + percent)).quantize(_GROSZ, ROUND_HALF_UP)
