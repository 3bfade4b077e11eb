"""Factur-X and ZUGFeRD: the Cross Industry Invoice (UN/CEFACT D16B) inside a PDF, as the fields of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from zaplecze.formats.numbers import iban_ok, nip_ok, normalise_account, normalise_nip
from zaplecze.formats.pages.types import FoundField

NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "order-x.xml", "cii.xml")
_MAX_XML = 10_000_000
_TYPES = {"380", "381", "384", "386", "389", "751", "326", "875", "876", "877"}
_WHY = "z pliku XML (Factur-X) zaszytego w PDF"
_MEANS = {
    "10": "cash", "20": "cheque", "30": "transfer", "31": "transfer", "42": "transfer", "48": "card", "49": "debit",
    "54": "card", "55": "card", "57": "transfer", "58": "transfer", "59": "debit", "97": "offset",
}  # fmt: skip
_ROOT = "CrossIndustryInvoice"
_TRADE = "SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ApplicableHeaderTradeAgreement"
_SETTLEMENT = f"{_TRADE}/ApplicableHeaderTradeSettlement"
_SUMS = f"{_SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation"


class FacturXError(Exception):
    """The XML can't be used; the text tells why, in Polish."""


def find_invoice(attachments: Iterable[tuple[str, bytes]]) -> bytes | None:
    """The invoice among the files inside a PDF: by its name, else by its root element."""
    files = list(attachments)
    for name, data in files:
        if name.lower() in NAMES:
            return data
    for name, data in files:
        if name.lower().endswith(".xml") and _ROOT.encode() in data[:2000]:
            return data
    return None


