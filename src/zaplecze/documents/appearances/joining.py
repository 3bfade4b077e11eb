"""How a paper becomes an appearance of another: what moves, what ends, what is told."""

from __future__ import annotations

from zaplecze.documents.appearances.events import TwinJoined
from zaplecze.documents.appearances.leading import facts_from, lead_by_strongest
from zaplecze.documents.appearances.models import NearState, NearTwin, PaperAppearance
from zaplecze.documents.models import Document
from zaplecze.documents.reading import file_key
from zaplecze.platform.events import Stamp, record_events
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import end_case


def attach_paper(lead: Document, other: Document, *, was: str, why: str, stamp: Stamp) -> None:
    """Make a paper an appearance of another: it leaves its desk, its file and its reading stay with the lead.

    ``was`` says how it goes on should it part again (see `restarting`).
    """
    company_id = lead.company_id
    mine = PaperAppearance.objects.filter(company_id=company_id, document_id=other.pk)
    for row in mine:
        row.own = {**row.own, "was": was, "key": other.business_key}
        row.save(update_fields=["own"])
    mine_or_followers = PaperAppearance.objects.filter(company_id=company_id, paper_id=other.pk)
    mine_or_followers.update(
        paper_id=lead.pk, joined_at=stamp.at, joined_by_id=stamp.by, joined_why=why[:500]
    )
    Document.objects.filter(company_id=company_id, lead_id=other.pk).update(lead_id=lead.pk)
    _own_facts(other)
    other.lead_id = lead.pk
    other.business_key = file_key(other.file_sha256)
    other.save()
    note_decision(lead.pk, other.pk, NearState.JOINED, why, stamp)
    _move_questions(other.pk, lead.pk)
    end_case(
        document_id=other.pk, reason=f"postać dokumentu {lead.number} (nr {lead.pk})", stamp=stamp
    )
    announce_join(lead.pk, other.pk, origin=_origin_of(other), why=why, stamp=stamp)
    lead_by_strongest(lead.pk, stamp)


def announce_join(lead_id: int, other_id: int, *, origin: str, why: str, stamp: Stamp) -> None:
    """Tell on both papers' cards that they are one."""
    record_events(
        [
            TwinJoined(document_id=lead_id, other_id=other_id, leads=True, origin=origin, why=why),
            TwinJoined(document_id=other_id, other_id=lead_id, leads=False, origin=origin, why=why),
        ],
        stamp,
    )


def note_decision(one: int, other: int, state: NearState, reason: str, stamp: Stamp) -> None:
    """Write down what was said of two papers, by a person or by the rule; the question is closed."""
    first, second = min(one, other), max(one, other)
    NearTwin.objects.update_or_create(
        company_id=current_company_id(),
        first_id=first,
        second_id=second,
        defaults={
            "state": state,
            "reason": reason.strip()[:500],
            "decided_by_id": stamp.by,
            "decided_at": stamp.at,
        },
        create_defaults={
            "state": state,
            "why": reason.strip()[:500],
            "reason": reason.strip()[:500],
            "found_at": stamp.at,
            "decided_by_id": stamp.by,
            "decided_at": stamp.at,
        },
    )


def _own_facts(paper: Document) -> None:
    """A paper that led others shows its own facts again before it follows one itself."""
    if paper.facts_from_id is None:
        return
    row = PaperAppearance.objects.filter(company_id=paper.company_id, document_id=paper.pk).first()
    for name, value in facts_from(row.own.get("facts", {}) if row else {}).items():
        setattr(paper, name, value)
    paper.facts_from_id = None


def _origin_of(paper: Document) -> str:
    rows = PaperAppearance.objects.filter(company_id=paper.company_id, document_id=paper.pk)
    return rows.values_list("origin", flat=True).first() or ""


def _move_questions(joined_id: int, lead_id: int) -> None:
    """What was asked or said of a paper that follows another is asked and said of the leading one."""
    company_id = current_company_id()
    rows = NearTwin.objects.filter(company_id=company_id).exclude(state=NearState.JOINED)
    for row in (*rows.filter(first_id=joined_id), *rows.filter(second_id=joined_id)):
        third = row.second_id if row.first_id == joined_id else row.first_id
        first, second = min(third, lead_id), max(third, lead_id)
        taken = NearTwin.objects.filter(
            company_id=company_id, first_id=first, second_id=second
        ).exists()
        if taken or third == lead_id:
            row.delete()
        else:
            row.first_id, row.second_id = first, second
            row.save(update_fields=["first_id", "second_id"])
