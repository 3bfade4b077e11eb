"""Writes of the VAT registers: rows are added, never changed; a storno adds the opposite row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from zaplecze.documents.api import LeadingChanged
from zaplecze.platform.bulk import insert_rows
from zaplecze.platform.events import Stamp, canonical, lock_company, record_events
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.tax.events import VatRecorded
from zaplecze.tax.models import Filing, Proof, VatRow
from zaplecze.tax.rules import RegisterRow


class MonthFiled(Refusal):
    """A row would change a month whose JPK was already built for filing."""

    code = "tax.month-filed"


@dataclass(frozen=True, slots=True)
class NewVatRow:
    """A register row with its document, entry and the other party as the document names it."""

    row: RegisterRow
    document_id: int | None
    entry_id: int
    partner_country: str
    partner_tax_id: str
    partner_name: str
    number: str
    issue_date: date
    sale_date: date | None


def record_vat(rows: Sequence[NewVatRow], stamp: Stamp) -> None:
    """Add rows to the open company's registers."""
    if not rows:
        return
    lock_company()
    count = len(rows)
    insert_rows(
        "tax_vatrow",
        {
            "company_id": ("bigint", [current_company_id()] * count),
            "register": ("text", [r.row.register for r in rows]),
            "year": ("smallint", [r.row.year for r in rows]),
            "month": ("smallint", [r.row.month for r in rows]),
            "document_id": ("bigint", [r.document_id for r in rows]),
            "entry_id": ("bigint", [r.entry_id for r in rows]),
            "partner_country": ("text", [r.partner_country for r in rows]),
            "partner_tax_id": ("text", [r.partner_tax_id for r in rows]),
            "partner_name": ("text", [r.partner_name for r in rows]),
            "number": ("text", [r.number for r in rows]),
            "issue_date": ("date", [r.issue_date for r in rows]),
            "sale_date": ("date", [r.sale_date for r in rows]),
            "proof": ("text", [r.row.proof for r in rows]),
            "ksef_number": ("text", [r.row.ksef_number for r in rows]),
            "document_type": ("text", [r.row.document_type for r in rows]),
            "gtu": ("jsonb", [canonical(r.row.gtu) for r in rows]),
            "procedures": ("jsonb", [canonical(r.row.procedures) for r in rows]),
            "net": ("numeric", [r.row.net for r in rows]),
            "vat": ("numeric", [r.row.vat for r in rows]),
            "amounts": ("jsonb", [canonical(r.row.amounts) for r in rows]),
            "margin": ("numeric", [r.row.margin for r in rows]),
            "relief_due": ("date", [r.row.relief_due for r in rows]),
            "relief_paid": ("date", [r.row.relief_paid for r in rows]),
        },
    )
    record_events(
        [
            VatRecorded(
                document_id=r.document_id,
                register=r.row.register,
                year=r.row.year,
                month=r.row.month,
                net=r.row.net,
                vat=r.row.vat,
            )
            for r in rows
        ],
        stamp,
    )


def reverse_vat(*, entry_id: int, by_entry_id: int, stamp: Stamp) -> None:
    """Take back the rows of a reversed entry by rows of the opposite sign in the same month.

    Raises `MonthFiled` where that month's JPK was built: such a change is a correction of the filing.
    """
    lock_company()
    company_id = current_company_id()
    old = list(VatRow.objects.filter(company_id=company_id, entry_id=entry_id))
    for row in old:
        if _filed(row):
            raise MonthFiled(
                f"JPK_V7M za {row.month:02}.{row.year} już powstał. Storno wymaga korekty JPK: "
                "złóż ją i dopiero wtedy wystornuj zapis."
            )
    record_vat([_again(r, entry_id=by_entry_id, sign=-1) for r in old], stamp)


def on_leading_changed(events: Sequence[LeadingChanged], stamp: Stamp) -> None:
    """Route of `LeadingChanged`: rows of an invoice booked outside of KSeF name its number, where KSeF gave it later.

    A row is never changed: it is taken back and written again with its number. What was filed stays as it was filed;
    the file of a month that is still to come names the number (JPK_V7M(3), one of NrKSeF, OFF, BFK, DI).
    """
    numbers = {e.document_id: e.ksef_number for e in events if e.ksef_number and e.booked}
    if not numbers:
        return
    lock_company()
    rows = VatRow.objects.filter(company_id=current_company_id(), document_id__in=list(numbers))
    for document_id, number in numbers.items():
        mine = [r for r in rows if r.document_id == document_id]
        late = [
            r for r in standing_rows(mine) if r.proof in {Proof.BFK, Proof.OFF} and not _filed(r)
        ]
        if not late:
            continue
        record_vat(
            [
                *(_again(r, entry_id=r.entry_id, sign=-1) for r in late),
                *(_again(r, entry_id=r.entry_id, sign=1, ksef_number=number) for r in late),
            ],
            stamp,
        )


def record_again(row: VatRow, *, proof: str, document_type: str, stamp: Stamp) -> None:
    """Take a row back and write it again in the same month with other marks."""
    again = _again(row, entry_id=row.entry_id, sign=1)
    marked = replace(again, row=replace(again.row, proof=proof, document_type=document_type))
    record_vat([_again(row, entry_id=row.entry_id, sign=-1), marked], stamp)


def standing_rows(rows: Sequence[VatRow]) -> list[VatRow]:
    """Rows without those that an opposite row of the same month takes back: both stay out."""
    opposites = Counter(_told(r, sign=-1) for r in rows)
    kept = []
    for row in rows:
        key = _told(row, sign=1)
        # A row of zeros is its own opposite and takes nothing back.
        if any((row.net, row.vat, *map(Decimal, row.amounts.values()))) and opposites[key] > 0:
            opposites[key] -= 1
            continue
        kept.append(row)
    return kept


def _told(row: VatRow, *, sign: int) -> tuple[object, ...]:
    amounts = tuple(sorted((k, sign * Decimal(v)) for k, v in row.amounts.items()))
    return (
        row.document_id,
        row.number,
        row.proof,
        row.ksef_number,
        row.document_type,
        row.relief_due,
        row.relief_paid,
        sign * row.net,
        sign * row.vat,
        amounts,
    )


def _filed(row: VatRow) -> bool:
    return Filing.objects.filter(company_id=row.company_id, year=row.year, month=row.month).exists()


def _again(r: VatRow, *, entry_id: int, sign: int, ksef_number: str = "") -> NewVatRow:
    """A row once more: taken back by ``sign`` -1, or with the KSeF number that it lacked."""
    return NewVatRow(
        row=RegisterRow(
            register=r.register,
            year=r.year,
            month=r.month,
            net=sign * r.net,
            vat=sign * r.vat,
            amounts={k: sign * Decimal(v) for k, v in r.amounts.items()},
            proof=Proof.KSEF.value if ksef_number else r.proof,
            ksef_number=ksef_number or r.ksef_number,
            document_type=r.document_type,
            gtu=tuple(r.gtu),
            procedures=tuple(r.procedures),
            margin=None if r.margin is None else sign * r.margin,
            relief_due=r.relief_due,
            relief_paid=r.relief_paid,
        ),
        document_id=r.document_id,
        entry_id=entry_id,
        partner_country=r.partner_country,
        partner_tax_id=r.partner_tax_id,
        partner_name=r.partner_name,
        number=r.number,
        issue_date=r.issue_date,
        sale_date=r.sale_date,
    )
