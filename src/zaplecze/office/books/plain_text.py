"""The books of the open company for Beancount or hledger, with our balances as assertions."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from zaplecze.formats.plain_text import Books, TextAccount, TextEntry, TextLine, beancount, hledger
from zaplecze.ledger.api import accounts, months_of_books, sealed_entries, trial_balance
from zaplecze.platform.events import lock_company
from zaplecze.platform.models import Company
from zaplecze.platform.periods import last_day
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
            first, last = date(e.year, e.month, 1), last_day((e.year, e.month))
            lines = [TextLine(n.account, n.debit - n.credit) for n in e.lines]
            yield TextEntry(
                min(max(e.operation_date, first), last),
                sealed.label,
                e.voucher_number,
                e.text,
                lines,
            )

    # Nothing is posted between the balances and the entries.
    lock_company()
    months = months_of_books()
    books = Books(
        company=Company.objects.get(id=current_company_id()).name,
        opened=date(*(months[0] if months else (2000, 1)), 1),
        accounts=[TextAccount(a.number, a.name) for a in accounts()],
        entries=entries,
        closings={last_day(m): _closing(m) for m in months},
    )
    partial = out.with_name(f".{out.name}.partial")
    with partial.open("w", encoding="utf-8") as file:
        file.writelines(WRITERS[form](books))
    shutil.move(partial, out)
    return count


def _closing(month: tuple[int, int]) -> dict[str, Decimal]:
    return {
        row.account: row.closing_debit - row.closing_credit
        for row in trial_balance(first=month, last=month)
    }
