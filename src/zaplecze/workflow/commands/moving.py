"""A paper that turns out to be of another kind goes on by another procedure; one that is another's twin ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zaplecze.platform.events import Event, Stamp, lock_company, record_events
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.events import CaseClosed, StepTaken
from zaplecze.workflow.models import Case, CaseState, Procedure, Task


def begun_before(document_ids: Sequence[int]) -> dict[int, Case]:
    """Cases of papers that circulate already, by document."""
    found = Case.objects.filter(company_id=current_company_id(), document_id__in=document_ids)
    return {case.document_id: case for case in found}


def go_on(
    case: Case, *, procedure: Procedure, facts: Mapping[str, Any], waits: bool, at: datetime
) -> int:
    """Put a case that waits in no step onto another procedure; its id. ``waits``: whether a step opens in it."""
    if Task.objects.filter(
        company_id=case.company_id, case_id=case.pk, closed_at__isnull=True
    ).exists():
        raise ValueError(f"document {case.document_id} is on its way already")
    case.procedure = procedure
    case.facts = {**case.facts, **facts}
    case.state = CaseState.OPEN if waits else CaseState.DONE
    case.closed_at = None if waits else at
    case.save(update_fields=["procedure", "facts", "state", "closed_at"])
    return case.pk


def end_case(*, document_id: int, reason: str, stamp: Stamp) -> None:
    """End a paper's way because another paper takes its place: what waits is taken off the desks, with the reason.

    A case that waits in no step any more counts as done, one that was on its way as withdrawn.
    """
    lock_company()
    case = Case.objects.get(company_id=current_company_id(), document_id=document_id)
    rows = Task.objects.filter(
        company_id=case.company_id, case_id=case.pk, closed_at__isnull=True
    ).order_by("id")
    tasks = list(rows)
    if case.state != CaseState.OPEN:
        return
    rows.update(closed_at=stamp.at)
    case.state = CaseState.WITHDRAWN if tasks else CaseState.DONE
    case.closed_at = stamp.at
    case.save(update_fields=["state", "closed_at"])
    events: list[Event] = [
        StepTaken(
            document_id=document_id,
            step=task.step,
            kind=task.kind,
            verdict="withdrawn",
            reason=reason[:500],
            on_behalf_of=None,
            next_step="",
            opened_at=task.opened_at.isoformat(),
            side=task.side,
        )
        for task in tasks
    ]
    record_events([*events, CaseClosed(document_id=document_id, state=case.state)], stamp)
