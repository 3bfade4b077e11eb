"""Writes of foreign purchases: post one with both its VAT rows, take them back with the entry."""

from __future__ import annotations

from datetime import datetime

from zaplecze.ledger.api import Posted
from zaplecze.partners.api import SeenPartner, learn_partners
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.foreign.models import ForeignPurchase
from zaplecze.purchasing.foreign.papers import CannotRecord, paper_recorded, require_approved
from zaplecze.purchasing.foreign.posting import (
    ForeignProposal,
    keep_purchase,
    post_foreign,
    rates_of,
    require_new,
)
from zaplecze.purchasing.procedures import FOREIGN
from zaplecze.purchasing.rules.foreign import (
    Purchase,
    entry_of,
    faults,
    rows_of,
    tax_of,
)


def propose_foreign(purchase: Purchase) -> ForeignProposal:
    """The entry and the rows as they would be; writes nothing. Raises `CannotRecord`, `NoRate`."""
    if found := faults(purchase):
        raise CannotRecord(" ".join(found))
    books, vat = rates_of(purchase)
    taxed = tax_of(purchase, books=books, vat=vat)
    entry = entry_of(purchase, taxed, books=books, vat=vat, partner_id=None)
    return ForeignProposal(taxed, entry, tuple(rows_of(purchase, taxed)))


def record_foreign_purchase(
    purchase: Purchase, *, by: int, at: datetime, document_id: int | None = None
) -> Posted:
    """Post a purchase on which the buyer owes the tax, with its rows in both registers.

    ``document_id`` is the approved paper that tells of it: the entry and the rows are tied to it, and it goes on to
    payment. Only an internal document (``invoice`` false) has none. Raises `CannotRecord` for what can't be so, what
    nobody approved and a document that stands in the books already, `NoRate` without the rate of a day, and what
    posting refuses.
    """
    lock_company()
    stamp = Stamp(by, at)
    require_approved(
        document_id,
        kind=FOREIGN,
        amount=purchase.net,
        currency=purchase.currency,
        needed=purchase.invoice,
    )
    made = propose_foreign(purchase)
    seen = SeenPartner(
        purchase.country, purchase.tax_id or purchase.supplier[:50], purchase.supplier, ""
    )
    partner_id = learn_partners([seen], stamp)[seen.key]
    require_new(partner_id, purchase.number)
    posted = post_foreign(
        purchase, made, partner_id=partner_id, document_id=document_id, stamp=stamp
    )
    keep_purchase(purchase, made.taxed, posted, partner_id=partner_id, document_id=document_id)
    paper_recorded(document_id, entry_id=posted.id, paid=True, stamp=stamp)
    return posted


def foreign_purchases(*, limit: int = 100) -> list[ForeignPurchase]:
    """Purchases and corrections that were entered, the newest first; those taken back too."""
    rows = ForeignPurchase.objects.filter(company_id=current_company_id())
    return list(rows.select_related("corrects").order_by("-tax_point", "-id")[:limit])
