"""Closed code lists of FA(3).

The members' values are the codes written in the XML, so `Rate("np I")` reads and `.value` writes.
Source: the schema's enumerations (schemat FA(3) v1-0E).
"""

from decimal import Decimal
from enum import Enum, IntEnum


class Kind(Enum):
    """Kind of invoice (RodzajFaktury)."""

    VAT = "VAT"
    CORRECTION = "KOR"
    ADVANCE = "ZAL"
    SETTLEMENT = "ROZ"  # art. 106f(3): the final invoice after advances
    SIMPLIFIED = "UPR"  # art. 106e(5)(3): up to 450 PLN or 100 EUR
    ADVANCE_CORRECTION = "KOR_ZAL"
    SETTLEMENT_CORRECTION = "KOR_ROZ"

    @property
    def is_correction(self) -> bool:
        """Corrects another invoice."""
        return self in _CORRECTIONS

    @property
    def is_advance(self) -> bool:
        """Documents an advance payment: rows stand in `Invoice.order`, not in `lines`."""
        return self is Kind.ADVANCE or self is Kind.ADVANCE_CORRECTION

    @property
    def is_settlement(self) -> bool:
        """Settles advances: the totals show the remainder, the lines the whole supply."""
        return self is Kind.SETTLEMENT or self is Kind.SETTLEMENT_CORRECTION


_CORRECTIONS = frozenset({Kind.CORRECTION, Kind.ADVANCE_CORRECTION, Kind.SETTLEMENT_CORRECTION})


class Band(Enum):
    """A pair of totals on the invoice; the value is the suffix of its P_13 element."""

    S23 = "1"  # basic rate, 23 % or 22 %
    S8 = "2"  # first reduced rate, 8 % or 7 %
    S5 = "3"  # second reduced rate
    TAXI = "4"  # lump sum of taxi drivers
    OSS = "5"  # One Stop Shop, VAT of another member state
    ZERO_DOMESTIC = "6_1"
    ZERO_WDT = "6_2"  # intra-Community supply of goods
    ZERO_EXPORT = "6_3"
    EXEMPT = "7"
    OUTSIDE_PL = "8"  # np I
    OUTSIDE_PL_ART100 = "9"  # np II: services of art. 100(1)(4)
    REVERSE_CHARGE = "10"  # oo: the buyer accounts for the tax
    MARGIN = "11"  # art. 119 and 120

    @property
    def element(self) -> str:
        """Name of the net total's element, e.g. `P_13_6_2`."""
        return f"P_13_{self.value}"

    @property
    def bears_vat(self) -> bool:
        """True when the schema has a VAT total (P_14_x) for this band."""
        return self in _VAT_BANDS

    @property
    def bears_polish_vat(self) -> bool:
        """True when the VAT is due in Poland, hence also in PLN (P_14_xW)."""
        return self in _VAT_BANDS and self is not Band.OSS


_VAT_BANDS = frozenset({Band.S23, Band.S8, Band.S5, Band.TAXI, Band.OSS})


class Rate(Enum):
    """VAT rate of a line (P_12)."""

    R23 = "23"
    R22 = "22"
    R8 = "8"
    R7 = "7"
    R5 = "5"
    R4 = "4"
    R3 = "3"
    ZERO_DOMESTIC = "0 KR"
    ZERO_WDT = "0 WDT"
    ZERO_EXPORT = "0 EX"
    EXEMPT = "zw"
    REVERSE_CHARGE = "oo"
    OUTSIDE_PL = "np I"
    OUTSIDE_PL_ART100 = "np II"

    @property
    def band(self) -> Band:
        """The totals this rate adds up to."""
        return _RATE_BAND[self]

    @property
    def percent(self) -> Decimal:
        """Percent of VAT: 23, 8 ...; zero for rates without tax."""
        return _RATE_PERCENT[self]


_RATE_BAND = {
    Rate.R23: Band.S23,
    Rate.R22: Band.S23,
    Rate.R8: Band.S8,
    Rate.R7: Band.S8,
    Rate.R5: Band.S5,
    Rate.R4: Band.TAXI,
    Rate.R3: Band.TAXI,
    Rate.ZERO_DOMESTIC: Band.ZERO_DOMESTIC,
    Rate.ZERO_WDT: Band.ZERO_WDT,
    Rate.ZERO_EXPORT: Band.ZERO_EXPORT,
    Rate.EXEMPT: Band.EXEMPT,
    Rate.REVERSE_CHARGE: Band.REVERSE_CHARGE,
    Rate.OUTSIDE_PL: Band.OUTSIDE_PL,
    Rate.OUTSIDE_PL_ART100: Band.OUTSIDE_PL_ART100,
}
_RATE_PERCENT = {rate: Decimal(rate.value) if rate.value.isdigit() else Decimal(0) for rate in Rate}


class CorrectionEffect(IntEnum):
    """When a correction takes effect in the VAT register (TypKorekty)."""

    AS_ORIGINAL = 1
    AS_CORRECTION = 2
    OTHER = 3


class PartyRole(IntEnum):
    """Role of a third party (Podmiot3/Rola)."""

    FACTOR = 1
    RECIPIENT = 2
    ORIGINAL_ENTITY = 3
    ADDITIONAL_BUYER = 4
    ISSUER = 5
    PAYER = 6
    LOCAL_GOVERNMENT_ISSUER = 7
    LOCAL_GOVERNMENT_RECIPIENT = 8
    VAT_GROUP_ISSUER = 9
    VAT_GROUP_RECIPIENT = 10
    EMPLOYEE = 11


class AuthorizedRole(IntEnum):
    """Role of the authorized entity (RolaPU)."""

    ENFORCEMENT_AUTHORITY = 1
    BAILIFF = 2
    TAX_REPRESENTATIVE = 3


class SellerStatus(IntEnum):
    """Special state of the seller (StatusInfoPodatnika)."""

    LIQUIDATION = 1
    RESTRUCTURING = 2
    BANKRUPTCY = 3
    ESTATE = 4  # przedsiębiorstwo w spadku


class PaymentForm(IntEnum):
    """Form of payment (FormaPlatnosci)."""

    CASH = 1
    CARD = 2
    VOUCHER = 3
    CHEQUE = 4
    CREDIT = 5
    TRANSFER = 6
    MOBILE = 7


class BankOwnAccount(IntEnum):
    """Why the account is the bank's own (RachunekWlasnyBanku)."""

    BOUGHT_RECEIVABLES = 1
    COLLECTION = 2
    OWN_BUSINESS = 3


class ExemptionBasis(Enum):
    """Which kind of rule grants the exemption; the value is the element's name."""

    ACT = "P_19A"  # the VAT Act or an act issued on its ground
    DIRECTIVE = "P_19B"  # directive 2006/112/EC
    OTHER = "P_19C"


class MarginScheme(Enum):
    """Margin scheme; the value is the element's name."""

    TRAVEL = "P_PMarzy_2"  # art. 119(1)
    USED_GOODS = "P_PMarzy_3_1"
    ART = "P_PMarzy_3_2"
    ANTIQUES = "P_PMarzy_3_3"


class PartPaymentState(IntEnum):
    """ZnacznikZaplatyCzesciowej: whether the part payments cover the whole amount."""

    PARTLY_PAID = 1
    PAID_IN_PARTS = 2


class IdScheme(Enum):
    """Scheme of a party's identifier."""

    NIP = "NIP"
    INTERNAL = "IDWew"  # NIP with a five-digit unit number
    VAT_EU = "NrVatUE"
    OTHER = "NrID"
