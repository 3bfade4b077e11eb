"""Writes of corrections: post a supplier's correcting document in the period of its cause."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from zaplecze.ledger.api import PeriodState, Posted, month_state
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.foreign.models import ForeignPurchase
from zaplecze.purchasing.foreign.papers import CannotRecord, paper_recorded, require_approved
from zaplecze.purchasing.foreign.posting import (
    ForeignProposal,
    keep_purchase,
    post_foreign,
    rate_before,
    rates_of,
    require_new,
)
from zaplecze.purchasing.procedures import FOREIGN
from zaplecze.purchasing.rules.foreign import OUTPUT_FIELDS, Bought, Purchase, Taxed
from zaplecze.purchasing.rules.foreign_corrections import (
    Correction,
    correction_entry,
    correction_faults,
    correction_rows,
    correction_taxed,
    in_month_of_document,
)

ZERO = Decimal("0.00")


def correctable(purchase_id: int) -> ForeignPurchase:
    """A purchase that stands in the books and may be corrected; raises `CannotRecord`."""
    row = ForeignPurchase.objects.filter(company_id=current_company_id(), id=purchase_id).first()
    if row is None or row.entry_id is None or row.corrects_id is not None:
        raise CannotRecord(
            "Takiego zakupu nie ma w księgach: wybierz zaksięgowany zakup, nie jego korektę."
        )
    return row


def purchase_of(row: ForeignPurchase) -> Purchase:
    """The purchase as it was entered."""
    return Purchase(
        kind=Bought(row.kind),
        country=row.country,
        tax_id=row.tax_id,
        supplier=row.supplier,
        number=row.number,
        issued_on=row.issued_on,
        supplied_on=row.supplied_on,
        due_on=None,
        currency=row.currency,
        net=row.amount,
        vat_rate=row.vat_rate,
        account=row.account,
        cost_center=row.cost_center,
        deducted=row.deducted_share,
        invoice=row.invoice,
    )


def propose_correction(correction: Correction, *, purchase_id: int) -> ForeignProposal:
    """The entry and the rows as they would be; writes nothing. Raises `CannotRecord`, `NoRate`."""
    row = correctable(purchase_id)
    purchase = purchase_of(row)
    standing = list(
        ForeignPurchase.objects.filter(
            company_id=row.company_id, corrects=row, entry_id__isnull=False
        )
    )
    corrected = sum((c.amount for c in standing), ZERO)
    if found := correction_faults(correction, purchase, corrected=corrected):
        raise CannotRecord(" ".join(found))
    books, vat = rates_of(purchase)
    if correction.collective:
        # A discount for many purchases has one rate, in the books too, so that it is one item.
        books = vat = rate_before(purchase.currency, correction.issued_on)
    # What collective discounts took was at other rates: the rest is reckoned without them.
    own = [row, *(c for c in standing if not c.collective)]
    aside = sum((c.amount for c in standing if c.collective), ZERO)
    so_far = Taxed(
        sum((c.net for c in own), ZERO),
        sum((c.base for c in own), ZERO),
        sum((c.tax for c in own), ZERO),
        sum((c.deducted for c in own), ZERO),
    )
    taxed = correction_taxed(
        correction, purchase, so_far=so_far, corrected=corrected - aside, books=books, vat=vat
    )
    entry = correction_entry(correction, purchase, taxed, books=books, vat=vat, partner_id=None)
    month = month_state((entry.year, entry.month))
    if month is not None and month.state == PeriodState.CLOSED:
        entry = in_month_of_document(entry)
    rows = correction_rows(correction, purchase, taxed) if purchase.kind in OUTPUT_FIELDS else []
    return ForeignProposal(taxed, entry, tuple(rows))


def record_foreign_correction(
    correction: Correction,
    *,
    purchase_id: int,
    by: int,
    at: datetime,
    document_id: int | None = None,
) -> Posted:
    """Post a correction of a purchase with its rows; they count in the month of the cause.

    ``document_id`` is the approved paper, which only a purchase without an invoice does without. Raises
    `CannotRecord`, `NoRate`, and what posting refuses.
    """
    lock_company()
    stamp = Stamp(by, at)
    row = correctable(purchase_id)
    require_approved(
        document_id,
        kind=FOREIGN,
        amount=correction.difference,
        currency=row.currency,
        needed=row.invoice,
    )
    made = propose_correction(correction, purchase_id=purchase_id)
    require_new(row.partner_id, correction.number)
    purchase = purchase_of(row)
    posted = post_foreign(
        purchase, made, partner_id=row.partner_id, document_id=document_id, stamp=stamp
    )
    keep_purchase(
        replace(
            purchase,
            number=correction.number,
            issued_on=correction.issued_on,
            net=correction.difference,
        ),
        made.taxed,
        posted,
        partner_id=row.partner_id,
        document_id=document_id,
        corrects=row,
        cause=correction.cause.value,
        collective=correction.collective,
        tax_point=correction.day(purchase),
    )
    owes = correction.difference > 0
    paper_recorded(document_id, entry_id=posted.id, paid=owes, stamp=stamp)
    return posted
