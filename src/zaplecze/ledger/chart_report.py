"""Plan kont as a report (Accounting Act art. 10 ust. 1 pkt 3 lit. a)."""

from __future__ import annotations

from zaplecze.ledger.charts import SYNTHETIC
from zaplecze.ledger.queries import accounts
from zaplecze.platform.models import Company
from zaplecze.platform.report import Column, Report, Row


def chart_report(company: Company, *, day: str, text: str = "") -> Report:
    """Accounts under their synthetic ones with kind, settlement, JPK_KR_PD tags and state; all, or as searched."""
    rows: list[Row] = []
    group = ""
    for a in accounts(text=text):
        if a.number[:3] != group:
            group = a.number[:3]
            if a.number != group and group in SYNTHETIC:
                rows.append(Row({"number": group, "name": SYNTHETIC[group]}, kind="group"))
        rows.append(
            Row(
                {
                    "number": a.number,
                    "name": a.name,
                    "kind": str(a.get_kind_display()),
                    "settles": "rozrachunkowe" if a.settles else "",
                    "tag_1": a.tag_1,
                    "tag_2": a.tag_2,
                    "tag_pd": a.tag_pd,
                    "state": "zablokowane" if a.blocked else "",
                }
            )
        )
    return Report(
        code="chart",
        title="Plan kont",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"stan na {day}",
        columns=(
            Column("number", "Konto", "code"),
            Column("name", "Nazwa", "text"),
            Column("kind", "Rodzaj", "text"),
            Column("settles", "Rozrachunki", "text"),
            Column("tag_1", "Znacznik", "code"),
            Column("tag_2", "Drugi znacznik", "code"),
            Column("tag_pd", "Podatkowy", "code"),
            Column("state", "Stan", "text"),
        ),
        rows=tuple(rows),
        totals={},
    )
