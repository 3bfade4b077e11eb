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


# NIP, name; what, net PLN a month, invoices a month; account, cost centre.
_SUPPLIERS = (
    ("9990019137", "Huta Szkła Bańka sp. z o.o.", "Klosze szklane", "38000", 6, "401-01", "PROD"),
    ("9990019143", "Papiernia Czerpak", "Papier czerpany", "9000", 4, "401-01", "PROD"),
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

SUPPLIERS = tuple(
    Supplier(
        _firm(20 + no, nip, name, f"ul. Dostawcza {no}"), what, Decimal(monthly), invoices, konto, center
    )
    for no, (nip, name, what, monthly, invoices, konto, center) in enumerate(_SUPPLIERS, 1)
)  # fmt: skip
