"""Reading: bytes -> Invoice."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from lxml import etree

from zaplecze.formats.fa3.elements import appendix, correction, fa, parties
from zaplecze.formats.fa3.grammar import Extras, Node, Row, marker, moment, node, text
from zaplecze.formats.fa3.schema import parse
from zaplecze.formats.fa3.types import Band, Correction, Invoice, RateTotal

_ZERO = Decimal(0)


_TOTALS = tuple(
    (band, f"P_13_{band.value}", f"P_14_{band.value}", f"P_14_{band.value}W") for band in Band
)
_CORRECTION_ROWS: tuple[Row, ...] = tuple(
    row if row.field is None else replace(row, field=f"correction.{row.field}")
    for row in correction.CORRECTION.rows
)
_CORRECTION_FIELDS = tuple(
    (row.field, row.field.removeprefix("correction."))
    for row in _CORRECTION_ROWS
    if row.field is not None
)

FA = Node(
    dict,
    *fa.FA_HEAD,
    *(replace(row, field=row.element) for rows in fa.TOTALS.values() for row in rows),
    *fa.FA_MIDDLE,
    *_CORRECTION_ROWS,
    *fa.FA_TAIL,
)
# KodFormularza and WariantFormularza are fixed by the schema: the namespace says as much.
HEADER = Node(
    dict,
    marker("KodFormularza", when="created_at"),
    marker("WariantFormularza", when="created_at"),
    moment("DataWytworzeniaFa", "created_at"),
    text("SystemInfo", "system"),
)
DOCUMENT = Node(
    dict,
    node("Naglowek", "header", HEADER),
    node("Podmiot1", "seller", parties.SELLER),
    node("Podmiot2", "buyer", parties.BUYER),
    node("Podmiot3", "third_parties", parties.THIRD_PARTY, many=True),
    node("PodmiotUpowazniony", "authorized", parties.AUTHORIZED),
    node("Fa", "fa", FA),
    node("Stopka", "footer", appendix.FOOTER),
    node(
        "Zalacznik",
        "attachment",
        Node(dict, node("BlokDanych", "blocks", appendix.ATTACHMENT_BLOCK, many=True)),
    ),
)


def read(data: bytes) -> Invoice:
    """Read one FA(3) document of up to 3 MB.

    Raises Fa3Error (Polish message, element, line) for anything the official schema refuses.
    Arithmetic and cross-field rules are the business of `check`.
    """
    return read_tree(parse(data))


def read_tree(root: etree._Element) -> Invoice:
    """Map a validated `Faktura` element; elements without a field end in `Invoice.extras`."""
    extras: Extras = []
    document = DOCUMENT.values(root, extras)
    fields: dict[str, Any] = document.pop("fa")
    fields.update(document.pop("header"))
    attachment = document.pop("attachment", None)
    if attachment is not None:
        fields["attachment"] = attachment["blocks"]
    totals = []
    for band, net, vat, vat_pln in _TOTALS:
        if net in fields:
            totals.append(
                RateTotal(band, fields.pop(net), fields.pop(vat, _ZERO), fields.pop(vat_pln, None))
            )
    if "correction.invoices" in fields:
        fields["correction"] = Correction(
            **{field: fields.pop(key) for key, field in _CORRECTION_FIELDS if key in fields}
        )
    return Invoice(totals=tuple(totals), extras=tuple(extras), **document, **fields)
