"""Comparative figures from elsewhere, pure: pasted from a sheet, or of another program's e-Sprawozdanie.

What is read fills the form; people look at it and keep it. Nothing is dropped in silence: each row that has no line
and each sum that comes out otherwise is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from zaplecze.formats.e_sprawozdanie_1_2 import Figures, Kind, Variant
from zaplecze.platform.business_years import BusinessYear
from zaplecze.platform.money import format_pln, parse_pln
from zaplecze.platform.refusal import Refusal
from zaplecze.statements.typed_lines import SHEETS, Misfit, TypedLine, counted, sheets_of

ANNEX_OF = {Kind.OTHER: "1", Kind.MICRO: "4", Kind.SMALL: "5"}
VARIANT_OF = {Variant.BY_NATURE: "by-nature", Variant.BY_FUNCTION: "by-function"}
ROWS_MAX = 2_000
HEADINGS = {
    "aktywa": "assets",
    "pasywa": "liabilities",
    "rachunek zysków i strat": "result",
    "rzis": "result",
    "rachunek przepływów": "cash-flow",
    "przepływy": "cash-flow",
}


@dataclass(slots=True)
class ReadFigures:
    """Typed lines by sheet and code (PLN), and what was strange about their source."""

    annex: str
    variant: str
    values: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    strange: list[Misfit] = field(default_factory=list)


def from_statement(figures: Figures, *, year: BusinessYear, nip: str) -> ReadFigures:
    """Figures of a year from its e-Sprawozdanie; raises `Refusal` for another year's or another company's."""
    if (figures.first_day, figures.last_day) != (year.first_day, year.last_day):
        raise Refusal(
            f"Plik jest za okres {figures.first_day:%d.%m.%Y} – {figures.last_day:%d.%m.%Y}, a tu potrzebny jest "
            f"rok {year.name if year.is_calendar else year.days}. Wybierz plik tego roku.",
            code="statements.file-year",
        )
    if figures.nip and figures.nip != nip:
        raise Refusal(
            f"Plik jest firmy {figures.name} (NIP {figures.nip}), a otwarta firma ma NIP {nip}. Wybierz jej plik.",
            code="statements.file-company",
        )
    read = ReadFigures(ANNEX_OF[figures.kind], VARIANT_OF[figures.variant])
    sheets = sheets_of(read.annex, read.variant)
    if figures.factor != 1:
        read.strange.append(
            Misfit(
                "thousands",
                "Plik podaje tysiące złotych: kwoty są z taką dokładnością.",
                stops=False,
            )
        )
    for sheet, positions in (
        ("assets", figures.assets),
        ("liabilities", figures.liabilities),
        ("result", figures.result),
    ):
        told = {p.code: p.amount for p in positions}
        read.values[sheet] = _typed(sheets[sheet], told)
        read.strange += _differences(sheet, sheets[sheet], told, read.values[sheet])
    read.strange += [
        Misfit(
            "own-line",
            f"Własna pozycja pliku „{own.name}” {format_pln(own.amount)} (w {own.above or 'całości'}) nie ma wiersza "
            "w załączniku: dodaj ją do jednej z pozycji.",
            stops=False,
        )
        for own in figures.own
        if own.amount
    ]
    return read


def from_paste(text: str, *, annex: str, variant: str, sheet: str) -> ReadFigures:
    """Rows copied from a sheet: number or name of a position, then its amount, the first of the row.

    Rows stand in the order of the annex. Headings (Aktywa, Pasywa, Rachunek zysków i strat) change the statement,
    and so does a number that begins anew. Numbers may be whole (A.II.1) or those of their level alone (II, 1, a).
    """
    read = ReadFigures(annex, variant)
    sheets = sheets_of(annex, variant)
    if sheet not in sheets:
        raise Refusal("Wybierz sprawozdanie, do którego wklejasz.", code="statements.sheet")
    rows = [row for row in text.splitlines() if row.strip()]
    if len(rows) > ROWS_MAX:
        raise Refusal(
            f"Wklejono ponad {ROWS_MAX} wierszy. Wklej samo sprawozdanie.", code="statements.paste"
        )
    told: dict[str, dict[str, Decimal]] = {}
    last = -1
    for number, row in enumerate(rows, 1):
        cells = [c.strip() for c in (row.split("\t") if "\t" in row else row.split(";"))]
        words, amount = _words_and_amount(cells)
        if (heading := _heading(words)) in sheets and (
            amount is None or heading != sheet or last < 0
        ):
            sheet, last = heading, -1  # type: ignore[assignment]
            continue
        if amount is None:
            continue
        place = _place(sheets[sheet], words, last)
        if place is None and _code(words) == "A" and (following := _after(sheet, sheets)):
            sheet, last = following, -1
            place = _place(sheets[sheet], words, last)
        if place is None:
            shown = " ".join(w for w in words if w)[:60]
            read.strange.append(
                Misfit(
                    "row",
                    f"Wiersz {number} („{shown}”) nie ma pozycji w {SHEETS[sheet]}: pominięto {format_pln(amount)}.",
                )
            )
            continue
        last = place
        told.setdefault(sheet, {})[sheets[sheet][place].code] = amount
    for name, amounts in told.items():
        read.values[name] = _typed(sheets[name], amounts)
        read.strange += _differences(name, sheets[name], amounts, read.values[name])
    if not told:
        raise Refusal(
            "We wklejonym tekście nie ma pozycji z kwotami. Skopiuj z arkusza kolumny: pozycja, treść, kwota.",
            code="statements.paste",
        )
    return read


def _typed(lines: tuple[TypedLine, ...], told: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {x.code: told[x.code] for x in lines if not x.terms and told.get(x.code)}


def _differences(
    sheet: str,
    lines: tuple[TypedLine, ...],
    told: Mapping[str, Decimal],
    typed: Mapping[str, Decimal],
) -> Iterator[Misfit]:
    """Sums that come out otherwise than the source has them, and positions that the annex doesn't have."""
    sums = counted(lines, typed)
    for code, amount in told.items():
        if code not in sums:
            yield Misfit(
                "unknown",
                f"{SHEETS[sheet]}: pozycji {code} ({format_pln(amount)}) nie ma w załączniku.",
            )
        elif sums[code] != amount:
            yield Misfit(
                "sum",
                f"{SHEETS[sheet]} {code}: w źródle {format_pln(amount)}, z pozycji jest {format_pln(sums[code])}.",
                stops=False,
            )


