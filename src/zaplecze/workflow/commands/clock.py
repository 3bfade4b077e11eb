"""What the clock does with waiting tasks: people are asked by mail, reminded, and the superior is told; each once.

A job calls it every minute; the moments were set in working hours when the task opened.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from zaplecze.platform.events import Event, Stamp, lock_company, record_events
from zaplecze.platform.models import Company, User
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.commands.mail import queue_mail
from zaplecze.workflow.events import TaskEscalated, TaskReminded
from zaplecze.workflow.letters import DECIDING, letter_about
from zaplecze.workflow.models import Delegation, LinkPurpose, Procedure, Task
from zaplecze.workflow.org import day_of, org_on
from zaplecze.workflow.rules import Org, Step, StepError, candidates, steps_from
from zaplecze.workflow.rules.people import awaits_center, desk_people
from zaplecze.workflow.rules.steps import SUPERIOR

AT_ONCE = 500
ASKS = {
    "ask": "Prosimy o decyzję",
    "remind": "Przypomnienie",
    "escalate": "Po terminie",
    "version": "Nowa wersja dokumentu",
}


def tell_people(*, at: datetime) -> int:
    """Do what is due in the open company; returns how many tasks people were told of."""
    due = Q(mail_at__lte=at) | Q(remind_at__lte=at) | Q(escalate_at__lte=at)
    waiting = Task.objects.filter(
        due, company_id=current_company_id(), closed_at__isnull=True
    ).order_by("id")
    if not waiting.exists():
        return 0
    lock_company()
    tasks = list(waiting.select_related("case")[:AT_ONCE])
    teller = Teller(org_on(day_of(at)), Company.objects.get(id=current_company_id()), at)
    for task in tasks:
        teller.tell(task)
    record_events(teller.events, Stamp(None, at))
    return len(tasks)


class Teller:
    """Tells people of tasks; reads each procedure and each person once."""

    def __init__(self, org: Org, company: Company, at: datetime):
        self.org, self.company, self.at = org, company, at
        self.events: list[Event] = []
        self._steps: dict[int, tuple[Step, ...]] = {}
        self._users: dict[int, User] = {}

    def tell(self, task: Task) -> None:
        """Do what is due for a task: ask by mail, remind, escalate, each once."""
        at = self.at
        step = self._step(task)
        if task.mail_at is not None and task.mail_at <= at:
            self._mail(task, step, "ask")
            task.mail_at = None
        if task.remind_at is not None and task.remind_at <= at:
            people = self._mail(task, step, "remind")
            self.events.append(
                TaskReminded(document_id=task.document_id, step=task.step, people=people)
            )
            task.remind_at = None
        if task.escalate_at is not None and task.escalate_at <= at:
            task.escalate_at, task.escalated_at = None, at
            people = self._mail(task, step, "escalate")
            self.events.append(
                TaskEscalated(document_id=task.document_id, step=task.step, people=people)
            )
        task.save(update_fields=["mail_at", "remind_at", "escalate_at", "escalated_at"])

    def tell_of_version(self, task: Task, *, number: int, note: str, but: int) -> None:
        """Write to the people of a task, except ``but``, that its paper has a newer version."""
        self._mail(
            task,
            self._step(task),
            "version",
            mark=str(number),
            first=f"dołączono wersję {number}: {note}. Odnośniki z wcześniejszych wiadomości już nie działają.\n\n",
            but=but,
        )

    def _step(self, task: Task) -> Step:
        key = task.case.procedure_id
        if key not in self._steps:
            procedure = Procedure.objects.get(company_id=task.company_id, id=key)
            self._steps[key] = steps_from(procedure.steps)
        return next(s for s in self._steps[key] if s.key == task.step)

    def _asked(self, task: Task, step: Step, what: str) -> tuple[int, ...]:
        try:
            able = candidates(step, task.case.facts, self.org, escalated=what == "escalate")
        except StepError:
            return ()
        if what == "escalate":
            lacks = awaits_center(step, task.case.facts)
            superior = SUPERIOR["describe" if lacks else step.kind]
            people = able & self.org.with_roles(frozenset({superior}))
        else:
            people = desk_people(step, able, self.org)
        for absent, substitute in self.org.stand_ins:
            if absent in people:
                people = (people - {absent}) | {substitute}
        for giver, receiver in Delegation.standing(task).values_list("giver_id", "receiver_id"):
            if giver in people:
                people = (people - {giver}) | {receiver}
        return tuple(sorted(people))

    def _mail(
        self,
        task: Task,
        step: Step,
        what: str,
        *,
        mark: str = "",
        first: str = "",
        but: int | None = None,
    ) -> tuple[int, ...]:
        people = self._asked(task, step, what)
        missing = [p for p in people if p not in self._users]
        self._users |= {u.pk: u for u in User.objects.filter(id__in=missing, is_active=True)}
        waits = awaits_center(step, task.case.facts)
        decides = step.kind in DECIDING and not waits
        letter = letter_about(task, self.company, decides=decides)
        for person in people:
            user = self._users.get(person)
            if user is None or person == but:
                continue
            queue_mail(
                key=f"{what}{mark}:{task.id}:{person}{':mpk' if waits else ''}",
                address=user.email,
                name=user.full_name,
                subject=f"{ASKS[what]}: {letter.subject}",
                body=f"Dzień dobry,\n\n{first}{letter.body}{letter.ending}",
                at=self.at,
                user_id=person,
                task_id=task.id,
                purpose=LinkPurpose.DECIDE if decides else "",
            )
        return people
