"""People of a company: who is given a role, who loses one, and what becomes of all that waits for whoever leaves."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q

from zaplecze.platform.companies import works_anywhere
from zaplecze.platform.events import Event, Stamp, lock_company, record_events
from zaplecze.platform.models import Membership, Role, Substitution, User
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.events import ConsultationAnswered, DelegationTakenBack, RuleChanged
from zaplecze.workflow.models import (
    AuthorityLimit,
    CenterManager,
    Consultation,
    Delegation,
    MailState,
    OutgoingMail,
    Succession,
    Task,
)
from zaplecze.workflow.org import day_of, org_on, works_here
from zaplecze.workflow.queries.desk import Rights, rights_on
from zaplecze.workflow.queries.members import hanging_on, roles_of
from zaplecze.workflow.rules import Org, Step, StepError, candidates, side_of_person
from zaplecze.workflow.rules.people import with_voice
from zaplecze.workflow.rules.steps import WORKING_ROLES

KEEPERS = frozenset({Role.OWNER, Role.MANAGER})
SHORTEST_NAME = 3
NAMED_AT_MOST = 3
GONE = "osoba nie pracuje już w firmie, pytanie zamknięte"


@dataclass(frozen=True, slots=True)
class NewMember:
    """A person who was given roles; ``password`` is the first one of a new account, told once and kept nowhere."""

    user: User
    password: str | None


def add_member(
    *, email: str, full_name: str, roles: Collection[str], by: int, at: datetime
) -> NewMember:
    """Give somebody roles in the open company; who has no account gets one.

    Raises `Refusal` for an address, a name or roles that aren't, and for somebody who is here already.
    """
    lock_company()
    email, full_name = email.strip().lower(), " ".join(full_name.split())
    wanted = _roles(roles)
    if not wanted:
        raise Refusal("Wybierz co najmniej jedną rolę.", code="workflow.role")
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refusal(
            f"„{email}” nie jest adresem e-mail. Popraw go.", code="workflow.address"
        ) from error
    user = User.objects.filter(email=email).first()
    if user is not None and roles_of(person=user.pk):
        raise Refusal(
            f"{user} już jest w tej firmie: zmień role na stronie tej osoby.",
            code="workflow.member",
        )
    if user is None and len(full_name) < SHORTEST_NAME:
        raise Refusal("Podaj imię i nazwisko.", code="workflow.name")
    password = None
    if user is None or not user.is_active:
        password = secrets.token_urlsafe(12)
        user = user or User(email=email, full_name=full_name[:150])
        user.is_active = True
        user.set_password(password)
        user.save()
    _write(user.pk, wanted)
    Succession.objects.filter(company_id=current_company_id(), gone_id=user.pk).delete()
    _record(f"{user}: {_in_words(wanted)}", by, at)
    return NewMember(user, password)


def change_roles(
    *,
    person: int,
    roles: Collection[str],
    heir: int | None = None,
    heir_role: str = "",
    by: int | None,
    at: datetime,
) -> None:
    """Leave a person exactly these roles; none: she leaves the company, and her account is closed with her last one.

    Where steps or waiting tasks ask her by name, an ``heir`` or a ``heir_role`` has to be named: from then on they
    ask there. What was handed on to her goes back; her substitutions, limits and cost centers end; her links and
    mails are void. Refuses to leave a waiting task without anybody who may take it, or the company without an owner
    or manager; nobody changes her own roles.
    """
    lock_company()
    user = User.objects.get(pk=person)
    held, wanted = roles_of(person=person), _roles(roles)
    if not held:
        raise Refusal("Ta osoba nie ma już roli w tej firmie.", code="workflow.member")
    if by == person:
        raise NotAllowed("Nikt nie zmienia ról sam sobie. Poproś o to właściciela albo kierownika.")
    if held == wanted:
        return
    _somebody_keeps(person, wanted)
    leaves = bool(held & WORKING_ROLES) and not wanted & WORKING_ROLES
    with transaction.atomic():
        waiting = list(
            Task.objects.filter(company_id=current_company_id(), closed_at__isnull=True)
            .select_related("case")
            .order_by("id")
        )
        before = rights_on(waiting, day_of(at))
        events: list[Event] = []
        if leaves:
            heirs = _heir(user, heir, heir_role, at)
            events += _let_go(user, heir, at)
        _write(person, wanted)
        _nothing_left_alone(person, waiting, before, org_on(day_of(at)))
        if not wanted and not works_anywhere(person):
            # Whoever is signed in with a closed account is signed out by the next page.
            user.is_active = False
            user.save(update_fields=["is_active"])
        change = f"{user}: {_in_words(held)} → {_in_words(wanted)}"
        if leaves and heirs:
            change += f"; sprawy przejmuje {heirs}"
        record_events([RuleChanged(what="person", change=change[:300]), *events], Stamp(by, at))


def _roles(roles: Collection[str]) -> frozenset[str]:
    if wrong := sorted(set(roles) - set(Role.values)):
        raise Refusal(f"Nie ma roli „{wrong[0]}”. Wybierz z listy.", code="workflow.role")
    return frozenset(roles)


def _write(person: int, roles: frozenset[str]) -> None:
    company_id = current_company_id()
    rows = Membership.objects.filter(company_id=company_id, user_id=person)
    rows.exclude(role__in=roles).delete()
    known = set(rows.values_list("role", flat=True))
    Membership.objects.bulk_create(
        Membership(company_id=company_id, user_id=person, role=role)
        for role in sorted(roles - known)
    )


def _somebody_keeps(person: int, wanted: frozenset[str]) -> None:
    others = Membership.objects.filter(company_id=current_company_id(), role__in=KEEPERS)
    if not wanted & KEEPERS and not others.exclude(user_id=person).exists():
        raise Refusal(
            "To ostatni właściciel albo kierownik tej firmy: nikt nie mógłby już nadawać ról. "
            "Nadaj najpierw tę rolę komuś innemu.",
            code="workflow.last-keeper",
        )


def _heir(user: User, heir: int | None, role: str, at: datetime) -> str:
    """Write down who is asked by name from now on; the name, or empty where nobody has to be."""
    hangs = hanging_on(person=user.pk)
    if heir is None and not role:
        if not hangs.by_name:
            return ""
        named = ", ".join(hangs.in_words()[:NAMED_AT_MOST])
        raise Refusal(
            f"Wskaż, kto przejmie to, o co pyta się imiennie: {named}. Wybierz osobę albo rolę.",
            code="workflow.heir",
        )
    if heir is not None and role:
        raise Refusal("Wybierz osobę albo rolę, nie obie naraz.", code="workflow.heir")
    if role and role not in WORKING_ROLES:
        raise Refusal("Wybierz rolę, która załatwia sprawy.", code="workflow.heir")
    other = None if heir is None else User.objects.filter(pk=heir).first()
    if heir is not None and (other is None or heir == user.pk or not works_here(other)):
        raise Refusal(
            "Przejąć sprawy może ktoś inny, kto pracuje w tej firmie.", code="workflow.heir"
        )
    made = Succession.objects.update_or_create(
        company_id=current_company_id(),
        gone_id=user.pk,
        defaults={"heir_id": heir, "role": role, "at": at},
    )[0]
    return str(other) if other is not None else f"rola: {made.get_role_display()}"


def _let_go(user: User, heir: int | None, at: datetime) -> list[Event]:
    """End all that binds a person to the company's circulation; the events that cards show."""
    company_id = current_company_id()
    mine = Q(giver_id=user.pk) | Q(receiver_id=user.pk)
    handed = list(
        Delegation.objects.filter(
            mine, company_id=company_id, taken_back_at__isnull=True, task__closed_at__isnull=True
        ).select_related("task")
    )
    Delegation.objects.filter(company_id=company_id, id__in=[d.pk for d in handed]).update(
        taken_back_at=at
    )
    org = org_on(day_of(at))
    events: list[Event] = [
        DelegationTakenBack(
            document_id=d.task.document_id,
            step=d.task.step,
            kind=d.task.kind,
            giver=d.giver_id,
            receiver=d.receiver_id,
            side=side_of_person(d.giver_id, org),
        )
        for d in handed
    ]
    today = day_of(at)
    ends = Q(absent_id=user.pk) | Q(substitute_id=user.pk)
    Substitution.objects.filter(ends, company_id=company_id, last_day__gte=today).delete()
    AuthorityLimit.objects.filter(company_id=company_id, user_id=user.pk).delete()
    centers = CenterManager.objects.filter(company_id=company_id, user_id=user.pk)
    if heir is not None:
        managed = set(
            CenterManager.objects.filter(company_id=company_id, user_id=heir).values_list(
                "center", flat=True
            )
        )
        centers.exclude(center__in=managed).update(user_id=heir)
    centers.delete()
    OutgoingMail.objects.filter(
        company_id=company_id, user_id=user.pk, state=MailState.QUEUED
    ).update(state=MailState.DROPPED, fault="osoba nie pracuje już w firmie")
    return events + _questions(user, heir, at)


