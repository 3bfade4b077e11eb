"""Rejestr VAT sprzedaży and zakupu as reports."""

from __future__ import annotations

from decimal import Decimal

from zaplecze.platform.links import Link, cell_link, no_link
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month, period_label
from zaplecze.platform.report import Column, Report, Row
from zaplecze.tax.queries import field_totals, vat_rows

ZERO = Decimal("0.00")
TITLES = {"sales": "Rejestr VAT sprzedaży", "purchase": "Rejestr VAT zakupu"}


def vat_register_report(
    company: Company, first: Month, last: Month, *, register: str, link: Link = no_link
) -> Report:
    """A VAT register: a row a document, net, VAT, gross and each K field in use; totals of all."""
    rows = vat_rows(register=register, first=first, last=last)
    fields = sorted(field_totals(rows), key=lambda k: int(k[2:]))
    out = []
    for no, r in enumerate(rows, 1):
        out.append(
            Row(
                {
                    "no": no,
                    "number": r.number,
                    "partner": r.partner_name,
                    "tax_id": r.partner_tax_id,
                    "issue_date": r.issue_date,
                    "sale_date": r.sale_date,
                    "proof": r.ksef_number or r.proof,
                    "net": r.net,
                    "vat": r.vat,
                    "gross": r.net + r.vat,
                    **{f: Decimal(r.amounts[f]) if f in r.amounts else None for f in fields},
                },
                links=cell_link(link, "number", "document", document_id=r.document_id),
            )
        )
    net = sum((r.net for r in rows), ZERO)
    vat = sum((r.vat for r in rows), ZERO)
    return Report(
        code=f"vat-register-{register}",
        title=TITLES[register],
        company_name=company.name,
        company_nip=company.nip,
        period_label=period_label(first, last),
        columns=(
            Column("no", "Lp.", "int"),
            Column("number", "Dokument", "code"),
            Column("partner", "Kontrahent", "text"),
            Column("tax_id", "NIP", "code"),
            Column("issue_date", "Wystawiono", "date"),
            Column("sale_date", "Sprzedaż", "date"),
            Column("proof", "KSeF", "code"),
            Column("net", "Netto", "money"),
            Column("vat", "VAT", "money"),
            Column("gross", "Brutto", "money"),
            *(Column(f, f, "money") for f in fields),
        ),
        rows=tuple(out),
        totals={"net": net, "vat": vat, "gross": net + vat, **field_totals(rows)},
    )
