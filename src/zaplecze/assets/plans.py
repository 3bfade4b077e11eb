"""Plans as stored, as the rules take them, and what was posted of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from zaplecze.assets.models import Asset, AssetChange, AssetPlan, ChangeKind, Depreciation, Purpose
from zaplecze.assets.rules import Improvement, Instalment, Method, Plan, Taken, instalment, schedule
from zaplecze.platform.business_years import BusinessYear
from zaplecze.platform.periods import Month, month_after, month_of
from zaplecze.platform.scope import business_years, current_company_id

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class PlannedAsset:
    """An asset with both plans, changed by all that happened to it."""

    asset: Asset
    tax: Plan
    balance: Plan
    changes: tuple[AssetChange, ...]

    def value(self, plan: Plan) -> Decimal:
        """A plan's value with improvements, PLN."""
        return plan.value + sum((i.amount for i in plan.improvements), ZERO)


def kind_changed(p: PlannedAsset, year: BusinessYear) -> bool:
    """Whether an asset got another kind (KŚT) in a business year: E_32 of JPK_ST_KR(1)."""
    moves = [c for c in p.changes if c.kind == ChangeKind.REGROUPED]
    kinds = [*(c.kst_before for c in moves), p.asset.kst]
    return any(
        year.first_day <= c.on <= year.last_day and before != after
        for c, before, after in zip(moves, kinds, kinds[1:], strict=False)
    )


def accounts_at(p: PlannedAsset, month: Month) -> tuple[str, str]:
    """Accounts of value and of depreciation at the end of a month: those before the first move that came later."""
    for change in p.changes:
        if change.kind == ChangeKind.REGROUPED and month_of(change.on) > month:
            return change.account_before, change.depreciation_account_before
    return p.asset.account, p.asset.depreciation_account


def planned_assets(*, numbers: list[str] | None = None) -> list[PlannedAsset]:
    """The register by inventory number, each asset with its plans."""
    company_id = current_company_id()
    assets = Asset.objects.filter(company_id=company_id).order_by("number")
    if numbers is not None:
        assets = assets.filter(number__in=numbers)
    plans: dict[tuple[int, str], AssetPlan] = {
        (p.asset_id, p.purpose): p for p in AssetPlan.objects.filter(company_id=company_id)
    }
    changes: dict[int, list[AssetChange]] = {}
    for change in AssetChange.objects.filter(company_id=company_id).order_by("on", "id"):
        changes.setdefault(change.asset_id, []).append(change)
    return [
        PlannedAsset(
            asset,
            _plan(asset, plans[asset.pk, Purpose.TAX], changes.get(asset.pk, [])),
            _plan(asset, plans[asset.pk, Purpose.BALANCE], changes.get(asset.pk, [])),
            tuple(changes.get(asset.pk, ())),
        )
        for asset in assets
    ]


def _plan(asset: Asset, kept: AssetPlan, changes: list[AssetChange]) -> Plan:
    improvements = tuple(
        Improvement(month_after(month_of(c.on)), c.amount)
        for c in changes
        if c.kind in {ChangeKind.IMPROVED, ChangeKind.REDUCED}
    )
    paused = tuple(month_of(c.on) for c in changes if c.kind == ChangeKind.PAUSED)
    return Plan(
        method=Method(kept.method),
        value=kept.value,
        rate=kept.rate,
        start=(kept.start_year, kept.start_month),
        residual=kept.residual,
        taken=kept.taken,
        coefficient=kept.coefficient,
        season=tuple(int(m) for m in kept.season.split(",") if m),
        deductible=kept.deductible,
        improvements=improvements,
        paused=paused,
        last=month_of(asset.gone_on) if asset.gone_on else None,
        years=business_years(),
    )


@dataclass(frozen=True, slots=True)
class MonthRow:
    """What one asset takes in a month."""

    planned: PlannedAsset
    balance: Instalment
    tax: Instalment


def month_rows(month: Month) -> list[MonthRow]:
    """Instalments of a month, assets that take nothing left out."""
    rows = [
        MonthRow(p, instalment(p.balance, month), instalment(p.tax, month))
        for p in planned_assets()
    ]
    return [r for r in rows if r.balance.amount or r.tax.amount]


def posted_of(asset_id: int) -> list[Depreciation]:
    """What was posted of an asset, the oldest month first."""
    rows = Depreciation.objects.filter(company_id=current_company_id(), asset_id=asset_id)
    return list(rows.order_by("year", "month"))


def taken_so_far(assets: list[PlannedAsset], year: BusinessYear) -> dict[int, Taken]:
    """By asset id, what was posted in a year and by how much the books were ahead of tax before it."""
    found = {p.asset.pk: Taken(p.balance.taken - p.tax.taken) for p in assets}
    rows = Depreciation.objects.filter(
        company_id=current_company_id(), asset_id__in=list(found), year__lte=year.ends[0]
    )
    for asset_id, *when, balance, tax in rows.values_list(
        "asset_id", "year", "month", "balance", "tax"
    ):
        if tuple(when) > year.ends:
            continue
        so_far = found[asset_id]
        found[asset_id] = (
            so_far.more(balance, tax)
            if tuple(when) >= year.begins
            else Taken(so_far.carried + balance - tax, so_far.balance, so_far.tax)
        )
    return found


def posted_months() -> list[Month]:
    """Months whose depreciation was posted, the last first."""
    rows = Depreciation.objects.filter(company_id=current_company_id())
    return sorted(set(rows.values_list("year", "month")), reverse=True)


def planned_after(assets: list[PlannedAsset], last: Month | None) -> Month | None:
    """The first month after ``last`` in which a plan of the assets takes anything; months of nothing are passed."""
    months = [
        i.month
        for p in assets
        for plan in (p.tax, p.balance)
        for i in schedule(plan)
        if last is None or i.month > last
    ]
    return min(months, default=None)
