"""Rozrachunki as a report, and where amounts of open items lead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zaplecze.ledger.models import OpenItem
from zaplecze.ledger.queries import open_items
from zaplecze.partners.api import partner_names
from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month, month_code
from zaplecze.platform.report import Column, Report, Row

ZERO = Decimal("0.00")


def open_items_report(
    company: Company, first: Month, last: Month, link: Link = no_link, *, on: date | None = None
) -> Report:
    """Rozrachunki: what is open of documents up to the end of ``last``, oldest due first."""
    items = open_items(as_of=last)
    names = partner_names(i.partner_id for i in items)
    rows = [_item_row(i, names, link, on) for i in items]
    receivable = sum((i.amount - i.settled for i in items if i.is_debit), ZERO)
    payable = sum((i.amount - i.settled for i in items if not i.is_debit), ZERO)
    totals = {
        "amount": sum((i.amount for i in items), ZERO),
        "settled": sum((i.settled for i in items), ZERO),
        "receivable": receivable,
        "payable": payable,
    }
    return Report(
        code="open-items",
        title="Rozrachunki",
        company_name=company.name,
        company_nip=company.nip,
        period_label=f"do {last[1]:02}.{last[0]}",
        columns=(
            Column("account", "Konto", "code"),
            Column("partner", "Kontrahent", "text"),
            Column("number", "Dokument", "code"),
            Column("document_date", "Data", "date"),
            Column("due_date", "Termin", "date"),
            Column("days_late", "Dni po terminie", "int"),
            Column("amount", "Kwota", "money"),
            Column("settled", "Rozliczono", "money"),
            Column("receivable", "Należność", "money"),
            Column("payable", "Zobowiązanie", "money"),
        ),
        rows=tuple(rows),
        totals=totals,
        total_links=sum_links(link, f"rozrachunki/{month_code(last)}", totals),
    )


def _item_row(item: OpenItem, names: dict[int, str], link: Link, on: date | None) -> Row:
    left = item.amount - item.settled
    late = (on - item.due_date).days if on and item.due_date and on > item.due_date else None
    return Row(
        {
            "account": item.account.number,
            "partner": names.get(item.partner_id or 0, ""),
            "number": item.number,
            "document_date": item.document_date,
            "due_date": item.due_date,
            "days_late": late,
            "amount": item.amount,
            "settled": item.settled,
            "receivable": left if item.is_debit else None,
            "payable": None if item.is_debit else left,
        },
        links={
            **cell_link(link, "account", "account_card", account=item.account.number),
            **cell_link(link, "number", "document", document_id=item.document_id),
            **item_links(
                link,
                f"{item.pk}/teraz",
                amount=("amount", item.amount),
                settled=("settled", item.settled),
                **{"receivable" if item.is_debit else "payable": ("left", left)},
            ),
        },
    )


def item_links(link: Link, item: str, **cells: tuple[str, Decimal]) -> dict[str, str]:
    """Where amounts of an open item lead: column to (``amount``, ``settled`` or ``left``, PLN).

    ``item`` is its id with the day at whose end it is looked at: ``17/2026-09-30``, ``17/teraz``.
    """
    return trace_links(
        link, {column: f"pozycja/{item}/{what}" for column, (what, a) in cells.items() if a}
    )
