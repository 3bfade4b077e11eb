"""Writing: Invoice -> bytes."""

import re

from lxml import etree

from zaplecze.formats.fa3.checks import check
from zaplecze.formats.fa3.elements import appendix, correction, fa, parties
from zaplecze.formats.fa3.errors import Fa3Error, Fa3Refused
from zaplecze.formats.fa3.findings import Finding, Severity
from zaplecze.formats.fa3.grammar import NAMESPACE, write_rows
from zaplecze.formats.fa3.read import HEADER
from zaplecze.formats.fa3.schema import validate
from zaplecze.formats.fa3.types import Invoice

MAX_BYTES = 1_000_000
MAX_BYTES_WITH_ATTACHMENT = 3_000_000

# KSeF refuses the "discouraged" ranges of XML 1.0; the first group XML itself forbids. They come
# from pasted text, are invisible, and carry nothing, so they are left out.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\x7f-\x84\x86-\x9f\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(1, 17))
    + "]"
)


def write(invoice: Invoice) -> bytes:
    """Canonical FA(3) XML: UTF-8, no byte order mark, one element a line, schema-valid.

    Raises Fa3Refused when `check(direction="out")` finds a MARK or STOP or when the invoice carries
    extras, and Fa3Error when the values do not fit the schema (length, digits, missing parts) or
    the file is over 1 MB (3 MB with an attachment).
    """
    findings = [f for f in check(invoice, direction="out") if f.severity >= Severity.MARK]
    findings += [
        Finding(
            "FA3-OUT-EXTRA",
            Severity.STOP,
            f"Element {extra.path} („{extra.text[:60]}”) nie ma odpowiednika w programie, więc nie "
            "można go wysłać. Usuń go z faktury albo przenieś treść do pola DodatkowyOpis.",
            extra.path,
        )
        for extra in invoice.extras
    ]
    if findings:
        raise Fa3Refused(tuple(findings))
    data = encode(invoice)
    limit = MAX_BYTES_WITH_ATTACHMENT if invoice.attachment else MAX_BYTES
    if len(data) > limit:
        raise Fa3Error(
            "FA3-OUT-SIZE",
            f"Faktura ma {len(data)} bajtów, a KSeF przyjmuje najwyżej {limit}. Podziel ją na "
            "mniejsze albo skróć opisy pozycji.",
        )
    validate(etree.fromstring(data))
    return data


def encode(invoice: Invoice) -> bytes:
    """The XML of any invoice, neither checked nor validated."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n', f'<Faktura xmlns="{NAMESPACE}">\n']
    out.append(
        "<Naglowek>\n"
        '<KodFormularza kodSystemowy="FA (3)" wersjaSchemy="1-0E">FA</KodFormularza>\n'
        "<WariantFormularza>3</WariantFormularza>\n"
    )
    write_rows((row for row in HEADER.rows if row.field), invoice, out)
    out.append("</Naglowek>\n")
    parties.SELLER.write("Podmiot1", invoice.seller, out)
    parties.BUYER.write("Podmiot2", invoice.buyer, out)
    for party in invoice.third_parties:
        parties.THIRD_PARTY.write("Podmiot3", party, out)
    if invoice.authorized is not None:
        parties.AUTHORIZED.write("PodmiotUpowazniony", invoice.authorized, out)
    _write_fa(invoice, out)
    if invoice.footer is not None:
        appendix.FOOTER.write("Stopka", invoice.footer, out)
    if invoice.attachment:
        out.append("<Zalacznik>\n")
        for block in invoice.attachment:
            appendix.ATTACHMENT_BLOCK.write("BlokDanych", block, out)
        out.append("</Zalacznik>\n")
    out.append("</Faktura>\n")
    return _UNWANTED.sub("", "".join(out)).encode("utf-8")


def _write_fa(invoice: Invoice, out: list[str]) -> None:
    out.append("<Fa>\n")
    write_rows(fa.FA_HEAD, invoice, out)
    totals = {total.band: total for total in invoice.totals}
    for band, rows in fa.TOTALS.items():
        if band in totals:
            write_rows(rows, totals[band], out)
    write_rows(fa.FA_MIDDLE, invoice, out)
    if invoice.correction is not None:
        write_rows(correction.CORRECTION.rows, invoice.correction, out)
    write_rows(fa.FA_TAIL, invoice, out)
    out.append("</Fa>\n")
