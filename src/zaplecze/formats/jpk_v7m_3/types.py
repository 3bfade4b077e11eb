"""JPK_V7M(3) as frozen values. Amounts of rows are PLN with two places, of the declaration whole zlotys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person who files (OsobaFizyczna)."""

    first_name: str
    surname: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class Header:
    """Naglowek and Podmiot1; ``full_name`` of a firm, or ``person``. ``purpose`` 1 files, 2 corrects."""

    nip: str
    full_name: str
    email: str
    tax_office: str
    year: int
    month: int
    made_at: datetime
    purpose: int = 1
    system_name: str = "Zaplecze"
    phone: str = ""
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class BadDebt:
    """KorektaPodstawyOpodt (art. 89a): ``due`` for ust. 1, or ``paid`` for ust. 4."""

    due: date | None = None
    paid: date | None = None


@dataclass(frozen=True, slots=True)
class SalesRow:
    """SprzedazWiersz; ``proof`` is NrKSeF (with ``ksef_number``), OFF, BFK or DI."""

    no: int
    partner_country: str
    partner_tax_id: str
    partner_name: str
    number: str
    issue_date: date
    sale_date: date | None
    proof: str
    ksef_number: str = ""
    document_type: str = ""
    gtu: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    bad_debt: BadDebt | None = None
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    margin: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """ZakupWiersz; ``received`` is the day the document came (DataWplywu)."""

    no: int
    partner_country: str
    partner_tax_id: str
    partner_name: str
    number: str
    issue_date: date
    received: date | None
    proof: str
    ksef_number: str = ""
    document_type: str = ""
    imported: bool = False
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    margin: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """PozycjeSzczegolowe: amounts in whole zlotys, marks, texts, by the name of the field."""

    amounts: Mapping[str, int]
    flags: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[str, int]]:
        """Fields with their amounts, in the order of the form."""
        yield from self.amounts.items()


@dataclass(frozen=True, slots=True)
class Jpk:
    """A whole file."""

    header: Header
    sales: tuple[SalesRow, ...]
    purchases: tuple[PurchaseRow, ...]
    declaration: Declaration | None
