"""The end of an asset: struck off, its net value a cost of the books, and what tax makes of it."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime
from decimal import Decimal

from zaplecze.assets.events import AssetGone
from zaplecze.assets.models import Asset, Depreciation, Gone
from zaplecze.assets.plans import planned_after, planned_assets, posted_months, taken_so_far
from zaplecze.assets.postings import CannotDepreciate, asset_entry, standing, tax_lines
from zaplecze.assets.rules import ending, settled, taken_by
from zaplecze.ledger.api import (
    ASSET_GONE,
    DISPOSED_ASSETS,
    DISPOSED_NET,
    AccountKind,
    NewLine,
    Posted,
    accounts,
    post_entries,
)
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.periods import Month, month_of
from zaplecze.platform.scope import business_years
from zaplecze.platform.series import take_numbers

ZERO = Decimal("0.00")
OTHER_COST = "761"
# What went for money: its proceeds stand against its net value in one line of RZiS (D.I or E.I of annex 1).
FOR_MONEY = frozenset({Gone.SOLD, Gone.CONTRIBUTED})
# Gifts and shortages are other operating costs (Accounting Act art. 3 ust. 1 pkt 32), not a loss on disposal.
OTHER_COSTS = frozenset({Gone.GIVEN, Gone.MISSING})


def dispose_of_asset(
    *,
    asset_id: int,
    on: date,
    reason: Gone,
    by: int | None,
    at: datetime,
    proceeds: Decimal = ZERO,
    tax_cost: bool = True,
    to_account: str = "",
) -> Posted | None:
    """Strike an asset off and post it: accumulated depreciation against its account, the net value to 763.

    ``proceeds`` is what was posted for it on 762 (PLN, net of VAT): the smaller of proceeds and net value is taken
    from both accounts, so that what stays is the gain or the loss of each disposal. Gifts and shortages go to 761,
    and so does everything in a chart without 762 and 763. ``tax_cost`` is false where tax refuses the loss (CIT Act
    art. 16 ust. 1 pkt 6: another kind of business; pkt 50: a car without voluntary insurance; a shortage by fault);
    a gift is never a tax cost (pkt 14). What becomes another asset (goods, an investment) goes to ``to_account`` with
    its net value, without any result.

    Depreciation of the month of striking off has to be posted before. Raises `CannotDepreciate`.
    """
    lock_company()
    asset = standing(asset_id)
    if proceeds < 0 or (proceeds and reason not in FOR_MONEY):
        raise CannotDepreciate(
            "Przychód ma tylko sprzedaż albo wkład niepieniężny: wyczyść kwotę albo zmień przyczynę."
        )
    _check_account(asset, reason, to_account)
    (planned,) = planned_assets(numbers=[asset.number])
    month = month_of(on)
    done = posted_months()
    waiting = planned_after([planned], done[0] if done else None)
    if waiting is not None and waiting <= month:
        raise CannotDepreciate(
            f"Najpierw zaksięguj amortyzację za {waiting[1]:02}.{waiting[0]}: obejmuje jeszcze {asset.number}."
        )
    later = _last_taken(asset)
    if later is not None and later > month:
        raise CannotDepreciate(
            f"{asset.number} ma zaksięgowaną amortyzację za {later[1]:02}.{later[0]}: "
            "podaj dzień wykreślenia nie wcześniejszy niż ten miesiąc."
        )
    value = planned.value(planned.balance)
    taken = taken_by(planned.balance, month)
    end = ending(
        taken_so_far([planned], business_years().of_month(month))[asset.pk],
        net=value - taken,
        tax_net=planned.value(planned.tax) - taken_by(planned.tax, month),
        later=reason is Gone.RECLASSIFIED,
        deductible=tax_cost and reason is not Gone.GIVEN,
    )
    voucher = f"LT/{take_numbers('assets:LT')[0]}/{on.year}"
    lines = [
        NewLine(asset.depreciation_account, debit=taken, text=asset.number),
        *(
            [NewLine(to_account, debit=end.net, text=asset.number, cost_center=asset.cost_center)]
            if reason is Gone.RECLASSIFIED
            else _cost_lines(asset, reason, end.net, proceeds)
        ),
        NewLine(asset.account, credit=value, text=asset.number),
        *tax_lines(end.refused, end.turn),
    ]
    (posted,) = post_entries(
        [
            asset_entry(
                month, on, ASSET_GONE, voucher, f"Wykreślenie {asset}: {reason.label}",
                [n for n in lines if n.debit or n.credit],
            )
        ],
        by=by,
        at=at,
    )  # fmt: skip
    asset.gone_on, asset.gone, asset.gone_voucher = on, reason, voucher
    asset.gone_net, asset.gone_tax_net, asset.gone_tax_cost = end.net, end.tax_net, end.taken
    asset.gone_proceeds, asset.gone_entry_id = proceeds, posted.id
    asset.gone_account = to_account
    asset.save(
        update_fields=[
            "gone_on", "gone", "gone_voucher", "gone_net", "gone_tax_net", "gone_tax_cost",
            "gone_proceeds", "gone_entry_id", "gone_account",
        ]
    )  # fmt: skip
    record_events(
        [
            AssetGone(
                asset_id=asset.pk,
                voucher=voucher,
                reason=reason,
                net=end.net,
                tax_net=end.tax_net,
                tax_cost=end.taken,
                proceeds=proceeds,
            )
        ],
        Stamp(by, at),
    )
    return posted


def _cost_lines(asset: Asset, reason: Gone, net: Decimal, proceeds: Decimal) -> list[NewLine]:
    """The net value as a cost, and the smaller of it and the proceeds taken from both."""
    there = {a.number for a in accounts()}
    text, center = asset.number, asset.cost_center
    if reason in OTHER_COSTS or not tells_results(there):
        return [NewLine(OTHER_COST, debit=net, text=text, cost_center=center)]
    return [
        NewLine(DISPOSED_NET, debit=net, text=text, cost_center=center),
        *result_lines(asset, settled(net, proceeds)),
    ]


def result_lines(asset: Asset, both: Decimal) -> list[NewLine]:
    """What is taken from proceeds and from net value alike; below zero it is put back."""
    text = f"{asset.number}: wynik na zbyciu"
    return [
        NewLine(DISPOSED_ASSETS, debit=both, text=text),
        NewLine(DISPOSED_NET, credit=both, text=text, cost_center=asset.cost_center),
    ]


def tells_results(numbers: Container[str]) -> bool:
    """True for a chart in which proceeds and net value have accounts of their own."""
    return DISPOSED_ASSETS in numbers and DISPOSED_NET in numbers


def _check_account(asset: Asset, reason: Gone, to_account: str) -> None:
    if reason is not Gone.RECLASSIFIED:
        if to_account:
            raise CannotDepreciate(
                "Konto docelowe ma tylko przekwalifikowanie: wyczyść je albo zmień przyczynę."
            )
        return
    kinds = {a.number: a.kind for a in accounts()}
    mine = {asset.account, asset.depreciation_account}
    if kinds.get(to_account) != AccountKind.BALANCE or to_account in mine:
        raise CannotDepreciate(
            "Podaj konto bilansowe, na które przechodzi wartość netto, np. 330 (towary) albo konto nieruchomości "
            "inwestycyjnych. Środek, który zostaje w ewidencji, przenieś do innej grupy."
        )


def _last_taken(asset: Asset) -> Month | None:
    """The last month in which anything was posted of an asset."""
    rows = Depreciation.objects.filter(company_id=asset.company_id, asset=asset)
    return rows.order_by("-year", "-month").values_list("year", "month").first()
