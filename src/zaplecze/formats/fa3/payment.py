"""Payment, additional settlements and terms of the transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zaplecze.formats.fa3.codes import BankOwnAccount, PartPaymentState, PaymentForm
from zaplecze.formats.fa3.parties import Address, Identity


@dataclass(frozen=True, slots=True)
class Charge:
    """Obciazenia or Odliczenia: an amount beside P_15, with its reason."""

    amount: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """Rozliczenie: what is added to or deducted from P_15 before payment."""

    charges: tuple[Charge, ...] = ()
    charges_total: Decimal | None = None
    deductions: tuple[Charge, ...] = ()
    deductions_total: Decimal | None = None
    to_pay: Decimal | None = None  # DoZaplaty = P_15 + charges - deductions
    to_refund: Decimal | None = None  # DoRozliczenia: overpaid


@dataclass(frozen=True, slots=True)
class PartPayment:
    """ZaplataCzesciowa."""

    amount: Decimal
    paid_on: date
    form: PaymentForm | None = None
    other_form: str | None = None


@dataclass(frozen=True, slots=True)
class TermDescription:
    """TerminOpis, e.g. 14 (count) "dni" (unit) "od otrzymania faktury" (event)."""

    count: int
    unit: str
    event: str


@dataclass(frozen=True, slots=True)
class PaymentTerm:
    """TerminPlatnosci."""

    due_on: date | None = None
    description: TermDescription | None = None


@dataclass(frozen=True, slots=True)
class BankAccount:
    """TRachunekBankowy."""

    number: str  # NrRB as written: an NRB of 26 digits, an IBAN, or a foreign number
    swift: str | None = None
    bank_own: BankOwnAccount | None = None
    bank_name: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class CashDiscount:
    """Skonto."""

    conditions: str
    amount: str


@dataclass(frozen=True, slots=True)
class Payment:
    """Platnosc."""

    paid_on: date | None = None  # Zaplacono=1 with DataZaplaty: paid in full
    part_payment_state: PartPaymentState | None = None
    part_payments: tuple[PartPayment, ...] = ()
    terms: tuple[PaymentTerm, ...] = ()
    form: PaymentForm | None = None
    other_form: str | None = None
    accounts: tuple[BankAccount, ...] = ()
    factor_accounts: tuple[BankAccount, ...] = ()
    cash_discount: CashDiscount | None = None
    link: str | None = None
    ksef_payment_id: str | None = None  # IPKSeF

    @property
    def due_on(self) -> date | None:
        """The last of the due dates, or None when no date is named."""
        days = [term.due_on for term in self.terms if term.due_on is not None]
        return max(days) if days else None


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """Umowy or Zamowienia: a contract or purchase order the invoice refers to."""

    on: date | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Carrier:
    """Przewoznik."""

    identity: Identity
    address: Address


@dataclass(frozen=True, slots=True)
class Transport:
    """One transport of the goods."""

    mode: int | None = None  # RodzajTransportu: 1 sea 2 rail 3 road 4 air 5 post 7 pipes 8 inland
    other_mode: str | None = None
    carrier: Carrier | None = None
    order_number: str | None = None
    cargo: int | None = None  # OpisLadunku, 1-20, e.g. 13 pallet
    other_cargo: str | None = None
    package_unit: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    ship_from: Address | None = None
    ship_via: tuple[Address, ...] = ()
    ship_to: Address | None = None


@dataclass(frozen=True, slots=True)
class TransactionTerms:
    """WarunkiTransakcji."""

    contracts: tuple[DocumentRef, ...] = ()
    orders: tuple[DocumentRef, ...] = ()
    batches: tuple[str, ...] = ()
    delivery_terms: str | None = None  # e.g. an Incoterms rule
    agreed_rate: Decimal | None = None  # KursUmowny
    agreed_currency: str | None = None
    transports: tuple[Transport, ...] = ()
    intermediary: bool = False  # PodmiotPosredniczacy, art. 22(2d)
