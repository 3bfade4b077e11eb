"""An invoice that a person types from a scan: it may be here already by another way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from zaplecze.documents.appearances.choosing import Match
from zaplecze.documents.appearances.commands import find_match
from zaplecze.documents.appearances.ended import ended_ids
from zaplecze.documents.appearances.joining import attach_paper
from zaplecze.documents.appearances.matching import (
    appearance_of_row,
    keep_near,
    told_apart,
    write_appearance,
)
from zaplecze.documents.appearances.models import Origin, PaperAppearance
from zaplecze.documents.appearances.restarting import DESCRIBED, UNDESCRIBED
from zaplecze.documents.appearances.rules import Appearance, differences
from zaplecze.documents.kinds.invoices import kind_of_invoice
from zaplecze.documents.kinds.rules import day_of
from zaplecze.documents.models import Document, DocumentKind
from zaplecze.documents.reading import distinct_key, invoice_key
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Company
from zaplecze.platform.refusal import Refusal


class InvoiceTwin(Refusal):
    """Another paper (``twin_id``) has an invoice with this seller and number, and other facts."""

    code = "documents.twin"

    def __init__(self, message: str, *, twin_id: int):
        super().__init__(message)
        self.twin_id = twin_id


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed invoice: its appearance, what it is to the papers here, and the business key of a paper of its own.

    ``lead_id`` is the described paper that has it already, ``ended_id`` one with this key that was withdrawn or
    rejected: it gives the key up (`ended.give_way`).
    """

    seen: Appearance
    found: Match
    key: str
    lead_id: int | None
    ended_id: int | None = None


def typed_invoice(paper: Document, kind: str, facts: Mapping[str, str]) -> Typed:
    """What the typed facts of an invoice make of a paper; writes nothing.

    Raises `InvoiceTwin` where the number is another paper's and nobody said that they are two invoices.
    """
    nip = Company.objects.values_list("nip", flat=True).get(id=paper.company_id)
    gross = Decimal(facts["gross"])
    seller = nip if kind == DocumentKind.SALES_INVOICE else facts["partner_nip"]
    seen = Appearance(
        seller_nip=seller,
        number=facts["number"],
        gross=gross,
        currency=facts.get("currency") or "PLN",
        issue_date=day_of(facts, "issue_date"),
        channel=Origin.TYPED.value,
    )
    found = find_match(document_id=paper.pk, seen=seen)
    if found.paper is not None and _paper(paper, found.paper).is_invoice:
        return Typed(seen, found, "", found.paper)
    key = invoice_key(seller, kind_of_invoice(facts).value, facts["number"])
    rows = Document.objects.filter(company_id=paper.company_id, business_key=key)
    twin = rows.exclude(id=paper.pk).first()
    if twin is not None and twin.pk in ended_ids([twin.pk]):
        return Typed(seen, found, key, None, twin.pk)
    if twin is not None:
        if twin.pk not in told_apart([paper.pk]).get(paper.pk, ()):
            raise InvoiceTwin(_held(seen, twin), twin_id=twin.pk)
        key = distinct_key(key, paper.file_sha256)
    return Typed(seen, found, key, None)


def join_typed(paper: Document, typed: Typed, stamp: Stamp) -> None:
    """Keep the appearance of a paper that was just described, and join what is one with it."""
    write_appearance(
        document_id=paper.pk,
        paper_id=paper.pk,
        channel=paper.channel,
        seen=typed.seen,
        stamp=stamp,
    )
    found = typed.found
    if typed.lead_id is not None:
        lead = _paper(paper, typed.lead_id)
        attach_paper(lead, paper, was=DESCRIBED, why=found.why, stamp=stamp)
    elif found.paper is not None:
        other = _paper(paper, found.paper)
        attach_paper(paper, other, was=UNDESCRIBED, why=found.why, stamp=stamp)
    keep_near([(paper.pk, other, why) for other, why in found.near], stamp)


def _held(seen: Appearance, twin: Document) -> str:
    row = PaperAppearance.objects.filter(
        company_id=twin.company_id, document_id=twin.facts_from_id or twin.pk
    ).first()
    told = differences(appearance_of_row(row), seen) if row is not None else []
    but = "; ".join(f"{d.name}: tam {d.leading}, tu {d.other}" for d in told)
    return (
        f"Faktura {seen.number} tego sprzedawcy już jest: dokument nr {twin.pk}"
        + (f" ({but})" if but else "")
        + ". Popraw dane albo powiedz niżej, czy to jedna faktura."
    )


def _paper(beside: Document, document_id: int) -> Document:
    return Document.objects.get(company_id=beside.company_id, id=document_id)
