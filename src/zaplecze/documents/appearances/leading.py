"""Which appearance of a paper leads: the strongest one's facts stand in the paper's row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zaplecze.documents.appearances.events import LeadingChanged
from zaplecze.documents.appearances.matching import appearance_of_row
from zaplecze.documents.appearances.models import PaperAppearance
from zaplecze.documents.appearances.rules import differences, strength
from zaplecze.documents.models import Document, Source
from zaplecze.documents.queries import invoice_of
from zaplecze.documents.search.commands import index_facts
from zaplecze.formats.numbers import ksef_number_ok
from zaplecze.platform.events import Stamp, record_events
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import (
    CaseState,
    booked_ids,
    case_of,
    learn_facts,
    open_task,
    reopen_case,
)

DAYS = ("issue_date", "sale_date", "due_date")
AMOUNTS = ("net", "vat", "gross")
PLAIN = ("number", "partner_id", "partner_name", "currency", "findings", "source")
BOOKED_OTHERWISE = "documents.booked-otherwise"


def lead_by_strongest(paper_id: int, stamp: Stamp) -> None:
    """Let the strongest appearance of a paper lead, and tell what it changed.

    What the row said by the paper's own file is kept with its appearance, and comes back when the other parts.
    """
    company_id = current_company_id()
    paper = Document.objects.get(company_id=company_id, id=paper_id)
    rows = list(PaperAppearance.objects.filter(company_id=company_id, paper_id=paper_id))
    number = next((r.ksef_number for r in rows if ksef_number_ok(r.ksef_number)), "")
    # What only a machine read of a picture shows no facts until a person described it.
    carriers = Document.objects.filter(
        company_id=company_id, id__in=[r.document_id for r in rows]
    ).exclude(source=Source.NONE)
    described = set(carriers.values_list("id", flat=True))
    rows = [r for r in rows if r.document_id in described]
    if not rows or paper_id not in described:
        return
    rows.sort(key=lambda r: (strength(r.origin), r.pk))
    by_id = {r.document_id: r for r in rows}
    best, before = rows[0], by_id.get(paper.facts_from_id or paper_id)
    wanted = None if best.document_id == paper_id else best.document_id
    if (wanted, number) == (paper.facts_from_id, paper.ksef_number):
        return
    if wanted != paper.facts_from_id:
        _take_facts(paper, by_id.get(paper_id), wanted)
    paper.ksef_number = number
    booked = paper_id in booked_ids([paper_id])
    changed = (
        differences(appearance_of_row(best), appearance_of_row(before))
        if before is not None and before is not best
        else []
    )
    if booked and changed:
        told = "; ".join(f"{d.name}: {d.other}, a teraz {d.leading}" for d in changed)
        paper.findings = [
            *(f for f in paper.findings if f["code"] != BOOKED_OTHERWISE),
            {
                "code": BOOKED_OTHERWISE,
                "severity": "WARN",
                "message": f"Zaksięgowano wg innej postaci ({told}). Jeśli zapis jest zły, wystornuj go.",
                "element": "",
            },
        ]
    paper.save()
    index_facts([paper_id])
    split = paper.is_invoice and invoice_of(paper).annotations.split_payment
    event = LeadingChanged(
        document_id=paper_id,
        appearance_id=best.document_id,
        origin=best.origin,
        ksef_number=number,
        changed=tuple(d.name for d in changed),
        booked=booked,
        gross=paper.gross,
        currency=paper.currency,
        split_payment=split,
    )
    record_events([event], stamp)


WEIGHTY = frozenset({"kwota brutto", "waluta", "NIP sprzedawcy"})
"""Differences that people who approved the paper have to see."""


def circulate_again(event: LeadingChanged, *, kind: str, stamp: Stamp) -> None:
    """Tell the case of a paper that isn't booked its new amount; what was approved goes back to ``kind``."""
    if event.booked or event.document_id is None or not WEIGHTY & set(event.changed):
        return
    case = case_of(document_id=event.document_id)
    task = open_task(document_id=event.document_id)
    if case is None or case.state != CaseState.OPEN:
        return
    if event.currency == "PLN":
        learn_facts(document_id=event.document_id, facts={"gross_pln": str(event.gross)})
    if task is not None and task.kind == kind:
        return
    told = ", ".join(event.changed)
    reason = f"mocniejsza postać ({event.origin}) podaje co innego: {told}"
    reopen_case(document_id=event.document_id, kind=kind, reason=reason[:500], stamp=stamp)


def _take_facts(paper: Document, mine: PaperAppearance | None, wanted: int | None) -> None:
    if paper.facts_from_id is None and mine is not None:
        mine.own = {**mine.own, "facts": facts_to(paper)}
        mine.save(update_fields=["own"])
    if wanted is None:
        facts: Mapping[str, Any] = mine.own["facts"] if mine is not None else {}
    else:
        facts = facts_to(Document.objects.get(company_id=paper.company_id, id=wanted))
    for name, value in facts_from(facts).items():
        setattr(paper, name, value)
    paper.facts_from_id = wanted


def facts_to(paper: Document) -> dict[str, Any]:
    """The facts of a paper's row as JSON: days and amounts as text."""
    texts = {n: None if (v := getattr(paper, n)) is None else str(v) for n in (*DAYS, *AMOUNTS)}
    return texts | {name: getattr(paper, name) for name in PLAIN}


def facts_from(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What `facts_to` wrote, as the row keeps it."""
    found = dict(facts)
    for name in DAYS:
        if found.get(name) is not None:
            found[name] = date.fromisoformat(found[name])
    for name in AMOUNTS:
        if found.get(name) is not None:
            found[name] = Decimal(found[name])
    return found
