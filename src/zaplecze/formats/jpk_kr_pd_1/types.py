"""JPK_KR_PD(1) as frozen values, for other entities (ZOiS7). Amounts are PLN with two places."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Address:
    """AdresPol; a town without streets has no ``street``."""

    voivodeship: str
    county: str
    commune: str
    house: str
    town: str
    postal_code: str
    street: str = ""
    flat: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """Naglowek: the period of the file and the book year it lies in; ``purpose`` 1 files, 2 corrects."""

    made_at: datetime
    first: date
    last: date
    year_first: date
    year_last: date
    tax_office: str
    purpose: int = 1
    currency: str = "PLN"


@dataclass(frozen=True, slots=True)
class Subject:
    """Podmiot1; ``estonian`` marks the lump sum on companies' income, ``ifrs`` international standards."""

    nip: str
    name: str
    address: Address
    estonian: bool = False
    ifrs: bool = False


@dataclass(frozen=True, slots=True)
class Contractor:
    """Kontrahent: our code of him, and his tax number with the country that gave it."""

    code: str
    country: str = ""
    tax_id: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """ZOiS7: an account of final entry; ``debit`` and ``credit`` are the period's, ``year_`` since the opening."""

    number: str
    name: str
    parent: str
    opening_debit: Decimal
    opening_credit: Decimal
    debit: Decimal
    credit: Decimal
    year_debit: Decimal
    year_credit: Decimal
    closing_debit: Decimal
    closing_credit: Decimal
    tag_1: str
    tag_2: str = ""
    tag_pd: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """KontoZapis: one side of an account; ``foreign`` is the amount in ``currency``, where it isn't PLN."""

    no: str
    text: str
    account: str
    is_debit: bool
    amount: Decimal
    foreign: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of Dziennik with its lines."""

    number: str
    journal: str
    voucher: str
    kind: str
    operation_date: date
    document_date: date
    posting_date: date
    responsible: str
    text: str
    amount: Decimal
    lines: tuple[Line, ...]
    contractor: str = ""
    ksef_number: str = ""


@dataclass(frozen=True, slots=True)
class Controls:
    """Ctrl: counts and sums of the journal and of its lines."""

    entries: int = 0
    amount: Decimal = ZERO
    lines: int = 0
    debit: Decimal = ZERO
    credit: Decimal = ZERO

    def with_entry(self, entry: Entry) -> Controls:
        """These sums and one more entry."""
        return Controls(
            self.entries + 1,
            self.amount + entry.amount,
            self.lines + len(entry.lines),
            self.debit + sum((n.amount for n in entry.lines if n.is_debit), ZERO),
            self.credit + sum((n.amount for n in entry.lines if not n.is_debit), ZERO),
        )


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """RPD: what parts the result of the books from the tax base; K_1 … K_8."""

    exempt_income: Decimal = ZERO
    income_not_yet: Decimal = ZERO
    income_of_earlier_years: Decimal = ZERO
    costs_never: Decimal = ZERO
    costs_not_yet: Decimal = ZERO
    costs_of_earlier_years: Decimal = ZERO
    income_outside_books: Decimal = ZERO
    costs_outside_books: Decimal = ZERO

    def values(self) -> tuple[Decimal, ...]:
        """K_1 to K_8 in order."""
        return (
            self.exempt_income,
            self.income_not_yet,
            self.income_of_earlier_years,
            self.costs_never,
            self.costs_not_yet,
            self.costs_of_earlier_years,
            self.income_outside_books,
            self.costs_outside_books,
        )


@dataclass(frozen=True, slots=True)
class Books:
    """A whole file; ``entries()`` gives the journal anew each time, so that a year need not lie in memory."""

    header: Header
    subject: Subject
    contractors: tuple[Contractor, ...]
    accounts: tuple[Account, ...]
    entries: Callable[[], Iterable[Entry]]
    reconciliation: Reconciliation = field(default_factory=Reconciliation)
