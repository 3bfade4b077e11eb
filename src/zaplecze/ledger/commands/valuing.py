"""Valuation of what is held in currencies on a balance day (Accounting Act art. 30 ust. 1 and 4).

Differences of a valuation are not realised: they stand on accounts of their own, whose tags keep them out of the
income and cost of the year for CIT (art. 15a ust. 2 and 3 take paid ones only).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from zaplecze.ledger.chart import GAINS_UNREALISED, LOSSES_UNREALISED
from zaplecze.ledger.commands.posting import Posted, post_entries
from zaplecze.ledger.commands.storno import reverse_entry
from zaplecze.ledger.rules import NewEntry, NewLine, clean
from zaplecze.ledger.valued import ToPost, rate_on, to_post
from zaplecze.platform.events import lock_company
from zaplecze.platform.periods import Month, last_day
from zaplecze.platform.scope import in_books
from zaplecze.platform.series import take_numbers

ZERO = Decimal(0)
JOURNAL = "PK"
VALUATION = "WW"  # kind of the vouchers of valuations


def value_currencies(*, month: Month, reverse: bool, by: int, at: datetime) -> list[Posted]:
    """Value open items and money in currencies at the rate of a month's last day; only what is new is posted.

    With ``reverse`` the valuation is taken back on the first day of the next month; without it stays, and the
    next valuation adds the difference to it. Returns the entries posted, none where nothing is new. Raises
    `Refusal` where a rate is missing.
    """
    lock_company()
    added = to_post(month)
    if not added:
        return []
    day = last_day(month)
    year, _ = in_books(month)
    (number,) = take_numbers(f"valuation:{year}")
    posted = post_entries(
        [
            NewEntry(
                journal=JOURNAL,
                year=month[0],
                month=month[1],
                voucher_kind=VALUATION,
                voucher_number=f"{VALUATION}/{number}/{year}",
                operation_date=day,
                document_date=day,
                text=clean(f"Wycena walut na {day:%d.%m.%Y}, {_rates(added, day)}", 512),
                lines=tuple(line for one in added for line in _lines(one)),
            )
        ],
        by=by,
        at=at,
    )
    if reverse:
        posted.append(
            reverse_entry(
                entry_id=posted[0].id,
                on=day + timedelta(days=1),
                reason=f"odwrócenie wyceny na {day:%d.%m.%Y}",
                by=by,
                at=at,
            )
        )
    return posted


def _rates(added: Sequence[ToPost], day: date) -> str:
    """Each currency with the rate that was used and its table."""
    currencies = sorted({one.currency for one in added})
    return "; ".join(f"kurs {c} {rate_on(currency=c, day=day).told}" for c in currencies)


def _lines(added: ToPost) -> tuple[NewLine, NewLine]:
    gain, amount = added.amount > 0, abs(added.amount)
    held = NewLine(
        added.account,
        debit=amount if gain else ZERO,
        credit=ZERO if gain else amount,
        currency=added.currency,
        currency_amount=Decimal("0.00"),
    )
    result = NewLine(
        GAINS_UNREALISED if gain else LOSSES_UNREALISED,
        debit=ZERO if gain else amount,
        credit=amount if gain else ZERO,
        text=added.currency,
    )
    return (held, result) if gain else (result, held)
