"""Invoices of fictional firms, one per kind, beside the golden files of the same names.

The firms and their numbers are invented; the checksums are right.
`python -m zaplecze.formats.fa3.tests.invoices` rewrites the golden files.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal as D
from pathlib import Path
from typing import Any

from zaplecze.formats.fa3 import (
    Address,
    AdvanceInvoice,
    AdvancePayment,
    Annotations,
    AttachmentBlock,
    AuthorizedEntity,
    Band,
    BankAccount,
    Buyer,
    Carrier,
    CashDiscount,
    Charge,
    Column,
    Contact,
    CorrectedInvoice,
    Correction,
    DocumentRef,
    Exemption,
    ExemptionBasis,
    Footer,
    FooterText,
    Identity,
    Invoice,
    KeyValue,
    Kind,
    Line,
    MarginScheme,
    NewTransport,
    NewVehicle,
    Note,
    Order,
    OrderLine,
    PartPayment,
    PartPaymentState,
    PartyRole,
    Payment,
    PaymentForm,
    PaymentTerm,
    Period,
    Rate,
    RateTotal,
    Registration,
    Seller,
    Settlement,
    Table,
    TermDescription,
    ThirdParty,
    TransactionTerms,
    Transport,
    write,
)
from zaplecze.formats.fa3.codes import (
    AuthorizedRole,
    BankOwnAccount,
    CorrectionEffect,
    SellerStatus,
)

FIXTURES = Path(__file__).parent / "fixtures"

MILL = Seller(
    Identity(name="Młyn Pod Lasem sp. z o.o.", nip="9990001373"),
    Address("PL", "ul. Zbożowa 1", "00-000 Żytnie"),
    contacts=(Contact("biuro@mlyn.example", "500 000 001"),),
)
BAKERY = Buyer(
    Identity(name='Piekarnia "Bułka & Syn" s.c.', nip="9980001377"),
    Address("PL", "ul. Chlebowa 2", "00-000 Żytnie"),
    customer_number="K-17",
)
BERLIN = Buyer(
    Identity(name="Mühle Beispiel GmbH", eu_prefix="DE", eu_number="999999999"),
    Address("DE", "Musterweg 3", "00000 Musterstadt"),
)
OSLO = Buyer(
    Identity(name="Eksempel Mølle AS", country="NO", other_id="000000000"),
    Address("NO", "Eksempelveien 4"),
)
PERSON = Buyer(Identity(name="Anna Zmyślona", without_id=True))
NRB = "74000000000000000000000001"
FACTOR_NRB = "47000000000000000000000002"
KSEF_FIRST = "9990001373-20260302-0100A0000001-94"
KSEF_SECOND = "9990001373-20260310-0100A0000002-E5"
TRANSFER = Payment(
    terms=(PaymentTerm(date(2026, 4, 14)),),
    form=PaymentForm.TRANSFER,
    accounts=(BankAccount(NRB),),
)


def invoice(number: str, **facts: Any) -> Invoice:
    """A sale of the mill to the bakery on 2026-03-31; `facts` say what differs."""
    basic: dict[str, Any] = {
        "created_at": datetime(2026, 3, 31, 10, 0, tzinfo=UTC),
        "seller": MILL,
        "buyer": BAKERY,
        "currency": "PLN",
        "issued_on": date(2026, 3, 31),
        "number": number,
        "sold_on": date(2026, 3, 31),
        "annotations": Annotations(),
        "kind": Kind.VAT,
        "payment": TRANSFER,
    }
    return Invoice(**(basic | facts))


def vat_multi_rate() -> Invoice:
    return invoice(
        "FV/1/03/2026",
        totals=(
            RateTotal(Band.S23, D("100.00"), D("23.00")),
            RateTotal(Band.S8, D("200.00"), D("16.00")),
            RateTotal(Band.S5, D("3000.50"), D("150.03")),
            RateTotal(Band.ZERO_DOMESTIC, D("50.00")),
        ),
        gross=D("3539.53"),
        lines=(
            Line(1, name="Worek jutowy", unit="szt.", quantity=D(20), price_net=D(5), net=D(100),
                 rate=Rate.R23, gtu="GTU_12"),
            Line(2, name="Otręby", unit="kg", quantity=D("100"), price_net=D("2"), net=D(200),
                 rate=Rate.R8),
            Line(3, name="Mąka pszenna typ 500", index="M500", unit="kg", quantity=D("1500.25"),
                 price_net=D("2"), net=D("3000.50"), rate=Rate.R5),
            Line(4, name="Dostawa na statek", net=D(50), rate=Rate.ZERO_DOMESTIC),
        ),
        warehouse_notes=("WZ/1", "WZ/2"),
        notes=(Note("Zamówienie", "telefonicznie"), Note("Partia", "P-3", 3)),
    )  # fmt: skip


def kor_differences() -> Invoice:
    return invoice(
        "KOR/1/03/2026",
        kind=Kind.CORRECTION,
        correction=Correction(
            (CorrectedInvoice(date(2026, 3, 2), "FV/1/02/2026", KSEF_FIRST),),
            reason="zwrot 10 worków",
            effect=CorrectionEffect.AS_CORRECTION,
        ),
        totals=(RateTotal(Band.S23, D("-50.00"), D("-11.50")),),
        gross=D("-61.50"),
        lines=(
            Line(1, name="Worek jutowy", unit="szt.", quantity=D(-10), price_net=D(5), net=D(-50),
                 rate=Rate.R23),
        ),
    )  # fmt: skip


def kor_states() -> Invoice:
    sack = Line(1, uid="worek-1", name="Worek jutowy", unit="szt.", quantity=D(20),
                price_net=D(5), net=D(100), rate=Rate.R23)  # fmt: skip
    return invoice(
        "KOR/2/03/2026",
        kind=Kind.CORRECTION,
        correction=Correction(
            (CorrectedInvoice(date(2026, 3, 2), "FV/1/02/2026", KSEF_FIRST),),
            reason="błędna cena",
            effect=CorrectionEffect.AS_ORIGINAL,
        ),
        totals=(RateTotal(Band.S23, D("-20.00"), D("-4.60")),),
        gross=D("-24.60"),
        lines=(
            replace(sack, before_correction=True),
            replace(sack, price_net=D(4), net=D(80)),
        ),
    )


def _mill_order() -> Order:
    return Order(
        D("12300.00"),
        (
            OrderLine(1, name="Przemiał usługowy", unit="usł.", quantity=D(1), price_net=D(10000),
                      net=D(10000), vat=D(2300), rate=Rate.R23),
        ),
    )  # fmt: skip


def zal() -> Invoice:
    return invoice(
        "ZAL/1/03/2026",
        kind=Kind.ADVANCE,
        totals=(RateTotal(Band.S23, D("2000.00"), D("460.00")),),
        gross=D("2460.00"),
        advance_payments=(
            AdvancePayment(date(2026, 3, 30), D(1000)),
            AdvancePayment(date(2026, 3, 31), D(1460)),
        ),
        order=_mill_order(),
        payment=Payment(paid_on=date(2026, 3, 31), form=PaymentForm.TRANSFER),
    )


def roz() -> Invoice:
    return invoice(
        "ROZ/1/03/2026",
        kind=Kind.SETTLEMENT,
        totals=(RateTotal(Band.S23, D("8000.00"), D("1840.00")),),
        gross=D("9840.00"),
        advance_invoices=(AdvanceInvoice(ksef_number=KSEF_FIRST), AdvanceInvoice(number="ZAL/9")),
        lines=(
            Line(1, name="Przemiał usługowy", unit="usł.", quantity=D(1), price_net=D(10000),
                 net=D(10000), rate=Rate.R23),
        ),
    )  # fmt: skip


def upr() -> Invoice:
    """Up to 450 PLN: the amount due and a rate are enough (art. 106e(5)(3))."""
    return invoice(
        "UPR/1/03/2026",
        kind=Kind.SIMPLIFIED,
        buyer=Buyer(Identity(nip="9980001377")),
        gross=D("123.00"),
        lines=(Line(1, name="Worek jutowy", rate=Rate.R23),),
        payment=None,
    )


def kor_zal() -> Invoice:
    order = _mill_order()
    before = replace(order.lines[0], before_correction=True)
    after = replace(order.lines[0], net=D(9000), vat=D(2070), price_net=D(9000))
    return invoice(
        "KZAL/1/03/2026",
        kind=Kind.ADVANCE_CORRECTION,
        correction=Correction(
            (CorrectedInvoice(date(2026, 3, 10), "ZAL/1/02/2026", KSEF_SECOND),),
            effect=CorrectionEffect.AS_ORIGINAL,
            gross_before=D("2460.00"),
        ),
        gross=D(0),
        order=Order(D("11070.00"), (before, after)),
        payment=None,
    )


def kor_roz() -> Invoice:
    mill = Line(1, name="Przemiał usługowy", net=D(10000), rate=Rate.R23)
    return invoice(
        "KROZ/1/03/2026",
        kind=Kind.SETTLEMENT_CORRECTION,
        correction=Correction(
            (CorrectedInvoice(date(2026, 3, 10), "ROZ/1/02/2026", KSEF_SECOND),),
            reason="rabat",
            effect=CorrectionEffect.OTHER,
            gross_before=D("9840.00"),
        ),
        totals=(RateTotal(Band.S23, D("-1000.00"), D("-230.00")),),
        gross=D("-1230.00"),
        advance_invoices=(AdvanceInvoice(ksef_number=KSEF_FIRST),),
        lines=(replace(mill, before_correction=True), replace(mill, net=D(9000))),
    )


def exempt() -> Invoice:
    return invoice(
        "FV/2/03/2026",
        totals=(RateTotal(Band.EXEMPT, D("300.00")),),
        gross=D("300.00"),
        annotations=Annotations(
            exemption=Exemption(ExemptionBasis.ACT, "art. 43 ust. 1 pkt 36 ustawy")
        ),
        lines=(Line(1, name="Najem mieszkania", net=D(300), rate=Rate.EXEMPT),),
        period=Period(date(2026, 3, 1), date(2026, 3, 31)),
        sold_on=None,
    )


def outside_poland() -> Invoice:
    return invoice(
        "FV/3/03/2026",
        buyer=BERLIN,
        totals=(
            RateTotal(Band.OUTSIDE_PL, D("70.00")),
            RateTotal(Band.OUTSIDE_PL_ART100, D("400.00")),
        ),
        gross=D("470.00"),
        annotations=Annotations(reverse_charge=True),
        lines=(
            Line(1, name="Montaż młyna", net=D(70), rate=Rate.OUTSIDE_PL),
            Line(2, name="Doradztwo", net=D(400), rate=Rate.OUTSIDE_PL_ART100),
        ),
    )


def reverse_charge() -> Invoice:
    return invoice(
        "FV/4/03/2026",
        totals=(RateTotal(Band.REVERSE_CHARGE, D("500.00")),),
        gross=D("500.00"),
        annotations=Annotations(
            reverse_charge=True, exemption=None, cash_method=True, self_billing=True
        ),
        lines=(Line(1, name="Gaz w systemie gazowym", net=D(500), rate=Rate.REVERSE_CHARGE),),
    )


def wdt() -> Invoice:
    return invoice(
        "FV/5/03/2026",
        seller=replace(MILL, vat_prefix="PL", eori="PL999000137300000"),
        buyer=replace(BERLIN, eori="DE0000000"),
        currency="EUR",
        totals=(RateTotal(Band.ZERO_WDT, D("1000.00")),),
        gross=D("1000.00"),
        lines=(
            Line(1, name="Mąka żytnia", cn="1102 90 70", quantity=D(1), price_net=D(1000),
                 net=D(1000), rate=Rate.ZERO_WDT),
        ),
    )  # fmt: skip


def export() -> Invoice:
    return invoice(
        "FV/6/03/2026",
        buyer=OSLO,
        totals=(RateTotal(Band.ZERO_EXPORT, D("1000.00")),),
        gross=D("1000.00"),
        lines=(Line(1, name="Mąka żytnia", net=D(1000), rate=Rate.ZERO_EXPORT),),
    )


def margin() -> Invoice:
    return invoice(
        "FM/1/03/2026",
        buyer=PERSON,
        totals=(RateTotal(Band.MARGIN, D("2000.00")),),
        gross=D("2000.00"),
        annotations=Annotations(margin=MarginScheme.USED_GOODS),
        lines=(Line(1, name="Używana waga", quantity=D(1), price_gross=D(2000), gross=D(2000)),),
    )


def eur() -> Invoice:
    return invoice(
        "FV/7/03/2026",
        currency="EUR",
        totals=(RateTotal(Band.S23, D("150.00"), D("34.50"), D("148.58")),),
        gross=D("184.50"),
        lines=(
            Line(1, sold_on=date(2026, 3, 3), name="Sito", net=D(100), rate=Rate.R23,
                 exchange_rate=D("4.31")),
            Line(2, sold_on=date(2026, 3, 9), name="Pas", net=D(50), rate=Rate.R23,
                 exchange_rate=D("4.30")),
        ),
    )  # fmt: skip


def factor() -> Invoice:
    return invoice(
        "FV/8/03/2026",
        totals=(RateTotal(Band.S5, D("1000.00"), D("50.00")),),
        gross=D("1050.00"),
        third_parties=(
            ThirdParty(
                Identity(name="Faktoria Zmyślona S.A.", nip="9980002744"),
                role=PartyRole.FACTOR,
                address=Address("PL", "ul. Bankowa 5"),
            ),
        ),
        lines=(Line(1, name="Mąka", net=D(1000), rate=Rate.R5),),
        payment=Payment(
            terms=(PaymentTerm(date(2026, 5, 30)),),
            form=PaymentForm.TRANSFER,
            factor_accounts=(
                BankAccount(FACTOR_NRB, bank_own=BankOwnAccount.COLLECTION, bank_name="Bank"),
            ),
        ),
    )


def gross_prices() -> Invoice:
    """Art. 106e(7): VAT is taken out of the gross sum of the rate."""
    return invoice(
        "FV/9/03/2026",
        buyer=PERSON,
        totals=(
            RateTotal(Band.S23, D("24.38"), D("5.61")),
            RateTotal(Band.S5, D("9.51"), D("0.48")),
        ),
        gross=D("39.98"),
        lines=(
            Line(1, name="Sitko", quantity=D(1), price_gross=D("19.99"), gross=D("19.99"),
                 vat=D("3.74"), rate=Rate.R23),
            Line(2, name="Woreczek", quantity=D(2), price_gross=D("5.00"), gross=D("10.00"),
                 vat=D("1.87"), rate=Rate.R23),
            Line(3, name="Mąka 3 kg", quantity=D(3), price_gross=D("3.33"), rate=Rate.R5),
        ),
        to_receipt=True,
        payment=Payment(paid_on=date(2026, 3, 31), form=PaymentForm.CASH),
    )  # fmt: skip


def taxi_and_oss() -> Invoice:
    return invoice(
        "FV/10/03/2026",
        buyer=PERSON,
        totals=(
            RateTotal(Band.TAXI, D("100.00"), D("4.00")),
            RateTotal(Band.OSS, D("200.00"), D("42.00")),
        ),
        gross=D("346.00"),
        lines=(
            Line(1, name="Przejazd", net=D(100), rate=Rate.R4),
            Line(2, name="Książka wysłana do Hiszpanii", net=D(200), oss_rate=D(21),
                 procedure="WSTO_EE"),
        ),
    )  # fmt: skip


def correction_of_parties() -> Invoice:
    """Old data of seller and buyer, a wrong number put right, a foreign-currency advance."""
    return invoice(
        "KZAL/2/03/2026",
        kind=Kind.ADVANCE_CORRECTION,
        currency="EUR",
        buyer=replace(BAKERY, link_id="N1"),
        exchange_rate=D("4.300000"),
        totals=(RateTotal(Band.S8, D("-10.00"), D("-0.80"), D("-3.44")),),
        gross=D("-10.80"),
        correction=Correction(
            (
                CorrectedInvoice(date(2025, 3, 10), "ZAL/8/02/2025"),
                CorrectedInvoice(date(2026, 3, 10), "ZAL/1/02/2026", KSEF_SECOND),
            ),
            reason="zmiana nazwy i obniżka",
            effect=CorrectionEffect.AS_CORRECTION,
            period="luty 2026",
            right_number="ZAL/1/02/2026",
            old_seller=Seller(
                Identity(name="Młyn Przed Lasem", nip="9990001373"),
                Address("PL", "ul. Zbożowa 1", "00-000 Żytnie", "5900000000008"),
                vat_prefix="PL",
            ),
            old_buyers=(
                Buyer(
                    Identity(name="Bułka", nip="9980001377"),
                    Address("PL", "ul. Chlebowa 1", "00-000 Żytnie", "5900000000015"),
                    link_id="N1",
                ),
                Buyer(
                    Identity(name="Brot", eu_prefix="DE", eu_number="999999998"),
                    Address("DE", "Weg 1"),
                ),
                Buyer(Identity(country="NO", other_id="999"), link_id="N2"),
                Buyer(Identity(without_id=True)),
            ),
            gross_before=D("100.00"),
            exchange_rate_before=D("4.31"),
        ),
        advance_payments=(AdvancePayment(date(2026, 3, 10), D("-10.80"), D("4.3")),),
        order=Order(
            D("108.00"),
            (
                OrderLine(1, uid="z-1", name="Makuch", index="MK", gtin="05900000000022",
                          pkwiu="10.41.41", cn="2306", pkob="1251", unit="kg", quantity=D("50.5"),
                          price_net=D("1.98019802"), net=D("100.00"), vat=D("8.00"), rate=Rate.R8,
                          annex_15=True, gtu="GTU_02", procedure="TT_D", excise=D("0.10")),
                OrderLine(2, name="Makuch", net=D("110.00"), vat=D("8.80"), rate=Rate.R8,
                          before_correction=True),
                OrderLine(3, name="Wysyłka do Hiszpanii", oss_rate=D("21"), net=D(0), vat=D(0)),
            ),
        ),
    )  # fmt: skip


def everything() -> Invoice:
    """Fills what the other invoices leave out: all parties, payments, terms, footer, attachment."""
    address = Address("PL", "ul. Długa 1", "00-000 Żytnie", "5900000000008")
    contact = Contact("kontakt@firma.example", "500 000 002")
    return invoice(
        "FV/11/03/2026",
        system="Zaplecze",
        issue_place="Żytnie",
        seller=Seller(
            MILL.identity,
            address,
            vat_prefix="PL",
            eori="PL1",
            mailing_address=address,
            contacts=(contact, Contact()),
            status=SellerStatus.RESTRUCTURING,
        ),
        buyer=Buyer(
            BAKERY.identity,
            address,
            eori="PL2",
            mailing_address=address,
            contacts=(contact,),
            customer_number="K-17",
            link_id="N1",
            local_government_unit=True,
            vat_group_member=True,
        ),
        third_parties=(
            ThirdParty(
                Identity(name="Wspólniczka", nip="9980002744"),
                role=PartyRole.ADDITIONAL_BUYER,
                address=address,
                link_id="N2",
                eori="PL3",
                mailing_address=address,
                contacts=(contact,),
                share=D("33.5"),
                customer_number="K-18",
            ),
            ThirdParty(
                Identity(internal_id="9980001377-00001"), role=PartyRole.LOCAL_GOVERNMENT_RECIPIENT
            ),
            ThirdParty(
                Identity(eu_prefix="DE", eu_number="999999999"),
                role=PartyRole.VAT_GROUP_RECIPIENT,
            ),
            ThirdParty(Identity(country="NO", other_id="999"), role=PartyRole.PAYER),
            ThirdParty(Identity(name="Jan Zmyślony", without_id=True), role=PartyRole.EMPLOYEE),
            ThirdParty(Identity(nip="9980004111"), other_role="Spedytor"),
        ),
        authorized=AuthorizedEntity(
            Identity(name="Przedstawiciel sp. z o.o.", nip="9990002740"),
            address,
            AuthorizedRole.TAX_REPRESENTATIVE,
            eori="PL4",
            mailing_address=address,
            contacts=(contact,),
        ),
        currency="EUR",
        totals=(
            RateTotal(Band.S23, D("1000.00"), D("230.00"), D("989.00")),
            RateTotal(Band.S8, D("100.00"), D("8.00"), D("34.40")),
            RateTotal(Band.S5, D("10.00"), D("0.50"), D("2.15")),
            RateTotal(Band.TAXI, D("10.00"), D("0.40"), D("1.72")),
        ),
        gross=D("1358.90"),
        annotations=Annotations(split_payment=True),
        related_parties=True,
        excise_refund=True,
        lines=(
            Line(1, uid="w-1", sold_on=date(2026, 3, 30), name="Olej napędowy", index="ON",
                 gtin="05900000000022", pkwiu="19.20.26", cn="2710", pkob="1251", unit="l",
                 quantity=D("500.123456"), price_net=D("2.01950371"), price_gross=D("2.48398956"),
                 discount=D("10"), net=D("1000.00"), gross=D("1230.00"), vat=D("230.00"),
                 rate=Rate.R23, annex_15=True, excise=D("123.45"), gtu="GTU_02",
                 procedure="TT_D", exchange_rate=D("4.3")),
            Line(2, name="Otręby", net=D(100), rate=Rate.R8, exchange_rate=D("4.3")),
            Line(3, name="Mąka", net=D(10), rate=Rate.R5, exchange_rate=D("4.3")),
            Line(4, name="Przejazd", net=D(10), rate=Rate.R4, exchange_rate=D("4.3")),
        ),
        settlement=Settlement(
            charges=(Charge(D("10.00"), "opakowania"),),
            charges_total=D("10.00"),
            deductions=(Charge(D("8.90"), "kaucja"),),
            deductions_total=D("8.90"),
            to_pay=D("1360.00"),
        ),
        payment=Payment(
            part_payment_state=PartPaymentState.PARTLY_PAID,
            part_payments=(
                PartPayment(D("100"), date(2026, 3, 1), PaymentForm.CARD),
                PartPayment(D("200"), date(2026, 3, 2), other_form="barter"),
            ),
            terms=(
                PaymentTerm(date(2026, 4, 14)),
                PaymentTerm(description=TermDescription(14, "dni", "od odbioru towaru")),
            ),
            other_form="kompensata",
            accounts=(
                BankAccount(
                    NRB, "ABCDPLPW", BankOwnAccount.OWN_BUSINESS, "Bank Zmyślony", "rachunek EUR"
                ),
            ),
            factor_accounts=(
                BankAccount(FACTOR_NRB, "ABCDPLPW", BankOwnAccount.COLLECTION, "Bank", "faktor"),
            ),
            cash_discount=CashDiscount("zapłata w 7 dni", "2%"),
            link="https://zaplata.example.com/?IPKSeF=123abcdefghij",
            ksef_payment_id="123abcdefghij",
        ),
        terms=_terms(address),
        footer=Footer(
            (FooterText("Kapitał zakładowy 5 000,00 zł"), FooterText()),
            (
                Registration("Młyn Pod Lasem sp. z o.o.", "0000000000", "000000017", "000000000"),
                Registration(regon="99999901000010"),
            ),
        ),
        attachment=(
            AttachmentBlock(
                (KeyValue("Licznik", "L-1"),),
                title="Odczyty",
                paragraphs=("Pierwszy akapit.", "Drugi akapit."),
                tables=(
                    Table(
                        (Column("Dzień", "date"), Column("Zużycie", "dec")),
                        (("2026-03-01", "10.5"), ("2026-03-02", "")),
                        metadata=(KeyValue("Taryfa", "C11"),),
                        description="Zużycie dzienne",
                        sums=("Razem", "10.5"),
                    ),
                ),
            ),
            AttachmentBlock((KeyValue("Uwagi", "brak"),)),
        ),
    )  # fmt: skip


def _terms(address: Address) -> TransactionTerms:
    return TransactionTerms(
        contracts=(DocumentRef(date(2026, 1, 2), "U/1"), DocumentRef(number="U/2")),
        orders=(DocumentRef(date(2026, 2, 3), "Z/1"),),
        batches=("P-1", "P-2"),
        delivery_terms="DAP",
        agreed_rate=D("4.25"),
        agreed_currency="EUR",
        transports=(
            Transport(
                mode=3,
                carrier=Carrier(Identity(name="Wozak", nip="9990004118"), address),
                order_number="T/1",
                cargo=13,
                package_unit="paleta",
                started_at=datetime(2026, 3, 30, 6, 30, tzinfo=UTC),
                ended_at=datetime(2026, 3, 30, 12, 0, tzinfo=UTC),
                ship_from=address,
                ship_via=(address, Address("PL", "Magazyn 2")),
                ship_to=address,
            ),
            Transport(
                other_mode="wóz konny",
                carrier=Carrier(Identity(eu_prefix="DE", eu_number="999"), address),
                other_cargo="luzem",
            ),
            Transport(
                mode=3,
                carrier=Carrier(Identity(country="NO", other_id="999"), address),
                cargo=20,
            ),
            Transport(mode=3, carrier=Carrier(Identity(without_id=True), address), cargo=20),
        ),
        intermediary=True,
    )


def new_transport() -> Invoice:
    """New means of transport sold to Germany: a car, others by frame, a yacht and a glider."""
    first = date(2026, 2, 1)
    return invoice(
        "FV/12/03/2026",
        seller=replace(MILL, vat_prefix="PL"),
        buyer=BERLIN,
        totals=(RateTotal(Band.ZERO_WDT, D("90000.00")),),
        gross=D("90000.00"),
        annotations=Annotations(
            new_transport=NewTransport(
                (
                    NewVehicle(first, 1, "Furman", "F1", "zielony", "ZZ 00001", "2026", "120 km",
                               vin="VIN0000000000001", vehicle_type="osobowy"),
                    NewVehicle(first, 1, mileage="1 km", body_number="NADWOZIE1"),
                    NewVehicle(first, 1, mileage="1 km", chassis_number="PODWOZIE1"),
                    NewVehicle(first, 1, mileage="1 km", frame_number="RAMA1"),
                    NewVehicle(first, 2, vessel_hours="10", hull_number="KADŁUB1"),
                    NewVehicle(first, 3, aircraft_hours="5", serial_number="SERIA1"),
                ),
                art_42_5=True,
            ),
            triangular=True,
        ),
        lines=(
            Line(1, name="Wozy", quantity=D(4), price_net=D(10000), net=D(40000),
                 rate=Rate.ZERO_WDT),
            Line(2, name="Jacht", net=D(30000), rate=Rate.ZERO_WDT),
            Line(3, name="Szybowiec", net=D(20000), rate=Rate.ZERO_WDT),
        ),
        settlement=Settlement(
            deductions=(Charge(D("90010.00"), "wcześniejsze wpłaty"),), to_refund=D("10.00")
        ),
        payment=None,
    )  # fmt: skip


def exempt_by_directive() -> Invoice:
    return replace(
        exempt(),
        number="FV/13/03/2026",
        annotations=Annotations(
            exemption=Exemption(ExemptionBasis.DIRECTIVE, "art. 135 dyrektywy 2006/112/WE"),
        ),
    )


def exempt_otherwise() -> Invoice:
    return replace(
        exempt(),
        number="FV/14/03/2026",
        annotations=Annotations(exemption=Exemption(ExemptionBasis.OTHER, "umowa dwustronna")),
    )


def _margin(number: str, scheme: MarginScheme) -> Invoice:
    return replace(margin(), number=number, annotations=Annotations(margin=scheme))


def margin_travel() -> Invoice:
    return _margin("FM/2/03/2026", MarginScheme.TRAVEL)


def margin_art() -> Invoice:
    return _margin("FM/3/03/2026", MarginScheme.ART)


def margin_antiques() -> Invoice:
    return _margin("FM/4/03/2026", MarginScheme.ANTIQUES)


ALL = {
    build.__name__: build
    for build in (
        vat_multi_rate,
        kor_differences,
        kor_states,
        zal,
        roz,
        upr,
        kor_zal,
        kor_roz,
        exempt,
        exempt_by_directive,
        exempt_otherwise,
        outside_poland,
        reverse_charge,
        wdt,
        export,
        margin,
        margin_travel,
        margin_art,
        margin_antiques,
        eur,
        factor,
        gross_prices,
        taxi_and_oss,
        correction_of_parties,
        everything,
        new_transport,
    )
}


def golden(name: str) -> bytes:
    """The golden file of one invoice."""
    return (FIXTURES / f"{name}.xml").read_bytes()


if __name__ == "__main__":
    FIXTURES.mkdir(exist_ok=True)
    for name, build in ALL.items():
        (FIXTURES / f"{name}.xml").write_bytes(write(build()))
