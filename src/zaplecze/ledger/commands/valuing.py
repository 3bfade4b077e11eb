"""Valuation of what is held in currencies on a balance day (Accounting Act art. 30 ust. 1 and 4).

Differences of a valuation are not realised: they stand on accounts of their own, whose tags keep them out of the
income and cost of the year for CIT (art. 15a ust. 2 and 3 take paid ones only). What outflows of own money realised
is therefore posted first, apart, for good: it is income or cost of the year (art. 15a ust. 2 pkt 3, ust. 3 pkt 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from zaplecze.ledger.chart import GAINS, GAINS_UNREALISED, LOSSES, LOSSES_UNREALISED
from zaplecze.ledger.commands.posting import Posted, post_entries
from zaplecze.ledger.commands.storno import reverse_entry
from zaplecze.ledger.own_money import REALISED, VALUATION
from zaplecze.ledger.rules import NewEntry, NewLine, clean
from zaplecze.ledger.valued import ToPost, rate_on, to_post, to_realise
from zaplecze.platform.events import lock_company
from zaplecze.platform.periods import Month, last_day
from zaplecze.platform.scope import in_books
from zaplecze.platform.series import take_numbers

ZERO = Decimal(0)
JOURNAL = "PK"
SERIES = {VALUATION: "valuation", REALISED: "realised"}


def value_currencies(*, month: Month, reverse: bool, by: int, at: datetime) -> list[Posted]:
    """Value open items and money in currencies at the rate of a month's last day; only what is new is posted.

    What outflows of own money realised by then is posted before it, in an entry of its own that stays. With
    ``reverse`` the valuation is taken back on the first day of the next month; without it stays, and the next
    valuation adds the difference to it. Returns the entries posted in their order, none where nothing is new.
    Raises `Refusal` where a rate is missing.
    """
    lock_company()
    day = last_day(month)
    realised, added = to_realise(month), to_post(month)
    posted: list[Posted] = []
    if realised:
        text = f"Różnice kursowe zrealizowane od własnych środków do {day:%d.%m.%Y} (FIFO)"
        posted += post_entries(
            [_entry(month, REALISED, text, realised, (GAINS, LOSSES))], by=by, at=at
        )
    if not added:
        return posted
    text = f"Wycena walut na {day:%d.%m.%Y}, {_rates(added, day)}"
    accounts = (GAINS_UNREALISED, LOSSES_UNREALISED)
    (valued,) = post_entries([_entry(month, VALUATION, text, added, accounts)], by=by, at=at)
    posted.append(valued)
    if reverse:
        posted.append(
            reverse_entry(
                entry_id=valued.id,
                on=day + timedelta(days=1),
                reason=f"odwrócenie wyceny na {day:%d.%m.%Y}",
                by=by,
                at=at,
            )
        )
    return posted


def _entry(
    month: Month, kind: str, text: str, added: Sequence[ToPost], accounts: tuple[str, str]
) -> NewEntry:
    day = last_day(month)
    year, _ = in_books(month)
    (number,) = take_numbers(f"{SERIES[kind]}:{year}")
    return NewEntry(
        journal=JOURNAL,
        year=month[0],
        month=month[1],
        voucher_kind=kind,
        voucher_number=f"{kind}/{number}/{year}",
        operation_date=day,
        document_date=day,
        text=clean(text, 512),
        lines=tuple(line for one in added for line in _lines(one, *accounts)),
    )


def _rates(added: Sequence[ToPost], day: date) -> str:
    """Each currency with the rate that was used and its table."""
    currencies = sorted({one.currency for one in added})
    return "; ".join(f"kurs {c} {rate_on(currency=c, day=day).told}" for c in currencies)


def _lines(added: ToPost, gains: str, losses: str) -> tuple[NewLine, NewLine]:
    gain, amount = added.amount > 0, abs(added.amount)
    held = NewLine(
        added.account,
        debit=amount if gain else ZERO,
        credit=ZERO if gain else amount,
        currency=added.currency,
        currency_amount=Decimal("0.00"),
    )
    result = NewLine(
        gains if gain else losses,
        debit=ZERO if gain else amount,
        credit=amount if gain else ZERO,
        text=added.currency,
    )
    return (held, result) if gain else (result, held)
