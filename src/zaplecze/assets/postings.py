"""What the register posts beside costs: the head of its entries, and what tax takes in another way, off balance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from zaplecze.assets.models import Asset
from zaplecze.assets.rules import TaxTurn
from zaplecze.ledger.api import TAX_ONLY_COST, NewEntry, NewLine, accounts
from zaplecze.platform.periods import Month
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import current_company_id

ZERO = Decimal("0.00")
NEVER_COST, NOT_YET_COST, EARLIER_COST, OFF_COUNTER = "091", "092", "094", "099"


class CannotDepreciate(Refusal):
    """The register can't do that; the message names the asset or the month, and the next step."""

    code = "assets.cannot"


def tax_lines(never: Decimal, turn: TaxTurn) -> list[NewLine]:
    """Off-balance lines of what tax never takes, and of what it takes at another time, each with its counterpart.

    In a chart without 094 or 095 (of a company from before they were) the amount goes to 092 with the other sign.
    """
    there = {a.number for a in accounts()}
    amounts = {NEVER_COST: never, NOT_YET_COST: turn.not_yet}
    for account, amount in ((EARLIER_COST, turn.earlier), (TAX_ONLY_COST, turn.outside)):
        if account in there:
            amounts[account] = amount
        else:
            amounts[NOT_YET_COST] -= amount
    texts = {
        NEVER_COST: "nie jest kosztem podatkowym",
        NOT_YET_COST: "koszt bilansowy ponad podatkowy",
        EARLIER_COST: "koszt podatkowy z ksiąg lat ubiegłych",
        TAX_ONLY_COST: "koszt podatkowy ponad bilansowy",
    }
    lines = []
    for account, amount in amounts.items():
        if amount:
            wn, ma = max(amount, ZERO), max(-amount, ZERO)
            text = texts[account]
            lines += [
                NewLine(account, debit=wn, credit=ma, text=text),
                NewLine(OFF_COUNTER, debit=ma, credit=wn, text=text),
            ]
    return lines


def asset_entry(  # noqa: PLR0917 - an entry's head
    month: Month, day: date, kind: str, voucher: str, text: str, lines: list[NewLine]
) -> NewEntry:
    """An entry of the register."""
    return NewEntry("PK", *month, kind, voucher, day, day, text[:512], tuple(lines))


def standing(asset_id: int) -> Asset:
    """An asset in use; raises `CannotDepreciate` for one that is gone or not here."""
    asset = Asset.objects.filter(company_id=current_company_id(), id=asset_id).first()
    if asset is None:
        raise CannotDepreciate("Nie ma takiego środka trwałego. Odśwież ewidencję.")
    if asset.gone_on is not None:
        raise CannotDepreciate(f"{asset.number} wykreślono {asset.gone_on:%d.%m.%Y}.")
    return asset
