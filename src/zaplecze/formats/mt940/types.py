"""A bank statement as frozen values. Amounts are in the account's currency, money in is positive."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


class Mt940Error(ValueError):
    """A file that can't be read as MT940: a stable code, a Polish message, the line of the file (from 1)."""

    def __init__(self, code: str, message_pl: str, line: int | None = None) -> None:
        super().__init__(message_pl)
        self.code = code
        self.message_pl = message_pl
        self.line = line

    def __reduce__(self) -> tuple[type[Mt940Error], tuple[object, ...]]:
        return (type(self), (self.code, self.message_pl, self.line))


@dataclass(frozen=True, slots=True)
class Balance:
    """An opening (60) or closing (62) balance; credit is positive. `file_line` is where it stands."""

    date: date
    amount: Decimal
    file_line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class SplitPayment:
    """What the title of a split payment says (art. 108a(3)): VAT in PLN, NIP of the issuer, invoice number."""

    vat: Decimal
    nip: str
    invoice: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One movement: field 61 with its field 86. Texts the bank left out (NONREF too) are empty.

    `counterparty_account` is empty, digits (26 for a Polish account) or an IBAN without spaces.
    """

    no: int
    value_date: date
    entry_date: date | None
    amount: Decimal
    currency: str
    type_code: str
    own_reference: str
    bank_reference: str
    title: str
    counterparty_name: str
    counterparty_account: str
    booking_code: str
    raw: str
    split_payment: SplitPayment | None = None
    repeat: int = 0  # how many lines before it in the statement have the same identity
    file_line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Other:
    """A field that has no place here, kept so that it can be shown."""

    tag: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A currency and the field that states it."""

    tag: str
    currency: str
    line: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of one account; `account` is 26 digits for a Polish account, else an IBAN or as written.

    `currency` is the first that a field states; `currencies` holds all, for `check` to compare.
    """

    account: str
    currency: str
    number: str
    sequence: str
    opening: Balance | None
    closing: Balance | None
    lines: tuple[Line, ...]
    other: tuple[Other, ...] = ()
    currencies: tuple[Stated, ...] = ()
    file_line: int = field(default=0, compare=False)


def identity(account: str, line: Line) -> str:
    """What makes a movement this movement, whatever statement shows it.

    The unit separator can't occur in what was read, so no two movements share a text by accident.
    """
    return "\x1f".join(
        (
            account,
            line.value_date.isoformat(),
            f"{line.amount:.2f}",
            line.currency,
            line.own_reference,
            line.bank_reference,
            line.counterparty_account,
            "".join(line.title.split()),
        )
    )


def fingerprint(statement: Statement, line: Line) -> str:
    """SHA-256 (64 hexadecimal digits) that knows a line again in another file of the same account.

    Lines of one identity count from zero within their statement.
    """
    text = f"{identity(statement.account, line)}\x1f{line.repeat}"
    return hashlib.sha256(text.encode()).hexdigest()
