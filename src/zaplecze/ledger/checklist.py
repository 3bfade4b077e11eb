"""What stands in the way of closing a month: each department adds its own checks in ``config/wiring.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zaplecze.ledger.models import Draft
from zaplecze.ledger.month_rules import month_name
from zaplecze.ledger.months import book_months
from zaplecze.ledger.partnerless import entries_without_partner
from zaplecze.platform.days import WARSAW
from zaplecze.platform.periods import Month, calendar_month, coded, first_day, is_ordinary
from zaplecze.platform.polish import counted
from zaplecze.platform.scope import current_company_id, in_books


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something to do before a month is closed; ``page`` and ``parts`` name the page where it is done.

    What only ``warns`` is shown and does not hold the closing up.
    """

    what: str
    page: str
    parts: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    warns: bool = False


NAMED = 5
Check = Callable[[Month, datetime], Iterable[Blocker]]


def drafts_left(month: Month, at: datetime) -> Iterable[Blocker]:
    """Entries that still lie in the buffer."""
    year, number = in_books(month)
    drafts = Draft.objects.filter(company_id=current_company_id(), year=year, month=number)
    for draft in drafts.order_by("id")[:NAMED]:
        page, parts = "voucher", {"draft_id": draft.id}
        if draft.document_id is not None:
            page, parts = "document", {"document_id": draft.document_id}
        yield Blocker(f"zaksięguj albo usuń z bufora {draft.voucher_number}", page, parts)
    more = drafts.count() - NAMED
    if more > 0:
        yield Blocker(
            f"w buforze jest jeszcze {counted(more, 'dowód', 'dowody', 'dowodów')} tego miesiąca",
            "buffer",
        )


def not_begun(month: Month, at: datetime) -> Iterable[Blocker]:
    """A month that lies ahead."""
    if first_day(in_books(month)) > at.astimezone(WARSAW).date():
        yield Blocker(f"poczekaj, aż {month_name(in_books(month))} się zacznie", "months")


def earlier_open(month: Month, at: datetime) -> Iterable[Blocker]:
    """Months before this one that are open: they are closed one after another."""
    earlier = book_months().open_before(in_books(month))
    for one in earlier[:1]:
        year, number = coded(one)
        yield Blocker(
            f"zamknij najpierw {month_name(one)}",
            "month",
            {"year": year, "number": number},
        )


def items_of_nobody(month: Month, at: datetime) -> Iterable[Blocker]:
    """Open items without a partner: they can be neither confirmed nor called in."""
    found = entries_without_partner(month)
    for entry in found[:NAMED]:
        label = f"{entry.journal.code}/{entry.number}/{entry.year}"
        yield Blocker(
            f"pozycje bez kontrahenta w {label}: nie da się ich potwierdzić ani wezwać do zapłaty",
            "entry",
            {"entry_id": entry.pk},
            warns=True,
        )
    if len(found) > NAMED:
        yield Blocker(
            f"zapisów z pozycjami bez kontrahenta jest jeszcze {len(found) - NAMED}",
            "open_items",
            warns=True,
        )


_checks: list[Check] = [not_begun, earlier_open, drafts_left, items_of_nobody]


def check_before_closing(check: Check) -> None:
    """Ask ``check`` for blockers before each closing; a check is asked once, however often it is added."""
    if check not in _checks:
        _checks.append(check)


def blockers(month: Month, *, at: datetime) -> list[Blocker]:
    """All that the departments say against closing a month of the open company, hard ones first.

    They are asked about a month of the calendar, or what opens or closes a year as a month of the books.
    """
    month = calendar_month(month) if is_ordinary(month) else in_books(month)
    found = [blocker for check in _checks for blocker in check(month, at)]
    return sorted(found, key=lambda b: b.warns)
