"""What a storno takes back of purchases from abroad: rows, records, and the paper's step."""

from __future__ import annotations

from zaplecze.ledger.api import EntryReversed
from zaplecze.platform.events import Stamp
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.foreign.models import CustomsDeclaration, ForeignPurchase
from zaplecze.purchasing.foreign.papers import CannotRecord, paper_taken_back
from zaplecze.tax.api import reverse_vat


def take_back(event: EntryReversed, stamp: Stamp) -> None:
    """The rows go, the document may be entered again; nothing where the entry is of another kind.

    Raises `CannotRecord` for a purchase whose correction still stands.
    """
    company_id = current_company_id()
    purchases = ForeignPurchase.objects.filter(company_id=company_id, entry_id=event.entry_id)
    declarations = CustomsDeclaration.objects.filter(company_id=company_id, entry_id=event.entry_id)
    standing = ForeignPurchase.objects.filter(
        company_id=company_id, corrects__in=purchases, entry_id__isnull=False
    ).first()
    if standing is not None:
        raise CannotRecord(
            f"Ten zakup ma zaksięgowaną korektę {standing.number}: wystornuj najpierw ją."
        )
    for rows in (purchases, declarations):
        if rows.exists():
            reverse_vat(entry_id=event.entry_id, by_entry_id=event.by_entry_id, stamp=stamp)
            rows.update(entry_id=None)
            paper_taken_back(event.document_id, reason=event.reason, stamp=stamp)
