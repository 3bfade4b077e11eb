"""What the department of assets announces."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetRegistered(Event):
    """An asset was taken into use (OT)."""

    code: ClassVar[str] = "assets.registered"
    asset_id: int
    number: str
    voucher: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetChanged(Event):
    """An asset was improved, reduced, paused or moved."""

    code: ClassVar[str] = "assets.changed"
    asset_id: int
    kind: str
    voucher: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetGone(Event):
    """An asset was struck off the register (LT)."""

    code: ClassVar[str] = "assets.gone"
    asset_id: int
    voucher: str
    reason: str
    net: Decimal
    tax_net: Decimal = Decimal("0.00")
    tax_cost: Decimal = Decimal("0.00")
    proceeds: Decimal = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class DepreciationPosted(Event):
    """A month's depreciation was posted."""

    code: ClassVar[str] = "assets.depreciation.posted"
    year: int
    month: int
    assets: int
    balance: Decimal
    tax: Decimal
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterFileBuilt(Event):
    """A JPK_ST_KR file was built for filing."""

    code: ClassVar[str] = "assets.jpk_st_kr.built"
    year: int
    file_sha256: str
