"""Elements of corrections and advance invoices."""

from zaplecze.formats.fa3.elements.parties import OLD_BUYER, SELLER
from zaplecze.formats.fa3.grammar import Node, amount, code, day, marker, node, number, text
from zaplecze.formats.fa3.types import (
    AdvanceInvoice,
    AdvancePayment,
    CorrectedInvoice,
    Correction,
    CorrectionEffect,
)

_CORRECTED_INVOICE = Node(
    CorrectedInvoice,
    day("DataWystFaKorygowanej", "issued_on"),
    text("NrFaKorygowanej", "number"),
    marker("NrKSeF", when="ksef_number"),
    text("NrKSeFFaKorygowanej", "ksef_number"),
    marker("NrKSeFN", when="ksef_number", present=False),
)
CORRECTION = Node(
    Correction,
    text("PrzyczynaKorekty", "reason"),
    code("TypKorekty", "effect", CorrectionEffect),
    node("DaneFaKorygowanej", "invoices", _CORRECTED_INVOICE, many=True),
    text("OkresFaKorygowanej", "period"),
    text("NrFaKorygowany", "right_number"),
    node("Podmiot1K", "old_seller", SELLER),
    node("Podmiot2K", "old_buyers", OLD_BUYER, many=True),
    amount("P_15ZK", "gross_before"),
    number("KursWalutyZK", "exchange_rate_before"),
)
ADVANCE_PAYMENT = Node(
    AdvancePayment,
    day("P_6Z", "received_on"),
    amount("P_15Z", "amount"),
    number("KursWalutyZW", "exchange_rate"),
)
ADVANCE_INVOICE = Node(
    AdvanceInvoice,
    marker("NrKSeFZN", when="number"),
    text("NrFaZaliczkowej", "number"),
    text("NrKSeFFaZaliczkowej", "ksef_number"),
)
