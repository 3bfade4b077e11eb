"""Writes of the register: taking into use, changes, a month's depreciation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from zaplecze.assets.events import AssetChanged, AssetRegistered, DepreciationPosted
from zaplecze.assets.kst import (
    CAR,
    Drive,
    at_once_fault,
    car_limit,
    lowest_car_limit,
    symbol_fault,
)
from zaplecze.assets.models import (
    Asset,
    AssetChange,
    AssetPlan,
    ChangeKind,
    Depreciation,
    Purpose,
)
from zaplecze.assets.plans import (
    MonthRow,
    month_rows,
    planned_after,
    planned_assets,
    posted_months,
    taken_so_far,
)
from zaplecze.assets.postings import CannotDepreciate, asset_entry, standing, tax_lines
from zaplecze.assets.rules import Method, Plan, TaxTurn, plan_faults, schedule
from zaplecze.ledger.api import NewLine, Posted, accounts, post_entries
from zaplecze.platform.business_years import BusinessYear
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import Month, last_day, month_after, month_of
from zaplecze.platform.scope import business_years, current_company_id
from zaplecze.platform.series import take_numbers

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class NewAsset:
    """An asset to take into use; ``tax`` and ``balance`` are its two plans; values in PLN."""

    name: str
    acquired_on: date
    in_use_on: date
    account: str
    depreciation_account: str
    tax: Plan
    balance: Plan
    kst: str = ""
    intangible: bool = False
    serial: str = ""
    acquired: str = "F"
    cost_account: str = "400"
    cost_center: str = ""
    place: str = ""
    responsible: str = ""
    document_id: int | None = None
    number: str = ""
    drive: Drive | None = None


def register_asset(new: NewAsset, *, by: int | None, at: datetime) -> Asset:
    """Take an asset into use: inventory number and OT without gaps, both plans kept.

    Of a passenger car (KŚT 741) over the limit of its day, tax accepts the limit alone: what is over it goes off
    balance to 091 with each instalment, and so to K_4 of CIT. Raises `CannotDepreciate` for a plan that makes no
    sense, a symbol that isn't in KŚT, a car whose limit depends on a drive that nobody told, an account that isn't
    there, or a number in use.
    """
    lock_company()
    company_id = current_company_id()
    new = _within_limits(new)
    for name, plan in (("podatkowy", new.tax), ("bilansowy", new.balance)):
        for fault in plan_faults(plan):
            raise CannotDepreciate(f"Plan {name}: {fault}.")
    if not new.name.strip():
        raise CannotDepreciate("Podaj nazwę środka trwałego.")
    if new.in_use_on < new.acquired_on:
        raise CannotDepreciate("Przyjęcie do używania nie może być przed nabyciem.")
    known = {a.number for a in accounts()}
    for number in (new.account, new.depreciation_account, new.cost_account):
        if number not in known:
            raise CannotDepreciate(f"Nie ma konta {number}. Wybierz konto z planu (F2).")
    if new.number and Asset.objects.filter(company_id=company_id, number=new.number).exists():
        raise CannotDepreciate(f"Numer inwentarzowy {new.number} jest już zajęty.")
    _starts_unposted(new)
    voucher = f"OT/{take_numbers('assets:OT')[0]}/{new.in_use_on.year}"
    asset = Asset.objects.create(
        company_id=company_id,
        number=new.number or f"ST/{take_numbers('assets:number')[0]:04}",
        name=new.name.strip()[:256],
        kst=new.kst,
        intangible=new.intangible,
        serial=new.serial,
        acquired=new.acquired,
        acquired_on=new.acquired_on,
        in_use_on=new.in_use_on,
        document_id=new.document_id,
        voucher=voucher,
        account=new.account,
        depreciation_account=new.depreciation_account,
        cost_account=new.cost_account,
        cost_center=new.cost_center,
        place=new.place,
        responsible=new.responsible,
    )
    AssetPlan.objects.bulk_create(
        _stored(asset, purpose, plan)
        for purpose, plan in ((Purpose.TAX, new.tax), (Purpose.BALANCE, new.balance))
    )
    record_events(
        [
            AssetRegistered(
                document_id=new.document_id,
                asset_id=asset.pk,
                number=asset.number,
                voucher=voucher,
                value=new.balance.value,
            )
        ],
        Stamp(by, at),
    )
    return asset


def _within_limits(new: NewAsset) -> NewAsset:
    """With the tax value that the act accepts; refuses what isn't in KŚT and what tax doesn't take at once."""
    if new.intangible and new.kst:
        raise CannotDepreciate("Wartości niematerialne i prawne nie mają symbolu KŚT: wyczyść go.")
    if new.kst and (fault := symbol_fault(new.kst)):
        raise CannotDepreciate(f"{fault}.")
    if new.tax.method is Method.ONE_OFF:
        fault = at_once_fault(
            symbol=new.kst, intangible=new.intangible, value=new.tax.value, day=new.in_use_on
        )
        if fault:
            raise CannotDepreciate(f"Plan podatkowy: {fault}. Wybierz inną metodę.")
    if new.kst != CAR:
        return new
    try:
        limit = car_limit(new.in_use_on, new.tax.value, new.drive)
    except ValueError as error:
        told = new.tax.deductible
        if told is None or told > lowest_car_limit(new.in_use_on):
            raise CannotDepreciate(f"Samochód osobowy: {error}.") from error
        return new
    if limit is None:
        return new
    if new.tax.deductible is None:
        return replace(new, tax=replace(new.tax, deductible=limit.amount))
    if new.tax.deductible > limit.amount:
        raise CannotDepreciate(
            f"Samochód osobowy: podatkowo uznaje się najwyżej {format_pln(limit.amount)} zł ({limit.source} ustawy "
            f"o CIT), a podano {format_pln(new.tax.deductible)}. Popraw wartość uznawaną podatkowo."
        )
    return new


def _starts_unposted(new: NewAsset) -> None:
    """What a plan would take in months that were posted without it would never be posted."""
    done = posted_months()
    first = min((i.month for p in (new.tax, new.balance) for i in schedule(p)[:1]), default=None)
    if done and first is not None and first <= done[0]:
        raise CannotDepreciate(
            f"Amortyzacja za {done[0][1]:02}.{done[0][0]} jest zaksięgowana, a plan „{new.name.strip()}” "
            f"zaczyna się w {first[1]:02}.{first[0]}: zacznij go w następnym miesiącu, a to, co minęło, "
            "podaj jako dotychczasowe umorzenie."
        )


def _stored(asset: Asset, purpose: Purpose, plan: Plan) -> AssetPlan:
    return AssetPlan(
        company_id=asset.company_id,
        asset=asset,
        purpose=purpose,
        method=plan.method,
        value=plan.value,
        rate=plan.rate,
        coefficient=plan.coefficient,
        season=",".join(map(str, plan.season)),
        residual=plan.residual,
        taken=plan.taken,
        start_year=plan.start[0],
        start_month=plan.start[1],
        deductible=plan.deductible,
    )


def change_asset(
    *,
    asset_id: int,
    kind: ChangeKind,
    on: date,
    text: str,
    by: int | None,
    at: datetime,
    amount: Decimal = ZERO,
    place: str = "",
    responsible: str = "",
    drive: Drive | None = None,
) -> AssetChange:
    """Improve (``amount`` above zero), reduce, pause a month's depreciation, or move an asset.

    ``drive`` of a car tells its limit where an improvement lifts it over the lowest one. Raises `CannotDepreciate`
    for an asset that is gone, a month whose depreciation was posted, a wrong amount, or a drive that nobody told.
    """
    lock_company()
    asset = standing(asset_id)
    if kind in {ChangeKind.REGROUPED, ChangeKind.PROCEEDS}:
        raise CannotDepreciate(f"{kind.label} ma na karcie własny formularz.")
    if kind in {ChangeKind.IMPROVED, ChangeKind.REDUCED}:
        if amount <= 0:
            raise CannotDepreciate("Podaj kwotę większą od zera.")
        _not_posted(month_after(month_of(on)))
    if kind is ChangeKind.IMPROVED and asset.kst == CAR:
        limit_car(asset=asset, drive=drive, more=amount)
    if kind is ChangeKind.PAUSED:
        _not_posted(month_of(on))
    if not text.strip():
        raise CannotDepreciate("Opisz zmianę: trafi na kartę środka.")
    if kind is ChangeKind.MOVED:
        asset.place, asset.responsible = place or asset.place, responsible or asset.responsible
        asset.save(update_fields=["place", "responsible"])
    prefix = "MT" if kind is ChangeKind.MOVED else "ZW"
    change = AssetChange.objects.create(
        company_id=asset.company_id,
        asset=asset,
        kind=kind,
        on=on,
        amount=-amount if kind is ChangeKind.REDUCED else amount,
        voucher=f"{prefix}/{take_numbers(f'assets:{prefix}')[0]}/{on.year}",
        text=text.strip(),
        at=at,
        by_id=by,
    )
    record_events(
        [AssetChanged(asset_id=asset.pk, kind=kind, voucher=change.voucher, amount=change.amount)],
        Stamp(by, at),
    )
    return change


def limit_car(*, asset: Asset, drive: Drive | None, more: Decimal = ZERO) -> None:
    """Keep the limit of a car whose tax value with ``more`` (PLN) is over it (art. 16 ust. 1 pkt 4 of the CIT Act).

    Raises `CannotDepreciate` where it depends on a drive that nobody told.
    """
    (planned,) = planned_assets(numbers=[asset.number])
    if planned.tax.deductible is not None:
        return
    try:
        limit = car_limit(asset.in_use_on, planned.value(planned.tax) + more, drive)
    except ValueError as error:
        raise CannotDepreciate(f"Samochód osobowy: {error}.") from error
    if limit is not None:
        plans = AssetPlan.objects.filter(company_id=asset.company_id, asset=asset)
        plans.filter(purpose=Purpose.TAX).update(deductible=limit.amount)


def next_month() -> Month | None:
    """The month whose depreciation is to be posted next; nothing where no plan takes anything."""
    done = posted_months()
    return planned_after(planned_assets(), done[0] if done else None)


def post_depreciation(*, month: Month, by: int | None, at: datetime) -> Posted | None:
    """Post a month's depreciation as one entry; a month that was posted before does nothing.

    The balance sheet's plan goes to the cost accounts. What tax takes in another way goes off balance, where the CIT
    worksheet finds it: what it never takes (cars over the limit) to 091, and what both plans take at different times
    to 092, 094 and 095, one for each field of RPD, so that no year's field falls below zero.
    Raises `CannotDepreciate` where an earlier month is missing.
    """
    lock_company()
    if month in posted_months():
        return None
    wanted, rows = next_month(), month_rows(month)
    if wanted is not None and wanted < month:
        raise CannotDepreciate(
            f"Najpierw zaksięguj amortyzację za {wanted[1]:02}.{wanted[0]}: miesiące idą po kolei."
        )
    if wanted != month or not rows:
        raise CannotDepreciate(f"W {month[1]:02}.{month[0]} żaden plan nie ma odpisu.")
    voucher = f"AM/{month[0]}/{month[1]:02}"
    (posted,) = post_entries(
        [
            asset_entry(
                month, last_day(month), "AM", voucher, f"Amortyzacja za {month[1]:02}.{month[0]}",
                depreciation_lines(rows=rows, year=business_years().of_month(month)),
            )
        ],
        by=by,
        at=at,
    )  # fmt: skip
    Depreciation.objects.bulk_create(
        Depreciation(
            company_id=current_company_id(),
            asset=row.planned.asset,
            year=month[0],
            month=month[1],
            balance=row.balance.amount,
            tax=row.tax.amount,
            refused=row.tax.refused,
            entry_id=posted.id,
        )
        for row in rows
    )
    record_events(
        [
            DepreciationPosted(
                year=month[0],
                month=month[1],
                assets=len(rows),
                balance=sum((r.balance.amount for r in rows), ZERO),
                tax=sum((r.tax.amount for r in rows), ZERO),
                entry_id=posted.id,
            )
        ],
        Stamp(by, at),
    )
    return posted


def depreciation_lines(*, rows: list[MonthRow], year: BusinessYear) -> list[NewLine]:
    """The lines of a month: one for each cost account with its centre, one for each account of depreciation."""
    costs: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    taken: dict[str, Decimal] = defaultdict(lambda: ZERO)
    so_far = taken_so_far([row.planned for row in rows], year)
    never, turn = ZERO, TaxTurn()
    for row in rows:
        asset = row.planned.asset
        costs[asset.cost_account, asset.cost_center] += row.balance.amount
        taken[asset.depreciation_account] += row.balance.amount
        never += row.tax.refused
        before = so_far[asset.pk]
        turn += before.more(row.balance.amount, row.tax.amount).turn() - before.turn()
    lines = [
        NewLine(account, debit=amount, cost_center=center)
        for (account, center), amount in sorted(costs.items())
        if amount
    ]
    lines += [
        NewLine(account, credit=amount) for account, amount in sorted(taken.items()) if amount
    ]
    return lines + tax_lines(never, turn)


def _not_posted(month: Month) -> None:
    done = posted_months()
    if done and month <= done[0]:
        raise CannotDepreciate(
            f"Amortyzacja za {done[0][1]:02}.{done[0][0]} jest zaksięgowana: "
            "zmiana może działać dopiero od następnego miesiąca."
        )
