"""The register of assets through the year: what was there, what came, was improved, and went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from zaplecze.assets.api import (
    ChangeKind,
    Drive,
    Gone,
    Method,
    NewAsset,
    Plan,
    change_asset,
    dispose_of_asset,
    first_month,
    register_asset,
)
from zaplecze.config.demo_year.special import VAN_PRICE

D = Decimal
HALL, VAN = "ST/0001", "ST/0003"
IMPROVED, IMPROVED_MONTH, SOLD_MONTH = D("30000.00"), 6, 10

# Name, KŚT, end of the accounts, value, taken so far, rate of the balance sheet, of tax, what moves a car.
_THERE = (
    ("Hala przy Szklanej", "101", "01", "420000.00", "52500.00", "2.5", "2.5", None),
    ("Piece szklarskie", "513", "02", "186000.00", "74400.00", "10", "14", None),
    ("Samochód dostawczy", "743", "03", "96000.00", "38400.00", "20", "20", None),
    ("Samochód osobowy", "741", "03", "171000.00", "34200.00", "20", "20", Drive.OTHER),
)


def there(year: int) -> list[NewAsset]:
    """What the opening balance holds on 010 and 070; the furnaces wear slower in the balance sheet than for tax."""
    bought = date(year - 3, 6, 10)
    found = []
    for name, kst, end, value, taken, rate, tax_rate, drive in _THERE:
        balance = Plan(Method.LINEAR, D(value), D(rate), (year, 1), taken=D(taken))
        tax = replace(balance, rate=D(tax_rate))
        asset = _asset(name, kst, f"010-{end}", balance, tax, day=bought)
        found.append(replace(asset, drive=drive))
    return found


def bought(year: int, month: int) -> list[NewAsset]:
    """What the month's invoices brought: declining, at once, seasonal, and at once for tax alone."""

    def plan(method: Method, value: str, rate: str, **more: object) -> Plan:
        return Plan(method, D(value), D(rate), first_month(method, (year, month)), **more)  # type: ignore[arg-type]

    day = date(year, month, 6)
    one_off, linear = Method.ONE_OFF, Method.LINEAR
    if month == 2:
        declining = plan(Method.DECLINING, "84000.00", "14", coefficient=D(2))
        line = plan(linear, "84000.00", "14")
        return [_asset("Linia pakująca", "529", "010-02", line, declining, day=day)]
    if month == 3:
        at_once = plan(one_off, "7200.00", "100")
        return [_asset("Laptop projektowy", "487", "010-04", at_once, at_once, day=day)]
    if month == 4:
        summer = plan(Method.SEASONAL, "36000.00", "20", season=(5, 6, 7, 8, 9))
        return [_asset("Scena plenerowa", "808", "010-04", summer, summer, day=day)]
    if month == 5:
        # De minimis aid of a small taxpayer (art. 16k ust. 7 of the CIT Act).
        at_once, slowly = plan(one_off, "24000.00", "100"), plan(linear, "24000.00", "20")
        return [_asset("Ploter tnący", "549", "010-02", slowly, at_once, day=day)]
    if month == 9:
        half = plan(linear, "12000.00", "50")
        return [_asset("Licencja programu CAD", "", "020", half, half, day=day)]
    return []


def _asset(name: str, kst: str, account: str, balance: Plan, tax: Plan, *, day: date) -> NewAsset:
    licence = account == "020"
    return NewAsset(
        name=name,
        acquired_on=day,
        in_use_on=day,
        account=account,
        depreciation_account="072" if licence else account.replace("010", "070"),
        kst=kst,
        intangible=licence,
        cost_center="PROD",
        balance=balance,
        tax=tax,
    )


def take_in(assets: list[NewAsset], numbers: dict[str, int], *, by: int, at: datetime) -> None:
    """Register assets; ``numbers`` remembers the ids by inventory number."""
    for asset in assets:
        kept = register_asset(asset, by=by, at=at)
        numbers[kept.number] = kept.pk


def improve(year: int, numbers: dict[str, int], *, by: int, at: datetime) -> None:
    """The hall grew in June: it wears on its new value from July."""
    change_asset(
        asset_id=numbers[HALL], kind=ChangeKind.IMPROVED, on=date(year, IMPROVED_MONTH, 6),
        text="Rozbudowa hali, etap 1", amount=IMPROVED, by=by, at=at,
    )  # fmt: skip


def sell_van(year: int, numbers: dict[str, int], *, by: int, at: datetime) -> None:
    """Its net value of 41 600.00 is a cost of the month; it brought less, so that 3 600.00 are lost."""
    day = date(year, SOLD_MONTH, 28)
    dispose_of_asset(
        asset_id=numbers[VAN], on=day, reason=Gone.SOLD, proceeds=D(VAN_PRICE), by=by, at=at
    )
