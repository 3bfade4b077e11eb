"""Papers from abroad: they circulate as cost invoices do, and approved open a form filled in with what they say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from zaplecze.documents.api import (
    Document,
    PaperFromAbroadDescribed,
    Source,
    documents_by_id,
    eu_number,
)
from zaplecze.ledger.api import booked_papers
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.money import format_pln
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.purchasing.models import CostInvoice
from zaplecze.purchasing.procedures import CUSTOMS, FOREIGN, FROM_ABROAD, KIND
from zaplecze.purchasing.rules.foreign import UNION, Bought
from zaplecze.workflow.api import (
    CaseState,
    NewCase,
    case_of,
    finish_steps,
    open_cases,
    open_tasks_of,
    papers_waiting,
    reopen_case,
    require_step,
)


class CannotRecord(Refusal):
    """What was typed can't be a purchase from abroad, or it isn't approved, or it was entered before."""

    code = "purchasing.foreign"


@dataclass(frozen=True, slots=True)
class Unready:
    """Why a paper can't be recorded as a foreign purchase, in Polish."""

    why: str


def take_papers_from_abroad(events: Sequence[PaperFromAbroadDescribed], stamp: Stamp) -> None:
    """Route of `PaperFromAbroadDescribed`: a record beside each paper, and the way of cost invoices."""
    ids = [e.document_id for e in events if e.document_id is not None]
    CostInvoice.objects.bulk_create(
        [CostInvoice(company_id=current_company_id(), document_id=i) for i in ids],
        ignore_conflicts=True,  # described once more: who bears the cost is told again by a person
    )
    open_cases(
        kind=KIND,
        cases=[
            NewCase(
                e.document_id,
                {
                    "gross_pln": e.gross_pln,
                    "supplier": e.supplier,
                    "kind": FROM_ABROAD[e.kind],
                    "currency": e.currency,
                    "number": e.number,
                },
            )
            for e in events
            if e.document_id is not None
        ],
        stamp=stamp,
    )


def paper_to_record(document_id: int, *, kind: str = FOREIGN) -> Document | Unready:
    """The described and approved paper from abroad that no entry stands for yet."""
    paper = Document.objects.filter(company_id=current_company_id(), id=document_id).first()
    if paper is None or paper.kind != kind or paper.source == Source.NONE:
        what = "zgłoszeniem celnym" if kind == CUSTOMS else "fakturą zagraniczną"
        return Unready(f"Dokument {document_id} nie jest opisanym dokumentem: {what}.")
    case = case_of(document_id=paper.pk)
    if case is None or case.state in (CaseState.WITHDRAWN, CaseState.REJECTED):
        return Unready(f"Dokument {paper.number} wycofano albo odrzucono: niczego nie zaksięguje.")
    if booked_papers([paper.pk]):
        return Unready(f"Dokument {paper.number} jest już zaksięgowany: wystornuj zapis.")
    if "code" not in {t.kind for t in open_tasks_of(document_id=paper.pk)}:
        return Unready(
            f"Dokument {paper.number} czeka na opis albo akceptację: najpierw ją uzyskaj."
        )
    return paper


def papers_ready(kind: str) -> list[Document]:
    """Approved papers from abroad of a kind that wait to be posted, the oldest first."""
    waiting = documents_by_id(papers_waiting(kinds=("code",))).values()
    return sorted((p for p in waiting if p.kind == kind), key=lambda p: (p.day, p.pk))


def require_approved(
    document_id: int | None, *, kind: str, amount: Decimal, currency: str, needed: bool
) -> None:
    """Refuse (`CannotRecord`) what nobody approved: no paper where one is ``needed``, or another amount than its."""
    if document_id is None:
        if needed:
            raise CannotRecord(
                "Bez zaakceptowanego dokumentu nie ma księgowania: wgraj go na biurko, opisz i uzyskaj akceptację, "
                "potem wybierz go tutaj."
            )
        return
    paper = paper_to_record(document_id, kind=kind)
    if isinstance(paper, Unready):
        raise CannotRecord(paper.why)
    require_step(document_id=document_id, kind="code", to_take=True)
    if (abs(paper.gross), paper.currency) != (abs(amount), currency):
        raise CannotRecord(
            f"Zaakceptowano {format_pln(paper.gross)} {paper.currency}, a wpisano {format_pln(amount)} {currency}: "
            "popraw kwotę albo zwróć dokument do opisu."
        )


def paper_recorded(document_id: int | None, *, entry_id: int, paid: bool, stamp: Stamp) -> None:
    """The paper goes on to payment, or to its end where nothing is to be ``paid``."""
    if document_id is None:
        return
    _record_of(document_id).update(entry_id=entry_id)
    finish_steps(kind="code", document_ids=[document_id], stamp=stamp)
    if not paid:
        finish_steps(kind="pay", document_ids=[document_id], stamp=stamp)


def paper_taken_back(document_id: int | None, *, reason: str, stamp: Stamp) -> None:
    """After a storno the paper lies on the accountant's desk again."""
    if document_id is None:
        return
    lock_company()
    _record_of(document_id).update(entry_id=None)
    reopen_case(document_id=document_id, kind="code", reason=reason, stamp=stamp)


def _record_of(document_id: int) -> Any:
    return CostInvoice.objects.filter(company_id=current_company_id(), document_id=document_id)


def told_by(paper: Document) -> dict[str, Any]:
    """What the form of a foreign purchase is filled in with, by its fields: a person says what was bought."""
    fields = paper.fields
    country, tax_id = _number_of(fields.get("partner_tax_id", ""))
    in_union = country in UNION
    return {
        "kind": (Bought.UNION_SERVICES if in_union else Bought.SERVICES).value,
        "country": country,
        "tax_id": tax_id,
        "supplier": paper.partner_name,
        "number": paper.number,
        "issued_on": paper.issue_date,
        "supplied_on": paper.sale_date or paper.issue_date,
        "due_on": paper.due_date,
        "currency": paper.currency,
        "net": Decimal(fields.get("gross") or paper.gross),
        "cost_center": _center_of(paper.pk),
        "text": fields.get("subject", "")[:300],
        "document": paper.pk,
    }


def _number_of(told: str) -> tuple[str, str]:
    """Country and number of a VAT number as typed."""
    union = eu_number(told)
    plain = "".join(told.split()).upper()
    return union or (plain[:2] if plain[:2].isalpha() else "", plain)


def _center_of(document_id: int) -> str:
    return str(_record_of(document_id).values_list("cost_center", flat=True).first() or "")


def declared_by(paper: Document) -> dict[str, Any]:
    """What the form of a customs declaration is filled in with, by its fields."""
    fields = paper.fields

    def amount(key: str) -> Decimal | None:
        return Decimal(fields[key]) if fields.get(key) else None

    value, duty, tax = amount("customs_value"), amount("duty"), amount("import_tax")
    return {
        "number": paper.number,
        "accepted_on": paper.issue_date,
        "country": fields.get("partner_country", "").upper()[:2],
        "supplier": paper.partner_name,
        "customs_value": value,
        "duty": duty,
        "base": None if value is None else value + (duty or 0),
        "tax": tax,
        "own_return": bool(tax) and paper.gross == (duty or 0),
        "due_on": paper.due_date,
        "cost_center": _center_of(paper.pk),
        "text": fields.get("subject", "")[:300],
        "document": paper.pk,
    }
