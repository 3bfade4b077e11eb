"""What is this file, whose is it, what does it say: pure reading of bytes, no database."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.documents.appearances.choosing import key_numbers
from zaplecze.documents.appearances.rules import Appearance
from zaplecze.documents.models import DocumentKind
from zaplecze.documents.papers import Facts
from zaplecze.formats import containers, fa3, mt940
from zaplecze.formats.containers import FileType
from zaplecze.formats.numbers import format_nip, ksef_number_ok
from zaplecze.formats.xmltable import root_of
from zaplecze.partners.api import SeenPartner
from zaplecze.platform.days import WARSAW

OTHER, MAIL = "other", "mail"
"""Kinds of papers that nobody has described yet."""

_KSEF_IN_NAME = re.compile(
    r"(?<![0-9A-F])[0-9]{10}-[0-9]{8}-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}(?![0-9A-F])"
)


@dataclass(frozen=True, slots=True)
class ReadInvoice:
    """An invoice of this company, read whole; ``appearance`` and its ``keys`` are what its twins are found by."""

    kind: DocumentKind
    business_key: str
    facts: Facts
    invoice: fa3.Invoice
    partner: SeenPartner
    ksef_number: str
    findings: tuple[fa3.Finding, ...]
    appearance: Appearance
    keys: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """A bank statement file, read whole."""

    kind: DocumentKind
    business_key: str
    facts: Facts
    statements: tuple[mt940.Statement, ...]


@dataclass(frozen=True, slots=True)
class NotRead:
    """Why a file can't be taken: a stable code and a Polish message with the place and the next step."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadOther:
    """A paper that the program can't read facts of: kept whole, described by a person, found again.

    ``signers`` are those of a p7m or p7s, as its certificates say; the signature was not checked.
    """

    kind: str
    business_key: str
    facts: Facts
    type: FileType
    sender: str = ""
    signers: tuple[str, ...] = ()


Read = ReadInvoice | ReadStatement | ReadOther

_STATEMENT_MARKS = (b":20:", b"{1:F", b":25:", b"{4:\r", b"{4:\n")
# Papers that the house reads announce themselves; other XML is kept as it is.
_INVOICE_MARKS = (b"Faktura", b"crd.gov.pl/wzor")
_HEAD = 65_536
_OLDER = ("http://crd.gov.pl/wzor/2021/11/29/11089/", "http://crd.gov.pl/wzor/2023/06/29/12648/")
"""Namespaces of FA(1) and FA(2)."""


def read_paper(
    data: bytes,
    file_name: str,
    company_nip: str,
    *,
    kind: str = OTHER,
    part: containers.Part | None = None,
) -> Read | NotRead:
    """Read a file dropped into the inbox of the company with this NIP.

    ``kind`` is what its sender said of a paper that can't be read; ``part`` is what opening told of it.
    """
    if not data.strip():
        return NotRead("documents.empty", "Plik jest pusty. Sprawdź, czy wysłał się cały.")
    if part is not None and part.type not in (FileType.XML, FileType.TEXT):
        return _read_other(data, file_name, kind, part)
    head = data[:400].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00\x01")
    if head[:1] == b"<" and _is_invoice(data):
        return _read_invoice(data, file_name, company_nip)
    if (
        head[:4] in _STATEMENT_MARKS
        or b"\n:25:" in data[:2000]
        or b"\n:20:" in head
        or b"\r:20:" in head
    ):
        return _read_statement(data)
    return _read_other(data, file_name, kind, part)


def _is_invoice(data: bytes) -> bool:
    """Whether a file calls itself an FA(3): an older invoice or another XML is a paper that a person describes."""
    root = root_of(data)
    if (
        root is None
    ):  # broken at its very beginning: an invoice is refused with the place of the fault
        start = data[:_HEAD].replace(b"\x00", b"")
        return any(mark in start for mark in _INVOICE_MARKS)
    space, name = root
    return name == "Faktura" and not space.startswith(_OLDER)


def _read_other(
    data: bytes, file_name: str, kind: str, part: containers.Part | None
) -> ReadOther | NotRead:
    if part is None:
        (opened, *_) = containers.open_file(data, file_name)
        if isinstance(opened, containers.RefusedPart):
            return NotRead(opened.code, opened.message_pl)
        part = opened
    sha = hashlib.sha256(data).hexdigest()
    if part.mail is None:
        return ReadOther(
            kind, file_key(sha), Facts(number=part.name), part.type, signers=part.signers
        )
    mail = part.mail
    day = mail.sent_at.astimezone(WARSAW).date() if mail.sent_at is not None else None
    # The same message, whichever servers it went through: their lines stand in the head.
    body = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    key = _key("mail", mail.message_id, hashlib.sha256(body).hexdigest())
    return ReadOther(
        MAIL,
        key if mail.message_id else file_key(sha),
        Facts(number=mail.subject[:256] or "wiadomość bez tematu", issue_date=day),
        part.type,
        mail.sender,
    )


