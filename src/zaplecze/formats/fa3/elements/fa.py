"""Elements of Fa, before and after the totals, and the totals."""

from zaplecze.formats.fa3.elements.annotations import ANNOTATIONS
from zaplecze.formats.fa3.elements.correction import ADVANCE_INVOICE, ADVANCE_PAYMENT
from zaplecze.formats.fa3.elements.lines import LINE, ORDER
from zaplecze.formats.fa3.elements.payment import PAYMENT, SETTLEMENT, TERMS
from zaplecze.formats.fa3.grammar import (
    Node,
    Row,
    amount,
    code,
    day,
    integer,
    mark,
    node,
    number,
    text,
)
from zaplecze.formats.fa3.types import Band, Kind, Note, Period

FA_HEAD: tuple[Row, ...] = (
    text("KodWaluty", "currency"),
    day("P_1", "issued_on"),
    text("P_1M", "issue_place"),
    text("P_2", "number"),
    text("WZ", "warehouse_notes", many=True),
    day("P_6", "sold_on"),
    node("OkresFa", "period", Node(Period, day("P_6_Od", "start"), day("P_6_Do", "end"))),
)


def _total_rows(band: Band) -> tuple[Row, ...]:
    """Net, then VAT and VAT in PLN where the schema has them."""
    rows = [amount(band.element, "net")]
    if band.bears_vat:
        rows.append(amount(f"P_14_{band.value}", "vat"))
    if band.bears_polish_vat:
        rows.append(amount(f"P_14_{band.value}W", "vat_pln"))
    return tuple(rows)


TOTALS: dict[Band, tuple[Row, ...]] = {band: _total_rows(band) for band in Band}
FA_MIDDLE: tuple[Row, ...] = (
    amount("P_15", "gross"),
    number("KursWalutyZ", "exchange_rate"),
    node("Adnotacje", "annotations", ANNOTATIONS),
    code("RodzajFaktury", "kind", Kind),
)
FA_TAIL: tuple[Row, ...] = (
    node("ZaliczkaCzesciowa", "advance_payments", ADVANCE_PAYMENT, many=True),
    mark("FP", "to_receipt"),
    mark("TP", "related_parties"),
    node(
        "DodatkowyOpis",
        "notes",
        Node(
            Note,
            integer("NrWiersza", "line_number"),
            text("Klucz", "key"),
            text("Wartosc", "value"),
        ),
        many=True,
    ),
    node("FakturaZaliczkowa", "advance_invoices", ADVANCE_INVOICE, many=True),
    mark("ZwrotAkcyzy", "excise_refund"),
    node("FaWiersz", "lines", LINE, many=True),
    node("Rozliczenie", "settlement", SETTLEMENT),
    node("Platnosc", "payment", PAYMENT),
    node("WarunkiTransakcji", "terms", TERMS),
    node("Zamowienie", "order", ORDER),
)
