"""JPK_V7M as tables: control totals with the declaration, then the rows of both registers as the file has them."""

from __future__ import annotations

from decimal import Decimal

from zaplecze.formats.jpk_v7m_3 import LABELS, PurchaseRow, SalesRow
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month, period_label
from zaplecze.platform.report import Column, Report, Row
from zaplecze.tax.filing import BuiltJpk
from zaplecze.tax.reports import field_column, tax_number

ZERO = Decimal("0.00")
CODE = "jpk-v7m"


def jpk_reports(company: Company, built: BuiltJpk, month: Month) -> tuple[Report, list[Report]]:
    """The preview of a month's file on paper: its first table, and its registers that follow it."""
    label = period_label(month, month)
    registers = [
        _rows(company, "JPK_V7M(3): ewidencja sprzedaży", built.jpk.sales, label),
        _rows(company, "JPK_V7M(3): ewidencja zakupu", built.jpk.purchases, label),
    ]
    return _summary(company, built, label), registers


def _summary(company: Company, built: BuiltJpk, label: str) -> Report:
    rows = [Row({"field": None, "name": "Sumy kontrolne"}, kind="group")]
    for name, count, told, books in (
        ("Podatek należny", built.sales_rows, built.sales_tax, built.ledger_sales_tax),
        ("Podatek naliczony", built.purchase_rows, built.purchase_tax, built.ledger_purchase_tax),
    ):
        rows += [
            Row({"name": f"{name}: wierszy w pliku", "count": count}),
            Row({"name": f"{name} w pliku", "amount": told}),
            Row({"name": f"{name} na kontach", "amount": books}),
            Row({"name": f"{name}: różnica", "amount": told - books}, kind="sum"),
        ]
    rows.append(Row({"field": None, "name": "Deklaracja, pełne złote"}, kind="group"))
    rows += [
        Row({"field": field, "name": LABELS.get(field, ""), "amount": Decimal(amount)})
        for field, amount in built.declaration.rows()
    ]
    purpose = "korekta" if built.jpk.header.purpose == 2 else "złożenie"
    return Report(
        code=CODE,
        title="JPK_V7M(3): podgląd pliku",
        company_name=company.name,
        company_nip=company.nip,
        period_label=label,
        columns=(
            Column("field", "Pole", "code"),
            Column("name", "Treść", "text", width=70),
            Column("count", "Wierszy", "int"),
            Column("amount", "Kwota, zł", "money"),
        ),
        rows=tuple(rows),
        totals={},
        notes=(
            f"Cel: {purpose}. Podgląd nie jest złożonym plikiem: ten stoi z sumą SHA-256 i UPO w „Złożone pliki”.",
            *(f"{f.code}: {f.message_pl}" for f in built.findings),
        ),
        landscape=False,
    )


def _rows(
    company: Company, title: str, rows: tuple[SalesRow, ...] | tuple[PurchaseRow, ...], label: str
) -> Report:
    fields = sorted({f for r in rows for f in r.amounts}, key=lambda f: int(f[2:]))
    buys = any(isinstance(r, PurchaseRow) for r in rows)
    return Report(
        code=CODE,
        title=title,
        company_name=company.name,
        company_nip=company.nip,
        period_label=label,
        columns=(
            Column("no", "Lp.", "int"),
            Column("number", "Dokument", "code"),
            Column("partner", "Kontrahent", "text"),
            Column("tax_id", "NIP", "code"),
            Column("issue_date", "Wystawiono", "date"),
            Column("other_date", "Wpłynęło" if buys else "Sprzedaż", "date"),
            Column("proof", "KSeF", "code"),
            Column("marks", "Oznaczenia", "text"),
            *map(field_column, fields),
        ),
        rows=tuple(
            Row(
                {
                    "no": r.no,
                    "number": r.number,
                    "partner": r.partner_name,
                    "tax_id": tax_number(r.partner_country, r.partner_tax_id),
                    "issue_date": r.issue_date,
                    "other_date": r.received if isinstance(r, PurchaseRow) else r.sale_date,
                    "proof": r.ksef_number or r.proof,
                    "marks": _marks(r),
                    **r.amounts,
                }
            )
            for r in rows
        ),
        totals={f: sum((r.amounts.get(f, ZERO) for r in rows), ZERO) for f in fields},
    )


def _marks(row: SalesRow | PurchaseRow) -> str:
    if isinstance(row, PurchaseRow):
        return f"{row.document_type} {'IMP' if row.imported else ''}".strip()
    return " ".join(part for part in (row.document_type, *row.gtu, *row.procedures) if part)
