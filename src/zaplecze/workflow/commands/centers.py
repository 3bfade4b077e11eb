"""A step for the manager of a cost center that nobody had named: it is named, and the step goes to its manager."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from zaplecze.platform.events import Event
from zaplecze.workflow.deadlines import moments
from zaplecze.workflow.events import CenterNamed
from zaplecze.workflow.models import Case, Task
from zaplecze.workflow.org import Desks
from zaplecze.workflow.rules import Org, Step
from zaplecze.workflow.rules.people import ASK_CENTER, CENTER, awaits_center


def ask_managers(
    *, case: Case, steps: Sequence[Step], before: Mapping[str, Any], org: Org, at: datetime
) -> list[Event]:
    """Put tasks that waited for the cost center on its manager's desk, where the case knows it now; their events.

    ``before`` is what the case knew. A manager's hours begin now, and who is asked by mail gets it now.
    """
    waited = {s.key: s for s in steps if awaits_center(s, before) and case.facts.get(CENTER)}
    if not waited:
        return []
    desks, events = Desks(org), list[Event]()
    rows = Task.objects.filter(
        company_id=case.company_id, case_id=case.pk, step__in=list(waited), closed_at__isnull=True
    )
    for task in rows.order_by("id"):
        step = waited[task.step]
        desk = desks.of(step, case.facts)
        task.side, task.note = desk["side"], task.note.replace(ASK_CENTER, "").strip()
        task.due_at, task.mail_at, task.remind_at, task.escalate_at = moments(step, at)
        task.escalated_at = None
        task.save()
        events.append(
            CenterNamed(
                document_id=case.document_id,
                step=step.key,
                kind=step.kind,
                center=str(case.facts[CENTER]),
                side=desk["side"],
                people=tuple(desk["people"]),
            )
        )
    return events