def _questions(user: User, heir: int | None, at: datetime) -> list[Event]:
    """What she was asked is asked of her heir; without one it is closed, and its card says why."""
    open_ones = Consultation.objects.filter(
        company_id=current_company_id(), asked_id=user.pk, answered_at__isnull=True
    )
    if heir is not None:
        open_ones.exclude(asked_by_id=heir).update(asked_id=heir)
    rows = list(open_ones.select_related("task"))
    open_ones.update(answer=GONE, answered_at=at)
    side = side_of_person(user.pk, org_on(day_of(at)))
    return [
        ConsultationAnswered(
            document_id=t.document_id,
            step=t.task.step,
            answer=GONE,
            blocks=t.blocks and t.task.closed_at is None,
            side=side,
        )
        for t in rows
    ]


def _nothing_left_alone(person: int, waiting: Sequence[Task], before: Rights, after: Org) -> None:
    """Refuse to leave a waiting task with fewer people than it needs, where this person was one of them."""
    alone = []
    for task in waiting:
        step = next(s for s in before.steps[task.case.procedure_id] if s.key == task.step)
        if person not in _able(task, step, before.org):
            continue
        spoken = before.spoken.get(task.id, frozenset())
        able = with_voice(_able(task, step, after), step, after, spoken)
        if len(able) < step.who.need - len(spoken):
            alone.append(f"{task.step} (dokument nr {task.document_id})")
    if alone:
        more = f" i {len(alone) - NAMED_AT_MOST} innych" if len(alone) > NAMED_AT_MOST else ""
        raise Refusal(
            f"Nie miałby kto zrobić: {', '.join(alone[:NAMED_AT_MOST])}{more}. Nadaj najpierw rolę komuś innemu "
            "albo wskaż, kto przejmie sprawy.",
            code="workflow.left-alone",
        )


def _able(task: Task, step: Step, org: Org) -> frozenset[int]:
    try:
        return candidates(step, task.case.facts, org, escalated=task.escalated_at is not None)
    except StepError:
        return frozenset()


def _in_words(roles: frozenset[str]) -> str:
    return ", ".join(str(Role(r).label) for r in Role.values if r in roles) or "bez ról"


def _record(change: str, by: int | None, at: datetime) -> None:
    record_events([RuleChanged(what="person", change=change[:300])], Stamp(by, at))
