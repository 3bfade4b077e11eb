"""What purchases and corrections are posted with: rates, the entry with its rows, the record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from zaplecze.ledger.api import NewEntry, Posted, exchange_rate, post_entries
from zaplecze.platform.events import Stamp
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.foreign.models import ForeignPurchase
from zaplecze.purchasing.foreign.papers import CannotRecord
from zaplecze.purchasing.rules.foreign import (
    IN_PLN,
    OUTPUT_FIELDS,
    PAYABLES,
    Purchase,
    Taxed,
    UsedRate,
)
from zaplecze.tax.api import NewVatRow, NoRate, RegisterRow, record_vat


@dataclass(frozen=True, slots=True)
class ForeignProposal:
    """What recording a purchase or a correction would do: PLN, the entry, the rows of the registers."""

    taxed: Taxed
    entry: NewEntry
    rows: tuple[RegisterRow, ...]


def rates_of(purchase: Purchase) -> tuple[UsedRate, UsedRate]:
    """The rates of the books and of the tax; the same where the invoice itself bears no tax. Raises `NoRate`."""
    books = rate_before(purchase.currency, purchase.issued_on)
    taxed = purchase.kind in OUTPUT_FIELDS
    return books, rate_before(purchase.currency, purchase.tax_point) if taxed else books


def rate_before(currency: str, day: date) -> UsedRate:
    """The rate of the last working day before a day; raises `NoRate`."""
    if currency == "PLN":
        return IN_PLN
    found = exchange_rate(currency=currency, before=day)
    if found is None:
        raise NoRate(
            f"Brak kursu {currency} sprzed {day:%d.%m.%Y}: wczytaj kursy (zaplecze rates) i zapisz jeszcze raz."
        )
    return UsedRate(found.mid, found.told)


def require_new(partner_id: int, number: str) -> None:
    """Refuse (`CannotRecord`) a supplier's document that stands in the books."""
    mine = ForeignPurchase.objects.filter(
        company_id=current_company_id(), partner_id=partner_id, entry_id__isnull=False
    )
    if (twin := mine.filter(number=number).first()) is not None:
        raise CannotRecord(
            f"Dokument {number} tego dostawcy jest już zaksięgowany z dniem {twin.tax_point:%d.%m.%Y}: "
            "wystornuj tamten zapis albo popraw numer."
        )


def post_foreign(
    purchase: Purchase,
    made: ForeignProposal,
    *,
    partner_id: int,
    document_id: int | None,
    stamp: Stamp,
) -> Posted:
    """Post the entry of a purchase or of its correction, and its rows."""
    lines = tuple(
        replace(line, partner_id=partner_id) if line.account == PAYABLES else line
        for line in made.entry.lines
    )
    entry = replace(made.entry, lines=lines, partner_id=partner_id, document_id=document_id)
    (posted,) = post_entries([entry], by=stamp.by, at=stamp.at)
    record_vat(
        [
            NewVatRow(
                row=row,
                document_id=document_id,
                entry_id=posted.id,
                partner_country=purchase.country,
                partner_tax_id=purchase.tax_id,
                partner_name=purchase.supplier,
                number=entry.voucher_number,
                issue_date=entry.document_date,
                sale_date=entry.operation_date
                if entry.voucher_number != purchase.number
                else purchase.supplied_on,
            )
            for row in made.rows
        ],
        stamp,
    )
    return posted


def keep_purchase(
    purchase: Purchase,
    taxed: Taxed,
    posted: Posted,
    *,
    partner_id: int,
    document_id: int | None,
    **of_correction: object,
) -> None:
    """Keep what was entered, so that a storno finds it and a correction knows the purchase."""
    kept = {
        "kind": purchase.kind.value,
        "partner_id": partner_id,
        "country": purchase.country,
        "tax_id": purchase.tax_id,
        "supplier": purchase.supplier,
        "number": purchase.number,
        "issued_on": purchase.issued_on,
        "supplied_on": purchase.supplied_on,
        "tax_point": purchase.tax_point,
        "currency": purchase.currency,
        "amount": purchase.net,
        "net": taxed.net,
        "base": taxed.base,
        "tax": taxed.tax,
        "deducted": taxed.deducted,
        "vat_rate": purchase.vat_rate,
        "deducted_share": purchase.deducted,
        "account": purchase.account,
        "cost_center": purchase.cost_center,
        "invoice": purchase.invoice,
        "document_id": document_id,
        "entry_id": posted.id,
    }
    ForeignPurchase.objects.create(company_id=current_company_id(), **kept | of_correction)
