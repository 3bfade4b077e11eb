"""Reads of schedules: what is due, what is left, whether it explains the balances."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q, Sum

from zaplecze.ledger.accruals.models import Accrual, AccrualInstalment
from zaplecze.ledger.accruals.rules import HELD, Held
from zaplecze.ledger.checklist import Blocker
from zaplecze.ledger.models import Balance, Draft, DraftLine, Entry
from zaplecze.platform.periods import Month
from zaplecze.platform.scope import current_company_id, in_books

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Due:
    """What a schedule has to post: one instalment, or several where earlier months were missed; ``no`` as 3/12."""

    accrual: Accrual
    instalments: tuple[AccrualInstalment, ...]
    no: str

    @property
    def amount(self) -> Decimal:
        """PLN, signed as the schedule's."""
        return sum((i.amount for i in self.instalments), ZERO)


@dataclass(frozen=True, slots=True)
class Standing:
    """A schedule at the end of a month: the whole, what its entries took, what is left (PLN, signed)."""

    accrual: Accrual
    posted: Decimal

    @property
    def left(self) -> Decimal:
        """What still waits on the account."""
        return self.accrual.amount - self.posted


def held_of(accrual: Accrual) -> Held:
    """The schedule as rules want it."""
    return Held(
        number=accrual.number,
        text=accrual.text,
        account=accrual.account,
        target=accrual.target,
        cost_center=accrual.cost_center,
        project=accrual.project,
        partner_id=accrual.partner_id,
    )


def instalments_of(accrual: Accrual) -> list[AccrualInstalment]:
    """The months of a schedule in order."""
    rows = AccrualInstalment.objects.filter(company_id=accrual.company_id, accrual=accrual)
    return list(rows.order_by("year", "month"))


def due_instalments(month: Month) -> list[Due]:
    """Instalments up to the month that aren't posted, by schedule; those on drafts wait for their draft."""
    rows = (
        AccrualInstalment.objects.select_related("accrual")
        .filter(company_id=current_company_id(), accrual__entry_id__isnull=False)
        .order_by("accrual_id", "year", "month")
    )
    by_accrual: dict[int, list[AccrualInstalment]] = defaultdict(list)
    open_ids = set(
        rows.filter(entry_id=None)
        .filter(Q(year__lt=month[0]) | Q(year=month[0], month__lte=month[1]))
        .values_list("accrual_id", flat=True)
    )
    for row in rows.filter(accrual_id__in=open_ids):
        by_accrual[row.accrual_id].append(row)
    found = []
    for all_rows in by_accrual.values():
        due = [
            (n, i)
            for n, i in enumerate(all_rows, 1)
            if i.entry_id is None and (i.year, i.month) <= month
        ]
        numbers = f"{due[0][0]}" if len(due) == 1 else f"{due[0][0]}–{due[-1][0]}"
        found.append(
            Due(all_rows[0].accrual, tuple(i for _, i in due), f"{numbers}/{len(all_rows)}")
        )
    return found


def standings(month: Month) -> list[Standing]:
    """Schedules whose source was posted by the end of the month and that had something left in its year or later."""
    company_id = current_company_id()
    month = in_books(month)
    accruals = list(
        Accrual.objects.filter(company_id=company_id, entry_id__isnull=False).order_by(
            "account", "id"
        )
    )
    sources = {a.id: a.transfer_id or a.entry_id or 0 for a in accruals}
    ids = set(sources.values())
    rows = AccrualInstalment.objects.filter(company_id=company_id, entry_id__isnull=False)
    paid = [
        (accrual_id, entry_id, amount)
        for accrual_id, entry_id, amount in rows.values_list("accrual_id", "entry_id", "amount")
        if entry_id is not None
    ]
    months = {
        id_: (year, number)
        for id_, year, number in Entry.objects.filter(
            company_id=company_id, id__in=ids | {e for _, e, _ in paid}
        ).values_list("id", "year", "month")
    }
    reversed_ids = set(
        Entry.objects.filter(company_id=company_id, reverses_id__in=ids).values_list(
            "reverses_id", flat=True
        )
    )
    posted: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for accrual_id, entry_id, amount in paid:
        if months[entry_id] <= month:
            posted[accrual_id] += amount
    return [
        Standing(a, posted[a.id])
        for a in accruals
        if (source := sources[a.id]) in months
        and months[source] <= month
        and source not in reversed_ids
        and not (a.ended_on and a.id not in posted and not instalments_of(a))
    ]


def balances_of(accounts: set[str], month: Month) -> dict[str, Decimal]:
    """Wn less Ma at the end of a month on accounts of the balance sheet (PLN)."""
    year, number = in_books(month)
    rows = (
        Balance.objects.filter(
            Q(year__lt=year) | Q(year=year, month__lte=number),
            company_id=current_company_id(),
            account__number__in=accounts,
        )
        .values_list("account__number")
        .annotate(amount=Sum(F("debit") - F("credit")))
        .order_by("account__number")
    )
    return dict(rows)


def accounts_held() -> set[str]:
    """Accounts on which something waits or waited."""
    rows = Accrual.objects.filter(company_id=current_company_id())
    return set(rows.values_list("account", flat=True))


def spreadable(draft: Draft | None) -> list[tuple[int, str]]:
    """Lines of a draft that could be spread over months: number and account."""
    if draft is None:
        return []
    lines = DraftLine.objects.filter(company_id=draft.company_id, draft=draft).order_by("no")
    numbers = lines.values_list("no", "account__number")
    return [(no, number) for no, number in numbers if number.startswith(HELD)]


def waiting_accruals() -> list[Accrual]:
    """Schedules planned on drafts that aren't posted yet."""
    rows = Accrual.objects.filter(company_id=current_company_id(), entry_id=None)
    return list(rows.order_by("id"))


def accruals_of_the_month(month: Month, at: datetime) -> Iterator[Blocker]:
    """Instalments of the month, or of one before, that nobody posted."""
    if not 1 <= month[1] <= 12:
        return
    count = sum(len(d.instalments) for d in due_instalments(month))
    if count:
        yield Blocker(
            f"zaksięguj raty RMK do {month[1]:02}.{month[0]}: {count}",
            "accruals",
            query=f"?miesiac={month[0]}-{month[1]:02}",
        )
