"""Rozrachunki as a report, and where amounts of open items lead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zaplecze.ledger.as_of import ItemOn, items_on
from zaplecze.partners.api import partner_names
from zaplecze.platform.links import Link, cell_link, no_link, sum_links, trace_links
from zaplecze.platform.models import Company
from zaplecze.platform.periods import Month, last_day, month_code
from zaplecze.platform.report import Column, Report, Row

ZERO = Decimal("0.00")


def open_items_report(
    company: Company, first: Month, last: Month, link: Link = no_link, *, on: date | None = None
) -> Report:
    """Rozrachunki as they stood at the end of ``last``, oldest due first: what was settled later is open.

    Days late are counted to that day, or to ``on`` (today) where it is earlier.
    """
    end = last_day(last)
    counted = min(end, on) if on else end
    items = items_on(day=end)
    names = partner_names(i.partner_id for i in items)
    rows = [_item_row(i, names, link, end, counted) for i in items]
    receivable = sum((i.left for i in items if i.is_debit), ZERO)
    payable = sum((i.left for i in items if not i.is_debit), ZERO)
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
        period_label=f"stan na {end:%d.%m.%Y}"
        + (f", dni po terminie na {counted:%d.%m.%Y}" if counted != end else ""),
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


def _item_row(item: ItemOn, names: dict[int, str], link: Link, end: date, counted: date) -> Row:
    late = (counted - item.due_date).days if item.due_date and counted > item.due_date else None
    return Row(
        {
            "account": item.account,
            "partner": names.get(item.partner_id or 0, ""),
            "number": item.number,
            "document_date": item.document_date,
            "due_date": item.due_date,
            "days_late": late,
            "amount": item.amount,
            "settled": item.settled,
            "receivable": item.left if item.is_debit else None,
            "payable": None if item.is_debit else item.left,
        },
        links={
            **cell_link(link, "account", "account_card", account=item.account),
            **cell_link(link, "number", "document", document_id=item.document_id),
            **item_links(
                link,
                f"{item.id}/{end}",
                amount=("amount", item.amount),
                settled=("settled", item.settled),
                **{"receivable" if item.is_debit else "payable": ("left", item.left)},
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
