"""A paper that turns out to be of another kind leaves one procedure and goes on by another, in its own case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zaplecze.platform.scope import current_company_id
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
