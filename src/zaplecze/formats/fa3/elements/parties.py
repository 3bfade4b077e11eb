"""Elements of Podmiot1, Podmiot2, Podmiot3 and PodmiotUpowazniony."""

from zaplecze.formats.fa3.grammar import Node, code, mark, marker, node, number, text, yes_no
from zaplecze.formats.fa3.types import (
    Address,
    AuthorizedEntity,
    AuthorizedRole,
    Buyer,
    Contact,
    Identity,
    PartyRole,
    Seller,
    SellerStatus,
    ThirdParty,
)

ADDRESS = Node(
    Address,
    text("KodKraju", "country"),
    text("AdresL1", "line1"),
    text("AdresL2", "line2"),
    text("GLN", "gln"),
)
CONTACT = Node(Contact, text("Email", "email"), text("Telefon", "phone"))
CONTACT_AUTHORIZED = Node(Contact, text("EmailPU", "email"), text("TelefonPU", "phone"))
IDENTITY = Node(
    Identity,
    text("NIP", "nip"),
    text("IDWew", "internal_id"),
    text("KodUE", "eu_prefix"),
    text("NrVatUE", "eu_number"),
    text("KodKraju", "country"),
    text("NrID", "other_id"),
    mark("BrakID", "without_id"),
    text("Nazwa", "name"),
)
SELLER = Node(
    Seller,
    text("PrefiksPodatnika", "vat_prefix"),
    text("NrEORI", "eori"),
    node("DaneIdentyfikacyjne", "identity", IDENTITY),
    node("Adres", "address", ADDRESS),
    node("AdresKoresp", "mailing_address", ADDRESS),
    node("DaneKontaktowe", "contacts", CONTACT, many=True),
    code("StatusInfoPodatnika", "status", SellerStatus),
)
BUYER = Node(
    Buyer,
    text("NrEORI", "eori"),
    node("DaneIdentyfikacyjne", "identity", IDENTITY),
    node("Adres", "address", ADDRESS),
    node("AdresKoresp", "mailing_address", ADDRESS),
    node("DaneKontaktowe", "contacts", CONTACT, many=True),
    text("NrKlienta", "customer_number"),
    text("IDNabywcy", "link_id"),
    yes_no("JST", "local_government_unit"),
    yes_no("GV", "vat_group_member"),
)
OLD_BUYER = Node(
    Buyer,
    node("DaneIdentyfikacyjne", "identity", IDENTITY),
    node("Adres", "address", ADDRESS),
    text("IDNabywcy", "link_id"),
)
THIRD_PARTY = Node(
    ThirdParty,
    text("IDNabywcy", "link_id"),
    text("NrEORI", "eori"),
    node("DaneIdentyfikacyjne", "identity", IDENTITY),
    node("Adres", "address", ADDRESS),
    node("AdresKoresp", "mailing_address", ADDRESS),
    node("DaneKontaktowe", "contacts", CONTACT, many=True),
    code("Rola", "role", PartyRole),
    marker("RolaInna", when="other_role"),
    text("OpisRoli", "other_role"),
    number("Udzial", "share"),
    text("NrKlienta", "customer_number"),
)
AUTHORIZED = Node(
    AuthorizedEntity,
    text("NrEORI", "eori"),
    node("DaneIdentyfikacyjne", "identity", IDENTITY),
    node("Adres", "address", ADDRESS),
    node("AdresKoresp", "mailing_address", ADDRESS),
    node("DaneKontaktowe", "contacts", CONTACT_AUTHORIZED, many=True),
    code("RolaPU", "role", AuthorizedRole),
)
