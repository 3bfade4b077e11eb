"""Appointing who answers for the entries that the program posts by itself."""

from __future__ import annotations

from datetime import datetime

from zaplecze.ledger.events import OverseerAppointed
from zaplecze.ledger.models import Overseer
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.models import Membership, Role
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

MAY_OVERSEE = frozenset({Role.ACCOUNTANT, Role.MANAGER, Role.OWNER})


def may_oversee() -> list[Membership]:
    """Members of the open company who keep its books or answer for them, by name, each once."""
    rows = Membership.objects.select_related("user").filter(
        company_id=current_company_id(), role__in=MAY_OVERSEE
    )
    return list({row.user_id: row for row in rows.order_by("user__full_name", "id")}.values())


def appoint_overseer(*, person_id: int, by: int | None, at: datetime) -> Overseer:
    """From now on this person answers for what the program posts by itself; the first one for all before too.

    Raises `Refusal` for somebody without a role in the books. The same person again changes nothing.
    """
    lock_company()
    company_id = current_company_id()
    if person_id not in {row.user_id for row in may_oversee()}:
        raise Refusal(
            "Za zapisy automatu odpowiada księgowy, kierownik biura albo właściciel z tej firmy. "
            "Wybierz osobę z listy.",
            code="ledger.overseer",
        )
    newest = Overseer.objects.filter(company_id=company_id).order_by("-since").first()
    if newest is not None and newest.person_id == person_id:
        return newest
    if newest is not None and newest.since >= at:
        raise Refusal(
            f"Od {newest.since:%d.%m.%Y} odpowiada już inna osoba. Podaj późniejszy moment.",
            code="ledger.overseer-since",
        )
    appointed = Overseer.objects.create(
        company_id=company_id, person_id=person_id, since=at, appointed_by_id=by
    )
    record_events([OverseerAppointed(person=str(appointed.person))], Stamp(by, at))
    return appointed
