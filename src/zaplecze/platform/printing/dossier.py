"""A dossier: one thing (an entry, an asset, a month) with its facts and its tables, on a sheet and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zaplecze.platform.money import format_pln
from zaplecze.platform.printing.as_letter import LetterSection, LetterSheet, LetterTable
from zaplecze.platform.printing.cells import shown
from zaplecze.platform.report import Column, Report, Row

Fact = tuple[str, str]
_NARROW, _WIDE = 5, 26  # characters: how little and how much of a line a column asks for
FACTS = (3, 7)


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is told of one thing: ``facts`` first, then its tables, then ``signatures`` to sign over.

    ``day`` is what stands for a date over the sheet; ``sender`` the lines that head it. Texts are Polish.
    """

    code: str
    title: str
    number: str
    day: str
    company_name: str
    company_nip: str
    sender: tuple[str, ...]
    facts: tuple[Fact, ...]
    parts: tuple[Report, ...] = ()
    paragraphs: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    period: str = ""

    @property
    def name(self) -> str:
        """Title and number together."""
        return f"{self.title} {self.number}".rstrip()


def dossier_sheet(dossier: Dossier) -> LetterSheet:
    """The dossier as a sheet of A4."""
    facts = LetterTable(("Dane", ""), dossier.facts, widths=FACTS)
    return LetterSheet(
        title=dossier.title,
        number=dossier.number,
        day=dossier.day,
        sender=dossier.sender,
        recipient=(),
        sections=(
            LetterSection(table=facts),
            *(LetterSection(part.title, part.notes, _table(part)) for part in dossier.parts),
            LetterSection(paragraphs=dossier.paragraphs, signatures=dossier.signatures),
        ),
    )


def dossier_reports(dossier: Dossier) -> tuple[Report, Sequence[Report]]:
    """The dossier as tables: its facts, and what follows on sheets of their own."""
    facts = Report(
        code=dossier.code,
        title=dossier.name,
        company_name=dossier.company_name,
        company_nip=dossier.company_nip,
        period_label=dossier.day,
        columns=(Column("name", "Dane", "text"), Column("value", "Treść", "text", width=60)),
        rows=tuple(Row({"name": name, "value": value}) for name, value in dossier.facts),
        totals={},
        notes=dossier.paragraphs,
    )
    return facts, dossier.parts


def _table(report: Report) -> LetterTable:
    heads = tuple(c.label for c in report.columns)
    rows = tuple(
        tuple("" if row.hides(c) else shown(row.cells.get(c.key)) for c in report.columns)
        for row in report.rows
    )
    total: tuple[str, ...] = ()
    if report.totals:
        sums = [
            format_pln(report.totals[c.key]) if c.key in report.totals else ""
            for c in report.columns
        ]
        total = (sums[0] or "Razem", *sums[1:])
    texts = [*rows, total] if total else rows
    widths = tuple(
        min(
            max([_NARROW, *map(len, head.split(" ")), *(len(row[i]) for row in texts)]),
            _WIDE,
        )
        + 2
        for i, head in enumerate(heads)
    )
    right = tuple(i for i, c in enumerate(report.columns) if c.kind in ("money", "int"))
    return LetterTable(heads, rows, right, total, widths)
