"""Comparative figures (dane porównawcze) of a year that isn't in the books, kept as versions for the year after it.

Source: Accounting Act art. 46 ust. 1, 47 ust. 1, 48a, 48b: each position of a year stands beside the year before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from zaplecze.ledger.api import years_of_books
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_year, business_years, current_company_id
from zaplecze.statements.events import ComparativesKept
from zaplecze.statements.layouts import ASSETS, BY_FUNCTION, BY_NATURE, LIABILITIES
from zaplecze.statements.models import Comparative, FigureSource
from zaplecze.statements.rules import Figure, Statement, shortened
from zaplecze.statements.typed_lines import (
    RESULTS,
    SHORT,
    Values,
    counted,
    misfits,
    sheets_of,
    totals,
)

ZERO = Decimal("0.00")
MOST = Decimal(10) ** 15


class CannotKeep(Refusal):
    """The figures can't be kept as they are; the message names the place and the next step."""

    code = "statements.comparatives"


@dataclass(frozen=True, slots=True)
class Told:
    """Amounts (PLN) of the year before by statement and line, with the versions that they come from.

    ``by`` tells a version as people read it. A statement that no version has is missing from ``amounts``.
    """

    amounts: Mapping[str, Mapping[str, Decimal]]
    by: Mapping[str, str]


def keep_comparatives(
    *,
    year: int,
    annex: str,
    variant: str,
    values: Values,
    source: str,
    file_sha256: str = "",
    by: int | None,
    at: datetime,
) -> Comparative:
    """Keep a version of a year's figures; what the newest one says already is not kept twice.

    ``values`` are typed lines by sheet and code (`sheets_of`); sums are counted. Raises `CannotKeep` for a year that
    is in the books or isn't right before them, for a line that is counted or unknown, where something doesn't fit.
    """
    lock_company()
    years = years_of_books()
    if year in years:
        raise CannotKeep(
            f"Rok {business_year(year).name} jest w księgach: jego dane porównawcze biorą się z nich. Popraw księgi."
        )
    before = business_years().label_before(min(years)) if years else None
    if year != before:
        first = f"rok {before}" if before else "rok przed pierwszym rokiem ksiąg"
        raise CannotKeep(
            f"Dane porównawcze podaje się za {first}. Zacznij od bilansu otwarcia, potem wróć na tę stronę."
        )
    try:
        sheets = sheets_of(annex, variant)
    except KeyError as error:
        raise CannotKeep("Wybierz załącznik i wariant z listy.") from error
    kept: dict[str, dict[str, str]] = {}
    for sheet, amounts in values.items():
        typed = {line.code for line in sheets.get(sheet, ()) if not line.terms}
        for code, amount in amounts.items():
            if code not in typed:
                raise CannotKeep(f"Pozycji {code} ({sheet}) nie wpisuje się w tym załączniku.")
            if abs(amount) >= MOST or amount != amount.quantize(ZERO):
                raise CannotKeep(
                    f"Pozycja {code}: kwota {amount} jest za duża albo ma części grosza."
                )
            if amount:
                kept.setdefault(sheet, {})[code] = f"{amount:.2f}"
    wrong = [m.message for m in misfits(annex, variant, values) if m.stops]
    if wrong:
        raise CannotKeep(" ".join(wrong))
    versions = comparatives_of(year)
    newest = next((v for v in versions if (v.annex, v.variant) == (annex, variant)), None)
    if newest is not None and newest.figures == kept:
        return newest
    made = Comparative.objects.create(
        company_id=current_company_id(),
        year=year,
        no=1 + max((v.no for v in versions), default=0),
        annex=annex,
        variant=variant,
        figures=kept,
        source=FigureSource(source),
        file_sha256=file_sha256,
        made_at=at,
        made_by_id=by,
    )
    told = ComparativesKept(year=year, no=made.no, annex=annex, variant=variant, source=made.source)
    record_events([told], Stamp(by, at))
    return made


def comparatives_of(year: int) -> list[Comparative]:
    """Versions of a year's figures, the newest first."""
    return list(
        Comparative.objects.select_related("made_by")
        .filter(company_id=current_company_id(), year=year)
        .order_by("-no")
    )


def values_of(version: Comparative) -> dict[str, dict[str, Decimal]]:
    """The typed lines of a version, PLN."""
    return {
        sheet: {code: Decimal(amount) for code, amount in lines.items()}
        for sheet, lines in version.figures.items()
    }


def in_words(version: Comparative) -> str:
    """A version as lineage tells it: which day, how, by whom."""
    who = version.made_by.full_name if version.made_by else "program"
    day = version.made_at.astimezone(WARSAW)
    return (
        f"dane porównawcze z dnia {day:%d.%m.%Y}, {FigureSource(version.source).label} przez {who} "
        f"(wersja {version.no})"
    )


def told_before(*, year: int, annex: str, variant: str) -> Told | None:
    """Figures of the year before in the form of an annex; None where the books have it, or nothing is kept.

    Versions of annex 1 tell annexes 4 and 5 too, where these have none of their own; a balance sheet is the same in
    both variants of RZiS.
    """
    if any(other < year for other in years_of_books()):
        return None
    variant = "by-nature" if annex == "4" else variant  # micro entities have one only
    versions = comparatives_of(business_years().label_before(year))
    same = [v for v in versions if v.annex == annex] or [v for v in versions if v.annex == "1"]
    if not same:
        return None
    exact = next((v for v in same if v.variant == variant), None)
    balance = exact or same[0]
    amounts: dict[str, Mapping[str, Decimal]] = {}
    by: dict[str, str] = {}
    for version, sheets in (
        (balance, ("assets", "liabilities", "equity")),
        (exact, ("result", "cash-flow")),
    ):
        if version is None:
            continue
        lines = sheets_of(version.annex, version.variant)
        typed = values_of(version)
        for sheet in sheets:
            if sheet not in lines or (sheet in {"cash-flow", "equity"} and sheet not in typed):
                continue
            amounts[sheet] = counted(lines[sheet], typed.get(sheet, {}))
            by[sheet] = in_words(version)
    if same[0].annex != annex:
        amounts = _in_short(amounts, annex, variant)
    return Told(amounts, by)


def _in_short(
    amounts: Mapping[str, Mapping[str, Decimal]], annex: str, variant: str
) -> dict[str, Mapping[str, Decimal]]:
    """Figures of annex 1 in the lines of annex 4 or 5."""
    layouts = {"assets": ASSETS, "liabilities": LIABILITIES, "result": RESULTS[variant]}
    found: dict[str, Mapping[str, Decimal]] = {}
    for sheet, layout in layouts.items():
        if sheet not in amounts:
            continue
        figures = tuple(
            Figure(x.code, x.name, x.level, ZERO, amounts[sheet][x.code], ()) for x in layout.lines
        )
        whole = Statement(layout.code, layout.title, figures, ZERO, ZERO)
        short = shortened(SHORT[annex][layout.code], whole)
        found[sheet] = {f.code: f.previous for f in short.figures}
    return found


def with_previous(statement: Statement, amounts: Mapping[str, Decimal] | None) -> Statement:
    """A statement with its column of the year before told by these amounts; empty where there are none."""
    told = amounts or {}
    result = statement.code in {BY_NATURE.code, BY_FUNCTION.code}
    return replace(
        statement,
        figures=tuple(replace(f, previous=told.get(f.code, ZERO)) for f in statement.figures),
        previous_total=ZERO if result else totals(told),
    )
