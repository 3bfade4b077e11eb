"""Writes of foreign purchases: post one with both its VAT rows, take them back with the entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from zaplecze.ledger.api import NewEntry, Posted, exchange_rate, post_entries
from zaplecze.partners.api import SeenPartner, learn_partners
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.foreign.models import ForeignPurchase
from zaplecze.purchasing.foreign.papers import Unready, paper_to_record
from zaplecze.purchasing.rules.foreign import (
    IN_PLN,
    Purchase,
    Taxed,
    UsedRate,
    entry_of,
    faults,
    rows_of,
    tax_of,
)
from zaplecze.tax.api import NewVatRow, NoRate, RegisterRow, record_vat, reverse_vat


class CannotRecord(Refusal):
    """What was typed can't be a foreign purchase, or it was entered before; the message tells the next step."""

    code = "purchasing.foreign"


@dataclass(frozen=True, slots=True)
class ForeignProposal:
    """What recording a purchase would do: rates used, PLN, the entry, the rows of the registers."""

    purchase: Purchase
    books: UsedRate
    vat: UsedRate
    taxed: Taxed
    entry: NewEntry
    rows: tuple[RegisterRow, ...]


def propose_foreign(purchase: Purchase) -> ForeignProposal:
    """The entry and the rows as they would be; writes nothing. Raises `CannotRecord`, `NoRate`."""
    if found := faults(purchase):
        raise CannotRecord(" ".join(found))
    books = _rate(purchase.currency, purchase.issued_on)
    vat = _rate(purchase.currency, purchase.tax_point)
    taxed = tax_of(purchase, books=books, vat=vat)
    entry = entry_of(purchase, taxed, books=books, vat=vat, partner_id=None)
    return ForeignProposal(purchase, books, vat, taxed, entry, tuple(rows_of(purchase, taxed)))


def _rate(currency: str, day: date) -> UsedRate:
    """The rate of the last working day before a day."""
    if currency == "PLN":
        return IN_PLN
    found = exchange_rate(currency=currency, before=day)
    if found is None:
        raise NoRate(
            f"Brak kursu {currency} sprzed {day:%d.%m.%Y}: wczytaj kursy (zaplecze rates) i zapisz jeszcze raz."
        )
    return UsedRate(found.mid, found.told)


def record_foreign_purchase(
    purchase: Purchase, *, by: int, at: datetime, document_id: int | None = None
) -> Posted:
    """Post a purchase on which the buyer owes the tax, with its rows in both registers.

    ``document_id`` is the approved paper that tells of it: the entry and the rows are tied to it. Raises
    `CannotRecord` for what can't be so and for a document that stands in the books already, `NoRate` without the rate
    of a day, and what posting refuses.
    """
    lock_company()
    stamp = Stamp(by, at)
    if document_id is not None and isinstance(paper := paper_to_record(document_id), Unready):
        raise CannotRecord(paper.why)
    made = propose_foreign(purchase)
    seen = SeenPartner(
        purchase.country, purchase.tax_id or purchase.supplier[:50], purchase.supplier, ""
    )
    partner_id = learn_partners([seen], stamp)[seen.key]
    mine = ForeignPurchase.objects.filter(
        company_id=current_company_id(), partner_id=partner_id, entry_id__isnull=False
    )
    if (twin := mine.filter(number=purchase.number).first()) is not None:
        raise CannotRecord(
            f"Dokument {purchase.number} tego dostawcy jest już zaksięgowany z dniem {twin.tax_point:%d.%m.%Y}: "
            "wystornuj tamten zapis albo popraw numer."
        )
    lines = tuple(
        replace(line, partner_id=partner_id)
        if line.account == made.entry.lines[-1].account
        else line
        for line in made.entry.lines
    )
    (posted,) = post_entries(
        [replace(made.entry, lines=lines, partner_id=partner_id, document_id=document_id)],
        by=by,
        at=at,
    )
    record_vat(
        [
            NewVatRow(
                row=row,
                document_id=document_id,
                entry_id=posted.id,
                partner_country=purchase.country,
                partner_tax_id=purchase.tax_id,
                partner_name=purchase.supplier,
                number=purchase.number,
                issue_date=purchase.issued_on,
                sale_date=purchase.supplied_on,
            )
            for row in made.rows
        ],
        stamp,
    )
    ForeignPurchase.objects.create(
        company_id=current_company_id(),
        kind=purchase.kind.value,
        partner_id=partner_id,
        supplier=purchase.supplier,
        number=purchase.number,
        issued_on=purchase.issued_on,
        tax_point=purchase.tax_point,
        currency=purchase.currency,
        amount=purchase.net,
        base=made.taxed.base,
        tax=made.taxed.tax,
        deducted=made.taxed.deducted,
        entry_id=posted.id,
    )
    return posted


def take_back(*, entry_id: int, by_entry_id: int, stamp: Stamp) -> None:
    """After a storno: the rows go, the document may be entered again; nothing where the entry is of another kind."""
    mine = ForeignPurchase.objects.filter(company_id=current_company_id(), entry_id=entry_id)
    if mine.exists():
        reverse_vat(entry_id=entry_id, by_entry_id=by_entry_id, stamp=stamp)
        mine.update(entry_id=None)


def foreign_purchases(*, limit: int = 100) -> list[ForeignPurchase]:
    """Purchases that were entered, the newest first; those taken back too."""
    rows = ForeignPurchase.objects.filter(company_id=current_company_id())
    return list(rows.order_by("-tax_point", "-id")[:limit])
