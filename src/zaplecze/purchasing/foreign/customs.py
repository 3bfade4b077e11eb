"""Writes of customs declarations: post duty and tax of imported goods with their rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from zaplecze.ledger.api import NewEntry, Posted, post_entries
from zaplecze.partners.api import SeenPartner, learn_partners
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.foreign.models import CustomsDeclaration
from zaplecze.purchasing.foreign.papers import CannotRecord, paper_recorded, require_approved
from zaplecze.purchasing.procedures import CUSTOMS as CUSTOMS_PAPER
from zaplecze.purchasing.rules.customs import (
    CUSTOMS,
    Declaration,
    customs_entry,
    customs_faults,
    customs_rows,
)
from zaplecze.tax.api import NewVatRow, RegisterRow, record_vat


@dataclass(frozen=True, slots=True)
class CustomsProposal:
    """What recording a declaration would do: the entry and the rows of the registers."""

    entry: NewEntry
    rows: tuple[RegisterRow, ...]


def propose_customs(declaration: Declaration) -> CustomsProposal:
    """The entry and the rows as they would be; writes nothing. Raises `CannotRecord`."""
    if found := customs_faults(declaration):
        raise CannotRecord(" ".join(found))
    return CustomsProposal(
        customs_entry(declaration, partner_id=None), tuple(customs_rows(declaration))
    )


def record_customs_declaration(
    declaration: Declaration, *, by: int, at: datetime, document_id: int | None = None
) -> Posted:
    """Post a customs declaration: duty to the goods, the tax as it is settled, what customs is owed.

    Raises `CannotRecord` for what can't be so, what nobody approved and a declaration that stands in the books, and
    what posting refuses.
    """
    lock_company()
    stamp = Stamp(by, at)
    require_approved(
        document_id, kind=CUSTOMS_PAPER, amount=declaration.to_pay, currency="PLN", needed=True
    )
    made = propose_customs(declaration)
    mine = CustomsDeclaration.objects.filter(company_id=current_company_id())
    if mine.filter(number=declaration.number, entry_id__isnull=False).exists():
        raise CannotRecord(
            f"Zgłoszenie {declaration.number} jest już zaksięgowane: wystornuj tamten zapis albo popraw numer."
        )
    office = SeenPartner(
        "PL",
        declaration.customs_tax_id or declaration.customs_name[:50],
        declaration.customs_name,
        "",
    )
    partner_id = learn_partners([office], stamp)[office.key]
    lines = tuple(
        replace(line, partner_id=partner_id) if line.account == CUSTOMS else line
        for line in made.entry.lines
    )
    entry = replace(made.entry, lines=lines, partner_id=partner_id, document_id=document_id)
    (posted,) = post_entries([entry], by=by, at=at)
    record_vat(
        [
            NewVatRow(
                row=row,
                document_id=document_id,
                entry_id=posted.id,
                partner_country=declaration.country,
                partner_tax_id=declaration.tax_id,
                partner_name=declaration.supplier,
                number=declaration.number,
                issue_date=declaration.accepted_on,
                sale_date=None,
            )
            for row in made.rows
        ],
        stamp,
    )
    CustomsDeclaration.objects.create(
        company_id=current_company_id(),
        number=declaration.number,
        supplier=declaration.supplier,
        accepted_on=declaration.accepted_on,
        customs_value=declaration.customs_value,
        duty=declaration.duty,
        base=declaration.base,
        tax=declaration.tax,
        deducted=declaration.tax_deducted,
        own_return=declaration.own_return,
        document_id=document_id,
        entry_id=posted.id,
    )
    paid = bool(declaration.to_pay)
    paper_recorded(document_id, entry_id=posted.id, paid=paid, stamp=stamp)
    return posted


def customs_declarations(*, limit: int = 100) -> list[CustomsDeclaration]:
    """Declarations that were entered, the newest first; those taken back too."""
    rows = CustomsDeclaration.objects.filter(company_id=current_company_id())
    return list(rows.order_by("-accepted_on", "-id")[:limit])
