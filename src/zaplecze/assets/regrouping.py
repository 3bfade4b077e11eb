"""An asset that stays in the register and goes to another group: its accounts and kind (KŚT) change, no result."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from zaplecze.assets.commands import limit_car
from zaplecze.assets.events import AssetChanged
from zaplecze.assets.kst import CAR, Drive, symbol_fault
from zaplecze.assets.models import Asset, AssetChange, ChangeKind
from zaplecze.assets.plans import planned_assets, posted_months, posted_of
from zaplecze.assets.postings import CannotDepreciate, asset_entry, standing
from zaplecze.ledger.api import AccountKind, NewLine, accounts, post_entries
from zaplecze.platform.events import Stamp, lock_company, record_events
from zaplecze.platform.periods import month_of
from zaplecze.platform.series import take_numbers

ZERO = Decimal("0.00")
VOUCHER = "ZG"


def regroup_asset(
    *,
    asset_id: int,
    on: date,
    account: str,
    depreciation_account: str,
    text: str,
    by: int | None,
    at: datetime,
    kst: str = "",
    drive: Drive | None = None,
) -> AssetChange:
    """Move value and accumulated depreciation to the accounts of another group; both plans go on as they are.

    ``kst`` is the new kind, the old one where it is empty; of what becomes a passenger car tax accepts from then on
    the limit of its ``drive``. Where only the kind changes, nothing is posted. Raises `CannotDepreciate` for an
    asset that is gone, accounts that can't take it, a symbol that isn't in KŚT, nothing to change, a car whose limit
    depends on a drive that nobody told, or a day before the last month whose depreciation was posted.
    """
    lock_company()
    asset = standing(asset_id)
    _check_day(asset, on)
    _check_accounts(account, depreciation_account)
    if not text.strip():
        raise CannotDepreciate("Opisz zmianę: trafi na kartę środka.")
    kst = kst or asset.kst
    before = (asset.account, asset.depreciation_account, asset.kst)
    if (account, depreciation_account, kst) == before:
        raise CannotDepreciate("Nic się nie zmienia: podaj konta albo KŚT innej grupy.")
    if kst != asset.kst:
        _check_kind(asset, kst, drive)
    voucher = f"{VOUCHER}/{take_numbers(f'assets:{VOUCHER}')[0]}/{on.year}"
    entry_id = None
    if lines := _moves(asset, account, depreciation_account):
        words = f"Przeniesienie {asset} do innej grupy"
        entry = asset_entry(month_of(on), on, VOUCHER, voucher, words, lines)
        (posted,) = post_entries([entry], by=by, at=at)
        entry_id = posted.id
    asset.account, asset.depreciation_account, asset.kst = account, depreciation_account, kst
    asset.save(update_fields=["account", "depreciation_account", "kst"])
    change = AssetChange.objects.create(
        company_id=asset.company_id,
        asset=asset,
        kind=ChangeKind.REGROUPED,
        on=on,
        voucher=voucher,
        text=text.strip()[:300],
        account_before=before[0],
        depreciation_account_before=before[1],
        kst_before=before[2],
        entry_id=entry_id,
        at=at,
        by_id=by,
    )
    told = AssetChanged(asset_id=asset.pk, kind=ChangeKind.REGROUPED, voucher=voucher, amount=ZERO)
    record_events([told], Stamp(by, at))
    return change


def _moves(asset: Asset, account: str, depreciation_account: str) -> list[NewLine]:
    """Lines of what changes its account, PLN: the value with its improvements, and all that was taken."""
    (planned,) = planned_assets(numbers=[asset.number])
    value = planned.value(planned.balance)
    taken = planned.balance.taken + sum((d.balance for d in posted_of(asset.pk)), ZERO)
    moves = (
        (asset.account, account, value),
        (depreciation_account, asset.depreciation_account, taken),
    )
    return [
        line
        for credit, debit, amount in moves
        if credit != debit and amount
        for line in (
            NewLine(debit, debit=amount, text=asset.number),
            NewLine(credit, credit=amount, text=asset.number),
        )
    ]


def _check_day(asset: Asset, on: date) -> None:
    done, month = posted_months(), month_of(on)
    if done and month < done[0]:
        raise CannotDepreciate(
            f"Amortyzacja za {done[0][1]:02}.{done[0][0]} jest zaksięgowana na dotychczasowych kontach: "
            "podaj dzień nie wcześniejszy niż ten miesiąc."
        )
    if on < asset.in_use_on:
        raise CannotDepreciate("Przeniesienie nie może być przed przyjęciem do używania.")


def _check_kind(asset: Asset, kst: str, drive: Drive | None) -> None:
    if asset.intangible:
        raise CannotDepreciate("Wartości niematerialne i prawne nie mają symbolu KŚT: wyczyść go.")
    if fault := symbol_fault(kst):
        raise CannotDepreciate(f"{fault}.")
    if kst == CAR:
        limit_car(asset=asset, drive=drive)


def _check_accounts(account: str, depreciation_account: str) -> None:
    kinds = {a.number: a.kind for a in accounts()}
    for number in (account, depreciation_account):
        if kinds.get(number) != AccountKind.BALANCE:
            raise CannotDepreciate(
                f"Nie ma konta bilansowego „{number}”. Wybierz konto z planu (F2)."
            )
    if account == depreciation_account:
        raise CannotDepreciate("Wartość i umorzenie mają różne konta: popraw jedno z nich.")
