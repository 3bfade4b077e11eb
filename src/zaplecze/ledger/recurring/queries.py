"""Reads of recurring entries: what is due in a month and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from zaplecze.ledger.checklist import Blocker
from zaplecze.ledger.models import RecurringEntry, RecurringRun
from zaplecze.ledger.recurring.rules import Rhythm, due_day
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id


@dataclass(frozen=True, slots=True)
class Coming:
    """A recurring entry in a month: the day, and the run where there is one already."""

    recurring: RecurringEntry
    day: date
    run: RecurringRun | None


def recurring_entries() -> list[RecurringEntry]:
    """All of them, by name."""
    rows = RecurringEntry.objects.filter(company_id=current_company_id())
    return list(rows.order_by("name"))


def day_of(recurring: RecurringEntry, month: Month) -> date | None:
    """The day of a recurring entry in a month, where it is due."""
    last = None
    if recurring.last_year is not None and recurring.last_month is not None:
        last = recurring.last_year, recurring.last_month
    return due_day(
        Rhythm(recurring.rhythm),
        recurring.day,
        first=(recurring.first_year, recurring.first_month),
        month=month,
        last=last,
    )


def coming(month: Month) -> list[Coming]:
    """What is due in a month, done or not, in the order of days."""
    runs = {
        run.recurring_id: run
        for run in RecurringRun.objects.filter(
            company_id=current_company_id(), year=month[0], month=month[1]
        )
    }
    found = [
        Coming(recurring, day, runs.get(recurring.id))
        for recurring in recurring_entries()
        if (day := day_of(recurring, month)) is not None
    ]
    return sorted(found, key=lambda c: (c.day, c.recurring.name))


def recurring_of_the_month(month: Month, at: datetime) -> Iterator[Blocker]:
    """Recurring entries of the month that were neither proposed nor skipped; proposed ones lie in the buffer."""
    if not 1 <= month[1] <= 12:
        return
    left = [c.recurring.name for c in coming(month) if c.run is None]
    if left:
        yield Blocker(
            f"zaproponuj albo pomiń zapisy cykliczne: {', '.join(left[:5])}"
            + (f" i {len(left) - 5} innych" if len(left) > 5 else ""),
            "recurring",
            query=f"?miesiac={month[0]}-{month[1]:02}",
        )
