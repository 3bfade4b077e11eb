"""The rules of an entry, pure: what may be posted, how a reversal looks, what is hashed.

Sources: Accounting Act (ustawa o rachunkowości) art. 14, 15, 23, 25.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zaplecze.platform.business_years import CALENDAR_YEARS, BusinessYears
from zaplecze.platform.periods import Month, calendar_month, is_ordinary, month_of

ZERO = Decimal(0)
GROSZ = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to post; exactly one of ``debit`` (Wn) and ``credit`` (Ma) is not zero; PLN, two places.

    On a settlement account the line opens an item: ``due_date``, ``bank_account`` and, where they differ from
    the voucher's, ``item_number`` and ``item_date`` (of the document as people know it) describe it.
    """

    account: str
    debit: Decimal = ZERO
    credit: Decimal = ZERO
    partner_id: int | None = None
    cost_center: str = ""
    project: str = ""
    text: str = ""
    currency: str = "PLN"
    currency_amount: Decimal | None = None
    due_date: date | None = None
    bank_account: str = ""
    item_number: str = ""
    item_date: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to post (art. 23 ust. 2): voucher, dates, text, lines; its month may be of the calendar."""

    journal: str
    year: int
    month: int
    voucher_kind: str
    voucher_number: str
    operation_date: date
    document_date: date
    text: str
    lines: tuple[NewLine, ...]
    partner_id: int | None = None
    document_id: int | None = None
    ksef_number: str = ""
    reverses_id: int | None = None

    @property
    def calendar_month(self) -> Month:
        """The month of the calendar that its month is."""
        return calendar_month((self.year, self.month))

    def turnover(self, account: str) -> Decimal:
        """Wn less Ma on an account and all below it, PLN."""
        lines = (line for line in self.lines if line.account.startswith(account))
        return sum((line.debit - line.credit for line in lines), ZERO)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an entry can't be posted; ``code`` is stable, ``message`` is Polish and names the next step."""

    code: str
    message: str


def faults(entry: NewEntry) -> list[Fault]:
    """What is wrong with the entry itself; whether accounts and periods exist is the command's to ask."""
    found: list[Fault] = []
    if len(entry.lines) < 2:
        found.append(Fault("ledger.one-line", "Zapis ma jedną stronę: dodaj konto przeciwstawne."))
    debit = sum((line.debit for line in entry.lines), ZERO)
    credit = sum((line.credit for line in entry.lines), ZERO)
    if debit != credit:
        found.append(
            Fault(
                "ledger.unbalanced",
                f"Strony się nie równają: Wn {debit}, Ma {credit}, różnica {debit - credit}. "
                "Popraw kwoty albo domknij zapis klawiszem =.",
            )
        )
    for number, line in enumerate(entry.lines, 1):
        if (line.debit != 0) == (line.credit != 0):
            found.append(
                Fault(
                    "ledger.line-side",
                    f"Wiersz {number} ({line.account}): wpisz kwotę po jednej stronie, Wn albo Ma.",
                )
            )
        if line.debit % GROSZ or line.credit % GROSZ:
            found.append(
                Fault(
                    "ledger.line-grosz", f"Wiersz {number}: kwota ma ułamek grosza; zaokrąglij ją."
                )
            )
    if not entry.text.strip():
        found.append(Fault("ledger.text", "Zapis nie ma opisu: wpisz, czego dotyczy (art. 23)."))
    if not entry.voucher_number.strip():
        found.append(
            Fault("ledger.voucher", "Brak numeru dowodu: wpisz numer z dokumentu (art. 23).")
        )
    return found


def off_balance_fault(entry: NewEntry, off: Collection[str]) -> Fault | None:
    """Off-balance accounts (``off``) balance among themselves: with one side here, the balance sheet would not."""
    apart = [line for line in entry.lines if line.account in off]
    rest = sum((line.debit - line.credit for line in apart), ZERO)
    if not rest:
        return None
    named = ", ".join(sorted({line.account for line in apart}))
    return Fault(
        "ledger.off-balance",
        f"Konta pozabilansowe ({named}) mają różnicę Wn i Ma {rest} zł: bilans by się nie zgodził. "
        "Każdy zapis na nich ma mieć przeciwkonto pozabilansowe, na przykład 099.",
    )


def reversal(
    entry: NewEntry,
    *,
    entry_id: int,
    on: date,
    reason: str,
    number: str,
    years: BusinessYears = CALENDAR_YEARS,
) -> NewEntry:
    """The red storno of a posted entry: the same accounts, negative amounts (art. 25 ust. 1 pkt 2).

    What opened or closed a year is taken back in the same place.
    """
    month = entry.year, entry.month
    special = not is_ordinary(month) and entry.year == years.of_day(on).label
    year, number_in_year = month if special else years.in_books(month_of(on))
    return replace(
        entry,
        year=year,
        month=number_in_year,
        operation_date=on,
        text=f"Storno zapisu {number}: {reason}"[:512],
        lines=tuple(
            replace(
                line,
                debit=-line.debit,
                credit=-line.credit,
                currency_amount=None if line.currency_amount is None else -line.currency_amount,
            )
            for line in entry.lines
        ),
        reverses_id=entry_id,
    )


def canonical_entry(
    *,
    company_id: int,
    seq: int,
    journal: str,
    number: int,
    diary_number: int,
    posting_date: date,
    responsible_id: int | None,
    entry: NewEntry,
) -> str:
    """The canonical text of an entry with all its lines: one field a position, lines after the header.

    Fields are joined with U+001F, lines with U+001E; these two can't occur in the fields (`clean`).
    """
    head = (
        f"{company_id}\x1f{seq}\x1f{journal}\x1f{entry.year}\x1f{entry.month}\x1f{number}"
        f"\x1f{diary_number}\x1f{entry.voucher_kind}\x1f{entry.voucher_number}"
        f"\x1f{entry.operation_date}\x1f{entry.document_date}\x1f{posting_date}"
        f"\x1f{responsible_id or ''}\x1f{entry.partner_id or ''}\x1f{entry.document_id or ''}"
        f"\x1f{entry.ksef_number}\x1f{entry.reverses_id or ''}\x1f{entry.text}"
    )
    lines = [
        f"{no}\x1f{line.account}\x1f{line.debit:.2f}\x1f{line.credit:.2f}\x1f{line.currency}"
        f"\x1f{'' if line.currency_amount is None else format(line.currency_amount, '.2f')}"
        f"\x1f{line.partner_id or ''}\x1f{line.cost_center}\x1f{line.project}\x1f{line.text}"
        for no, line in enumerate(entry.lines, 1)
    ]
    return "\x1e".join([head, *lines])


def entry_link(previous: bytes, canonical: str) -> bytes:
    """The next link of the entries' chain: SHA-256 of the previous link and the canonical text."""
    return hashlib.sha256(previous + canonical.encode()).digest()


def clean(text: str, limit: int) -> str:
    """Text fit for a book: no control characters, trimmed to ``limit`` characters."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return text[:limit]
