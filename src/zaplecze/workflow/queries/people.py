"""Who answers for what: substitutions, limits, managers of cost centers; mail that was sent."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from zaplecze.platform.models import Substitution
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.models import AuthorityLimit, CenterManager, OutgoingMail


def substitutions(*, as_of: date) -> list[Substitution]:
    """Substitutions that run or are to come, soonest first."""
    rows = Substitution.objects.filter(company_id=current_company_id(), last_day__gte=as_of)
    return list(rows.select_related("absent", "substitute").order_by("first_day", "id"))


def limits(*, as_of: date) -> list[AuthorityLimit]:
    """Limits of authority in force or to come."""
    rows = AuthorityLimit.objects.filter(
        Q(last_day__isnull=True) | Q(last_day__gte=as_of), company_id=current_company_id()
    )
    return list(rows.select_related("user").order_by("role", "user__full_name", "first_day"))


def center_managers() -> dict[str, list[CenterManager]]:
    """Managers of each cost center, by its code."""
    found: dict[str, list[CenterManager]] = {}
    rows = CenterManager.objects.filter(company_id=current_company_id())
    for row in rows.select_related("user").order_by("center", "user__full_name"):
        found.setdefault(row.center, []).append(row)
    return found


def newest_mail(*, limit: int = 100) -> list[OutgoingMail]:
    """Mail that waits or was sent, newest first; without its text."""
    rows = OutgoingMail.objects.filter(company_id=current_company_id()).defer("body")
    return list(rows.order_by("-id")[:limit])
