"""Twins of the demo office: a mail copy of an invoice, its print that somebody typed, and a typing mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage

from zaplecze.config.demo_papers import invoice_file
from zaplecze.documents.api import Channel, NewPaper, describe_paper
from zaplecze.formats.fa3 import Invoice
from zaplecze.office.intake import receive
from zaplecze.platform.events import Stamp
from zaplecze.platform.money import format_pln
from zaplecze.platform.printing import LetterSection, LetterSheet, LetterTable, letters_pdf
from zaplecze.platform.scope import company_scope


def keep_twins(
    company_id: int, invoices: Mapping[str, Invoice], people: Mapping[str, int], at: datetime
) -> None:
    """Three natural cases around cost invoices that came from KSeF; ``invoices`` by number.

    The shop's invoice comes by mail once more; the landlord's print is typed by the clerk; the lawyers' number
    is typed with a figure missing, so the program asks.
    """
    stamp = Stamp(None, at)
    mail = _mail(invoices["EU/9"], at)
    receive(company_id, [NewPaper("faktura-EU-9.eml", mail)], channel=Channel.MAIL, stamp=stamp)
    for number, typed in (("CZ/11", "CZ/11"), ("2026/117", "2026/17")):
        invoice = invoices[number]
        name = f"faktura {number.replace('/', '-')}.pdf"
        (got,) = receive(
            company_id, [NewPaper(name, _print(invoice, at))], channel=Channel.UPLOAD, stamp=stamp
        )
        assert got.document_id is not None
        with company_scope(company_id):
            describe_paper(
                document_id=got.document_id,
                kind="cost_invoice",
                values=_typed(invoice, typed),
                by=people["ksiegowa"],
                at=at,
            )


def _typed(invoice: Invoice, number: str) -> dict[str, str]:
    return {
        "number": number,
        "issue_date": invoice.issued_on.isoformat(),
        "partner_nip": invoice.seller.nip,
        "partner_name": invoice.seller.name,
        "net_23": str(invoice.net),
        "vat_23": str(invoice.vat),
        "gross": str(invoice.gross),
        "due_date": invoice.due_on.isoformat() if invoice.due_on else "",
    }


def _mail(invoice: Invoice, at: datetime) -> bytes:
    """The seller's message with the XML attached, saved with another end of line than KSeF's."""
    message = EmailMessage()
    message["From"] = f"{invoice.seller.name} <faktury@motek.example>"
    message["To"] = "faktury@jarzebina.example"
    message["Subject"] = f"Faktura {invoice.number}"
    message["Date"] = at
    message["Message-ID"] = f"<{invoice.number.replace('/', '-').lower()}@motek.example>"
    message.set_content("Dzień dobry, w załączniku faktura. Została też wysłana do KSeF.")
    message.add_attachment(
        invoice_file(invoice) + b"\n",
        maintype="application",
        subtype="xml",
        filename=f"faktura-{invoice.number.replace('/', '-')}.xml",
    )
    return message.as_bytes()


def _print(invoice: Invoice, at: datetime) -> bytes:
    """The invoice as its seller prints it."""
    table = LetterTable(
        heads=("Nazwa", "Netto"),
        rows=tuple((x.name or "", format_pln(x.net)) for x in invoice.lines if x.net is not None),
        right=(1,),
        total=("Razem z VAT", f"{format_pln(invoice.gross)} {invoice.currency}"),
    )
    sheet = LetterSheet(
        title="Faktura VAT",
        number=invoice.number,
        day=f"{invoice.issued_on:%d.%m.%Y}",
        sender=_who(invoice.seller.name, invoice.seller.nip),
        recipient=_who(invoice.buyer.name or "", invoice.buyer.nip or ""),
        sections=(LetterSection(table=table),),
    )
    return letters_pdf([sheet], printed_by=invoice.seller.name, printed_at=at)


def _who(name: str, nip: str) -> tuple[str, ...]:
    return (name, f"NIP {nip}")
