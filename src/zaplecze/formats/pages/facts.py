"""What a paper is, and its fields, out of its words in lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zaplecze.formats.pages.dates import find_days
from zaplecze.formats.pages.draft import Draft
from zaplecze.formats.pages.kinds import guess_kind
from zaplecze.formats.pages.parties import find_parties
from zaplecze.formats.pages.receipts import find_receipt_sums
from zaplecze.formats.pages.reference import (
    find_account,
    find_currency,
    find_ksef,
    find_method,
    find_number,
)
from zaplecze.formats.pages.sheet import Sheet
from zaplecze.formats.pages.sums import find_sums
from zaplecze.formats.pages.types import FoundField

_KINDS_WITH_FIELDS = {"cost_invoice", "sales_invoice", "receipt"}
_AMOUNTS = re.compile(r"net|vat|gross|(?:net|vat)_\w+")
_CORRECTION = re.compile(
    r"faktura koryguj|korekta faktury|credit note|gutschrift|rechnungskorrektur"
)
_OTHER_KINDS_MOST = 0.8


def facts_of(sheet: Sheet, own_nip: str) -> tuple[str, dict[str, Draft]]:
    """What the paper is, and its fields."""
    guess, sure, why = guess_kind(sheet)
    receipt = guess == "receipt"
    found: dict[str, Draft] = dict(find_parties(sheet, own_nip, receipt=receipt))
    kind = (
        side_of([d.field() for n, d in found.items() if n == "seller_nip"], own_nip)
        if guess == "invoice"
        else guess
    )
    found.update(find_days(sheet, receipt=receipt))
    if number := find_number(sheet, receipt=receipt):
        found["number"] = number
    if currency := find_currency(sheet, receipt=receipt):
        found["currency"] = currency
    if account := find_account(sheet, currency.value if currency else ""):
        found["account"] = account
    if ksef := find_ksef(sheet, found["seller_nip"].value if "seller_nip" in found else ""):
        found["ksef_number"] = ksef
    if method := find_method(sheet, receipt=receipt):
        found["payment_method"] = method
    found.update(find_receipt_sums(sheet) if receipt else find_sums(sheet))
    if _CORRECTION.search(sheet.folded):
        found = {
            n: d.weaker(0.8, "faktura korygująca") if _AMOUNTS.fullmatch(n) else d
            for n, d in found.items()
        }
    if kind not in _KINDS_WITH_FIELDS:
        found = {
            n: d.weaker(_OTHER_KINDS_MOST, "to nie faktura")
            for n, d in found.items()
            if not _AMOUNTS.fullmatch(n)
        }
    if guess == "invoice" and "seller_nip" in found:
        # A purchase is told from a sale by whose number the seller's is.
        sure = min(sure, found["seller_nip"].confidence)
    return kind, {"kind": Draft("kind", kind, sure, 1.0, None, why), **found}


def side_of(seller: Sequence[FoundField], own_nip: str) -> str:
    """An invoice is a sale where the seller's number is ours."""
    return "sales_invoice" if own_nip and seller and seller[0].value == own_nip else "cost_invoice"
