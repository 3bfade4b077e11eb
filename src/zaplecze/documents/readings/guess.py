"""Whose paper it is and what kind, by what was read of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.documents.kinds.invoices import simplified_limit
from zaplecze.formats.numbers import format_nip, nip_ok
from zaplecze.formats.pages import CERTAIN, FoundField

FOREIGN = "foreign_invoice"
_OTHER_KINDS = {
    "letter": "letter",
    "contract": "contract",
    "bank_statement": "paper_statement",
    "order": "order",
    "delivery_note": "delivery_note",
}
FOREIGN_BUYER = (
    "Nabywca nie ma polskiego NIP: sprawdź jego numer i kraj oraz stawkę (WDT, eksport, poza Polską). "
    "Konsument numeru nie ma."
)
FOREIGN_SELLER = (
    "Sprzedawca nie ma polskiego NIP: program opisze tę fakturę i poprowadzi ją do akceptacji, a po "
    "akceptacji otworzy wypełniony formularz zakupu zagranicznego (import usług, WNT)."
)
SIMPLIFIED = "Paragon z NIP firmy do 450 zł (100 euro) to faktura uproszczona: art. 106e ust. 5 pkt 3 ustawy o VAT."
RECEIPT_TOO_LARGE = (
    "Paragon z NIP powyżej 450 zł (100 euro) nie jest fakturą: poproś sprzedawcę o fakturę."
)
RECEIPT_UNKNOWN = (
    "Paragon z NIP firmy: do 450 zł jest fakturą uproszczoną. Sprawdź kwotę i wybierz rodzaj."
)
NOT_OURS = (
    "Na papierze nie odczytano NIP tej firmy, więc nie wiadomo, czy to zakup, czy sprzedaż. "
    "Wybierz rodzaj; pola wypełnią się tym, co odczytano."
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What kind of paper it is for this company; "" where reading can't tell. ``note`` says why, in Polish."""

    kind: str
    certain: bool = False
    note: str = ""


def guess_kind(fields: Sequence[FoundField], own_nip: str) -> Guess:
    """Whose paper it is and what: bought where the buyer's NIP is the company's, sold where the seller's is."""
    found = {f.name: f for f in fields}
    read = value_of(found, "kind")
    if read in ("", "other"):
        return Guess("")
    certain = found["kind"].confidence >= CERTAIN
    if read in _OTHER_KINDS:
        return Guess(_OTHER_KINDS[read], certain)
    if read == "receipt":
        return _receipt(found, certain, own_nip)
    return _invoice(found, certain, own_nip)


def _invoice(found: Mapping[str, FoundField], certain: bool, own_nip: str) -> Guess:
    seller, buyer = value_of(found, "seller_nip"), value_of(found, "buyer_nip")
    if seller == own_nip:
        abroad = bool(buyer) and not nip_ok(buyer)
        sure = certain and not abroad and found["seller_nip"].confidence >= CERTAIN
        return Guess("sales_invoice", sure, FOREIGN_BUYER if abroad else "")
    if buyer != own_nip:
        return Guess("", False, _strangers(seller, buyer))
    sure = certain and bool(seller) and found["buyer_nip"].confidence >= CERTAIN
    abroad = not nip_ok(seller) if seller else value_of(found, "currency") not in ("", "PLN")
    return Guess(FOREIGN, sure, FOREIGN_SELLER) if abroad else Guess("cost_invoice", sure)


def _receipt(found: Mapping[str, FoundField], certain: bool, own_nip: str) -> Guess:
    if value_of(found, "buyer_nip") != own_nip:
        return Guess("receipt", certain)
    gross = value_of(found, "gross")
    if not gross:
        return Guess("receipt", False, RECEIPT_UNKNOWN)
    if Decimal(gross) > simplified_limit(value_of(found, "currency") or "PLN"):
        return Guess("receipt", certain, RECEIPT_TOO_LARGE)
    return Guess("cost_invoice", certain and found["gross"].confidence >= CERTAIN, SIMPLIFIED)


def _strangers(seller: str, buyer: str) -> str:
    if not buyer:
        return NOT_OURS
    parties = f"sprzedawca NIP {_shown(seller)}, nabywca NIP {_shown(buyer)}"
    return f"To wygląda na fakturę innej firmy ({parties}). Sprawdź, czy trafiła do właściwej skrzynki."


def _shown(tax_id: str) -> str:
    return (format_nip(tax_id) if nip_ok(tax_id) else tax_id) or "nieodczytany"


def value_of(found: Mapping[str, FoundField], name: str) -> str:
    """The value of a field, "" where it was not found."""
    return found[name].value if name in found else ""