def _words_and_amount(cells: list[str]) -> tuple[list[str], Decimal | None]:
    """The texts of a row before its first amount, and the amount. A lone number of a position is a text."""
    for index, cell in enumerate(cells):
        if index == 0 and re.fullmatch(r"\d{1,2}\.?", cell):
            continue
        plain = re.sub(r"\s*zł$", "", cell)
        if re.fullmatch(r"\(.+\)", plain):
            plain = f"-{plain[1:-1]}"
        try:
            return cells[:index], parse_pln(plain)
        except ValueError:
            continue
    return cells, None


def _heading(words: list[str]) -> str | None:
    """The statement that a row's words head; a numbered row heads none."""
    text = " ".join(w for w in words if w).casefold().strip(" :.")
    return next((sheet for name, sheet in HEADINGS.items() if text.startswith(name)), None)


def _code(words: list[str]) -> str:
    """A position's number as the annex writes it: ``A. II. 1. a)`` is ``A.II.1.a``."""
    first = next((w for w in words if w), "")
    return ".".join(re.findall(r"[A-Za-z]+|\d+", first)) if len(first) <= 16 else ""


def _place(lines: tuple[TypedLine, ...], words: list[str], last: int) -> int | None:
    """The index of a row's line after the last one: by its whole number, that within its level, or its name."""
    code = _code(words)
    name = _plain(next((w for w in reversed(words) if len(w) > 3), ""))
    ahead = range(last + 1, len(lines))
    if "." in code:
        return next((i for i in ahead if lines[i].code == code), None)
    named = [i for i in ahead if name and _plain(lines[i].name) == name]
    numbered = [i for i in ahead if code and lines[i].code.rpartition(".")[2] == code]
    both = [i for i in numbered if i in named]
    return next(iter(both or numbered or named), None)


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name.casefold()).removeprefix("w tym ").strip()


def _after(sheet: str, sheets: Mapping[str, tuple[TypedLine, ...]]) -> str:
    names = list(sheets)
    place = names.index(sheet) + 1
    return names[place] if place < len(names) else ""
