"""JPK_ST_KR(1) as frozen values. Amounts are PLN with two places, rates per cent a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from zaplecze.formats.jpk_kr_pd_1 import Subject


@dataclass(frozen=True, slots=True)
class Header:
    """Naglowek; ``purpose`` 1 files, 2 corrects."""

    made_at: datetime
    year_first: date
    year_last: date
    tax_office: str
    purpose: int = 1


@dataclass(frozen=True, slots=True)
class Struck:
    """Striking off: day (E_28), reason (E_29), document (E_30)."""

    on: date
    reason: str
    voucher: str


@dataclass(frozen=True, slots=True)
class Asset:
    """ST_KR: an asset with its tax and balance sheet figures of the year and of all time."""

    number: str
    intangible: bool
    acquired_on: date
    in_use_on: date
    voucher: str
    acquired: str
    name: str
    kst: str
    method: str
    rate: Decimal
    rate_amount: Decimal
    tax_value: Decimal
    tax_change: Decimal
    frequency: str
    refused: Decimal
    tax_year: Decimal
    tax_total: Decimal
    value: Decimal
    change: Decimal
    balance_rate: Decimal
    balance_rate_amount: Decimal
    year: Decimal
    total: Decimal
    applied_rate: Decimal | None = None
    struck: Struck | None = None
    reclassified: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """A whole file."""

    header: Header
    subject: Subject
    assets: tuple[Asset, ...]
