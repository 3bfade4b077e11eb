"""How a sales invoice is posted, pure: Wn 201 buyer (gross), Ma 7xx revenue (net), Ma 222 output VAT."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zaplecze.formats import fa3
from zaplecze.formats.fa3 import Band
from zaplecze.ledger.rules import NewEntry, NewLine, clean
from zaplecze.tax.rules import (
    NEEDS_A_PERSON,
    PlnTotal,
    grosz_difference,
    sales_day,
    subject,
    voucher_kind,
)

ZERO = Decimal(0)
RECEIVABLES = "201"
OUTPUT_VAT = "222-1"
TAX_OFFICE = "223"
ROUNDING = "760"
ELSEWHERE = frozenset({Band.TAXI, Band.OSS})  # settled outside JPK_V7M
REVENUE = "700-01"
REVENUE_ABROAD = "700-02"
GOODS_ABROAD = "730-02"
ADVANCES_RECEIVED = "840"

DOMESTIC = (REVENUE, "sprzedaż krajowa")
_REVENUE_BY_BAND = {
    Band.ZERO_WDT: (GOODS_ABROAD, "wewnątrzwspólnotowa dostawa towarów"),
    Band.ZERO_EXPORT: (GOODS_ABROAD, "eksport towarów"),
    Band.OUTSIDE_PL: (REVENUE_ABROAD, "sprzedaż poza terytorium kraju"),
    Band.OUTSIDE_PL_ART100: (REVENUE_ABROAD, "usługi z art. 100 ust. 1 pkt 4"),
}


def propose(
    invoice: fa3.Invoice,
    totals: Sequence[PlnTotal],
    *,
    document_id: int,
    partner_id: int | None,
    ksef_number: str,
    advances: Decimal = ZERO,
) -> NewEntry:
    """The entry proposed for a sales invoice, lines with their reasons; amounts in PLN.

    ``advances`` is the net amount of posted advance invoices that a settlement (ROZ) turns into revenue.
    """
    lines: list[NewLine] = []
    rounding = grosz_difference(invoice, totals)
    gross = sum((t.gross for t in totals), ZERO) + rounding
    if gross:
        due = invoice.due_on
        lines.append(
            NewLine(
                RECEIVABLES,
                debit=gross,
                partner_id=partner_id,
                due_date=due,
                currency=invoice.currency,
                currency_amount=invoice.gross if invoice.currency != "PLN" else None,
                why=f"należność, termin {due:%d.%m.%Y}" if due else "należność od nabywcy",
            )
        )
    revenue: dict[tuple[str, str], Decimal] = {}
    for total in totals:
        if invoice.kind.is_advance:
            key = ADVANCES_RECEIVED, "zaliczka: przychód powstanie z fakturą rozliczającą"
        else:
            key = _REVENUE_BY_BAND.get(total.band, DOMESTIC)
        revenue[key] = revenue.get(key, ZERO) + total.net
    if advances:
        key = _settled_revenue(invoice)
        revenue[key] = revenue.get(key, ZERO) + advances
        lines.append(
            NewLine(ADVANCES_RECEIVED, debit=advances, why="rozliczenie faktur zaliczkowych")
        )
    lines += [
        NewLine(account, credit=net, why=why) for (account, why), net in revenue.items() if net
    ]
    vat = sum((t.vat for t in totals if t.band not in ELSEWHERE), ZERO)
    if vat:
        lines.append(NewLine(OUTPUT_VAT, credit=vat, why="podatek należny z faktury"))
    for total in totals:
        if total.vat and total.band in ELSEWHERE:
            lines.append(NewLine(TAX_OFFICE, credit=total.vat, why=NEEDS_A_PERSON[total.band]))
    if rounding:
        lines.append(NewLine(ROUNDING, credit=rounding, why="grosze zaokrąglenia faktury"))
    day = sales_day(invoice)
    return NewEntry(
        journal="SP",
        year=day.year,
        month=day.month,
        voucher_kind=voucher_kind(invoice),
        voucher_number=clean(invoice.number, 256),
        operation_date=day,
        document_date=invoice.issued_on,
        text=clean(f"{subject(invoice)} – {invoice.buyer.name or 'nabywca'}", 512),
        lines=tuple(lines),
        partner_id=partner_id,
        document_id=document_id,
        ksef_number=ksef_number,
    )


def _settled_revenue(invoice: fa3.Invoice) -> tuple[str, str]:
    """Where a settlement's advances become revenue: as its first line with a rate, which names the whole supply."""
    rates = [line.rate for line in invoice.lines if line.rate is not None]
    return _REVENUE_BY_BAND.get(rates[0].band, DOMESTIC) if rates else DOMESTIC
