"""Writes of sales without an invoice: post one with its row of VAT, take it back with the entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from zaplecze.ledger.api import (
    NewEntry,
    Part,
    Posted,
    items_by_id,
    items_of_entries,
    load_entry,
    post_entries,
    reverse_entry,
    settle_parts,
    undo_settlement,
)
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.sales.rules.unbilled import Unbilled, UnbilledSale, entry_of, faults, row_of
from zaplecze.sales.unbilled.models import UnbilledDocument
from zaplecze.tax.api import (
    NewVatRow,
    RegisterRow,
    VatRow,
    record_vat,
    reverse_vat,
    standing_rows,
    vat_rows,
)

TO_A_RECEIPT = "FP"
NOBODY = "BRAK"


class CannotEnter(Refusal):
    """What was typed can't be a sale without an invoice, or stands in the books; the message tells the next step."""

    code = "sales.unbilled"


@dataclass(frozen=True, slots=True)
class UnbilledProposal:
    """What entering a document would do: the entry, the row, and the invoices to receipts that it takes in."""

    sale: UnbilledSale
    entry: NewEntry
    row: RegisterRow
    receipts: tuple[VatRow, ...] = ()


def propose_unbilled(sale: UnbilledSale) -> UnbilledProposal:
    """The entry and the row as they would be; writes nothing. Raises `CannotEnter`."""
    if found := faults(sale):
        raise CannotEnter(" ".join(found))
    receipts = invoices_to_receipts(sale) if sale.kind is Unbilled.REPORT else []
    return UnbilledProposal(sale, entry_of(sale), row_of(sale), tuple(receipts))


def invoices_to_receipts(sale: UnbilledSale) -> list[VatRow]:
    """Invoices to receipts (FP) sold in the days of a report that no other report has taken in."""
    taken = {
        entry_id
        for ids in UnbilledDocument.objects.filter(
            company_id=current_company_id(), entry_id__isnull=False
        ).values_list("receipts", flat=True)
        for entry_id in ids
    }
    month = sale.last.year, sale.last.month
    return [
        r
        for r in standing_rows(vat_rows(register="sales", first=month, last=month))
        if r.document_type == TO_A_RECEIPT
        and r.entry_id not in taken
        and sale.first <= (r.sale_date or r.issue_date) <= sale.last
    ]


def enter_unbilled(
    sale: UnbilledSale, *, by: int, at: datetime, with_receipts: bool = True
) -> Posted:
    """Post a document with its row of VAT; invoices to receipts of its days leave the books again ``with_receipts``.

    Such an invoice was posted as a sale with its receivable, and its sale is in the report too: a second entry takes
    it back and settles the receivable, while its row in the register stays (it counts in no sum). Raises
    `CannotEnter` for what can't be so and for a document that stands in the books, and what posting refuses.
    """
    lock_company()
    stamp = Stamp(by, at)
    made = propose_unbilled(sale)
    number = sale.number.strip()
    mine = UnbilledDocument.objects.filter(
        company_id=current_company_id(), kind=sale.kind.value, entry_id__isnull=False
    )
    if (twin := mine.filter(number=number).first()) is not None:
        raise CannotEnter(
            f"Dokument {number} jest już zaksięgowany z dniem {twin.last:%d.%m.%Y}: wystornuj tamten zapis "
            "albo popraw numer."
        )
    (posted,) = post_entries([made.entry], by=by, at=at)
    record_vat(
        [
            NewVatRow(
                row=made.row,
                document_id=None,
                entry_id=posted.id,
                partner_country="",
                partner_tax_id=NOBODY,
                partner_name=NOBODY,
                number=number,
                issue_date=sale.issued_on,
                sale_date=sale.last,
            )
        ],
        stamp,
    )
    receipts = made.receipts if with_receipts else ()
    UnbilledDocument.objects.create(
        company_id=current_company_id(),
        kind=sale.kind.value,
        number=number,
        first=sale.first,
        last=sale.last,
        issued_on=sale.issued_on,
        net=sale.net,
        vat=sale.vat,
        entry_id=posted.id,
        offset_id=_offset(receipts, made.entry, stamp) if receipts else None,
        receipts=[r.entry_id for r in receipts],
    )
    return posted


def _offset(receipts: Sequence[VatRow], entry: NewEntry, stamp: Stamp) -> int:
    """Take the sales of invoices to receipts back in one entry, and settle their receivables with it."""
    entry_ids = [r.entry_id for r in receipts]
    lines = [
        replace(line, debit=-line.debit, credit=-line.credit, item_number=r.number)
        for r in receipts
        for line in load_entry(r.entry_id)[1].lines
    ]
    (posted,) = post_entries(
        [
            replace(
                entry,
                voucher_kind="PK",
                voucher_number=f"{entry.voucher_number} FP",
                text=f"Faktury do paragonów ujęte w {entry.voucher_number}",
                lines=tuple(lines),
            )
        ],
        by=stamp.by,
        at=stamp.at,
    )
    own = items_by_id([*items_of_entries([posted.id]).values()])
    theirs = items_by_id([*items_of_entries(entry_ids).values()])
    free = list(own.values())
    parts = []
    for item in theirs.values():
        match = next(
            (o for o in free if o.number == item.number and o.is_debit != item.is_debit), None
        )
        if match is not None and item.left == match.left:
            free.remove(match)
            debit, credit = (item, match) if item.is_debit else (match, item)
            parts.append(Part(debit.pk, credit.pk, item.currency_left, match.currency_left))
    if parts:
        settle_parts(parts=parts, on=entry.operation_date, by=stamp.by, at=stamp.at)
    return posted.id


def take_back(*, entry_id: int, by_entry_id: int, reason: str, stamp: Stamp) -> None:
    """After a storno: the row goes, invoices to receipts are sales again, the document may be entered again."""
    mine = UnbilledDocument.objects.filter(company_id=current_company_id(), entry_id=entry_id)
    document = mine.first()
    if document is None:
        return
    reverse_vat(entry_id=entry_id, by_entry_id=by_entry_id, stamp=stamp)
    if document.offset_id is not None:
        on = load_entry(by_entry_id)[1].operation_date
        for item_id in items_of_entries([document.offset_id]).values():
            undo_settlement(item_id=item_id, on=on, by=stamp.by, at=stamp.at)
        reverse_entry(entry_id=document.offset_id, on=on, reason=reason, by=stamp.by, at=stamp.at)
    mine.update(entry_id=None, offset_id=None, receipts=[])


def unbilled_documents(*, limit: int = 100) -> list[UnbilledDocument]:
    """Documents that were entered, the newest first; those taken back too."""
    rows = UnbilledDocument.objects.filter(company_id=current_company_id())
    return list(rows.order_by("-last", "-id")[:limit])
