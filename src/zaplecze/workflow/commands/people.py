"""Who answers for what: substitutions, managers of cost centers, limits of authority. Each change is an event."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.models import Membership, Role, Substitution, User
from zaplecze.platform.money import format_pln
from zaplecze.platform.refusal import NotAllowed, Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.events import RuleChanged
from zaplecze.workflow.models import AuthorityLimit, CenterManager
from zaplecze.workflow.org import day_of

LONGEST_DAYS = 366


def add_substitution(
    *, absent: int, substitute: int, first_day: date, last_day: date, by: int, at: datetime
) -> Substitution:
    """Let ``substitute`` do what waits for ``absent``, both days included; nobody has two substitutes on a day."""
    lock_company()
    company_id = current_company_id()
    people = _workers([absent, substitute])
    if absent == substitute:
        raise Refusal("Zastępcą musi być ktoś inny.", code="workflow.substitution")
    if last_day < first_day or (last_day - first_day).days > LONGEST_DAYS:
        raise Refusal(
            "Zastępstwo trwa od pierwszego do ostatniego dnia, najwyżej rok. Popraw daty.",
            code="workflow.substitution",
        )
    if last_day < day_of(at):
        raise Refusal("Te dni już minęły. Popraw daty.", code="workflow.substitution")
    taken = Substitution.objects.filter(
        company_id=company_id, absent_id=absent, first_day__lte=last_day, last_day__gte=first_day
    ).first()
    if taken is not None:
        raise Refusal(
            f"{people[absent]} ma już zastępstwo: {taken}. Skróć je albo zmień daty.",
            code="workflow.substitution",
        )
    back = Substitution.objects.filter(
        company_id=company_id,
        absent_id=substitute,
        substitute_id=absent,
        first_day__lte=last_day,
        last_day__gte=first_day,
    ).first()
    if back is not None:
        raise Refusal(
            f"W tych dniach {people[absent]} zastępuje {people[substitute]} ({back}): nie mogą zastępować się "
            "nawzajem. Wybierz kogoś innego albo zmień daty.",
            code="workflow.substitution",
        )
    made = Substitution.objects.create(
        company_id=company_id,
        absent_id=absent,
        substitute_id=substitute,
        first_day=first_day,
        last_day=last_day,
    )
    _record(
        "substitution",
        f"{people[substitute]} za {people[absent]}, {first_day:%d.%m.%Y} – {last_day:%d.%m.%Y}",
        by,
        at,
    )
    return made


def end_substitution(*, substitution_id: int, by: int, at: datetime) -> None:
    """End a substitution before its last day; one that has not begun yet goes away."""
    lock_company()
    found = (
        Substitution.objects.select_related("absent", "substitute")
        .filter(company_id=current_company_id(), id=substitution_id, last_day__gte=day_of(at))
        .first()
    )
    if found is None:
        raise Refusal("To zastępstwo już się skończyło.", code="workflow.substitution")
    _record("substitution", f"koniec: {found}", by, at)
    found.delete()


def set_center_managers(*, center: str, people: Sequence[int], by: int, at: datetime) -> None:
    """Say who manages a cost center: any of them takes steps of its manager; nobody: the owner does."""
    lock_company()
    company_id = current_company_id()
    if not center or len(center) > 20:
        raise Refusal("Wybierz MPK.", code="workflow.center")
    names = _workers(people)
    CenterManager.objects.filter(company_id=company_id, center=center).delete()
    CenterManager.objects.bulk_create(
        CenterManager(company_id=company_id, center=center, user_id=p)
        for p in dict.fromkeys(people)
    )
    _record("center", f"{center}: {', '.join(names.values()) or 'nikt'}", by, at)


def add_limit(
    *,
    person: int | None,
    role: str,
    up_to: Decimal,
    first_day: date,
    last_day: date | None,
    by: int,
    at: datetime,
) -> AuthorityLimit:
    """Set up to how much a person, or everyone of a role, approves; nobody raises her own limit."""
    lock_company()
    company_id = current_company_id()
    if (person is None) == (not role):
        raise Refusal("Wybierz osobę albo rolę.", code="workflow.limit")
    if role and role not in (Role.OWNER, Role.APPROVER):
        raise Refusal(
            "Akceptują właściciel i akceptujący: wybierz jedną z tych ról.", code="workflow.limit"
        )
    if not up_to.is_finite() or not 0 <= up_to < 10**15:
        raise Refusal("Podaj kwotę limitu, np. 10000.", code="workflow.limit")
    if last_day is not None and last_day < first_day:
        raise Refusal("Ostatni dzień limitu jest przed pierwszym.", code="workflow.limit")
    if person == by:
        raise NotAllowed("Nikt nie ustala limitu sam sobie. Poproś o to kogoś innego.")
    name = _workers([person])[person] if person is not None else str(Role(role).label)
    overlap = AuthorityLimit.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=first_day),
        company_id=company_id,
        role=role,
    )
    overlap = (
        overlap.filter(user__isnull=True) if person is None else overlap.filter(user_id=person)
    )
    if last_day is not None:
        overlap = overlap.filter(first_day__lte=last_day)
    if overlap.exists():
        raise Refusal(
            f"{name} ma już limit w tych dniach. Zakończ go najpierw.", code="workflow.limit"
        )
    made = AuthorityLimit.objects.create(
        company_id=company_id,
        user_id=person,
        role=role,
        up_to=up_to,
        first_day=first_day,
        last_day=last_day,
    )
    _record("limit", f"{name}: do {format_pln(up_to)} zł od {first_day:%d.%m.%Y}", by, at)
    return made


def end_limit(*, limit_id: int, by: int, at: datetime) -> None:
    """Take a limit away from today on."""
    lock_company()
    found = (
        AuthorityLimit.objects.select_related("user")
        .filter(company_id=current_company_id(), id=limit_id)
        .first()
    )
    if found is None:
        raise Refusal("Tego limitu już nie ma.", code="workflow.limit")
    if found.user_id == by:
        raise NotAllowed("Nikt nie zdejmuje limitu sam sobie. Poproś o to kogoś innego.")
    _record("limit", f"koniec: {found}", by, at)
    found.delete()


def _workers(people: Sequence[int]) -> dict[int, str]:
    rows = Membership.objects.filter(company_id=current_company_id(), user_id__in=people).exclude(
        role=Role.AUDITOR
    )
    names = {u.pk: str(u) for u in User.objects.filter(id__in=rows.values("user_id"))}
    if set(people) - set(names):
        raise Refusal("Wybierz osobę, która pracuje w tej firmie.", code="workflow.person")
    return names


def _record(what: str, change: str, by: int, at: datetime) -> None:
    record_events([RuleChanged(what=what, change=change[:300])], Stamp(by, at))
