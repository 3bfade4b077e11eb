"""The figures of reading as a table for a file: a line for each kind, below it a line for each of its fields."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zaplecze.documents.readings.quality import KindQuality, Months
from zaplecze.platform.models import Company
from zaplecze.platform.periods import period_label
from zaplecze.platform.report import Column, Report, Row
from zaplecze.platform.templatetags.polish import share


def quality_report(kinds: Sequence[KindQuality], months: Months, company: Company) -> Report:
    """What the page shows, with the shares as it shows them."""
    rows: list[Row] = []
    for kind in kinds:
        cells = {"kind": kind.label, "read": kind.read, "confirmed": kind.confirmed}
        cells |= {"untouched": kind.untouched, "straight": _share(kind.straight)}
        rows.append(Row(cells))
        rows += [
            Row(
                {
                    "kind": kind.label,
                    "field": f.label,
                    "certain": f.certain,
                    "certain_right": f.certain_right,
                    "precision": _share(f.precision),
                    "printed": f.printed,
                    "found": f.found,
                    "recall": _share(f.recall),
                    "certain_wrong": f.certain_wrong,
                    "missed": f.missed,
                }
            )
            for f in kind.fields
        ]
    return Report(
        code="reading-quality",
        title=_("Jakość odczytu"),
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(*months) if months else _("od początku"),
        columns=(
            Column("kind", _("Rodzaj"), "text"),
            Column("read", _("Odczytane"), "int"),
            Column("confirmed", _("Potwierdzone"), "int"),
            Column("untouched", _("Bez żadnej zmiany"), "int"),
            Column("straight", _("Udział bez zmiany"), "text"),
            Column("field", _("Pole"), "text"),
            Column("certain", _("Pewne"), "int"),
            Column("certain_right", _("w tym dobre"), "int"),
            Column("precision", _("Precyzja pewnych"), "text"),
            Column("printed", _("Na papierze"), "int"),
            Column("found", _("odczytane dobrze"), "int"),
            Column("recall", _("Kompletność"), "text"),
            Column("certain_wrong", _("Pewne, a złe"), "int"),
            Column("missed", _("Dopisane"), "int"),
        ),
        rows=tuple(rows),
        totals={},
    )


def _share(part: float | None) -> str | None:
    return None if part is None else share(part)
