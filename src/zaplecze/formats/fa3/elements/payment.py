"""Elements of Rozliczenie, Platnosc and WarunkiTransakcji."""

from zaplecze.formats.fa3.elements.parties import ADDRESS, IDENTITY
from zaplecze.formats.fa3.grammar import (
    Node,
    amount,
    code,
    day,
    integer,
    mark,
    marker,
    moment,
    node,
    number,
    text,
)
from zaplecze.formats.fa3.types import (
    BankAccount,
    BankOwnAccount,
    Carrier,
    CashDiscount,
    Charge,
    DocumentRef,
    PartPayment,
    PartPaymentState,
    Payment,
    PaymentForm,
    PaymentTerm,
    Settlement,
    TermDescription,
    TransactionTerms,
    Transport,
)

_CHARGE = Node(Charge, amount("Kwota", "amount"), text("Powod", "reason"))
SETTLEMENT = Node(
    Settlement,
    node("Obciazenia", "charges", _CHARGE, many=True),
    amount("SumaObciazen", "charges_total"),
    node("Odliczenia", "deductions", _CHARGE, many=True),
    amount("SumaOdliczen", "deductions_total"),
    amount("DoZaplaty", "to_pay"),
    amount("DoRozliczenia", "to_refund"),
)
_PART_PAYMENT = Node(
    PartPayment,
    amount("KwotaZaplatyCzesciowej", "amount"),
    day("DataZaplatyCzesciowej", "paid_on"),
    code("FormaPlatnosci", "form", PaymentForm),
    marker("PlatnoscInna", when="other_form"),
    text("OpisPlatnosci", "other_form"),
)
_TERM = Node(
    PaymentTerm,
    day("Termin", "due_on"),
    node(
        "TerminOpis",
        "description",
        Node(
            TermDescription,
            integer("Ilosc", "count"),
            text("Jednostka", "unit"),
            text("ZdarzeniePoczatkowe", "event"),
        ),
    ),
)
_ACCOUNT = Node(
    BankAccount,
    text("NrRB", "number"),
    text("SWIFT", "swift"),
    code("RachunekWlasnyBanku", "bank_own", BankOwnAccount),
    text("NazwaBanku", "bank_name"),
    text("OpisRachunku", "description"),
)
PAYMENT = Node(
    Payment,
    marker("Zaplacono", when="paid_on"),
    day("DataZaplaty", "paid_on"),
    code("ZnacznikZaplatyCzesciowej", "part_payment_state", PartPaymentState),
    node("ZaplataCzesciowa", "part_payments", _PART_PAYMENT, many=True),
    node("TerminPlatnosci", "terms", _TERM, many=True),
    code("FormaPlatnosci", "form", PaymentForm),
    marker("PlatnoscInna", when="other_form"),
    text("OpisPlatnosci", "other_form"),
    node("RachunekBankowy", "accounts", _ACCOUNT, many=True),
    node("RachunekBankowyFaktora", "factor_accounts", _ACCOUNT, many=True),
    node(
        "Skonto",
        "cash_discount",
        Node(CashDiscount, text("WarunkiSkonta", "conditions"), text("WysokoscSkonta", "amount")),
    ),
    text("LinkDoPlatnosci", "link"),
    text("IPKSeF", "ksef_payment_id"),
)
_TRANSPORT = Node(
    Transport,
    integer("RodzajTransportu", "mode"),
    marker("TransportInny", when="other_mode"),
    text("OpisInnegoTransportu", "other_mode"),
    node(
        "Przewoznik",
        "carrier",
        Node(
            Carrier,
            node("DaneIdentyfikacyjne", "identity", IDENTITY),
            node("AdresPrzewoznika", "address", ADDRESS),
        ),
    ),
    text("NrZleceniaTransportu", "order_number"),
    integer("OpisLadunku", "cargo"),
    marker("LadunekInny", when="other_cargo"),
    text("OpisInnegoLadunku", "other_cargo"),
    text("JednostkaOpakowania", "package_unit"),
    moment("DataGodzRozpTransportu", "started_at"),
    moment("DataGodzZakTransportu", "ended_at"),
    node("WysylkaZ", "ship_from", ADDRESS),
    node("WysylkaPrzez", "ship_via", ADDRESS, many=True),
    node("WysylkaDo", "ship_to", ADDRESS),
)
TERMS = Node(
    TransactionTerms,
    node(
        "Umowy",
        "contracts",
        Node(DocumentRef, day("DataUmowy", "on"), text("NrUmowy", "number")),
        many=True,
    ),
    node(
        "Zamowienia",
        "orders",
        Node(DocumentRef, day("DataZamowienia", "on"), text("NrZamowienia", "number")),
        many=True,
    ),
    text("NrPartiiTowaru", "batches", many=True),
    text("WarunkiDostawy", "delivery_terms"),
    number("KursUmowny", "agreed_rate"),
    text("WalutaUmowna", "agreed_currency"),
    node("Transport", "transports", _TRANSPORT, many=True),
    mark("PodmiotPosredniczacy", "intermediary"),
)