def _read_invoice(data: bytes, file_name: str, company_nip: str) -> ReadInvoice | NotRead:
    try:
        invoice = fa3.read(data)
    except fa3.Fa3Error as error:
        return NotRead(error.code, str(error.message_pl))
    seller, buyer = invoice.seller.nip, invoice.buyer.nip
    if seller == company_nip:
        kind = DocumentKind.SALES_INVOICE
    elif buyer == company_nip:
        kind = DocumentKind.COST_INVOICE
    else:
        parties = f"sprzedawca NIP {format_nip(seller)}, nabywca " + (
            f"NIP {format_nip(buyer)}" if buyer else (invoice.buyer.name or "bez numeru")
        )
        return NotRead(
            "documents.other-company",
            f"To faktura innej firmy ({parties}), a skrzynka należy do NIP {format_nip(company_nip)}. "
            "Wgraj ją do skrzynki właściwej firmy.",
        )
    number = _ksef_number(file_name, seller)
    appearance = Appearance(
        seller_nip=seller,
        number=invoice.number,
        gross=invoice.gross,
        currency=invoice.currency,
        issue_date=invoice.issued_on,
        ksef_number=number,
        channel="ksef" if number else "xml",
    )
    return ReadInvoice(
        kind=kind,
        business_key=invoice_key(seller, invoice.kind.value, invoice.number),
        facts=_invoice_facts(invoice),
        invoice=invoice,
        partner=_other_side(invoice, kind),
        ksef_number=number,
        findings=tuple(fa3.check(invoice, direction="in")),
        appearance=appearance,
        keys=key_numbers(appearance),
    )


def _invoice_facts(invoice: fa3.Invoice) -> Facts:
    sale = invoice.sold_on
    if sale is None and invoice.period is not None:
        sale = invoice.period.end
    return Facts(
        number=invoice.number,
        issue_date=invoice.issued_on,
        sale_date=sale,
        due_date=invoice.due_on,
        currency=invoice.currency,
        net=invoice.net,
        vat=invoice.vat,
        gross=invoice.gross,
    )


def _other_side(invoice: fa3.Invoice, kind: DocumentKind) -> SeenPartner:
    if kind == DocumentKind.SALES_INVOICE:
        return buyer_of(invoice)
    seller = invoice.seller
    accounts: tuple[str, ...] = ()
    if invoice.payment is not None:
        accounts = tuple(a.number for a in invoice.payment.accounts if len(a.number) <= 34)
    return SeenPartner(
        "PL", seller.nip, seller.name[:512], _address(seller.address), accounts=accounts
    )


def buyer_of(invoice: fa3.Invoice) -> SeenPartner:
    """The buyer of a sales invoice as a partner; a consumer without a number is told by the name."""
    buyer = invoice.buyer
    country, tax_id = "PL", ""
    if buyer.tax_id is not None:
        country, tax_id = buyer.tax_id.country or "", buyer.tax_id.value
    name = buyer.name or tax_id or "nabywca bez nazwy"
    if not tax_id:
        # A consumer has no number; the name has to tell one from another.
        tax_id = f"bez numeru: {name}"[:50]
    if not country:
        country = buyer.address.country if buyer.address is not None else "PL"
    return SeenPartner(country, tax_id[:50], name[:512], _address(buyer.address))


def _address(address: fa3.Address | None) -> str:
    if address is None:
        return ""
    return ", ".join(part for part in (address.line1, address.line2) if part)[:512]


def _ksef_number(file_name: str, seller_nip: str) -> str:
    """The KSeF number that downloads carry in the file's name; only a valid one of this seller."""
    number = ksef_number_in(file_name)
    return number if number[:10] == seller_nip else ""


def ksef_number_in(file_name: str) -> str:
    """A valid KSeF number in the name of a file, or nothing."""
    found = _KSEF_IN_NAME.search(file_name.upper())
    return found.group() if found is not None and ksef_number_ok(found.group()) else ""


def _read_statement(data: bytes) -> ReadStatement | NotRead:
    try:
        statements = mt940.read(data)
    except mt940.Mt940Error as error:
        return NotRead(error.code, str(error.message_pl))
    if not statements:
        return NotRead(
            "documents.statement-empty",
            "W pliku nie ma żadnego wyciągu. Pobierz go z banku jeszcze raz.",
        )
    for statement in statements:
        for finding in mt940.check(statement):
            if finding.severity == mt940.Severity.STOP:
                return NotRead(finding.code, finding.message_pl)
    first, last = statements[0], statements[-1]
    lines = [mt940.fingerprint(s, line) for s in statements for line in s.lines]
    days = [line.entry_date or line.value_date for s in statements for line in s.lines]
    closing_day = last.closing.date if last.closing is not None else None
    day = closing_day or (max(days) if days else None)
    if day is None:
        return NotRead(
            "documents.statement-undated",
            "Wyciąg nie ma daty ani operacji. Pobierz go z banku jeszcze raz.",
        )
    turnover = sum((line.amount for s in statements for line in s.lines), Decimal(0))
    return ReadStatement(
        kind=DocumentKind.BANK_STATEMENT,
        business_key=_key(
            "mt940", *[f"{s.account}/{s.number}/{s.sequence}" for s in statements], *lines
        ),
        facts=Facts(
            number=f"wyciąg {first.number}"
            if first is last
            else f"wyciągi {first.number}–{last.number}",
            issue_date=day,
            currency=first.currency,
            gross=turnover,
        ),
        statements=statements,
    )


def invoice_key(seller_nip: str, kind: str, number: str) -> str:
    """What makes an invoice the same one, in whatever bytes it comes; ``kind`` is VAT, KOR, ZAL ..."""
    return _key("fa", seller_nip, kind, number)


def file_key(sha256: str) -> str:
    """Business key of a file that is no paper of its own, or that nobody can read: its bytes."""
    return _key("file", sha256)


def distinct_key(key: str, sha256: str) -> str:
    """Business key of an invoice whose own one another paper has, as long as nobody said that they are one."""
    return _key("beside", key, sha256)


def _key(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
