"""The firm of the year, its customers and suppliers; tax numbers from 999, accounts of a bank that isn't there."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zaplecze.config.demo_papers import Firm


def account(number: int) -> str:
    """A domestic account number (26 digits) with its check digits (ISO 13616)."""
    body = f"{number:024d}"
    return f"{98 - int(f'{body}252100') % 97:02d}{body}"


ZMIERZCH = Firm(
    "Wytwórnia Lampionów Zmierzch sp. z o.o.",
    "9990019019",
    "ul. Szklana 9",
    "00-000 Zmyślin",
    account(900),
)


SEAT = {
    "voivodeship": "mazowieckie",
    "county": "zmyślony",
    "commune": "Zmyślin",
    "street": "Szklana",
    "house": "9",
    "town": "Zmyślin",
    "postal_code": "00-000",
    "krs": "0000999001",
    "pkd": "2740Z",
}


@dataclass(frozen=True, slots=True)
class Supplier:
    """Whom the firm buys from: what, about how much a month (net PLN), how many invoices, onto which account."""

    firm: Firm
    what: str
    monthly: Decimal
    invoices: int
    account: str
    cost_center: str


def _firm(number: int, nip: str, name: str, street: str) -> Firm:
    return Firm(name, nip, street, "00-000 Wymyślno", account(900 + number))


CUSTOMERS = (
    _firm(1, "9990019025", "Ogród Świateł sp. z o.o.", "ul. Latarniana 1"),
    _firm(2, "9990019031", "Park Nocny S.A.", "al. Cieni 20"),
    _firm(3, "9990019048", "Zakład Zieleni Mgiełka", "ul. Poranna 3"),
    _firm(4, "9990019054", "Hotel Pod Księżycem sp. z o.o.", "ul. Pełni 14"),
    _firm(5, "9990019060", "Muzeum Dawnych Lamp", "pl. Knota 2"),
    _firm(6, "9990019077", "Festyn i Spółka sp.j.", "ul. Jarmarczna 8"),
    _firm(7, "9990019083", "Restauracja Ćma Barowa", "ul. Ogniowa 5"),
    _firm(8, "9990019108", "Sklep Iskierka", "ul. Kręta 11"),
    _firm(9, "9990019114", "Wesela z Bajki sp. z o.o.", "ul. Welonowa 7"),
    _firm(10, "9990019120", "Targi Wieczorne S.A.", "ul. Wystawowa 30"),
)

PARKS, TRADE_FAIR = CUSTOMERS[1], CUSTOMERS[9]
DEALER = _firm(11, "9990019278", "Komis Stary Rower sp. z o.o.", "ul. Pedałowa 4")
# Abroad the country stands before the number.
HAVELLAND = Firm("Lichterpark Havelland GmbH", "DE999000111", "Laternenweg 3", "Musterdorf", "")
HAGER = Firm("Fjordlys Hager AS", "NO999000222", "Lyktegata 8", "Eksempelvik", "")
CLOUD = Firm("Leuchtfeuer Software GmbH", "DE999000333", "Wolkengasse 1", "Musterdorf", "")

# Suppliers out of the ordinary: the third is from abroad, registered for VAT in Poland.
MACHINES = _firm(41, "9990019284", "Maszyny Kowadło S.A.", "ul. Kuźnicza 5")
KNOTS = _firm(42, "9990019290", "Import Knotów Nawigator sp. z o.o.", "ul. Portowa 7")
NORDLICHT = _firm(43, "9990019309", "Nordlicht Glaswerk GmbH", "Glasweg 2")
WHOLESALE = _firm(44, "9990019315", "Hurtownia Wszystkiego po Trochu", "ul. Półkowa 1")
EURO_ACCOUNT = account(899)


# NIP, name; what, net PLN a month, invoices a month; account, cost centre.
_SUPPLIERS = (
    ("9990019137", "Huta Szkła Bańka sp. z o.o.", "Klosze szklane", "38000", 6, "401-04", "PROD"),
    ("9990019143", "Papiernia Czerpak", "Papier czerpany", "9000", 4, "401-04", "PROD"),
    ("9990019166", "Energia Wietrzna sp. z o.o.", "Energia elektryczna", "6400", 1, "401-02", "PROD"),
    ("9990019172", "Stacja Paliw Kropla", "Olej napędowy", "2600", 3, "401-03", "HANDEL"),
    ("9990019189", "Spedycja Dyliżans sp.j.", "Przewóz lampionów", "5200", 4, "402-01", "HANDEL"),
    ("9990019195", "Telefony Gołąb sp. z o.o.", "Abonament i internet", "780", 1, "402-02", "ZARZAD"),
    ("9990019203", "Plakaty i Reszta", "Reklama sezonowa", "3100", 1, "402-03", "HANDEL"),
    ("9990019226", "Magazyny Stodoła sp. z o.o.", "Najem hali", "12000", 1, "402-04", "PROD"),
    ("9990019232", "Serwery w Piwnicy", "Utrzymanie systemu", "1900", 1, "402-05", "ZARZAD"),
    ("9990019249", "Kancelaria Przecinek", "Obsługa prawna", "2500", 1, "402-06", "ZARZAD"),
    ("9990019255", "Serwis Pieców Żar", "Naprawa pieca", "1700", 1, "402-07", "PROD"),
    ("9990019261", "Cukiernia Pod Lipą", "Poczęstunek dla gości", "420", 1, "409-02", "ZARZAD"),
)  # fmt: skip

# Supplier, word of the line -> account, cost centre: before the rules of whole suppliers.
WORDS = (
    (MACHINES, "Linia pakująca", "010-02", ""),
    (MACHINES, "Ploter", "010-02", ""),
    (MACHINES, "Laptop", "010-04", ""),
    (MACHINES, "Scena", "010-04", ""),
    (MACHINES, "Rozbudowa hali", "010-01", ""),
    (MACHINES, "Licencja", "020", ""),
    (MACHINES, "", "402-07", "PROD"),
    (WHOLESALE, "Olej", "401-03", "PROD"),
    (WHOLESALE, "Naprawa", "402-07", "ZARZAD"),
    (WHOLESALE, "", "401-01", "ZARZAD"),
    (KNOTS, "", "401-04", "PROD"),
    (NORDLICHT, "", "401-04", "PROD"),
    (TRADE_FAIR, "", "402-03", "HANDEL"),
)

SUPPLIERS = tuple(
    Supplier(
        _firm(20 + no, nip, name, f"ul. Dostawcza {no}"), what, Decimal(monthly), invoices, konto, center
    )
    for no, (nip, name, what, monthly, invoices, konto, center) in enumerate(_SUPPLIERS, 1)
)  # fmt: skip
