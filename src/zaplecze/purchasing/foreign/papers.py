"""A foreign invoice that circulated as a paper: approved, it opens the form of foreign purchases filled in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zaplecze.documents.api import Document, Source, eu_number
from zaplecze.ledger.api import booked_papers
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.rules.foreign import UNION, Bought
from zaplecze.workflow.api import CaseState, case_of, open_tasks_of

FOREIGN = "foreign_invoice"


@dataclass(frozen=True, slots=True)
class Unready:
    """Why a paper can't be recorded as a foreign purchase, in Polish."""

    why: str


def paper_to_record(document_id: int) -> Document | Unready:
    """The described and approved foreign invoice that no entry stands for yet."""
    paper = Document.objects.filter(company_id=current_company_id(), id=document_id).first()
    if paper is None or paper.kind != FOREIGN or paper.source == Source.NONE:
        return Unready(f"Dokument {document_id} nie jest opisaną fakturą zagraniczną.")
    case = case_of(document_id=paper.pk)
    if case is None or case.state in (CaseState.WITHDRAWN, CaseState.REJECTED):
        return Unready(f"Dokument {paper.number} wycofano albo odrzucono: niczego nie zaksięguje.")
    if {t.kind for t in open_tasks_of(document_id=paper.pk)} & {"describe", "approve"}:
        return Unready(
            f"Dokument {paper.number} czeka na opis albo akceptację: najpierw ją uzyskaj."
        )
    if booked_papers([paper.pk]):
        return Unready(f"Dokument {paper.number} jest już zaksięgowany: wystornuj zapis.")
    return paper


def told_by(paper: Document) -> dict[str, Any]:
    """What the form of a foreign purchase is filled in with, by its fields: a person says what was bought."""
    fields = paper.fields
    union = eu_number(fields.get("partner_tax_id", ""))
    plain = "".join(fields.get("partner_tax_id", "").split()).upper()
    country, tax_id = union or (plain[:2] if plain[:2].isalpha() else "", plain[2:])
    in_union = country in UNION
    return {
        "kind": (Bought.UNION_SERVICES if in_union else Bought.SERVICES).value,
        "country": country,
        "tax_id": tax_id if union else plain,
        "supplier": paper.partner_name,
        "number": paper.number,
        "issued_on": paper.issue_date,
        "supplied_on": paper.sale_date or paper.issue_date,
        "due_on": paper.due_date,
        "currency": paper.currency,
        "net": Decimal(fields.get("gross") or paper.gross),
        "text": fields.get("subject", "")[:300],
        "document": paper.pk,
    }
