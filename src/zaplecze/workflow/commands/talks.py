"""A task handed on to somebody; a question asked beside it, and its answer."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.models import Company, Membership, Role, User
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.commands.mail import queue_mail
from zaplecze.workflow.commands.rights import allowed, voices_in
from zaplecze.workflow.commands.tasks import waiting_task
from zaplecze.workflow.events import (
    ConsultationAnswered,
    ConsultationAsked,
    DelegationTakenBack,
    TaskDelegated,
)
from zaplecze.workflow.letters import DECIDING, letter_about, number_of
from zaplecze.workflow.models import Consultation, Delegation, LinkPurpose, Procedure, Task
from zaplecze.workflow.org import day_of, org_on
from zaplecze.workflow.rules import side_of_person, steps_from


def delegate_task(*, task_id: int, receiver: int, reason: str, by: int, at: datetime) -> None:
    """Hand one task on: ``receiver`` may take it for ``by``, who has no voice in it any more.

    Four eyes hold for both of them. The receiver's mail tells of the paper and lets her decide by a link where the
    step is an approval. Raises `NotAllowed` for somebody who may not take the task herself.
    """
    lock_company()
    task = waiting_task(task_id=task_id)
    instead_of = right_in(task=task, by=by, at=at)
    if instead_of is not None:
        raise NotAllowed("Zastępca nie przekazuje dalej cudzych spraw.")
    if receiver == by:
        raise Refusal("Wybierz kogoś innego niż Ty.", code="workflow.delegate")
    _working_member(receiver)
    handed = Delegation.objects.create(
        company_id=task.company_id,
        task_id=task.id,
        giver_id=by,
        receiver_id=receiver,
        reason=reason.strip()[:300],
        at=at,
    )
    record_events(
        [
            TaskDelegated(
                document_id=task.document_id,
                step=task.step,
                kind=task.kind,
                giver=by,
                receiver=receiver,
                reason=reason.strip()[:300],
                side=side_of_person(receiver, org_on(day_of(at))),
            )
        ],
        Stamp(by, at),
    )
    decides = task.kind in DECIDING
    letter = letter_about(task, Company.objects.get(id=task.company_id), decides=decides)
    people = User.objects.in_bulk([by, receiver])
    why = f" Powód: {handed.reason}" if handed.reason else ""
    queue_mail(
        key=f"delegated:{handed.pk}",
        address=people[receiver].email,
        name=people[receiver].full_name,
        subject=f"Przekazano Ci sprawę: {letter.subject}",
        body=(
            f"Dzień dobry,\n\n{people[by]} przekazuje Ci sprawę.{why}\n\n"
            f"{letter.body[:1].upper()}{letter.body[1:]}{letter.ending}"
        ),
        at=at,
        user_id=receiver,
        task_id=task.id,
        purpose=LinkPurpose.DECIDE if decides else "",
    )


def take_back_task(*, task_id: int, by: int, at: datetime) -> None:
    """Take back what one handed on, as long as the receiver has not decided: one's own voice counts again.

    Raises `NotWaiting` where the task was taken meanwhile, `Refusal` where one handed nothing on or it was used.
    """
    lock_company()
    task = waiting_task(task_id=task_id)
    handed = Delegation.standing(task).filter(giver_id=by).first()
    if handed is None:
        raise Refusal(
            "Ta sprawa nie jest przekazana przez Ciebie. Odśwież stronę.", code="workflow.delegate"
        )
    if by in voices_in(task=task):
        raise Refusal(
            f"{handed.receiver} już zdecydował(a) za Ciebie: nie ma czego cofać.",
            code="workflow.delegate",
        )
    handed.taken_back_at = at
    handed.save(update_fields=["taken_back_at"])
    record_events(
        [
            DelegationTakenBack(
                document_id=task.document_id,
                step=task.step,
                kind=task.kind,
                giver=by,
                receiver=handed.receiver_id,
                side=side_of_person(by, org_on(day_of(at))),
            )
        ],
        Stamp(by, at),
    )
    _write(
        handed.receiver_id,
        key=f"taken-back:{handed.pk}",
        subject=f"Cofnięto przekazanie: {number_of(task)} – {task.step}",
        body=f"Dzień dobry,\n\nsprawa dokumentu {number_of(task)} ({task.step}) nie czeka już na Ciebie.\n",
        at=at,
    )


def ask_consultation(
    *, task_id: int, asked: int, question: str, blocks: bool, by: int, at: datetime
) -> Consultation:
    """Ask somebody of the company beside a task; where it ``blocks``, nobody accepts before the answer."""
    lock_company()
    task = waiting_task(task_id=task_id)
    right_in(task=task, by=by, at=at)
    if len(question.strip()) < 3:
        raise Refusal("Napisz pytanie (co najmniej 3 znaki).", code="workflow.question")
    if asked == by:
        raise Refusal("Zapytaj kogoś innego niż Ty.", code="workflow.question")
    _working_member(asked)
    talk = Consultation.objects.create(
        company_id=task.company_id,
        task_id=task.id,
        document_id=task.document_id,
        asked_by_id=by,
        asked_id=asked,
        question=question.strip()[:500],
        blocks=blocks,
        asked_at=at,
    )
    record_events(
        [
            ConsultationAsked(
                document_id=task.document_id,
                step=task.step,
                asked=asked,
                question=talk.question,
                blocks=blocks,
                side=side_of_person(asked, org_on(day_of(at))),
            )
        ],
        Stamp(by, at),
    )
    _write(
        asked,
        key=f"question:{talk.pk}",
        subject=f"Pytanie o dokument {number_of(task)}",
        body=f"Dzień dobry,\n\n{talk.asked_by} pyta o dokument {number_of(task)}: {talk.question}\n",
        at=at,
    )
    return talk


def answer_consultation(*, consultation_id: int, answer: str, by: int, at: datetime) -> None:
    """Answer what one was asked; whoever asked may take the question back the same way."""
    lock_company()
    talk = (
        Consultation.objects.select_related("task")
        .filter(company_id=current_company_id(), id=consultation_id)
        .first()
    )
    if talk is None or by not in (talk.asked_id, talk.asked_by_id):
        raise NotAllowed("To pytanie jest do kogoś innego.")
    if talk.answered_at is not None:
        raise Refusal("Na to pytanie jest już odpowiedź.", code="workflow.answered")
    text = answer.strip()[:1000]
    if by == talk.asked_by_id:
        text = f"pytanie cofnięte: {text}" if text else "pytanie cofnięte"
    elif not text:
        raise Refusal("Napisz odpowiedź.", code="workflow.answer")
    talk.answer, talk.answered_at = text, at
    talk.save(update_fields=["answer", "answered_at"])
    record_events(
        [
            ConsultationAnswered(
                document_id=talk.document_id,
                step=talk.task.step,
                answer=text,
                blocks=talk.blocks and talk.task.closed_at is None,
                side=side_of_person(talk.asked_id, org_on(day_of(at))),
            )
        ],
        Stamp(by, at),
    )


def right_in(*, task: Task, by: int, at: datetime) -> int | None:
    """By what right a person may take a task: None in her own name, else for whom; refuses otherwise."""
    procedure = Procedure.objects.get(company_id=task.company_id, id=task.case.procedure_id)
    return allowed(
        task=task,
        steps=steps_from(procedure.steps),
        facts=task.case.facts,
        org=org_on(day_of(at)),
        person=by,
    )


def _write(person: int, *, key: str, subject: str, body: str, at: datetime) -> None:
    user = User.objects.get(id=person)
    queue_mail(
        key=key,
        address=user.email,
        name=user.full_name,
        subject=subject,
        body=f"{body}\nZaloguj się do Zaplecza: {settings.SITE_URL}/\n",
        at=at,
        user_id=person,
    )


def _working_member(person: int) -> None:
    members = Membership.objects.filter(company_id=current_company_id(), user_id=person)
    if not members.exclude(role=Role.AUDITOR).exists():
        raise Refusal("Ta osoba nie pracuje w tej firmie.", code="workflow.person")
