"""Writes of the circle: its setting, and the entry that catches up a month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zaplecze.ledger.circle.models import CircleRoute, CostCircle
from zaplecze.ledger.circle.queries import KIND, circle, lacking
from zaplecze.ledger.circle.rules import circle_lines
from zaplecze.ledger.commands.posting import CannotPost, Posted, post_entries
from zaplecze.ledger.events import CircleSet
from zaplecze.ledger.models import Account, CostCenter
from zaplecze.ledger.rules import NewEntry
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.periods import Month, last_day
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id


class CannotSet(Refusal):
    """The circle can't be set so; the message names the account or cost center."""

    code = "ledger.circle"


def set_circle(
    *, since: Month, account: str, routes: Mapping[str, str], on: bool, by: int, at: datetime
) -> CostCircle:
    """Keep costs in both circles from a month on, or stop; ``routes`` are accounts of group 5 by cost center.

    Raises `CannotSet` for accounts that aren't of group 5 or that the company lacks.
    """
    lock_company()
    company_id = current_company_id()
    used = {number for number in (account, *routes.values()) if number}
    known = set(
        Account.objects.filter(
            company_id=company_id, number__in=[*used, "490"], blocked=False
        ).values_list("number", flat=True)
    )
    if not account:
        raise CannotSet("Podaj konto zespołu 5 dla kosztów bez MPK, np. 550.")
    for number in sorted(used):
        if not number.startswith("5") or number not in known:
            raise CannotSet(
                f"Konto {number} nie jest czynnym kontem zespołu 5. Wybierz z planu kont (F2)."
            )
    if "490" not in known:
        raise CannotSet("Nie ma czynnego konta 490. Dodaj je do planu kont.")
    centers = dict(CostCenter.objects.filter(company_id=company_id).values_list("code", "id"))
    for code in routes:
        if code not in centers:
            raise CannotSet(f"Nie ma MPK {code}. Odśwież stronę.")
    kept, _ = CostCircle.objects.update_or_create(
        company_id=company_id,
        defaults={"year": since[0], "month": since[1], "account": account, "on": on},
    )
    CircleRoute.objects.filter(company_id=company_id).delete()
    CircleRoute.objects.bulk_create(
        CircleRoute(company_id=company_id, cost_center_id=centers[code], account=number)
        for code, number in routes.items()
        if number
    )
    told = ", ".join(f"{code}={number}" for code, number in sorted(routes.items()) if number)
    record_events(
        [CircleSet(year=since[0], month=since[1], on=on, account=account, routes=told)],
        Stamp(by, at),
    )
    return kept


def post_circle(*, month: Month, by: int, at: datetime) -> Posted:
    """Settle to group 5 what the month's other entries left on group 4 alone; raises `CannotPost` for nothing."""
    lock_company()
    kept = circle()
    if kept is None or not kept.covers(month):
        raise CannotPost(
            "Krąg kosztów nie jest włączony w tym miesiącu. Włącz go w ustawieniach kręgu.",
            code="ledger.circle",
        )
    left = lacking(month)
    if not left.amounts:
        raise CannotPost(
            "Koszty miesiąca są już na zespole 5. Nie ma czego przenosić.", code="ledger.circle"
        )
    day = last_day(month)
    lines = circle_lines(left.amounts, left.total, kept)
    entry = NewEntry(
        journal="PK",
        year=month[0],
        month=month[1],
        voucher_kind=KIND,
        voucher_number=f"{KIND}/{month[1]:02}/{month[0]}",
        operation_date=day,
        document_date=day,
        text=f"Rozliczenie kosztów rodzajowych na zespół 5 za {month[1]:02}.{month[0]}",
        lines=lines,
    )
    (posted,) = post_entries([entry], by=by, at=at)
    return posted
