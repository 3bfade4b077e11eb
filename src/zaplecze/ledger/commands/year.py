"""The ends of a year: its opening balance where books begin here, and the closing of its result accounts.

Balances of the balance sheet go on from year to year by themselves (art. 5 ust. 1: the closing of one year is the
opening of the next), so only what an earlier program kept is ever entered as an opening.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from zaplecze.ledger.chart import PROFIT_BROUGHT_FORWARD, RESULT
from zaplecze.ledger.commands.closing import CannotClose
from zaplecze.ledger.commands.posting import CannotPost, Posted, post_entries
from zaplecze.ledger.models import Account, AccountKind, Balance, Entry
from zaplecze.ledger.month_rules import month_name
from zaplecze.ledger.months import book_months
from zaplecze.ledger.rules import NewEntry, NewLine
from zaplecze.platform.events import lock_company
from zaplecze.platform.periods import Month, first_day, is_closing
from zaplecze.platform.scope import business_year, current_company_id

ZERO = Decimal(0)
JOURNAL = "PK"


def enter_opening(
    *, year: int, lines: Sequence[NewLine], source: str, by: int, at: datetime
) -> Posted:
    """Post the opening balance of the year in which the company's books begin here, once.

    ``source`` tells where the figures are from. Raises `CannotPost` where there are entries of an earlier month
    or another opening, a line is on a result account, or the sides differ.
    """
    lock_company()
    company_id = current_company_id()
    opened = business_year(year)
    if _standing(opened.opening).exists():
        raise CannotPost(
            f"Bilans otwarcia {opened.name} już jest: wystornuj go, żeby wprowadzić inny.",
            code="ledger.opening-twice",
        )
    if Entry.objects.filter(company_id=company_id, year__lt=year).exists():
        raise CannotPost(
            f"Księgi mają zapisy sprzed {opened.first_day:%d.%m.%Y}: bilans otwarcia wynika z nich sam.",
            code="ledger.opening-carried",
        )
    result = set(_accounts_of_kind(AccountKind.RESULT))
    for no, line in enumerate(lines, 1):
        if line.account in result:
            raise CannotPost(
                f"Wiersz {no}: konto wynikowe {line.account} otwiera rok bez salda. "
                "Przenieś kwotę na wynik z lat ubiegłych (820).",
                code="ledger.opening-result",
            )
    (posted,) = post_entries(
        [
            NewEntry(
                journal=JOURNAL,
                year=year,
                month=opened.opening[1],
                voucher_kind="BO",
                voucher_number=_opening_number(year),
                operation_date=first_day(opened.opening),
                document_date=first_day(opened.opening),
                text=f"Bilans otwarcia {opened.name}: {source}"[:512],
                lines=tuple(lines),
            )
        ],
        by=by,
        at=at,
    )
    return posted


def opening_entry(year: int) -> Entry | None:
    """The standing entry that opens the books with what an earlier program kept, where there is one."""
    found = _standing(business_year(year).opening).filter(voucher_number=_opening_number(year))
    return found.order_by("seq").last()


def _opening_number(year: int) -> str:
    return f"BO/{year}"


def close_year(*, year: int, by: int, at: datetime) -> list[Posted]:
    """Move the result of a year to 860, and open the next year with it on 820; again, only what was left.

    Off-balance accounts of tax differences end the year with nothing as well. Where the next year's opening is
    closed by then, the result moves to 820 in its first open month. Raises `CannotClose` where a month of the year
    is open, empty ones too, or there is nothing to move.
    """
    lock_company()
    books = book_months()
    ended = books.years.of_label(year)
    still_open = [m for m in books.open_before(ended.closing) if not is_closing(m)]
    if still_open:
        raise CannotClose(
            f"Żeby zamknąć rok {ended.name}, zamknij najpierw {month_name(still_open[0])}."
        )
    moved = [
        *_emptying(_sums(year, AccountKind.RESULT), RESULT, "przeniesienie na wynik finansowy"),
        *_emptying(_sums(year, AccountKind.OFF), None, "zamknięcie ewidencji pozabilansowej"),
    ]
    if not moved:
        raise CannotClose(f"Konta wynikowe {ended.name} nie mają sald: rok jest już zamknięty.")
    closing = _entry(ended.closing, "ZR", f"Zamknięcie kont wynikowych {ended.name}", moved)
    result = sum((line.debit - line.credit for line in moved if line.account == RESULT), ZERO)
    entries = [closing]
    if result:
        entries.append(
            _entry(
                books.first_open(books.years.after(ended).label),
                "BO",
                f"Wynik roku {ended.name} do rozliczenia",
                [_line(RESULT, -result), _line(PROFIT_BROUGHT_FORWARD, result)],
            )
        )
    return post_entries(entries, by=by, at=at)


def _emptying(sums: dict[str, Decimal], counter: str | None, text: str) -> list[NewLine]:
    """Lines that leave nothing on the accounts; the difference goes to ``counter``."""
    lines = [_line(account, -balance, text) for account, balance in sums.items() if balance]
    rest = sum(sums.values(), ZERO)
    if rest and counter is None:
        raise CannotClose(
            f"Konta pozabilansowe różnią się o {rest} zł: każdy zapis na nich ma mieć przeciwkonto 099."
        )
    return [*lines, _line(counter, rest, text)] if rest and counter else lines


def _line(account: str, balance: Decimal, text: str = "") -> NewLine:
    """``balance`` above zero goes to Wn."""
    return NewLine(account, debit=max(balance, ZERO), credit=max(-balance, ZERO), text=text)


def _entry(month: Month, kind: str, text: str, lines: Sequence[NewLine]) -> NewEntry:
    day = first_day(month)
    return NewEntry(
        journal=JOURNAL,
        year=month[0],
        month=month[1],
        voucher_kind=kind,
        voucher_number=f"{kind}/{month[0]}",
        operation_date=day,
        document_date=day,
        text=text,
        lines=tuple(lines),
    )


def _sums(year: int, kind: AccountKind) -> dict[str, Decimal]:
    """What the accounts of a kind hold of one year, Wn positive."""
    rows = Balance.objects.filter(
        company_id=current_company_id(), year=year, account__kind=kind
    ).values_list("account__number", "debit", "credit")
    sums: dict[str, Decimal] = {}
    for account, debit, credit in rows.order_by("account__number"):
        sums[account] = sums.get(account, ZERO) + debit - credit
    return sums


def _accounts_of_kind(kind: AccountKind) -> list[str]:
    accounts = Account.objects.filter(company_id=current_company_id(), kind=kind)
    return list(accounts.values_list("number", flat=True))


def _standing(month: Month) -> QuerySet[Entry]:
    """Entries of a month that no storno took back, and that are none themselves."""
    company_id = current_company_id()
    taken_back = Entry.objects.filter(company_id=company_id, reverses__isnull=False)
    return Entry.objects.filter(
        company_id=company_id, year=month[0], month=month[1], reverses__isnull=True
    ).exclude(id__in=taken_back.values("reverses_id"))
