"""The books of the open company for Beancount or hledger, with our balances as assertions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from zaplecze.formats.plain_text import (
    Books,
    TextAccount,
    TextEntry,
    TextLine,
    TextPrice,
    beancount,
    hledger,
)
from zaplecze.ledger.api import (
    NewLine,
    accounts,
    currency_turnovers,
    exchange_rates,
    monthly_turnovers,
    sealed_entries,
)
from zaplecze.platform.events import lock_company
from zaplecze.platform.models import Company
from zaplecze.platform.periods import calendar_month, first_day, is_opening, last_day
from zaplecze.platform.scope import current_company_id

WRITERS = {"beancount": beancount, "hledger": hledger}


def export_plain_text(form: str, out: Path) -> int:
    """Write all the books to ``out`` as ``form``; the count of entries. The file appears when it is whole."""
    count = 0

    def entries() -> Iterator[TextEntry]:
        nonlocal count
        for sealed in sealed_entries():
            count += 1
            e = sealed.entry
            first, last = first_day((e.year, e.month)), last_day((e.year, e.month))
            lines = [_line(n) for n in e.lines]
            yield TextEntry(
                min(max(e.operation_date, first), last),
                sealed.label,
                e.voucher_number,
                e.text,
                lines,
            )

    # Nothing is posted between the balances and the entries.
    lock_company()
    closings = _closings()
    foreign = _foreign_closings(closings)
    currencies = sorted({currency for held in foreign.values() for _, currency in held})
    books = Books(
        company=Company.objects.get(id=current_company_id()).name,
        opened=date(min(closings).year if closings else 2000, 1, 1),
        accounts=[TextAccount(a.number, a.name) for a in accounts()],
        entries=entries,
        closings=closings,
        foreign_closings=foreign,
        prices=lambda: _prices(currencies, closings),
    )
    partial = out.with_name(f".{out.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        file.writelines(WRITERS[form](books))
    shutil.move(partial, out)
    return count


def _line(line: NewLine) -> TextLine:
    """A line with what it adds in its own currency, in the sign of its side."""
    amount = line.debit - line.credit
    if line.currency == "PLN" or not line.currency_amount:
        return TextLine(line.account, amount)
    foreign = line.currency_amount if line.debit else -line.currency_amount
    return TextLine(line.account, amount, line.currency, foreign)


def _foreign_closings(
    months: Mapping[date, object],
) -> dict[date, dict[tuple[str, str], Decimal]]:
    """What accounts hold in currencies at the end of each month that moved any account."""
    moved: dict[date, dict[tuple[str, str], Decimal]] = {}
    for row in currency_turnovers():
        # The opening is told with the first month, since both may have entries on the same day.
        month = calendar_month(row.month)
        key, held = (row.account, row.currency), moved.setdefault(last_day(month), {})
        held[key] = held.get(key, Decimal(0)) + row.amount
    running: dict[tuple[str, str], Decimal] = {}
    closings: dict[date, dict[tuple[str, str], Decimal]] = {}
    for day in sorted(moved.keys() | months.keys()):
        for key, amount in moved.get(day, {}).items():
            running[key] = running.get(key, Decimal(0)) + amount
        if day in months and running:
            closings[day] = dict(running)
    return closings


def _prices(currencies: Sequence[str], months: Mapping[date, object]) -> Iterator[TextPrice]:
    """The kept mid rates of currencies in use, over the time of the books."""
    for currency in currencies:
        first, last = date(min(months).year, 1, 1), max(months)
        for rate in exchange_rates(currency=currency, first=first, last=last):
            yield TextPrice(rate.day, currency, rate.mid)


def _closings() -> dict[date, dict[str, Decimal]]:
    """The balance of each account at the end of each month that moved any, Wn positive."""
    running: dict[str, Decimal] = {}
    closings: dict[date, dict[str, Decimal]] = {}
    for month, rows in groupby(monthly_turnovers(), key=lambda row: row.month):
        for row in rows:
            running[row.account] = running.get(row.account, Decimal(0)) + row.debit - row.credit
        # The opening is told with the first month, since both may have entries on the same day.
        if not is_opening(month):
            closings[last_day(month)] = dict(running)
    return closings
