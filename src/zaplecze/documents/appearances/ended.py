"""Papers whose way ended without the books: withdrawn or rejected, they don't stand in the way of the next one.

An invoice that was withdrawn by mistake, or rejected and sent again, is entered as a paper of its own. The old paper
keeps its history and gives up its business key; what ended twice is told on both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from zaplecze.documents.appearances.events import PaperReplaced
from zaplecze.documents.models import Document, Origin, OriginHow
from zaplecze.documents.reading import distinct_key
from zaplecze.formats import fa3
from zaplecze.platform.events import Stamp, record_events
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import Case, CaseState, booked_ids

REPLACED, REPLACES = "documents.replaced", "documents.replaces"


def ended_ids(document_ids: Collection[int]) -> set[int]:
    """Which of these papers were withdrawn or rejected, stand in no books and follow no other paper.

    One whose pages were joined to another paper follows that.
    """
    if not document_ids:
        return set()
    company_id = current_company_id()
    rows = Case.objects.filter(
        company_id=company_id,
        document_id__in=document_ids,
        state__in=(CaseState.WITHDRAWN, CaseState.REJECTED),
    )
    ended = set(rows.values_list("document_id", flat=True))
    if not ended:
        return set()
    alone = Document.objects.filter(company_id=company_id, id__in=ended, lead_id=None)
    ended = set(alone.values_list("id", flat=True))
    joined = Origin.objects.filter(
        company_id=company_id, document_id__in=ended, how=OriginHow.JOINED
    )
    ended -= set(joined.values_list("document_id", flat=True))
    return ended - booked_ids(sorted(ended))


def give_way(replaced: Mapping[int, int]) -> None:
    """Free the business keys of ended papers for those that take their place (ended paper: new paper)."""
    if not replaced:
        return
    rows = Document.objects.filter(company_id=current_company_id(), id__in=list(replaced))
    for paper in rows:
        paper.business_key = distinct_key(paper.business_key, paper.file_sha256)
        told = fa3.Finding(
            REPLACED,
            fa3.Severity.MARK,
            f"Tę fakturę przyjęto ponownie jako dokument nr {replaced[paper.pk]}; ten niczego nie zaksięguje.",
        )
        paper.findings = [*paper.findings, finding_row(told)]
        paper.save(update_fields=["business_key", "findings"])


def replaced_finding(ended_id: int) -> fa3.Finding:
    """What the new paper says of the one whose place it takes: a person looks before it is booked."""
    return fa3.Finding(
        REPLACES,
        fa3.Severity.MARK,
        f"Ta sama faktura była już dokumentem nr {ended_id}, który wycofano albo odrzucono: sprawdź, dlaczego.",
    )


def finding_row(finding: fa3.Finding) -> dict[str, Any]:
    """A finding as a paper's row keeps it."""
    return {
        "code": finding.code,
        "severity": finding.severity.name,
        "message": finding.message_pl,
        "element": finding.element,
    }


def announce_replaced(replaced: Mapping[int, int], stamp: Stamp) -> None:
    """Tell on the cards of both papers that one takes the other's place."""
    record_events(
        [
            PaperReplaced(document_id=one, other_id=other, leads=leads)
            for old, new in replaced.items()
            for one, other, leads in ((new, old, True), (old, new, False))
        ],
        stamp,
    )
