"""Marks of register rows that a person knows better: OFF, BFK or DI, and the kind of document of JPK_V7M(3).

Sources: VAT Act art. 106nf (invoices while KSeF is down), 109 ust. 3d (invoices to receipts), 116 (VAT RR), 21 (cash
method); the description of JPK_V7M(3): TypDokumentu, DokumentZakupu.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.periods import Month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.tax.commands import record_again, standing_rows
from zaplecze.tax.events import RowMarked
from zaplecze.tax.models import Proof, Register, VatRow
from zaplecze.tax.queries import vat_rows
from zaplecze.tax.rules import MARKS_SINCE

# Kinds of document that a person may choose; a report or an internal document is entered as one.
DOCUMENTS: Mapping[str, tuple[str, ...]] = {
    Register.SALES: ("", "FP"),
    Register.PURCHASE: ("", "MK", "VAT_RR", "WEW"),
}
ENTERED_SO = frozenset({"RO", "WEW"})
PROOFS = (Proof.OFF, Proof.BFK, Proof.DI)


class CannotMark(Refusal):
    """A row can't be marked so; the message tells the next step."""

    code = "tax.mark"


def rows_to_mark(month: Month) -> list[VatRow]:
    """Rows of a month that a person may mark: those without a KSeF number, and purchases' kinds of document."""
    found = []
    for register in (Register.SALES, Register.PURCHASE):
        rows = standing_rows(vat_rows(register=register, first=month, last=month))
        found += [r for r in rows if r.amounts and not _of_relief(r)]
    return found


def kinds_of(row: VatRow) -> tuple[str, ...]:
    """The kinds of document that a row may be given; none where it was entered as what it is."""
    if row.register == Register.SALES and row.document_type in ENTERED_SO:
        return ()
    return DOCUMENTS[row.register]


def mark_row(*, row_id: int, proof: str, document_type: str, by: int, at: datetime) -> None:
    """Give a row its mark and its kind of document: it is taken back and written again in the same month.

    Where the month's file was built, the change asks for a correction of it. Raises `CannotMark` for a row that is
    gone, has a KSeF number and would get another mark, is of a month before the marks, or can't be of that kind.
    """
    lock_company()
    row = VatRow.objects.filter(company_id=current_company_id(), pk=row_id).first()
    if row is None or row not in rows_to_mark((row.year, row.month)):
        raise CannotMark("Tego wiersza już nie ma: odśwież stronę.")
    if (row.year, row.month) < MARKS_SINCE:
        raise CannotMark(
            "Oznaczenia KSeF są we wzorze od 02.2026: wcześniejszego miesiąca nie zmieniaj."
        )
    if row.ksef_number and proof != Proof.KSEF:
        raise CannotMark(f"{row.number} ma numer KSeF, więc nie może być oznaczony {proof}.")
    if not row.ksef_number and proof not in PROOFS:
        raise CannotMark(f"{row.number} nie ma numeru KSeF: wybierz OFF, BFK albo DI.")
    if document_type != row.document_type and document_type not in kinds_of(row):
        raise CannotMark(
            f"{row.number} nie może mieć rodzaju dowodu „{document_type or 'zwykły'}”: wybierz inny z listy."
        )
    if (proof, document_type) == (row.proof, row.document_type):
        raise CannotMark(f"{row.number} ma już te oznaczenia.")
    record_again(row, proof=proof, document_type=document_type, stamp=Stamp(by, at))
    record_events(
        [
            RowMarked(
                document_id=row.document_id,
                entry_id=row.entry_id,
                number=row.number,
                proof=proof,
                document_type=document_type,
            )
        ],
        Stamp(by, at),
    )


def _of_relief(row: VatRow) -> bool:
    return row.relief_due is not None or row.relief_paid is not None
