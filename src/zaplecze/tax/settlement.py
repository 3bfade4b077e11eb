"""The month's VAT moved from the accounts of invoices to the account of the tax office (223), as declared."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from zaplecze.ledger.api import (
    VAT_SETTLED,
    Entry,
    NewEntry,
    NewLine,
    Posted,
    entries_of_kind,
    post_entries,
    trial_balance,
)
from zaplecze.platform.events import lock_company
from zaplecze.platform.periods import last_day
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import in_books
from zaplecze.tax.filing import preview_jpk

ZERO = Decimal("0.00")
MONTHLY = ("221-1", "222")
TAX_OFFICE, OTHER_INCOME, OTHER_COST = "223", "760", "761"


class CannotSettleVat(Refusal):
    """The month's VAT can't be moved to the tax office's account; the message tells why."""

    code = "tax.cannot-settle"


def vat_settled(*, year: int, month: int) -> Entry | None:
    """The standing entry that settled the month, where there is one."""
    found = entries_of_kind(VAT_SETTLED, year=in_books((year, month))[0])
    return next((e for e in found if e.voucher_number == _number(year, month)), None)


def _number(year: int, month: int) -> str:
    return f"VAT/{year}/{month:02}"


def settle_vat(*, year: int, month: int, by: int, at: datetime) -> Posted:
    """Post the month's settlement: 221-1 and 222 end with nothing, 223 gets what the declaration says.

    The declaration is in whole złoty (art. 63 § 1 of the Tax Ordinance), so the grosze go to 760 or 761. Raises
    `CannotSettleVat` where it was done already, the registers differ from the books, or there is no VAT.
    """
    lock_company()
    if (done := vat_settled(year=year, month=month)) is not None:
        raise CannotSettleVat(
            f"VAT za {month:02}.{year} już rozliczono zapisem {done.voucher_number}."
        )
    built = preview_jpk(year=year, month=month, at=at)
    if (built.sales_tax, built.purchase_tax) != (
        built.ledger_sales_tax,
        built.ledger_purchase_tax,
    ):
        raise CannotSettleVat(
            f"Rejestry VAT za {month:02}.{year} różnią się od kont 221 i 222: uzgodnij je w JPK_V7M."
        )
    lines = [
        _line(row.account, row.credit - row.debit)
        for row in trial_balance(first=(year, month), last=(year, month))
        if row.account.startswith(MONTHLY) and row.debit != row.credit
    ]
    if not lines:
        raise CannotSettleVat(f"W {month:02}.{year} nie ma VAT do rozliczenia.")
    declared = built.declaration.amounts
    due = declared.get("P_38", 0) - declared.get("P_48", 0) + declared.get("P_39", 0)
    lines += [_line(TAX_OFFICE, Decimal(-due))] if due else []
    rest = sum((line.debit - line.credit for line in lines), ZERO)
    if rest:
        lines.append(_line(OTHER_INCOME if rest > 0 else OTHER_COST, -rest, "zaokrąglenie VAT"))
    day = last_day((year, month))
    (posted,) = post_entries(
        [
            NewEntry(
                journal="PK",
                year=year,
                month=month,
                voucher_kind=VAT_SETTLED,
                voucher_number=_number(year, month),
                operation_date=day,
                document_date=day,
                text=f"Rozliczenie VAT za {month:02}.{year}",
                lines=tuple(lines),
            )
        ],
        by=by,
        at=at,
    )
    return posted


def _line(account: str, balance: Decimal, text: str = "") -> NewLine:
    """``balance`` above zero goes to Wn."""
    return NewLine(account, debit=max(balance, ZERO), credit=max(-balance, ZERO), text=text)
