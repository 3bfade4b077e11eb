"""Writes of service agreements."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from zaplecze.controlling.events import AgreementEnded, AgreementKept
from zaplecze.controlling.folding import read_folded
from zaplecze.controlling.rules.agreements import WHOLE, clocks_of, clocks_seen
from zaplecze.controlling.rules.history import Clock
from zaplecze.controlling.service.models import Agreement
from zaplecze.controlling.words import CLOCK_NAMES
from zaplecze.documents.api import kind_of
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.models import Event, Membership
from zaplecze.platform.periods import month_of
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id
from zaplecze.workflow.api import LANES

HOURS_MOST = 2_000
FARTHEST = 3_653
"""Days from today within which an agreement may begin."""


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
    since: date | None = None,
) -> Agreement:
    """Begin an agreement about papers that come in from ``since`` (None: today) on.

    The one for the same work that is in force then ends the day before. That is never in the past: cards that a
    client has seen would change. Only what was entered today is replaced. The first agreement about a work may have
    begun before it was entered. A clock that the work never runs on is refused: the agreement would always be kept.
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
    begins = since or at.astimezone(WARSAW).date()
    _make_room(kind, work, begins, at)
    row = Agreement.objects.create(
        company_id=company_id,
        kind=kind,
        work=work,
        clock=clock,
        owner_id=owner_id,
        hours=hours,
        share=share,
        since=begins,
    )
    told = AgreementKept(
        agreement_id=row.id,
        kind=kind,
        work=work,
        clock=clock,
        hours=hours,
        share=share,
        since=begins,
    )
    record_events([told], Stamp(by, at))
    return row


def _make_room(kind: str, work: str, begins: date, at: datetime) -> None:
    """End what is in force when another agreement begins; what was entered today as of that day goes."""
    today = at.astimezone(WARSAW).date()
    if not today - timedelta(days=FARTHEST) <= begins <= today + timedelta(days=FARTHEST):
        raise Refusal(
            "Początek umowy: wpisz dzień nie dalszy niż 10 lat od dziś.",
            code="controlling.agreement-since",
        )
    before = _versions_of(kind, work)
    replaced = next((row for row in before if row.since == begins), None)
    if replaced is not None and (begins >= today or _entered_today(replaced, at)):
        before.remove(replaced)
        replaced.delete()
    last = before[-1] if before else None
    if last is None or (last.until is not None and last.until < begins):
        return
    if begins <= last.since or begins < today:
        raise Refusal(
            f"O tę pracę jest już umowa, od {last.since:%d.%m.%Y}. Zmiana obowiązuje najwcześniej od dziś "
            "i od dnia po jej początku: karty minionych dni się nie zmieniają.",
            code="controlling.agreement-since",
        )
    last.until = begins - timedelta(days=1)
    last.save(update_fields=["until"])


def _versions_of(kind: str, work: str) -> list[Agreement]:
    """The open company's agreements about a work, the first first."""
    rows = Agreement.objects.filter(company_id=current_company_id(), kind=kind, work=work)
    return list(rows.order_by("since"))


def _entered_today(row: Agreement, at: datetime) -> bool:
    midnight = at.astimezone(WARSAW).replace(hour=0, minute=0, second=0, microsecond=0)
    told = Event.objects.filter(
        company_id=row.company_id, code=AgreementKept.code, at__gte=midnight, data__agreement_id=row.pk
    )  # fmt: skip
    return told.exists()


def end_agreement(*, agreement_id: int, until: date, by: int | None, at: datetime) -> Agreement:
    """The agreement covers papers up to ``until``, today or later, and none after.

    Papers that came in before are judged by it as they were. Raises `Refusal` for one that has ended, one that the
    company doesn't have, or a day that is past or before its beginning.
    """
    lock_company()
    row = Agreement.objects.filter(company_id=current_company_id(), id=agreement_id).first()
    today = at.astimezone(WARSAW).date()
    if row is None or (row.until is not None and row.until < today):
        raise Refusal(
            "Ta umowa już się skończyła. Odśwież stronę.", code="controlling.agreement-over"
        )
    if until < max(today, row.since):
        raise Refusal(
            f"Ostatni dzień umowy: wpisz {max(today, row.since):%d.%m.%Y} albo późniejszy. "
            "Karty minionych dni się nie zmieniają.",
            code="controlling.agreement-until",
        )
    later = Agreement.objects.filter(
        company_id=row.company_id, kind=row.kind, work=row.work, since__gt=row.since
    ).order_by("since")
    following = later.first()
    if following is not None and until >= following.since:
        raise Refusal(
            f"Od {following.since:%d.%m.%Y} obowiązuje już następna umowa: wpisz wcześniejszy dzień.",
            code="controlling.agreement-until",
        )
    row.until = until
    row.save(update_fields=["until"])
    told = AgreementEnded(agreement_id=row.pk, kind=row.kind, work=row.work, until=until)
    record_events([told], Stamp(by, at))
    return row
