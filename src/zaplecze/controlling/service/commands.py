"""Writes of service agreements."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from zaplecze.controlling.events import AgreementKept
from zaplecze.controlling.folding import read_folded
from zaplecze.controlling.rules.agreements import WHOLE, clocks_of, clocks_seen
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.service.models import Agreement
from zaplecze.controlling.words import CLOCK_NAMES
from zaplecze.documents.api import kind_of
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.models import Membership
from zaplecze.platform.periods import month_of
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import LANES

HOURS_MOST = 2_000


def _clocks_of(kind: str, work: str, at: datetime) -> frozenset[Clock]:
    """The clocks that this work ran on in the company's last year; of a new work those it can run on."""
    today = at.astimezone(WARSAW).date()
    months = month_of(today - timedelta(days=365)), month_of(today)
    folded = read_folded(kinds={kind}, months=months, as_of=at)
    return clocks_seen(work, [fold.way for fold in folded.folds]) or clocks_of(work)


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
    """Begin an agreement today; the one for the same work that ran until now ends yesterday.

    A clock that the work never runs on is refused: such an agreement would always be kept.
    """
    if kind_of(kind) is None:
        raise Refusal("Wybierz rodzaj dokumentu.", code="controlling.agreement-kind")
    if work != WHOLE and work not in LANES:
        raise Refusal("Wybierz pracę: cały obieg albo krok.", code="controlling.agreement-work")
    if clock not in set(Clock):
        raise Refusal("Wybierz zegar umowy.", code="controlling.agreement-clock")
    runs_on = _clocks_of(kind, work, at)
    if clock not in runs_on:
        names = " albo ".join(str(CLOCK_NAMES[c]) for c in sorted(runs_on))
        raise Refusal(
            f"Ta praca nigdy nie biegnie tym zegarem, więc umowa byłaby zawsze dotrzymana. Wybierz: {names}.",
            code="controlling.agreement-clock",
        )
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
