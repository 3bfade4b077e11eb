"""What every page of a paper shows of its way: the task, who may take it, questions, the way so far."""

from __future__ import annotations

from typing import Any

from zaplecze.documents.api import Document, ended_ids, newest_version
from zaplecze.ledger.api import cost_centers
from zaplecze.platform.web import WORKERS, CompanyRequest
from zaplecze.workflow.api import descriptions_of, standing_of, talks_of, working_people


def circulation_of(request: CompanyRequest, paper: Document) -> dict[str, Any]:
    """The part of a page's context that tells where a paper stands and what this person may do with it."""
    standing = standing_of(document_id=paper.pk, person=request.person_id, at=request.now)
    talks = talks_of(document_id=paper.pk)
    context: dict[str, Any] = {
        "task": standing.task,
        "may": standing.may,
        "way": standing.way,
        "talks": talks,
        "questions": [
            t for t in talks if t.answered_at is None and t.asked_id == request.person_id
        ],
        "works": bool(request.roles & WORKERS),
        "awaits_center": standing.awaits_center,
        "named_center": standing.case.facts.get("cost_center", "") if standing.case else "",
        "author": standing.author,
        "handed": standing.handed,
        "descriptions": descriptions_of(document_id=paper.pk),
        "newest": newest_version(paper.pk),
        "ended": standing.task is None and paper.pk in ended_ids([paper.pk]),
    }
    if standing.awaits_center:
        context["named_centers"] = [c for c in cost_centers() if not c.closed]
    if standing.may:
        context |= {"steps_back": standing.steps_back, "people": working_people()}
    return context
