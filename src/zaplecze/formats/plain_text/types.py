"""What both formats are written from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class TextAccount:
    """An account of the chart; the first digit is its group (zespół)."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """An amount on an account: Wn positive, Ma negative, PLN; ``foreign`` is the same in ``currency``, if any."""

    account: str
    amount: Decimal
    currency: str = "PLN"
    foreign: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TextPrice:
    """What one unit of a currency was worth on a day, PLN."""

    day: date
    currency: str
    rate: Decimal


@dataclass(frozen=True, slots=True)
class TextEntry:
    """A posted entry; ``day`` lies in the month of the books that it belongs to."""

    day: date
    label: str
    voucher: str
    text: str
    lines: Sequence[TextLine]


@dataclass(frozen=True, slots=True)
class Books:
    """The books of a company.

    ``closings`` gives, for the last day of each month, the balance of every account that has one: they become
    assertions, which the other program recounts from the entries. ``foreign_closings`` does so for what accounts
    hold in currencies, by (account, currency).
    """

    company: str
    opened: date
    accounts: Sequence[TextAccount]
    entries: Callable[[], Iterable[TextEntry]]
    closings: Mapping[date, Mapping[str, Decimal]]
    foreign_closings: Mapping[date, Mapping[tuple[str, str], Decimal]] = field(default_factory=dict)
    prices: Callable[[], Iterable[TextPrice]] = tuple

    @property
    def foreign(self) -> list[tuple[str, str]]:
        """Accounts and the currencies that they ever held."""
        return sorted({key for held in self.foreign_closings.values() for key in held})
