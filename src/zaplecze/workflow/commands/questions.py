"""Questions that hold a step: they bind it until they are answered or taken back, or the paper's way ends."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from zaplecze.platform.events import Event
from zaplecze.workflow.commands.refusals import ConsultationOpen
from zaplecze.workflow.events import ConsultationAnswered
from zaplecze.workflow.models import Case, Consultation, Task
from zaplecze.workflow.org import day_of, org_on
from zaplecze.workflow.rules import side_of_person

OVER = "obieg dokumentu się zakończył, krok nie czeka już na odpowiedź"


def require_answers(task: Task) -> None:
    """Refuse (`ConsultationOpen`) a step that waits for an answer, also where it was asked before a return."""
    asked = (
        Consultation.objects.filter(
            company_id=task.company_id,
            document_id=task.document_id,
            task__case_id=task.case_id,
            task__step=task.step,
            blocks=True,
            answered_at__isnull=True,
        )
        .select_related("asked")
        .first()
    )
    if asked is not None:
        raise ConsultationOpen(
            _("Krok czeka na odpowiedź: %(person)s. Poczekaj na nią albo cofnij pytanie.")
            % {"person": asked.asked}
        )


def close_questions(*, case: Case, at: datetime) -> list[Event]:
    """Close the open questions that held steps of a case which ended; the events that tell so."""
    rows = Consultation.objects.filter(
        company_id=case.company_id,
        document_id=case.document_id,
        blocks=True,
        answered_at__isnull=True,
    )
    asked = list(rows.order_by("id").values_list("task__step", "asked_id"))
    rows.update(answer=OVER, answered_at=at)
    if not asked:
        return []
    org = org_on(day_of(at))
    return [
        ConsultationAnswered(
            document_id=case.document_id,
            step=step,
            answer=OVER,
            blocks=True,
            side=side_of_person(person, org),
        )
        for step, person in asked
    ]
