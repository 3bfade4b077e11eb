"""The statement of savings: one paper for the owner, with pictures, figures, and how each was counted."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import override

from zaplecze.controlling.rules.savings import Verdict
from zaplecze.controlling.savings import pictures, words
from zaplecze.controlling.savings.queries import Savings
from zaplecze.controlling.savings.reports import (
    change_limits,
    change_text,
    cost_lines,
    month_mean,
    notes,
    now_text,
)
from zaplecze.platform.days import WARSAW
from zaplecze.platform.letterhead import letterhead
from zaplecze.platform.models import Company
from zaplecze.platform.periods import period_label
from zaplecze.platform.printing import LetterSection, LetterSheet, LetterTable, letters_pdf

MONTH_HEADS = (
    "Miesiąc",
    "Dokumenty",
    "W drodze",
    "Czas obiegu",
    "Bez ludzi",
    "Z błędem",
    "Wydruki",
    "Koszt, zł",
)


@override("pl")
def statement_sheet(company: Company, told: Savings) -> LetterSheet:
    """The statement ready to print."""
    return LetterSheet(
        title="Zestawienie oszczędności",
        number=f"okres {period_label(told.first, told.last)}",
        day=f"stan na {told.as_of.astimezone(WARSAW):%d.%m.%Y}",
        sender=letterhead(company),
        recipient=("Właściciel", company.name),
        sections=(
            LetterSection(paragraphs=(*_summary(told), _origin(told))),
            _changes(told),
            LetterSection(paragraphs=_reasons(told)),
            *_curve(told),
            *_months(told),
            LetterSection(
                heading="Jak liczono",
                paragraphs=(
                    *(f"{words.name(c.measure)}: {words.method(c)}" for c in told.comparisons),
                    *notes(told),
                    str(words.END),
                    str(words.CAUTION),
                ),
            ),
        ),
    )  # fmt: skip


def _origin(told: Savings) -> str:
    """Where the figures before come from; of several sources which measures each told."""
    if told.before is None:
        return "Nie wpisano stanu przed: nie ma z czym porównywać."
    measures: dict[int, list[str]] = {}
    for measure, origin in told.before.origins.items():
        if measure in words.NAMES:
            measures.setdefault(origin.id, []).append(words.name(measure))
    rows = {origin.id: origin for origin in told.before.origins.values()}
    found = []
    for id_, row in sorted(rows.items()):
        of = (
            "" if len(rows) == 1 else f" ({', '.join(measures.get(id_, ['dokumenty na miesiąc']))})"
        )
        found.append(f"{words.origin(row)}{of}{f' ({row.note})' if row.note else ''}")
    return f"Punkt odniesienia: {'; '.join(found)}."


def print_statement(
    company: Company, told: Savings, *, printed_by: str, printed_at: datetime
) -> bytes:
    """The statement as PDF/A."""
    return letters_pdf(
        [statement_sheet(company, told)], printed_by=printed_by, printed_at=printed_at
    )


def _summary(told: Savings) -> tuple[str, ...]:
    lines = []
    for measure, what in (("cycle", "Obieg o 40 % szybszy"), ("cost", "Koszt o 20 % niższy")):
        c = told.of(measure)
        if measure == "cost" and told.cost_year is not None:
            lines.append(f"{what}. {' '.join(cost_lines(told))}")
            continue
        if c.verdict is None or c.change is None:
            why = words.missing(c) or change_text(c)
            lines.append(f"{what}: nie da się powiedzieć, {why}.")
            continue
        doubt = ", bo przedział obejmuje obietnicę" if c.verdict is Verdict.OPEN else ""
        lines.append(
            f"{what}: obietnica {words.verdict(c)}{doubt}. Zmierzono {change_text(c)} "
            f"(95 %: {change_limits(c)})."
        )
    if told.saved is not None:
        limits = words.between(told.saved, lambda v: words.figure(v, "pln"))
        lines.append(
            f"Przy koszcie dokumentu sprzed zmiany te dokumenty kosztowałyby o "
            f"{words.figure(told.saved.value, 'pln')} więcej{f' (95 %: {limits})' if limits else ''}."
        )
    if told.avoided is not None:
        limits = words.between(told.avoided, lambda v: words.decimal_text(v, 0))
        lines.append(
            f"Wydruków mniej niż przed zmianą: {words.decimal_text(told.avoided.value, 0)} (95 %: {limits})."
        )
    return tuple(lines)


def _changes(told: Savings) -> LetterSection:
    """The measures, under their picture where there is anything to draw."""
    drawn = pictures.change_picture(told)
    return LetterSection(
        heading="Zmiana wobec stanu przed",
        picture=pictures.svg("changes", drawn) if drawn.rows else "",
        picture_alt="Zmiana każdej miary z przedziałem 95 %" if drawn.rows else "",
        table=_measures(told),
    )


def _reasons(told: Savings) -> tuple[str, ...]:
    """Why measures have no change or no interval: measures of one reason together."""
    found: dict[str, list[str]] = {}
    for c in told.comparisons:
        if reason := words.missing(c):
            found.setdefault(reason, []).append(words.name(c.measure))
    return tuple(f"{', '.join(names)}: {reason}." for reason, names in found.items())


def _measures(told: Savings) -> LetterTable:
    return LetterTable(
        heads=("Miara", "Przed", "Teraz", "Zmiana", "95 % zmiany", "Z ilu", "W drodze"),
        rows=tuple(
            (
                words.name(c.measure),
                words.figure(c.before.value if c.before else None, c.unit),
                now_text(c),
                words.moved(c.change.value, c) if c.change else "–",
                words.between(c.change, lambda v, c=c: words.moved(v, c)),
                str(c.n),
                str(c.censored) if c.censored else "",
            )
            for c in told.comparisons
        ),
        right=(1, 2, 3, 4, 5, 6),
        widths=(24, 13, 14, 11, 20, 7, 11),
    )


def _curve(told: Savings) -> tuple[LetterSection, ...]:
    picture = pictures.curve_picture(told)
    if picture is None:
        return ()
    return (
        LetterSection(
            heading="Jak długo dokumenty są w drodze",
            picture=pictures.svg("curve", picture),
            picture_alt="Krzywa Kaplana-Meiera z przedziałem 95 %",
        ),
    )


def _months(told: Savings) -> tuple[LetterSection, ...]:
    picture = pictures.months_picture(told)
    if picture is None:
        return ()
    return (
        LetterSection(
            heading="Miesiąc po miesiącu",
            picture=pictures.svg("months", picture),
            picture_alt="Średni czas obiegu w miesiącach wpływu",
            table=LetterTable(
                heads=MONTH_HEADS,
                rows=tuple(
                    (
                        f"{m.month[1]:02}.{m.month[0]}",
                        str(m.papers),
                        str(m.censored) if m.censored else "",
                        month_mean(m),
                        str(m.straight),
                        str(m.wrong),
                        str(m.paper_prints),
                        "" if m.cost is None else words.format_pln(m.cost),
                    )
                    for m in told.months
                ),
                right=(1, 2, 3, 4, 5, 6, 7),
            ),
        ),
    )  # fmt: skip
