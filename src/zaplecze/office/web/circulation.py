"""What every page of a paper shows of its way: the task, who may take it, questions, the way so far."""

from __future__ import annotations

from typing import Any

from zaplecze.documents.api import Document
from zaplecze.platform.web import WORKERS, CompanyRequest
from zaplecze.workflow.api import (
    case_of,
    is_author,
    steps_back,
    talks_of,
    task_for,
    tasks_of,
    way_of,
    working_people,
)


def circulation_of(request: CompanyRequest, paper: Document) -> dict[str, Any]:
    """The part of a page's context that tells where a paper stands and what this person may do with it."""
    tasks = tasks_of(paper.pk)
    task, may = task_for(tasks, person=request.person_id, at=request.now)
    case = case_of(document_id=paper.pk)
    talks = talks_of(document_id=paper.pk)
    context: dict[str, Any] = {
        "task": task,
        "may": may,
        "way": way_of(document_id=paper.pk, as_of=request.now, tasks=tasks),
        "talks": talks,
        "questions": [
            t for t in talks if t.answered_at is None and t.asked_id == request.person_id
        ],
        "works": bool(request.roles & WORKERS),
        "author": case is not None
        and case.state == "open"
        and is_author(case=case, person=request.person_id),
    }
    if task is not None and may:
        context |= {"steps_back": steps_back(task=task), "people": working_people()}
    return context
