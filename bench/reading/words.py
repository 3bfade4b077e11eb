"""Words of made-up papers: firms that don't exist, goods, months, and the labels of each language in variants."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass

NAMES = (
    "Drukarnia Kropka sp. z o.o.", "Przewozy Wicher sp.j.", "Kancelaria Paragraf sp.p.", "Hurtownia Bursztyn S.A.",
    "Kamienica pod Sową sp. z o.o.", "Zakład Usług Wodnych Żabka Zielona sp. z o.o.", "Sklep Motek s.c.",
    "Biuro Podróży Ćma i Świetlik sp. z o.o. sp.k.", "Stolarnia Dębowy Sęk", "PHU Łąkotka Sp. z o.o.",
    "Fabryka Guzików Źdźbło S.A.", "Ogrodnictwo Pięć Malw", "Serwis Komputerowy Bajt sp. z o.o.",
    "Energia Zmyślona Obrót S.A.", "Telefonia Świerszcz sp. z o.o.", "Stacja Paliw Smok sp.j.",
)  # fmt: skip
DE_NAMES = (
    "Fiktiva Werkzeuge GmbH",
    "Mondschein Maschinenbau AG",
    "Papierwolf GmbH & Co. KG",
    "Kiesel Verlag GmbH",
)
EN_NAMES = (
    "Paper Moon Ltd",
    "Quillwork Software Limited",
    "Tulip Fable B.V.",
    "Lantern Hosting Ltd",
)
STREETS = (
    "ul. Farbowa",
    "ul. Kołowa",
    "al. Nocna",
    "ul. Kodeksowa",
    "os. Łąkowe",
    "pl. Wełniany",
    "ul. Żwirowa",
)
CITIES = ("Zmyślin", "Wymyślno", "Bajkowice", "Nigdzieborz Wielki", "Łąki Śnione")
GOODS = {
    "pl": (
        "Papier ksero A4",
        "Usługa transportowa",
        "Serwis drukarek",
        "Śruby nierdzewne M6 x 40",
        "Kawa ziarnista 1 kg",
        "Najem magazynu",
        "Hosting serwera",
        "Części zamienne",
        "Projekt ulotki",
        "Olej napędowy ON",
        "Obsługa prawna za miesiąc",
        "Abonament 12 miesięcy",
        "Energia czynna całodobowa",
        "Książki fachowe",
    ),
    "de": (
        "Kugellager 6204",
        "Kopierpapier A4",
        "Wartung Anlage",
        "Druckerpatrone schwarz",
        "Versandkosten",
    ),
    "en": (
        "Hosting plan",
        "Design of leaflet",
        "Annual licence",
        "Spare parts kit",
        "Consulting hours",
    ),
}
MONTHS = {
    "pl": ("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
           "października", "listopada", "grudnia"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
           "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
TITLES = {
    "pl": ("Faktura VAT", "Faktura", "FAKTURA VAT", "FAKTURA", "Faktura sprzedaży"),
    "de": ("Rechnung", "RECHNUNG"),
    "en": ("Invoice", "INVOICE", "Tax invoice"),
}


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of one paper."""

    nip: str
    foreign_id: str
    no: str
    number: str
    issue: str
    sale: str
    due: str
    days: str
    method: str
    methods: dict[str, str]
    seller: str
    buyer: str
    recipient: str
    account: str
    bank: str
    columns: tuple[str, ...]
    rate: str
    net: str
    vat: str
    gross: str
    total: str
    of_which: str
    to_pay: str
    unit: str
    order: str
    ksef: str
    words: str

    def plain(self) -> dict[str, object]:
        """For a layout."""
        return asdict(self)


