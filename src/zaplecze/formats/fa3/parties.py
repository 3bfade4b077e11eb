"""Parties of an invoice: who they are, where, how to reach them."""

from dataclasses import dataclass
from decimal import Decimal

from zaplecze.formats.fa3.codes import AuthorizedRole, IdScheme, PartyRole, SellerStatus


@dataclass(frozen=True, slots=True)
class Address:
    """TAdres."""

    country: str  # ISO 3166-1 alpha-2
    line1: str
    line2: str | None = None
    gln: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """DaneKontaktowe."""

    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class TaxId:
    """An identifier as (scheme, country, value); `country` is None where the invoice is silent."""

    scheme: IdScheme
    country: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Identity:
    """DaneIdentyfikacyjne: exactly one of the identifiers, and usually a name.

    Sellers and authorized entities always have `nip` and `name`.
    """

    name: str | None = None
    nip: str | None = None
    internal_id: str | None = None  # IDWew, third parties only
    eu_prefix: str | None = None  # KodUE; Greece is EL, Northern Ireland XI
    eu_number: str | None = None  # NrVatUE, without the prefix
    country: str | None = None  # KodKraju, goes with other_id
    other_id: str | None = None  # NrID
    without_id: bool = False  # BrakID

    @property
    def tax_id(self) -> TaxId | None:
        """The one identifier, or None for a party without any (BrakID)."""
        if self.nip is not None:
            return TaxId(IdScheme.NIP, "PL", self.nip)
        if self.eu_number is not None:
            return TaxId(IdScheme.VAT_EU, self.eu_prefix, self.eu_number)
        if self.other_id is not None:
            return TaxId(IdScheme.OTHER, self.country, self.other_id)
        if self.internal_id is not None:
            return TaxId(IdScheme.INTERNAL, "PL", self.internal_id)
        return None


@dataclass(frozen=True, slots=True)
class Seller:
    """Podmiot1; also Podmiot1K (the old data on a correction)."""

    identity: Identity
    address: Address
    vat_prefix: str | None = None  # PrefiksPodatnika, "PL" on intra-Community supplies
    eori: str | None = None
    mailing_address: Address | None = None
    contacts: tuple[Contact, ...] = ()
    status: SellerStatus | None = None

    @property
    def name(self) -> str:
        """Name as on the invoice."""
        return self.identity.name or ""

    @property
    def nip(self) -> str:
        """NIP, ten digits."""
        return self.identity.nip or ""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Podmiot2; also Podmiot2K (the old data on a correction; JST and GV stay False there)."""

    identity: Identity
    address: Address | None = None
    eori: str | None = None
    mailing_address: Address | None = None
    contacts: tuple[Contact, ...] = ()
    customer_number: str | None = None
    link_id: str | None = None  # IDNabywcy: ties this party to Podmiot2K
    local_government_unit: bool = False  # JST
    vat_group_member: bool = False  # GV

    @property
    def name(self) -> str | None:
        """Name as on the invoice; None when left out (art. 106e(5)(3))."""
        return self.identity.name

    @property
    def nip(self) -> str | None:
        """NIP, ten digits, when the party is identified by it."""
        return self.identity.nip

    @property
    def tax_id(self) -> TaxId | None:
        """The identifier as (scheme, country, value), or None (BrakID)."""
        return self.identity.tax_id


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Podmiot3: `role`, or `other_role` in words."""

    identity: Identity
    role: PartyRole | None = None
    other_role: str | None = None
    address: Address | None = None
    link_id: str | None = None
    eori: str | None = None
    mailing_address: Address | None = None
    contacts: tuple[Contact, ...] = ()
    share: Decimal | None = None  # percent, additional buyers
    customer_number: str | None = None

    @property
    def name(self) -> str | None:
        """Name as on the invoice; None when left out (art. 106e(5)(3))."""
        return self.identity.name

    @property
    def nip(self) -> str | None:
        """NIP, ten digits, when the party is identified by it."""
        return self.identity.nip

    @property
    def tax_id(self) -> TaxId | None:
        """The identifier as (scheme, country, value), or None (BrakID)."""
        return self.identity.tax_id


@dataclass(frozen=True, slots=True)
class AuthorizedEntity:
    """PodmiotUpowazniony: enforcement authority, bailiff or tax representative."""

    identity: Identity
    address: Address
    role: AuthorizedRole
    eori: str | None = None
    mailing_address: Address | None = None
    contacts: tuple[Contact, ...] = ()

    @property
    def name(self) -> str:
        """Name as on the invoice."""
        return self.identity.name or ""

    @property
    def nip(self) -> str:
        """NIP, ten digits."""
        return self.identity.nip or ""
