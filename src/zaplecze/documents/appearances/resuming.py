"""A paper that was withdrawn or rejected goes on after all."""

from __future__ import annotations

from datetime import datetime

from zaplecze.documents.appearances.commands import find_match
from zaplecze.documents.appearances.ended import ended_ids
from zaplecze.documents.appearances.matching import appearance_of_row, keep_near
from zaplecze.documents.appearances.models import PaperAppearance
from zaplecze.documents.appearances.restarting import CIRCULATING, restart_paper
from zaplecze.documents.models import Document
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

REASON = "wznowiono obieg"


def resume_paper(*, document_id: int, by: int, at: datetime) -> None:
    """Put a withdrawn or rejected paper back to its description, or to coding where its procedure has none.

    Raises `Refusal` where its way didn't end so, or where the same invoice was entered as another paper since.
    """
    lock_company()
    company_id = current_company_id()
    paper = Document.objects.filter(company_id=company_id, id=document_id).first()
    if paper is None or paper.pk not in ended_ids([paper.pk]):
        raise Refusal(
            "Obiegu tego dokumentu nie wycofano ani nie odrzucono: nie ma czego wznawiać. Odśwież stronę.",
            code="documents.not-ended",
        )
    stamp = Stamp(by, at)
    row = PaperAppearance.objects.filter(company_id=company_id, document_id=paper.pk).first()
    if row is not None and paper.is_invoice:
        found = find_match(document_id=paper.pk, seen=appearance_of_row(row))
        if found.paper is not None:
            raise Refusal(
                f"Tę fakturę przyjęto ponownie jako dokument nr {found.paper}: otwórz tamten.",
                code="documents.replaced",
            )
        keep_near([(paper.pk, other, why) for other, why in found.near], stamp)
    restart_paper(paper, was=CIRCULATING, reason=REASON, stamp=stamp)
