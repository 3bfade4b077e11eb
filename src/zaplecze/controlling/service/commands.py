"""Writes of service agreements."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from zaplecze.controlling.events import AgreementKept
from zaplecze.controlling.rules.agreements import WHOLE
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.service.models import Agreement
from zaplecze.documents.api import DocumentKind
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.models import Membership
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import LANES

HOURS_MOST = 2_000


def keep_agreement(
    *,
    kind: str,
    work: str,
    clock: str,
    owner_id: int,
    hours: Decimal,
    share: Decimal,
    by: int | None,
    at: datetime,
) -> Agreement:
    """Begin an agreement today; the one for the same work that ran until now ends yesterday."""
    if kind not in set(DocumentKind):
        raise Refusal("Wybierz rodzaj dokumentu.", code="controlling.agreement-kind")
    if work != WHOLE and work not in LANES:
        raise Refusal("Wybierz pracę: cały obieg albo krok.", code="controlling.agreement-work")
    if clock not in set(Clock):
        raise Refusal("Wybierz zegar umowy.", code="controlling.agreement-clock")
    if not 0 < hours <= HOURS_MOST:
        raise Refusal(
            f"Termin w godzinach roboczych: wpisz liczbę od 0,25 do {HOURS_MOST}.",
            code="controlling.agreement-hours",
        )
    if not 0 < share <= 1:
        raise Refusal(
            "Udział na czas: wpisz liczbę od 1 do 100 %.", code="controlling.agreement-share"
        )
    company_id = current_company_id()
    if not Membership.objects.filter(company_id=company_id, user_id=owner_id).exists():
        raise Refusal(
            "Wybierz osobę, która odpowiada za umowę.", code="controlling.agreement-owner"
        )
    lock_company()
    today = at.astimezone(WARSAW).date()
    running = Agreement.objects.filter(
        company_id=company_id, kind=kind, work=work, until__isnull=True
    )
    running.filter(since=today).delete()
    running.update(until=today - timedelta(days=1))
    row = Agreement.objects.create(
        company_id=company_id,
        kind=kind,
        work=work,
        clock=clock,
        owner_id=owner_id,
        hours=hours,
        share=share,
        since=today,
    )
    record_events(
        [AgreementKept(agreement_id=row.id, kind=kind, work=work, hours=hours, share=share)],
        Stamp(by, at),
    )
    return row