def labels_of(language: str, rng: random.Random) -> Labels:
    """The labels of a paper, picked from what programs print."""
    pick = rng.choice
    if language == "pl":
        return Labels(
            nip=pick(["NIP:", "NIP", "NIP:", "Nr NIP:"]),
            foreign_id="VAT UE:",
            no=pick(["nr", "Nr", "nr:"]),
            number=pick(["Numer faktury", "Nr faktury", "Numer dokumentu", "Faktura nr"]),
            issue=pick(["Data wystawienia", "Data wystawienia", "Wystawiono dnia", "Data wyst."]),
            sale=pick(
                [
                    "Data sprzedaży",
                    "Data dostawy / wykonania usługi",
                    "Data zakończenia dostawy",
                    "Data wykonania usługi",
                ]
            ),
            due=pick(["Termin płatności", "Termin zapłaty", "Płatne do", "Data płatności"]),
            days=pick(["{n} dni", "przelew {n} dni"]),
            method=pick(["Sposób zapłaty", "Forma płatności", "Metoda płatności"]),
            methods={
                "transfer": pick(["przelew", "Przelew bankowy", "PRZELEW"]),
                "cash": pick(["gotówka", "Gotówka"]),
                "card": pick(["karta", "karta płatnicza"]),
            },
            seller=pick(["Sprzedawca", "Sprzedawca:", "SPRZEDAWCA", "Wystawca"]),
            buyer=pick(["Nabywca", "Nabywca:", "NABYWCA", "Kupujący"]),
            recipient=pick(["Odbiorca", "Odbiorca:"]),
            account=pick(
                ["Nr rachunku", "Rachunek bankowy", "Konto", "Numer konta", "Nr konta bankowego"]
            ),
            bank="Bank",
            columns=(
                "Lp.",
                "Nazwa towaru lub usługi",
                "Ilość",
                "Jm",
                "Cena netto",
                "Wartość netto",
                "VAT",
                "Kwota VAT",
                "Wartość brutto",
            ),
            rate=pick(["Stawka VAT", "Stawka", "według stawki VAT"]),
            net=pick(["Wartość netto", "Netto", "Razem netto"]),
            vat=pick(["Kwota VAT", "VAT", "Podatek VAT"]),
            gross=pick(["Wartość brutto", "Brutto", "Razem brutto"]),
            total=pick(["Razem", "RAZEM", "Razem:", "Ogółem", "Suma"]),
            of_which="w tym",
            to_pay=pick(
                [
                    "Do zapłaty",
                    "Razem do zapłaty",
                    "DO ZAPŁATY",
                    "Kwota do zapłaty",
                    "Pozostaje do zapłaty",
                ]
            ),
            unit=pick(["szt.", "szt", "usł."]),
            order="Zamówienie nr",
            ksef=pick(["Numer KSeF", "Nr KSeF", "KSeF"]),
            words="Słownie",
        )
    if language == "de":
        return Labels(
            nip="NIP",
            foreign_id=pick(["USt-IdNr.:", "USt-ID:", "UID-Nr."]),
            no="Nr.",
            number=pick(["Rechnungsnummer", "Rechnungs-Nr.", "Rechnung Nr."]),
            issue=pick(["Rechnungsdatum", "Datum"]),
            sale=pick(["Leistungsdatum", "Lieferdatum"]),
            due=pick(["Fällig am", "Zahlbar bis", "Fälligkeit"]),
            days="{n} Tage netto",
            method=pick(["Zahlungsart", "Zahlungsweise"]),
            methods={"transfer": "Überweisung", "cash": "Barzahlung", "card": "Kreditkarte"},
            seller="Verkäufer",
            buyer=pick(["Rechnungsempfänger", "Kunde", "Käufer"]),
            recipient="Lieferadresse",
            account="IBAN",
            bank="Bank",
            columns=(
                "Pos.",
                "Bezeichnung",
                "Menge",
                "Einheit",
                "Einzelpreis",
                "Nettobetrag",
                "MwSt",
                "MwSt-Betrag",
                "Bruttobetrag",
            ),
            rate="MwSt-Satz",
            net=pick(["Nettobetrag", "Summe netto", "Zwischensumme"]),
            vat=pick(["MwSt", "Umsatzsteuer", "MwSt."]),
            gross=pick(["Bruttobetrag", "Gesamtbetrag"]),
            total=pick(["Summe", "Gesamt"]),
            of_which="davon",
            to_pay=pick(["Zahlbetrag", "Rechnungsbetrag", "Zu zahlen"]),
            unit="Stk",
            order="Bestellnummer",
            ksef="KSeF",
            words="In Worten",
        )
    return Labels(
        nip="NIP",
        foreign_id=pick(["VAT No:", "VAT ID:", "VAT Reg. No."]),
        no=pick(["No.", "#", "number"]),
        number=pick(["Invoice number", "Invoice No.", "Invoice no", "Invoice #"]),
        issue=pick(["Invoice date", "Date of issue", "Issue date"]),
        sale=pick(["Date of supply", "Tax point", "Supply date"]),
        due=pick(["Due date", "Payment due", "Pay by"]),
        days="{n} days",
        method=pick(["Payment method", "Method of payment"]),
        methods={
            "transfer": pick(["Bank transfer", "Wire transfer"]),
            "cash": "Cash",
            "card": pick(["Credit card", "Card"]),
        },
        seller=pick(["Seller", "From", "Supplier"]),
        buyer=pick(["Bill to", "Buyer", "Customer", "Invoice to"]),
        recipient="Ship to",
        account=pick(["IBAN", "IBAN:"]),
        bank="Bank",
        columns=(
            "#",
            "Description",
            "Qty",
            "Unit",
            "Unit price",
            "Net amount",
            "VAT",
            "VAT amount",
            "Gross amount",
        ),
        rate="VAT rate",
        net=pick(["Net total", "Subtotal", "Total net"]),
        vat=pick(["VAT", "VAT total", "Tax"]),
        gross=pick(["Gross total", "Total gross", "Total"]),
        total="Total",
        of_which="of which",
        to_pay=pick(["Total due", "Amount due", "Balance due"]),
        unit="pcs",
        order="Purchase order",
        ksef="KSeF",
        words="In words",
    )
