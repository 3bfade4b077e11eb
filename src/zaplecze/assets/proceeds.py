"""A price corrected after an asset was sold: the result of the sale stands as if the sale had had that price."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from zaplecze.assets.disposal import FOR_MONEY, result_lines, tells_results
from zaplecze.assets.events import AssetChanged
from zaplecze.assets.models import Asset, AssetChange, ChangeKind
from zaplecze.assets.postings import CannotDepreciate, asset_entry
from zaplecze.assets.rules import settled
from zaplecze.ledger.api import ASSET_GONE, accounts, post_entries
from zaplecze.platform.business_years import BusinessYear
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.money import format_pln
from zaplecze.platform.periods import month_of
from zaplecze.platform.scope import business_years, current_company_id
from zaplecze.platform.series import take_numbers

ZERO = Decimal("0.00")


def correct_proceeds(
    *, asset_id: int, on: date, difference: Decimal, text: str, by: int | None, at: datetime
) -> AssetChange:
    """Net a correction of the price, which its invoice posted to 762, with the net value as the sale was.

    ``difference`` is what the corrective invoice changed (PLN, net of VAT, below zero where less is paid). In the
    year of the sale the smaller of proceeds and net value is taken from both anew; in a later year, whose books have
    no net value of it, more is a gain and less a loss of that year. Raises `CannotDepreciate`.
    """
    lock_company()
    asset, sold_on = _sold(asset_id)
    proceeds = asset.gone_proceeds or ZERO
    if not difference:
        raise CannotDepreciate("Podaj, o ile zmienił się przychód, ze znakiem minus, gdy zmalał.")
    if on < sold_on:
        raise CannotDepreciate(f"Korekta ceny nie może być przed sprzedażą ({sold_on:%d.%m.%Y}).")
    if not text.strip():
        raise CannotDepreciate("Podaj numer faktury korygującej.")
    if proceeds + difference < 0:
        raise CannotDepreciate(
            f"Przychód ze zbycia to {format_pln(proceeds)} zł: korekta nie może przekraczać ceny."
        )
    years = business_years()
    year = years.of_day(on)
    net = (asset.gone_net or ZERO) if year == years.of_day(sold_on) else ZERO
    before = _proceeds_of(asset, sold_on, year)
    both = settled(net, before + difference) - settled(net, before)
    voucher = f"{ASSET_GONE}/{take_numbers('assets:LT')[0]}/{on.year}"
    entry_id = None
    if both and tells_results({a.number for a in accounts()}):
        words = f"Korekta wyniku na zbyciu {asset}: {text.strip()}"
        entry = asset_entry(month_of(on), on, ASSET_GONE, voucher, words, result_lines(asset, both))
        (posted,) = post_entries([entry], by=by, at=at)
        entry_id = posted.id
    asset.gone_proceeds = proceeds + difference
    asset.save(update_fields=["gone_proceeds"])
    change = AssetChange.objects.create(
        company_id=asset.company_id,
        asset=asset,
        kind=ChangeKind.PROCEEDS,
        on=on,
        amount=difference,
        voucher=voucher,
        text=text.strip()[:300],
        entry_id=entry_id,
        at=at,
        by_id=by,
    )
    told = AssetChanged(
        asset_id=asset.pk, kind=ChangeKind.PROCEEDS, voucher=voucher, amount=difference
    )
    record_events([told], Stamp(by, at))
    return change


def _sold(asset_id: int) -> tuple[Asset, date]:
    asset = Asset.objects.filter(company_id=current_company_id(), id=asset_id).first()
    if asset is None:
        raise CannotDepreciate("Nie ma takiego środka trwałego. Odśwież ewidencję.")
    if asset.gone_on is None or asset.gone not in {g.value for g in FOR_MONEY}:
        raise CannotDepreciate(
            f"{asset.number}: korekta ceny dotyczy tylko środka sprzedanego albo wniesionego wkładem."
        )
    return asset, asset.gone_on


def _proceeds_of(asset: Asset, sold_on: date, year: BusinessYear) -> Decimal:
    """What the books of a business year have of an asset's proceeds so far."""

    def within(on: date) -> bool:
        return year.first_day <= on <= year.last_day

    corrected = AssetChange.objects.filter(
        company_id=asset.company_id, asset=asset, kind=ChangeKind.PROCEEDS
    ).values_list("on", "amount")
    if within(sold_on):
        later = sum((amount for on, amount in corrected if not within(on)), ZERO)
        return (asset.gone_proceeds or ZERO) - later
    return sum((amount for on, amount in corrected if within(on)), ZERO)
