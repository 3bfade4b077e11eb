"""When an entry comes back, pure, and its lines as data.

>>> due_day(Rhythm.MONTHLY, 31, first=(2026, 1), month=(2026, 2))
datetime.date(2026, 2, 28)
>>> due_day(Rhythm.MONTHLY, LAST_WORKING, first=(2026, 1), month=(2026, 5))
datetime.date(2026, 5, 29)
>>> due_day(Rhythm.QUARTERLY, 10, first=(2026, 2), month=(2026, 4)) is None
True
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from zaplecze.ledger.rules import NewLine
from zaplecze.platform.days import working_day_before
from zaplecze.platform.periods import Month, last_day

LAST_WORKING = 0
LAST_DAY = 31


class Rhythm(StrEnum):
    """How often."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


EVERY: Mapping[Rhythm, int] = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}


def due_day(
    rhythm: Rhythm, day: int, *, first: Month, month: Month, last: Month | None = None
) -> date | None:
    """The day in a month, or None where it isn't due; ``day`` 0 is the last working day, and
    29 to 31 end with the month."""
    if month < first or (last is not None and month > last) or not 1 <= month[1] <= 12:
        return None
    passed = (month[0] - first[0]) * 12 + month[1] - first[1]
    if passed % EVERY[rhythm]:
        return None
    end = last_day(month)
    if day == LAST_WORKING:
        return working_day_before(end + timedelta(days=1))
    return date(*month, min(day, end.day))


def lines_as_data(lines: Sequence[NewLine]) -> list[dict[str, Any]]:
    """Lines as JSON keeps them; amounts as text."""
    return [
        {
            "account": line.account,
            "debit": f"{line.debit:.2f}",
            "credit": f"{line.credit:.2f}",
            "cost_center": line.cost_center,
            "project": line.project,
            "partner_id": line.partner_id,
            "text": line.text,
            "currency": line.currency,
            "currency_amount": None
            if line.currency_amount is None
            else f"{line.currency_amount:.2f}",
        }
        for line in lines
    ]


def lines_from_data(rows: Sequence[Mapping[str, Any]], *, why: str) -> tuple[NewLine, ...]:
    """What `lines_as_data` wrote, with the reason of each line."""
    return tuple(
        NewLine(
            account=row["account"],
            debit=Decimal(row["debit"]),
            credit=Decimal(row["credit"]),
            cost_center=row["cost_center"],
            project=row["project"],
            partner_id=row["partner_id"],
            text=row["text"],
            currency=row["currency"],
            currency_amount=None
            if row["currency_amount"] is None
            else Decimal(row["currency_amount"]),
            why=why,
        )
        for row in rows
    )
