"""The structured invoice FA(3) as frozen values.

Amounts are in the invoice's currency unless the name says `pln`. Text is white-space normalized.
A field left None (or an empty tuple, or False) was absent. The README's table names the element
of each field.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zaplecze.formats.fa3.appendix import (
    AttachmentBlock,
    Column,
    Footer,
    FooterText,
    KeyValue,
    Registration,
    Table,
)
from zaplecze.formats.fa3.codes import (
    AuthorizedRole,
    Band,
    BankOwnAccount,
    CorrectionEffect,
    ExemptionBasis,
    IdScheme,
    Kind,
    MarginScheme,
    PartPaymentState,
    PartyRole,
    PaymentForm,
    Rate,
    SellerStatus,
)
from zaplecze.formats.fa3.parties import (
    Address,
    AuthorizedEntity,
    Buyer,
    Contact,
    Identity,
    Seller,
    TaxId,
    ThirdParty,
)
from zaplecze.formats.fa3.payment import (
    BankAccount,
    Carrier,
    CashDiscount,
    Charge,
    DocumentRef,
    PartPayment,
    Payment,
    PaymentTerm,
    Settlement,
    TermDescription,
    TransactionTerms,
    Transport,
)
from zaplecze.formats.travel import travels


@dataclass(frozen=True, slots=True)
class RateTotal:
    """One band of totals: P_13_x, P_14_x and, on foreign-currency invoices, P_14_xW."""

    band: Band
    net: Decimal  # for MARGIN this is the gross value of the sale
    vat: Decimal = Decimal(0)
    vat_pln: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """OkresFa, both days inclusive."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Exemption:
    """P_19 with the rule that grants it."""

    basis: ExemptionBasis
    text: str


@dataclass(frozen=True, slots=True)
class NewVehicle:
    """NowySrodekTransportu (art. 2(10)): land vehicle, vessel or aircraft."""

    in_use_since: date
    line_number: int
    make: str | None = None
    model: str | None = None
    color: str | None = None
    registration: str | None = None
    production_year: str | None = None
    mileage: str | None = None
    vin: str | None = None
    body_number: str | None = None
    chassis_number: str | None = None
    frame_number: str | None = None
    vehicle_type: str | None = None
    vessel_hours: str | None = None
    hull_number: str | None = None
    aircraft_hours: str | None = None
    serial_number: str | None = None


@dataclass(frozen=True, slots=True)
class NewTransport:
    """P_22: intra-Community supply of new means of transport."""

    vehicles: tuple[NewVehicle, ...]
    art_42_5: bool = False  # P_42_5


@dataclass(frozen=True, slots=True)
class Annotations:
    """Adnotacje; a False is written as "2" (no)."""

    cash_method: bool = False  # P_16
    self_billing: bool = False  # P_17
    reverse_charge: bool = False  # P_18
    split_payment: bool = False  # P_18A, MPP
    exemption: Exemption | None = None  # P_19
    new_transport: NewTransport | None = None  # P_22
    triangular: bool = False  # P_23
    margin: MarginScheme | None = None  # P_PMarzy