def read_invoice(data: bytes) -> list[FoundField]:
    """The invoice's fields, each with confidence 1; refuses with `FacturXError`. Entities are not resolved."""
    root = _parsed(data)
    fields: dict[str, str] = {}

    def take(name: str, value: str | None) -> None:
        if value:
            fields[name] = value

    if (code := _text(root, "ExchangedDocument/TypeCode")) and code not in _TYPES:
        raise FacturXError(f"plik XML ma typ dokumentu {code}, a to nie faktura")
    take("number", _text(root, "ExchangedDocument/ID"))
    take("issue_date", _day(root, "ExchangedDocument/IssueDateTime"))
    take(
        "sale_date",
        _day(
            root,
            f"{_TRADE}/ApplicableHeaderTradeDelivery/ActualDeliverySupplyChainEvent/OccurrenceDateTime",
        ),
    )
    take("due_date", _day(root, f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime"))
    for side, tag in (("seller", "SellerTradeParty"), ("buyer", "BuyerTradeParty")):
        take(f"{side}_name", _text(root, f"{_AGREEMENT}/{tag}/Name"))
        take(f"{side}_nip", _tax_id(root, f"{_AGREEMENT}/{tag}"))
    take("currency", _currency(root))
    take("account", _account(root))
    means = _text(root, f"{_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans/TypeCode")
    take("payment_method", _MEANS.get(means or ""))
    currency = fields.get("currency", "")
    take("net", _amount(root, f"{_SUMS}/TaxBasisTotalAmount"))
    take("vat", _amount(root, f"{_SUMS}/TaxTotalAmount", currency))
    take("gross", _amount(root, f"{_SUMS}/GrandTotalAmount"))
    for tax in _all(root, f"{_SETTLEMENT}/ApplicableTradeTax"):
        rate = _rate(tax)
        take(f"net_{rate}", _amount(tax, "BasisAmount"))
        take(f"vat_{rate}", _amount(tax, "CalculatedAmount"))
    _sums_agree(fields)
    return [FoundField(name, value, 1.0, None, _WHY) for name, value in fields.items()]


def _parsed(data: bytes) -> etree._Element:
    if len(data) > _MAX_XML:
        raise FacturXError(f"plik XML ma ponad {_MAX_XML // 1_000_000} MB")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        dtd_validation=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FacturXError(f"plik XML jest niepoprawny ({str(error)[:120]})") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise FacturXError("plik XML ma DOCTYPE, czego faktura mieć nie może")
    if etree.QName(root).localname != _ROOT:
        raise FacturXError(f"plik XML ma korzeń {etree.QName(root).localname}, a nie {_ROOT}")
    return root


def _all(node: etree._Element, path: str) -> list[etree._Element]:
    """Elements at a path of local names; profiles differ in prefixes only."""
    steps = "/".join(f"*[local-name()='{step}']" for step in path.split("/"))
    found = node.xpath(steps)
    return [e for e in found if isinstance(e, etree._Element)] if isinstance(found, list) else []


def _text(node: etree._Element, path: str) -> str | None:
    for found in _all(node, path):
        text = " ".join(str(found.text or "").split())
        if text:
            return text[:512]
    return None


def _day(node: etree._Element, path: str) -> str | None:
    text = _text(node, f"{path}/DateTimeString")
    if text is None:
        return None
    plain = re.sub(r"[^0-9]", "", text)[:8]
    try:
        return date(int(plain[:4]), int(plain[4:6]), int(plain[6:8])).isoformat()
    except ValueError as error:
        raise FacturXError(f"„{text}” w pliku XML nie jest dniem") from error


def _amount(node: etree._Element, path: str, currency: str = "") -> str | None:
    found = _all(node, path)
    if currency:
        found = [f for f in found if f.get("currencyID", currency) == currency] or found
    if not found or not (found[0].text or "").strip():
        return None
    text = str(found[0].text).strip()
    try:
        value = Decimal(text)
        if not value.is_finite() or value != value.quantize(Decimal("0.01")):
            raise FacturXError(f"kwota „{text}” w pliku XML ma więcej niż dwa miejsca")
    except InvalidOperation as error:
        raise FacturXError(f"„{text[:40]}” w pliku XML nie jest kwotą") from error
    return f"{value:.2f}"


def _tax_id(root: etree._Element, party: str) -> str | None:
    for found in _all(root, f"{party}/SpecifiedTaxRegistration/ID"):
        if found.get("schemeID", "VA") != "VA":
            continue
        value = normalise_nip(str(found.text or "").strip())
        if value.isdigit() and not nip_ok(value):
            raise FacturXError(f"NIP {value} w pliku XML ma złą cyfrę kontrolną")
        return value
    return None


def _currency(root: etree._Element) -> str | None:
    code = _text(root, f"{_SETTLEMENT}/InvoiceCurrencyCode")
    if code is not None and not re.fullmatch(r"[A-Z]{3}", code):
        raise FacturXError(f"„{code}” w pliku XML nie jest walutą")
    return code


def _account(root: etree._Element) -> str | None:
    base = f"{_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans/PayeePartyCreditorFinancialAccount"
    value = normalise_account(_text(root, f"{base}/IBANID") or "")
    if not value:
        return None
    if not iban_ok(value if value[:2].isalpha() else f"PL{value}"):
        raise FacturXError(f"numer rachunku {value} w pliku XML ma złą sumę kontrolną")
    return value.removeprefix("PL")


def _rate(tax: etree._Element) -> str:
    category = _text(tax, "CategoryCode") or "S"
    if category in {"E", "O", "AE"}:
        return {"E": "zw", "O": "np", "AE": "oo"}[category]
    text = _text(tax, "RateApplicablePercent") or "0"
    try:
        rate = Decimal(text)
    except InvalidOperation as error:
        raise FacturXError(f"„{text}” w pliku XML nie jest stawką VAT") from error
    return f"{rate.normalize():f}"


def _sums_agree(fields: dict[str, str]) -> None:
    """Refuse what contradicts itself: an XML with wrong sums proves nothing (BR-CO-14, BR-CO-15)."""
    net, vat, gross = (Decimal(fields[n]) if n in fields else None for n in ("net", "vat", "gross"))
    if net is not None and gross is not None and net + (vat or 0) != gross:
        raise FacturXError(f"w pliku XML netto {net} i VAT {vat or 0} nie dają brutto {gross}")
    bands = [Decimal(v) for k, v in fields.items() if k.startswith("vat_")]
    if bands and vat is not None and sum(bands) != vat:
        raise FacturXError(
            f"w pliku XML VAT według stawek ({sum(bands)}) nie daje VAT razem ({vat})"
        )