@dataclass(frozen=True, slots=True)
class CorrectedInvoice:
    """DaneFaKorygowanej; `ksef_number` None means it was issued outside KSeF (NrKSeFN)."""

    issued_on: date
    number: str
    ksef_number: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a correcting invoice corrects and why."""

    invoices: tuple[CorrectedInvoice, ...]
    reason: str | None = None
    effect: CorrectionEffect | None = None
    period: str | None = None  # OkresFaKorygowanej, collective discounts of art. 106j(3)
    right_number: str | None = None  # NrFaKorygowany, when the number itself was wrong
    old_seller: Seller | None = None  # Podmiot1K
    old_buyers: tuple[Buyer, ...] = ()  # Podmiot2K
    gross_before: Decimal | None = None  # P_15ZK
    exchange_rate_before: Decimal | None = None  # KursWalutyZK


@dataclass(frozen=True, slots=True)
class AdvancePayment:
    """ZaliczkaCzesciowa: one of several payments documented by an advance invoice."""

    received_on: date
    amount: Decimal
    exchange_rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AdvanceInvoice:
    """FakturaZaliczkowa: KSeF number, or own number of an invoice outside KSeF."""

    ksef_number: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """DodatkowyOpis; `line_number` None means the whole invoice."""

    key: str
    value: str
    line_number: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """FaWiersz. Either net (P_11) or gross (P_11A) value is usual; both may be absent."""

    number: int
    uid: str | None = None
    sold_on: date | None = None  # P_6A
    name: str | None = None
    index: str | None = None
    gtin: str | None = None
    pkwiu: str | None = None
    cn: str | None = None
    pkob: str | None = None
    unit: str | None = None
    quantity: Decimal | None = None
    price_net: Decimal | None = None  # P_9A
    price_gross: Decimal | None = None  # P_9B
    discount: Decimal | None = None  # P_10
    net: Decimal | None = None  # P_11
    gross: Decimal | None = None  # P_11A
    vat: Decimal | None = None  # P_11Vat, art. 106e(10)
    rate: Rate | None = None  # P_12
    oss_rate: Decimal | None = None  # P_12_XII, percent
    annex_15: bool = False  # P_12_Zal_15
    excise: Decimal | None = None
    gtu: str | None = None  # GTU_01 ... GTU_13
    procedure: str | None = None  # WSTO_EE, IED, TT_D, I_42, I_63, B_SPV ...
    exchange_rate: Decimal | None = None  # KursWaluty
    before_correction: bool = False  # StanPrzed


@dataclass(frozen=True, slots=True)
class OrderLine:
    """ZamowienieWiersz."""

    number: int
    uid: str | None = None
    name: str | None = None
    index: str | None = None
    gtin: str | None = None
    pkwiu: str | None = None
    cn: str | None = None
    pkob: str | None = None
    unit: str | None = None
    quantity: Decimal | None = None
    price_net: Decimal | None = None
    net: Decimal | None = None
    vat: Decimal | None = None
    rate: Rate | None = None
    oss_rate: Decimal | None = None
    annex_15: bool = False
    gtu: str | None = None
    procedure: str | None = None
    excise: Decimal | None = None
    before_correction: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """Zamowienie: the order or contract an advance was paid for; `gross` includes VAT."""

    gross: Decimal
    lines: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class Extra:
    """Content of the XML that has no field here: kept so that it can be shown."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Invoice:
    """A whole FA(3) document."""

    created_at: datetime  # DataWytworzeniaFa
    seller: Seller
    buyer: Buyer
    currency: str
    issued_on: date  # P_1
    number: str  # P_2
    gross: Decimal  # P_15
    annotations: Annotations
    kind: Kind
    system: str | None = None
    third_parties: tuple[ThirdParty, ...] = ()
    authorized: AuthorizedEntity | None = None
    issue_place: str | None = None  # P_1M
    warehouse_notes: tuple[str, ...] = ()  # WZ
    sold_on: date | None = None  # P_6; None may mean: the same as issued_on
    period: Period | None = None  # OkresFa
    totals: tuple[RateTotal, ...] = ()
    exchange_rate: Decimal | None = None  # KursWalutyZ, advance invoices
    correction: Correction | None = None
    advance_payments: tuple[AdvancePayment, ...] = ()
    to_receipt: bool = False  # FP: issued to a cash-register receipt, art. 109(3d)
    related_parties: bool = False  # TP
    notes: tuple[Note, ...] = ()
    advance_invoices: tuple[AdvanceInvoice, ...] = ()
    excise_refund: bool = False  # ZwrotAkcyzy, farmers' diesel
    lines: tuple[Line, ...] = ()
    settlement: Settlement | None = None
    payment: Payment | None = None
    terms: TransactionTerms | None = None
    order: Order | None = None
    footer: Footer | None = None
    attachment: tuple[AttachmentBlock, ...] = ()
    extras: tuple[Extra, ...] = ()

    @property
    def net(self) -> Decimal:
        """Sum of net totals (P_13_x) in the invoice's currency."""
        return sum((total.net for total in self.totals), Decimal(0))

    @property
    def vat(self) -> Decimal:
        """Sum of VAT totals (P_14_x) in the invoice's currency."""
        return sum((total.vat for total in self.totals), Decimal(0))

    @property
    def due_on(self) -> date | None:
        """The last due date, or None when the invoice names no date."""
        return self.payment.due_on if self.payment is not None else None

    def total(self, band: Band) -> RateTotal | None:
        """The totals of one band, or None when the invoice has none."""
        return next((total for total in self.totals if total.band is band), None)


# What stands on every invoice.
travels(
    Invoice,
    Line,
    RateTotal,
    Annotations,
    Seller,
    Buyer,
    Identity,
    Address,
    Payment,
    PaymentTerm,
    BankAccount,
)

__all__ = [
    "Address",
    "AdvanceInvoice",
    "AdvancePayment",
    "Annotations",
    "AttachmentBlock",
    "AuthorizedEntity",
    "AuthorizedRole",
    "Band",
    "BankAccount",
    "BankOwnAccount",
    "Buyer",
    "Carrier",
    "CashDiscount",
    "Charge",
    "Column",
    "Contact",
    "CorrectedInvoice",
    "Correction",
    "CorrectionEffect",
    "DocumentRef",
    "Exemption",
    "ExemptionBasis",
    "Extra",
    "Footer",
    "FooterText",
    "IdScheme",
    "Identity",
    "Invoice",
    "KeyValue",
    "Kind",
    "Line",
    "MarginScheme",
    "NewTransport",
    "NewVehicle",
    "Note",
    "Order",
    "OrderLine",
    "PartPayment",
    "PartPaymentState",
    "PartyRole",
    "Payment",
    "PaymentForm",
    "PaymentTerm",
    "Period",
    "Rate",
    "RateTotal",
    "Registration",
    "Seller",
    "SellerStatus",
    "Settlement",
    "Table",
    "TaxId",
    "TermDescription",
    "ThirdParty",
    "TransactionTerms",
    "Transport",
]
